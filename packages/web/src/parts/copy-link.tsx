import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../lib/app-context.ts";
import { copyText } from "../lib/clipboard.ts";
import { isLoopback } from "../lib/loopback.ts";

const SHOWN_MILLISECONDS = 2500;

/** Copies at one click. Where the browser does not allow it, `onFailed` shows the link to be copied by hand. */
export function CopyButton({ text, label = "Copy link", class: kind = "", onFailed }: CopyProps) {
  const { message } = useApp();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy() {
    const worked = await copyText(text);
    setCopied(worked);
    message.set(
      worked
        ? `The link is copied.${isLoopback(text) ? " It works on this machine only." : ""}`
        : "This browser does not let the page copy. Select the link and copy it.",
    );
    if (!worked) onFailed?.();
  }
  return (
    <button type="button" class={`button small ${kind}`} onClick={copy}>
      {copied ? "Copied" : label}
    </button>
  );
}
interface CopyProps {
  readonly text: string;
  readonly label?: string;
  readonly class?: string;
  readonly onFailed?: () => void;
}

/** The link in a box: readable, selectable at one click, copied at one click. */
export function LinkBox({ url }: { url: string }) {
  const ref = useRef<HTMLInputElement>(null);
  const select = () => ref.current?.select();
  return (
    <div class="linkbox">
      <input ref={ref} class="link-text" aria-label="The link" readOnly value={url} onFocus={select} onClick={select} />
      <CopyButton text={url} onFailed={() => ref.current?.focus()} />
    </div>
  );
}
