// What S3 would answer, worked out here: by the verifier that the embedded bucket uses too.
import { inspect, type KeyRecord, type Trace, trace, verify } from "@daypass/presign";
import { compareLines, nameCanonicalLines } from "./compare-lines.ts";
import { findNotJudged } from "./not-judged.ts";
import { type Subject, signatureIn, toRequest } from "./subject.ts";

export interface Verdict {
  readonly kind: "answered" | "refused" | "unknown" | "not_sent";
  /** For example `403 SignatureDoesNotMatch`, or what else is to be said in a few words. */
  readonly title: string;
  /** S3's own message; empty when it would not refuse. */
  readonly message: string;
  /** Why, in plain words. */
  readonly why: string;
}

export interface Case {
  /** As it was signed, or as it was pasted. */
  readonly before: Subject;
  readonly now: Subject;
  /** Of the access key in `before`. Undefined: the signature itself cannot be judged. */
  readonly secretAccessKey: string | undefined;
  /** `before` was pasted damaged, and is as an edit made it whole. */
  readonly isMended?: boolean | undefined;
  /** When S3 sees it. */
  readonly at: Date;
}

/** Stands for a secret that is not there, so that all but the proof is judged. */
const NO_SECRET = "not-known";

const IN_ORDER: Verdict = {
  kind: "unknown",
  title: "In order, as far as can be seen",
  message: "",
  why: "Whether the signature is right can only be worked out with the signer's secret, which is not in the URL. S3 has it.",
};
const OVER = "S3 looks at the time when the URL is used. It is over, whatever the signature says.";
const EXPIRED: Verdict = {
  kind: "refused",
  title: "403 AccessDenied",
  message: "Request has expired",
  why: OVER,
};

/** Judges the present request as the bucket would for which `before` was signed. Sends nothing. */
export function judge({ before, now, secretAccessKey, isMended, at }: Case): Verdict {
  const request = toRequest(now);
  const facts = inspect(now.url, { now: at });
  if (request === undefined || facts.kind === "not_a_url")
    return {
      kind: "not_sent",
      title: "Not a URL that can be sent",
      message: "",
      why: facts.kind === "not_a_url" ? facts.text : "This is not an http(s) URL.",
    };
  const signed = inspect(before.url);
  if (facts.kind === "not_presigned" || facts.kind === "foreign") {
    const isElsewhere = signed.kind !== "presigned" || originOf(before.url) !== originOf(now.url);
    if (isElsewhere) return { kind: "unknown", title: "Nothing in it to judge", message: "", why: facts.text };
  }
  if (facts.kind === "presigned" && signed.kind === "presigned") {
    const beyond = findNotJudged(signed, facts, request.target);
    if (beyond !== undefined) return facts.state === "expired" ? EXPIRED : { kind: "unknown", message: "", ...beyond };
  }
  const lookup = (id: string): KeyRecord | undefined =>
    signed.kind === "presigned" && id === signed.accessKeyId
      ? { secretAccessKey: secretAccessKey ?? NO_SECRET, sessionToken: tokenOf(before.url) }
      : undefined;
  const region = signed.kind === "presigned" ? signed.region : "us-east-1";
  const answer = verify(request, lookup, at, { region });
  // Without the secret nothing is proven, whatever fits.
  if (answer.ok && secretAccessKey === undefined) return IN_ORDER;
  if (answer.ok)
    return {
      kind: "answered",
      title: "200 OK",
      message: "",
      why: "The proof fits. S3 does what was asked, if the object is there and the signer may do it at this moment.",
    };
  const isUntouched = signed.kind === "presigned" && isSameProof(before, now);
  if (
    answer.code === "SignatureDoesNotMatch" &&
    secretAccessKey === undefined &&
    isUntouched &&
    !NOT_SENT.test(answer.message)
  )
    return IN_ORDER;
  const why = explainRefusal(answer.code, answer.message, {
    before,
    now,
    kind: facts.kind,
    text: "text" in facts ? facts.text : "",
  });
  const isGuess = secretAccessKey === undefined && answer.code === "SignatureDoesNotMatch";
  return {
    kind: "refused",
    title: `${answer.status} ${answer.code}`,
    // Which of them were not sent is said in plain words.
    message: answer.message.replace(NOT_SENT, ""),
    why: isGuess ? `${why} That is, if the URL was right as it was ${isMended ? "mended" : "pasted"}.` : why,
  };
}

/** As browsers write it: without the port that its scheme has anyway. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "");

const tokenOf = (url: string): string | undefined =>
  URL.canParse(url)
    ? (new URL(url).searchParams.get("X-Amz-Security-Token")?.replaceAll(" ", "+") ?? undefined)
    : undefined;

const traceOf = (subject: Subject): Trace | undefined => {
  const request = toRequest(subject);
  return request && trace(request);
};

/** Whether both requests have one string to sign and one signature. */
function isSameProof(before: Subject, now: Subject): boolean {
  const [a, b] = [traceOf(before), traceOf(now)];
  return a !== undefined && a.stringToSign === b?.stringToSign && signatureIn(before.url) === signatureIn(now.url);
}

/** What the verifier adds to the words of S3. */
const NOT_SENT = / Signed, but not sent: (.*)\.$/;

const CODES: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: "Nobody has this access key: S3 looks for it first and finds no secret to check with.",
  InvalidToken: "The session token belongs to the key; another one, or none, is refused.",
  InvalidURI: "The path or the query cannot be decoded, so S3 cannot tell what is asked for.",
  KeyTooLongError: "An object's key has at most 1,024 bytes.",
  InvalidRequest: "The request itself is not in order, so its proof is not looked at.",
  MethodNotAllowed: "S3 has no such method.",
};

function explainRefusal(
  code: string,
  message: string,
  { before, now, kind, text }: { before: Subject; now: Subject; kind: string; text: string },
): string {
  if (code === "SignatureDoesNotMatch") return explainMismatch(before, now, message);
  if (code === "AccessDenied" && /expired/.test(message)) return OVER;
  if (code === "AccessDenied" && /not yet valid/.test(message))
    return "It was signed for a time that has not come yet.";
  if (code === "AccessDenied" && kind !== "presigned")
    return "Without a signature S3 does not know who asks, and the bucket is private.";
  if (code === "AccessDenied") return "What is signed, and what comes along unsigned, does not fit together.";
  if (code === "AuthorizationQueryParametersError")
    return text || "S3 reads the parameters before it looks at the signature, and one of them cannot be right.";
  return text || (CODES[code] ?? "S3 refuses it before it looks at the signature.");
}

function explainMismatch(before: Subject, now: Subject, message: string): string {
  const missing = NOT_SENT.exec(message)?.[1];
  if (missing) return `Signed, but not sent along: ${missing}. Give the value among the headers above.`;
  const [a, b] = [traceOf(before), traceOf(now)];
  if (a === undefined || b === undefined) return "The request is another one than was signed.";
  const changed = compareLines(nameCanonicalLines(a.canonicalRequest), nameCanonicalLines(b.canonicalRequest)).filter(
    (line) => line.isChanged,
  );
  const names = changed.map(({ name, number }) =>
    number === undefined ? `the line “${name}” is gone` : `line ${number}, “${name}”`,
  );
  if (names.length > 0)
    return `The canonical request is not the one that was signed: ${names.join("; ")}. So its hash differs, and so does the signature that belongs to it.`;
  if (signatureIn(before.url) !== signatureIn(now.url))
    return "The request is the one that was signed, but the signature is another. There is exactly one right one.";
  return "The signature was not made with this secret.";
}
