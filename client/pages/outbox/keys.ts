/** The card with the desks' keys; what is in it comes with a script of its own, when somebody looks. */
import type { OutboxTools } from "../report/outbox_loader.ts";
import { el } from "../common/dom.ts";

export class KeysCard {
  readonly element = el("section", { class: "card", hidden: true });
  private tools: OutboxTools;

  constructor(tools: OutboxTools) {
    this.tools = tools;
  }

  /** The keys as they are pinned now; without that script, which needs signal once, nothing is shown. */
  async show(): Promise<void> {
    const check = await this.tools.keyCheck();
    await check.show(this.tools.outbox, this.element);
    this.element.hidden = false;
  }
}
