// Loaded before everything else of a canary: changes one text of one source file as it is loaded, in this process and in
// those that it starts.
import { registerHooks } from "node:module";

const { file, from, to } = JSON.parse(process.env.DAYPASS_TRIAL_PATCH!) as { file: string; from: string; to: string };

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/${file}`)) return loaded;
    const parts = Buffer.from(loaded.source as Uint8Array)
      .toString("utf8")
      .split(from);
    if (parts.length !== 2) throw new Error(`The canary's text is ${parts.length - 1} times in ${file}: ${from}`);
    return { ...loaded, source: parts.join(to) };
  },
});
