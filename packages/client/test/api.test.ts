import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ApiError, createApi, explain, NetworkError } from "../src/index.ts";

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}
/** An API whose network is a function. */
function open(answer: () => Response, options: { baseUrl?: string; token?: string } = {}) {
  const calls: Call[] = [];
  const api = createApi({
    baseUrl: "https://share.example.org",
    ...options,
    fetch: async (input, init) => {
      calls.push({ url: String(input), init: init ?? {} });
      return answer();
    },
  });
  return { api, calls };
}
const ok = () => Response.json({});

describe("requests", () => {
  const id = `shr_${"a".repeat(26)}`;
  for (const { says, run, method, url, body } of [
    { says: "session", run: (api) => api.getSession(), method: "GET", url: "/api/v1/session" },
    { says: "sign out", run: (api) => api.signOut(), method: "DELETE", url: "/api/v1/session" },
    { says: "instance", run: (api) => api.getInstance(), method: "GET", url: "/api/v1/instance" },
    {
      says: "list",
      run: (api) => api.listFiles({ search: "a b&c", limit: 5 }),
      method: "GET",
      url: "/api/v1/files?search=a+b%26c&limit=5",
    },
    {
      says: "an empty search is left out",
      run: (api) => api.listShares({ search: "" }),
      method: "GET",
      url: "/api/v1/shares",
    },
    { says: "tokens", run: (api) => api.listTokens({ limit: 5 }), method: "GET", url: "/api/v1/tokens?limit=5" },
    { says: "revoke", run: (api) => api.revokeToken("tok_x"), method: "DELETE", url: "/api/v1/tokens/tok_x" },
    { says: "uploads", run: (api) => api.listUploads(), method: "GET", url: "/api/v1/uploads" },
    {
      says: "sign again",
      run: (api) => api.signUpload("upl_x"),
      method: "POST",
      url: "/api/v1/uploads/upl_x/sign",
      body: "{}",
    },
    {
      says: "an own file",
      run: (api) => api.downloadFile("fil_x"),
      method: "POST",
      url: "/api/v1/files/fil_x/download",
      body: "{}",
    },
    { says: "delete", run: (api) => api.deleteFile("fil_x"), method: "DELETE", url: "/api/v1/files/fil_x" },
    {
      says: "delete a shared file",
      run: (api) => api.deleteFile("fil_x", { confirmShared: true }),
      method: "DELETE",
      url: "/api/v1/files/fil_x?confirmShared=true",
    },
    {
      says: "patch: null clears",
      run: (api) => api.updateShare(id, { expiresAt: null }),
      method: "PATCH",
      url: `/api/v1/shares/${id}`,
      body: '{"expiresAt":null}',
    },
    { says: "events", run: (api) => api.listShareEvents(id), method: "GET", url: `/api/v1/shares/${id}/events` },
    {
      says: "an id cannot leave its place",
      run: (api) => api.getFile("../session"),
      method: "GET",
      url: "/api/v1/files/..%2Fsession",
    },
  ] satisfies {
    says: string;
    run: (api: ReturnType<typeof createApi>) => Promise<unknown>;
    method: string;
    url: string;
    body?: string;
  }[])
    test(says, async () => {
      const { api, calls } = open(ok);
      await run(api);
      assert.equal(calls[0]!.url, `https://share.example.org${url}`);
      assert.equal(calls[0]!.init.method, method);
      assert.equal(calls[0]!.init.body, body);
    });

  test("a claim goes to the link itself", async () => {
    const { api, calls } = open(ok);
    await api.claim("https://other.example/s/slug", "fil_x", { password: "p" });
    assert.equal(calls[0]!.url, "https://other.example/s/slug/files/fil_x/claim");
    assert.equal(calls[0]!.init.body, '{"password":"p"}');
  });

  test("a token is sent as a bearer, and none when there is none", async () => {
    for (const [token, want] of [
      ["t0k", "Bearer t0k"],
      [undefined, undefined],
    ] as const) {
      const { api, calls } = open(ok, token ? { token } : {});
      await api.getSession();
      assert.equal((calls[0]!.init.headers as Record<string, string>).authorization, want);
    }
  });

  test("each creation has an Idempotency-Key of its own, or the caller's", async () => {
    const { api, calls } = open(ok);
    await api.createShare({ fileIds: [] });
    await api.createShare({ fileIds: [] });
    await api.createShare({ fileIds: [] }, { idempotencyKey: "mine" });
    const keys = calls.map(({ init }) => (init.headers as Record<string, string>)["idempotency-key"]);
    assert.match(keys[0]!, /^[0-9a-f]{32}$/);
    assert.notEqual(keys[0], keys[1]);
    assert.equal(keys[2], "mine");
  });

  test("a base URL that is none is the caller's mistake", () => {
    for (const baseUrl of ["share.example.org", "ftp://x", "http://"])
      assert.throws(() => createApi({ baseUrl }), { name: "TypeError", message: /baseUrl/ });
  });
});

describe("answers", () => {
  test("204 is nothing", async () => {
    assert.equal(await open(() => new Response(null, { status: 204 })).api.abortUpload("upl_x"), undefined);
  });

  test("a problem keeps its code, its fields and its patience", async () => {
    const body = { code: "too_many_tries", title: "Too many tries", detail: "d", status: 429, requestId: "r" };
    const { api } = open(() => Response.json(body, { status: 429, headers: { "retry-after": "12" } }));
    await assert.rejects(api.getSession(), (error) => {
      assert.ok(error instanceof ApiError);
      assert.equal(error.code, "too_many_tries");
      assert.equal(error.problem.retryAfterSeconds, 12);
      return true;
    });
  });

  test("a refusal knows whether a token was refused, or a browser's session has ended", async () => {
    const body = { code: "not_signed_in", title: "Sign in first", detail: "d", status: 401, requestId: "r" };
    const wordsFor = async (options: { token?: string }) => {
      const { api } = open(() => Response.json(body, { status: 401 }), options);
      return explain(await api.listFiles().catch((error: unknown) => error)).message;
    };
    assert.match(await wordsFor({ token: "dp_wrong" }), /does not take this API token/);
    assert.match(await wordsFor({}), /no longer signed in/);
  });

  for (const { says, answer, status } of [
    { says: "a proxy's error page", answer: () => new Response("<html>", { status: 502 }), status: 502 },
    { says: "a captive portal's success", answer: () => new Response("<html>"), status: 502 },
  ])
    test(`${says} is told as not ours`, async () => {
      await assert.rejects(open(answer).api.getSession(), {
        name: "ApiError",
        code: "internal",
        status,
        message: /did not come from Daypass/,
      });
    });

  test("no answer is a NetworkError, and an abort stays an abort", async () => {
    const down = createApi({ baseUrl: "", fetch: () => Promise.reject(new TypeError("fetch failed")) });
    await assert.rejects(down.getSession(), (error) => error instanceof NetworkError && error.side === "server");
    const stop = AbortSignal.abort();
    await assert.rejects(down.getSession({ signal: stop }), { name: "AbortError" });
  });
});
