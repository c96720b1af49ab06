/** What the case says once its packets have gone to another desk. */
import { tidy } from "../../../shared/cards/normalise.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Edit, Seen } from "../cases/change.ts";
import { nextStates } from "../cases/lifecycle.ts";
import type { Said } from "./hand_over_form.tsx";
import type { Line } from "./run.ts";

/** A case that has ended stays as it ended. */
export const canEnd = ({ workflow }: Seen): boolean => nextStates(workflow.state).includes("closed");

/** Null when there is nothing new to say. It ends only when all of it has gone. */
export function afterwards(seen: Seen, { to, reason, ends }: Said, lines: readonly Line[], by: string): Edit | null {
  const handed = seen.card.handed ?? [];
  const told = new Set(handed.filter((one) => one.to === to.id).flatMap(({ packets }) => packets));
  const there = lines.filter(({ end }) => end === "sent" || end === "before").map(({ packet }) => packet);
  const packets = there.filter((packet) => !told.has(packet));
  const whole = there.length === lines.length;
  const name = to.name[__LANG__];
  const closes = ends && whole && canEnd(seen);
  if (packets.length === 0 && !closes) return null;
  const line = { day: localDay(), by, to: to.id, name, reason: tidy(reason), packets };
  const card = packets.length ? { handed: [...handed, line].slice(-100) } : {};
  if (!closes) return { card };
  return { state: "closed", card: { ...card, reason: t("desk.handover.closed", { desk: name, reason: tidy(reason) }) } };
}
