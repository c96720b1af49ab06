"""A phone in a Playwright context, for tests that need several tabs or the page's events."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from tests.support.faults.phone import Phone
from tests.support.faults.site import Site
from tests.support.faults.tab import PageTab

# A draft is kept at once when its page is hidden. Of two that follow each other, the first holds
# all that was written before, whatever was under way.
SAVE = """() => new Promise((resolve) => {
  let kept = 0;
  new MutationObserver((all) => {
    kept += all.length;
    if (kept >= 2) resolve();
  }).observe(document.querySelector("[data-form]"), { attributeFilter: ["data-state"] });
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  for (let n = 0; n < 2; n++) document.dispatchEvent(new Event("visibilitychange"));
  delete document.visibilityState;
})"""


def phone_in(context: BrowserContext, site: Site, before: str = "") -> tuple[Phone, Page]:
    """A new tab with the page open and able to seal; `before` runs ahead of the page's scripts."""
    page = context.new_page()
    if before:
        page.add_init_script(before)
    phone = Phone(PageTab(page, clock=False), site)
    phone.visit()
    return phone, page
