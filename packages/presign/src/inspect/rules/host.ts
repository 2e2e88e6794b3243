// Where it leads.
import { INTERFACE_ENDPOINT } from "../hosts.ts";
import type { Rule } from "./rule.ts";

/** Names that only an inner network knows. */
const INNER_HOST =
  /^(?:[^.:]+|.*\.(?:local|internal|svc|lan|cluster\.local|docker)|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)(?::\d+)?$/;
const OWN_MACHINE = /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/;

export const HOST_RULES: readonly Rule[] = [
  [
    "other_service",
    "broken",
    ({ facts }) =>
      !/^s3(?:express|-outposts|-object-lambda)?$/.test(facts.service) &&
      `It is signed for the service "${facts.service}", not for S3.`,
  ],
  [
    "region_differs",
    "broken",
    ({ facts, place }) =>
      place.hostRegion !== undefined &&
      facts.region !== place.hostRegion &&
      facts.algorithm === "AWS4-HMAC-SHA256" &&
      `It is signed for ${facts.region}, but its host is in ${place.hostRegion}: S3 will refuse it.`,
  ],
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
