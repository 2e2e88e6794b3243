import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

export interface DialogProps {
  readonly title: string;
  /** Escape, the Cancel button or a click beside it. Absent: it stays until it is answered. */
  readonly onClose?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/**
 * Put on what has the focus when the dialog opens. Not `autofocus`: browsers heed that once a page, and write into the console
 * that they do not heed it again.
 */
export const FIRST_FOCUS = { "data-first-focus": true } as const;

/** A native modal dialog: it takes the focus, keeps it, and gives it back to where it came from. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current!;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      // What led here may have gone with the answer: then reading begins anew.
      setTimeout(() => {
        if (document.activeElement === document.body) document.querySelector<HTMLElement>("main h1")?.focus();
      });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, and comes as `cancel`
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isBeside(event, event.currentTarget)) onClose?.();
      }}
    >
      <div class="stack">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

function isBeside({ clientX, clientY }: MouseEvent, dialog: HTMLDialogElement): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
