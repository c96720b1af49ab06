/**
 * The worker that cleans one picture and answers once: see `client/shared/cleaning`. Where workers
 * have no canvas, the page loads this script into itself.
 */
import { serve } from "./clean_answer.ts";
import { fillIn } from "./old_canvas.ts";
import { clean } from "./shared/cleaning/clean.ts";

serve(clean, fillIn);
