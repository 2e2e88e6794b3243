// Where the bucket is: AWS, a service of the table, or an address of one's own. What a flag has said is not asked.
import { isCancel, select, text } from "@clack/prompts";
import { PROVIDERS } from "@daypass/presign";
import type { Setting } from "../aws/profile.ts";
import type { Io } from "../io.ts";
import { providerNamed } from "../presign/flag-readers.ts";
import type { PresignFlags } from "../presign/request.ts";
import { nameFlags } from "../presign/speak.ts";
import { note } from "./note.ts";
import { stopAsking } from "./stop.ts";

/** The flags that the answers stand for, and the endpoint that the environment may still say. */
export interface Place {
  readonly flags: PresignFlags;
  readonly endpoint: Setting | undefined;
}

/**
 * @param endpoint what the environment or the profile says: the answer that Enter gives
 * @param whyNot why the signer refuses the address that was answered, if it does
 */
export async function askForPlace(
  io: Io,
  flags: PresignFlags,
  endpoint: Setting | undefined,
  whyNot: (flags: PresignFlags) => string | undefined,
): Promise<Place> {
  if (flags.endpointUrl !== undefined || flags.provider === "aws") return { flags, endpoint };
  const named = flags.provider ?? (await askService(io, endpoint));
  if (named === "aws") return { flags: { ...flags, provider: "aws" }, endpoint: undefined };
  const provider = named === OWN ? undefined : providerNamed(named);
  for (const advice of provider?.avoid ?? []) note(io, nameFlags(advice));
  const known = provider === undefined ? flags : { ...flags, provider: named };
  if (provider !== undefined && provider.endpoint !== "given") return { flags: known, endpoint: undefined };
  const endpointUrl = await askEndpoint(io, endpoint, (endpointUrl) => whyNot({ ...known, endpointUrl }));
  return { flags: { ...known, endpointUrl }, endpoint: undefined };
}

const OWN = "own";
const OTHER = "other";

/** A name of the table, or `own`. */
async function askService(io: Io, endpoint: Setting | undefined): Promise<string> {
  const on = { input: io.stdin, output: io.stderr };
  const others = Object.entries(PROVIDERS).filter(([name]) => name !== "aws");
  const where = await select<string>({
    ...on,
    message: "Where is the bucket?",
    initialValue: endpoint === undefined ? "aws" : OWN,
    options: [
      { value: "aws", label: "AWS S3" },
      { value: OTHER, label: "Another service", hint: "Cloudflare R2, Backblaze B2, MinIO, …" },
      {
        value: OWN,
        label: "At an address that I know",
        hint: endpoint === undefined ? "an endpoint that speaks S3" : `${endpoint.value}, from ${endpoint.from}`,
      },
    ],
  });
  if (isCancel(where)) throw stopAsking(io);
  if (where !== OTHER) return where;
  const service = await select<string>({
    ...on,
    message: "Which service?",
    options: others.map(([value, { name }]) => ({ value, label: name })),
  });
  if (isCancel(service)) throw stopAsking(io);
  return service;
}

async function askEndpoint(
  io: Io,
  known: Setting | undefined,
  whyNot: (endpointUrl: string) => string | undefined,
): Promise<string> {
  const usual = known?.value;
  const answer = await text({
    input: io.stdin,
    output: io.stderr,
    message: `Its address, as clients see it${usual === undefined ? "" : ` (empty: ${usual}, from ${known?.from})`}`,
    placeholder: usual ?? "https://s3.example.com",
    ...(usual !== undefined && { defaultValue: usual }),
    validate: (value) => {
      const address = value?.trim() || usual || "";
      return /^https?:\/\/[^\s/?#@]+/i.test(address)
        ? whyNot(address)
        : "write it like https://s3.example.com or http://127.0.0.1:9000";
    },
  });
  if (isCancel(answer)) throw stopAsking(io);
  return answer.trim();
}
