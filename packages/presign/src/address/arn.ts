// ARNs that stand where a bucket's name would: access points of every kind.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-resources-for-iam-policies
import { hideInAddress, PresignError, show } from "../errors.ts";
import { isAwsRegion } from "./aws-region.ts";
import { type Partition, partitionNamed, partitionOf } from "./partitions.ts";

export type AccessPoint =
  | { readonly kind: "access-point"; readonly name: string; readonly account: string; readonly region: string }
  | { readonly kind: "object-lambda"; readonly name: string; readonly account: string; readonly region: string }
  | {
      readonly kind: "outposts";
      readonly name: string;
      readonly account: string;
      readonly region: string;
      readonly outpost: string;
    }
  | { readonly kind: "multi-region"; readonly alias: string; readonly account: string; readonly partition: Partition };

const ACCOUNT = /^\d{12}$/;
const NAME = /^[a-z0-9](?:[a-z0-9-]{1,48}[a-z0-9])$/;
const OUTPOST = /^op-[a-z0-9]{1,32}$/;
const ALIAS = /^[a-z0-9]{1,62}\.mrap$/;

const FORMS =
  "arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME, arn:aws:s3::ACCOUNT:accesspoint/ALIAS.mrap, " +
  "arn:aws:s3-object-lambda:REGION:ACCOUNT:accesspoint/NAME or arn:aws:s3-outposts:REGION:ACCOUNT:outpost/ID/accesspoint/NAME";

/** @throws {PresignError} `bucket_invalid`, with what is wrong with the ARN. */
export function parseAccessPointArn(arn: string): AccessPoint {
  const refuse = (wrong: string) =>
    new PresignError(
      "bucket_invalid",
      `bucket is an ARN ${wrong}; an access point's is ${FORMS}, got ${show(hideInAddress(arn))}`,
    );
  const [, partitionName = "", service = "", region = "", account = "", ...rest] = arn.split(":");
  const [type, name = "", ...more] = rest.flatMap((part) => part.split("/"));
  const partition = partitionNamed(partitionName);
  if (partition === undefined) throw refuse(`of the unknown partition ${show(hideInAddress(partitionName))}`);
  if (service !== "s3" && service !== "s3-object-lambda" && service !== "s3-outposts")
    throw refuse(`of the service ${show(hideInAddress(service))}`);
  if (service === "s3" && rest.length === 1 && region === "" && account === "")
    throw refuse(`of a bucket: give the bucket's name alone, ${show(type)}`);
  if (!ACCOUNT.test(account)) throw refuse("whose account is not 12 digits");
  if (service === "s3" && region === "") {
    if (type !== "accesspoint" || more.length > 0 || !ALIAS.test(name))
      throw refuse("without a region, whose access point is no ALIAS.mrap");
    return { kind: "multi-region", alias: name, account, partition };
  }
  if (!isAwsRegion(region)) throw refuse(`whose region is ${show(region)}`);
  if (partitionOf(region).name !== partition.name)
    throw refuse(`of the partition ${partition.name}, where there is no region ${show(region)}`);
  if (service === "s3-outposts") {
    const [pointType, point = "", ...tail] = more;
    if (type !== "outpost" || pointType !== "accesspoint" || tail.length > 0) throw refuse("of another resource");
    if (!OUTPOST.test(name)) throw refuse(`whose Outpost is ${show(name)}`);
    if (!NAME.test(point)) throw refuse(`whose access point is ${show(point)}`);
    return { kind: "outposts", name: point, account, region, outpost: name };
  }
  if (type !== "accesspoint" || more.length > 0) throw refuse("of another resource");
  if (!NAME.test(name)) throw refuse(`whose access point is ${show(name)}`);
  return { kind: service === "s3" ? "access-point" : "object-lambda", name, account, region };
}
