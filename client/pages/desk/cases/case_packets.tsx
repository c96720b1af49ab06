/** The packets of a case: each can be opened, and taken out into a case of its own. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";

interface Props {
  packets: readonly string[];
  busy: boolean;
  onShow: (packet: string) => void;
  onSplit: (packet: string) => void;
}

export function CasePackets({ packets, busy, onShow, onSplit }: Props) {
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <>
      {packets.map((packet, n) => (
        <div class="stack" key={packet}>
          <div class="row">
            <button class="button grow" type="button" data-open-packet={packet} onClick={() => onShow(packet)}>
              {t("desk.case.packet", { n: n + 1, id: packet.slice(0, 8) })}
            </button>
            {packets.length > 1 && (
              <button class="button" type="button" data-split={packet} disabled={busy} onClick={() => setAsked(packet)}>{t("desk.case.split")}</button>
            )}
          </div>
          {asked === packet && packets.length > 1 && (
            <div class="row" role="group">
              <p>{t("desk.case.split_what")}</p>
              <button class="button button--primary" type="button" data-action="split" disabled={busy} onClick={() => onSplit(packet)}>{t("desk.case.split_yes")}</button>
              <button class="button button--quiet" type="button" onClick={() => setAsked(null)}>{t("desk.case.cancel")}</button>
            </div>
          )}
        </div>
      ))}
    </>
  );
}
