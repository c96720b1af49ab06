/** Exports on the wire: docs/formats/export.md §4. The server hears that one takes place, no more. */
import type { Extract } from "../../../shared/export/manifest.ts";
import { postJson } from "../api.ts";

/** Notes in the log that these cases are taken out; what it says of them, signed. */
export async function exportCases(form: "bundle" | "dossier", cases: readonly string[]): Promise<Extract> {
  const { custody, signature, receipt_key } = await (await postJson("exports", { form, cases })).json();
  return { custody, signature, receiptKey: receipt_key };
}

export async function exportTable(rows: number): Promise<void> {
  await postJson("exports/table", { rows });
}
