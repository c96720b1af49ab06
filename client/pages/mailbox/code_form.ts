/** Typing the receipt code: in groups as it is typed, with what is wrong said at once. */
import { t } from "../../shared/i18n/index.ts";
import { DIGITS, readCode, readDigits } from "../../shared/mailbox/code.ts";
import { find, say } from "../common/dom.ts";

export class CodeForm {
  readonly element = find<HTMLFormElement>("[data-code-form]");
  private input = find<HTMLInputElement>("[name=code]");
  private wrong = find("#code-wrong");
  private button = find<HTMLButtonElement>("[data-action=open-mailbox]");

  /** `open` gets 24 ASCII digits. */
  constructor(open: (code: string) => void) {
    this.input.addEventListener("input", () => this.typed());
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const code = readCode(this.input.value);
      say(this.wrong, code ? null : t("mailbox.code_wrong"));
      if (code) open(code);
      else this.input.focus();
    });
    this.button.disabled = false;
  }

  get isEmpty(): boolean {
    return !this.input.value;
  }

  /** While a code is being opened no other one can be. */
  busy(busy: boolean): void {
    this.button.disabled = busy;
  }

  clear(): void {
    this.input.value = "";
    say(this.wrong, null);
  }

  /** Groups are put in only at the end of what is typed: a caret in the middle stays where it is. */
  private typed(): void {
    const { value, selectionStart } = this.input;
    const digits = readDigits(value);
    if (digits !== null && selectionStart === value.length) this.input.value = digits.replace(/(.{4})(?=.)/g, "$1 ");
    const whole = (digits?.length ?? 0) >= DIGITS;
    if (digits === null) say(this.wrong, t("mailbox.not_digits"));
    else say(this.wrong, whole && !readCode(digits) ? t("mailbox.code_wrong") : null);
  }
}
