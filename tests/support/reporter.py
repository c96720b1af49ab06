"""What a reporter does with receipt codes on a Playwright page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PATIENCE = 60_000  # milliseconds, for scrypt on a busy machine
# All that IndexedDB, local and session storage and the cache of kept codes hold, as one text.
STORED = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      indexedDB.open(name).onsuccess = ({ target }) => done(target.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const all = db.transaction(store).objectStore(store).getAll();
        all.onsuccess = () => done(all.result);
      });
      found.push(store, JSON.stringify(rows));
    }
    db.close();
  }
  const codes = await caches.open("codes");
  for (const file of await codes.keys()) found.push(await (await codes.match(file)).text());
  return found.join("\\n");
}"""

# How many drafts lie there, on a page of this origin.
DRAFTS = """() => new Promise((resolve) => {
  indexedDB.open("hinghoi").onsuccess = ({ target: { result } }) => {
    const count = result.transaction("drafts").objectStore("drafts").count();
    count.onsuccess = () => { result.close(); resolve(count.result); };
  };
})"""


def write(page: Page, url: str, words: str) -> None:
    """Open the form, write, and wait until there is a code for the report."""
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=text]", words)
    page.wait_for_selector("html[data-code-ready]", timeout=PATIENCE)


def send(page: Page) -> str:
    """Press send; the code as the page shows it."""
    page.click("[data-action=send]")
    expect(page.locator("[data-code]")).to_be_visible(timeout=PATIENCE)
    return page.locator("[data-code]").inner_text()


def visit_mailbox(page: Page, url: str) -> None:
    """Open the page `url`/mailbox, to the point where it takes a code."""
    page.goto(f"{url}/mailbox")
    page.wait_for_selector("html[data-ready]")


def open_with(page: Page, code: str) -> None:
    """Type the code; the mailbox is open when this ends, its letters may still be on their way."""
    page.fill("[name=code]", code)
    page.click("[data-action=open-mailbox]")
    page.wait_for_selector("[data-answer]", timeout=PATIENCE)
