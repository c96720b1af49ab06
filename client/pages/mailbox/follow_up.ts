/** From an answer as it was typed to what is sealed. No markup, no network. */
import { type Answer, ANSWERS, localDay, type ReportDraft } from "../../shared/crypto/packet.ts";
import { fault } from "../../shared/crypto/fields.ts";

export interface Typed {
  text: string;
  /** Of the radio buttons: "" for neither. */
  answer: string;
}

/** `mailbox`: that of the report which this answers about. */
export function followUp({ text, answer }: Typed, mailbox: NonNullable<ReportDraft["mailbox"]>, language: string): ReportDraft {
  return {
    kind: "followup",
    language,
    day: localDay(),
    category: null,
    text: text.trim(),
    place: { province: "", district: "", tambon: "", code: "", words: "" },
    when: "",
    agency: "",
    accused: "",
    watchpoint: null,
    mailbox: { id: mailbox.id, recipient: mailbox.recipient },
    ...(answer ? { answer: known(answer) } : {}),
  };
}

function known(answer: string): Answer {
  const found = ANSWERS.find((word) => word === answer);
  if (!found) throw fault("answer");
  return found;
}

/** Whether there is anything to send. */
export const saysSomething = ({ text, answer }: Typed, files: number): boolean =>
  text.trim() !== "" || answer !== "" || files > 0;
