// The parts of AWS that share nothing: each has its own DNS suffix, and its name stands in every ARN.

export interface Partition {
  /** As in an ARN: `aws`, `aws-cn`, … */
  readonly name: string;
  readonly dnsSuffix: string;
}

const STANDARD: Partition = { name: "aws", dnsSuffix: "amazonaws.com" };

/** Prefix of the region's name → partition. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const BY_PREFIX: readonly (readonly [prefix: string, partition: Partition])[] = [
  ["cn-", { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" }],
  ["us-gov-", { name: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  ["us-iso-", { name: "aws-iso", dnsSuffix: "c2s.ic.gov" }],
  ["us-isob-", { name: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov" }],
  ["eu-isoe-", { name: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk" }],
  ["us-isof-", { name: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov" }],
  ["eusc-", { name: "aws-eusc", dnsSuffix: "amazonaws.eu" }],
];

export const partitionOf = (region: string): Partition =>
  BY_PREFIX.find(([prefix]) => region.startsWith(prefix))?.[1] ?? STANDARD;

export const partitionNamed = (name: string): Partition | undefined =>
  name === STANDARD.name ? STANDARD : BY_PREFIX.find(([, partition]) => partition.name === name)?.[1];
