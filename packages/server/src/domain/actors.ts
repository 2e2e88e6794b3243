/**
 * Who the trail names beside logins: whoever opened a link, a command on the machine, what the server does by itself, and
 * somebody whose session was over. No new account takes such a name, else nobody could tell the two apart.
 */
export const ACTORS = ["recipient", "operator", "daypass", "unknown"] as const;
export type ActorName = (typeof ACTORS)[number];
