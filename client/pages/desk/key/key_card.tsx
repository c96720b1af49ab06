/** The desk's key in words: to be read to a caller, and the way to its posters. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { type KeyCheck, keyCheck } from "../../../shared/keys/check.ts";
import type { PinnedDesk } from "../../../shared/outbox/types.ts";
import type { OpenDesk } from "../flows.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { ownKey } from "./own_key.ts";
import { Picture, Words } from "./picture.tsx";
import type { Kind } from "./poster.tsx";

/** A key that is this desk's own, and how people compare it. */
export interface Shown {
  desk: PinnedDesk;
  check: KeyCheck;
}

interface Props {
  desk: OpenDesk;
  onPoster: (shown: Shown, kind: Kind) => void;
}

/** Asked for each time it is unfolded: the server may say something else by then. */
export function KeyCard({ desk, onPoster }: Props) {
  const task = useTask();
  const [shown, setShown] = useState<Shown | null>(null);
  const [unfolded, setUnfolded] = useState(false);
  const look = (open: boolean): void => {
    setUnfolded(open);
    setShown(null);
    if (!open) return;
    task.run(async () => {
      const own = await ownKey(desk);
      setShown({ desk: own, check: await keyCheck(own.fingerprint) });
    });
  };
  return (
    <details class="card" data-key-card data-own-key={shown?.desk.fingerprint} onToggle={({ currentTarget }) => look(currentTarget.open)}>
      <summary>{t("desk.key.title")}</summary>
      <div class="stack">
        {task.busy && <p role="status">{t("desk.starting")}</p>}
        {shown && <Key shown={shown} onPoster={onPoster} />}
        <Trouble words={unfolded && task.failed ? errorWords(task.failed) : null} />
      </div>
    </details>
  );
}

function Key({ shown, onPoster }: { shown: Shown; onPoster: Props["onPoster"] }) {
  return (
    <>
      <p class="soft">{t("desk.key.lead")}</p>
      <div class="key-check">
        <Words check={shown.check} className="key-words" />
        <Picture check={shown.check} className="key-picture" />
      </div>
      <div class="row">
        <button class="button" type="button" data-action="poster" onClick={() => onPoster(shown, "poster")}>{t("desk.key.poster")}</button>
        <button class="button" type="button" data-action="cards" onClick={() => onPoster(shown, "cards")}>{t("desk.key.cards")}</button>
      </div>
    </>
  );
}
