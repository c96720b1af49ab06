/**
 * The worker that cleans documents: see `client/shared/cleaning/pdf`.
 */
import { serve } from "./clean_answer.ts";
import { cleanPdf } from "./shared/cleaning/pdf/clean_pdf.ts";

serve(cleanPdf);
