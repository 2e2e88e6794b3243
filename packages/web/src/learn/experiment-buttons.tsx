// Changes to try, one at a time: each begins from the request as it was, and so shows what that change alone does.
import { EXPERIMENTS } from "./experiments.ts";
import type { Subject } from "./subject.ts";

interface ExperimentButtonsProps {
  /** As it was signed or pasted. */
  readonly before: Subject;
  readonly isChanged: boolean;
  readonly onTry: (subject: Subject) => void;
  /** The request as it was, too late. */
  readonly onLate: () => void;
  readonly onBack: () => void;
}

export function ExperimentButtons({ before, isChanged, onTry, onLate, onBack }: ExperimentButtonsProps) {
  return (
    <fieldset class="stack tight">
      <legend class="legend-title">Change a character and watch where it breaks</legend>
      <div class="row experiments">
        {EXPERIMENTS.map(({ name, change }) => {
          const changed = change(before);
          return (
            changed && (
              <button key={name} type="button" class="button small quiet" onClick={() => onTry(changed)}>
                {name}
              </button>
            )
          );
        })}
        <button type="button" class="button small quiet" onClick={onLate}>
          Too late
        </button>
        <button type="button" class="button small" disabled={!isChanged} onClick={onBack}>
          Put it back
        </button>
      </div>
    </fieldset>
  );
}
