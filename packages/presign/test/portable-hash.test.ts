// The vectors, the signer and the verifier once more, with the hash that runs where there is no `node:crypto`.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { after } from "node:test";

const portable = new URL("../src/sigv4/hash/portable.ts", import.meta.url).href;
let replaced = 0;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "#hash") return next(specifier, context);
    replaced++;
    return next(portable, context);
  },
});

await import("./vectors.test.ts");
await import("./sign.test.ts");
await import("./verify-query.test.ts");
await import("./verify-header.test.ts");
await import("./verify-form.test.ts");

after(() => assert.ok(replaced > 0, "no file asked for #hash: what ran here ran with node:crypto"));
