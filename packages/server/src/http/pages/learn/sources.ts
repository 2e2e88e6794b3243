// Where it is written: the pages of AWS that the sentences here rest on.
import { html } from "../html.ts";

const SOURCES: readonly { readonly href: string; readonly says: string }[] = [
  {
    href: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
    says: "Presigned URLs: who can make one, how long it lives, how a bucket can limit them",
  },
  {
    href: "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",
    says: "Signing in the query: each parameter, and the example whose credentials are used here",
  },
  {
    href: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html",
    says: "The signature step by step: canonical request, string to sign, key",
  },
  {
    href: "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html",
    says: "Uploads by POST: a form with a signed policy",
  },
  {
    href: "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
    says: "What S3 answers when it refuses",
  },
];

export const sources = html`<section class="stack tight" aria-labelledby="sources"><h2 id="sources">Where it is written</h2><ul class="sources">
${SOURCES.map(
  ({ href, says }) => html`<li><a href="${href}" rel="noreferrer">${says}</a></li>
`,
)}</ul></section>`;
