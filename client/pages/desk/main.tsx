/** The desk's page starts here: the invitation's secret leaves the address bar before all else. */
import { render } from "preact";
import { watchForLeaving } from "../common/leave.ts";
import { App } from "./app.tsx";
import { takeInvitation } from "./invitation_link.ts";

const place = document.getElementById("desk");

function start(): void {
  const invitation = takeInvitation();
  if (!place) return;
  render(null, place);
  render(<App invitation={invitation} />, place);
  document.documentElement.dataset["ready"] = "";
}

watchForLeaving();
start();
// A link that is pasted into an open page only changes the fragment.
addEventListener("hashchange", start);
