// Requests whose signature is right and whose values are odd: each must be refused with its own code and status, by the
// verifier and by a running bucket. A life that is no number never ended elsewhere.
import { verify } from "@daypass/presign";
import { HOST, lookup, NOW, REGION } from "../../packages/presign/test/support/hand-signer.ts";
import type { Canary } from "../support/canary.ts";
import { withLab } from "../support/lab.ts";
import { openLedger } from "../support/ledger.ts";
import { listOddRows } from "../support/odd-rows.ts";
import { toWire, Wire } from "../support/wire.ts";

const QUERY = "presign/src/verify/query.ts";
export const canaries: readonly Canary[] = [
  {
    says: "a life that is no number is compared as NaN, which is never over",
    patch: {
      file: QUERY,
      from: 'if (!/^-?\\d{1,10}$/.test(expires)) return malformed("X-Amz-Expires should be a number");',
      to: "",
    },
  },
  {
    says: "a date to come is taken",
    patch: { file: QUERY, from: "if (signedAtMs > nowMs + MAX_SKEW_MS)", to: "if (false)" },
  },
  {
    says: "a header that was signed and not sent counts as empty",
    patch: {
      file: "presign/src/verify/parts.ts",
      from: "missing.length === 0 && isSameSignature",
      to: "isSameSignature",
    },
  },
];

export function run(): Promise<boolean> {
  const identities = [
    {
      accessKeyId: "AKIDLONG",
      secretAccessKey: "long-secret",
      policy: [{ actions: ["s3:*"], bucket: "*", keyPrefix: "" }],
    },
  ];
  return withLab(
    { identities, buckets: ["b-b"], region: REGION, authorities: [HOST], clock: () => NOW },
    async (lab) => {
      const ledger = openLedger("odd-values");
      const wire = new Wire(lab.endpoint);
      for (const { says, request, wants } of listOddRows()) {
        if (ledger.isEnough) break;
        const judged = verify(request, lookup, NOW, { region: REGION, authorities: [HOST] });
        ledger.count("rows");
        const said = judged.ok ? ["accepted", 200] : [judged.code, judged.status];
        if (said.join() !== wants.join()) ledger.miss(`${says}: ${said}, not ${wants}`);
        const headers = request.rawHeaders.flatMap((name, i) =>
          i % 2 === 0 ? [[name, request.rawHeaders[i + 1]!] as const] : [],
        );
        const answer = await wire.send(toWire(request.method, request.target, headers));
        ledger.count("of them over HTTP");
        if (answer?.code !== wants[0] || answer.status !== wants[1])
          ledger.miss(`${says}, over HTTP: ${answer?.status} ${answer?.code}, not ${wants}`);
      }
      wire.close();
      return ledger.close({ rows: 500, "of them over HTTP": 500 });
    },
  );
}
