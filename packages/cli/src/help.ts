// How help is laid out, so that it can be read at the width of the terminal.
import { type AddHelpTextContext, Help, type HelpConfiguration } from "commander";
import { fold } from "./fold.ts";

/** As Commander's, where there is no terminal. */
export const DEFAULT_COLUMNS = 80;
/** A column of descriptions that is narrower is a strip: there the description goes below. */
const MIN_DESCRIPTION_COLUMNS = 30;

export const HELP_LAYOUT: HelpConfiguration = {
  minWidthToWrap: 20,
  formatItem(term, termWidth, description, helper) {
    const columns = helper.helpWidth ?? DEFAULT_COLUMNS;
    if (description === "" || columns - termWidth - 4 >= MIN_DESCRIPTION_COLUMNS)
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    return `  ${term}\n      ${fold(description, columns, 6, 6)}`;
  },
};

/** What stands below the options, laid out at the width of the terminal. */
export const below =
  (text: string) =>
  ({ error, command }: AddHelpTextContext): string => {
    const { getErrHelpWidth, getOutHelpWidth } = command.configureOutput();
    return layOut(text, (error ? getErrHelpWidth : getOutHelpWidth)?.() ?? DEFAULT_COLUMNS);
  };

/**
 * Paragraphs are folded. What is indented stays as it is, to be copied; where the remark behind an example does not fit, the
 * remarks of its neighbours go below too.
 */
export function layOut(text: string, columns: number): string {
  return text.replace(/(?:^ .*\n?)+|(?:^[^ \n].*\n?)+/gm, (block) => {
    const end = block.endsWith("\n") ? "\n" : "";
    const lines = block.trimEnd().split("\n");
    if (!block.startsWith(" ")) return fold(lines.join(" "), columns, 0, 0) + end;
    if (lines.every((line) => line.length <= columns)) return block;
    return lines.map((line) => putRemarkBelow(line, columns)).join("\n") + end;
  });
}

function putRemarkBelow(line: string, columns: number): string {
  const [, example, remark] = /^(.*?\S) {3,}(\S.*)$/.exec(line) ?? [];
  return example === undefined ? line : `${example}\n      ${fold(remark!, columns, 6, 6)}`;
}
