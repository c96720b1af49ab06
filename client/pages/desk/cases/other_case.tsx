/** Choosing another case by its words: those that are alike first, then what is searched for. */
import { useEffect, useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { nameOf } from "./case_line.tsx";

interface Props {
  /** The case that it is not. */
  id: string;
  cards: Cards;
  chosen: string;
  onChoose: (id: string) => void;
}

interface Offer {
  id: string;
  name: string;
  facts: string;
}

const MOST = 6;

async function offers({ id, cards }: Pick<Props, "id" | "cards">, text: string): Promise<Offer[]> {
  if (!text.trim()) {
    const alike = await cards.ask("similar", id);
    return alike.map(({ id: other, name, same }) => ({ id: other, name, facts: same.map((why) => t(`desk.same.${why}`)).join(", ") }));
  }
  const { rows } = await cards.ask("query", { text, filters: {}, sort: "newest", offset: 0, limit: 2 * MOST, today: localDay() });
  // What is a duplicate itself leads nowhere.
  return rows.filter((row) => row.id !== id && row.state !== "duplicate").slice(0, MOST).map((row) => ({
    id: row.id, name: nameOf(row), facts: [t(`state.${row.state}`), row.province, dayWords(row.day)].filter(Boolean).join(" · "),
  }));
}

export function OtherCase({ id, cards, chosen, onChoose }: Props) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Offer[] | null>(null);
  useEffect(() => {
    let wanted = true;
    offers({ id, cards }, text).then((all) => wanted && setFound(all), () => undefined);
    return () => {
      wanted = false;
    };
  }, [text]);
  return (
    <fieldset class="stack">
      <legend class="sr-only">{t("desk.case.merged_into")}</legend>
      <label class="field">
        <span>{t("desk.case.merged_into")}</span>
        <input type="search" name="other-case" value={text} placeholder={t("desk.cases.search")} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {found?.length === 0 && <p class="soft">{t(text.trim() ? "desk.cases.not_found" : "desk.case.no_similar")}</p>}
      {found?.map((one) => (
        <label class="choice choice--wide" key={one.id}>
          <input type="radio" name="merged-into" value={one.id} checked={chosen === one.id} onChange={() => onChoose(one.id)} />
          <span>
            <span dir="auto">{one.name || t("desk.packet.no_text")}</span>
            <br />
            <span class="soft">{one.facts}</span>
          </span>
        </label>
      ))}
      <p class="soft">{t("desk.case.merged_what")}</p>
    </fieldset>
  );
}
