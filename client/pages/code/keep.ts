/** The choice to keep the code on this phone: off by default, and what it means is said beside it. */
import { t } from "../../shared/i18n/index.ts";
import { forgetCode, keepCode } from "../../shared/outbox/codes.ts";
import { el } from "../common/dom.ts";

export function keepChoice(code: string, tell: (words: string) => void): HTMLElement[] {
  const box = el("input", { type: "checkbox", "data-action": "code-keep", autocomplete: "off" });
  box.addEventListener("change", () => void choose());
  const choose = async () => {
    try {
      await (box.checked ? keepCode(code) : forgetCode(code));
      tell(t(box.checked ? "code.kept" : "code.not_kept"));
    } catch {
      box.checked = false;
      tell(t("code.keep_failed"));
    }
  };
  return [el("label", { class: "choice" }, box, t("code.keep")), el("p", { class: "soft" }, t("code.keep_means"))];
}
