"""Rows 37 to 39: the files that people pick, and what they can do to a phone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.support.camera import camera_jpeg
from tests.support.fault_rules import Delay, Rule
from tests.support.faults.law import law
from tests.support.faults.pages import phone_in
from tests.support.faults.phone import WORDS
from tests.support.faults.site import Site

pytestmark = pytest.mark.browser
# Counts the files that were read to their end.
COUNT = """
  globalThis.copies = 0;
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function () {
    const bytes = await arrayBuffer.call(this);
    if (this instanceof File) copies += 1;
    return bytes;
  };
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    one = browser.new_context(service_workers="block")
    yield one
    one.close()


def test_fault_37_a_picked_file_that_vanishes_was_copied(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    site.proxy.rules = [Rule(Delay(1.5), path=r"/build/clean\..*")]
    phone, page = phone_in(context, site, COUNT)
    photos = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for photo in photos:
        photo.write_bytes(camera_jpeg(800, 600))
    phone.tab.attach("[name=files]", *photos)
    page.wait_for_function("() => copies === 2")
    photos[0].unlink()
    photos[1].write_bytes(b"something else")
    expect(page.locator("[data-clean]")).to_have_count(2)
    packet = phone.seal()
    phone.shows(packet, "received")
    assert len(site.home.packets()[packet].files) == 2
    law(phone, received=True)


def test_fault_37_a_clean_photo_stays_when_its_original_is_gone(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    phone, page = phone_in(context, site)
    photo = tmp_path / "a.jpg"
    photo.write_bytes(camera_jpeg(800, 600))
    phone.tab.attach("[name=files]", photo)
    expect(page.locator("[data-clean]")).to_have_count(1)
    photo.unlink()
    page.click("[data-action=clean-full]")
    expect(page.locator(".send [data-problem]")).to_contain_text(WORDS["error.broken"])
    expect(page.locator("[data-clean]")).to_have_count(1)
    phone.shows(phone.seal(), "received")
    law(phone, received=True)


def grey(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("L", (width, height), 128).save(out, "JPEG", quality=30)
    return out.getvalue()


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(4000)
NO_MEMORY = "createImageBitmap = async () => { throw new DOMException('', 'InvalidStateError'); };"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("empty", {"empty"}),
        ("heic", {"broken", "no_clean_way", "not_clean"}),
        ("no memory", {"out_of_memory"}),
    ],
)
def test_fault_38_a_file_that_cannot_be_cleaned_is_named_and_the_draft_stays(
    context: BrowserContext, site: Site, tmp_path: Path, name: str, codes: set[str]
) -> None:
    data = {"empty": b"", "heic": HEIC, "no memory": grey(6000, 4200)}[name]
    if name == "no memory":
        starve(context, site)
    phone, page = phone_in(context, site)
    words = phone.write()
    good, bad = tmp_path / "good.png", tmp_path / "bad.heic"
    Image.new("RGB", (8, 8)).save(good)
    bad.write_bytes(data)
    if name != "no memory":
        phone.tab.attach("[name=files]", good)
        expect(page.locator("[data-clean]")).to_have_count(1)
    phone.tab.attach("[name=files]", bad)
    refused = page.locator("li[data-problem]")
    expect(refused).to_have_count(1, timeout=60_000)
    code = str(refused.get_attribute("data-problem"))
    assert code in codes
    number = 1 if name == "no memory" else 2
    expect(refused).to_contain_text(f"ไฟล์ที่ {number}: {WORDS[f'error.{code}']}")
    expect(page.locator("[name=text]")).to_have_value(words)
    packet = phone.seal()
    phone.shows(packet, "received")
    assert len(site.home.packets()[packet].files) == number - 1
    law(phone, received=True)


def starve(context: BrowserContext, site: Site) -> None:
    """Every worker that cleans finds no memory for pixels."""

    def play(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=NO_MEMORY + answer.text())

    context.route(f"{site.url}/build/clean.*.js", play)


def test_fault_38_a_hundred_and_eight_megapixels_are_bounded(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    phone, page = phone_in(context, site)
    words = phone.write()
    photo = tmp_path / "huge.jpg"
    photo.write_bytes(grey(12000, 9000))
    phone.tab.attach("[name=files]", photo)
    ended = page.locator("[data-files] li[data-clean], [data-files] li[data-problem=out_of_memory]")
    expect(ended).to_have_count(1, timeout=90_000)
    expect(page.locator("[name=text]")).to_have_value(words)
    packet = phone.seal()
    phone.shows(packet, "received")
    attached = site.home.packets()[packet].files
    assert all(len(one) <= 150 * 1024 for one in attached)
    law(phone, received=True)


def test_fault_39_two_photos_of_one_name_both_arrive(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    phone, page = phone_in(context, site)
    photos = [tmp_path / folder / "IMG_0001.jpg" for folder in ("a", "b")]
    for photo, colour in zip(photos, ("red", "blue"), strict=True):
        photo.parent.mkdir()
        Image.new("RGB", (400, 300), colour).save(photo)
    phone.tab.attach("[name=files]", *photos)
    expect(page.locator("[data-clean]")).to_have_count(2)
    packet = phone.seal()
    phone.shows(packet, "received")
    attached = site.home.packets()[packet].files
    assert len(set(attached)) == len(attached) == 2
    law(phone, received=True)
