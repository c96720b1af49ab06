/** Building and finding elements. Text always goes in as text: nothing here can parse HTML. */

type Attributes = Record<string, string | number | boolean>;
type Child = Node | string;

/** The one element that matches `selector`; the page is ours, so a missing one is a mistake. */
export function find<T extends HTMLElement = HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector} on this page`);
  return found;
}

/** A new element; `true` sets an empty attribute, `false` leaves it out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** A button that does one thing. */
export function button(label: string, action: string, onClick: () => void): HTMLButtonElement {
  const made = el("button", { type: "button", class: "button", "data-action": action }, label);
  made.addEventListener("click", onClick);
  return made;
}

/** Shows `text` in `place`, or hides the place when there is nothing to say. */
export function say(place: HTMLElement, text: string | null): void {
  place.textContent = text;
  place.hidden = text === null;
}

/** Says something that concerns everything on the page, above all of it, once. */
export function announce(text: string): void {
  document.querySelector("[data-announced]")?.remove();
  find("main").prepend(el("p", { class: "notice notice--danger", role: "alert", "data-announced": true }, text));
}
