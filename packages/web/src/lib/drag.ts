import { carriesFiles } from "./drop.ts";

const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input:not([type=file]), textarea") !== null;

/**
 * Watches the whole page for files that are dragged over it and dropped. Whatever else is dragged has no effect, but for text
 * into a field: a browser would leave the page for it. Answers with the way to stop.
 */
export function watchDrags(told: { over(isOver: boolean): void; drop(data: DataTransfer): void }): () => void {
  let depth = 0;
  const listeners = {
    dragenter(event: DragEvent) {
      if (!carriesFiles(event)) return;
      depth++;
      told.over(true);
    },
    dragleave(event: DragEvent) {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) told.over(false);
    },
    dragover(event: DragEvent) {
      if (!carriesFiles(event) && isField(event.target)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = carriesFiles(event) ? "copy" : "none";
    },
    drop(event: DragEvent) {
      if (!carriesFiles(event) && isField(event.target)) return;
      event.preventDefault();
      depth = 0;
      told.over(false);
      if (event.dataTransfer && carriesFiles(event)) told.drop(event.dataTransfer);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
  };
}
