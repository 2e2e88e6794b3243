// Both URLs of the demo object, sent from this page, and what the bucket answers.
import type { DemoUrls } from "@daypass/api/schemas";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { askForUrls } from "./demo-urls.ts";
import { type Sent, send } from "./send.ts";

interface LiveTryProps {
  readonly plainUrl: string;
  readonly onTakeApart: (url: string) => void;
}

type What = "plain" | "presigned" | "changed";

interface Held {
  readonly urls: DemoUrls;
  /** By this browser's clock, which may not be the server's. */
  readonly endsAt: number;
}

export function LiveTry({ plainUrl, onTakeApart }: LiveTryProps) {
  const [held, setHeld] = useState<Held>();
  const [answers, setAnswers] = useState<Partial<Record<What, { url: string; sent: Sent }>>>({});
  const [busy, setBusy] = useState<What>();
  const [problem, setProblem] = useState("");
  const left = useSecondsLeft(held?.endsAt);

  async function getUrls(): Promise<DemoUrls | undefined> {
    const asked = await askForUrls();
    if ("problem" in asked) {
      setProblem(asked.problem);
      return undefined;
    }
    const life = Number(new URL(asked.urls.presignedUrl).searchParams.get("X-Amz-Expires"));
    setHeld({ urls: asked.urls, endsAt: Date.now() + life * 1000 });
    return asked.urls;
  }

  /** Makes the URLs first where there are none: the plain one is to lead to an object that is there. */
  async function trySending(what: What, { fresh = false } = {}): Promise<void> {
    setBusy(what);
    setProblem("");
    const urls = held && !fresh ? held.urls : await getUrls();
    if (urls) {
      const url =
        what === "plain" ? plainUrl : what === "presigned" ? urls.presignedUrl : changeOneCharacter(urls.presignedUrl);
      const sent = await send(url);
      setAnswers((before) => ({ ...before, [what]: { url, sent } }));
    }
    setBusy(undefined);
  }

  const fault = held?.urls.bucketFault;
  return (
    <>
      <div class="card stack">
        <h3>Plain URL</h3>
        <p class="mono breaks">{plainUrl}</p>
        <p>
          <button type="button" class="button quiet" disabled={busy !== undefined} onClick={() => trySending("plain")}>
            Send the plain URL
          </button>
        </p>
        <Answer of="the plain URL" isBusy={busy === "plain"} answer={answers.plain}>
          {explainPlain(answers.plain?.sent)}
        </Answer>
      </div>
      <div class="card stack">
        <h3>Presigned URL</h3>
        <p class="mono breaks">
          {held ? (
            held.urls.presignedUrl
          ) : (
            <>
              {plainUrl}
              <span class="soft">?X-Amz-Algorithm=…&X-Amz-Signature=…</span>
            </>
          )}
        </p>
        {held && (
          <p class="num soft" role="timer">
            {left > 0 ? `Good for ${left} s more` : "It has ended. Send it again, and see."}
          </p>
        )}
        <div class="row">
          <button
            type="button"
            class="button"
            disabled={busy !== undefined}
            onClick={() => trySending("presigned", { fresh: !held })}
          >
            {nameOfSending(held !== undefined, answers.presigned !== undefined)}
          </button>
          {held && (
            <>
              <button
                type="button"
                class="button quiet"
                disabled={busy !== undefined}
                onClick={() => trySending("changed")}
              >
                Change one character and send it
              </button>
              <button
                type="button"
                class="button quiet"
                disabled={busy !== undefined}
                onClick={() => trySending("presigned", { fresh: true })}
              >
                Make a new one
              </button>
              <button type="button" class="button quiet" onClick={() => onTakeApart(held.urls.presignedUrl)}>
                Take it apart below
              </button>
            </>
          )}
        </div>
        {fault && (
          <p class="note warn">
            <strong>It was signed all the same: signing asks nobody.</strong> But the server could not store the object.{" "}
            {fault.detail}.
          </p>
        )}
        <div role="alert">{problem !== "" && <p class="note bad">{problem}</p>}</div>
        <Answer of="the presigned URL" isBusy={busy === "presigned"} answer={answers.presigned}>
          {explainPresigned(answers.presigned?.sent)}
        </Answer>
        <Answer of="the changed URL" isBusy={busy === "changed"} answer={answers.changed}>
          hello became hallo: another object was asked for than was signed, so the proof does not fit.
        </Answer>
      </div>
    </>
  );
}

/** Longer than S3's short refusals: it is there to be opened. */
const LONG_ANSWER_CHARACTERS = 800;

function nameOfSending(isMade: boolean, isSent: boolean): string {
  if (!isMade) return "Make one and send it";
  return isSent ? "Send it again" : "Send the presigned URL";
}

/** `hello.txt` becomes `hallo.txt`. */
const changeOneCharacter = (url: string): string => url.replace("/hello.txt?", "/hallo.txt?");

function explainPlain(sent: Sent | undefined): string {
  if (sent?.kind !== "answered") return "";
  if (sent.status < 300)
    return "This bucket is public: it answers everybody who knows the address, for ever. It should not be.";
  if (sent.code === "AccessDenied") return "The bucket is private, and nothing in the URL says who asks.";
  return "The bucket does not answer a URL without a signature.";
}

function explainPresigned(sent: Sent | undefined): string {
  if (sent?.kind !== "answered") return "";
  if (sent.status < 300) return "The same address, answered: the signature in the URL is the server's permission.";
  if (/expired/.test(sent.body))
    return "Nothing about the URL has changed, but the bucket looks at the time when it is used, and that is over.";
  if (sent.code === "NoSuchKey") return "The permission was good, but the object is not there.";
  if (sent.code === "AccessDenied")
    return "The signature is right, but its signer may not read this object: a URL can do what its signer can do.";
  return "The bucket's own words say why.";
}

function Answer({
  of,
  isBusy,
  answer,
  children,
}: {
  of: string;
  isBusy: boolean;
  answer: { url: string; sent: Sent } | undefined;
  children: ComponentChildren;
}) {
  const sent = answer?.sent;
  const isGood = sent?.kind === "answered" && sent.status < 300;
  return (
    <div role="status" class="stack tight" aria-label={`Answer to ${of}`}>
      {isBusy && <p class="soft">Asking the bucket…</p>}
      {!isBusy && sent?.kind === "failed" && (
        <p class="note warn">
          <strong>No answer to {of}.</strong> {sent.why}
        </p>
      )}
      {!isBusy && sent?.kind === "answered" && (
        <>
          <p class={`note ${isGood ? "good" : "bad"}`}>
            <strong>
              {sent.title}
              {sent.code && ` ${sent.code}`}.
            </strong>{" "}
            {children}
          </p>
          <details open={sent.body.length < LONG_ANSWER_CHARACTERS}>
            <summary>The bucket's whole answer</summary>
            <pre class="answer">{sent.body}</pre>
          </details>
        </>
      )}
    </div>
  );
}

/** Whole seconds until then, never below 0; 0 when there is no end. */
function useSecondsLeft(endsAt: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (endsAt === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [endsAt]);
  return endsAt === undefined ? 0 : Math.max(0, Math.ceil((endsAt - now) / 1000));
}
