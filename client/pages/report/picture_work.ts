/** How making pictures tells how far it has come, and how it is told to stop. */
export interface Work {
  /** `done` of `all` pictures are made. */
  step(done: number, all: number): void;
  stop: AbortSignal;
}
