// npm itself, and a registry of one package that has an install script.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { installOnce } from "./install-once.ts";

const NAME = "daypass-tried";
const MANIFEST = { name: NAME, version: "1.2.3", scripts: { install: "echo ran > ran.txt" } };
let folder = "";
let asked = 0;
let tarball = Buffer.alloc(0);

const registry = createServer((request, response) => {
  asked++;
  const { port } = registry.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/${NAME}-1.2.3.tgz`;
  if (request.url === `/${NAME}-1.2.3.tgz`) response.end(tarball);
  else if (request.url !== `/${NAME}`) response.writeHead(404).end("{}");
  else {
    const version = { ...MANIFEST, hasInstallScript: true, dist: { tarball: address } };
    response.end(JSON.stringify({ name: NAME, "dist-tags": { latest: "1.2.3" }, versions: { "1.2.3": version } }));
  }
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "daypass-install-"));
  await mkdir(join(folder, "source"));
  await writeFile(join(folder, "source/package.json"), JSON.stringify(MANIFEST));
  const pack = ["pack", "--ignore-scripts", "--pack-destination", folder, join(folder, "source")];
  await promisify(execFile)("npm", pack, { cwd: folder });
  tarball = await readFile(join(folder, `${NAME}-1.2.3.tgz`));
  registry.listen(0, "127.0.0.1");
  await once(registry, "listening");
  process.env.npm_config_registry = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  process.env.npm_config_cache = join(folder, "npm");
});
after(async () => {
  registry.close();
  registry.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

test("what is there is not asked for again, and its install script did not run", async () => {
  const cache = join(folder, "once");
  const wanted = { area: "tools", packages: { [NAME]: "1.2.3" } };
  const first = await installOnce(wanted, cache);
  assert.equal(first, join(cache, "tools", `${NAME}-1.2.3`));
  const installed = join(first, "node_modules", NAME);
  assert.equal(JSON.parse(await readFile(join(installed, "package.json"), "utf8")).version, "1.2.3");
  assert.equal(existsSync(join(installed, "ran.txt")), false);

  asked = 0;
  assert.equal(await installOnce(wanted, cache), first);
  assert.equal(asked, 0);
});

test("the install script of a package that is named runs, also where the package was installed without", async () => {
  const cache = join(folder, "once");
  const wanted = { area: "tools", packages: { [NAME]: "1.2.3" }, runScriptsOf: [NAME] };
  const installed = await installOnce(wanted, cache);
  assert.ok(existsSync(join(installed!, "node_modules", NAME, "ran.txt")));
});

test("what npm cannot bring is undefined, one line on stderr, and leaves nothing behind", async (t) => {
  const cache = join(folder, "none");
  const errors = t.mock.method(console, "error", () => {});
  const packages = { [NAME]: "1.2.3", "daypass-of-nobody": "1.0.0" };
  assert.equal(await installOnce({ area: "tools", packages }, cache), undefined);
  assert.equal(errors.mock.callCount(), 1);
  const line = String(errors.mock.calls[0]!.arguments[0]);
  assert.match(line, /^npm could not install daypass-tried@1\.2\.3, daypass-of-nobody@1\.0\.0: 404 [^\n]+$/);
  assert.deepEqual(await readdir(join(cache, "tools")), []);
});

for (const version of ["^1.2.3", "latest", "1.2", ""])
  test(`a version that is not exact is refused [${version}]`, () =>
    assert.rejects(installOnce({ area: "tools", packages: { [NAME]: version } }, folder), RangeError));
