/** Queries that somebody named: one tap brings them back. Kept on this device, sealed. */
import { useEffect, useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import type { View } from "../../../shared/cards/protocol.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Wanted } from "./use_answer.ts";

interface Props {
  cards: Cards;
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}

const MOST = 12;

export function Views({ cards, wanted, onWant }: Props) {
  const [views, setViews] = useState<View[]>([]);
  const [name, setName] = useState("");
  useEffect(() => {
    cards.ask("views", null).then(setViews, () => undefined);
  }, []);
  const keep = (next: View[]): void => {
    setViews(next);
    cards.ask("keepViews", next).catch(() => undefined);
  };
  const add = (event: Event): void => {
    event.preventDefault();
    const title = name.trim();
    if (!title) return;
    keep([...views.filter((view) => view.name !== title), { name: title, ...wanted }].slice(-MOST));
    setName("");
  };
  return (
    <>
      {views.length > 0 && (
        <ul class="list" aria-label={t("desk.views.title")}>
          {views.map((view) => (
            <li class="row" key={view.name}>
              <button class="button grow" type="button" data-view={view.name} onClick={() => onWant({ text: view.text, filters: view.filters, sort: view.sort })}>
                {view.name}
              </button>
              <button class="button" type="button" aria-label={t("desk.views.remove", { name: view.name })} onClick={() => keep(views.filter((one) => one !== view))}>✕</button>
            </li>
          ))}
        </ul>
      )}
      <form class="row" method="dialog" onSubmit={add}>
        <label class="field grow">
          <span>{t("desk.views.name")}</span>
          <input name="view" value={name} maxLength={40} autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button class="button" type="submit" disabled={!name.trim()}>{t("desk.views.keep")}</button>
      </form>
    </>
  );
}
