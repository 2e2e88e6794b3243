// What JavaScript adds to Learn: both URLs are sent from the page, and any URL can be taken apart and changed.
import { render } from "preact";
import "./learn.css";
import { createBench, givePasted } from "./learn/bench-state.ts";
import { LiveTry } from "./learn/live-try.tsx";
import { Workbench } from "./learn/workbench.tsx";

const bench = createBench();
const liveTry = document.getElementById("live-try");
const workbench = document.getElementById("workbench");

if (liveTry) {
  const takeApart = (url: string) => {
    bench.set(givePasted(url));
    const heading = document.getElementById("anatomy");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  };
  liveTry.replaceChildren();
  render(<LiveTry plainUrl={liveTry.dataset.plainUrl ?? ""} onTakeApart={takeApart} />, liveTry);
}
if (workbench) {
  workbench.replaceChildren();
  render(<Workbench bench={bench} />, workbench);
}
