import type { Share } from "@daypass/api/schemas";
import { useApp } from "../lib/app-context.ts";
import { nameOf } from "../lib/share-words.ts";
import { Confirm } from "./confirm.tsx";

export function Withdraw({ share, onClose, onDone }: { share: Share; onClose: () => void; onDone: () => void }) {
  const { api, message } = useApp();
  return (
    <Confirm
      title="Withdraw the link?"
      act="Withdraw the link"
      onClose={onClose}
      onConfirm={async () => {
        await api.revokeShare(share.id);
        message.set("The link is withdrawn.");
        onDone();
        return true;
      }}
    >
      <p>
        <bdi>
          <strong>{nameOf(share)}</strong>
        </bdi>{" "}
        stops working within a minute, for everybody and for good. A download that runs already goes on to its end. The
        files stay in the bucket.
      </p>
    </Confirm>
  );
}
