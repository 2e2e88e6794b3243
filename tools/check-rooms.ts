// The import rule of the house, as data: which room may import which, and why. Everything not written here is forbidden.
// And each package declares the dependencies that it imports, no more and no fewer: what is published must run alone.
// Type imports count too: a type from another room is knowledge of that room.
import { globSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";

interface Rule {
  readonly may: readonly string[];
  readonly because: string;
}

/** A room is a folder below `packages/`; the longest matching name wins. */
const ROOMS: Record<string, Rule> = {
  "presign/src": { may: [], because: "a reviewer must be able to audit the signer alone" },
  "api/src": { may: [], because: "both ends of the wire read it" },
  "bucket/src": { may: ["presign/src"], because: "it verifies what was signed and knows no share" },
  "server/src/domain": { may: [], because: "policy runs without S3, SQL or HTTP" },
  "server/src/store": { may: ["server/src/domain"], because: "records hold domain values and nothing else" },
  "server/src/storage": {
    may: ["server/src/domain", "presign/src"],
    because: "the one place that turns a grant into a URL",
  },
  "server/src/http": {
    may: ["server/src/domain", "server/src/store", "server/src/storage", "api/src"],
    because: "it translates between the wire and the domain",
  },
  "server/src/jobs": {
    may: ["server/src/domain", "server/src/store", "server/src/storage"],
    because: "jobs do what requests do, without a request",
  },
  "server/src": {
    may: ["server/src/domain", "server/src/store", "server/src/storage", "server/src/http", "server/src/jobs"],
    because: "the entry file joins the rooms of the server",
  },
  "client/src": { may: ["api/src"], because: "it speaks HTTP, not the server's inside" },
  "web/src": {
    may: ["client/src", "api/src", "presign/src"],
    because: "what people see; presign only to explain a URL",
  },
  "cli/src": {
    may: ["presign/src", "bucket/src", "server/src", "client/src"],
    because: "the one place that reads the environment and wires everything",
  },
};

/** npm packages that a room must not use although it is installed. */
const NO_PACKAGES = ["presign/src", "server/src/domain"];
/** Rooms where `@daypass/api` means types, or the plain codes: its schemas carry Zod. */
const NO_ZOD_AT_RUN_TIME = ["client/src", "web/src"];
/** The one file of the server that signs; the rest may know what a signed request looks like. */
const SIGNS = { room: "server/src/storage", file: "server/src/storage/signer.ts" };

const packagesFolder = resolve(import.meta.dirname, "../packages");

const roomOf = (path: string): string | undefined =>
  Object.keys(ROOMS)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function readImports(file: string): Import[] {
  const { module, program } = parseSync(file, readFileSync(file, "utf8"));
  const found: Import[] = [];
  for (const item of module.staticImports)
    found.push({
      specifier: item.moduleRequest.value,
      typeOnly: item.entries.length > 0 && item.entries.every((e) => e.isType),
    });
  for (const item of module.staticExports)
    for (const entry of item.entries)
      if (entry.moduleRequest) found.push({ specifier: entry.moduleRequest.value, typeOnly: entry.isType });
  const text = readFileSync(file, "utf8");
  for (const item of module.dynamicImports) {
    const specifier = text.slice(item.moduleRequest.start, item.moduleRequest.end).replace(/^["'`]|["'`]$/g, "");
    found.push({ specifier, typeOnly: false });
  }
  if (program.body.length === 0 && found.length === 0 && text.trim() === "") return [];
  return found;
}

/** The room that a specifier leads to, from a file below `packages/`; undefined for node and npm. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith("#")) return file; // `imports` of package.json lead to the package itself
  if (specifier.startsWith(".")) return relative(packagesFolder, resolve(packagesFolder, dirname(file), specifier));
  const own = /^@daypass\/([a-z]+)/.exec(specifier);
  return own ? `${own[1]}/src` : undefined;
}

export function findViolations(files: ReadonlyMap<string, readonly Import[]>): string[] {
  const violations: string[] = [];
  for (const [file, imports] of files) {
    const room = roomOf(file);
    if (!room) continue;
    const rule = ROOMS[room]!;
    for (const { specifier, typeOnly } of imports) {
      const target = targetOf(file, specifier);
      if (target === undefined) {
        if (NO_PACKAGES.includes(room) && !specifier.startsWith("node:"))
          violations.push(`${file}: ${room} uses no npm package, but imports "${specifier}"`);
        if (room === "server/src/domain")
          violations.push(`${file}: the domain imports nothing, but imports "${specifier}"`);
        continue;
      }
      const targetRoom = roomOf(target);
      if (targetRoom === undefined || targetRoom === room) continue;
      if (!rule.may.includes(targetRoom))
        violations.push(`${file}: ${room} may not import ${targetRoom} ("${specifier}"), because ${rule.because}`);
      if (NO_ZOD_AT_RUN_TIME.includes(room) && targetRoom === "api/src" && !typeOnly && !specifier.endsWith("/codes"))
        violations.push(`${file}: ${room} takes types only from "${specifier}": Zod must not reach a bundle`);
      if (room === SIGNS.room && file !== SIGNS.file && targetRoom === "presign/src" && !typeOnly)
        violations.push(`${file}: only ${SIGNS.file} signs, and takes more than types from "${specifier}"`);
    }
  }
  return violations;
}

const packageName = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** What a package's sources import and its `package.json` does not declare, and the other way round. */
export function findDependencyFaults(
  folder: string,
  declared: readonly string[],
  specifiers: readonly string[],
): string[] {
  const used = new Set(specifiers.filter((specifier) => !/^(?:[.#]|node:)/.test(specifier)).map(packageName));
  return [
    ...[...used]
      .filter((name) => !declared.includes(name))
      .map((name) => `${folder}: "${name}" is imported but no dependency in package.json`),
    ...declared
      .filter((name) => !used.has(name))
      .map((name) => `${folder}: "${name}" is a dependency in package.json but never imported`),
  ];
}

if (import.meta.main) {
  const files = new Map<string, Import[]>();
  for (const file of globSync("*/src/**/*.{ts,tsx}", { cwd: packagesFolder }))
    files.set(file, readImports(resolve(packagesFolder, file)));
  const violations = findViolations(files);
  for (const folder of new Set([...files.keys()].map((file) => file.split("/")[0]!))) {
    const { dependencies = {} } = JSON.parse(readFileSync(resolve(packagesFolder, folder, "package.json"), "utf8"));
    const specifiers = [...files].flatMap(([file, imports]) =>
      file.startsWith(`${folder}/`) ? imports.map(({ specifier }) => specifier) : [],
    );
    violations.push(...findDependencyFaults(folder, Object.keys(dependencies), specifiers));
  }
  for (const line of violations) console.error(line);
  console.log(`rooms: ${files.size} files, ${violations.length} faults`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
