// From the request to the signature: four stages, each with what changed in it.
import { inspect, type Trace, trace } from "@daypass/presign";
import type { ComponentChildren } from "preact";
import { compareLines, countDifferentDigits, nameCanonicalLines, nameStringToSignLines } from "./compare-lines.ts";
import { LineTable } from "./line-table.tsx";
import { DEMO_KEY, type Subject, signatureIn, toRequest } from "./subject.ts";

interface StagesProps {
  readonly before: Subject;
  readonly now: Subject;
  readonly secretAccessKey: string | undefined;
  /** Shown in place of what needs the secret. */
  readonly withoutSecret: ComponentChildren;
}

const follow = (subject: Subject, secretAccessKey: string | undefined): Trace | undefined => {
  const request = toRequest(subject);
  return request && trace(request, secretAccessKey);
};

/** What `inspect` calls a URL without a signature of version 4. */
const UNSIGNED: ReadonlySet<string> = new Set(["not_presigned", "foreign", "sigv2"]);

export function Stages({ before, now, secretAccessKey, withoutSecret }: StagesProps) {
  if (/[?&]X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256/.test(now.url))
    return (
      <p class="note">
        Version 4A takes other steps from here on: its key is a private one, and S3 checks the proof with the public
        one.
      </p>
    );
  if (UNSIGNED.has(inspect(now.url).kind))
    return (
      <p class="note">
        <strong>There is no proof here to follow.</strong> S3 works a signature out where the URL carries one of version
        4, and this one carries none.
      </p>
    );
  const present = follow(now, secretAccessKey);
  if (present === undefined)
    return (
      <p class="note warn">
        <strong>There is nothing to sign here.</strong> The text above is no URL that can be sent, or its percent signs
        cannot be decoded.
      </p>
    );
  const past = follow(before, secretAccessKey) ?? present;
  return (
    <ol class="stages">
      <Stage
        title="The canonical request"
        says="Both sides write the request down in the same way, line by line. The signature itself is left out, parameters are sorted."
      >
        <LineTable
          label="Lines of the canonical request"
          lines={compareLines(nameCanonicalLines(past.canonicalRequest), nameCanonicalLines(present.canonicalRequest))}
        />
      </Stage>
      <Stage
        title="The string to sign"
        says="The time, what the signature is good for, and the hash of the canonical request. One other character above, another hash here."
      >
        <LineTable
          label="Lines of the string to sign"
          lines={compareLines(nameStringToSignLines(past.stringToSign), nameStringToSignLines(present.stringToSign))}
        />
      </Stage>
      <Stage
        title="The signing key"
        says="Made from the secret in steps of HMAC-SHA256, so that it is good for one day, one region and one service only."
      >
        {secretAccessKey === undefined ? (
          withoutSecret
        ) : (
          <KeySteps secretAccessKey={secretAccessKey} steps={present.keySteps} />
        )}
      </Stage>
      <Stage
        title="The signature"
        says="HMAC-SHA256 of the string to sign with that key. S3 works it out in the same way and compares."
      >
        {present.signature !== undefined && <Signatures made={present.signature} given={signatureIn(now.url)} />}
        {secretAccessKey === undefined && <p class="soft">It needs the signing key.</p>}
      </Stage>
    </ol>
  );
}

function Stage({ title, says, children }: { title: string; says: string; children: ComponentChildren }) {
  return (
    <li class="card stack tight">
      <h3>{title}</h3>
      <p class="soft small">{says}</p>
      {children}
    </li>
  );
}

function KeySteps({ secretAccessKey, steps }: { secretAccessKey: string; steps: Trace["keySteps"] }) {
  const isDemo = secretAccessKey === DEMO_KEY.secretAccessKey;
  return (
    <table class="lines" aria-label="Steps from the secret to the signing key">
      <tbody>
        <tr>
          <th scope="row">Begin with</th>
          <td>
            <code>AWS4{isDemo ? secretAccessKey : "…the secret…"}</code>
          </td>
        </tr>
        {steps.map(({ text, hex }, index) => (
          <tr key={index}>
            <th scope="row">
              HMAC with <code>{text === "" ? "(empty)" : text}</code>
            </th>
            <td>
              <code>{hex}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Signatures({ made, given }: { made: string; given: string }) {
  const different = countDifferentDigits(made, given);
  return (
    <>
      <table class="lines" aria-label="The signature that was worked out, and the one in the URL">
        <tbody>
          <tr class={different > 0 ? "changed" : undefined}>
            <th scope="row">Worked out</th>
            <td>
              <code>{made}</code>
            </td>
          </tr>
          <tr class={different > 0 ? "changed" : undefined}>
            <th scope="row">In the URL</th>
            <td>{given === "" ? <span class="soft">(none)</span> : <code>{given}</code>}</td>
          </tr>
        </tbody>
      </table>
      <p>
        {different === 0
          ? "They are the same."
          : `${different} of ${Math.max(made.length, given.length)} digits differ. S3 does not say how near it was: there is no nearly right.`}
      </p>
    </>
  );
}
