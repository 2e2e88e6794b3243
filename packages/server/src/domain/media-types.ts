/** Types that a browser can be told without it running anything: the rest is sent as bytes. */
const SAFE_TYPES = new Set([
  "text/plain",
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "audio/mpeg",
  "audio/mp4",
  "audio/ogg",
  "audio/wav",
  "video/mp4",
  "video/webm",
  "application/pdf",
  "application/zip",
]);

/** The `Content-Type` of a download: what the sender said only when it is on the short list. */
export const downloadTypeOf = (contentType: string): string => {
  const type = contentType.toLowerCase();
  return SAFE_TYPES.has(type) ? type : "application/octet-stream";
};
