/** Ways to the other packets of the same mailbox, as far as they were opened. */
import { t } from "../../shared/i18n/index.ts";
import { dayWords } from "../common/format.ts";
import type { SeenPacket } from "./seen.ts";

export function SameReporter({ others, onShow }: { others: SeenPacket[]; onShow: (id: string) => void }) {
  return (
    <section class="stack" aria-labelledby="same">
      <h2 id="same">{t("desk.same.title")}</h2>
      <p class="soft">{t("desk.same.lead")}</p>
      <ul class="list">
        {others.map(({ id, kind, day, answer }) => (
          <li key={id}>
            <button
              class="button button--wide" type="button" data-same={id} data-answer={answer ?? undefined} onClick={() => onShow(id)}
            >
              {t(`desk.packet.kind.${kind}`)} · {answer && <b>{t(`desk.packet.answer_${answer}`)} · </b>}
              {dayWords(day)} · {t("desk.list.packet", { id: id.slice(0, 8) })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
