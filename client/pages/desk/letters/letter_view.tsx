/** One letter as its reader sees it: text nodes only, whoever wrote it. */
import type { LetterDraft } from "../../../shared/crypto/letter.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Picture } from "../viewer/picture.tsx";

interface Props {
  letter: LetterDraft;
  files: { type: string; bytes: Uint8Array }[];
}

export function LetterView({ letter, files }: Props) {
  const { state, agency, text } = letter;
  return (
    <>
      {state && <p><span class="badge" data-field="state">{t(`state.${state}`)}</span></p>}
      {agency && (
        <p class="words" dir="auto" data-field="letter-agency">
          {t("desk.letters.to_agency", { name: agency.name })}
          {agency.reference && ` · ${t("desk.letters.with_reference", { reference: agency.reference })}`}
        </p>
      )}
      {text && <p class="words" dir="auto" data-field="letter-text">{text}</p>}
      {files.map((file, n) => <Picture key={n} file={{ ...file, name: "" }} n={n + 1} />)}
    </>
  );
}
