import { type Explanation, explain } from "@daypass/client";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog, FIRST_FOCUS } from "./dialog.tsx";
import { Failure } from "./failure.tsx";

export interface ConfirmProps {
  readonly title: string;
  /** The verb of the question, as on the button that led here. */
  readonly act: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** Answers with true when the dialog can go. */
  readonly onConfirm: () => Promise<boolean>;
}

/** Asks once before something ends. The safe answer has the focus. */
export function Confirm({ title, act, children, onClose, onConfirm }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Explanation | null>(null);
  async function confirm() {
    setBusy(true);
    setFailure(null);
    try {
      if (await onConfirm()) return onClose();
    } catch (error) {
      setFailure(explain(error));
    }
    setBusy(false);
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {failure && <Failure explanation={failure} />}
      <div class="row answers">
        <button type="button" class="button quiet" {...FIRST_FOCUS} onClick={onClose}>
          Keep it
        </button>
        <button type="button" class="button danger" disabled={busy} onClick={confirm}>
          {act}
        </button>
      </div>
    </Dialog>
  );
}
