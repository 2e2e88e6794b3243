import assert from "node:assert/strict";
import { test } from "node:test";
import { findDependencyFaults, findViolations } from "./check-rooms.ts";

const value = (specifier: string) => ({ specifier, typeOnly: false });
const type = (specifier: string) => ({ specifier, typeOnly: true });

for (const { says, file, imports, wants } of [
  { says: "the bucket may use the verifier", file: "bucket/src/a.ts", imports: [value("@daypass/presign")], wants: 0 },
  { says: "the bucket knows no share", file: "bucket/src/a.ts", imports: [value("@daypass/server")], wants: 1 },
  { says: "presign has no npm dependency", file: "presign/src/a.ts", imports: [value("aws4")], wants: 1 },
  {
    says: "the domain imports nobody, not even node",
    file: "server/src/domain/a.ts",
    imports: [value("node:fs")],
    wants: 1,
  },
  { says: "types are knowledge too", file: "server/src/domain/a.ts", imports: [type("../store/b.ts")], wants: 1 },
  { says: "the store knows the domain", file: "server/src/store/a.ts", imports: [value("../domain/b.ts")], wants: 0 },
  { says: "the store does not know HTTP", file: "server/src/store/a.ts", imports: [value("../http/b.ts")], wants: 1 },
  {
    says: "a page takes types of the schemas",
    file: "web/src/a.tsx",
    imports: [type("@daypass/api/schemas")],
    wants: 0,
  },
  { says: "one file signs", file: "server/src/storage/signer.ts", imports: [value("@daypass/presign")], wants: 0 },
  { says: "no other does", file: "server/src/storage/send.ts", imports: [value("@daypass/presign")], wants: 1 },
  { says: "a page never takes Zod", file: "web/src/a.tsx", imports: [value("@daypass/api/schemas")], wants: 1 },
  { says: "a page takes the plain codes", file: "web/src/a.tsx", imports: [value("@daypass/api/codes")], wants: 0 },
])
  test(`who imports whom: ${says}`, () => assert.equal(findViolations(new Map([[file, imports]])).length, wants));

for (const { says, declared, specifiers, wants } of [
  { says: "a subpath belongs to its package", declared: ["@a/b", "c"], specifiers: ["@a/b/x", "c/y"], wants: [] },
  { says: "files and Node need no declaration", declared: [], specifiers: ["./a.ts", "node:fs"], wants: [] },
  { says: "an import is declared", declared: [], specifiers: ["kysely"], wants: [/"kysely" is imported but/] },
  { says: "what is declared is used", declared: ["pino"], specifiers: [], wants: [/"pino" .*never imported/] },
])
  test(`dependencies: ${says}`, () => {
    const faults = findDependencyFaults("server", declared, specifiers);
    assert.equal(faults.length, wants.length, faults.join());
    for (const [index, want] of wants.entries()) assert.match(faults[index]!, want);
  });
