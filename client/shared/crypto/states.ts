/** The states of a case, in the order of its life; letters tell them and desks set them. */
export const STATES = [
  "received", "screening", "more_info", "verified", "referred", "accepted", "in_progress", "resolved", "confirmed",
  "not_eligible", "duplicate", "closed", "reopened",
] as const;
export type State = (typeof STATES)[number];
