/**
 * The worker that cleans one file of sound or video: see `client/shared/cleaning/media`.
 */
import { serve } from "./clean_answer.ts";
import { cleanMedia } from "./shared/cleaning/media/clean.ts";

serve(cleanMedia);
