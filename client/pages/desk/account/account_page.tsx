/** One's own account: what is shown beside the passphrase, and where one is signed in. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { type Access, type OpenDesk, refreshed } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { AddCodes } from "./add_codes.tsx";
import { AddPasskey } from "./add_passkey.tsx";
import { Again } from "./again.tsx";
import * as api from "./api.ts";
import { Browsers } from "./browsers.tsx";
import { Passkeys } from "./passkeys.tsx";
import { RecoveryCodes } from "./recovery_codes.tsx";

interface Props {
  desk: OpenDesk;
  onDesk: (desk: OpenDesk) => void;
  onEnded: () => void;
}

type Doing = "passkey" | "codes" | "recovery" | null;

/** Whether the passphrase alone does not sign in any more. */
const guarded = (factors: api.Factors): boolean => factors.codes || factors.passkeys.length > 0;

export function AccountPage({ desk, onDesk, onEnded }: Props) {
  return (
    <>
      <Title>{t("desk.account.title")}</Title>
      <Factors desk={desk} onDesk={onDesk} onEnded={onEnded} />
      <Browsers onEnded={onEnded} />
    </>
  );
}

/** `onDesk`: what the server knows of the account changed. */
export function Factors({ desk, given = null, onDesk, onEnded }: Props & { given?: Access | null }) {
  const [factors, setFactors] = useState<api.Factors | null>(null);
  const [access, setAccess] = useState<Access | null>(given);
  const [doing, setDoing] = useState<Doing>(null);
  const task = useTask(onEnded);
  const look = async (): Promise<void> => setFactors(await api.factors());
  useEffect(() => task.run(look), []);
  // The server forgets who was asked for the passphrase before this page does.
  useEffect(() => {
    if (task.failed === "proof_required") setAccess(null);
  }, [task.failed]);
  if (!factors) return <Trouble words={task.failed && errorWords(task.failed)} />;

  const change = (work: () => Promise<unknown>): void => task.run(async () => {
    await work();
    await look();
  });
  const done = (): void => {
    setDoing(null);
    task.run(async () => {
      await look();
      onDesk(await refreshed(desk));
    });
  };
  // Who has just added the first one is given the codes for the day it is lost.
  const added = (): void => (guarded(factors) ? done() : setDoing("recovery"));

  if (access && doing === "passkey") return <AddPasskey access={access} onAdded={added} onBack={() => setDoing(null)} />;
  if (access && doing === "codes") return <AddCodes onAdded={added} onBack={() => setDoing(null)} />;
  if (access && doing === "recovery") return <RecoveryCodes onDone={done} />;
  return (
    <section class="stack" data-factors={guarded(factors) ? "yes" : "no"}>
      <p class={guarded(factors) ? "notice notice--ok" : "notice"}>{t(guarded(factors) ? "desk.account.guarded" : "desk.account.open")}</p>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {!access && <Again account={desk.account} lead={t("desk.account.again")} onAccess={setAccess} onEnded={onEnded} />}
      <Passkeys
        factors={factors}
        may={access !== null && !task.busy}
        onAdd={() => setDoing("passkey")}
        onName={(id, label) => change(() => api.namePasskey(id, label))}
        onRemove={(id) => change(() => api.removePasskey(id))}
      />
      <Codes factors={factors} may={access !== null && !task.busy} onDo={setDoing} onOff={() => change(api.turnCodesOff)} />
    </section>
  );
}

interface CodesProps {
  factors: api.Factors;
  may: boolean;
  onDo: (doing: Doing) => void;
  onOff: () => void;
}

function Codes({ factors, may, onDo, onOff }: CodesProps) {
  return (
    <>
      <section class="card" data-codes={factors.codes ? "on" : "off"}>
        <h2>{t("desk.codes.title")}</h2>
        <p class="soft">{t(factors.codes ? "desk.codes.on" : "desk.codes.off")}</p>
        {may && !factors.codes && <button class="button" type="button" data-action="add-codes" onClick={() => onDo("codes")}>{t("desk.codes.add")}</button>}
        {may && factors.codes && <button class="button" type="button" data-action="remove-codes" onClick={onOff}>{t("desk.codes.remove")}</button>}
      </section>
      {guarded(factors) && (
        <section class="card" data-recovery={factors.recovery}>
          <h2>{t("desk.spare.title")}</h2>
          <p class="soft">{t(factors.recovery > 0 ? "desk.spare.left" : "desk.spare.none", { n: factors.recovery })}</p>
          {may && <button class="button" type="button" data-action="new-recovery" onClick={() => onDo("recovery")}>{t("desk.spare.make")}</button>}
        </section>
      )}
    </>
  );
}
