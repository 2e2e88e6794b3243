// A second look at what was signed, as a whole: what the service lacks by whatever name, and what is too long to arrive.
import type { Address } from "../address/address.ts";
import { refuseOfDirectoryBucket } from "../providers/directory-bucket.ts";
import type { Provider } from "../providers/provider.ts";
import { refuseLackingNames } from "../providers/signed-names.ts";
import type { PresignedRequest, PresignWarning } from "../types.ts";
import type { BucketSigner } from "./bucket-signer.ts";

/**
 * What S3 takes of headers (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html), and what usual servers
 * and proxies take of a request's first line and headers.
 */
const MANY_BYTES = 8192;

const REQUEST_LONG: PresignWarning = /* @__PURE__ */ Object.freeze({
  code: "request_long",
  text: `The URL and the headers to send are longer than ${MANY_BYTES} bytes together: S3 takes no more of headers, and many servers and proxies on the way no more of either. Keep what is long with the object, or under an id.`,
});

/** The same signer, which gives nothing out that the service would refuse, and says what may not arrive. */
export function lookAgain(signer: BucketSigner, address: Address, provider: Provider | undefined): BucketSigner {
  const lacksNothing = provider === undefined || Object.keys(provider.lacks).length === 0;
  const look = (signed: PresignedRequest, on: "object" | "bucket"): PresignedRequest => {
    if (!lacksNothing) refuseLackingNames(provider, signed);
    if (address.kind === "directory-bucket") refuseOfDirectoryBucket(signed, on);
    return bytesOf(signed) > MANY_BYTES ? { ...signed, warnings: [...signed.warnings, REQUEST_LONG] } : signed;
  };
  return {
    ...signer,
    signObject: (method, call, key, options, operation) =>
      look(signer.signObject(method, call, key, options, operation), "object"),
    signBucket: (method, call, options, operation) =>
      look(signer.signBucket(method, call, options, operation), "bucket"),
  };
}

/** All of it is ASCII: a character is a byte. */
function bytesOf({ url, headers }: PresignedRequest): number {
  let bytes = url.length;
  for (const name of Object.keys(headers)) bytes += name.length + headers[name]!.length;
  return bytes;
}
