// The whole library a second time in this process, with the hash that runs where there is no `node:crypto`.
import { registerHooks } from "node:module";

const MARK = "?portable";
const hash = new URL("../../packages/presign/src/sigv4/hash/portable.ts", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (!context.parentURL?.endsWith(MARK)) return next(specifier, context);
    const { url, ...rest } = specifier === "#hash" ? { url: hash, shortCircuit: true } : next(specifier, context);
    return { ...rest, url: url.startsWith("file:") ? url + MARK : url };
  },
});

export const { createPresigner: createPortablePresigner }: typeof import("@daypass/presign") = await import(
  `../../packages/presign/src/index.ts${MARK}`
);
