// The workbench of Learn without its face: how a URL is cut, what changes in what is signed, and what S3 would answer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  createPresigner,
  inspect,
  PROVIDERS,
  type PresignedInspection,
  type PresignerOptions,
  type Provider,
} from "@daypass/presign";
import fc from "fast-check";
import { findOrigin, type Given, givePasted, guessMethod, isAnotherUrl, mend } from "../src/learn/bench-state.ts";
import {
  compareLines,
  countDifferentDigits,
  cutDifference,
  nameCanonicalLines,
  nameStringToSignLines,
} from "../src/learn/compare-lines.ts";
import { describeParts } from "../src/learn/describe.ts";
import { EXPERIMENTS } from "../src/learn/experiments.ts";
import { judge } from "../src/learn/judge.ts";
import { cutPieces } from "../src/learn/pieces.ts";
import { indentXml } from "../src/learn/send.ts";
import {
  DEMO_KEY,
  makeDemo,
  type Subject,
  signedBesidesHost,
  signWithDemoKey,
  toRequest,
} from "../src/learn/subject.ts";

const NOW = new Date("2026-11-24T14:05:00Z");
const download = makeDemo("download", NOW);
const upload = makeDemo("upload", NOW);
const { secretAccessKey } = DEMO_KEY;
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const judged = (now: Subject, more: Partial<Parameters<typeof judge>[0]> = {}) =>
  judge({ before: download, now, secretAccessKey, at: later(10), ...more });

describe("a URL in pieces", () => {
  test("the demo's parts", () => {
    assert.deepEqual(
      cutPieces(download.url)
        .filter(({ part }) => part !== null)
        .map(({ part, text }) => `${part} ${text.split("=")[0]}`),
      [
        "where https://amzn-s3-demo-bucket.s3.eu-central-1.amazonaws.com",
        "what /report.pdf",
        "how X-Amz-Algorithm",
        "who X-Amz-Credential",
        "when X-Amz-Date",
        "when X-Amz-Expires",
        "how X-Amz-SignedHeaders",
        "proof X-Amz-Signature",
      ],
    );
  });
  for (const { text, want } of [
    { text: "", want: [] },
    { text: "no url", want: [null] },
    { text: "https://h", want: ["where"] },
    {
      text: "https://h/k?versionId=1&&X-Amz-Security-Token=t#f",
      want: ["where", "what", null, "more", null, null, "who", null],
    },
    {
      text: "https://h/k?X-Amz-S3session-Token=t&X-Amz-Region-Set=*",
      want: ["where", "what", null, "who", null, "who"],
    },
    { text: "https://h?x", want: ["where", null, "more"] },
  ])
    test(`pieces of ${JSON.stringify(text)}`, () =>
      assert.deepEqual(
        cutPieces(text).map(({ part }) => part),
        want,
      ));
  test("nothing is lost, whatever the text", () => {
    const near = fc.array(
      fc.constantFrom("https://", "h", "/", "?", "&", "=", "#", "X-Amz-Date", "%2F", "é", " ", "\n"),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          near.map((parts) => parts.join("")),
        ),
        (text) => {
          assert.equal(
            cutPieces(text)
              .map((piece) => piece.text)
              .join(""),
            text,
          );
        },
      ),
    );
  });
});

describe("lines that differ", () => {
  const canonical = (path: string, header = "host:h") =>
    nameCanonicalLines(`GET\n${path}\na=1\n${header}\n\nhost\nUNSIGNED-PAYLOAD`);
  test("each line has its name and number", () => {
    assert.deepEqual(
      compareLines(canonical("/a"), canonical("/b")).map(({ name, number, isChanged }) => [number, name, isChanged]),
      [
        [1, "Method", false],
        [2, "Path", true],
        [3, "Query", false],
        [4, "Header host", false],
        [5, "Empty line", false],
        [6, "Signed headers", false],
        [7, "Hash of the body", false],
      ],
    );
  });
  test("a header that came and one that went", () => {
    const lines = compareLines(canonical("/a", "host:h\nrange:r"), canonical("/a", "content-type:t\nhost:h"));
    const changed = lines.filter(({ isChanged }) => isChanged);
    assert.deepEqual(
      changed.map(({ name, number, before, now }) => [name, number, before, now]),
      [
        ["Header content-type", 4, undefined, "content-type:t"],
        ["Header range", undefined, "range:r", undefined],
      ],
    );
  });
  test("the string to sign has four", () =>
    assert.deepEqual(
      nameStringToSignLines("a\nb\nc\nd").map(({ name }) => name),
      ["Algorithm", "Time", "Scope", "Hash of the canonical request"],
    ));
  for (const [before, now, want] of [
    ["/report.pdf", "/repart.pdf", ["/rep", "a", "rt.pdf"]],
    ["aa", "aaa", ["aa", "a", ""]],
    ["abc", "ac", ["a", "", "c"]],
    ["", "x", ["", "x", ""]],
    ["same", "same", ["same", "", ""]],
  ] as const)
    test(`${before} → ${now}`, () => assert.deepEqual(cutDifference(before, now), want));
  test("digits", () =>
    assert.deepEqual([countDifferentDigits("abc", "abd"), countDifferentDigits("ab", "abcd")], [1, 2]));
});

test("the demo is what the presigner signs, and what it says can be told", () => {
  const presigner = createPresigner({
    credentials: DEMO_KEY,
    region: "eu-central-1",
    bucket: "amzn-s3-demo-bucket",
    clock: () => NOW,
  });
  assert.equal(download.url, presigner.get("report.pdf", { expiresInSeconds: 900 }).url);
  const put = { expiresInSeconds: 900, contentLength: 48_213, contentType: "application/pdf", createOnly: true };
  const { url, headers, sentByClient } = presigner.put("in/report.pdf", put);
  assert.equal(upload.url, url);
  for (const [name, value] of Object.entries({ ...headers, ...sentByClient, host: "" }))
    assert.ok(name === "host" || upload.headers.split("\n").includes(`${name}: ${value}`), name);
  assert.equal(judged(download).title, "200 OK");
  assert.equal(judged(upload, { before: upload }).title, "200 OK", "with its headers");
  assert.deepEqual(signedBesidesHost(upload.url), ["content-length", "content-type", "if-none-match"]);
  const facts = inspect(download.url);
  assert.equal(facts.kind, "presigned");
  if (facts.kind === "presigned")
    assert.equal(
      describeParts(facts).find(({ part }) => part === "when")!.value,
      "2026-11-24 14:05:00 UTC, for 15 min",
    );
});

describe("each experiment breaks it in its own way", () => {
  const WANT: Record<string, { title: string; why: RegExp }> = {
    "Another object": { title: "403 SignatureDoesNotMatch", why: /line 2, “Path”/ },
    "Live for a week": { title: "403 SignatureDoesNotMatch", why: /line 3, “Query”/ },
    "Live for a year": { title: "400 AuthorizationQueryParametersError", why: /before it looks at the signature/ },
    "Another method": { title: "403 SignatureDoesNotMatch", why: /line 1, “Method”/ },
    "Another host": { title: "403 SignatureDoesNotMatch", why: /line 4, “Header host”/ },
    "Another region": { title: "400 AuthorizationQueryParametersError", why: /before it looks at the signature/ },
    "Another access key": { title: "403 InvalidAccessKeyId", why: /Nobody has this access key/ },
    "A parameter more": { title: "403 SignatureDoesNotMatch", why: /line 3, “Query”/ },
    "A parameter less": { title: "400 AuthorizationQueryParametersError", why: /X-Amz-Expires is missing/ },
    "One digit of the signature": { title: "403 SignatureDoesNotMatch", why: /the signature is another/ },
  };
  assert.deepEqual(
    EXPERIMENTS.map(({ name }) => name),
    Object.keys(WANT),
  );
  for (const { name, change } of EXPERIMENTS)
    test(name, () => {
      const { title, why } = judged(change(download)!);
      assert.equal(title, WANT[name]!.title);
      assert.match(why, WANT[name]!.why);
    });
  test("nothing to change, nothing offered", () => {
    const plain = { method: "GET", url: "https://h", headers: "" };
    assert.deepEqual(
      EXPERIMENTS.filter(({ change }) => change(plain)).map(({ name }) => name),
      ["Another method", "Another host"],
    );
  });
});

describe("what S3 would answer", () => {
  const url = (change: (url: string) => string): Subject => ({ ...download, url: change(download.url) });
  const everywhere: Subject = {
    ...download,
    url: createPresigner({
      credentials: DEMO_KEY,
      bucket: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    }).get("k", { expiresInSeconds: 60 }).url,
  };
  const noHeaders: Subject = { ...upload, headers: "content-length: 48213" };
  for (const { says, verdict, title, why } of [
    { says: "its last second", verdict: judged(download, { at: later(900) }), title: "200 OK", why: /proof fits/ },
    {
      says: "a second later",
      verdict: judged(download, { at: later(901) }),
      title: "403 AccessDenied",
      why: /time when the URL is used/,
    },
    {
      says: "an hour too early",
      verdict: judged(download, { at: later(-3600) }),
      title: "403 AccessDenied",
      why: /has not come yet/,
    },
    {
      says: "the plain URL",
      verdict: judged(url((text) => text.split("?")[0]!)),
      title: "403 AccessDenied",
      why: /Without a signature/,
    },
    {
      says: "a plain URL of elsewhere in its place",
      verdict: judged(url(() => "https://example.com/a.txt")),
      title: "Nothing in it to judge",
      why: /A plain URL without a signature/,
    },
    {
      says: "a plain URL that was given as one",
      verdict: judged(
        url((text) => text.split("?")[0]!),
        { before: { ...download, url: download.url.split("?")[0]! } },
      ),
      title: "Nothing in it to judge",
      why: /only if the object is public/,
    },
    {
      says: "a URL for another service than S3",
      verdict: judged(url(() => "https://a.blob.core.windows.net/c/b?sv=2022&se=2026-11-25T00%3A00%3A00Z&sr=b&sig=x")),
      title: "Nothing in it to judge",
      why: /Azure/,
    },
    {
      says: "a path that cannot be decoded",
      verdict: judged(url((text) => text.replace("report", "%zz"))),
      title: "400 InvalidURI",
      why: /cannot be decoded/,
    },
    {
      says: "a day that is not the date's",
      verdict: judged(url((text) => text.replace("%2F20261124", "%2F20261125"))),
      title: "400 AuthorizationQueryParametersError",
      why: /of different days/,
    },
    {
      says: "no URL",
      verdict: judged(url(() => "hello")),
      title: "Not a URL that can be sent",
      why: /not an http\(s\) URL/,
    },
    {
      says: "an s3:// name",
      verdict: judged(url(() => "s3://b/k")),
      title: "Not a URL that can be sent",
      why: /s3:\/\/ name/,
    },
    { says: "nothing", verdict: judged(url(() => "")), title: "Not a URL that can be sent", why: /not an http/ },
    {
      says: "headers that were signed and not sent",
      verdict: judged(noHeaders, { before: upload }),
      title: "403 SignatureDoesNotMatch",
      why: /Signed, but not sent along: content-type, if-none-match/,
    },
    {
      says: "another type than was signed",
      verdict: judged(
        { ...upload, headers: upload.headers.replace("application/pdf", "text/html") },
        { before: upload },
      ),
      title: "403 SignatureDoesNotMatch",
      why: /“Header content-type”/,
    },
    {
      says: "a header that only came along",
      verdict: judged({ ...download, headers: "x-amz-acl: public-read" }),
      title: "403 AccessDenied",
      why: /does not fit together/,
    },
    {
      says: "a secret that is another",
      verdict: judged(download, { secretAccessKey: "other" }),
      title: "403 SignatureDoesNotMatch",
      why: /not made with this secret/,
    },
    {
      says: "no secret, and nothing changed",
      verdict: judged(download, { secretAccessKey: undefined }),
      title: "In order, as far as can be seen",
      why: /signer's secret/,
    },
    {
      says: "no secret, and a digit changed",
      verdict: judged(
        url((text) => text.replace(/.$/, "x")),
        { secretAccessKey: undefined },
      ),
      title: "403 SignatureDoesNotMatch",
      why: /the signature is another\..* if the URL was right as it was pasted/,
    },
    {
      says: "no secret, and late",
      verdict: judged(download, { secretAccessKey: undefined, at: later(901) }),
      title: "403 AccessDenied",
      why: /time/,
    },
    {
      says: "signed for all regions",
      verdict: judged(everywhere, { before: everywhere }),
      title: "Signed for all regions at once",
      why: /Version 4A/,
    },
  ])
    test(says, () => {
      assert.equal(verdict.title, title);
      assert.match(verdict.why, why);
    });
});

describe("a pasted URL", () => {
  const presigner = createPresigner({
    credentials: { accessKeyId: "ASIAOTHERKEY12345678", secretAccessKey: "another", sessionToken: "to+ken/==" },
    region: "eu-west-1",
    bucket: "my-bucket",
    clock: () => NOW,
  });
  const foreign = presigner.put("in/1", { expiresInSeconds: 60, contentLength: 5 });
  const pasted = givePasted(` <${foreign.url}>\n`);
  const subject = { ...pasted.subject, headers: "Content-Length: 5" };

  test("is taken out of what copying left, with the likeliest method and without a secret", () => {
    assert.deepEqual(pasted, { subject: { method: "PUT", url: foreign.url, headers: "" }, secretAccessKey: undefined });
    assert.equal(givePasted(download.url).secretAccessKey, secretAccessKey, "the demo's secret is known");
    assert.equal(givePasted("nonsense").subject.method, "GET");
  });
  for (const { says, next, want } of [
    { says: "another URL", next: foreign.url, want: true },
    { says: "an edited host", next: download.url.replace("amzn", "other"), want: false },
    { says: "an edited key and a digit", next: download.url.replace("AKIAI", "AKIAJ").replace(/.$/, "x"), want: false },
    { says: "the same signer's next one", next: makeDemo("download", later(60)).url, want: false },
    { says: "a plain URL", next: "https://example.com/", want: false },
  ])
    test(`is told from an edit: ${says}`, () => assert.equal(isAnotherUrl(download.url, next), want));
  test("is in order as far as can be seen, and right with its secret, token and all", () => {
    assert.equal(judge({ before: subject, now: subject, secretAccessKey: undefined, at: NOW }).kind, "unknown");
    assert.equal(judge({ before: subject, now: subject, secretAccessKey: "another", at: NOW }).title, "200 OK");
  });
  test("can be signed again with the demo key, so that every step can be shown", () => {
    const again = signWithDemoKey(subject)!;
    assert.doesNotMatch(again.url, /Security-Token|ASIAOTHERKEY/);
    assert.equal(judge({ before: again, now: again, secretAccessKey, at: NOW }).title, "200 OK");
    assert.equal(signWithDemoKey({ ...subject, url: "https://h/k" }), undefined);
  });
});

describe("a URL that was damaged when it was given", () => {
  const damaged = (url: string) => givePasted(url.slice(0, -1));
  /** What the page does with each edit in turn, and its verdict after the last. */
  const edit = (pasted: string, edits: readonly string[], headers = "") => {
    let given = givePasted(pasted);
    let now: Subject = given.subject;
    for (const url of edits) {
      now = guessMethod(given, { ...now, url });
      given = mend(given, now);
    }
    return { given, ...judgeOf(given, { ...now, headers }) };
  };
  const judgeOf = (given: Given, now: Subject) => {
    const origin = findOrigin(given, now);
    const before = given.secretAccessKey === undefined ? { ...origin, headers: now.headers } : origin;
    const { secretAccessKey, isMended } = given;
    return { method: now.method, verdict: judge({ before, now, secretAccessKey, isMended, at: later(10) }) };
  };
  const others = createPresigner({
    credentials: { accessKeyId: "AKIAOTHERKEY12345678", secretAccessKey: "another" },
    region: "eu-west-1",
    bucket: "my-bucket",
    clock: () => NOW,
  });
  const theirs = others.get("a.txt", { expiresInSeconds: 600 }).url;
  const IN_ORDER = "In order, as far as can be seen";

  test("is judged as it was mended: in its own region, with its own method", () => {
    const { url } = others.put("in/1", { expiresInSeconds: 60, contentLength: 5 });
    const { method, verdict } = edit(url.slice(0, -1), [url], "Content-Length: 5");
    assert.deepEqual([method, verdict.title], ["PUT", IN_ORDER]);
  });
  test("is proven when it is the demo's, whose secret is known", () => {
    assert.equal(edit(download.url.slice(0, -1), [download.url]).verdict.title, "200 OK");
    const { method, verdict } = edit(upload.url.slice(0, -1), [upload.url], upload.headers);
    assert.deepEqual([method, verdict.title], ["PUT", "200 OK"]);
  });

  const REFUSED = "403 SignatureDoesNotMatch";
  const otherKey = (url: string) => url.replace(/\/[\w.]+\?/, "/secret.txt?");
  const otherLife = (url: string) => url.replace(/(X-Amz-Expires=\d+)/, "$10");
  for (const { says, pasted, edits, title, why } of [
    { says: "mended", pasted: theirs.slice(0, -1), edits: [theirs], title: IN_ORDER, why: /signer's secret/ },
    {
      says: "mended, then another key",
      pasted: theirs.slice(0, -1),
      edits: [theirs, otherKey(theirs)],
      title: REFUSED,
      why: /“Path”.*if the URL was right as it was mended/,
    },
    {
      says: "mended, then another life",
      pasted: theirs.slice(0, -1),
      edits: [theirs, otherLife(theirs)],
      title: REFUSED,
      why: /“Query”.*as it was mended/,
    },
    {
      says: "mended digit by digit, then another key",
      pasted: theirs.slice(0, -2),
      edits: [theirs.slice(0, -1), theirs, otherKey(theirs)],
      title: REFUSED,
      why: /“Path”/,
    },
    {
      says: "mended, another key, and back",
      pasted: theirs.slice(0, -1),
      edits: [theirs, otherKey(theirs), theirs],
      title: IN_ORDER,
      why: /signer's secret/,
    },
    {
      says: "a plain URL, a presigned one in its place, then another key",
      pasted: "https://example.com/a",
      edits: [theirs, otherKey(theirs)],
      title: REFUSED,
      why: /“Path”/,
    },
    {
      says: "the demo's, then another key",
      pasted: download.url.slice(0, -1),
      edits: [download.url, otherKey(download.url)],
      title: REFUSED,
      why: /^The canonical request is not the one that was signed: line 2, “Path”\. So/,
    },
    {
      says: "an operation of an SDK cut off, typed again",
      pasted: `${theirs}&x-id=GetObjec`,
      edits: [`${theirs}&x-id=GetObject`],
      title: IN_ORDER,
      why: /signer's secret/,
    },
    {
      says: "an operation of an SDK cut off, and another key",
      pasted: `${theirs}&x-id=GetObjec`,
      edits: [`${otherKey(theirs)}&x-id=GetObjec`],
      title: REFUSED,
      why: /“Path”.*as it was pasted/,
    },
    {
      says: "from the source of a page, written as it was",
      pasted: theirs.replaceAll("&", "&amp;"),
      edits: [theirs],
      title: IN_ORDER,
      why: /signer's secret/,
    },
    {
      says: "a whole one, then another key",
      pasted: theirs,
      edits: [otherKey(theirs)],
      title: REFUSED,
      why: /as it was pasted/,
    },
  ])
    test(`is held to its first whole state: ${says}`, () => {
      const { verdict } = edit(pasted, edits);
      assert.equal(verdict.title, title);
      assert.match(verdict.why, why);
    });

  test("keeps the method that somebody chose for it", () => {
    const given = { ...damaged(upload.url), isMethodTold: true };
    assert.equal(guessMethod(given, { ...given.subject, method: "DELETE", url: upload.url }).method, "DELETE");
  });
  test("keeps the secret that somebody gave for it", () => {
    const given = { ...damaged(theirs), secretAccessKey: "another" };
    assert.equal(mend(given, { ...given.subject, url: theirs }).secretAccessKey, "another");
  });
  test("a whole one is held to what was given, secret, method and all", () => {
    const given = { ...givePasted(download.url), secretAccessKey: undefined };
    const edited = { ...given.subject, method: "PUT", url: download.url.replace("report", "other") };
    assert.equal(findOrigin(given, edited), given.subject);
    assert.equal(mend(given, edited), given);
    assert.equal(guessMethod(given, edited), edited);
  });
  test("a URL without its query is judged at its own host, however its port is written", () => {
    for (const [written, port] of [
      [":443", ""],
      ["", ":443"],
      [":443", ":443"],
    ] as const) {
      const given = givePasted(theirs.replace(".com/", `.com${written}/`));
      const plain = theirs.replace(".com/", `.com${port}/`).split("?")[0]!;
      assert.equal(judgeOf(given, { ...given.subject, url: plain }).verdict.title, "403 AccessDenied");
    }
    const given = givePasted(theirs);
    const elsewhere = theirs.replace(".com/", ".com:8443/").split("?")[0]!;
    assert.equal(judgeOf(given, { ...given.subject, url: elsewhere }).verdict.title, "Nothing in it to judge");
  });
});

describe("a good URL that this page cannot judge", () => {
  const credentials = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "another" };
  const session = {
    accessKeyId: "ASIAOTHERKEY12345678",
    secretAccessKey: "another",
    sessionToken: "t",
    expiration: later(290),
  };
  const sign = (options: Partial<PresignerOptions>, key = "k", expiresInSeconds = 120): string =>
    createPresigner({ credentials, clock: () => NOW, bucket: "photos", region: "us-east-1", ...options }).get(key, {
      expiresInSeconds,
    }).url;
  const ofService = (service: string) =>
    sign({ bucket: `arn:aws:${service}:eu-west-1:123456789012:accesspoint/resize`, region: undefined });
  const rows = [
    {
      says: "S3 Express",
      url: sign({ credentials: session, bucket: "b--use1-az1--x-s3" }),
      title: "Signed for s3express",
      why: /directory bucket/,
    },
    {
      says: "Object Lambda",
      url: ofService("s3-object-lambda"),
      title: "Signed for s3-object-lambda",
      why: /Object Lambda access point/,
    },
    {
      says: "Outposts",
      url: sign({
        bucket: "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01ac5d28/accesspoint/finance",
        region: undefined,
      }),
      title: "Signed for s3-outposts",
      why: /S3 on Outposts/,
    },
    {
      says: "30 days at Yandex",
      url: sign({ provider: PROVIDERS.yandex, region: undefined }, "k", 2_592_000),
      title: "In order at its service, as far as can be seen",
      why: /Yandex Object Storage takes this life too/,
    },
    {
      says: "a key with a backslash",
      url: sign({}, "a\\b"),
      title: "A key that S3 takes and this page does not",
      why: /S3 takes/,
    },
    {
      says: "a secret that is a guess of ours",
      url: sign({ credentials: { ...credentials, secretAccessKey: "not-known" } }),
      title: "In order, as far as can be seen",
      why: /signer's secret/,
    },
  ] as const;
  const judgeAt = (url: string, at: Date) => {
    const { subject, secretAccessKey: known } = givePasted(url);
    assert.equal(known, undefined);
    return judge({ before: subject, now: subject, secretAccessKey: known, at });
  };
  for (const { says, url, title, why } of rows)
    test(says, () => {
      const verdict = judgeAt(url, NOW);
      assert.deepEqual([verdict.kind, verdict.title, verdict.message], ["unknown", title, ""]);
      assert.match(verdict.why, why);
      const { expiresAt } = inspect(url) as PresignedInspection;
      assert.equal(judgeAt(url, new Date(expiresAt.getTime() + 1000)).title, "403 AccessDenied", "when it is over");
    });
  test("what is changed in a URL is judged all the same", () => {
    for (const [from, to] of [
      ["%2Fs3%2F", "%2Fs3express%2F"],
      ["X-Amz-Expires=900", "X-Amz-Expires=2592000"],
    ] as const)
      assert.equal(judged({ ...download, url: download.url.replace(from, to) }).kind, "refused", to);
  });
});

test("the method of a pasted URL is that of its likeliest operation", () => {
  const presigner = createPresigner({ credentials: DEMO_KEY, region: "us-east-1", bucket: "photos", clock: () => NOW });
  const life = { expiresInSeconds: 60 };
  for (const { url, method } of [
    presigner.get("k", life),
    presigner.put("k", { ...life, contentLength: 1 }),
    presigner.multipart.create("k", life),
    presigner.multipart.complete("k", { ...life, uploadId: "u", objectSize: 5 }),
    presigner.request({ ...life, method: "PUT", key: "k", query: { renameObject: "" } }),
  ])
    assert.equal(givePasted(url).subject.method, method, url);
});

test("what a URL of version 4A says of itself, and one on an unknown host", () => {
  const said = (url: string) =>
    Object.fromEntries(
      describeParts(inspect(url) as PresignedInspection).map((part) => [part.part, `${part.value} ${part.says}`]),
    );
  const everywhere = createPresigner({
    credentials: DEMO_KEY,
    bucket: "arn:aws:s3::123456789012:accesspoint/abc.mrap",
  });
  const ofAll = said(everywhere.get("k", { expiresInSeconds: 60 }).url);
  assert.match(ofAll.proof!, /^some 140 hex digits An ECDSA signature .* private key/);
  assert.match(ofAll.who!, /holds for all regions/);
  const allows = (url: string) =>
    describeParts(inspect(url) as PresignedInspection).find(({ name }) => name === "What it allows")!;
  assert.match(
    allows(download.url).says,
    /^One of these: the URL does not say its method, which is under the proof\.$/,
  );
  assert.match(allows(upload.url).says, /^The one operation that fits all that is signed: the URL does not/);
  assert.match(said(download.url).proof!, /^64 hex digits HMAC-SHA256/);
  assert.match(said(download.url).where!, /This is AWS S3\. The bucket amzn-s3-demo-bucket stands in the host's name/);
  const elsewhere = createPresigner({
    credentials: DEMO_KEY,
    region: "r-1",
    bucket: "b-1",
    endpoint: "https://h.example",
  });
  assert.match(said(elsewhere.get("a/k", { expiresInSeconds: 60 }).url).where!, /it is a guess that the bucket is b-1/);
});

test("how long a URL may live is said as of its service", () => {
  const sayWhen = (provider: Provider, expiresInSeconds: number) => {
    const presigner = createPresigner({ credentials: DEMO_KEY, bucket: "photos", provider, region: undefined });
    const { url } = presigner.get("k", { expiresInSeconds });
    return describeParts(inspect(url) as PresignedInspection).find(({ part }) => part === "when")!.says;
  };
  assert.match(sayWhen(PROVIDERS.yandex, 2_592_000), /Yandex Object Storage takes that much; S3 itself takes at most/);
  assert.match(sayWhen(PROVIDERS.yandex, 604_800), /S3 takes at most 604,800 seconds/);
});

test("what is sent is what a browser makes of it", () => {
  assert.deepEqual(
    toRequest({ method: "GET", url: "HTTPS://Host:443/a b/../ü?q#f", headers: "X-A: 1 : 2\nnonsense\n" }),
    {
      method: "GET",
      target: "/%C3%BC?q",
      rawHeaders: ["Host", "host", "X-A", "1 : 2"],
    },
  );
  for (const url of ["", "ftp://h/", "https://", "mailto:a@example.com"])
    assert.equal(toRequest({ ...download, url }), undefined);
});

for (const [text, want] of [
  ["plain text <b>", "plain text <b>"],
  [
    '<?xml version="1.0"?><Error><Code>A</Code><Empty/></Error>',
    '<?xml version="1.0"?>\n<Error>\n  <Code>A</Code>\n  <Empty/>\n</Error>',
  ],
  ["<x/></a></b><c>", "<x/>\n</a>\n</b>\n<c>"],
] as const)
  test(`XML is indented, other text is not: ${text}`, () => assert.equal(indentXml(text), want));
