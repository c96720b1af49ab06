/** Fetches the notice for a page that is open inside LINE, Facebook or Instagram. */
import { scriptUrl } from "../../shared/trusted/index.ts";

export function offerWayOut(): void {
  if (/\bLine\/|FB_IAB|FBA[NV]|Instagram/.test(navigator.userAgent)) void import(scriptUrl("in_app"));
}
