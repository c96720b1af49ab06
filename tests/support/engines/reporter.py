"""What a reporter does on the page, in any engine, by the handles of docs/testing.md."""

from __future__ import annotations

from tests.support.engines.engine import Engine

READY = "() => 'ready' in document.documentElement.dataset"
WORKER = "() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')"


def visit(engine: Engine, url: str) -> None:
    """Open the page and wait until it can seal."""
    engine.open(url)
    engine.wait_for(READY)


def visit_and_keep(engine: Engine, url: str) -> None:
    """As `visit`, until the service worker holds all that a visit without signal needs."""
    visit(engine, url)
    engine.wait_for(WORKER)


def send(engine: Engine, words: str) -> str:
    """Write what happened and press send; the packet's id, once it is sealed."""
    engine.fill("[name=text]", words)
    engine.click("[data-action=send]")
    shown = "() => document.querySelector('[data-packet]')?.dataset.packet"
    return str(engine.wait_for(shown))


def wait_received(engine: Engine, packet: str) -> None:
    """Until the page shows that a receipt for this packet was verified."""
    engine.wait_text(f"[data-received='{packet}']", "ส่งถึงแล้ว")
    engine.wait_visible(f"[data-packet='{packet}'][data-state=received]")
