import { encode } from "uqr";

/** Light modules around the code, which readers need: https://www.qrcode.com/en/howto/code.html asks for four. */
const QUIET_ZONE = 4;

/** One path for the whole code: a run of dark modules in a row is one rectangle. */
export function drawQr(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  let path = "";
  for (const [y, row] of data.entries())
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const begin = x;
      while (row[x + 1]) x++;
      path += `M${begin} ${y}h${x - begin + 1}v1h-${x - begin + 1}z`;
    }
  return { size, path };
}
