/** The letters that this desk wrote before, and how far each of them came. */
import type { OpenedLetter } from "../../../shared/crypto/letter.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { Known } from "./api.ts";
import { LetterView } from "./letter_view.tsx";
import type { Copies } from "./use_letters.ts";

type Copy = Known["copies"][number];

export function Written({ known, copies }: { known: Known; copies: Copies }) {
  if (known.copies.length === 0) return null;
  return (
    <ul class="list">
      {known.copies.map((copy) => (
        <li class="card" key={copy.number} data-letter={copy.number}>
          <p class="soft">
            {t("desk.letters.one", { n: copy.number, day: dayWords(copy.day) })} · {whereabouts(known, copy)}
          </p>
          <Content opened={copies.get(copy.number) ?? null} />
        </li>
      ))}
    </ul>
  );
}

function Content({ opened }: { opened: OpenedLetter | null }) {
  if (!opened) return <p>{t("desk.letters.unreadable")}</p>;
  return <LetterView letter={opened.letter} files={opened.attachments} />;
}

function whereabouts({ letters }: Known, { letter: id }: Copy): string {
  const lies = letters.find((letter) => letter.id === id);
  if (!lies) return t("desk.letters.gone");
  return t(lies.released ? "desk.letters.lies" : "desk.letters.waits");
}
