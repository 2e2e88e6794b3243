// The URL in colours, and what each colour says.
import { type Inspection, inspect } from "@daypass/presign";
import { describeParts } from "./describe.ts";
import { cutPieces } from "./pieces.ts";

export function UrlAnatomy({ url }: { url: string }) {
  const facts = inspect(url);
  return (
    <>
      <p class="anatomy">
        {cutPieces(url).map(({ part, text }, index) =>
          part === null ? (
            text
          ) : (
            <mark key={index} class={`p-${part}`}>
              {text}
            </mark>
          ),
        )}
      </p>
      {facts.kind === "presigned" ? (
        <dl class="legend">
          {describeParts(facts).map(({ part, name, value, says }) => (
            <div key={name + value} class={`p-${part}`}>
              <dt class="key">{name}</dt>
              <dd class="mono breaks">{value}</dd>
              <dd class="soft small">{says}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p class="note warn">
          <strong>This is no presigned URL.</strong> {facts.text}
        </p>
      )}
      <Warnings facts={facts} />
    </>
  );
}

/** The expiry is told by the verdict. */
const SAID_ELSEWHERE = ["expired", "not_yet_valid"];

function Warnings({ facts: { warnings } }: { facts: Inspection }) {
  const told = warnings.filter(({ code }) => !SAID_ELSEWHERE.includes(code));
  if (told.length === 0) return null;
  return (
    <div class="note stack tight">
      <h3>What is unwise about it</h3>
      <ul class="plain-list">
        {told.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
