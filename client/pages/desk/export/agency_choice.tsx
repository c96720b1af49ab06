/** Which agency: one whose key the desk keeps, or a new one whose key is pasted, and kept if wanted. */
import { useEffect, useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import { isRecipient } from "../../../shared/crypto/seal_stream.ts";
import { t } from "../../../shared/i18n/index.ts";
import { BeginAnew } from "../begin_anew.tsx";
import { Trouble } from "../frame.tsx";
import { beginAnew, type Kept, keepList, loadList, NOT_OPEN } from "../sealed_list.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { AGENCIES, type Agency } from "./agencies.ts";
import { NotExported } from "./gather.ts";

interface Props {
  cards: Cards;
  text: string;
  onKey: (text: string) => void;
}

export function AgencyChoice({ cards, text, onKey }: Props) {
  const task = useTask();
  const [kept, setKept] = useState<Kept<Agency> | null>(null);
  const [name, setName] = useState("");
  const key = text.trim();
  const known = kept?.all.find((one) => one.key === key) ?? null;
  const load = async (): Promise<void> => setKept(await loadList(cards, AGENCIES));
  useEffect(() => task.run(load), []);
  /** What failed may have failed because the list is another by now. */
  const keep = (change: (all: readonly Agency[]) => readonly Agency[]): void =>
    task.run(async () => {
      if (!kept) return;
      if (!(await isRecipient(key))) throw new NotExported("export_recipient");
      await keepList(cards, AGENCIES, kept, change(kept.all)).then(setKept, async (error: unknown) => {
        await load();
        throw error;
      });
      setName("");
    });
  return (
    <>
      {kept !== null && kept.all.length > 0 && (
        <label class="field">
          <span>{t("desk.export.agency")}</span>
          <select name="agency" value={known?.key ?? ""} onChange={(event) => onKey(event.currentTarget.value)}>
            <option value="">{t("desk.export.agency_other")}</option>
            {kept.all.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}
          </select>
        </label>
      )}
      {!known && <Pasted text={text} onKey={onKey} />}
      <Trouble words={task.failed && errorWords(task.failed)} />
      {!kept && task.failed === NOT_OPEN && <BeginAnew busy={task.busy} onBegin={() => task.run(async () => setKept(await beginAnew(cards, AGENCIES)))} />}
      {kept && known && (
        <button class="button button--quiet leave" type="button" data-action="forget-agency" disabled={task.busy} onClick={() => keep((all) => all.filter((one) => one !== known))}>
          {t("desk.export.agency_forget", { name: known.name })}
        </button>
      )}
      {kept && !known && key !== "" && (
        <div class="row">
          <label class="field grow">
            <span>{t("desk.export.agency_name")}</span>
            <input name="agency-name" value={name} maxLength={100} autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <button class="button" type="button" data-action="keep-agency" disabled={task.busy || !name.trim()} onClick={() => keep((all) => [...all, { name: name.trim(), key }])}>
            {t("desk.export.agency_keep")}
          </button>
        </div>
      )}
    </>
  );
}

function Pasted({ text, onKey }: Pick<Props, "text" | "onKey">) {
  const old = /^\s*age1(?!pq1)/.test(text);
  return (
    <label class="field">
      <span>{t("desk.export.key")}</span>
      <textarea
        name="recipient"
        rows={3}
        value={text}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder="age1pq1…"
        onInput={(event) => onKey(event.currentTarget.value)}
      />
      {old && <span class="soft" data-old-key>{t("desk.export.old_key")}</span>}
    </label>
  );
}
