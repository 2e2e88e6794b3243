// The mark: a day pass with a notch on either side and the line to tear along.
import { raw } from "hono/html";

const TICKET =
  "M7 4h18a3 3 0 0 1 3 3v11.2a3 3 0 0 0 0 5.6V25a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-1.2a3 3 0 0 0 0-5.6V7a3 3 0 0 1 3-3Z";

const drawMark = (attributes: string, outline: string) =>
  `<svg ${attributes} viewBox="0 0 32 32"><path fill="#ffc93c" stroke="${outline}" stroke-width="2" stroke-linejoin="round" d="${TICKET}"/><path d="M12.5 8.5h7" stroke="#1c1a15" stroke-width="2.4" stroke-linecap="round"/><path d="M9 21h14" stroke="#1c1a15" stroke-width="1.6" stroke-dasharray="2 2.2"/></svg>`;

/** The mark inside a page: its outline takes the colour of the text beside it. */
export const brandMark = raw(drawMark('aria-hidden="true"', "currentColor"));

/** What `/favicon.svg` answers, as `image/svg+xml`. */
export const faviconSvg = drawMark('xmlns="http://www.w3.org/2000/svg"', "#1c1a15");
