// Control headers that nobody signed, added to requests that are right. This year's hole of nine S3 servers: they verified
// the signature, and then obeyed `x-amz-copy-source`.
import type { PresignedRequest } from "@daypass/presign";
import { signHead } from "../../packages/bucket/test/signed-requests.ts";
import type { Canary } from "../support/canary.ts";
import { encodeForm, type FormToPost } from "../support/form.ts";
import { BUCKET, type Lab, withLab } from "../support/lab.ts";
import { openLedger } from "../support/ledger.ts";
import { toWire, Wire, type WireAnswer } from "../support/wire.ts";

export const canaries: readonly Canary[] = [
  {
    says: "unsigned x-amz-* headers are let through",
    patch: {
      file: "presign/src/verify/parts.ts",
      from: 'name.startsWith("x-amz-")',
      to: 'name.startsWith("x-amz-copy-")',
    },
  },
  {
    says: "the headers of a form are not looked at",
    patch: { file: "bucket/src/http/form-handler.ts", from: "if (control !== undefined)", to: "if (control === null)" },
  },
];

const SECRET = "what another tenant keeps";
/** With values that would be taken if they were signed, so that a verifier that lets them through is seen. */
const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ...[
    "copy-source",
    "copy-source-if-match",
    "copy-source-if-none-match",
    "copy-source-if-modified-since",
    "copy-source-if-unmodified-since",
    "copy-source-range",
    "copy-source-server-side-encryption-customer-algorithm",
    "copy-source-server-side-encryption-customer-key",
    "copy-source-server-side-encryption-customer-key-md5",
    "metadata-directive",
    "tagging",
    "tagging-directive",
    "website-redirect-location",
    "grant-full-control",
    "grant-read",
    "grant-read-acp",
    "grant-write",
    "grant-write-acp",
    "server-side-encryption",
    "server-side-encryption-aws-kms-key-id",
    "server-side-encryption-context",
    "server-side-encryption-customer-algorithm",
    "server-side-encryption-customer-key",
    "server-side-encryption-customer-key-md5",
    "server-side-encryption-bucket-key-enabled",
    "object-lock-mode",
    "object-lock-retain-until-date",
    "object-lock-legal-hold",
    "bypass-governance-retention",
    "request-payer",
    "expected-bucket-owner",
    "source-expected-bucket-owner",
    "mfa",
    "object-ownership",
    "bucket-object-lock-enabled",
    "security-token",
    "date",
    "version-id",
    "restore-output-path",
    "write-offset-bytes",
    "optional-object-attributes",
    "object-attributes",
    "max-parts",
    "part-number-marker",
    "mp-object-size",
    "if-match-last-modified-time",
    "if-match-size",
    "rename-source",
    "delete-marker",
    "replication-status",
    "fwd-status",
    "confirm-remove-self-bucket-access",
    "skip-destination-validation",
    "transition-default-minimum-object-size",
    "create-session-mode",
    "s3session-token",
    "trailer",
    "decoded-content-length",
    "client-token",
    "made-up",
  ].map((name) => [`x-amz-${name}`, "1"] as const),
  ["x-amz-acl", "private"],
  ["x-amz-storage-class", "STANDARD"],
  ["x-amz-meta-owner", "mallory"],
  ["x-amz-checksum-crc32", "AAAAAA=="],
  ["x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
  ["x-amz-sdk-checksum-algorithm", "CRC32"],
  ["x-amz-checksum-algorithm", "CRC32"],
  ["x-amz-checksum-type", "FULL_OBJECT"],
  ["x-amz-checksum-mode", "ENABLED"],
  ["x-amz-user-agent", "aws-sdk-js/3"],
  ["x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
];
const CASES = [
  (name: string) => name,
  (name: string) => name.toUpperCase(),
  (name: string) => name.replace(/(^|-)[a-z]/g, (match) => match.toUpperCase()),
];

interface Kind {
  readonly says: string;
  readonly wants: { readonly status: number; readonly code: string };
  /** The request with one more header. */
  build(extra: readonly (readonly [string, string])[]): { bytes: Buffer; method: string };
}

function presignedKind(says: string, request: PresignedRequest): Kind {
  const { host, pathname, search } = new URL(request.url);
  const length: [string, string][] = request.method === "GET" ? [] : [["content-length", "0"]];
  return {
    says,
    wants: { status: 403, code: "AccessDenied" },
    build: (extra) => ({
      method: request.method,
      bytes: toWire(request.method, pathname + search, [
        ["host", host],
        ...Object.entries(request.headers),
        ...length,
        ...extra,
      ]),
    }),
  };
}

function headerKind(lab: Lab): Kind {
  return {
    says: "a PUT signed in its header",
    wants: { status: 403, code: "AccessDenied" },
    build: (extra) => {
      const { head } = signHead(lab, { method: "PUT", path: `/${BUCKET}/mine` });
      const lines = [["content-length", "0"], ...extra].map(([name, value]) => `${name}: ${value}\r\n`).join("");
      return { method: "PUT", bytes: Buffer.from(head.replace(/\r\n$/, `${lines}\r\n`)) };
    },
  };
}

function formKind(lab: Lab): Kind {
  const { url, fields } = lab
    .presigner()
    .post({ key: "mine", expiresInSeconds: 900, contentLengthRange: { min: 0, max: 10 } });
  const form: FormToPost = { fields: Object.entries(fields), file: Buffer.alloc(0) };
  const { body, contentType } = encodeForm(form);
  const { host, pathname } = new URL(url);
  return {
    says: "a form",
    wants: { status: 501, code: "NotImplemented" },
    build: (extra) => ({
      method: "POST",
      bytes: toWire(
        "POST",
        pathname,
        [["host", host], ["content-type", contentType], ["content-length", String(body.length)], ...extra],
        body,
      ),
    }),
  };
}

export function run(): Promise<boolean> {
  return withLab({}, async (lab) => {
    const ledger = openLedger("unsigned-headers");
    const presigner = lab.presigner();
    const wire = new Wire(lab.endpoint);
    const minute = { expiresInSeconds: 900 };
    const victim = presignedPut(presigner.put("victim/secret", minute), SECRET);
    await fetch(victim.url, victim.init);
    await fetch(presigner.put("mine", minute).url, { method: "PUT", body: "" });
    const created = await fetch(presigner.multipart.create("parts", minute).url, { method: "POST" });
    const uploadId = /<UploadId>(.*?)</.exec(await created.text())![1]!;
    const part = presigner.multipart.part("parts", { ...minute, uploadId, partNumber: 1 });
    const kinds = [
      presignedKind("a presigned GET", presigner.get("mine", minute)),
      presignedKind("a presigned PUT", presigner.put("mine", minute)),
      presignedKind("a presigned UploadPart", part),
      headerKind(lab),
      formKind(lab),
    ];

    for (const kind of kinds) {
      const { bytes, method } = kind.build([]);
      const answer = await wire.send(bytes, method);
      if (!answer || answer.status >= 300) ledger.miss(`${kind.says} as it is was answered ${describe(answer)}`);
      for (const [name, value] of HEADERS)
        for (const spell of CASES) {
          if (ledger.isEnough) break;
          const tried = kind.build([[spell(name), value]]);
          const refused = await wire.send(tried.bytes, tried.method);
          ledger.count("unsigned headers");
          const isRight = refused?.status === kind.wants.status && refused.code === kind.wants.code;
          const isOther =
            refused !== undefined && refused.status >= 400 && refused.status < 500 && isJudgedEarlier(kind, name);
          if (!isRight && !isOther) ledger.miss(`${kind.says} with ${spell(name)}: ${describe(refused)}`);
        }
    }

    for (const source of listSources()) {
      if (ledger.isEnough) break;
      for (const kind of kinds.slice(1, 4)) {
        const { bytes, method } = kind.build([["x-amz-copy-source", source]]);
        const answer = await wire.send(bytes, method);
        ledger.count("copies from another tenant");
        if (!answer || answer.status < 400 || answer.body.includes(SECRET))
          ledger.miss(`${kind.says} copies from ${source}: ${describe(answer)}`);
      }
    }
    const mine = await (await fetch(presigner.get("mine", minute).url)).text();
    if (mine !== "") ledger.miss(`the attacker's object holds ${JSON.stringify(mine)}`);
    wire.close();
    return ledger.close({ "unsigned headers": 1_050, "copies from another tenant": 200 });
  });
}

const presignedPut = (request: PresignedRequest, body: string) => ({
  url: request.url,
  init: { method: request.method, headers: request.headers, body },
});

/** Headers of the signature itself come twice then, or carry a token: refused for that, with the code of that. */
const isJudgedEarlier = ({ says }: Kind, name: string): boolean =>
  says !== "a form" && ["x-amz-security-token", "x-amz-date", "x-amz-content-sha256"].includes(name);

const describe = (answer: WireAnswer | undefined): string =>
  answer === undefined ? "nothing" : `${answer.status} ${answer.code ?? ""}`;

function* listSources(): Generator<string> {
  const paths = [
    "victim/secret",
    "victim%2Fsecret",
    "victim//secret",
    "./victim/secret",
    "mine/../victim/secret",
    "%76ictim/secret",
  ];
  const ends = ["", "?versionId=null", "%3FversionId=null", "#", "?", "&a=b", " ", "%20", "%00", "?versionId=", ";"];
  for (const path of paths)
    for (const end of ends) for (const start of ["", "/"]) yield `${start}${BUCKET}/${path}${end}`;
}
