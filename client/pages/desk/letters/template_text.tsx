/** A template's text in one language. Blanks are put in by buttons: braces are far away on a phone's keyboard. */
import { useRef } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { KNOWN, nameIn } from "./blanks.ts";
import { languageName } from "./languages.ts";
import { MOST_TEXT } from "./templates.ts";

interface Props {
  language: string;
  value: string;
  onValue: (text: string) => void;
}

export function TemplateText({ language, value, onValue }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const put = (key: string): void => {
    const text = area.current;
    if (!text) return;
    text.setRangeText(`{${nameIn(__LANG__, key)}}`, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    onValue(text.value);
  };
  const id = `template-${language}`;
  return (
    <div class="field">
      <label for={id}>{languageName(language)}</label>
      <textarea
        ref={area}
        id={id}
        name={id}
        class="long"
        lang={language}
        dir="auto"
        maxLength={MOST_TEXT}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <div class="blanks" role="group" aria-label={t("desk.templates.blanks", { language: languageName(language) })}>
        {KNOWN.map((key) => (
          <button class="button" type="button" key={key} data-put={key} onClick={() => put(key)}>+ {nameIn(__LANG__, key)}</button>
        ))}
      </div>
    </div>
  );
}
