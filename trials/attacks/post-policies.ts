// Forms against policies, by chance: the verifier must say what an evaluator of its own says, and a running bucket must
// never show a file above the size that a policy allows.
import { verifyForm } from "@daypass/presign";
import { lookup, NOW, REGION, signForm } from "../../packages/presign/test/support/hand-signer.ts";
import type { Canary } from "../support/canary.ts";
import { encodeForm } from "../support/form.ts";
import { BUCKET, withLab } from "../support/lab.ts";
import { type Ledger, openLedger } from "../support/ledger.ts";
import { evaluate, makeCase } from "../support/policy-cases.ts";
import { createRandom } from "../support/random.ts";
import { toWire, Wire } from "../support/wire.ts";

const PAIRS = 51_000;
const FORMS = 400;

const FORM = "presign/src/verify/form.ts";
const POLICY = "presign/src/verify/policy.ts";
export const canaries: readonly Canary[] = [
  {
    says: "the bucket is taken from the form",
    patch: {
      file: FORM,
      from: "checkConditions(policy, withTarget(fields, form.bucket)) ??\n    checkBucketField(fields, form.bucket) ??",
      to: 'checkConditions(policy, withTarget(fields, fields.get("bucket") ?? form.bucket)) ??',
    },
  },
  {
    says: "fields without a condition are let through",
    patch: { file: POLICY, from: "return extra.length === 0", to: "return extra.length >= 0" },
  },
  {
    says: "starts-with holds anywhere",
    patch: {
      file: POLICY,
      from: "return value.startsWith(condition.value);",
      to: "return value.includes(condition.value);",
    },
  },
  {
    says: "content-length-range is not counted",
    patch: {
      file: "bucket/src/operations/post-object.ts",
      from: "Math.min(range?.max ?? MAX_PUT_BYTES, MAX_PUT_BYTES)",
      to: "MAX_PUT_BYTES",
    },
  },
];

export async function run(): Promise<boolean> {
  const ledger = openLedger("post-policies");
  const random = createRandom(53_410);
  for (let i = 0; i < PAIRS && !ledger.isEnough; i++) {
    const it = makeCase(random);
    const wanted = evaluate(it);
    const { bucket, fileName, policy } = it;
    const signed = signForm({
      bucket,
      fileName,
      policy,
      // The generated fields, with the policy and the signature that were made for it.
      reshape: (all) => [...it.fields, ...all.filter(([name]) => name === "policy" || name === "x-amz-signature")],
    });
    const said = verifyForm(signed, lookup, NOW, { region: REGION });
    ledger.count("pairs");
    ledger.count(wanted.code === undefined ? "to be taken" : "to be refused");
    const isSame = said.ok
      ? wanted.code === undefined && JSON.stringify(said.sizeRangeBytes) === JSON.stringify(wanted.sizeRangeBytes)
      : said.code === wanted.code;
    if (!isSame)
      ledger.miss(
        `${said.ok ? JSON.stringify(said.sizeRangeBytes) : said.code}, not ${JSON.stringify(wanted)}: ${JSON.stringify(it)}`,
      );
  }
  await sendFiles(ledger);
  return ledger.close({ pairs: 50_000, "to be taken": 5_000, "to be refused": 5_000, "files sent": FORMS });
}

/** Files of sizes around the bounds: what is stored is within them, and what is not within them is not stored. */
function sendFiles(ledger: Ledger): Promise<void> {
  return withLab({}, async (lab) => {
    const wire = new Wire(lab.endpoint);
    const random = createRandom(1);
    for (let i = 0; i < FORMS && !ledger.isEnough; i++) {
      const min = random.below(2_000);
      const max = min + random.below(100_000);
      const sizeBytes = Math.max(
        0,
        random.pick([min, max, min - 1, max + 1, max + 70_000, min + random.below(max - min + 1)]),
      );
      const key = `file-${i}`;
      const { url, fields } = lab.presigner().post({ key, expiresInSeconds: 900, contentLengthRange: { min, max } });
      const { body, contentType } = encodeForm({ fields: Object.entries(fields), file: Buffer.alloc(sizeBytes, "x") });
      const { host, pathname } = new URL(url);
      const headers = [
        ["host", host],
        ["content-type", contentType],
        ["content-length", String(body.length)],
      ] as const;
      const answer = await wire.send(toWire("POST", pathname, headers, body));
      const wanted = sizeBytes > max ? "EntityTooLarge" : sizeBytes < min ? "EntityTooSmall" : undefined;
      ledger.count("files sent");
      if (answer?.code !== wanted || (wanted === undefined && answer?.status !== 204))
        ledger.miss(`a file of ${sizeBytes} bytes for ${min}..${max}: ${answer?.status} ${answer?.code}`);
      const got = await fetch(lab.presigner().head(key, { expiresInSeconds: 60 }).url, { method: "HEAD" });
      if ((got.status === 200) !== (wanted === undefined))
        ledger.miss(
          `a file of ${sizeBytes} bytes for ${min}..${max} is ${got.status === 200 ? "" : "not "}in ${BUCKET}`,
        );
    }
    wire.close();
  });
}
