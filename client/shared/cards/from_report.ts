/** From an opened packet to the first card of its case. */
import type { Answer, Report } from "../crypto/packet.ts";
import type { Came, Card } from "./card.ts";
import { tidy } from "./normalise.ts";

/** `day`: when the packet came; `by`: whose browser takes it in. */
export interface Arrival {
  packet: string;
  day: string;
  desk: string;
  by: string;
}

export function fromReport(report: Report, { case: id, packet, day, desk, by }: Arrival & { case: string }): Card {
  const { place, category, language, agency, accused, watchpoint, mailbox, attachments } = report;
  return {
    case: id,
    version: 1,
    title: "",
    text: tidy([report.text, place.words].filter(Boolean).join("\n")).slice(0, MAX_TEXT),
    kind: category,
    province: tidy(place.province).slice(0, SHORT),
    district: tidy(place.district).slice(0, SHORT),
    day,
    language,
    risk: null,
    labels: [],
    notes: [],
    agency: tidy(agency),
    accused: tidy(accused),
    watchpoint,
    files: attachments.length,
    mailbox: mailbox?.id ?? null,
    desks: [desk],
    referral: null,
    reason: "",
    checklist: {},
    merged_into: null,
    history: [{ day, by, state: "received" }],
    packets: [packet],
    ...(report.answer && { answers: [{ day, answer: report.answer }] }),
  };
}

const EMPTY: Report = {
  version: 1, kind: "report", language: "", day: "", category: null, text: "", when: "", agency: "", accused: "", watchpoint: null,
  mailbox: null, attachments: [], place: { province: "", district: "", tambon: "", code: "", words: "" },
};

/** The card of a packet with nothing in it, which no list shows: only so that each packet has a case. */
export const fromCover = (arrival: Arrival & { case: string }): Card => ({ ...fromReport(EMPTY, arrival), cover: true });

/** The card of a packet that was sealed by a faulty or hostile program; `code` says what is wrong with it. */
export const fromRefused = (title: string, code: string, arrival: Arrival & { case: string }): Card => ({
  ...fromReport(EMPTY, arrival), title, text: code,
});

/** The card of a case whose reporter sent more: what was written is put under what was there. */
export function withFollowup(card: Card, report: Report, { packet, day }: Arrival, version: number): Card {
  const text = tidy(`${card.text}\n\n+ ${day}\n${report.text}`).slice(0, MAX_TEXT);
  const answers = told(card.answers, report.answer, day);
  return { ...card, version, text, files: card.files + report.attachments.length, packets: [...card.packets, packet], ...(answers && { answers }) };
}

/** The card of a case that another desk handed a packet of. */
export const withCame = (card: Card, came: Came): Card => ({ ...card, came: [...(card.came ?? []), came].slice(-MOST_CAME) });

function told(before: Card["answers"], answer: Answer | undefined, day: string): Card["answers"] {
  return answer ? [...(before ?? []), { day, answer }].slice(-MOST_ANSWERS) : before;
}

const MOST_ANSWERS = 50;
const MOST_CAME = 100;
const SHORT = 200;
const MAX_TEXT = 20_000;
