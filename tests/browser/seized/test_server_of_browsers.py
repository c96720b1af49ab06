"""The server is taken after browsers used it: the form, pages without JavaScript, and the desk.

What programs send by themselves is walked in tests/integration/seized; here it is what the shipped
pages send, from an address and with user agents that are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.support.browser import PHONE
from tests.support.camera import camera_jpeg
from tests.support.desk import PATIENCE, hinghoi, join_desk
from tests.support.desk_packets import report
from tests.support.fault_proxy import fault_proxy
from tests.support.seized.machine import Machine, Seized, open_desk
from tests.support.seized.visitors import DESK
from tests.support.seized.words import ADDRESS, STEM, canary
from tests.support.server import Server
from webapp.crypto import courier, packet
from webapp.crypto.receipt_code import read_code, show_code

pytestmark = pytest.mark.browser
FIELDS = ("text", "place", "when", "agency", "accused")
WALKS = ("form", "followup", "plain", "desk", "lost")


@dataclass
class House:
    """What all walks share; `secrets` are words that no canary stands in."""

    browser: Browser
    server: Server
    url: str
    secrets: list[str] = field(default_factory=list)

    @contextmanager
    def visiting(self, walk: str, *, scripts: bool = True) -> Iterator[Page]:
        context = self.browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            user_agent=canary(walk, "agent"),
            extra_http_headers={"X-Forwarded-For": canary(walk, "header")},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(60_000)
        yield context.new_page()
        context.close()


@pytest.fixture(scope="module")
def seized(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Seized:
    machine = Machine(tmp_path_factory.mktemp("seized"), "DEBUG")
    with machine.serving("data") as server:
        open_desk(server)
        with fault_proxy(server.port, ADDRESS) as proxy:
            house = House(browser, server, proxy.url)
            code, packet_id = by_form(house)
            by_desk(house, packet_id)
            by_followup(house, code)
            by_plain(house)
            lost(house)
            assert len(proxy.packets("POST")) == 2, "the form, and one of the files at the desk"
    return machine.seized(*house.secrets)


def photo(walk: str) -> FilePayload:
    hidden = (canary(walk, "exif"), canary(walk, "serial"), canary(walk, "trailer"))
    name = f"IMG_{canary(walk, 'name')}.jpg"
    return {"name": name, "mimeType": "image/jpeg", "buffer": camera_jpeg(640, 480, hidden)}


def odd(walk: str) -> FilePayload:
    """A file that nobody can clean."""
    name = f"{canary(walk, 'name')}.bin"
    data = b"\0MZ" + canary(walk, "bytes").encode() * 9
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def by_form(house: House) -> tuple[str, str]:
    """A report with a photo; the receipt code and the packet's id."""
    with house.visiting("form") as page:
        page.goto(house.url)
        page.wait_for_selector("html[data-ready]")
        for name in FIELDS:
            page.fill(f"[name={name}]", canary("form", name))
        page.set_input_files("[name=files]", [odd("form"), photo("form")])
        expect(page.locator("[data-files] [data-clean]")).to_be_visible()
        expect(page.locator("[data-files] [data-problem]")).to_be_visible()
        page.wait_for_selector("html[data-code-ready]")
        page.click("[data-action=send]")
        page.wait_for_selector("[data-received]")
        code = read_code(page.locator("[data-code]").inner_text())
        packet_id = page.locator("[data-received]").get_attribute("data-received")
    house.secrets += [code, show_code(code)]
    return code, str(packet_id)


def by_desk(house: House, packet_id: str) -> None:
    """Joins, reads, writes a letter with a file, takes packets in, and mistypes a passphrase."""
    told = hinghoi(
        house.server, "moderator", "add", "--desk", "nan", "--identity", "-", stdin=DESK.export()
    )
    link = told.split()[-1]
    with house.visiting("desk") as page:
        member = join_desk(page, link.replace(house.server.url, house.url))
        house.secrets += [member.passphrase, link.partition("#join=")[2]]
        take_in(page)
        page.click(f"[data-screen=list] [data-packet='{packet_id}']")
        expect(page.locator("[data-field=text]")).to_have_text(canary("form", "text"))
        page.click("[data-action=write-letter]")
        page.fill("[name=letter-text]", canary("desk", "text"))
        page.set_input_files("[name=letter-files]", photo("desk"))
        expect(page.locator("[data-letter-files='1']")).to_be_visible(timeout=PATIENCE)
        page.click("[data-action=preview-letter]")
        page.click("[data-action=send-letter]")
        expect(page.locator("[data-letter='1']")).to_be_visible(timeout=PATIENCE)
    with house.visiting("desk") as page:
        page.goto(f"{house.url}/desk")
        page.fill("[data-screen=sign-in] [name=name]", canary("desk", "who"))
        page.fill("[data-screen=sign-in] [name=passphrase]", canary("desk", "passphrase"))
        page.click("[data-screen=sign-in] [type=submit]")
        expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)


def take_in(page: Page) -> None:
    """A courier's file, and one that is none."""
    sealed = packet.seal(report(text=canary("desk", "carried")), (), [DESK.recipient()])
    files: list[FilePayload] = [
        {"name": f"{canary('desk', name)}.hhp", "mimeType": "", "buffer": data}
        for name, data in (
            ("carried", courier.wrap(sealed, ["nan"])),
            ("none", canary("desk", "bytes").encode() * 99),
        )
    ]
    page.click("[data-tab=menu]")
    page.click("[data-page=take-in]")
    page.set_input_files("[name=carried]", files)
    for ending in ("received", "malformed"):
        expect(page.locator(f"[data-taken={ending}]")).to_be_visible(timeout=PATIENCE)
    page.click("[data-action=back]")
    page.click("[data-tab=packets]")


def by_followup(house: House, code: str) -> None:
    """The letter is read without JavaScript, its file fetched, answered, and deleted."""
    with house.visiting("followup", scripts=False) as page:
        page.goto(f"{house.url}/plain/mailbox")
        page.fill("[name=code]", code)
        page.click("[data-action=open]")
        expect(page.locator("[data-letter] pre").first).to_have_text(canary("desk", "text"))
        with page.expect_download() as download:
            page.click("[data-action=download]")
        assert download.value.suggested_filename == "01.jpg"
        page.fill("[name=text]", canary("followup", "text"))
        page.set_input_files("[name=files]", photo("followup"))
        page.click("[data-answer] [data-action=send]")
        page.wait_for_selector("[data-received]")
        page.goto(f"{house.url}/plain/mailbox")
        page.fill("[name=code]", code)
        page.click("[data-action=open]")
        page.click("[data-action=forget]")
        page.wait_for_selector("[data-empty]")


def by_plain(house: House) -> None:
    with house.visiting("plain", scripts=False) as page:
        page.goto(f"{house.url}/plain")
        for name in FIELDS:
            page.fill(f"[name={name}]", canary("plain", name))
        page.set_input_files("[name=files]", [photo("plain"), odd("plain")])
        page.click("[data-action=send]")
        page.wait_for_selector("[data-refused='2']")
        page.set_input_files("[name=files]", photo("plain"))
        page.click("[data-action=send]")
        page.wait_for_selector("[data-received]")
        code = read_code(page.inner_text("[data-code]"))
    house.secrets += [code, show_code(code)]


def lost(house: House) -> None:
    """Addresses that are none, with words in them."""
    with house.visiting("lost") as page:
        for path in ("", "plain/", "desk/", "api/packets/"):
            page.goto(f"{house.url}/{path}{canary('lost', 'path')}?q={canary('lost', 'query')}")


@pytest.mark.parametrize("walk", WALKS)
def test_no_word_is_left(seized: Seized, walk: str) -> None:
    assert [hit for hit in seized.hits if canary(walk, "").lower() in hit.lower()] == []


def test_nothing_else_is_left(seized: Seized) -> None:
    """No address, code or passphrase, and nothing of an invitation."""
    assert [hit for hit in seized.hits if f"{STEM}-".lower() not in hit.lower()] == []
    assert b"age-encryption.org/v1" in seized.traces, "nothing was kept at all"
