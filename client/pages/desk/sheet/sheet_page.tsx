/** The menu's page about one's recovery sheet: whether there is one, and how to make another. */
import { useState } from "preact/hooks";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { AgainForm } from "../account/again.tsx";
import { type Access, type OpenDesk, refreshed } from "../flows.ts";
import { Title } from "../frame.tsx";
import { SheetSteps } from "./steps.tsx";

interface Props {
  desk: OpenDesk;
  /** The account changed, as far as this page knows. */
  onDesk: (desk: OpenDesk) => void;
  onEnded: () => void;
}

/** What the menu says until there is a sheet that was shown to be on paper. */
export function sheetDue({ account }: OpenDesk): Key | null {
  if (!account.sheet) return "desk.sheet.due";
  return account.sheet.proven ? null : "desk.sheet.due_proof";
}

export function SheetPage({ desk, onDesk, onEnded }: Props) {
  const [access, setAccess] = useState<Access | null>(null);
  const done = (): void => {
    setAccess(null);
    void refreshed(desk).then(onDesk);
  };
  if (access) return <SheetSteps access={access} onDone={done} onEnded={onEnded} />;
  return <Standing account={desk.account} onAccess={setAccess} onEnded={onEnded} />;
}

function Standing({ account, onAccess, onEnded }: { account: OpenDesk["account"]; onAccess: (access: Access) => void; onEnded: () => void }) {
  const { sheet } = account;
  const state = sheet ? (sheet.proven ? "proven" : "made") : "none";
  return (
    <AgainForm account={account} label={t("desk.sheet.make")} run={onAccess} onEnded={onEnded} attributes={{ "data-sheet": state }}>
      <Title>{t("desk.sheet.title")}</Title>
      <p class={sheet?.proven ? undefined : "notice"}>
        {sheet ? t(sheet.proven ? "desk.sheet.proven" : "desk.sheet.unproven", { day: dayWords(sheet.made) }) : t("desk.sheet.none")}
      </p>
      {sheet && <p class="soft">{t("desk.sheet.anew")}</p>}
    </AgainForm>
  );
}
