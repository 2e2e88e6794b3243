import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

// Four entries: the app behind the sign-in, what JavaScript adds to the recipient's page and to Learn, and the style
// sheet that pages rendered by the server share with all of them. The manifest tells the server their hashed names.
export default defineConfig({
  plugins: [preact()],
  base: "/assets/",
  build: {
    outDir: "dist",
    assetsDir: ".",
    manifest: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: { input: ["src/main.tsx", "src/recipient.ts", "src/learn.tsx", "src/daypass.css"] },
  },
});
