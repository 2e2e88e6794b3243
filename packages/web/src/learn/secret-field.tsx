// In place of the steps that need a secret: the demo key, or the secret of a key that was made for trying.
import { useId } from "preact/hooks";

interface SecretFieldProps {
  readonly accessKeyId: string;
  /** Absent where the URL cannot be signed again. */
  readonly onDemoKey: (() => void) | undefined;
  readonly onSecret: (secretAccessKey: string) => void;
}

export function SecretField({ accessKeyId, onDemoKey, onSecret }: SecretFieldProps) {
  const id = useId();
  return (
    <div class="stack tight">
      <p>
        This step needs the secret of <code>{accessKeyId || "the signer"}</code>. It is not in the URL: only the signer
        and S3 have it, and that is the point.
      </p>
      {onDemoKey && (
        <p>
          <button type="button" class="button small" onClick={onDemoKey}>
            Sign it again with the demo key
          </button>
        </p>
      )}
      <details>
        <summary>I have the secret of a key that was made for trying</summary>
        <form
          class="stack tight"
          onSubmit={(event) => {
            event.preventDefault();
            const field = event.currentTarget.elements.namedItem("secret") as HTMLInputElement;
            if (field.value !== "") onSecret(field.value);
          }}
        >
          <div>
            <label for={id}>Secret access key</label>
            <input
              id={id}
              name="secret"
              type="password"
              autocomplete="off"
              spellcheck={false}
              aria-describedby={`${id}-hint`}
            />
            <p class="field-hint" id={`${id}-hint`}>
              It stays in this page and is forgotten when you leave it. Never type a secret that opens anything into a
              page that others serve, this one included.
            </p>
          </div>
          <p>
            <button type="submit" class="button small quiet">
              Work it out
            </button>
          </p>
        </form>
      </details>
    </div>
  );
}
