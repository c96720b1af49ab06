/**
 * The worker that cleans every kind of picture, GIF, WebP in full, HEIF, AVIF, TIFF and raw photos as
 * well: apart from the usual one, which every page fetches.
 */
import { serve } from "./clean_answer.ts";
import { fillIn } from "./old_canvas.ts";
import { cleaner } from "./shared/cleaning/clean.ts";
import { ALL_WAYS } from "./shared/cleaning/ways_all.ts";

serve(cleaner(ALL_WAYS), fillIn);
