/** Turning on codes of an app: the secret is shown once, and counts when a code of it was typed. */
import { useEffect, useState } from "preact/hooks";
import { typedCode } from "../../../shared/desk_keys/typed_code.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Title, Trouble } from "../frame.tsx";
import { QrCode } from "../key/qr_code.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as api from "./api.ts";
import { CodeInput } from "./code_input.tsx";

const grouped = (secret: string): string => (secret.match(/.{1,4}/g) ?? []).join(" ");

export function AddCodes({ onAdded, onBack }: { onAdded: () => void; onBack: () => void }) {
  const [offer, setOffer] = useState<api.Offer | null>(null);
  const [code, setCode] = useState("");
  const task = useTask();
  useEffect(() => task.run(async () => setOffer(await api.offerCodes())), []);
  function submit(event: Event): void {
    event.preventDefault();
    if (!offer) return;
    task.run(async () => {
      await api.turnCodesOn(offer.token, typedCode(code));
      onAdded();
    });
  }
  return (
    <form class="card" method="dialog" noValidate data-screen="add-codes" onSubmit={submit}>
      <Title>{t("desk.codes.add")}</Title>
      <p>{t("desk.codes.scan")}</p>
      {offer && (
        <>
          <div class="code-picture"><QrCode text={offer.uri} /></div>
          <p class="soft">{t("desk.codes.same_phone")}</p>
          <output class="made" aria-label={t("desk.codes.secret")} data-secret={offer.secret}>{grouped(offer.secret)}</output>
          <a class="button" href={offer.uri}>{t("desk.codes.open_app")}</a>
          <CodeInput label={t("desk.codes.type")} digits value={code} onValue={setCode} />
        </>
      )}
      <Trouble words={task.failed && errorWords(task.failed)} />
      <button class="button button--primary button--wide" type="submit" disabled={task.busy || !offer}>{t("desk.codes.confirm")}</button>
      <button class="button button--quiet" type="button" data-action="cancel" onClick={onBack}>{t("desk.account.back")}</button>
    </form>
  );
}
