/** The list of packets: newest first, told apart by day, size and whether they were read. */
import { t } from "../../shared/i18n/index.ts";
import { dayWords, sizeWords } from "../common/format.ts";
import type { PacketRow } from "./api.ts";
import type { OpenDesk } from "./flows.ts";
import { Title, Trouble } from "./frame.tsx";
import type { PacketList } from "./use_packets.ts";
import { errorWords } from "./words.ts";

interface Props {
  desk: OpenDesk;
  list: PacketList;
  onShow: (id: string) => void;
}

export function Packets({ desk, list, onShow }: Props) {
  const { rows, task } = list;
  return (
    <section class="stack" data-screen="list">
      <div>
        <p class="soft">{desk.account.desk.name[__LANG__]}</p>
        <Title>{t("desk.list.title")}</Title>
        <p class="soft">{t("desk.list.lead")}</p>
      </div>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {rows === null && task.busy && <p role="status">{t("desk.starting")}</p>}
      {rows?.length === 0 && <Empty />}
      {rows !== null && rows.length > 0 && (
        <ul class="list">
          {rows.map((row) => <li key={row.id}><Row row={row} onShow={onShow} /></li>)}
        </ul>
      )}
      {list.covers > 0 && <p class="soft" data-covers={list.covers}>{t("desk.list.covers", { n: list.covers })}</p>}
      <div class="row">
        {list.more && <button class="button" type="button" onClick={list.older}>{t("desk.list.more")}</button>}
        <button class="button" type="button" disabled={task.busy} onClick={list.refresh}>{t("desk.list.refresh")}</button>
      </div>
    </section>
  );
}

function Row({ row, onShow }: { row: PacketRow; onShow: Props["onShow"] }) {
  return (
    <button
      class={row.read ? "card packet" : "card packet packet--unread"}
      type="button"
      data-packet={row.id}
      data-read={row.read}
      onClick={() => onShow(row.id)}
    >
      <span class="packet__day">{dayWords(row.day)}</span>
      <span class="badge">{t(row.read ? "desk.list.read" : "desk.list.unread")}</span>
      <span class="soft packet__facts">
        {t("desk.list.packet", { id: row.id.slice(0, 8) })} · {sizeWords(row.size)}
      </span>
    </button>
  );
}

function Empty() {
  return (
    <div class="card">
      <h2>{t("desk.list.empty.title")}</h2>
      <p class="soft">{t("desk.list.empty.lead")}</p>
    </div>
  );
}
