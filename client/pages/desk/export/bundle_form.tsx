/** A sealed file for an agency: to whose key, or with which passphrase, and what goes along. */
import { useState } from "preact/hooks";
import { isRecipient } from "../../../shared/crypto/seal_stream.ts";
import { makePassphrase } from "../../../shared/desk_keys/passphrase.ts";
import type { Chosen } from "../../../shared/export/manifest.ts";
import { t } from "../../../shared/i18n/index.ts";
import { sizeWords } from "../../common/format.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import type { OpenDesk } from "../flows.ts";
import { Trouble } from "../frame.tsx";
import { saveBlob } from "../save.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { type Made, makeBundle } from "./bundle.ts";
import { NotExported } from "./gather.ts";
import { LeftOutList } from "./left_out.tsx";
import { Recipient } from "./recipient.tsx";

interface Props {
  desk: OpenDesk;
  cases: DeskCases;
  ids: readonly string[];
  stop: AbortSignal;
  onEnded: () => void;
}

export type Way = "key" | "passphrase";

export function BundleForm({ desk, cases, ids, stop, onEnded }: Props) {
  const task = useTask(onEnded);
  const [way, setWay] = useState<Way>("key");
  const [key, setKey] = useState("");
  const [passphrase, setPassphrase] = useState(makePassphrase);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [done, setDone] = useState(0);
  const [made, setMade] = useState<Made | null>(null);

  const make = (event: Event): void => {
    event.preventDefault();
    setMade(null);
    setDone(0);
    task.run(async () => {
      const recipient = key.trim();
      if (way === "key" && !(await isRecipient(recipient))) throw new NotExported("export_recipient");
      const opener = way === "key" ? { recipient } : { passphrase };
      setMade(await makeBundle(cases, { ids, chosen, opener }, { desk, stop, tell: setDone }));
    });
  };

  return (
    <form class="card" method="dialog" noValidate aria-labelledby="bundle" data-made={made?.file.size} onSubmit={make}>
      <h2 id="bundle">{t("desk.export.bundle")}</h2>
      <p class="soft">{t("desk.export.bundle_lead")}</p>
      <Recipient cards={cases.cards} way={way} text={key} passphrase={passphrase} onWay={setWay} onKey={setKey} onPassphrase={() => setPassphrase(makePassphrase())} />
      <Choices chosen={chosen} onChosen={setChosen} />
      <Trouble words={task.failed && errorWords(task.failed)} />
      {!made && (
        <button class="button button--primary button--wide" type="submit" data-action="make-bundle" disabled={task.busy || (way === "key" && !key.trim())}>
          {t("desk.export.make")}
        </button>
      )}
      <div role="status">{task.busy && <p>{t("desk.export.working", { n: done })}</p>}</div>
      {made && <Finished made={made} way={way} onAgain={() => setMade(null)} />}
    </form>
  );
}

function Choices({ chosen, onChosen }: { chosen: readonly Chosen[]; onChosen: (chosen: readonly Chosen[]) => void }) {
  return (
    <div>
      {(["notes", "unsafe_files"] as const).map((one) => (
        <label class="tick" key={one}>
          <input
            type="checkbox"
            name={`with-${one}`}
            checked={chosen.includes(one)}
            onChange={({ currentTarget }) => onChosen(currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other !== one))}
          />
          {t(`desk.export.with_${one}`)}
        </label>
      ))}
    </div>
  );
}

function Finished({ made, way, onAgain }: { made: Made; way: Way; onAgain: () => void }) {
  return (
    <div class="stack" data-left-out={made.leftOut.length}>
      <p class="notice notice--ok">{t(way === "key" ? "desk.export.made_key" : "desk.export.made_passphrase")}</p>
      <LeftOutList leftOut={made.leftOut} />
      <button class="button button--primary button--wide" type="button" data-action="save-bundle" onClick={() => saveBlob(made.file, made.name)}>
        {t("desk.export.save", { size: sizeWords(made.file.size) })}
      </button>
      <button class="button button--quiet" type="button" onClick={onAgain}>{t("desk.export.again")}</button>
    </div>
  );
}
