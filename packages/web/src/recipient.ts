// What JavaScript adds to the recipient's page: times in the reader's zone, what is left of them, and a download whose
// answer can be told. The page works without it, and wherever this does not know on, it hands over to the plain form.
import { localTime, timeLeft } from "./recipient-times.ts";

interface Claimed {
  readonly url: string;
  readonly claimToken: string;
}

/** Forms of files that this visitor has not had before: the server knows the others by their cookie and counts nothing. */
const FRESH = "form[action$='/claim']:not([data-resumable])";

/** Claim tokens of this visit, by the form's address: the same file again counts nothing. */
const tokens = new Map<string, string>();

const say = (text: string): void => {
  const status = document.querySelector("#said");
  if (status) status.textContent = text;
};

/** When the page began: what is left is counted from here, so that a reader's clock that goes wrong ends nothing too early. */
const openedAt = Date.now();
/** Of the longest timer that browsers keep, and often enough for "5 minutes left". */
const LOOK_AGAIN_MS = 30_000;

let ended = false;

/** The link is over: what the server would refuse is not offered any more. */
function end(): void {
  if (ended) return;
  ended = true;
  document.querySelector("#last")?.remove();
  for (const button of document.querySelectorAll<HTMLButtonElement>("form button")) button.disabled = true;
  say("This link has ended. Ask the person who sent it for a new one; if they extended it, load this page again.");
}

function showTimes(): void {
  const now = new Date();
  let next = LOOK_AGAIN_MS;
  for (const time of document.querySelectorAll("time")) time.textContent = localTime(new Date(time.dateTime), now);
  for (const row of document.querySelectorAll<HTMLElement>("[data-left-ms]")) {
    const leftMs = Number(row.dataset.leftMs) - (now.getTime() - openedAt);
    row.hidden = false;
    row.textContent = timeLeft(leftMs) ?? "It has ended";
    if (leftMs <= 0) {
      end();
      return;
    }
    next = Math.min(next, leftMs);
  }
  setTimeout(showTimes, next);
}

/** One claim was counted: the stub says so without loading the page again. Answers the words for it; none where no limit is. */
function countDown(): string {
  const left = document.querySelector<HTMLElement>("[data-claims-left]");
  const before = Number(left?.dataset.claimsLeft);
  if (!left || !(before > 0)) return "";
  left.dataset.claimsLeft = String(before - 1);
  left.textContent = String(before - 1);
  document.querySelector("#last")?.remove();
  const said = ` Downloads left: ${before - 1}.`;
  if (before > 1) return said;
  for (const form of document.querySelectorAll<HTMLFormElement>(FRESH)) {
    if (tokens.has(form.action)) continue;
    const button = form.querySelector("button");
    if (button) button.disabled = true;
  }
  return said;
}

function ask({ action, elements }: HTMLFormElement): Promise<Response> {
  const token = tokens.get(action);
  // The form's own token: asked again after an answer that was lost, it is the same claim.
  const { value: claimToken } = elements.namedItem("claimToken") as HTMLInputElement;
  return fetch(token === undefined ? action : new URL(`../../claims/${token}/url`, action), {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(token === undefined ? { claimToken } : {}),
  });
}

async function download(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const { action } = form;
  const name = form.closest("li")?.querySelector(".name")?.textContent ?? "The file";
  button.disabled = true;
  try {
    const response = await ask(form);
    if (response.ok) {
      const { url, claimToken }: Claimed = await response.json();
      tokens.set(action, claimToken);
      // 200 is a file that was claimed before, in another tab for instance: nothing was counted.
      const left = response.status === 201 ? countDown() : "";
      location.assign(url);
      button.firstChild!.textContent = "Download again";
      say(`${name}: the download has started.${left} If the line drops, press the button again: that counts nothing.`);
    } else if (tokens.delete(action)) {
      say(`${name}: it can no longer be had again without counting. Press the button for a new download.`);
    } else {
      // Refused, so nothing was counted: the server's own page says why.
      form.submit();
    }
  } catch {
    say("No answer: the line may be down. Press the button again: a download that was counted is not counted twice.");
  }
  button.disabled = ended;
}

showTimes();
for (const form of document.querySelectorAll<HTMLFormElement>(FRESH))
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button");
    if (!button) return;
    event.preventDefault();
    void download(form, button);
  });
