// Numbered, forward only, each in one transaction. Never change one that was released: add the next.
import { sql } from "kysely";
import type { Tx } from "./schema.ts";

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: "users, uploads, files, shares, claims, events",
    statements: [
      `create table "users" ("id" text primary key, "login" text not null, "loginFolded" text not null unique,
        "passwordHash" text not null, "role" text not null, "createdAt" bigint not null)`,
      // One owner: two people who open the set-up link at once cannot both become it.
      `create unique index "usersOneOwner" on "users" ("role") where "role" = 'owner'`,
      `create table "sessions" ("tokenHash" text primary key, "userId" text not null references "users" ("id"),
        "createdAt" bigint not null, "seenAt" bigint not null)`,
      `create table "apiTokens" ("id" text primary key, "tokenHash" text not null unique,
        "userId" text not null references "users" ("id"), "name" text not null, "createdAt" bigint not null,
        "usedAt" bigint, "revokedAt" bigint)`,
      `create table "setupLinks" ("tokenHash" text primary key, "createdAt" bigint not null)`,
      `create table "uploads" ("id" text primary key, "ownerId" text not null references "users" ("id"),
        "bucketId" text not null, "objectKey" text not null, "name" text not null, "sizeBytes" bigint not null,
        "contentType" text not null, "sha256" text, "kind" text not null, "partSizeBytes" bigint, "partCount" bigint,
        "multipartId" text, "state" text not null, "createdAt" bigint not null, "expiresAt" bigint not null,
        "fileId" text, unique ("bucketId", "objectKey"))`,
      `create index "uploadsByOwner" on "uploads" ("ownerId", "state", "createdAt", "id")`,
      `create index "uploadsByExpiry" on "uploads" ("state", "expiresAt")`,
      `create table "objects" ("id" text primary key, "bucketId" text not null, "objectKey" text not null,
        "versionId" text, "etag" text not null, "sizeBytes" bigint not null, "checksums" text not null,
        "createdAt" bigint not null, unique ("bucketId", "objectKey"))`,
      `create table "files" ("id" text primary key, "ownerId" text not null references "users" ("id"),
        "objectId" text not null unique references "objects" ("id"), "name" text not null, "nameFolded" text not null,
        "contentType" text not null, "createdAt" bigint not null, "deletedAt" bigint)`,
      `create index "filesByOwner" on "files" ("ownerId", "deletedAt", "createdAt", "id")`,
      `create table "shares" ("id" text primary key, "ownerId" text not null references "users" ("id"),
        "slugHash" text not null unique, "sealedSlug" text not null, "title" text, "titleFolded" text,
        "passwordHash" text, "expiresAt" bigint, "maxClaims" bigint, "claimCount" bigint not null,
        "createdAt" bigint not null, "revokedAt" bigint)`,
      `create index "sharesByOwner" on "shares" ("ownerId", "createdAt", "id")`,
      `create table "shareFiles" ("shareId" text not null references "shares" ("id"),
        "fileId" text not null references "files" ("id"), "position" bigint not null, primary key ("shareId", "fileId"))`,
      `create index "shareFilesByFile" on "shareFiles" ("fileId")`,
      `create table "claims" ("id" text primary key, "shareId" text not null references "shares" ("id"),
        "fileId" text not null references "files" ("id"), "tokenHash" text not null unique,
        "createdAt" bigint not null, "expiresAt" bigint not null)`,
      `create index "claimsByShare" on "claims" ("shareId")`,
      `create table "events" ("id" text primary key, "at" bigint not null, "kind" text not null, "ownerId" text,
        "actor" text not null, "network" text, "shareId" text, "details" text not null, "chainSeq" bigint, "hash" text)`,
      `create index "eventsByOwner" on "events" ("ownerId", "at", "id")`,
      `create index "eventsByShare" on "events" ("shareId", "at", "id")`,
      `create table "limits" ("name" text primary key, "count" bigint not null, "endsAt" bigint not null)`,
      `create table "deletions" ("id" text primary key, "bucketId" text not null, "objectKey" text not null,
        "versionId" text, "multipartId" text, "dueAt" bigint not null, "tries" bigint not null)`,
      `create index "deletionsByDue" on "deletions" ("dueAt")`,
      `create table "idempotencyKeys" ("ownerId" text not null, "key" text not null, "fingerprint" text not null,
        "resourceId" text not null, "createdAt" bigint not null, primary key ("ownerId", "key"))`,
    ],
  },
  {
    number: 2,
    name: "events in the order in which they were written",
    statements: [
      // SQLite adds no key to a table that is there, so the table is written anew. PostgreSQL says
      // `bigint generated always as identity` for `integer primary key autoincrement`.
      `create table "eventsInOrder" ("seq" integer primary key autoincrement, "id" text not null unique,
        "at" bigint not null, "kind" text not null, "ownerId" text, "actor" text not null, "network" text,
        "shareId" text, "details" text not null, "chainSeq" bigint, "hash" text)`,
      `insert into "eventsInOrder"
        ("id", "at", "kind", "ownerId", "actor", "network", "shareId", "details", "chainSeq", "hash")
        select "id", "at", "kind", "ownerId", "actor", "network", "shareId", "details", "chainSeq", "hash"
        from "events" order by "at", rowid`,
      `drop table "events"`,
      `alter table "eventsInOrder" rename to "events"`,
      `create index "eventsByOwner" on "events" ("ownerId", "seq")`,
      `create index "eventsByShare" on "events" ("shareId", "seq")`,
    ],
  },
  {
    number: 3,
    name: "tokens can be told apart and listed",
    statements: [
      `alter table "apiTokens" add column "ending" text`,
      `create index "apiTokensByUser" on "apiTokens" ("userId", "createdAt", "id")`,
    ],
  },
  {
    number: 4,
    name: "links to set a new password",
    statements: [
      `create table "resetLinks" ("tokenHash" text primary key, "userId" text not null references "users" ("id"),
        "createdAt" bigint not null, "expiresAt" bigint not null)`,
    ],
  },
  {
    number: 5,
    name: "events say with which API token a deed was done",
    statements: [
      `alter table "events" add column "tokenId" text`,
      `create index "eventsByToken" on "events" ("tokenId", "seq") where "tokenId" is not null`,
    ],
  },
];

export async function runMigration(tx: Tx, migration: Migration, at: number): Promise<void> {
  for (const statement of migration.statements) await sql.raw(statement).execute(tx);
  await sql`insert into "migrations" ("number", "name", "appliedAt")
    values (${migration.number}, ${migration.name}, ${at})`.execute(tx);
}
