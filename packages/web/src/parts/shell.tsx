import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isUnderWay, useApp } from "../lib/app-context.ts";
import { useTransfers } from "../lib/hooks.ts";
import { parsePath, usePath } from "../lib/router.ts";
import { useStore } from "../lib/store.ts";
import { Brand } from "./brand.tsx";
import { Confirm } from "./confirm.tsx";
import { DropAnywhere } from "./drop-anywhere.tsx";
import { ResumeOffer } from "./resume-offer.tsx";
import { SignInDialog } from "./sign-in-dialog.tsx";
import { sumUp } from "./transfer-list.tsx";

const PLACES = [
  { href: "/", label: "Send" },
  { href: "/files", label: "Files" },
  { href: "/links", label: "Links" },
];

/** The bar above, the line below, and what can come over any screen. */
export function Shell({ title, children }: { title: string; children: ComponentChildren }) {
  const { sessionEnded } = useApp();
  const path = usePath();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} · Daypass`;
  }, [title]);
  // A new path is a new screen, and reading begins at its heading
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [path]);
  return (
    <>
      <header class="top">
        <div>
          <Brand />
          <nav aria-label="Main">
            {PLACES.map(({ href, label }) => (
              <a key={href} href={href} aria-current={isAt(path, href) ? "page" : undefined}>
                {label}
                {href === "/" && <Badge />}
              </a>
            ))}
            <LearnLink>Learn</LearnLink>
          </nav>
          <Account />
        </div>
      </header>
      <Offline />
      <main ref={main}>{children}</main>
      <footer class="foot">
        <div>
          <span>Files go straight between your browser and the bucket.</span>
          <LearnLink>What is a presigned URL?</LearnLink>
        </div>
      </footer>
      <Message />
      <DropAnywhere />
      <ResumeOffer />
      {useStore(sessionEnded) && <SignInDialog />}
    </>
  );
}

/** Learn is a page of its own: while there is something to lose here, it opens beside this one. */
function LearnLink({ children }: { children: ComponentChildren }) {
  const { linkMaker } = useApp();
  const hasQueue = useTransfers().length > 0;
  const beside = useStore(linkMaker.phase).kind !== "editing" || hasQueue;
  return (
    <a href="/learn" target={beside ? "_blank" : undefined}>
      {children}
      {beside && <span class="visually-hidden"> (opens in a new tab)</span>}
    </a>
  );
}

function isAt(path: string, href: string): boolean {
  return path === href || (href === "/links" && parsePath(path).screen === "link");
}

/** How far sending is, seen from the other screens. */
function Badge() {
  const { busy, sentBytes, sizeBytes } = sumUp(useTransfers());
  if (!busy) return null;
  return <span class="badge num"> {Math.floor((sentBytes / (sizeBytes || 1)) * 100)} %</span>;
}

function Account() {
  const { api, login, transfers, message } = useApp();
  const [asking, setAsking] = useState(false);
  async function signOut() {
    for (const { id, state } of transfers.items) if (state.kind !== "done") transfers.pause(id);
    await api.signOut();
    location.assign("/sign-in");
    return true;
  }
  const begin = () => {
    if (isUnderWay(transfers)) return setAsking(true);
    signOut().catch(() => message.set("Signing out did not work: Daypass does not answer. Try again."));
  };
  return (
    <div class="account">
      <bdi class="soft small clip">{login}</bdi>
      <button type="button" class="button bare" onClick={begin}>
        Sign out
      </button>
      {asking && (
        <Confirm title="Sign out now?" act="Sign out" onClose={() => setAsking(false)} onConfirm={signOut}>
          <p>
            Files are still on their way. What arrived is kept for a day; you find it under Send and Files and can go on
            with it.
          </p>
        </Confirm>
      )}
    </div>
  );
}

function Offline() {
  const { transfers } = useApp();
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const update = () => {
      setOffline(!navigator.onLine);
      if (navigator.onLine) transfers.tryNow();
    };
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, [transfers]);
  return (
    <div role="status">
      {offline && (
        <p class="banner">
          <strong>You are offline.</strong> What arrived is kept, and sending goes on when the connection is back.
        </p>
      )}
    </div>
  );
}

const MESSAGE_MILLISECONDS = 6000;

function Message() {
  const { message } = useApp();
  const text = useStore(message);
  useEffect(() => {
    if (text === "") return;
    const timer = setTimeout(() => message.set(""), MESSAGE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, message]);
  return (
    <div class="message" role="status">
      {text !== "" && <p>{text}</p>}
    </div>
  );
}
