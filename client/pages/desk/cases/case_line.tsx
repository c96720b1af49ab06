/** One line of the list: what it is about, where it stands, and whether somebody should hurry. */
import type { Row } from "../../../shared/cards/book.ts";
import { CATEGORIES, type Category } from "../../../shared/crypto/packet.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { Marked, Ranges } from "./marked.tsx";

interface Props {
  row: Row;
  n: number;
  terms: readonly string[];
  who: string | null;
  picked: boolean;
  onPick: (id: string) => void;
  onShow: (id: string) => void;
}

export function CaseLine({ row, n, terms, who, picked, onPick, onShow }: Props) {
  return (
    <div class={`case${row.risk ? ` case--${row.risk}` : ""}${picked ? " case--picked" : ""}`} data-case={row.id} data-case-state={row.state}>
      <label class="case__pick">
        <input type="checkbox" name="picked" checked={picked} aria-label={t("desk.cases.pick", { name: nameOf(row) })} onChange={() => onPick(row.id)} />
      </label>
      <button class="case__open" type="button" data-line={n} onClick={() => onShow(row.id)}>
        <span class="case__name" dir="auto">
          <Marked text={nameOf(row)} terms={terms} />
        </span>
        {row.excerpt ? (
          <span class="case__facts case__excerpt" dir="auto">
            <Ranges text={row.excerpt.text} ranges={row.excerpt.ranges} />
          </span>
        ) : (
          <span class="case__facts">{facts(row)}</span>
        )}
        <span class="case__tags">
          <span class="badge">{t(`state.${row.state}`)}</span>
          {row.overdue && <span class="badge badge--late">{t("desk.cases.overdue")}</span>}
          {row.risk && <span class="badge">{t(`desk.risk.${row.risk}`)}</span>}
          <span class="case__who">{who ?? t("desk.cases.nobody")}</span>
        </span>
      </button>
    </div>
  );
}

export const nameOf = ({ name, bare }: Pick<Row, "name" | "bare">): string =>
  bare ? t("desk.cases.bare") : name || t("desk.packet.no_text");

const facts = ({ kind, province, district, day }: Row): string =>
  [kindWords(kind), [district, province].filter(Boolean).join(" "), dayWords(day)].filter(Boolean).join(" · ");

export const kindWords = (kind: string | null): string =>
  CATEGORIES.includes(kind as Category) ? t(`kind.${kind as Category}`) : "";
