import { BUCKET } from "./scene.ts";

/** The paragraphs before the first step; the table of keys follows. */
export const whatThisIs = (endpoint: string): string[] => [
  "A presigned URL is a day pass to one object in a bucket: it says who allows what, until when, and proves it with a signature. On this tour you see some made, used, and broken. It takes about five minutes.",
  `Every request that is shown is really sent, and every answer is what came back. They go to a bucket of their own, \`${BUCKET}\`, on this machine only (${endpoint}); it lies in a temporary folder and is gone at the end. It checks what S3 checks and answers what S3 answers. A signature is shown shortened.`,
  "Three keys can sign for this bucket. Each has rights of its own:",
];

/** What is said after the last step, and where to go from there. */
export const whatNext = (steps: number): [paragraphs: string[], table: (readonly [name: string, text: string])[]] => [
  [
    `That was the tour: ${steps} steps, and every answer was the one that it should be. The bucket and its folder are removed now.`,
    "Keep two things in mind. A presigned URL can be used again and again until it ends, by whoever holds it, so make it short-lived. And it cannot be called back by itself: it ends early only when its key loses the right or is deleted.",
    "From here, each called as you called this tour:",
  ],
  [
    ["daypass presign", "makes such a URL for your own bucket"],
    ["daypass inspect", "says what a URL allows, and what is unwise about it"],
    ["daypass serve", "shares files with links, passwords and limits, on presigned URLs"],
  ],
];
