/**
 * The worker that cleans one picture of the usual kinds and answers once: see
 * `client/shared/cleaning`. Where workers have no canvas, the page loads this script into itself.
 */
import { serve } from "./clean_answer.ts";
import { fillIn } from "./old_canvas.ts";
import { cleaner } from "./shared/cleaning/clean.ts";
import { WAYS } from "./shared/cleaning/ways.ts";

serve(cleaner(WAYS), fillIn);
