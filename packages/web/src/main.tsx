// The app behind the sign-in. The server renders the shell: #app with the login of who is signed in.
import { render } from "preact";
import "./app.css";
import { App } from "./app.tsx";
import { createApp } from "./lib/app-context.ts";

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App app={createApp(root.dataset.login ?? "")} />, root);
}
