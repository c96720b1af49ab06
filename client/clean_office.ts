/**
 * The worker that cleans office documents, text and tables: see `client/shared/cleaning/office`
 * and `client/shared/cleaning/text`.
 */
import { serve } from "./clean_answer.ts";
import { cleanOffice } from "./shared/cleaning/office/index.ts";
import { cleanText } from "./shared/cleaning/text/index.ts";
import { le16, le32 } from "./shared/cleaning/bytes.ts";

/** ZIP and the old format of office programs; everything else is judged as text. */
serve(async (file, mode) => {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const office = le16(head, 0) === 0x4b50 || le32(head, 0) === 0xe011cfd0;
  return (office ? cleanOffice : cleanText)(file, mode);
});
