/** The menu's page about one's recovery sheet: whether there is one, and how to make another. */
import { useState } from "preact/hooks";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { PassphraseField, Submit } from "../fields.tsx";
import { type Access, type OpenDesk, accessBy, refreshed } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
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
  return <Standing account={desk.account} onAccess={setAccess} />;
}

function Standing({ account, onAccess }: { account: OpenDesk["account"]; onAccess: (access: Access) => void }) {
  const [passphrase, setPassphrase] = useState("");
  const task = useTask();
  const { sheet } = account;
  function submit(event: Event): void {
    event.preventDefault();
    task.run(async (onProgress) => onAccess(await accessBy(account, passphrase, onProgress)));
  }
  return (
    <form class="card" method="dialog" noValidate onSubmit={submit} data-sheet={sheet ? (sheet.proven ? "proven" : "made") : "none"}>
      <Title>{t("desk.sheet.title")}</Title>
      <p class={sheet?.proven ? undefined : "notice"}>
        {sheet ? t(sheet.proven ? "desk.sheet.proven" : "desk.sheet.unproven", { day: dayWords(sheet.made) }) : t("desk.sheet.none")}
      </p>
      {sheet && <p class="soft">{t("desk.sheet.anew")}</p>}
      <PassphraseField
        name="passphrase"
        label={t("desk.again.passphrase")}
        hint={t("desk.again.hint")}
        value={passphrase}
        onValue={setPassphrase}
        autocomplete="current-password"
      />
      <Trouble words={task.failed && errorWords(task.failed)} />
      <Submit label={t("desk.sheet.make")} busy={task.busy} percent={task.percent} />
    </form>
  );
}
