import type { Io } from "../io.ts";
import { paint } from "../io.ts";
import { renderExchange } from "./exchange-view.ts";
import { chooseColumns, type Screen, wrap } from "./screen.ts";
import type { Answer, Exchange, Expected, Step, View } from "./types.ts";
import { shortenSignature } from "./url-view.ts";

/** Who tells the tour: in words for people, or as lines of JSON for programs. */
export interface Voice {
  begin(paragraphs: readonly string[], table: readonly (readonly [name: string, text: string])[]): void;
  beginStep(step: Step, number: number, of: number): void;
  tell(text: string): void;
  point(number: number, text: string): void;
  show(exchange: Exchange, view?: View): void;
  /** Called about each second while the tour waits; with 0 when it is over. */
  countDown(seconds: number): void;
  /** `finished` is false when the step broke off. */
  endStep(finished: boolean): void;
  end(paragraphs: readonly string[], table: readonly (readonly [name: string, text: string])[]): void;
}

export function createTextVoice(io: Io): Voice {
  // Anew for each line: a window may change its size meanwhile.
  const screen = (): Screen => ({
    columns: chooseColumns(io.stdout.columns, io.env.COLUMNS),
    paint: (style, text) => paint(io.stdout, style, text),
  });
  const print = (lines: readonly string[]): void => {
    for (const line of lines) io.out(line);
  };
  const speak = (paragraphs: readonly string[]): void => {
    for (const paragraph of paragraphs) print([...wrap(screen(), paragraph), ""]);
  };
  const printTable = (rows: readonly (readonly [name: string, text: string])[]): void => {
    const width = Math.max(...rows.map(([name]) => name.length));
    for (const [name, text] of rows) {
      const label = `  ${screen().paint("magenta", name.padEnd(width))}  `;
      print(wrap(screen(), text, width + 4, label));
    }
    io.out("");
  };
  let lastSecond = 0;
  return {
    begin(paragraphs, table) {
      print([screen().paint("bold", "A tour of presigned URLs"), ""]);
      speak(paragraphs);
      printTable(table);
    },
    beginStep({ title }, number, of) {
      const { columns, paint: color } = screen();
      const place = `${number}/${of}  `;
      const head = wrap(screen(), title, place.length, place);
      const rule = "─".repeat(Math.max(columns - head.at(-1)!.length - 1, 0));
      print([
        ...head.slice(0, -1).map((line) => color("bold", line)),
        `${color("bold", `${head.at(-1)} `)}${color("dim", rule)}`,
        "",
      ]);
    },
    tell: (text) => speak([text]),
    point: (number, text) => print([...wrap(screen(), text, 4, `  ${screen().paint("bold", String(number))} `), ""]),
    show: (exchange, view) => print([...renderExchange(screen(), exchange, view), ""]),
    countDown(seconds) {
      if (seconds === lastSecond) return;
      if (io.stdout.isTTY) io.stdout.write(seconds > 0 ? `\r    ${seconds} s left ` : "\r\u001b[K");
      else if (lastSecond === 0) print([`    (${seconds} s)`, ""]);
      lastSecond = seconds;
    },
    endStep() {},
    end(paragraphs, table) {
      print([screen().paint("dim", "─".repeat(screen().columns)), ""]);
      speak(paragraphs);
      printTable(table);
    },
  };
}

/** One line a step: what was asked, what was expected, and what was seen. */
export function createJsonVoice(io: Io): Voice {
  let current: { step: Step; exchanges: Exchange[] } | undefined;
  return {
    begin() {},
    beginStep(step) {
      current = { step, exchanges: [] };
    },
    tell() {},
    point() {},
    show: (exchange) => void current?.exchanges.push(exchange),
    countDown() {},
    endStep(finished) {
      if (current === undefined) return;
      const { step, exchanges } = current;
      io.out(
        JSON.stringify({
          step: step.id,
          title: step.title,
          ok: finished && exchanges.every(({ difference }) => difference === undefined),
          exchanges: exchanges.map(toRow),
        }),
      );
      current = undefined;
    },
    end() {},
  };
}

function toRow({ asked, expected, seen, difference }: Exchange): object {
  const { method, url, headers, fields } = asked;
  const shown =
    fields && Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, shortenSignature(text)]));
  return {
    asked: { method, url: shortenSignature(url), headers, fields: shown },
    expected,
    seen: pick(seen, expected),
    difference,
  };
}

/** Of an answer its status, code and message, and of the rest what was compared. */
function pick(seen: Answer, expected: Expected): object {
  if (seen.kind === "unreachable") return { unreachable: seen.error };
  const { status, code, message, headers, body } = seen;
  const compared = "unreachable" in expected ? undefined : expected;
  return {
    status,
    code,
    message,
    headers:
      compared?.headers && Object.fromEntries(Object.keys(compared.headers).map((name) => [name, headers[name]])),
    body: compared?.body === undefined ? undefined : body,
  };
}
