/** Above an opened packet: which desks had it before, and whether they have signed that. */
import { useEffect, useState } from "preact/hooks";
import type { OpenedPacket } from "../../../shared/crypto/packet.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { type Arriving, arrivingOf } from "./arriving.ts";
import { CameNote } from "./handed_notes.tsx";

interface Props {
  opened: OpenedPacket;
  /** The reader's desk. */
  own: string;
  /** With the day on which it came: keys that were retired before do not count. */
  packet: { id: string; day: string };
}

/** Looked at anew each time it is opened: a card only remembers what was found when it came. */
export function CameWith({ opened, own, packet }: Props) {
  const task = useTask();
  const [arriving, setArriving] = useState<Arriving | null>(null);
  useEffect(() => task.run(async () => setArriving(await arrivingOf(opened, own, packet))), []);
  if (!arriving) return <Trouble words={task.failed && errorWords(task.failed)} />;
  const earlier = arriving.steps.slice(0, -1);
  return (
    <div class="stack">
      <CameNote came={arriving.came} />
      {earlier.length > 0 && (
        <section class="card" aria-labelledby="had-before">
          <h2 id="had-before">{t("desk.handover.earlier")}</h2>
          <ol class="list">
            {earlier.map(({ statement, confirmed, name }, n) => (
              <li key={n} data-step={n + 1} data-confirmed={confirmed}>
                {name?.[__LANG__] ?? statement.from} · {dayWords(statement.day)}
                {!confirmed && ` · ${t("desk.handover.unconfirmed")}`}
                <p class="words soft" dir="auto">{statement.reason}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
