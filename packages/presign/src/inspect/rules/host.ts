// Where it leads.
import { INTERFACE_ENDPOINT } from "../hosts.ts";
import type { Examined, Rule } from "./rule.ts";

/** Names that only an inner network knows. */
const INNER_HOST =
  /^(?:[^.:]+|.*\.(?:local|internal|svc|lan|cluster\.local|docker)|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)(?::\d+)?$/;
const OWN_MACHINE = /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/;

/** Which region a host wants, if another was signed for: what is taken in its place, and whether others are known to be refused. */
function findWantedRegion({ facts, place }: Examined): { region: string; isSure: boolean } | undefined {
  const { provider, region } = facts;
  // Of the hints of places R2 itself speaks in its InvalidRegionName: https://github.com/jeessy2/backup-x/issues/127
  if (provider === "Cloudflare R2")
    return /^(?:|auto|us-east-1|wnam|enam|weur|eeur|apac|oc)$/.test(region)
      ? undefined
      : { region: "auto", isSure: true };
  // Its pages say that another may fail: https://yandex.cloud/en/docs/storage/tools/aws-cli
  const wanted = provider === "Yandex Object Storage" ? "ru-central1" : place.hostRegion;
  if (wanted === undefined || region === wanted || facts.algorithm !== "AWS4-HMAC-SHA256") return undefined;
  // "the region 'us-east-1' is wrong; expecting 'nl-ams'": https://github.com/t2bot/matrix-media-repo/issues/222. Of B2 it is not known.
  return { region: wanted, isSure: provider === "AWS S3" || provider === "Scaleway" };
}

function describeOtherRegion(examined: Examined, isSure: boolean): string | false {
  const wanted = findWantedRegion(examined);
  return (
    wanted?.isSure === isSure &&
    `It is signed for the region "${examined.facts.region}", but its host wants ${wanted.region}: it ${isSure ? "will" : "may"} be refused.`
  );
}

export const HOST_RULES: readonly Rule[] = [
  [
    "other_service",
    "broken",
    ({ facts }) =>
      !/^s3(?:express|-outposts|-object-lambda)?$/.test(facts.service) &&
      `It is signed for the service "${facts.service}", not for S3.`,
  ],
  ["region_differs", "broken", (examined) => describeOtherRegion(examined, true)],
  ["region_differs", "unwise", (examined) => describeOtherRegion(examined, false)],
  [
    "global_host",
    "unwise",
    ({ facts, place }) =>
      place.isGlobal &&
      facts.region !== "us-east-1" &&
      `Its host names no region, so S3 may redirect it to ${facts.region}, where a browser's upload fails: sign for the regional host.`,
  ],
  [
    "dotted_bucket",
    "broken",
    ({ parts, place }) =>
      parts.scheme === "https" &&
      place.addressing === "virtual-hosted" &&
      place.provider === "AWS S3" &&
      place.features.every((feature) => ["dual-stack", "FIPS", INTERFACE_ENDPOINT].includes(feature)) &&
      place.bucket?.includes(".") &&
      "The bucket's name has a dot, so the host's TLS certificate does not cover it: sign with the bucket in the path.",
  ],
  [
    "sigv4a_needed",
    "broken",
    ({ facts, place }) =>
      place.features.includes("multi-Region access point") &&
      facts.algorithm === "AWS4-HMAC-SHA256" &&
      "A multi-Region access point takes signatures of version 4A only.",
  ],
  [
    "website_host",
    "broken",
    ({ place }) => place.features.includes("website") && "A website's host takes no signatures: use the bucket's own.",
  ],
  [
    "cdn_host",
    "unwise",
    ({ parts }) =>
      /\.cdn\.digitaloceanspaces\.com$|\.cloudfront\.net$/.test(parts.host) &&
      "It leads to a CDN. A URL works on the host that it was signed for; on Spaces, sign for the origin and put the CDN's host in afterwards.",
  ],
  [
    "plain_http",
    "unwise",
    ({ parts }) =>
      parts.scheme === "http" &&
      !OWN_MACHINE.test(parts.host) &&
      "It goes over plain http: everybody on the way can read and use it.",
  ],
  [
    "own_machine",
    "unwise",
    ({ parts }) => OWN_MACHINE.test(parts.host) && "It leads to this machine itself: nobody else can use it.",
  ],
  [
    "inner_host",
    "unwise",
    ({ parts, place }) =>
      (INNER_HOST.test(parts.host) || place.features.includes(INTERFACE_ENDPOINT)) &&
      !OWN_MACHINE.test(parts.host) &&
      "Its host is a name of an inner network: from outside it is not found, and exchanging the host breaks the signature.",
  ],
];
