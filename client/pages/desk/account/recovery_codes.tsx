/** A new set of recovery codes, shown once. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { recoveryCodes } from "./api.ts";

export function RecoveryCodes({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const [kept, setKept] = useState(false);
  const task = useTask();
  const make = (): void => task.run(async () => setCodes(await recoveryCodes()));
  useEffect(make, []);
  return (
    <section class="card" data-screen="recovery">
      <Title>{t("desk.spare.title")}</Title>
      <p>{t("desk.spare.lead")}</p>
      {codes && <ul class="recovery">{codes.map((code) => <li key={code} data-recovery-code={code}>{code}</li>)}</ul>}
      <Trouble words={task.failed && errorWords(task.failed)} />
      {task.failed && <button class="button" type="button" onClick={make}>{t("desk.retry")}</button>}
      <button class="button unprinted" type="button" data-action="print" onClick={() => print()}>{t("desk.spare.print")}</button>
      <label class="tick unprinted">
        <input type="checkbox" name="kept" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
        {t("desk.spare.kept")}
      </label>
      <button class="button button--primary button--wide unprinted" type="button" data-action="next" disabled={!kept || !codes} onClick={onDone}>{t("desk.account.next")}</button>
    </section>
  );
}
