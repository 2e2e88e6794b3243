// A text that is signed, one row a line, with what changed in it.
import { type ComparedLine, cutDifference } from "./compare-lines.ts";

export function LineTable({ label, lines }: { label: string; lines: readonly ComparedLine[] }) {
  return (
    <table class="lines" aria-label={label}>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name} class={line.isChanged ? "changed" : undefined}>
            <th scope="row">
              <span class="num">{line.number ?? "–"}</span> {line.name}
              {line.isChanged && <span class="tag bad">changed</span>}
            </th>
            <td>
              {line.isChanged && line.before !== undefined && (
                <del>
                  <Text text={line.before} />
                </del>
              )}
              {line.now !== undefined && <Now before={line.isChanged ? line.before : undefined} now={line.now} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** An empty line is a line, too. */
const Text = ({ text }: { text: string }) => (text === "" ? <span class="soft">(empty)</span> : <code>{text}</code>);

function Now({ before, now }: { before: string | undefined; now: string }) {
  if (before === undefined || now === "") return <Text text={now} />;
  const [front, middle, end] = cutDifference(before, now);
  return (
    <ins>
      <code>
        {front}
        {middle !== "" && <mark>{middle}</mark>}
        {end}
      </code>
    </ins>
  );
}
