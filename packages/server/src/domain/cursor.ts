/** A place in a list that is ordered by time and id, newest first. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

export interface Page {
  readonly limit: number;
  readonly after?: Cursor | undefined;
  readonly search?: string | undefined;
}

export const writeCursor = ({ at, id }: Cursor): string => `${at.toString(36)}.${id}`;

export function readCursor(text: string): Cursor | undefined {
  const match = /^([0-9a-z]{1,10})\.([a-z]{3}_[a-z2-7]{26})$/.exec(text);
  return match ? { at: Number.parseInt(match[1]!, 36), id: match[2]! } : undefined;
}

/** What searches compare: case and composed characters make no difference. */
export const foldText = (text: string): string => text.normalize("NFC").toLowerCase();
