import { useEffect } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { watchDrags } from "../lib/drag.ts";
import { readDrop } from "../lib/drop.ts";
import { plural } from "../lib/format.ts";
import { usePath } from "../lib/router.ts";
import { useStore } from "../lib/store.ts";

/** Files dropped on any screen are sent. Where no drop zone says so, this does. */
export function DropAnywhere() {
  const { sender, dragging, message } = useApp();
  const hasZone = usePath() === "/";
  const over = useStore(dragging);
  useEffect(
    () =>
      watchDrags({
        over: dragging.set,
        drop(data) {
          readDrop(data).then(
            (sources) => {
              if (sources.length === 0) return message.set("There was no file in what you dropped.");
              sender.send(sources);
              if (location.pathname !== "/")
                message.set(`${plural(sources.length, "file is", "files are")} on the way. See it under Send.`);
            },
            () => message.set("What you dropped could not be read. Choose the files instead."),
          );
        },
      }),
    [sender, dragging, message],
  );
  return (
    <div class="message" role="status">
      {over && !hasZone && <p>Let go to send</p>}
    </div>
  );
}
