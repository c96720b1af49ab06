/** What must work before anything else has arrived: leaving at once. It runs inside the page itself. */
import { watchForLeaving } from "../common/leave.ts";

watchForLeaving();
