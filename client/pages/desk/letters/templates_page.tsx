/** The desk's own templates of letters: a list for all its members, who write, change and delete them here. */
import { useState } from "preact/hooks";
import { hex, random } from "../../../shared/crypto/bytes.ts";
import { t } from "../../../shared/i18n/index.ts";
import { BeginAnew } from "../begin_anew.tsx";
import { Title, Trouble } from "../frame.tsx";
import type { PageProps } from "../menu.tsx";
import { NOT_OPEN } from "../sealed_list.ts";
import { errorWords } from "../words.ts";
import { calledHere } from "./languages.ts";
import { ownAnew, storeOf, useOwn } from "./own.ts";
import { TemplateEditor } from "./template_editor.tsx";
import type { Own } from "./templates.ts";

const ID_BYTES = 16;
const newTemplate = (): Own => ({ id: hex(random(ID_BYTES)), title: "", texts: {} });

export function TemplatesPage({ cases: { cards }, onEnded }: PageProps) {
  const { kept, setKept, task } = useOwn(cards, onEnded);
  /** `known`: as it was in the list when the editor was opened; null for a new one. */
  const [edited, setEdited] = useState<{ known: Own | null; own: Own } | null>(null);
  const [told, setTold] = useState("");
  if (kept && edited) {
    const done = (words: string) => (now: typeof kept): void => {
      setKept(now);
      setEdited(null);
      setTold(words);
    };
    return (
      <TemplateEditor
        {...edited}
        store={storeOf(cards)}
        onKept={done(t("desk.templates.saved"))}
        onDeleted={done(t("desk.templates.deleted"))}
        onBack={() => setEdited(null)}
        onEnded={onEnded}
      />
    );
  }
  const open = (known: Own | null): void => {
    setTold("");
    setEdited({ known, own: known ?? newTemplate() });
  };
  return (
    <div class="card" data-own-templates={kept?.all.length}>
      <Title>{t("desk.templates.title")}</Title>
      <p class="soft">{t("desk.templates.lead")}</p>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {task.failed === NOT_OPEN && <BeginAnew busy={task.busy} onBegin={() => task.run(async () => setKept(await ownAnew(cards)))} />}
      <p class={told ? "notice notice--ok" : ""} role="status">{told}</p>
      {kept?.all.length === 0 && <p>{t("desk.templates.none")}</p>}
      <ul class="list">
        {kept?.all.map((one) => (
          <li key={one.id}>
            <button class="button button--wide template" type="button" data-edit-template={one.title} onClick={() => open(one)}>
              <strong>{one.title}</strong>
              <span class="soft">{Object.keys(one.texts).map(calledHere).join(" · ")}</span>
            </button>
          </li>
        ))}
      </ul>
      {kept && (
        <button class="button button--primary button--wide" type="button" data-action="new-template" onClick={() => open(null)}>
          {t("desk.templates.new")}
        </button>
      )}
    </div>
  );
}
