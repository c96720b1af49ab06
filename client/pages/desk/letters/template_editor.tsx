/** One of the desk's own templates, written or changed; what somebody else did meanwhile is shown, and nobody's words are lost. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Title, Trouble } from "../frame.tsx";
import type { Kept } from "../sealed_list.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { localised } from "./blanks.ts";
import { calledHere, LANGUAGES } from "./languages.ts";
import { TemplateText } from "./template_text.tsx";
import { changeOne, MOST_TITLE, type Own, Overtaken, type Store, written } from "./templates.ts";

interface Props {
  store: Store;
  /** As the list has it, null for a new one; and what to begin with. */
  known: Own | null;
  own: Own;
  onKept: (kept: Kept<Own>) => void;
  onDeleted: (kept: Kept<Own>) => void;
  onBack: () => void;
  onEnded: () => void;
}

export function TemplateEditor({ store, known: first, own, onKept, onDeleted, onBack, onEnded }: Props) {
  const [known, setKnown] = useState(first);
  const [title, setTitle] = useState(own.title);
  const [texts, setTexts] = useState(shownTexts(own));
  const [theirs, setTheirs] = useState<Overtaken | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const task = useTask(onEnded);
  const typed = written({ id: own.id, title, texts });
  const edit = (put: () => void): void => {
    setHint(null);
    put();
  };
  const show = (one: Own): void => {
    setTitle(one.title);
    setTexts(shownTexts(one));
  };
  const change = (next: Own | null, done: (kept: Kept<Own>) => void): void =>
    task.run(async () => {
      setAsked(false);
      try {
        done(await changeOne(store, own.id, known, next));
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        setTheirs(error);
        setKnown(error.now);
      }
    });
  const take = (): void => {
    if (theirs?.now) show(theirs.now);
    else onBack();
    setTheirs(null);
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const ready = typed.title !== "" && Object.keys(typed.texts).length > 0;
    setHint(ready ? null : t("desk.templates.incomplete"));
    if (ready) change(typed, onKept);
  };
  return (
    <form class="card" method="dialog" noValidate onSubmit={save} data-template-editor={known ? "known" : "new"}>
      <Title>{t(known ? "desk.templates.change" : "desk.templates.new")}</Title>
      <label class="field">
        <span>{t("desk.templates.name")}</span>
        <input name="template-title" type="text" maxLength={MOST_TITLE} autocomplete="off" value={title} onInput={(event) => edit(() => setTitle(event.currentTarget.value))} />
      </label>
      <p class="soft">{t("desk.templates.texts_hint")}</p>
      {LANGUAGES.map((language) => (
        <TemplateText
          key={language}
          language={language}
          value={texts[language] ?? ""}
          onValue={(text) => edit(() => setTexts((before) => ({ ...before, [language]: text })))}
        />
      ))}
      <Trouble words={hint ?? (task.failed && errorWords(task.failed))} />
      {theirs && <Theirs now={theirs.now} onTake={take} onMine={() => setTheirs(null)} />}
      <button class="button button--primary button--wide" type="submit" data-action="keep-template" disabled={task.busy || theirs !== null}>
        {t("desk.templates.save")}
      </button>
      <button class="button" type="button" disabled={task.busy} onClick={onBack}>{t("desk.templates.back")}</button>
      {known && !asked && (
        <button class="button button--quiet leave" type="button" data-action="delete-template" onClick={() => setAsked(true)}>{t("desk.templates.delete")}</button>
      )}
      {known && asked && (
        <div class="notice stack">
          <p>{t("desk.templates.delete_sure", { name: known.title })}</p>
          <button class="button button--wide" type="button" data-action="delete-template-yes" disabled={task.busy} onClick={() => change(null, onDeleted)}>{t("desk.templates.delete_yes")}</button>
          <button class="button button--wide" type="button" onClick={() => setAsked(false)}>{t("desk.templates.delete_no")}</button>
        </div>
      )}
    </form>
  );
}

const shownTexts = ({ texts }: Own): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([tag, text]) => [tag, localised(text, __LANG__)]));

/** What somebody else made of it meanwhile: it is read before anything is decided. */
function Theirs({ now, onTake, onMine }: { now: Own | null; onTake: () => void; onMine: () => void }) {
  return (
    <div class="notice stack" role="alert" data-overtaken={now ? "changed" : "deleted"}>
      <p><strong>{t(now ? "desk.templates.overtaken" : "desk.templates.overtaken_deleted")}</strong></p>
      {now && <p>{now.title}</p>}
      {now && Object.entries(shownTexts(now)).map(([tag, text]) => (
        <p class="words" key={tag} lang={tag} dir="auto">{calledHere(tag)}: {text}</p>
      ))}
      <button class="button button--wide" type="button" data-action="take-theirs" onClick={onTake}>
        {t(now ? "desk.templates.take_theirs" : "desk.templates.take_deleted")}
      </button>
      <button class="button button--wide" type="button" data-action="keep-mine" onClick={onMine}>{t("desk.templates.keep_mine")}</button>
    </div>
  );
}
