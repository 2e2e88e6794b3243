import assert from "node:assert/strict";
import { test } from "node:test";
import { findHostVariants } from "../src/aws/profile.ts";
import { listLanAddresses } from "../src/serve/addresses.ts";
import {
  mergeSettings,
  resolveServeConfig,
  type ServeConfig,
  type ServeMachine,
  type ServeSettings,
} from "../src/serve/config.ts";

const of = (env: Readonly<Record<string, string>>): ServeMachine["aws"] => ({
  findHostVariants: () => findHostVariants(env, undefined),
});
const FIPS = { AWS_USE_FIPS_ENDPOINT: "true" };
const MACHINE: ServeMachine = { home: "/home/me", lanAddresses: ["192.168.1.5", "10.0.0.2"], aws: {} };
const DEFAULTS: ServeConfig = {
  dataDir: "/home/me/.daypass",
  host: "127.0.0.1",
  port: 3000,
  publicUrl: undefined,
  bucket: { kind: "embedded", port: 3001, publicUrl: undefined },
  logLevel: "info",
  trustedProxies: [],
};
const S3 = {
  kind: "s3",
  name: "reports",
  keyPrefix: "",
  region: "eu-central-1",
  endpointUrl: undefined,
  publicUrl: undefined,
  addressing: undefined,
  fips: undefined,
  dualstack: undefined,
  signerProfile: undefined,
  janitorProfile: undefined,
} as const;

interface Row {
  readonly says: string;
  readonly settings: ServeSettings;
  readonly machine?: Partial<ServeMachine>;
  readonly want: ServeConfig;
}

for (const { says, settings, machine = {}, want } of [
  { says: "nothing configured", settings: {}, want: DEFAULTS },
  {
    says: "ports and folder",
    settings: { dataDir: "/srv/daypass", port: "8080", bucketPort: "0" },
    want: {
      ...DEFAULTS,
      dataDir: "/srv/daypass",
      port: 8080,
      bucket: { kind: "embedded", port: 0, publicUrl: undefined },
    },
  },
  { says: "--lan takes the likeliest address", settings: { lan: true }, want: { ...DEFAULTS, host: "192.168.1.5" } },
  { says: "--lan with an address", settings: { lan: "10.0.0.2" }, want: { ...DEFAULTS, host: "10.0.0.2" } },
  {
    says: "behind a proxy, addresses as browsers write them",
    settings: {
      host: "0.0.0.0",
      publicUrl: "https://Share.Example.com:443/",
      bucketPublicUrl: "https://files.example.com",
    },
    want: {
      ...DEFAULTS,
      host: "0.0.0.0",
      publicUrl: "https://share.example.com",
      bucket: { kind: "embedded", port: 3001, publicUrl: "https://files.example.com" },
    },
  },
  {
    says: "a bucket on S3, its region from the AWS files",
    settings: { bucket: "s3://reports" },
    machine: { aws: { region: "eu-central-1" } },
    want: { ...DEFAULTS, bucket: S3 },
  },
  {
    says: "a bare name and a prefix, flags over the AWS files",
    settings: { bucket: "s3://reports/daypass", region: "eu-central-1", endpointUrl: "https://s3.example.com" },
    machine: { aws: { region: "us-east-1", endpointUrl: "https://other.example.com" } },
    want: { ...DEFAULTS, bucket: { ...S3, keyPrefix: "daypass/", endpointUrl: "https://s3.example.com" } },
  },
  {
    says: "the janitor is the signer when only one profile is named",
    settings: { bucket: "reports", region: "eu-central-1", signerProfile: "one" },
    want: { ...DEFAULTS, bucket: { ...S3, signerProfile: "one", janitorProfile: "one" } },
  },
  {
    says: "AWS's settings of its hosts",
    settings: { bucket: "reports", region: "eu-central-1" },
    machine: { aws: of({ ...FIPS, AWS_USE_DUALSTACK_ENDPOINT: "false" }) },
    want: { ...DEFAULTS, bucket: { ...S3, fips: true, dualstack: false } },
  },
  {
    says: "none of them at an endpoint, however they are written",
    settings: { bucket: "reports", region: "eu-central-1", endpointUrl: "https://h.example" },
    machine: { aws: of({ AWS_USE_FIPS_ENDPOINT: "1" }) },
    want: { ...DEFAULTS, bucket: { ...S3, endpointUrl: "https://h.example" } },
  },
  {
    says: "none of them at an endpoint of the AWS files",
    settings: { bucket: "reports", region: "eu-central-1" },
    machine: { aws: { ...of(FIPS), endpointUrl: "https://h.example" } },
    want: { ...DEFAULTS, bucket: { ...S3, endpointUrl: "https://h.example" } },
  },
  {
    says: "an http app on this machine with a bucket on AWS, which is https",
    settings: {
      bucket: "reports",
      region: "eu-central-1",
      publicUrl: "http://localhost:3000",
      bucketPublicUrl: "https://files.example.com",
    },
    want: {
      ...DEFAULTS,
      publicUrl: "http://localhost:3000",
      bucket: { ...S3, publicUrl: "https://files.example.com" },
    },
  },
] satisfies Row[] as Row[])
  test(`serve settings: ${says}`, () =>
    assert.deepEqual(resolveServeConfig(settings, { ...MACHINE, ...machine }), { ok: true, config: want }));

const literally = (text: string): string => text.replaceAll(/[.[\]]/g, "\\$&");

for (const { says, settings, machine = {}, wants } of [
  { says: "a port that is none", settings: { port: "http" }, wants: [/--port.*0 to 65535.*"http"/] },
  { says: "one port for two servers", settings: { port: "3001" }, wants: [/both 3001/] },
  { says: "--lan beside --host", settings: { lan: true, host: "0.0.0.0" }, wants: [/--lan and --host/] },
  {
    says: "--lan without a network",
    settings: { lan: true },
    machine: { lanAddresses: [] },
    wants: [/no network address/],
  },
  {
    says: "--lan with a name",
    settings: { lan: "my-mac.local" },
    wants: [/--lan takes an IP address.*"my-mac.local"/],
  },
  {
    says: "an address without a scheme",
    settings: { publicUrl: "share.example.com", bucketPublicUrl: "https://files.example.com" },
    wants: [/--public-url must begin with http.*write https:\/\/share\.example\.com/],
  },
  {
    says: "an address with a path",
    settings: { publicUrl: "https://example.com/share", bucketPublicUrl: "https://files.example.com" },
    wants: [/without a path, like https:\/\/example\.com/],
  },
  ...(
    [
      ["https://files.example.org", "https://bucket.files.example.org"],
      ["https://share.example.org:8443", "https://bucket.share.example.org:8443"],
      // Beside these, names are somebody else's.
      ["https://alice.duckdns.org", "https://bucket.alice.duckdns.org"],
      ["https://alice.github.io", "https://bucket.alice.github.io"],
      ["https://example.org", "https://bucket.example.org"],
      ["https://example.co.uk", "https://bucket.example.co.uk"],
      ["https://bucket.example.org", "https://bucket.bucket.example.org"],
      ["http://nas", "http://bucket.nas"],
      ["http://192.168.1.5:3000", "http://192.168.1.5:3001"],
      ["http://192.168.1.5:3001", "http://192.168.1.5:3000"],
      ["http://[fd00::1]", "http://[fd00::1]:3001"],
    ] as const
  ).map(([publicUrl, example]) => ({
    says: `only one of two addresses, ${publicUrl}`,
    settings: { publicUrl },
    wants: [new RegExp(`--bucket-public-url is not.*for example ${literally(publicUrl)} and ${literally(example)}\\)`)],
  })),
  {
    says: "one origin for app and bucket",
    settings: { publicUrl: "https://example.com", bucketPublicUrl: "https://example.com/" },
    wants: [/two origins/],
  },
  {
    says: "an https app with an http bucket",
    settings: { publicUrl: "https://share.example.com", bucketPublicUrl: "http://files.example.com" },
    wants: [/https but --bucket-public-url .* is http/],
  },
  {
    says: "an http app with an https embedded bucket",
    settings: { publicUrl: "http://share.example.com", bucketPublicUrl: "https://files.example.com" },
    wants: [/give both https/],
  },
  {
    says: "an https app whose bucket is reached by an http endpoint",
    settings: {
      bucket: "reports",
      region: "eu-central-1",
      endpointUrl: "http://10.0.0.9:9000",
      publicUrl: "https://share.example.com",
    },
    wants: [/https but --bucket-public-url \(http:\/\/10\.0\.0\.9:9000\) is http/],
  },
  {
    says: "a bucket without a region",
    settings: { bucket: "s3://reports" },
    wants: [/region is missing.*--region.*DAYPASS_REGION/],
  },
  {
    says: "a region that is none of AWS's, with what serve can be given instead",
    settings: { bucket: "s3://photos", region: "Frankfurt" },
    wants: [/^--region must be an AWS region .*or give --endpoint-url for another service\), got "Frankfurt"$/],
  },
  {
    says: "FIPS where there is none, by where it is from, also where browsers reach the bucket elsewhere",
    settings: { bucket: "reports", region: "cn-north-1", bucketPublicUrl: "https://files.example.com" },
    machine: { aws: { findHostVariants: () => ({ fips: { value: true, from: "use_fips_endpoint of profile p" } }) } },
    wants: [/^use_fips_endpoint of profile p is not available in cn-north-1/],
  },
  {
    says: "what is neither yes nor no, beside everything else",
    settings: { bucket: "reports" },
    machine: { aws: of({ AWS_USE_FIPS_ENDPOINT: "yes" }) },
    wants: [/region is missing/, /^AWS_USE_FIPS_ENDPOINT must be true or false, got "yes"$/],
  },
  {
    says: "an endpoint that is none, and no word about AWS's regions",
    settings: { bucket: "reports", region: "auto", endpointUrl: "minio:9000" },
    wants: [/--endpoint-url must begin with http/],
  },
  {
    says: "a region that AWS does not have",
    settings: { bucket: "reports", region: "eu-central1" },
    wants: [/^--region must be an AWS region/],
  },
  {
    says: "everything that is wrong, at once",
    settings: { bucket: "s3://reports", endpointUrl: "minio:9000", port: "x", addressing: "sub" },
    wants: [/--port/, /region is missing/, /--endpoint-url must begin with http/, /--addressing must be/],
  },
  {
    says: "a bucket that is none",
    settings: { bucket: "https://reports.s3.amazonaws.com", region: "eu-central-1" },
    wants: [/--bucket must be s3:\/\/NAME/],
  },
  {
    says: "a region without a bucket",
    settings: { region: "eu-central-1" },
    wants: [/--region \(or DAYPASS_REGION\).*--bucket s3:\/\/NAME/],
  },
  {
    says: "a port for an embedded bucket that is not there",
    settings: { bucket: "reports", region: "eu-central-1", bucketPort: "3001" },
    wants: [/--bucket-port is for the embedded bucket/],
  },
  {
    says: "a log level that is none",
    settings: { logLevel: "loud" },
    wants: [/--log-level must be one of debug, info/],
  },
] satisfies { says: string; settings: ServeSettings; machine?: Partial<ServeMachine>; wants: RegExp[] }[] as {
  says: string;
  settings: ServeSettings;
  machine?: Partial<ServeMachine>;
  wants: RegExp[];
}[])
  test(`serve refuses ${says}`, () => {
    const resolved = resolveServeConfig(settings, { ...MACHINE, ...machine });
    assert.ok(!resolved.ok);
    assert.equal(resolved.problems.length, wants.length, resolved.problems.join("\n"));
    for (const [index, want] of wants.entries()) assert.match(resolved.problems[index] ?? "", want);
  });

test("flags win over the environment, and DAYPASS_LAN=1 is the flag alone", () => {
  const env = { DAYPASS_PORT: "1", DAYPASS_DATA_DIR: "/e", DAYPASS_LAN: "1", DAYPASS_HOST: "" };
  const { port, dataDir, lan, host } = mergeSettings({ port: "2" }, env);
  assert.deepEqual({ port, dataDir, lan, host }, { port: "2", dataDir: "/e", lan: true, host: undefined });
  assert.equal(mergeSettings({}, { DAYPASS_LAN: "10.0.0.2" }).lan, "10.0.0.2");
  assert.equal(mergeSettings({}, { DAYPASS_LAN: "false" }).lan, undefined);
});

test("LAN addresses: real cards and private networks first, no loopback, no link-local, no container bridge first", () => {
  const entry = (address: string, internal = false, family: "IPv4" | "IPv6" = "IPv4") =>
    ({ address, internal, family, netmask: "", mac: "", cidr: null, scopeid: 0 }) as never;
  assert.deepEqual(
    listLanAddresses({
      lo: [entry("127.0.0.1", true)],
      docker0: [entry("172.17.0.1")],
      wwan0: [entry("203.0.113.9")],
      eth1: [entry("169.254.1.1"), entry("fe80::1", false, "IPv6")],
      wlan0: [entry("192.168.1.5")],
    }),
    ["192.168.1.5", "203.0.113.9", "172.17.0.1"],
  );
});
