/** What sending will cost, told before somebody decides to. */
import { paddedSize } from "../../shared/crypto/padme.ts";
import type { Attachment } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { find } from "../common/dom.ts";
import { sizeWords } from "../common/format.ts";

/** The seal of a desk and the rest of a report; what delivery adds (docs/formats/packet.md). */
const BARE = 2048;
const SEAL = 1700;
const OVERHEAD = 1.02;

export function tellCost(fields: object, attachments: Attachment[]): void {
  const written = new Blob(Object.values(fields)).size;
  const archive = attachments.reduce((sum, { bytes }) => sum + bytes.length + 1024, BARE + written);
  find("[data-cost]").textContent = t("report.cost", { size: sizeWords(paddedSize(archive) * OVERHEAD + SEAL) });
}
