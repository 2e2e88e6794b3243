import { PresignError, requireRecord, requireString, show } from "../errors.ts";

/** A form's tags are XML, unlike those of a header: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export function writeTagging(tagging: unknown): string {
  requireRecord("tagging", tagging);
  const tags = Object.entries(tagging);
  if (tags.length < 1 || tags.length > 10)
    throw new PresignError("option_invalid", `tagging must have 1..10 tags, got ${tags.length}`);
  let xml = "";
  for (const [name, value] of tags) {
    requireString(`tagging ${show(name)}`, value);
    if (name === "" || name.length > 128 || value.length > 256 || !TAG.test(name) || !TAG.test(value))
      throw new PresignError(
        "option_invalid",
        `tagging must have names of 1..128 and values of 0..256 characters (letters, digits, blanks and + - = . _ : / @), got ${show(name)}: ${show(value)}`,
      );
    xml += `<Tag><Key>${name}</Key><Value>${value}</Value></Tag>`;
  }
  return `<Tagging><TagSet>${xml}</TagSet></Tagging>`;
}

/** S3's own set, in which XML has no special character: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const TAG = /^[\p{L}\p{N} +\-=._:/@]*$/u;
