// `X-Amz-Credential`, wherever it comes from: access key and scope.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import { isDay } from "../sigv4/time.ts";
import { remember } from "./remember.ts";

export interface ParsedCredential {
  readonly accessKeyId: string;
  /** `yyyyMMdd` */
  readonly day: string;
  /** What is behind the access key: day, region, service and terminal. */
  readonly scope: string;
}

/** Why a credential is not ours, in words that go behind "…; ". */
export interface CredentialFault {
  readonly fault: string;
  /** The region that would be right, when that is what is wrong. */
  readonly expectedRegion?: string;
}

interface CredentialPieces extends ParsedCredential {
  readonly isRealDay: boolean;
  readonly region: string;
  readonly service: string;
  readonly terminal: string;
}

/** Undefined for anything but five pieces, the first of them not empty. */
const cutCredential = /* @__PURE__ */ remember((text): CredentialPieces | undefined => {
  const pieces = text.split("/");
  const [accessKeyId = "", day = "", region = "", service = "", terminal = ""] = pieces;
  if (pieces.length !== 5 || accessKeyId === "") return undefined;
  const scope = text.slice(accessKeyId.length + 1);
  return { accessKeyId, day, scope, isRealDay: isDay(day), region, service, terminal };
});

export function parseCredential(text: string, region: string): ParsedCredential | CredentialFault {
  const pieces = cutCredential(text);
  if (pieces === undefined)
    return {
      fault: 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    };
  const { day, service, terminal } = pieces;
  if (!pieces.isRealDay)
    return { fault: `incorrect date format "${day}". This date in the credential must be in the format "yyyyMMdd".` };
  if (service !== "s3") return { fault: `incorrect service "${service}". This endpoint belongs to "s3".` };
  if (terminal !== "aws4_request")
    return { fault: `incorrect terminal "${terminal}". This endpoint uses "aws4_request".` };
  if (pieces.region !== region)
    return { fault: `the region '${pieces.region}' is wrong; expecting '${region}'`, expectedRegion: region };
  return pieces;
}
