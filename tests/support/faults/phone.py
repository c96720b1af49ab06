"""The reporter's phone in a fault test: writes, seals, waits, and remembers what it was told."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.faults.site import Site
from tests.support.faults.tab import PATIENCE, Tab

ROOT = Path(__file__).resolve().parents[3]
WORDS: dict[str, str] = json.loads((ROOT / "webapp/locales/th.json").read_text("utf-8"))

READY = "() => 'ready' in document.documentElement.dataset"
ITEMS = """() => [...document.querySelectorAll("[data-packet]")].map((row) => ({
  id: row.dataset.packet, state: row.dataset.state, words: row.textContent,
}))"""
RECEIVED = """() => [...document.querySelectorAll("[data-received]")]
  .filter((panel) => !panel.hidden).map((panel) => panel.dataset.received)"""
# Everything of every store: keys, and values as text in which bytes are Latin-1.
STORED = """async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const latin1 = new TextDecoder("latin1");
  const digest = async (bytes) => {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const stores = {};
  const text = [JSON.stringify([{ ...localStorage }, document.cookie, document.title])];
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const source = db.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(source.getAllKeys()), done(source.getAll())]);
      stores[store] = {};
      for (const [n, key] of keys.entries()) {
        const bytes = values[n] instanceof Uint8Array ? values[n] : null;
        stores[store][key] = bytes ? await digest(bytes) : JSON.parse(JSON.stringify(values[n]));
        text.push(String(key), bytes ? latin1.decode(bytes) : JSON.stringify(values[n],
          (_, part) => part instanceof Uint8Array ? latin1.decode(part) : part));
      }
    }
    db.close();
  }
  return { stores, text: text.join("\\n") };
}"""


@dataclass(frozen=True)
class Stored:
    """What is on the phone. `stores`: rows by store and key, bytes as their SHA-256."""

    stores: dict[str, dict[str, Any]]
    text: str = field(repr=False)

    @property
    def packets(self) -> dict[str, dict[str, Any]]:
        return self.stores.get("packets", {})

    def has_whole(self, packet_id: str) -> bool:
        """Whether the sealed bytes are here as they were sealed."""
        row = self.packets.get(packet_id)
        return bool(row) and self.stores["bytes"].get(packet_id) == (row or {})["sha256"]


@dataclass
class Phone:
    """One tab over one site. `sealed`: the words of each report, by the id of its packet."""

    tab: Tab
    site: Site
    sealed: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)

    def visit(self, path: str = "") -> None:
        """Open the page and wait until it can seal."""
        self.tab.open(self.site.url + path)
        self.tab.wait_for(READY)

    def keep(self) -> None:
        """Wait until all of the page is on the phone, and opens without a network."""
        self.tab.run("() => navigator.serviceWorker.ready.then(() => true)")

    def write(self, words: str = "") -> str:
        """Fill in a report; the words, in which a canary makes it unlike any other."""
        words = words or f"ถนนหน้าวัดสร้างไม่เสร็จ CANARY{secrets.token_hex(8)}"
        self.tab.fill("[name=text]", words)
        return words

    def photo(self, folder: Path, side: int = 640) -> None:
        """Pick a photo of noise, which no encoder makes small: some 150 KB when `side` is 640."""
        picture = Image.frombytes("RGB", (side, side), os.urandom(3 * side * side))
        picture.save(out := BytesIO(), "JPEG", quality=90)
        file = folder / f"IMG_{secrets.token_hex(4)}.jpg"
        file.write_bytes(out.getvalue())
        self.tab.attach("[name=files]", file)
        self.tab.wait_for("() => document.querySelector('[data-clean]') !== null")

    def seal(self, words: str = "") -> str:
        """Write (unless something is written), press send; the id once it is told as saved."""
        written = self.tab.run("() => document.querySelector('[name=text]').value")
        words = words or written or self.write()
        if words != written:
            self.tab.fill("[name=text]", words)
        before = {item["id"] for item in self.items()}
        self.tab.click("[data-action=send]")
        news = "(old) => [...document.querySelectorAll('[data-packet]')]"
        news += ".map((row) => row.dataset.packet).find((id) => !old.includes(id))"
        packet_id = str(self.tab.wait_for(news, sorted(before)))
        self.sealed[packet_id] = words
        return packet_id

    def again(self) -> None:
        """Go from the outbox to a new report."""
        self.tab.click("[data-action=again]")

    def items(self) -> list[dict[str, str]]:
        """The outbox as it is on the screen: `id`, `state`, `words`."""
        found: list[dict[str, str]] = self.tab.run(ITEMS)
        return found

    def receipts(self) -> list[str]:
        """Ids that the receipt's panel shows."""
        found: list[str] = self.tab.run(RECEIVED)
        return found

    def shows(
        self, packet_id: str, state: str, reason: str = "", patience: float = PATIENCE
    ) -> None:
        """Wait until the outbox shows the packet so; `reason` is a key of `report.reason.`."""
        look = """(id, state, words) => [...document.querySelectorAll("[data-packet]")].some(
          ({ dataset, textContent }) => dataset.packet === id && dataset.state === state
            && textContent.includes(words))"""
        words = WORDS[f"report.reason.{reason}"] if reason else ""
        try:
            self.tab.wait_for(look, packet_id, state, words, patience=patience)
        except AssertionError:
            raise AssertionError(f"not {state} {reason}: {self.items()}") from None

    def send_now(self, packet_id: str) -> None:
        """Press the packet's own button; a packet that just went by itself has none any more."""
        press = "(at) => document.querySelector(at)?.click()"
        self.tab.run(press, f"[data-packet='{packet_id}'] [data-action=send-now]")

    def stored(self) -> Stored:
        """All that the origin keeps on this phone."""
        return Stored(**self.tab.run(STORED))
