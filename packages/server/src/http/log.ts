/** The part of pino that the server uses. Never given a URL with a query, a token, a password or a signature. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
