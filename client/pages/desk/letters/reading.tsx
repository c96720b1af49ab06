/** The letter as it will be read, with its open blanks marked; and beside it the same in the moderator's own language. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { nameIn, pieces, type Values } from "./blanks.ts";
import { calledHere } from "./languages.ts";
import { type Facts, isUntouched, textOf, valuesOf, type Writing } from "./writing.ts";

interface Props {
  writing: Writing;
  facts: Facts | null;
  /** The letter's. */
  language: string;
  /** Without the letter itself: it is on the screen already. */
  alone?: boolean;
}

export function Reading({ writing, facts, language, alone = false }: Props) {
  const [shown, setShown] = useState(true);
  const values = valuesOf(writing, facts, language);
  const foreign = language !== __LANG__ && writing.chosen.length > 0;
  const marked = !alone && pieces(writing.text).some(({ blank }) => blank !== null);
  const own = calledHere(__LANG__);
  if (!foreign && !marked) return null;
  return (
    <div class="stack" data-reading>
      {foreign && (
        <label class="tick">
          <input type="checkbox" name="own-language" checked={shown} onChange={({ currentTarget }) => setShown(currentTarget.checked)} />
          {t("desk.letters.own_language", { language: own })}
        </label>
      )}
      <div class="sides">
        {!alone && <Side title={t("desk.letters.preview_title")} language={language} text={writing.text} values={values} name="reader" />}
        {foreign && shown && (
          <Side
            title={t("desk.letters.means", { language: own })}
            note={isUntouched(writing, language, __LANG__) ? null : t("desk.letters.means_template")}
            language={__LANG__}
            text={textOf(writing.chosen, __LANG__, __LANG__)}
            values={valuesOf(writing, facts, __LANG__)}
            name="own"
          />
        )}
      </div>
    </div>
  );
}

interface SideProps {
  title: string;
  note?: string | null;
  language: string;
  text: string;
  values: Values;
  name: string;
}

function Side({ title, note, language, text, values, name }: SideProps) {
  return (
    <section class="side" data-side={name}>
      <h3>{title}</h3>
      {note && <p class="soft">{note}</p>}
      <p class="words" lang={language} dir="auto">
        {pieces(text, values).map((piece, n) => (
          piece.blank === null
            ? piece.text
            : piece.filled
              ? <span class="filled" key={n}>{piece.text}</span>
              : <mark class="blank" key={n} data-blank={piece.blank}>{nameIn(__LANG__, piece.blank)}</mark>
        ))}
      </p>
    </section>
  );
}
