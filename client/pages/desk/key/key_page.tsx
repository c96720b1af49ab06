/** The desk's key in words, to be read to a caller; and its posters. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { type KeyCheck, keyCheck } from "../../../shared/keys/check.ts";
import type { PinnedDesk } from "../../../shared/outbox/types.ts";
import { Title, Trouble } from "../frame.tsx";
import type { PageProps } from "../menu.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { ownKey } from "./own_key.ts";
import { Picture, Words } from "./picture.tsx";
import { type Kind, PosterPage } from "./poster.tsx";

/** A key that is this desk's own, and how people compare it. */
interface Shown {
  desk: PinnedDesk;
  check: KeyCheck;
}

/** Asked for each time it is opened: the server may say something else by then. */
export function KeyPage({ desk }: PageProps) {
  const task = useTask();
  const [shown, setShown] = useState<Shown | null>(null);
  const [poster, setPoster] = useState<Kind | null>(null);
  const look = async (): Promise<void> => {
    const own = await ownKey(desk);
    setShown({ desk: own, check: await keyCheck(own.fingerprint) });
  };
  useEffect(() => task.run(look), []);
  if (shown && poster) return <PosterPage {...shown} kind={poster} />;
  return (
    <div class="stack" data-own-key={shown?.desk.fingerprint}>
      <Title>{t("desk.key.title")}</Title>
      {task.busy && <p role="status">{t("desk.starting")}</p>}
      {shown && <Key shown={shown} onPoster={setPoster} />}
      <Trouble words={task.failed && errorWords(task.failed)} />
    </div>
  );
}

function Key({ shown, onPoster }: { shown: Shown; onPoster: (kind: Kind) => void }) {
  return (
    <>
      <p>{t("desk.key.lead")}</p>
      <div class="key-check">
        <Words check={shown.check} className="key-words" />
        <Picture check={shown.check} className="key-picture" />
      </div>
      <div class="row">
        <button class="button" type="button" data-action="poster" onClick={() => onPoster("poster")}>{t("desk.key.poster")}</button>
        <button class="button" type="button" data-action="cards" onClick={() => onPoster("cards")}>{t("desk.key.cards")}</button>
      </div>
    </>
  );
}
