/** Where the sheet's digits are typed, or photographed; says of each group whether it can be right. */
import { useState } from "preact/hooks";
import { GROUP, GROUPS, type ReadSheet, groupHolds, readSheet, sheetGroups } from "../../../shared/desk_keys/sheet.ts";
import { readDigits } from "../../../shared/mailbox/code.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { scanSheet } from "./scan.ts";

export interface Code {
  typed: string;
  read: ReadSheet;
  type(text: string): void;
}

export function useCode(): Code {
  const [typed, type] = useState("");
  return { typed, read: readSheet(typed), type };
}

/** Why this is no code yet, in words, or null. */
export function codeFault({ typed, read }: Code): string | null {
  if ("code" in read) return null;
  if (read.fault > 0) return t("desk.restore.wrong_group", { n: read.fault });
  const digits = readDigits(typed);
  return digits === null ? t("desk.restore.not_digits") : t("desk.restore.short", { n: digits.length });
}

export function CodeField({ code }: { code: Code }) {
  const [unread, setUnread] = useState(false);
  const groups = sheetGroups((readDigits(code.typed) ?? "").slice(0, GROUPS * GROUP));
  async function scan(input: HTMLInputElement): Promise<void> {
    const [photo] = input.files ?? [];
    input.value = "";
    if (!photo) return;
    const found = await scanSheet(photo);
    setUnread(found === null);
    if (found !== null) code.type(sheetGroups(found).join(" "));
  }
  return (
    <div class="stack">
      <div class="field">
        <label for="sheet-code">{t("desk.restore.code")}</label>
        <textarea
          id="sheet-code"
          name="sheet-code"
          class="digits"
          rows={2}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="sheet-code-hint"
          value={code.typed}
          onInput={({ currentTarget }) => code.type(currentTarget.value)}
        />
        <p class="soft" id="sheet-code-hint">{t("desk.restore.code_hint")}</p>
      </div>
      {groups.length > 0 && (
        <ol class="groups" data-groups={groups.length}>
          {groups.map((group, at) => (
            <li key={at} class={groupHolds(group) ? undefined : "groups__wrong"}>{group} {groupHolds(group) ? "✓" : "✗"}</li>
          ))}
        </ol>
      )}
      <label class="button button--wide picker">
        <input class="sr-only" type="file" name="sheet-photo" accept="image/*" capture="environment" onChange={({ currentTarget }) => void scan(currentTarget)} />
        {t("desk.restore.scan")}
      </label>
      <Trouble words={unread ? t("desk.restore.unread") : null} />
    </div>
  );
}
