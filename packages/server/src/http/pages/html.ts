// What every template returns, in one name.
import { html } from "hono/html";

/** A finished piece of HTML: everything put into it was escaped. */
export type Html = ReturnType<typeof html>;
export { html };
