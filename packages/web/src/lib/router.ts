import { createStore, useStore } from "./store.ts";

export type Route =
  | { readonly screen: "send" }
  | { readonly screen: "files" }
  | { readonly screen: "links" }
  | { readonly screen: "link"; readonly id: string }
  | { readonly screen: "unknown" };

export function parsePath(path: string): Route {
  if (path === "/") return { screen: "send" };
  if (path === "/files") return { screen: "files" };
  if (path === "/links") return { screen: "links" };
  const id = /^\/links\/(shr_[a-z2-7]{26})$/.exec(path)?.[1];
  return id === undefined ? { screen: "unknown" } : { screen: "link", id };
}

const path = createStore(location.pathname);
addEventListener("popstate", () => path.set(location.pathname));

export function navigate(to: string): void {
  history.pushState(null, "", to);
  scrollTo(0, 0);
  path.set(location.pathname);
}

/** Links between screens change the screen and not the page, so that transfers go on. All others are left alone. */
addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const anchor = event.target instanceof Element ? event.target.closest("a") : null;
  if (!anchor || anchor.origin !== location.origin || anchor.target !== "" || anchor.hasAttribute("download")) return;
  if (parsePath(anchor.pathname).screen === "unknown") return;
  event.preventDefault();
  if (anchor.pathname !== location.pathname) navigate(anchor.pathname);
});

export const usePath = (): string => useStore(path);
