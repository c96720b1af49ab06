"""A desk over a running server, made on the command line and joined in a browser."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE
from tests.support.hinghoi import run
from tests.support.server import Server
from webapp.crypto.recipients import HybridIdentity

PATIENCE = 30_000  # milliseconds, for scrypt on a slow machine


@dataclass(frozen=True)
class Desk:
    """What the operator was told. `link`: the first moderator's sign-up link."""

    slug: str
    recipient: str
    recovery: HybridIdentity = field(repr=False)
    link: str


def hinghoi(server: Server, *arguments: str, stdin: str = "") -> str:
    """What the command prints, run beside the server; fails when it does."""
    own = {"DATA_DIR": str(server.data_dir), "PUBLIC_URL": server.url}
    ended = run(*arguments, env={**own, **server.env}, stdin=stdin)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def new_desk(server: Server, slug: str = "", name: str = "โต๊ะเมืองน่าน") -> Desk:
    """A new desk with a key of its own, and where no `slug` is given an address of its own, too."""
    slug = slug or f"nan-{secrets.token_hex(4)}"
    told = hinghoi(server, "desk", "create", name, "--id", slug, "--name-en", "Nan desk")
    lines = re.findall(r"^(\w[\w -]+): +(\S+)$", told, re.MULTILINE)
    facts = dict(lines)
    recovery = HybridIdentity.parse(facts["Recovery key"])
    return Desk(slug, facts["Recipient"], recovery, facts["Sign-up link"])


@dataclass(frozen=True)
class Member:
    """How a moderator signs in."""

    name: str
    passphrase: str = field(repr=False)


@contextmanager
def desk_page(browser: Browser) -> Iterator[Page]:
    """A fresh profile on a small phone; whatever the page complains of fails the test."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if _is_alarm(line.text) else None)
    yield page
    context.close()
    assert complaints == []


def _is_alarm(text: str) -> bool:
    return any(word in text for word in ("Policy", "Trusted", "TypeError"))


def put_off_sheet(page: Page) -> None:
    """After signing up: the recovery sheet can wait."""
    page.click("[data-screen=sheet] [data-action=sheet-later]", timeout=PATIENCE)
    page.click("[data-action=sheet-later-yes]")


def show_packets(page: Page) -> None:
    """From the cases, with which the desk begins, to its packets."""
    expect(page.locator("[data-screen=cases]")).to_be_visible(timeout=PATIENCE)
    page.click("[data-tab=packets]")
    expect(page.locator("[data-screen=list]")).to_be_visible()


def join_desk(page: Page, link: str) -> Member:
    """Sign up by the link, with a new name and the page's passphrase; the packets are shown."""
    page.goto(link)
    page.wait_for_selector("[data-screen=join]")
    member = Member(f"somsri-{secrets.token_hex(4)}", page.locator("[data-made]").inner_text())
    page.fill("[name=name]", member.name)
    page.check("[name=kept]")
    page.click("[data-screen=join] [type=submit]")
    put_off_sheet(page)
    show_packets(page)
    return member
