import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientFinder, parseTrustedProxies } from "../src/serve/client-address.ts";

for (const { says, trusted, peer, forwardedFor, wants } of [
  {
    says: "without a trusted proxy the header is nothing",
    trusted: [],
    peer: "203.0.113.9",
    forwardedFor: "192.0.2.1",
    wants: "203.0.113.9",
  },
  {
    says: "a peer that is no proxy of ours may claim what it likes",
    trusted: ["127.0.0.1"],
    peer: "203.0.113.9",
    forwardedFor: "192.0.2.1",
    wants: "203.0.113.9",
  },
  {
    says: "behind our proxy it is whom the proxy saw",
    trusted: ["127.0.0.1"],
    peer: "127.0.0.1",
    forwardedFor: "192.0.2.1",
    wants: "192.0.2.1",
  },
  {
    says: "what the client put in front counts for nothing",
    trusted: ["127.0.0.1"],
    peer: "127.0.0.1",
    forwardedFor: "198.51.100.7, 192.0.2.1",
    wants: "192.0.2.1",
  },
  {
    says: "two proxies of ours",
    trusted: ["127.0.0.1", "10.0.0.0/8"],
    peer: "127.0.0.1",
    forwardedFor: "192.0.2.1, 10.1.2.3",
    wants: "192.0.2.1",
  },
  {
    says: "an IPv4 peer of a socket that speaks IPv6",
    trusted: ["127.0.0.1"],
    peer: "::ffff:127.0.0.1",
    forwardedFor: "192.0.2.1",
    wants: "192.0.2.1",
  },
  { says: "a client with IPv6", trusted: ["::1"], peer: "::1", forwardedFor: "2001:db8::7", wants: "2001:db8::7" },
  {
    says: "no header: the proxy itself asks",
    trusted: ["127.0.0.1"],
    peer: "127.0.0.1",
    forwardedFor: undefined,
    wants: "127.0.0.1",
  },
  {
    says: "a header that names nobody",
    trusted: ["127.0.0.1"],
    peer: "127.0.0.1",
    forwardedFor: "unknown",
    wants: "127.0.0.1",
  },
])
  test(`whose request it is: ${says}`, () => {
    assert.equal(createClientFinder(trusted)(peer, forwardedFor), wants);
  });

for (const { text, wants } of [
  { text: "127.0.0.1, 10.0.0.0/8,::1", wants: 0 },
  { text: undefined, wants: 0 },
  { text: "proxy.example.com", wants: 1 },
  { text: "10.0.0.0/33,::/129,1.2.3.4/8/9", wants: 3 },
])
  test(`--trusted-proxy ${text}: ${wants} problems`, () => {
    const problems: string[] = [];
    parseTrustedProxies(text, (problem) => void problems.push(problem));
    assert.equal(problems.length, wants, problems.join("\n"));
    for (const problem of problems) assert.match(problem, /--trusted-proxy takes IP addresses/);
  });
