// The fields of a request: its URL, its method, the headers that go with it, and when S3 sees it.
import { useId, useRef } from "preact/hooks";
import { isAnotherUrl } from "./bench-state.ts";
import { type Subject, signedBesidesHost } from "./subject.ts";

export type Moment = "now" | "signed" | "late";

/** What `inspect` takes. */
const MOST_URL_CHARACTERS = 16_384;

interface RequestFieldsProps {
  readonly subject: Subject;
  readonly moment: Moment;
  readonly setMoment: (moment: Moment) => void;
  readonly onEdit: (subject: Subject) => void;
  readonly onMethod: (method: string) => void;
  /** Another URL was put in the place of the whole text. */
  readonly onReplace: (text: string) => void;
}

export function RequestFields({ subject, moment, setMoment, onEdit, onMethod, onReplace }: RequestFieldsProps) {
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
          maxLength={MOST_URL_CHARACTERS}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="none"
          aria-describedby={`${id}-hint`}
          value={subject.url}
          onPaste={({ currentTarget: { selectionStart, selectionEnd, value } }) => {
            replacesAll.current = selectionStart === 0 && selectionEnd === value.length;
          }}
          onInput={({ currentTarget: { value } }) => {
            if (replacesAll.current || subject.url === "" || isAnotherUrl(subject.url, value)) onReplace(value);
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
            aria-describedby={`${id}-method-hint`}
            value={subject.method}
            onChange={({ currentTarget }) => onMethod(currentTarget.value)}
          >
            {["GET", "HEAD", "PUT", "POST", "DELETE"].map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
          <p class="field-hint" id={`${id}-method-hint`}>
            It is signed, though no URL says it.
          </p>
        </div>
        <div class="grow">
          <label for={`${id}-moment`}>When S3 sees it</label>
          <select
            id={`${id}-moment`}
            aria-describedby={`${id}-moment-hint`}
            value={moment}
            onChange={({ currentTarget }) => setMoment(currentTarget.value as Moment)}
          >
            <option value="now">now</option>
            <option value="signed">when it was signed</option>
            <option value="late">a second after its end</option>
          </select>
          <p class="field-hint" id={`${id}-moment-hint`}>
            It is judged when it is used.
          </p>
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
              ? `The URL signs ${wanted.join(", ")}, and does not say with which ${wanted.length > 1 ? "values" : "value"}.`
              : "The URL signs none of them."}
          </p>
        </div>
      )}
    </div>
  );
}
