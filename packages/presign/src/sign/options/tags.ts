// Tags of a new object: a header of a put, XML in a form, and the same tags in both.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
import { PresignError, requireRecord, requireString, show } from "../../errors.ts";

const MAX_TAGS = 10;
/** S3's own set, in which XML has no special character: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_S3Tag.html */
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Names and values that S3 takes. */
function readTags(tagging: unknown): [name: string, value: string][] {
  requireRecord("tagging", tagging);
  const tags = Object.entries(tagging);
  if (tags.length < 1 || tags.length > MAX_TAGS)
    throw new PresignError("option_invalid", `tagging must have 1..${MAX_TAGS} tags, got ${tags.length}`);
  return tags.map(([name, value]) => {
    requireString(`tagging ${show(name)}`, value);
    if (name === "" || name.length > 128 || value.length > 256 || !TAG.test(name) || !TAG.test(value))
      throw new PresignError(
        "option_invalid",
        `tagging must have names of 1..128 and values of 0..256 characters (letters, digits, blanks and + - = . _ : / @), got ${show(name)}: ${show(value)}`,
      );
    if (/^aws:/i.test(name))
      throw new PresignError(
        "option_invalid",
        `tagging must have no names that begin with aws:, which are AWS's own, got ${show(name)}`,
      );
    return [name, value];
  });
}

/** As `x-amz-tagging` has them: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const tagsOfHeader = (tagging: unknown): string => new URLSearchParams(readTags(tagging)).toString();

/** As the field of a form has them: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const tagsOfForm = (tagging: unknown): string =>
  `<Tagging><TagSet>${readTags(tagging)
    .map(([name, value]) => `<Tag><Key>${name}</Key><Value>${value}</Value></Tag>`)
    .join("")}</TagSet></Tagging>`;
