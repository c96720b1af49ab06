/** What agencies ask for before they take a case, ticked off; a desk adds what its own agencies want. */
import { useEffect, useState } from "preact/hooks";
import { tidy } from "../../../shared/cards/normalise.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import type { PartProps } from "./case_view.tsx";

/** The names under which they stand in the card, whatever language the moderator reads. */
const USUAL: Record<string, Key> = {
  who: "desk.check.who", what: "desk.check.what", when: "desk.check.when", where: "desk.check.where",
  damage: "desk.check.damage", evidence: "desk.check.evidence", witness: "desk.check.witness", safe: "desk.check.safe",
};
const MOST = 50;
const own = (name: string): boolean => !Object.hasOwn(USUAL, name);
const wordsOf = (name: string): string => (own(name) ? name : t(USUAL[name]!));

export function Checklist({ seen, busy, onSave }: PartProps) {
  const { checklist } = seen.card;
  const [text, setText] = useState("");
  /** What was ticked and is still being saved. */
  const [ticked, setTicked] = useState<Record<string, boolean>>({});
  useEffect(() => setTicked({}), [seen.workflow.version]);
  const name = tidy(text.trim()).slice(0, 80);
  const names = [...Object.keys(USUAL), ...Object.keys(checklist).filter(own)];
  const done = names.filter((one) => checklist[one] === true).length;
  const tick = (one: string, is: boolean): void => {
    setTicked({ [one]: is });
    onSave({ card: { checklist: { ...checklist, [one]: is } } });
  };
  const drop = (one: string): void => {
    const { [one]: _dropped, ...rest } = checklist;
    onSave({ card: { checklist: rest } });
  };
  const add = (event: Event): void => {
    event.preventDefault();
    if (name && !names.includes(name) && names.length < MOST) onSave({ card: { checklist: { ...checklist, [name]: false } } }, () => setText(""));
  };
  return (
    <details class="card" data-checklist={done}>
      <summary>{t("desk.check.title", { done, all: names.length })}</summary>
      <ul class="list">
        {names.map((one) => (
          <li class="row" key={one}>
            <label class="tick grow">
              <input type="checkbox" name="check" value={one} checked={(ticked[one] ?? checklist[one]) === true} disabled={busy} onChange={(event) => tick(one, event.currentTarget.checked)} />
              <span dir="auto">{wordsOf(one)}</span>
            </label>
            {own(one) && (
              <button class="button" type="button" disabled={busy} aria-label={t("desk.check.remove", { name: one })} onClick={() => drop(one)}>✕</button>
            )}
          </li>
        ))}
      </ul>
      <form class="row" method="dialog" onSubmit={add}>
        <label class="field grow">
          <span>{t("desk.check.new")}</span>
          <input name="new-check" value={text} maxLength={80} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <button class="button" type="submit" disabled={busy || !name}>{t("desk.check.add")}</button>
      </form>
    </details>
  );
}
