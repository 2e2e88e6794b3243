// The vectors, the signer and the verifier once more, with the hash and the ECDSA that run where there is no `node:crypto`.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { after } from "node:test";

const PORTABLE: Readonly<Record<string, string>> = {
  "#hash": new URL("../src/sigv4/hash/portable.ts", import.meta.url).href,
  "#ecdsa": new URL("../src/sigv4a/ecdsa/portable.ts", import.meta.url).href,
};
const replaced = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    const portable = PORTABLE[specifier];
    if (portable === undefined) return next(specifier, context);
    replaced.add(specifier);
    return next(portable, context);
  },
});

await import("./vectors.test.ts");
await import("./sign.test.ts");
await import("./verify-query.test.ts");
await import("./verify-header.test.ts");
await import("./verify-form.test.ts");
await import("./sigv4a/vectors.test.ts");
await import("./sigv4a/presigner.test.ts");

after(() => assert.deepEqual([...replaced].sort(), ["#ecdsa", "#hash"], "what ran here ran with node:crypto"));
