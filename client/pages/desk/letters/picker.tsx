/** Templates to choose from: the desk's own and those that come with Hinghoi, in the language of the letter. */
import { useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { errorWords } from "../words.ts";
import { localised } from "./blanks.ts";
import { calledHere, LANGUAGES, languageName } from "./languages.ts";
import { useOwn } from "./own.ts";
import { shipped, type Template, templateOf, textIn } from "./templates.ts";

interface Props {
  cards: Cards;
  /** The letter's, and whether the reporter's own has templates. */
  language: string;
  spoken: boolean;
  onLanguage: (language: string) => void;
  onPick: (template: Template) => void;
  onEnded: () => void;
}

export function Picker({ cards, language, spoken, onLanguage, onPick, onEnded }: Props) {
  const [open, setOpen] = useState(false);
  const { kept, task } = useOwn(cards, onEnded);
  const own = kept?.all.map(templateOf) ?? [];
  const pick = (template: Template): void => {
    setOpen(false);
    onPick(template);
  };
  return (
    <details data-templates={own.length} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("desk.letters.templates")}</summary>
      <div class="stack">
        <label class="field">
          <span>{t("desk.letters.language")}</span>
          <select name="letter-language" value={language} onChange={(event) => onLanguage(event.currentTarget.value)}>
            {LANGUAGES.map((one) => <option key={one} value={one}>{languageName(one)}</option>)}
          </select>
          {!spoken && <span class="soft">{t("desk.letters.language_missing", { language: calledHere(language) })}</span>}
        </label>
        <Trouble words={task.failed && errorWords(task.failed)} />
        {own.length > 0 && <h3>{t("desk.letters.own_templates")}</h3>}
        <Choices all={own} language={language} onPick={pick} />
        {own.length > 0 && <h3>{t("desk.letters.shipped_templates")}</h3>}
        <Choices all={shipped} language={language} onPick={pick} />
        <p class="soft">{t("desk.letters.templates_where")}</p>
      </div>
    </details>
  );
}

function Choices({ all, language, onPick }: { all: readonly Template[]; language: string; onPick: (template: Template) => void }) {
  if (all.length === 0) return null;
  return (
    <ul class="list">
      {all.map((one) => (
        <li key={one.id}><Choice template={one} language={language} onPick={() => onPick(one)} /></li>
      ))}
    </ul>
  );
}

/** What it is about, in the moderator's words; and that it has none in the letter's language, if so. */
function Choice({ template, language, onPick }: { template: Template; language: string; onPick: () => void }) {
  const here = textIn(template, __LANG__);
  const there = textIn(template, language).language;
  return (
    <button class="button button--wide template" type="button" data-template={template.id} onClick={onPick}>
      <strong>{template.title(__LANG__)}</strong>
      {there !== language && (
        <span class="badge" data-fallback={there}>
          {t("desk.letters.fallback", { language: calledHere(language), other: calledHere(there) })}
        </span>
      )}
      <span class="soft template__text" lang={here.language}>{localised(here.text, __LANG__)}</span>
    </button>
  );
}
