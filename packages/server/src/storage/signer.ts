// The one file of the server that signs: what people get, and the server's own calls.
import { createPresigner, type PresignedForm, type PresignedRequest, type Presigner } from "@daypass/presign";
import type { DemoGrant, DownloadGrant, PartsGrant, UploadControlGrant, UploadGrant } from "../domain/grants.ts";
import type { BucketAddress, BucketCredentials, CredentialSource } from "./bucket-address.ts";

/** The signed, and otherwise ignored, parameter that ties a request in the bucket's log to the grant behind it. */
const GRANT_PARAMETER = "x-daypass-grant";
/** A call of the server itself is made at once. */
const CALL_SECONDS = 60;

/** Keeps one presigner for as long as its credentials are the same: it holds the day's signing key. */
function cachePresigner(
  source: CredentialSource,
  create: (credentials: BucketCredentials) => Presigner,
): () => Promise<Presigner> {
  let held: { readonly credentials: BucketCredentials; readonly presigner: Presigner } | undefined;
  return async () => {
    const credentials = await source();
    const same =
      held &&
      held.credentials.accessKeyId === credentials.accessKeyId &&
      held.credentials.secretAccessKey === credentials.secretAccessKey &&
      held.credentials.sessionToken === credentials.sessionToken &&
      held.credentials.expiration?.getTime() === credentials.expiration?.getTime();
    if (!same) held = { credentials, presigner: create(credentials) };
    return held!.presigner;
  };
}

/** Never longer than the credentials themselves: a URL dies with what signed it. */
async function clampSeconds(source: CredentialSource, wanted: number, now: number): Promise<number> {
  const { expiration } = await source();
  if (!expiration) return wanted;
  return Math.max(1, Math.min(wanted, Math.floor((expiration.getTime() - now) / 1000)));
}

export function createSigner(bucket: BucketAddress, clock: () => Date) {
  const presignerAt = (endpoint: string | undefined) => (credentials: BucketCredentials) =>
    createPresigner({
      credentials,
      region: bucket.region,
      bucket: bucket.name,
      clock,
      ...(endpoint === undefined ? { fips: bucket.fips, dualstack: bucket.dualstack } : { endpoint }),
      ...(bucket.addressing === undefined ? {} : { addressing: bucket.addressing }),
    });
  const publicSigner = cachePresigner(bucket.signer, presignerAt(bucket.publicEndpoint ?? bucket.endpoint));
  const ownSigner = cachePresigner(bucket.signer, presignerAt(bucket.endpoint));
  const ownJanitor = cachePresigner(bucket.janitor, presignerAt(bucket.endpoint));
  const secondsOf = (wanted: number) => clampSeconds(bucket.signer, wanted, clock().getTime());
  const ownSignerSeconds = () => secondsOf(CALL_SECONDS);
  const ownJanitorSeconds = () => clampSeconds(bucket.janitor, CALL_SECONDS, clock().getTime());

  return {
    /** Throws when there are no credentials to sign with: asked before anything is counted. */
    checkCredentials: async (): Promise<void> => void (await publicSigner()),

    /** GetObject of one version, as an attachment, for whoever holds the URL. */
    async signDownload(grant: DownloadGrant): Promise<PresignedRequest> {
      const presigner = await publicSigner();
      return presigner.get(grant.objectKey, {
        expiresInSeconds: await secondsOf(grant.expiresInSeconds),
        downloadAs: grant.downloadAs,
        response: { contentType: grant.responseContentType, cacheControl: "private, no-store" },
        query: { [GRANT_PARAMETER]: grant.id },
        ...(grant.versionId === null ? {} : { versionId: grant.versionId }),
      });
    },

    /** PutObject of exactly these bytes' size and type, only where nothing is yet. */
    async signPut(grant: UploadGrant): Promise<PresignedRequest> {
      const presigner = await publicSigner();
      return presigner.put(grant.objectKey, {
        expiresInSeconds: await secondsOf(grant.expiresInSeconds),
        contentLength: grant.contentLengthBytes,
        contentType: grant.contentType,
        createOnly: true,
        ...(grant.sha256 === null ? {} : { checksum: { algorithm: "SHA256", value: grant.sha256 } }),
      });
    },

    /** The same as a form, whose policy allows exactly one size. */
    async signForm(grant: UploadGrant): Promise<PresignedForm> {
      const presigner = await publicSigner();
      return presigner.post({
        key: grant.objectKey,
        expiresInSeconds: await secondsOf(grant.expiresInSeconds),
        contentLengthRange: { min: grant.contentLengthBytes, max: grant.contentLengthBytes },
        contentType: grant.contentType,
        successActionStatus: 201,
      });
    },

    /** UploadPart for each part, of exactly its planned size. */
    async signParts(grant: PartsGrant): Promise<{ number: number; request: PresignedRequest }[]> {
      const presigner = await publicSigner();
      const expiresInSeconds = await secondsOf(grant.expiresInSeconds);
      return grant.parts.map(({ number, sizeBytes }) => ({
        number,
        request: presigner.multipart.part(grant.objectKey, {
          uploadId: grant.multipartId,
          partNumber: number,
          contentLength: sizeBytes,
          expiresInSeconds,
        }),
      }));
    },

    /** GetObject of the demo object, as an attachment, for whoever holds the URL. */
    async signDemo(grant: DemoGrant): Promise<PresignedRequest> {
      const presigner = await publicSigner();
      return presigner.get(grant.objectKey, {
        expiresInSeconds: await secondsOf(grant.expiresInSeconds),
        downloadAs: "hello.txt",
        response: { contentType: "text/plain; charset=utf-8", cacheControl: "private, no-store" },
      });
    },

    // The server's own calls. Create and Complete are PutObject and ride on the signer's right; the rest is the janitor's.

    createMultipart: async (grant: UploadControlGrant): Promise<PresignedRequest> =>
      (await ownSigner()).multipart.create(grant.objectKey, {
        contentType: grant.contentType,
        expiresInSeconds: await ownSignerSeconds(),
      }),

    /** PutObject of exactly this text, only where nothing is yet. */
    storeDemo: async (grant: DemoGrant, text: string): Promise<PresignedRequest> =>
      (await ownSigner()).put(grant.objectKey, {
        contentLength: Buffer.byteLength(text),
        contentType: "text/plain; charset=utf-8",
        createOnly: true,
        expiresInSeconds: await ownSignerSeconds(),
      }),

    completeMultipart: async (grant: UploadControlGrant, uploadId: string): Promise<PresignedRequest> =>
      (await ownSigner()).multipart.complete(grant.objectKey, {
        uploadId,
        createOnly: true,
        expiresInSeconds: await ownSignerSeconds(),
      }),

    listParts: async (grant: UploadControlGrant, uploadId: string, marker: number): Promise<PresignedRequest> =>
      (await ownJanitor()).multipart.listParts(grant.objectKey, {
        uploadId,
        expiresInSeconds: await ownJanitorSeconds(),
        ...(marker === 0 ? {} : { partNumberMarker: marker }),
      }),

    head: async (grant: UploadControlGrant): Promise<PresignedRequest> =>
      (await ownJanitor()).head(grant.objectKey, {
        expiresInSeconds: await ownJanitorSeconds(),
        headers: { "x-amz-checksum-mode": "ENABLED" },
      }),

    /** For the deletion queue, whose rows are written by the deeds that were allowed. */
    deleteObject: async (objectKey: string, versionId: string | null): Promise<PresignedRequest> =>
      (await ownJanitor()).delete(objectKey, {
        expiresInSeconds: await ownJanitorSeconds(),
        ...(versionId === null ? {} : { versionId }),
      }),

    abortMultipart: async (objectKey: string, uploadId: string): Promise<PresignedRequest> =>
      (await ownJanitor()).multipart.abort(objectKey, { uploadId, expiresInSeconds: await ownJanitorSeconds() }),

    /** Where browsers find an object, without a signature: a private bucket refuses it. */
    plainUrl(objectKey: string): string {
      const credentials = { accessKeyId: "none", secretAccessKey: "none" };
      const presigner = presignerAt(bucket.publicEndpoint ?? bucket.endpoint)(credentials);
      return presigner.get(objectKey, { expiresInSeconds: 1 }).url.split("?")[0]!;
    },
  };
}

export type Signer = ReturnType<typeof createSigner>;
