// What was done with an API token is told apart from what its owner did, also once the token is revoked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Event, EventList } from "@daypass/api/schemas";
import { startTestBucket, type TestBucket } from "./support/bucket.ts";
import { type Daypass, setUpOwner, startDaypass, Visitor } from "./support/daypass.ts";
import { makeLink, storeFile } from "./support/stored-file.ts";

let bucket: TestBucket;
let daypass: Daypass;
let owner: Visitor;
let stolen: Program;
let stolenId: string;

class Program extends Visitor {
  readonly token: string;
  constructor(token: string) {
    super(daypass.server);
    this.token = token;
  }
  override send(...[method, path, init]: Parameters<Visitor["send"]>): Promise<Response> {
    return super.send(method, path, {
      ...init,
      headers: { ...init?.headers, authorization: `Bearer ${this.token}` },
    });
  }
}

before(async () => {
  bucket = await startTestBucket();
  daypass = await startDaypass({ bucket: bucket.connection });
  owner = await setUpOwner(daypass);
  await daypass.server.createApiToken("the owner's other");
  stolen = new Program(await daypass.server.createApiToken("ci runner"));
  stolenId = (await daypass.server.listApiTokens()).find(({ name }) => name === "ci runner")!.id;
});
after(async () => {
  await daypass.close();
  await bucket.close();
});

const eventsOf = async (who: Visitor, query = ""): Promise<Event[]> => {
  const answer = await who.json("GET", `/api/v1/events?limit=200${query}`, 200);
  assert.deepEqual(EventList.strict().parse(answer), answer);
  return answer.items;
};
const kinds = (events: readonly Event[]): string[] => events.map(({ kind }) => kind);

test("each deed of a token names it, by its id; the owner's own name none", async () => {
  const own = await storeFile(owner, "own.txt");
  await makeLink(owner, own);
  await owner.json("POST", `/api/v1/files/${own}/download`, 200);
  const file = await storeFile(stolen, "slipped in.txt");
  const link = await makeLink(stolen, own, { expiresAt: null });
  await stolen.json("PATCH", `/api/v1/shares/${link.id}`, 200, { title: "hers" });
  await stolen.json("POST", `/api/v1/files/${own}/download`, 200);
  await stolen.json("DELETE", `/api/v1/files/${file}`, 204);
  assert.equal(await daypass.server.revokeApiToken(stolenId), true);

  const deeds = await eventsOf(owner, `&tokenId=${stolenId}`);
  const done = ["file.deleted", "file.handed_out", "share.changed", "share.created", "file.created", "upload.created"];
  assert.deepEqual(kinds(deeds), done);
  for (const { actor, tokenId } of deeds) assert.deepEqual([actor, tokenId], ["owner@example.org", stolenId]);
  assert.doesNotMatch(JSON.stringify(deeds), new RegExp(stolen.token));
  const others = (await eventsOf(owner)).filter(({ tokenId }) => tokenId === null);
  const unnamed = ["token.revoked", "file.handed_out", "share.created", "file.created", "upload.created"];
  assert.deepEqual(kinds(others).slice(0, unnamed.length), unnamed);

  // What goes on after the revocation is found by it: the link, and what to withdraw it by.
  const { shareId } = deeds.find(({ kind }) => kind === "share.created")!;
  assert.equal(shareId, link.id);
  assert.equal(deeds.find(({ kind }) => kind === "file.created")!.details.fileId, file);
  const stranger = new Visitor(daypass.server, "203.0.113.9");
  await stranger.json("POST", `${link.path}/files/${own}/claim`, 201);
  await owner.json("DELETE", `/api/v1/shares/${shareId}`, 204);
  await stranger.json("GET", link.path, 404);
});

test("deeds of a token go by pages, and no other text is an id", async () => {
  const first = await owner.json("GET", `/api/v1/events?limit=4&tokenId=${stolenId}`, 200);
  const path = `/api/v1/events?limit=4&tokenId=${stolenId}&cursor=${first.nextCursor}`;
  const second = await owner.json("GET", path, 200);
  assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [4, 2, null]);
  assert.deepEqual(await eventsOf(owner, `&tokenId=tok_${"a".repeat(26)}`), []);
  await owner.json("GET", "/api/v1/events?tokenId=tok_x", 400);
});

test("a token that ends a session is named, too", async () => {
  const token = await daypass.server.createApiToken("signs out");
  const who = new Visitor(daypass.server);
  const credentials = { login: "owner@example.org", password: "correct horse battery staple" };
  for (const out of [
    () => who.send("DELETE", "/api/v1/session", { headers: { authorization: `Bearer ${token}` } }),
    () => who.send("POST", "/sign-out", { headers: { authorization: `Bearer ${token}` } }),
  ]) {
    await who.json("POST", "/api/v1/session", 201, credentials);
    assert.ok([204, 303].includes((await out()).status));
    const [ended] = await eventsOf(owner);
    assert.equal(ended!.kind, "session.ended");
    assert.match(ended!.tokenId ?? "none", /^tok_/);
  }
});

test("a token reads the trail, but not the names of the other tokens", async () => {
  const events = await eventsOf(new Program(await daypass.server.createApiToken("reads the trail")));
  assert.ok(events.length > 6);
  assert.doesNotMatch(JSON.stringify(events), /the owner's other|"token\./);
  assert.match(JSON.stringify(await eventsOf(owner)), /the owner's other/);
});
