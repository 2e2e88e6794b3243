import { useApp } from "../lib/app-context.ts";
import { formatPart } from "../lib/format.ts";
import { useStore } from "../lib/store.ts";
import { Dialog, FIRST_FOCUS } from "./dialog.tsx";
import { Moment } from "./facts.tsx";
import { List } from "./list.tsx";

/** Asks about files that have the name and the size of an upload that was cut off, where nothing says that they are the same. */
export function ResumeOffer() {
  const { sender } = useApp();
  const offers = useStore(sender.offers);
  if (offers.length === 0) return null;
  const one = offers.length === 1;
  return (
    <Dialog title="Go on where it stopped?" onClose={() => sender.answer("leave")}>
      <p>
        {one ? "An upload of this name and size was" : "Uploads of these names and sizes were"} cut off before. If{" "}
        {one ? "it is the same file, it goes" : "they are the same files, they go"} on with what is missing.
      </p>
      <List class="cut-off">
        {offers.map(
          ({ upload }) =>
            upload && (
              <li key={upload.id}>
                <bdi class="name">{upload.name}</bdi> ·{" "}
                {upload.arrivedBytes
                  ? `${formatPart(upload.arrivedBytes, upload.sizeBytes)} arrived`
                  : "nothing arrived yet"}{" "}
                · begun <Moment at={upload.createdAt} />
              </li>
            ),
        )}
      </List>
      <div class="row answers">
        <button type="button" class="button quiet" onClick={() => sender.answer("anew")}>
          Send as new
        </button>
        <button type="button" class="button" {...FIRST_FOCUS} onClick={() => sender.answer("go_on")}>
          Go on
        </button>
      </div>
    </Dialog>
  );
}
