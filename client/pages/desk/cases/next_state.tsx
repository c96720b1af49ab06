/** The next state of a case, out of those that may follow, with what its card must then say. */
import { useState } from "preact/hooks";
import { localDay } from "../../../shared/crypto/day.ts";
import type { State } from "../../../shared/crypto/states.ts";
import { tidy } from "../../../shared/cards/normalise.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Cards } from "../../../shared/cards/cards.ts";
import type { PartProps } from "./case_view.tsx";
import { edited } from "./change.ts";
import { isComplete, needsOf, nextStates } from "./lifecycle.ts";
import { OtherCase } from "./other_case.tsx";

interface Said {
  agency: string;
  reference: string;
  reason: string;
  merged: string;
}

const NOTHING: Said = { agency: "", reference: "", reason: "", merged: "" };

/** Only what the new state needs goes into the card; the rest of it stays. */
function fieldsOf(needs: readonly string[], { agency, reference, reason, merged }: Said) {
  return {
    ...(needs.includes("referral") && agency.trim() ? { referral: { agency: tidy(agency.trim()), day: localDay(), reference: tidy(reference.trim()) } } : {}),
    ...(needs.includes("reason") ? { reason: tidy(reason.trim()) } : {}),
    ...(needs.includes("merged_into") ? { merged_into: /^[0-9a-f]{32}$/.test(merged.trim()) ? merged.trim() : null } : {}),
  };
}

/** An agency sends its number later, when it takes the case. */
const LATER: ReadonlySet<string> = new Set(["accepted", "in_progress", "resolved"]);

export function NextState({ seen, cards, busy, onSave }: PartProps & { cards: Cards }) {
  const [state, setState] = useState<State | "">("");
  const [said, setSaid] = useState(NOTHING);
  const needs = needsOf(state || null);
  const { referral } = seen.card;
  const numberless = LATER.has(state) && referral !== null && !referral.reference;
  const number = tidy(said.reference.trim());
  const numbered = numberless && number ? { referral: { ...referral, reference: number } } : {};
  const edit = { card: { ...fieldsOf(needs, said), ...numbered }, ...(state ? { state } : {}) };
  const ready = state !== "" && isComplete(edited(seen, edit, ""), state);
  const say = (name: keyof Said) => (event: { currentTarget: { value: string } }): void => setSaid({ ...said, [name]: event.currentTarget.value });
  return (
    <form class="card" method="dialog" aria-labelledby="next-state" onSubmit={(event) => {
      event.preventDefault();
      if (ready) onSave(edit);
    }}>
      <h2 id="next-state">{t("desk.case.next")}</h2>
      <label class="field">
        <span class="sr-only">{t("desk.case.next")}</span>
        <select name="next-state" value={state} onChange={(event) => setState(event.currentTarget.value as State)}>
          <option value="">{t("desk.case.stays", { state: t(`state.${seen.workflow.state}`) })}</option>
          {nextStates(seen.workflow.state).map((one) => <option key={one} value={one}>{t(`state.${one}`)}</option>)}
        </select>
      </label>
      {needs.includes("referral") && (
        <>
          <label class="field"><span>{t("desk.letters.agency")}</span><input name="referral-agency" value={said.agency} maxLength={500} autocomplete="off" onInput={say("agency")} /></label>
        </>
      )}
      {(needs.includes("referral") || numberless) && (
        <label class="field"><span>{t("desk.letters.reference")}</span><input name="referral-reference" value={said.reference} maxLength={500} autocomplete="off" onInput={say("reference")} /></label>
      )}
      {needs.includes("reason") && (
        <label class="field"><span>{t("desk.case.reason")}</span><textarea name="reason" value={said.reason} maxLength={4000} onInput={say("reason")} /></label>
      )}
      {needs.includes("merged_into") && (
        <OtherCase id={seen.card.case} cards={cards} chosen={said.merged} onChoose={(merged) => setSaid({ ...said, merged })} />
      )}
      <button class="button" type="submit" disabled={busy || !ready}>{t("desk.case.save_state")}</button>
    </form>
  );
}
