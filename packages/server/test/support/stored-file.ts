import assert from "node:assert/strict";
import { sendTo } from "./bucket.ts";
import type { Visitor } from "./daypass.ts";

/** A small file in the bucket; answers its id. */
export async function storeFile(owner: Visitor, name = "report.pdf", text = "the bytes"): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const { id, plan } = await owner.json("POST", "/api/v1/uploads", 201, { name, sizeBytes: bytes.length });
  const sent = await sendTo(plan.request, bytes);
  assert.equal(sent.status, 200);
  return (await owner.json("POST", `/api/v1/uploads/${id}/complete`, 200)).file.id;
}

/** A link to a file; answers its path and id. */
export async function makeLink(
  owner: Visitor,
  fileId: string,
  more: object = {},
): Promise<{ path: string; id: string }> {
  const share = await owner.json("POST", "/api/v1/shares", 201, { fileIds: [fileId], ...more });
  return { path: new URL(share.url).pathname, id: share.id };
}
