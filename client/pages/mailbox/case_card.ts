/** Where a case stands at one desk, in plain words, and what came before. */
import type { Step } from "../../shared/crypto/letter.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import type { DeskCase } from "../../shared/mailbox/cases.ts";
import { el } from "../common/dom.ts";
import { dayWords } from "../common/format.ts";

/** `name`: the desk's, or null when no list of ours has it. */
export function caseCard(told: DeskCase, name: string | null): HTMLElement {
  const { desk, state, agency, history, missing, repeated } = told;
  const card = el("section", { class: "card", "data-case": desk }, el("h2", {}, t("mailbox.case", { desk: name ?? desk })));
  if (state) card.append(
    el("p", { class: "status", "data-case-state": state }, t(`state.${state}`)),
    el("p", {}, t(`mailbox.means.${state}`)));
  if (agency) card.append(el("p", {}, agencyWords(agency)));
  if (history.length) card.append(el("h3", {}, t("mailbox.history")), el("ol", { class: "list" }, ...history.map(step)));
  if (missing.length) card.append(notice("data-missing", t("mailbox.missing", { numbers: missing.join(", ") })));
  if (repeated.length) card.append(notice("data-repeated", t("mailbox.repeated", { numbers: repeated.join(", ") })));
  if (name === null) card.append(notice("data-desk-unknown", t("mailbox.desk_unknown")));
  return card;
}

const agencyWords = ({ name, reference }: NonNullable<DeskCase["agency"]>): string =>
  t(reference ? "mailbox.agency_reference" : "mailbox.agency", { name, reference });

const notice = (handle: string, words: string) => el("p", { class: "notice", [handle]: true }, words);

function step({ day, state, note }: Step): HTMLElement {
  const words = `${dayWords(day)}: ${t(`state.${state}` as Key)}`;
  return el("li", {}, el("p", {}, words), ...(note ? [el("p", { class: "soft", dir: "auto" }, note)] : []));
}
