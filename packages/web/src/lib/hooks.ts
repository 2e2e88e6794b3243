import { type Explanation, explain, type Transfer } from "@daypass/client";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { useStore } from "./store.ts";

const SHOW_EVERY_MILLISECONDS = 100;

/** The queue, shown at most ten times a second however fast bytes move. */
export function useTransfers(): readonly Transfer[] {
  const { transfers } = useApp();
  const [items, setItems] = useState(transfers.items);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      setItems(transfers.items);
    };
    const stop = transfers.subscribe(() => {
      timer ??= setTimeout(show, SHOW_EVERY_MILLISECONDS);
    });
    show();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [transfers]);
  return items;
}

/** The time, anew each second while `running`. */
export function useNow(running = true): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!running) return;
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: Explanation | null;
  readonly loading: boolean;
  reload(): void;
}

/** Loads when `key` changes, after a sign-in, and on `reload`; keeps what it showed meanwhile. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const { signIns } = useApp();
  const signIn = useStore(signIns);
  const [count, setCount] = useState(0);
  const [state, setState] = useState<Omit<Loaded<T>, "reload"> & { key: string }>({
    key,
    value: undefined,
    failure: null,
    loading: true,
  });
  const latest = useRef(load);
  latest.current = load;
  // The key says what is loaded; a sign-in and a reload ask again
  useEffect(() => {
    const stop = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    latest.current(stop.signal).then(
      (value) => stop.signal.aborted || setState({ key, value, failure: null, loading: false }),
      (error) =>
        stop.signal.aborted ||
        setState((before) => ({
          key,
          value: before.key === key ? before.value : undefined,
          failure: explain(error),
          loading: false,
        })),
    );
    return () => stop.abort();
  }, [key, count, signIn]);
  return { ...state, reload: useCallback(() => setCount((n) => n + 1), []) };
}

export interface Pages<T> {
  readonly items: readonly T[] | undefined;
  readonly failure: Explanation | null;
  readonly loading: boolean;
  readonly hasMore: boolean;
  showMore(): void;
  reload(): void;
}

export type LoadPage<T> = (
  query: { cursor?: string; limit: number },
  signal: AbortSignal,
) => Promise<{ items: T[]; nextCursor: string | null }>;

const PAGE = 50;

/** A list that grows by a page at a time. Reloading asks for as much as is shown. */
export function usePages<T>(key: string, loadPage: LoadPage<T>): Pages<T> {
  const [pageCount, setPageCount] = useState(1);
  const shown = useRef(key);
  if (shown.current !== key) {
    shown.current = key;
    if (pageCount !== 1) setPageCount(1);
  }
  const loaded = useLoad(`${key}\n${pageCount}`, async (signal) => {
    const items: T[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < pageCount; page++) {
      const answer = await loadPage({ limit: PAGE, ...(cursor === null ? {} : { cursor }) }, signal);
      items.push(...answer.items);
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
    return { items, hasMore: cursor !== null };
  });
  return {
    items: loaded.value?.items,
    failure: loaded.failure,
    loading: loaded.loading,
    hasMore: loaded.value?.hasMore ?? false,
    showMore: () => setPageCount((count) => count + 1),
    reload: loaded.reload,
  };
}

/** The value after it rested: typing asks once. */
export function useSettled<T>(value: T, milliseconds = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
