// The URL in colours, and what each colour says.
import { type Inspection, inspect } from "@daypass/presign";
import { describeParts } from "./describe.ts";
import { cutPieces } from "./pieces.ts";

/** `method`: the one that it was signed for, where that is known. */
export function UrlAnatomy({ url, method }: { url: string; method: string | undefined }) {
  const facts = inspect(url, { method });
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
const LEVELS = [
  { level: "broken", tone: "warn", title: "What is wrong with it" },
  { level: "unwise", tone: "", title: "What is unwise about it" },
] as const;

function Warnings({ facts: { warnings } }: { facts: Inspection }) {
  return LEVELS.map(({ level, tone, title }) => {
    const told = warnings.filter((finding) => finding.level === level && !SAID_ELSEWHERE.includes(finding.code));
    return (
      told.length > 0 && (
        <div key={level} class={`note stack tight ${tone}`}>
          <h3>{title}</h3>
          <ul class="plain-list">
            {told.map(({ code, text }) => (
              <li key={code}>{text}</li>
            ))}
          </ul>
        </div>
      )
    );
  });
}
