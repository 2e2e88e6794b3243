// Providers are data: each entry is whole, makes the host that it names, and has refused what it lacks.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createPresigner,
  type Feature,
  type FormOptions,
  PROVIDERS,
  PresignError,
  type Presigner,
  type PresignerOptions,
  type Provider,
} from "../src/index.ts";
import { FEATURES } from "../src/providers/provider.ts";
import { CALLS } from "../src/sign/calls.ts";

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
/** As CreateSession gives them, for S3 Express. */
const SESSION = { ...CREDENTIALS, sessionToken: "t", expiration: new Date("2026-11-24T12:05:00Z") };
const base = { credentials: CREDENTIALS, bucket: "photos", clock: () => new Date("2026-11-24T12:00:00Z") };
const life = { expiresInSeconds: 900 };
const ALL = Object.entries(PROVIDERS) as [string, Provider][];

/** What each provider needs beside a bucket. */
const NEEDS: Readonly<Record<string, Partial<PresignerOptions>>> = {
  aws: { region: "eu-central-1" },
  r2: { accountId: "a1b2c3" },
  b2: { region: "eu-central-003" },
  minio: { endpoint: "https://minio.example.com" },
  ceph: { endpoint: "https://rgw.example.com" },
  wasabi: { region: "eu-central-1" },
  digitalocean: { region: "fra1" },
  hetzner: { region: "fsn1" },
  daypass: { endpoint: "http://127.0.0.1:9000" },
};
const presignerOf = (name: string, options: Partial<PresignerOptions> = {}) =>
  createPresigner({ ...base, provider: (PROVIDERS as Record<string, Provider>)[name], ...NEEDS[name], ...options });

for (const [name, url, scope] of [
  ["aws", "https://photos.s3.eu-central-1.amazonaws.com/k", "eu-central-1"],
  ["r2", "https://a1b2c3.r2.cloudflarestorage.com/photos/k", "auto"],
  ["b2", "https://s3.eu-central-003.backblazeb2.com/photos/k", "eu-central-003"],
  ["gcs", "https://storage.googleapis.com/photos/k", "auto"],
  ["minio", "https://minio.example.com/photos/k", "us-east-1"],
  ["ceph", "https://rgw.example.com/photos/k", "us-east-1"],
  ["wasabi", "https://photos.s3.eu-central-1.wasabisys.com/k", "eu-central-1"],
  ["digitalocean", "https://photos.fra1.digitaloceanspaces.com/k", "fra1"],
  ["hetzner", "https://photos.fsn1.your-objectstorage.com/k", "fsn1"],
  ["yandex", "https://storage.yandexcloud.net/photos/k", "ru-central1"],
  ["daypass", "http://127.0.0.1:9000/photos/k", "us-east-1"],
] as const)
  test(`${name}: host, path and region`, () => {
    const [at, query] = presignerOf(name).get("k", life).url.split("?");
    assert.equal(at, url);
    assert.equal(new URLSearchParams(query).get("X-Amz-Credential"), `AKIDEXAMPLE/20261124/${scope}/s3/aws4_request`);
  });

test("every provider is in the rows above, and its entry is whole", () => {
  assert.deepEqual(ALL.map(([name]) => name).sort(), [...Object.keys(NEEDS), "gcs", "yandex"].sort());
  for (const [name, provider] of ALL) {
    assert.ok(provider.sources.length > 0 && provider.sources.every((url) => /^https:\/\//.test(url)), name);
    for (const feature of [...Object.keys(provider.lacks), ...provider.unchecked])
      assert.ok((FEATURES as readonly string[]).includes(feature), `${name}: ${feature}`);
    for (const feature of provider.unchecked)
      assert.ok(!(feature in provider.lacks), `${name}: ${feature} cannot be both unknown and lacking`);
    for (const alternative of Object.values(provider.lacks)) assert.match(alternative, /^[a-z].*[^.]$/);
    for (const sentence of provider.avoid) assert.match(sentence, /^[A-Z].*\.$/);
  }
});

/** A call that needs the feature, and no other. */
const ASKS: Readonly<Record<Feature, (presigner: Presigner) => unknown>> = {
  post: (p) => p.post({ key: "k", contentLengthRange: { min: 0, max: 1 }, ...life }),
  createOnly: (p) => p.put("k", { createOnly: true, ...life }),
  ifMatch: (p) => p.put("k", { ifMatch: '"a"', ...life }),
  checksums: (p) => p.put("k", { checksum: { algorithm: "CRC32", value: "AAAAAA==" }, ...life }),
  checksumMode: (p) => p.get("k", { checksumMode: "ENABLED", ...life }),
  contentMd5: (p) => p.put("k", { contentMd5: "1B2M2Y8AsgTpgAmY7PhCfg==", ...life }),
  versions: (p) => p.get("k", { versionId: "v1", ...life }),
  tagging: (p) => p.put("k", { tagging: { a: "b" }, ...life }),
  acl: (p) => p.put("k", { acl: "private", ...life }),
  storageClass: (p) => p.put("k", { storageClass: "STANDARD", ...life }),
  sseS3: (p) => p.put("k", { sse: { algorithm: "AES256" }, ...life }),
  sseKms: (p) => p.put("k", { sse: { algorithm: "aws:kms" }, ...life }),
  sseCustomer: (p) => p.get("k", { customerKey: new Uint8Array(32), ...life }),
  objectLock: (p) => p.put("k", { objectLock: { legalHold: "ON" }, contentMd5: "1B2M2Y8AsgTpgAmY7PhCfg==", ...life }),
  requesterPays: (p) => p.get("k", { requesterPays: true, ...life }),
  expectedBucketOwner: (p) => p.get("k", { expectedBucketOwner: "123456789012", ...life }),
  websiteRedirect: (p) => p.put("k", { websiteRedirectLocation: "/a", ...life }),
  oddKeys: (p) => p.get("a\\b", life),
};

for (const [name, { name: title, lacks }] of ALL)
  test(`${name}: what it lacks is refused with what to do instead, the rest is signed`, () => {
    const presigner = presignerOf(name);
    for (const feature of FEATURES) {
      const instead = lacks[feature];
      if (instead === undefined) {
        assert.doesNotThrow(() => ASKS[feature](presigner), feature);
        continue;
      }
      assert.throws(
        () => ASKS[feature](presigner),
        (error: unknown) => {
          assert.ok(error instanceof PresignError && error.code === "unsupported_by_provider", `${feature}: ${error}`);
          assert.ok(error.message.startsWith(`${title} does not support `), error.message);
          assert.ok(error.message.endsWith(`: ${instead}`), error.message);
          return true;
        },
      );
    }
  });

test("every feature is asked for by some option or call", () => {
  const asked = new Set<unknown>(["post", "oddKeys"]);
  for (const { rules } of CALLS)
    for (const { feature } of rules.values())
      for (const value of [true, { algorithm: "AES256" }, { algorithm: "aws:kms" }])
        asked.add(typeof feature === "function" ? feature(value) : feature);
  for (const feature of FEATURES) assert.ok(asked.has(feature), feature);
});

const form = { key: "k", contentLengthRange: { min: 0, max: 1 }, ...life };
const withForms = { ...PROVIDERS.yandex, lacks: Object.fromEntries(FEATURES.slice(1).map((name) => [name, "no"])) };
for (const options of [
  { checksum: { algorithm: "CRC32", value: "AAAAAA==" } },
  { tagging: { a: "b" } },
  { acl: "private" },
  { storageClass: "STANDARD" },
  { sse: { algorithm: "AES256" } },
  { sse: { algorithm: "aws:kms" } },
  { objectLock: { legalHold: "ON" } },
  { websiteRedirectLocation: "/a" },
  { key: "a\0b" },
  { key: undefined, keyStartsWith: "a\\" },
] as const)
  test(`a form is held to it too: ${JSON.stringify(options)}`, () => {
    const presigner = createPresigner({ ...base, provider: withForms });
    assert.doesNotThrow(() => presigner.post(form));
    assert.throws(
      () => presigner.post({ ...form, ...options } as FormOptions),
      (error: unknown) => error instanceof PresignError && error.code === "unsupported_by_provider",
    );
  });

test("without a provider, an endpoint takes everything", () => {
  const presigner = createPresigner({ ...base, region: "auto", endpoint: "https://a.r2.cloudflarestorage.com" });
  for (const feature of FEATURES) assert.doesNotThrow(() => ASKS[feature](presigner), feature);
});

test("what is not wanted is not asked for: false is no wish", () => {
  const options = { createOnly: false, requesterPays: false, ...life };
  assert.equal(presignerOf("b2").put("k", options).url, presignerOf("b2").put("k", life).url);
});

test("Yandex takes 30 days, the others seven", () => {
  const month = { expiresInSeconds: 2_592_000 };
  assert.match(presignerOf("yandex").get("k", month).url, /X-Amz-Expires=2592000&/);
  assert.throws(() => presignerOf("yandex").get("k", { expiresInSeconds: 2_592_001 }), /1\.\.2592000, got 2592001/);
  assert.throws(() => presignerOf("r2").get("k", month), /1\.\.604800, got 2592000/);
});

test("an endpoint of one's own wins over the provider's, and what it lacks stays refused", () => {
  const presigner = presignerOf("r2", { accountId: undefined, endpoint: "https://a1.eu.r2.cloudflarestorage.com" });
  assert.ok(presigner.get("k", life).url.startsWith("https://a1.eu.r2.cloudflarestorage.com/photos/k?"));
  assert.throws(() => ASKS.post(presigner), /use put/);
});

test("a bucket with a dot goes into the path, where a certificate would not cover its host", () => {
  const url = presignerOf("wasabi", { bucket: "my.photos" }).get("k", life).url;
  assert.ok(url.startsWith("https://s3.eu-central-1.wasabisys.com/my.photos/k?"));
});

const DIRECTORY = { bucket: "photos--euc1-az1--x-s3", region: "eu-central-1", directoryBucketAuth: "iam" } as const;
const POINT = { bucket: "arn:aws:s3:eu-central-1:123456789012:accesspoint/finance" };
for (const [says, options, feature] of [
  ["a form at a directory bucket", DIRECTORY, "post"],
  ["tags at a directory bucket", DIRECTORY, "tagging"],
  ["a version at a directory bucket", { ...DIRECTORY, provider: PROVIDERS.aws }, "versions"],
  ["an MD5 at a directory bucket", DIRECTORY, "contentMd5"],
  ["a form at an access point", POINT, "post"],
] as const)
  test(`refused on AWS: ${says}`, () => {
    assert.throws(
      () => ASKS[feature](createPresigner({ ...base, ...options })),
      (error: unknown) => error instanceof PresignError && error.code === "unsupported_by_provider",
    );
  });

test("at a directory bucket an operation is refused where S3 would take the parameter for one", () => {
  const presigner = createPresigner({ ...base, ...DIRECTORY });
  const ask = (parameter: string, key?: string) => () =>
    presigner.request({ method: "GET", query: { [parameter]: "" }, ...(key !== undefined && { key }), ...life });
  const refused = { code: "unsupported_by_provider" };
  assert.throws(ask("location"), refused);
  assert.doesNotThrow(ask("location", "k"));
  for (const both of ["acl", "tagging"]) for (const key of [undefined, "k"]) assert.throws(ask(both, key), refused);
  assert.throws(ask("legal-hold", "k"), refused);
});

for (const [says, options, message] of [
  ["a name instead of a profile", { provider: "r2" }, /provider must be a profile, such as PROVIDERS\.r2, got "r2"/],
  ["null", { provider: null }, /provider must be a profile/],
  ["an empty profile", { provider: {} }, /provider\.name must be a text, got undefined: take a profile/],
  [
    "a profile without an end",
    { provider: { ...PROVIDERS.r2, maxExpiresInSeconds: Number.NaN } },
    /provider\.maxExpiresInSeconds must be/,
  ],
  ["a profile at another scheme", { provider: { ...PROVIDERS.r2, endpoint: "ftp://h" } }, /provider\.endpoint must be/],
  ["no account", { provider: PROVIDERS.r2 }, /accountId \(of your account at Cloudflare R2\) must be a string/],
  ["an account with a slash", { provider: PROVIDERS.r2, accountId: "a/b" }, /accountId must be 1\.\.63/],
  ["an account that is a host", { provider: PROVIDERS.r2, accountId: "evil.example#" }, /accountId must be 1\.\.63/],
  ["an account that is a number", { provider: PROVIDERS.r2, accountId: 7 }, /must be a string, got 7/],
  ["an account where none belongs", { provider: PROVIDERS.gcs, accountId: "a" }, /not for Google Cloud Storage/],
  ["an account without a provider", { region: "eu-central-1", accountId: "a" }, /accountId needs a provider/],
  [
    "an account and an endpoint",
    { provider: PROVIDERS.r2, accountId: "a", endpoint: "https://b.r2.cloudflarestorage.com" },
    /endpoint and accountId exclude each other/,
  ],
  ["another region", { provider: PROVIDERS.r2, accountId: "a", region: "eu" }, /region must be "auto" or left out/],
  ["no region", { provider: PROVIDERS.wasabi }, /region must be given for Wasabi/],
  ["a region that is a number", { provider: PROVIDERS.wasabi, region: 7 }, /region must be a string, got 7/],
  [
    "a region that is a host",
    { provider: PROVIDERS.wasabi, region: "evil.example/" },
    /region must be a name of Wasabi/,
  ],
  ["no endpoint", { provider: PROVIDERS.minio }, /endpoint must be given for MinIO/],
  ["an ARN", { provider: PROVIDERS.minio, ...POINT }, /a bucket's name at MinIO/],
  ["acceleration", { provider: PROVIDERS.b2, region: "a", accelerate: true }, /accelerate is for AWS S3 alone/],
  ["dual-stack", { provider: PROVIDERS.b2, region: "a", dualstack: true }, /dualstack is for AWS S3 alone/],
  ["FIPS", { provider: PROVIDERS.b2, region: "a", fips: true }, /fips is for AWS S3 alone/],
  ["a set of regions", { provider: PROVIDERS.gcs, regionSet: ["*"] }, /regionSet is for AWS S3 alone/],
  ["a bucket that is a number", { provider: PROVIDERS.gcs, bucket: 7 }, /bucket must be a string, got 7/],
] as [string, object, RegExp][])
  test(`refused of a provider: ${says}`, () => {
    assert.throws(
      () => createPresigner({ ...base, ...options } as PresignerOptions),
      (error: unknown) => {
        assert.ok(error instanceof TypeError || error instanceof PresignError, String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  });

for (const bucket of ["arn:aws:s3:eu-central-1:111122223333:accesspoint/point", "photos--euc1-az1--x-s3"])
  test(`a profile of one's own holds for ${bucket} too`, () => {
    const provider = { ...PROVIDERS.aws, maxExpiresInSeconds: 900, lacks: { checksums: "leave it out" } };
    const presigner = createPresigner({ ...base, credentials: SESSION, bucket, region: "eu-central-1", provider });
    assert.throws(() => presigner.get("k", { expiresInSeconds: 901 }), { code: "expiry_invalid" });
    for (const feature of ["checksums", "post"] as const)
      assert.throws(() => ASKS[feature](presigner), { code: "unsupported_by_provider" });
  });
