// docs/http-api.md, pasted from top to bottom: what it prints is what it says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { CLEAN_ENV, collect, ROOT, startDaypass, temporaryFolder } from "./command.ts";

const LOGIN = "me";
const PASSWORD = "the password of the owner";

test("every command of the page works as printed", {
  skip: process.platform === "win32" && "is for bash",
}, async () => {
  const page = readFileSync(`${ROOT}/docs/http-api.md`, "utf8");
  const dataDir = temporaryFolder();
  const serve = startDaypass(["serve", "--data-dir", dataDir, "--port", "0", "--bucket-port", "0", "--json"]);
  const { publicUrl, setupUrl } = JSON.parse(await serve.waitFor(/publicUrl/));
  const owner = new URLSearchParams({ login: LOGIN, password: PASSWORD, passwordAgain: PASSWORD });
  await fetch(setupUrl, { method: "POST", headers: { origin: publicUrl }, body: owner, redirect: "manual" });

  const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, text]) => text!);
  // A terminal expands aliases; the page's files are kept out of the checkout.
  const script = ["shopt -s expand_aliases", ...blocks, ""]
    .join("\n")
    .replace("http://localhost:3000", publicUrl)
    .replace("$PWD", ROOT);
  const shell = spawn("bash", [], {
    cwd: temporaryFolder(),
    env: { ...CLEAN_ENV, DAYPASS_DATA_DIR: dataDir },
  });
  shell.stdin.end(script);
  const { code, stdout, stderr } = await collect(shell);
  assert.equal(code, 0, stderr);
  // curl's meter is the rest of it.
  assert.doesNotMatch(stderr, /command not found|unbound|daypass:/);
  assert.deepEqual(
    stdout.match(/^hello$/gm)?.length,
    3,
    `from both links, and again with the claim's token:\n${stdout}`,
  );
  assert.match(stdout, /"kind":"put"/);
  assert.match(stdout, /"name":"hello\.txt"/);
  assert.match(stdout, /^tok_\w{26} is revoked/m);
  assert.match(stdout, /"kind":"share\.created","actor":"me","tokenId":"tok_/);
  assert.doesNotMatch(stdout, /<Error>/);
  const refusals = [...stdout.matchAll(/urn:daypass:problem:(\w+)/g)].map(([, problem]) => problem);
  assert.deepEqual(refusals, ["file_is_shared"], "the one that the page shows");
  const { tokens } = JSON.parse(
    (
      await collect(
        spawn(process.execPath, [`${ROOT}/packages/cli/bin/daypass.js`, "token", "list", "--json"], {
          env: { ...CLEAN_ENV, DAYPASS_DATA_DIR: dataDir },
        }),
      )
    ).stdout,
  );
  assert.deepEqual(tokens, [], "both tokens were revoked, one by the command and one by the API");
  await serve.stop();
  const db = new DatabaseSync(`${dataDir}/daypass.sqlite`, { readOnly: true });
  const shares = db.prepare(`select count(*) as "made", count("revokedAt") as "withdrawn" from "shares"`).get()!;
  assert.deepEqual({ ...shares }, { made: 2, withdrawn: 2 }, "what the revoked token made is found and withdrawn");
  db.close();
});
