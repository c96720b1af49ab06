/** The way in by a touch, beside the passphrase. */
import type { Task } from "../use_task.ts";

export function PasskeyButton({ label, task, run }: { label: string; task: Task; run: () => Promise<void> }) {
  return (
    <button class="button button--wide" type="button" data-action="passkey" disabled={task.busy} onClick={() => task.run(run)}>
      {label}
    </button>
  );
}
