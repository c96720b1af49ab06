/** An open desk: the list and one packet at a time, until it is locked or left. */
import { useState } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";
import type { OpenDesk as Keys } from "./flows.ts";
import { Frame } from "./frame.tsx";
import { Packets } from "./packet_list.tsx";
import { PacketView } from "./packet_view.tsx";
import { Seen } from "./seen.ts";
import { useIdleLock } from "./use_idle_lock.ts";
import { usePacketRoute } from "./use_packet_route.ts";
import { usePackets } from "./use_packets.ts";

interface Props {
  desk: Keys;
  onLock: (idle: boolean) => void;
  onSignOut: (everywhere: boolean) => void;
  onEnded: () => void;
}

export function OpenDesk({ desk, onLock, onSignOut, onEnded }: Props) {
  const route = usePacketRoute();
  const list = usePackets(onEnded);
  const [seen] = useState(() => new Seen());
  useIdleLock(() => onLock(true));
  const actions = (
    <>
      <button class="button" type="button" data-action="lock" onClick={() => onLock(false)}>{t("desk.lock")}</button>
      <button class="button button--quiet" type="button" data-action="sign-out" onClick={() => onSignOut(false)}>
        {t("desk.sign_out")}
      </button>
    </>
  );
  return (
    <Frame actions={actions}>
      {route.id === null ? (
        <Packets
          desk={desk.account.desk}
          list={list}
          onShow={route.show}
          onSignOutEverywhere={() => onSignOut(true)}
        />
      ) : (
        <PacketView
          id={route.id}
          key={route.id}
          desk={desk}
          seen={seen}
          row={list.rows?.find((row) => row.id === route.id) ?? null}
          onMarkRead={list.markRead}
          onShow={route.show}
          onBack={route.back}
          onEnded={onEnded}
        />
      )}
    </Frame>
  );
}
