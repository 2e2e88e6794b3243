// Secrets in a longer text: a query, a list of headers, a condition of a policy, JSON, or a sentence. Texts are foreign, and may have
// been made to take long: each pattern here goes over a text once, whatever is in it.
import { showValue } from "./secret-values.ts";

/** The end of a secret's name, in whatever state its beginning is. */
const NAME_END =
  /(?:(?<!continuation-)token|security-?\w*|secret|passw(?:or)?d|passphrase|passcode|pwd|(?:api|private|auth|account|master|session|subscription|customer|encryption)[-_]?key|authorization|(?<![a-z])auth|cookie|jwt|session[-_]?id|sessid|mfa|otp|signature|(?<![a-z])sig)$/i;
/** Words that are a secret's name in a query, and elsewhere are words. */
const PARAMETER = /^(?:(?:user|db)?pass|session|sid|pin|bearer|credentials?|code)$/i;
/** Values that may have blanks in them go to the end of their line. */
const OF_A_LINE = /(?:^|-)(?:authorization|cookie)$/i;
/** Longer ones end like shorter ones, and are not searched from their beginning. */
const MAX_NAME_LENGTH = 100;

/** A name, whole: from within it none begins, or all of a long one would be looked at again and again. */
const NAME = "(?<![\\w-])[\\w-]+";
/** What stands between name and value: `=` and `:`, percent-encoded once or more, the same in JSON, and the comma of a policy. */
const BETWEEN = "\\\\{0,8}[\"']?[ \\t]*(=>?|:|%(?:25)*3[DA]|,)[ \\t]*(\\\\{0,8}[\"'])?";
const namedValues = (): RegExp => new RegExp(`(${NAME})(${BETWEEN})`, "gi");
const NAMED = /* @__PURE__ */ namedValues();

/** What is hidden already stays as it is. */
const HIDDEN = /\(\d+ characters\)|\(a signature\)|[^\s&]{8}…/y;
const LINE = /[^\n]+/y;
const BARE_VALUE = /[^\s&"'<>,;]+/y;
/** Of a URL in a URL, percent-encoded once or more. */
const ENCODED_AMPERSAND = /%(?:25)*26/;
/** "Token: the one that came", and not a value. */
const BARE_WORD = /^(?:token|security|auth|secret)$/i;
const PROSE = /[A-Z]?[a-z]{1,14},? [a-z]/y;
const SHORT_WORD = /[^\s&"'<>,;]{1,19}(?=[\s&"'<>,;]|$)/y;
const PORT = /\d{2,5}(?![\w-])/y;

/** What has the shape of a secret. */
const SHAPES = [
  // Session tokens of AWS, JSON web tokens, and the base64 of a JSON document, which may hold either.
  /(?<![\w+/])()((?:IQoJ|FwoG|FQoG|AQoD)[\w+/=%-]{60,}|(?:eyJ|eyA|ewo|ew0K)[\w+/=.-]{60,})/g,
  // The = between them was lost. Names of other headers behind it, as in a list, have hyphens.
  /(security.?token[^&=\w]{0,3})([\w+/%]{30,}=*)/gi,
  // Not "Bearer authentication".
  /(?<![\w-])([Bb]earer |[Bb]asic )(?![A-Z]?[a-z]+(?:\.?(?:\s|$)|[^\w+/=.~-]))([\w+/=.~-]{8,})/g,
] as const;
const LONG_SIGNATURE = /(signature\W{1,3})([0-9a-f]{64,})/gi;

/** A text without what stands behind the name of a secret in it, or has the shape of one. Done twice, it changes nothing more. */
export function hideNamed(text: string): string {
  let shown = hideBehindNames(text);
  for (const shape of SHAPES)
    shown = shown.replace(shape, (_, before: string, value: string) => before + showValue("token", value));
  return shown.replace(LONG_SIGNATURE, (_, before: string, value: string) => before + showValue("signature", value));
}

interface Named {
  readonly name: string;
  /** What stands in front of the name. */
  readonly before: string;
  readonly between: string;
  readonly separator: string;
  /** In front of the value, with the backslashes of JSON in JSON. */
  readonly quote: string | undefined;
}

function hideBehindNames(text: string): string {
  let shown = "";
  let done = 0;
  NAMED.lastIndex = 0;
  for (let match = NAMED.exec(text); match !== null; match = NAMED.exec(text)) {
    const [, whole = "", between = "", separator = "", quote] = match;
    const start = NAMED.lastIndex;
    const named = {
      name: whole.slice(-MAX_NAME_LENGTH),
      before: text[match.index - 1] ?? "",
      between,
      separator,
      quote,
    };
    const secret = secretNameOf(named);
    const end = secret === undefined ? start : endOfValue(text, start, named);
    if (secret === undefined || end === start) continue;
    shown += text.slice(done, start) + showValue(secret, text.slice(start, end));
    done = end;
    NAMED.lastIndex = end;
  }
  return shown + text.slice(done);
}

function secretNameOf({ name, before, separator, quote }: Named): string | undefined {
  // Of a path, and of a host with its port.
  if (separator === ":" && before === "/") return undefined;
  if (separator === "," && (quote === undefined || !(before === "$" || /^x-amz-/i.test(name)))) return undefined;
  const parameter = before === "%" ? name.replace(/^(?:25)*(?:26|3F)/i, "") : name;
  const isInQuery = (before === "?" || before === "&" || parameter !== name) && separator !== ":";
  if (isInQuery && PARAMETER.test(parameter)) return parameter;
  return NAME_END.exec(name)?.[0];
}

/** `start` itself where there is none, or it is not to be hidden. */
function endOfValue(text: string, start: number, { name, between, separator, quote }: Named): number {
  if (matchAt(HIDDEN, text, start) > start) return start;
  if (quote !== undefined) return endOfQuoted(text, start, quote);
  if (separator === ":") {
    if (between !== ":" && BARE_WORD.test(name) && matchAt(PROSE, text, start) > start) return start;
    if (between !== ":" && /^signature$/i.test(name) && matchAt(SHORT_WORD, text, start) > start) return start;
    if (between === ":" && matchAt(PORT, text, start) > start) return start;
  }
  const isEncoded = separator.startsWith("%");
  if (!isEncoded && OF_A_LINE.test(name)) return matchAt(LINE, text, start);
  const end = matchAt(BARE_VALUE, text, start);
  const ampersand = text.slice(start, end).search(ENCODED_AMPERSAND);
  return separator === ":" || ampersand === -1 ? end : start + ampersand;
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at;
    if (quote.length === 1 && text[at] === "\\") at++;
  }
  return text.length;
}

/** Where the match ends that begins at `start`; `start` where there is none. */
function matchAt(sticky: RegExp, text: string, start: number): number {
  sticky.lastIndex = start;
  return sticky.test(text) ? sticky.lastIndex : start;
}
