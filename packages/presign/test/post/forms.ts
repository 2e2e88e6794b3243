import { createPresigner, type FormOptions, type PresignedForm, verifyForm } from "../../src/index.ts";
import { refusalOf, type Sent } from "./policy-evaluator.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const SECRET = "secret/with+signs";
export const TOKEN = "AQoD+b/c==";
export const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: SECRET, sessionToken: TOKEN };
const base = { region: "eu-central-1", bucket: "photos", clock: () => NOW };
export const presigner = createPresigner({ ...base, credentials });

export const least = { key: "k", expiresInSeconds: 60, contentLengthRange: { min: 1, max: 10 } } satisfies FormOptions;
export const post = (options: Partial<FormOptions> = {}): PresignedForm =>
  presigner.post({ ...least, ...options } as FormOptions);

export const conditionsOf = ({ fields }: PresignedForm): unknown[] =>
  JSON.parse(Buffer.from(fields.policy!, "base64").toString()).conditions;

export type Fields = (readonly [name: string, value: string])[];

/** What the verifier and the other reader say to a form that is sent: "stored", or a refusal. They must agree. */
export function judge(fields: Fields, sent: Partial<Sent> = {}): { verifier: string; evaluator: string } {
  const all = { bucket: "photos", fileName: "a.png", fileBytes: 5, now: NOW, ...sent, fields };
  const lookup = () => ({ secretAccessKey: SECRET, sessionToken: TOKEN });
  const verdict = verifyForm(all, lookup, all.now, {
    region: "eu-central-1",
    redirectOrigins: ["https://app.example"],
  });
  const range = verdict.ok ? verdict.sizeRangeBytes : undefined;
  const fits = range === undefined || (all.fileBytes >= range.min && all.fileBytes <= range.max);
  const refusal = refusalOf(all, SECRET);
  return {
    verifier: verdict.ok ? (fits ? "stored" : "size") : `${verdict.code}: ${verdict.message}`,
    evaluator: refusal ?? "stored",
  };
}
