import assert from "node:assert/strict";
import { test } from "node:test";
import { publishedManifest } from "./build.ts";

test("a published package points at JavaScript and types, and brings nothing that only the tree needs", () =>
  assert.deepEqual(
    publishedManifest({
      name: "@daypass/presign",
      version: "1.2.3",
      exports: { ".": "./src/index.ts", "./inspect": "./src/inspect.ts" },
      imports: { "#hash": { node: "./src/hash-node.ts", default: "./src/hash.ts" } },
      files: ["dist"],
      dependencies: { commander: "15.1.0" },
      devDependencies: { vite: "8.0.0" },
    }),
    {
      name: "@daypass/presign",
      version: "1.2.3",
      exports: {
        ".": { types: "./src/index.d.ts", default: "./src/index.js" },
        "./inspect": { types: "./src/inspect.d.ts", default: "./src/inspect.js" },
      },
      imports: {
        "#hash": {
          node: { types: "./src/hash-node.d.ts", default: "./src/hash-node.js" },
          default: { types: "./src/hash.d.ts", default: "./src/hash.js" },
        },
      },
      dependencies: { commander: "15.1.0" },
      files: ["src", "bin", "web"],
    },
  ));
