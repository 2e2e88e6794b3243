import { useEffect } from "preact/hooks";
import { AppContext, type App as AppState, isUnderWay } from "./lib/app-context.ts";
import { parsePath, type Route, usePath } from "./lib/router.ts";
import { Shell } from "./parts/shell.tsx";
import { FilesScreen } from "./screens/files.tsx";
import { LinkScreen } from "./screens/link.tsx";
import { LinksScreen } from "./screens/links.tsx";
import { SendScreen } from "./screens/send.tsx";

const TITLES: Record<Route["screen"], string> = {
  send: "Send",
  files: "Files",
  links: "Links",
  link: "Your link",
  unknown: "Nothing here",
};

export function App({ app }: { app: AppState }) {
  const route = parsePath(usePath());
  useWarningBeforeLeaving(app);
  return (
    <AppContext.Provider value={app}>
      <Shell title={TITLES[route.screen]}>
        <Screen route={route} />
      </Shell>
    </AppContext.Provider>
  );
}

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case "send":
      return <SendScreen />;
    case "files":
      return <FilesScreen />;
    case "links":
      return <LinksScreen />;
    case "link":
      return <LinkScreen key={route.id} id={route.id} />;
    case "unknown":
      return (
        <div class="stack">
          <h1 tabIndex={-1}>There is nothing here</h1>
          <p>
            The address may be mistyped. <a href="/">Send files</a> or look at <a href="/links">your links</a>.
          </p>
        </div>
      );
  }
}

function useWarningBeforeLeaving({ transfers, linkMaker }: AppState): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isUnderWay(transfers) || linkMaker.phase.get().kind === "making") event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [transfers, linkMaker]);
}
