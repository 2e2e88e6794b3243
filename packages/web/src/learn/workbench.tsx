// A URL on the bench: change it, and see what it says, what would be signed and what S3 would answer. Nothing is sent.
import { inspect } from "@daypass/presign";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useStore } from "../lib/store.ts";
import { type Bench, type Given, giveDemo, givePasted } from "./bench-state.ts";
import { EXPERIMENTS } from "./experiments.ts";
import { judge } from "./judge.ts";
import { SecretField } from "./secret-field.tsx";
import { Stages } from "./stages.tsx";
import { DEMO_KEY, type Subject, signedBesidesHost, signWithDemoKey } from "./subject.ts";
import { UrlAnatomy } from "./url-anatomy.tsx";
import { VerdictNote } from "./verdict-note.tsx";

type Moment = "now" | "signed" | "late";

export function Workbench({ bench }: { bench: Bench }) {
  const given = useStore(bench);
  const [subject, setSubject] = useState(given.subject);
  const [moment, setMoment] = useState<Moment>("now");
  const replace = (next: Given) => bench.set(next);
  // Another URL was put on the bench, from here or from the live try
  useEffect(() => setSubject(given.subject), [given.subject]);
  const at = useMoment(moment, subject);
  const { secretAccessKey } = given;
  const verdict = judge({ before: given.subject, now: subject, secretAccessKey, at });
  const withDemoKey = signWithDemoKey(subject);
  return (
    <>
      <div class="row">
        <button type="button" class="button small quiet" onClick={() => replace(giveDemo("download"))}>
          A demo for downloading
        </button>
        <button type="button" class="button small quiet" onClick={() => replace(giveDemo("upload"))}>
          A demo for uploading
        </button>
      </div>
      <Fields {...{ subject, moment, setMoment }} onEdit={setSubject} onReplace={(text) => replace(givePasted(text))} />
      <Experiments
        before={given.subject}
        now={subject}
        onChange={setSubject}
        onLate={() => setMoment("late")}
        onBack={() => {
          setSubject(given.subject);
          setMoment("now");
        }}
        isLate={moment === "late"}
      />
      <VerdictNote verdict={verdict} />
      <UrlAnatomy url={subject.url} />
      <Stages
        before={given.subject}
        now={subject}
        secretAccessKey={secretAccessKey}
        withoutSecret={
          <SecretField
            accessKeyId={accessKeyOf(subject)}
            onDemoKey={
              withDemoKey && (() => replace({ subject: withDemoKey, secretAccessKey: DEMO_KEY.secretAccessKey }))
            }
            onSecret={(secret) => replace({ ...given, secretAccessKey: secret })}
          />
        }
      />
    </>
  );
}

function accessKeyOf({ url }: Subject): string {
  const facts = inspect(url);
  return facts.kind === "presigned" ? facts.accessKeyId : "";
}

/** When the request is judged. Now goes on, second by second. */
function useMoment(moment: Moment, { url }: Subject): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (moment !== "now") return;
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, [moment]);
  const facts = inspect(url);
  if (moment === "now" || facts.kind !== "presigned") return now;
  return moment === "signed" ? facts.signedAt : new Date(facts.expiresAt.getTime() + 1000);
}

interface FieldsProps {
  readonly subject: Subject;
  readonly moment: Moment;
  readonly setMoment: (moment: Moment) => void;
  readonly onEdit: (subject: Subject) => void;
  /** Another URL was put in the place of the whole text. */
  readonly onReplace: (text: string) => void;
}

function Fields({ subject, moment, setMoment, onEdit, onReplace }: FieldsProps) {
  const id = useId();
  const replacesAll = useRef(false);
  const wanted = signedBesidesHost(subject.url);
  return (
    <div class="stack">
      <div>
        <label for={`${id}-url`}>The URL: change any character, or paste another over it</label>
        <textarea
          id={`${id}-url`}
          class="mono url-field"
          rows={6}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="none"
          aria-describedby={`${id}-hint`}
          value={subject.url}
          onPaste={({ currentTarget: { selectionStart, selectionEnd, value } }) => {
            replacesAll.current = selectionStart === 0 && selectionEnd === value.length;
          }}
          onInput={({ currentTarget: { value } }) => {
            if (replacesAll.current || subject.url === "") onReplace(value);
            else onEdit({ ...subject, url: value });
            replacesAll.current = false;
          }}
        />
        <p class="field-hint" id={`${id}-hint`}>
          All of this is worked out in this page. Nothing is sent anywhere: it goes on when you are offline.
        </p>
      </div>
      <div class="row">
        <div class="grow">
          <label for={`${id}-method`}>Used with the method</label>
          <select
            id={`${id}-method`}
            value={subject.method}
            onChange={({ currentTarget }) => onEdit({ ...subject, method: currentTarget.value })}
          >
            {["GET", "HEAD", "PUT", "POST", "DELETE"].map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
        </div>
        <div class="grow">
          <label for={`${id}-moment`}>When S3 sees it</label>
          <select
            id={`${id}-moment`}
            value={moment}
            onChange={({ currentTarget }) => setMoment(currentTarget.value as Moment)}
          >
            <option value="now">now</option>
            <option value="signed">when it was signed</option>
            <option value="late">a second after its end</option>
          </select>
        </div>
      </div>
      {(wanted.length > 0 || subject.headers !== "") && (
        <div>
          <label for={`${id}-headers`}>Headers that are sent with it, one a line</label>
          <textarea
            id={`${id}-headers`}
            class="mono url-field"
            rows={Math.max(2, wanted.length)}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="none"
            aria-describedby={`${id}-wanted`}
            value={subject.headers}
            onInput={({ currentTarget }) => onEdit({ ...subject, headers: currentTarget.value })}
          />
          <p class="field-hint" id={`${id}-wanted`}>
            {wanted.length > 0
              ? `The URL signs ${wanted.join(", ")}: their values are not in it.`
              : "The URL signs none of them."}
          </p>
        </div>
      )}
    </div>
  );
}

interface ExperimentsProps {
  readonly before: Subject;
  readonly now: Subject;
  readonly isLate: boolean;
  readonly onChange: (subject: Subject) => void;
  readonly onLate: () => void;
  readonly onBack: () => void;
}

/** Each begins from the URL as it was: one change at a time shows what that change does. */
function Experiments({ before, now, isLate, onChange, onLate, onBack }: ExperimentsProps) {
  const isChanged = now !== before || isLate;
  return (
    <fieldset class="stack tight">
      <legend class="legend-title">Change a character and watch where it breaks</legend>
      <div class="row experiments">
        {EXPERIMENTS.map(({ name, change }) => {
          const changed = change(before);
          return (
            changed && (
              <button key={name} type="button" class="button small quiet" onClick={() => onChange(changed)}>
                {name}
              </button>
            )
          );
        })}
        <button type="button" class="button small quiet" onClick={onLate}>
          Too late
        </button>
        <button type="button" class="button small" disabled={!isChanged} onClick={onBack}>
          Put it back
        </button>
      </div>
    </fieldset>
  );
}
