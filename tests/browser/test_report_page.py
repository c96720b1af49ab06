"""The reporter's page: what people see, and what must hold whoever they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import PHONE
from tests.support.camera import camera_jpeg
from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server
from webapp.crypto import courier

pytestmark = pytest.mark.browser

PARSE_HTML = """() => {
  try { document.body.innerHTML = "<b>x</b>"; return "ran"; } catch (error) { return error.name; }
}"""
ADD_STYLE = """() => new Promise((resolve) => {
  document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
  const style = document.createElement("style");
  style.append("body { display: none }");
  document.head.append(style);
})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as running:
        yield running


@pytest.fixture
def fresh(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here."""
    context = browser.new_context(viewport=PHONE, timezone_id="Asia/Bangkok")  # type: ignore[arg-type]
    yield context
    context.close()


def opened(fresh: BrowserContext, url: str, scheme: str = "dark") -> Page:
    page = fresh.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("[name=province] option")).to_have_count(78)
    return page


@pytest.mark.parametrize(("path", "language"), [("/", "th"), ("/en", "en")])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_nobody_is_kept_out(
    fresh: BrowserContext, server: Server, path: str, language: str, scheme: str
) -> None:
    page = opened(fresh, server.url + path, scheme)
    screenshot(page, f"first-{language}-{scheme}", full=True)
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_policy_lets_nothing_else_run(fresh: BrowserContext, server: Server) -> None:
    page = fresh.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    assert complaints == []
    assert page.evaluate(PARSE_HTML) == "TypeError"
    assert page.evaluate(ADD_STYLE) == "style-src-elem"


def test_what_happened_is_all_that_is_asked(fresh: BrowserContext, server: Server) -> None:
    page = opened(fresh, server.url)
    page.click("[data-action=send]")
    expect(page.locator("#text-error")).to_be_visible()
    expect(page.locator("[name=text]")).to_be_focused()
    expect(page.locator("[data-packet]")).to_have_count(0)
    page.fill("[name=text]", "น้ำประปาหมู่บ้าน")
    page.click("[data-action=send]")
    expect(page.locator("[data-received]")).to_be_visible()


PHOTO_KEPT = """() => new Promise((resolve) => {
  indexedDB.open("hinghoi").onsuccess = ({ target: { result: db } }) => {
    db.transaction("files").objectStore("files").count().onsuccess = (event) => {
      db.close();
      resolve(event.target.result === 1);
    };
  };
})"""


def test_a_draft_comes_back_in_its_tab_only(fresh: BrowserContext, server: Server) -> None:
    page = opened(fresh, server.url)
    page.fill("[name=text]", "เขียนค้างไว้")
    page.select_option("[name=province]", "55")
    page.select_option("[name=district]", "5505")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": camera_jpeg(800, 600)}
    page.set_input_files("[name=files]", photo)  # type: ignore[arg-type]
    expect(page.locator("[data-clean]")).to_have_count(1)
    page.wait_for_function(PHOTO_KEPT)
    page.reload()
    expect(page.locator("[data-draft-prompt]")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("เขียนค้างไว้")
    expect(page.locator("[name=district]")).to_have_value("5505")
    expect(page.locator("[data-clean]")).to_have_count(1)
    screenshot(page, "draft")
    other = opened(fresh, server.url)
    expect(other.locator("[name=text]")).to_have_value("")
    page.click("[data-action=discard]")
    expect(page.locator("[name=text]")).to_have_value("")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("[name=province] option")).to_have_count(78)
    expect(page.locator("[data-draft-prompt]")).to_be_hidden()


def test_a_file_of_another_kind_is_refused_in_words(fresh: BrowserContext, server: Server) -> None:
    page = opened(fresh, server.url)
    page_of_html = b"<html><script>alert(1)</script></html>"
    wrong = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": page_of_html}
    page.set_input_files("[name=files]", wrong)  # type: ignore[arg-type]
    expect(page.locator("[data-problem=type_unsupported]")).to_contain_text("ภาพหน้าจอ")
    screenshot(page, "refused-file", full=True)
    page.click("[data-action=remove-file]")
    expect(page.locator("[data-files] li")).to_have_count(0)


# The colour in the middle of the shown photo, as red, green and blue.
MIDDLE = """async () => {
  const image = document.querySelector("[data-clean] img");
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 3;
  const pen = canvas.getContext("2d");
  pen.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 3, 3, 0, 0, 3, 3);
  return [...pen.getImageData(1, 1, 1, 1).data].slice(0, 3);
}"""


def test_what_a_finger_covers_is_gone_from_the_photo(fresh: BrowserContext, server: Server) -> None:
    page = opened(fresh, server.url)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": camera_jpeg(800, 600)}
    page.set_input_files("[name=files]", photo)  # type: ignore[arg-type]
    page.click("[data-action=redact]")
    picture = page.locator("dialog canvas")
    box = picture.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75)
    page.mouse.up()
    screenshot(page, "redact")
    assert barriers(page) == []
    page.click("[data-action=redact-done]")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-clean] img")).to_be_visible()
    assert max(page.evaluate(MIDDLE)) < 16


def test_leaving_at_once(fresh: BrowserContext, server: Server) -> None:
    page = opened(fresh, server.url)
    page.route("https://www.tmd.go.th/", lambda route: route.fulfill(body="weather"))
    page.fill("[name=text]", "ความลับ")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.tmd.go.th/")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("ความลับ")


def test_no_cookie_and_nobody_else_is_asked(fresh: BrowserContext, server: Server) -> None:
    page = fresh.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=text]", "เรื่อง")
    page.click("[data-action=send]")
    expect(page.locator("[data-received]")).to_be_visible()
    assert [url for url in asked if not url.startswith((server.url, "blob:"))] == []
    assert fresh.cookies() == []


def test_it_can_be_installed(fresh: BrowserContext, server: Server) -> None:
    page = opened(fresh, server.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    session = page.context.new_cdp_session(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Every context but a profile's own is private.
    assert [error["errorId"] for error in errors] == ["in-incognito"]
    manifest = session.send("Page.getAppManifest")
    assert '"หิ่งห้อย"' in manifest["data"]


def test_a_swapped_desk_key_stops_sealing(fresh: BrowserContext, tmp_path: Path) -> None:
    page = fresh.new_page()
    with running_server(tmp_path / "before", "--demo") as server:
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        server.kill()
        (tmp_path / "before").rename(tmp_path / "away")
        (tmp_path / "before").mkdir()
        server.start()
        page.goto(server.url)
        expect(page.locator("[data-problem]")).to_contain_text("กุญแจ")
        expect(page.locator("[data-action=send]")).to_be_disabled()
        screenshot(page, "key-changed", full=True)
        assert page.locator("html[data-ready]").count() == 0


def test_a_packet_can_be_kept_as_a_file_and_deleted(fresh: BrowserContext, tmp_path: Path) -> None:
    page = fresh.new_page()
    with running_server(tmp_path / "data", "--demo") as server:
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        server.kill()
        page.fill("[name=text]", "ถนน")
        page.click("[data-action=send]")
        item = page.locator("[data-packet]")
        with page.expect_download() as download:
            item.locator("[data-action=hand-over]").click()
        saved = Path(download.value.path()).read_bytes()
        assert courier.unwrap(saved).packet.startswith(b"age-encryption.org/v1")
        page.on("dialog", lambda dialog: dialog.accept())
        item.locator("[data-action=delete-packet]").click()
        expect(item).to_have_count(0)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        expect(page.locator("[data-packet]")).to_have_count(0)


CSV = {
    "name": "บัญชี.csv",
    "mimeType": "text/csv",
    "buffer": "\ufeffรายการ,บาท\r\nถนน,100\r\n".encode(),
}


def test_what_other_files_need_can_be_fetched_ahead(fresh: BrowserContext, tmp_path: Path) -> None:
    page = fresh.new_page()
    with running_server(tmp_path / "data", "--demo") as server:
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        page.click("[data-action=prepare]")
        expect(page.locator("[data-prepare]")).to_contain_text("พร้อมแล้ว")
        server.kill()
        page.set_input_files("[name=files]", CSV)  # type: ignore[arg-type]
        expect(page.locator("[data-clean]")).to_contain_text("CSV")


def test_without_signal_a_file_of_a_new_kind_waits(fresh: BrowserContext, tmp_path: Path) -> None:
    page = fresh.new_page()
    with running_server(tmp_path / "data", "--demo") as server:
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        server.kill()
        page.set_input_files("[name=files]", CSV)  # type: ignore[arg-type]
        expect(page.locator("[data-problem=needs_signal]")).to_be_visible()
        server.start()
        page.click("[data-action=clean-again]")
        expect(page.locator("[data-clean]")).to_be_visible()
