// A URL on the bench: change it, and see what it says, what would be signed and what S3 would answer. Nothing is sent.
import { inspect } from "@daypass/presign";
import { useEffect, useState } from "preact/hooks";
import { useStore } from "../lib/store.ts";
import { type Bench, findOrigin, giveDemo, givePasted, guessMethod, mend } from "./bench-state.ts";
import { ExperimentButtons } from "./experiment-buttons.tsx";
import { judge } from "./judge.ts";
import { type Moment, RequestFields } from "./request-fields.tsx";
import { SecretField } from "./secret-field.tsx";
import { Stages } from "./stages.tsx";
import { DEMO_KEY, type Subject, signWithDemoKey } from "./subject.ts";
import { UrlAnatomy } from "./url-anatomy.tsx";
import { VerdictNote } from "./verdict-note.tsx";

export function Workbench({ bench }: { bench: Bench }) {
  const given = useStore(bench);
  const { subject: before, secretAccessKey } = given;
  const [edited, setEdited] = useState({ before, subject: before });
  const [moment, setMoment] = useState<Moment>("now");
  // What was edited belongs to what it was made of: another URL on the bench begins as it is
  const subject = edited.before === before ? edited.subject : before;
  const edit = (next: Subject) => setEdited({ before, subject: next });
  const editByHand = (next: Subject) => {
    const mended = mend(given, guessMethod(given, next));
    if (mended === given) return edit(guessMethod(given, next));
    bench.set(mended);
  };
  const tryOut = (next: Subject, at: Moment) => {
    edit(next);
    setMoment(at);
  };
  const chooseMethod = (method: string) => {
    if (secretAccessKey !== undefined) return edit({ ...subject, method });
    // With which method a pasted URL was signed, nobody has said but who chooses it here
    const told = { ...before, method };
    bench.set({ ...given, subject: told, isMethodTold: true });
    setEdited({ before: told, subject: subject === before ? told : { ...subject, method } });
  };
  const at = useMoment(moment, subject);
  // Which headers a pasted URL was signed with, nobody has said: those that are given may be the right ones
  const origin = findOrigin(given, subject);
  const past = secretAccessKey === undefined ? { ...origin, headers: subject.headers } : origin;
  const verdict = judge({ before: past, now: subject, secretAccessKey, isMended: given.isMended, at });
  const withDemoKey = signWithDemoKey(subject);
  return (
    <>
      <div class="row">
        <button type="button" class="button small quiet" onClick={() => bench.set(giveDemo("download"))}>
          A demo for downloading
        </button>
        <button type="button" class="button small quiet" onClick={() => bench.set(giveDemo("upload"))}>
          A demo for uploading
        </button>
      </div>
      <RequestFields
        subject={subject}
        moment={moment}
        setMoment={setMoment}
        onEdit={editByHand}
        onMethod={chooseMethod}
        onReplace={(text) => bench.set(givePasted(text))}
      />
      <ExperimentButtons
        before={before}
        isChanged={subject !== before || moment === "late"}
        onTry={(next) => tryOut(next, moment === "late" ? "now" : moment)}
        onLate={() => tryOut(before, "late")}
        onBack={() => tryOut(before, "now")}
      />
      <VerdictNote verdict={verdict} />
      <UrlAnatomy
        url={subject.url}
        method={secretAccessKey !== undefined || given.isMethodTold ? origin.method : undefined}
      />
      <Stages
        before={past}
        now={subject}
        secretAccessKey={secretAccessKey}
        withoutSecret={
          <SecretField
            accessKeyId={accessKeyOf(subject)}
            onDemoKey={
              withDemoKey && (() => bench.set({ subject: withDemoKey, secretAccessKey: DEMO_KEY.secretAccessKey }))
            }
            onSecret={(secret) => bench.set({ subject: past, secretAccessKey: secret })}
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
