/** One field for each blank of the letter, filled from the case where it knows. */
import { t } from "../../../shared/i18n/index.ts";
import { blanksIn, KNOWN, nameIn } from "./blanks.ts";
import { type Facts, valuesOf, type Writing } from "./writing.ts";

interface Props {
  writing: Writing;
  facts: Facts | null;
  language: string;
  change: (part: Partial<Writing>) => void;
}

/** These two are also told beside the text, when a case is referred. */
const OWN_PLACE = ["agency", "reference"] as const;
type OwnPlace = (typeof OWN_PLACE)[number];
const hasOwnPlace = (key: string): key is OwnPlace => OWN_PLACE.includes(key as OwnPlace);

export function BlankFields({ writing, facts, language, change }: Props) {
  const always = writing.state === "referred" ? OWN_PLACE : [];
  const keys = [...new Set([...always, ...blanksIn(writing.text)])];
  const values = valuesOf(writing, facts, language);
  const set = (key: string, value: string): void =>
    change(hasOwnPlace(key) ? { [key]: value } : { blanks: new Map([...writing.blanks, [key, value]]) });
  return (
    <>
      {keys.map((key) => (
        <Line key={key} name={`letter-${key}`} label={labelOf(key)} value={values.get(key) ?? ""} onValue={(value) => set(key, value)} />
      ))}
    </>
  );
}

function labelOf(key: string): string {
  if (hasOwnPlace(key)) return t(`desk.letters.${key}`);
  return key === "reason" ? t("desk.letters.reason") : KNOWN.includes(key as never) ? nameIn(__LANG__, key) : key;
}

interface LineProps {
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
}

function Line({ name, label, value, onValue }: LineProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} type="text" maxLength={1000} autocomplete="off" value={value} onInput={(event) => onValue(event.currentTarget.value)} />
    </label>
  );
}
