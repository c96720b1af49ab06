/** Cases that may be about the same thing, worked out on this device when somebody wants to know. */
import { useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import type { Like } from "../../../shared/cards/protocol.ts";
import { t } from "../../../shared/i18n/index.ts";

interface Props {
  id: string;
  cards: Cards;
  onShow: (id: string) => void;
}

export function SimilarCases({ id, cards, onShow }: Props) {
  const [found, setFound] = useState<Like[] | null>(null);
  return (
    <section class="card" aria-labelledby="similar" data-similar={found?.length}>
      <h2 id="similar">{t("desk.case.similar")}</h2>
      {found === null && (
        <button class="button" type="button" data-action="similar" onClick={() => void cards.ask("similar", id).then(setFound, () => undefined)}>
          {t("desk.case.find_similar")}
        </button>
      )}
      {found?.length === 0 && <p class="soft">{t("desk.case.no_similar")}</p>}
      {found !== null && found.length > 0 && (
        <ul class="list">
          {found.map((one) => (
            <li key={one.id}>
              <button class="button button--wide similar" type="button" data-like={one.id} onClick={() => onShow(one.id)}>
                <span dir="auto">{one.name}</span>
                <span class="soft">{t(`state.${one.state}`)} · {one.same.map((why) => t(`desk.same.${why}`)).join(", ")}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
