import assert from "node:assert/strict";
import { test } from "node:test";
import { publishedManifest } from "./build.ts";

const manifest = {
  name: "@daypass/presign",
  version: "1.2.3",
  exports: { ".": "./src/index.ts", "./inspect": "./src/inspect.ts" },
  files: ["dist"],
  dependencies: { commander: "15.1.0" },
  devDependencies: { vite: "8.0.0" },
};

test("a published package points at JavaScript and types, and brings nothing that only the tree needs", () =>
  assert.deepEqual(publishedManifest(manifest), {
    name: "@daypass/presign",
    version: "1.2.3",
    exports: {
      ".": { types: "./src/index.d.ts", default: "./src/index.js" },
      "./inspect": { types: "./src/inspect.d.ts", default: "./src/inspect.js" },
    },
    dependencies: { commander: "15.1.0" },
    files: ["src", "bin", "web"],
  }));

test("what a condition chooses is built in: a published package has entries for Node, and for everything else", () => {
  const imports = { "#hash": { node: "./src/hash-node.ts", default: "./src/hash.ts" } };
  assert.deepEqual(publishedManifest({ ...manifest, imports }), {
    name: "@daypass/presign",
    version: "1.2.3",
    exports: {
      ".": {
        types: "./src/index.d.ts",
        module: { node: "./node/whole.js", default: "./src/index.js" },
        "module-sync": "./node/index.js",
        node: "./node/traced.js",
        default: "./src/index.js",
      },
      "./inspect": { types: "./src/inspect.d.ts", node: "./node/inspect.js", default: "./src/inspect.js" },
    },
    dependencies: { commander: "15.1.0" },
    files: ["src", "node", "bin", "web"],
  });
});
