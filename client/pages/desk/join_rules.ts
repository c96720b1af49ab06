/** What must be right before a sign-up is sent, in words when it is not. */
import { weakness } from "../../shared/desk_keys/passphrase.ts";
import { t } from "../../shared/i18n/index.ts";

export interface Passphrase {
  own: boolean;
  made: string;
  kept: boolean;
  text: string;
  again: string;
}

/** The server's rule for names, so that most people hear of it before they press. */
const NAME = /^[\p{L}\p{M}\p{N}._-]{2,64}$/u;

/** Why this cannot be sent yet, or null. */
export function fault(name: string, choice: Passphrase): string | null {
  if (!NAME.test(name.trim().normalize("NFKC"))) return t("desk.weak.name");
  return passphraseFault(choice);
}

/** Why this passphrase will not do, or null. */
export function passphraseFault(choice: Passphrase): string | null {
  if (!choice.own) return choice.kept ? null : t("desk.weak.kept");
  const weak = weakness(choice.text);
  const n = [...choice.text.normalize("NFKC")].length;
  if (weak === "short") return t("desk.weak.short", { n });
  if (weak) return t("desk.weak.repetitive");
  return choice.text === choice.again ? null : t("desk.weak.different");
}

/** The passphrase that was chosen. */
export const chosen = (choice: Passphrase): string => (choice.own ? choice.text : choice.made);
