import { existsSync } from "node:fs";
import type { AwsProfile } from "./profile.ts";

/** One place that was looked in, and what was found there. */
export interface Attempt {
  readonly place: string;
  readonly found: string;
  /** Set up, but it did not work. */
  readonly failed?: boolean;
}

const describeFile = (file: string): string => (existsSync(file) ? file : `${file} (no such file)`);

/** The message of a search that found nothing: where it looked, what it saw, and how to mend it. */
export function describeAttempts(
  attempts: readonly Attempt[],
  profile: AwsProfile,
  { missingProfile = false }: { readonly missingProfile?: boolean },
): string {
  const files = `${describeFile(profile.configFile)} and ${describeFile(profile.credentialsFile)}`;
  const known =
    profile.known.length > 0 ? `Profiles there: ${profile.known.join(", ")}.` : "There is no profile there.";
  if (missingProfile)
    return `There is no profile "${profile.name}" (from ${profile.nameFrom}) in ${files}. ${known}\nName one of them with --profile, or make this one with \`aws configure --profile ${profile.name}\`.`;

  const last = attempts.at(-1);
  const stopped = last?.failed && last.place !== "instance role";
  const title = stopped
    ? `The AWS credentials of this place cannot be used: ${last.place}.`
    : "No AWS credentials were found.";
  const width = Math.max(...attempts.map((attempt) => attempt.place.length));
  const rows = attempts.map(({ place, found }) => {
    const said = hideArguments(found);
    const text = place === "profile" ? `${said}\n${files}. ${known}` : said;
    return `  ${place.padEnd(width)}  ${indentRest(text, width + 4)}`;
  });
  const lines = [title, "Looked in these places, in the order of the AWS CLI:", ...rows];
  if (stopped) lines.push(...mendFailed(last, profile));
  else
    lines.push(
      "Give it some in one of these ways:",
      "  export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…   (and AWS_SESSION_TOKEN, when there is one)",
      "  aws configure                                        writes a key to ~/.aws/credentials",
      "  aws configure sso, then aws sso login                signs in through the browser",
      "  --profile NAME                                       takes another profile of ~/.aws/config",
    );
  return lines.join("\n");
}

function mendFailed({ place, found }: Attempt, profile: AwsProfile): string[] {
  const name = profile.name === "default" ? "" : ` --profile ${profile.name}`;
  if (place !== "profile") return [];
  if (/sso/i.test(found)) return [`Sign in again with: aws sso login${name}`];
  if (profile.settings.credential_process)
    return [
      `The profile's credential_process is ${programOf(profile.settings.credential_process)} (its arguments, which may hold a secret, are not shown).`,
    ];
  return [];
}

/** The program of a command line. What stands behind it, and an assignment in front of it, may hold a secret. */
function programOf(commandLine: string): string {
  const bare = commandLine.trim().replace(/^(?:\w+=(?:"[^"]*"|'[^']*'|\S)*\s+)+/, "");
  return /^(?:"[^"]*"|'[^']*'|(?:\\.|[^\s;|&<>])+)/.exec(bare)?.[0] ?? "a command line";
}

/** Node's error begins with the whole line of the command, perhaps of another profile, and a shell may say it again. */
function hideArguments(message: string): string {
  const line = /Command failed: ([^\n]+)/.exec(message)?.[1];
  return line === undefined ? message : message.replaceAll(line, `${programOf(line)} …`);
}

const indentRest = (text: string, width: number): string =>
  text
    .trimEnd()
    .split("\n")
    .join(`\n${" ".repeat(width)}`);
