import type {
  ApiTokenList,
  ClaimedDownload,
  CompletedUpload,
  CreatedUpload,
  CreateShare,
  CreateUpload,
  EventList,
  File,
  FileDownload,
  FileList,
  Instance,
  ListQuery,
  PatchShare,
  Problem,
  Session,
  Share,
  ShareList,
  SignedParts,
  SignedUpload,
  SignIn,
  SignParts,
  UploadList,
  UploadProgress,
} from "@daypass/api/schemas";
import { ApiError, NetworkError } from "./errors.ts";

/** What `createApi` takes. */
export interface ApiOptions {
  /** Origin of the server, `https://share.example.org`; empty for the page's own origin. */
  readonly baseUrl: string;
  /** API token; without one a browser's session cookie counts. */
  readonly token?: string | undefined;
  /** Default: the runtime's `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborting it ends the call, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
/** Options of calls that create something. */
export interface CreateOptions extends CallOptions {
  /** Asking again with the same key gives the same answer and creates nothing twice. Default: a new one. */
  readonly idempotencyKey?: string | undefined;
}

/** Every route of the HTTP API as a method. Each throws `ApiError` (the server said no) or `NetworkError` (no answer). */
export interface Api {
  /** Who is signed in; throws `not_signed_in` when nobody is. */
  getSession(options?: CallOptions): Promise<Session>;
  /** Begins a session, which the browser keeps as a cookie; throws `wrong_credentials`, or `too_many_tries`. */
  signIn(input: SignIn, options?: CallOptions): Promise<Session>;
  /** Ends the session of this browser. */
  signOut(options?: CallOptions): Promise<void>;
  /** What this Daypass is called and takes: limits, and who may do what. Asks for no session. */
  getInstance(options?: CallOptions): Promise<Instance>;

  /** Your API tokens that work, newest first. For a session only: a token is answered with `not_allowed`. */
  listTokens(query?: ListQuery, options?: CallOptions): Promise<ApiTokenList>;
  /** The token stops working with the next request. For a session only. */
  revokeToken(id: string, options?: CallOptions): Promise<void>;

  /** Announces a file by name, size in bytes and type; answers with its id and the plan by which to send it. */
  createUpload(input: CreateUpload, options?: CreateOptions): Promise<CreatedUpload>;
  /** Uploads that are not finished, newest first. */
  listUploads(query?: ListQuery, options?: CallOptions): Promise<UploadList>;
  /** State, and the parts that the bucket has. */
  getUpload(id: string, options?: CallOptions): Promise<UploadProgress>;
  /** A fresh put or post plan. */
  signUpload(id: string, options?: CallOptions): Promise<SignedUpload>;
  /** Up to 1000 parts at a time. */
  signParts(id: string, input: SignParts, options?: CallOptions): Promise<SignedParts>;
  /** May be asked again: the answer is the same file. */
  completeUpload(id: string, options?: CallOptions): Promise<CompletedUpload>;
  /** Ends an upload that is not finished, and throws away what the bucket has of it. */
  abortUpload(id: string, options?: CallOptions): Promise<void>;

  /** Your files, newest first, a page at a time: `nextCursor` of the answer asks for the next. */
  listFiles(query?: ListQuery, options?: CallOptions): Promise<FileList>;
  /** One file; throws `not_found` for one that is not yours, too. */
  getFile(id: string, options?: CallOptions): Promise<File>;
  /** A presigned GET of your own file, which lives for a minute at most. It spends no download of a link. */
  downloadFile(id: string, options?: CallOptions): Promise<FileDownload>;
  /** Without `confirmShared`, a file that links name answers `file_is_shared` with those links, also with links that have ended. */
  deleteFile(id: string, options?: CallOptions & { readonly confirmShared?: boolean }): Promise<void>;

  /** Makes a link to files, with its limits. Its `url` is what is handed on. */
  createShare(input: CreateShare, options?: CreateOptions): Promise<Share>;
  /** Your links, newest first, a page at a time. */
  listShares(query?: ListQuery, options?: CallOptions): Promise<ShareList>;
  /** One link, with how much of it is used. */
  getShare(id: string, options?: CallOptions): Promise<Share>;
  /** Changes the limits of a link: what is absent stays, `null` takes a limit off. */
  updateShare(id: string, patch: PatchShare, options?: CallOptions): Promise<Share>;
  /** The link stops working; a download that runs goes on. */
  revokeShare(id: string, options?: CallOptions): Promise<void>;
  /** What happened to a link, newest first, a page at a time. */
  listShareEvents(id: string, query?: ListQuery, options?: CallOptions): Promise<EventList>;

  /** Spends one download of a link. `shareUrl` is the link itself. */
  claim(
    shareUrl: string,
    fileId: string,
    options?: CallOptions & { readonly password?: string },
  ): Promise<ClaimedDownload>;
  /** The same file's URL again, counting nothing, for 24 hours. */
  renewClaim(shareUrl: string, claimToken: string, options?: CallOptions): Promise<ClaimedDownload>;
}

interface Call extends CallOptions {
  readonly body?: unknown;
  readonly query?: object | undefined;
  readonly idempotencyKey?: string | undefined;
}

/**
 * A typed client of one Daypass server, for browsers and Node. Nothing is sent until a method is called; each is one request,
 * and what the server refuses comes as a problem document, https://www.rfc-editor.org/rfc/rfc9457.
 *
 * @throws {TypeError} when `baseUrl` is neither empty nor an http(s) URL. Its methods throw `ApiError` and `NetworkError`.
 * @example
 * ```ts
 * import { ApiError, createApi } from "@daypass/client";
 *
 * // In place of a server, one that knows nobody.
 * const problem = { title: "Sign in first", status: 401, code: "not_signed_in", detail: "This needs a session or a token." };
 * const api = createApi({ baseUrl: "https://share.example.org", fetch: async () => Response.json(problem, { status: 401 }) });
 *
 * const error = await api.listFiles().catch((thrown: unknown) => thrown);
 * if (error instanceof ApiError) console.log(error.status, error.code); // → 401 not_signed_in
 * ```
 */
export function createApi(options: ApiOptions): Api {
  const base = readBaseUrl(options.baseUrl);
  const callFetch: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));

  async function call<T>(method: string, path: string, { body, query, idempotencyKey, signal }: Call = {}): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
    const url = /^https?:/.test(path) ? path : `${base}${path}${queryOf(query)}`;
    let response: Response;
    let text: string;
    try {
      response = await callFetch(url, {
        method,
        headers,
        cache: "no-store",
        redirect: "follow",
        ...(signal ? { signal } : {}),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      signal?.throwIfAborted();
      throw new NetworkError("server", { cause });
    }
    if (!response.ok) throw new ApiError(readProblem(response, text), { withToken: options.token !== undefined });
    if (text === "") return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiError(readProblem(response, text), { withToken: options.token !== undefined });
    }
  }

  const v1 = "/api/v1";
  const at = (kind: string, id: string) => `${v1}/${kind}/${encodeURIComponent(id)}`;
  const create = (o?: CreateOptions) => ({
    signal: o?.signal,
    idempotencyKey: o?.idempotencyKey ?? newIdempotencyKey(),
  });

  return {
    getSession: (o) => call("GET", `${v1}/session`, o),
    signIn: (body, o) => call("POST", `${v1}/session`, { ...o, body }),
    signOut: (o) => call("DELETE", `${v1}/session`, o),
    getInstance: (o) => call("GET", `${v1}/instance`, o),

    listTokens: (query, o) => call("GET", `${v1}/tokens`, { ...o, query }),
    revokeToken: (id, o) => call("DELETE", at("tokens", id), o),

    createUpload: (body, o) => call("POST", `${v1}/uploads`, { ...create(o), body }),
    listUploads: (query, o) => call("GET", `${v1}/uploads`, { ...o, query }),
    getUpload: (id, o) => call("GET", at("uploads", id), o),
    signUpload: (id, o) => call("POST", `${at("uploads", id)}/sign`, { ...o, body: {} }),
    signParts: (id, body, o) => call("POST", `${at("uploads", id)}/parts`, { ...o, body }),
    completeUpload: (id, o) => call("POST", `${at("uploads", id)}/complete`, { ...o, body: {} }),
    abortUpload: (id, o) => call("DELETE", at("uploads", id), o),

    listFiles: (query, o) => call("GET", `${v1}/files`, { ...o, query }),
    getFile: (id, o) => call("GET", at("files", id), o),
    downloadFile: (id, o) => call("POST", `${at("files", id)}/download`, { ...o, body: {} }),
    deleteFile: (id, o) =>
      call("DELETE", at("files", id), {
        signal: o?.signal,
        query: o?.confirmShared ? { confirmShared: "true" } : undefined,
      }),

    createShare: (body, o) => call("POST", `${v1}/shares`, { ...create(o), body }),
    listShares: (query, o) => call("GET", `${v1}/shares`, { ...o, query }),
    getShare: (id, o) => call("GET", at("shares", id), o),
    updateShare: (id, body, o) => call("PATCH", at("shares", id), { ...o, body }),
    revokeShare: (id, o) => call("DELETE", at("shares", id), o),
    listShareEvents: (id, query, o) => call("GET", `${at("shares", id)}/events`, { ...o, query }),

    claim: (shareUrl, fileId, o) =>
      call("POST", `${shareUrl}/files/${encodeURIComponent(fileId)}/claim`, {
        signal: o?.signal,
        body: o?.password === undefined ? {} : { password: o.password },
      }),
    renewClaim: (shareUrl, claimToken, o) =>
      call("POST", `${shareUrl}/claims/${encodeURIComponent(claimToken)}/url`, { ...o, body: {} }),
  };
}

function readBaseUrl(baseUrl: string): string {
  if (baseUrl === "") return "";
  if (!/^https?:\/\//.test(baseUrl) || !URL.canParse(baseUrl))
    throw new TypeError(
      `Cannot create the client: baseUrl must be empty or an http(s) URL, got ${JSON.stringify(baseUrl)}`,
    );
  return baseUrl.replace(/\/+$/, "");
}

function queryOf(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

/** A proxy in between answers HTML: then the status is all that is known. */
function readProblem(response: Response, text: string): Problem {
  const fallback: Problem = {
    type: "about:blank",
    title: "Unexpected answer",
    status: response.ok ? 502 : response.status,
    code: "internal",
    detail: `The answer (HTTP ${response.status}) did not come from Daypass; something in between may have sent it.`,
    requestId: response.headers.get("x-request-id") ?? "",
  };
  let problem = fallback;
  try {
    const parsed = JSON.parse(text) as Partial<Problem>;
    if (typeof parsed.code === "string") problem = { ...fallback, ...parsed };
  } catch {}
  const retryAfterSeconds = problem.retryAfterSeconds ?? Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return Number.isFinite(retryAfterSeconds) ? { ...problem, retryAfterSeconds } : problem;
}

/** `crypto.randomUUID` is missing where the page is plain http on a LAN; `getRandomValues` is everywhere. */
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
