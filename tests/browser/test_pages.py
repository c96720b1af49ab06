"""Pictures of the pages of a PDF: the shipped worker, under the product's own policy."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from io import BytesIO
from statistics import correlation
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page

from tests.support.camera import CANARIES
from tests.support.cleaner import bundle, served
from tests.support.hidden_documents import canary_pdf, layered_pdf, locked_pdf
from webapp.cleaning import verify_file

pytestmark = pytest.mark.browser
LIGHT = 150_000
# As in browsers that keep phones from being told apart: what is read back is not what was drawn.
LYING = """(() => {
  const read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
  OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...where) {
    const image = read.apply(this, where);
    image.data[0] ^= 1;
    return image;
  };
})();"""
ASK = """async ([most]) => {
  const createScriptURL = (url) => url;
  globalThis.policy ??= trustedTypes.createPolicy("hinghoi", { createScriptURL });
  const file = await (await fetch("/file")).blob();
  const worker = new Worker(policy.createScriptURL("/pages_pdf.js"));
  const answers = [];
  await new Promise((done) => {
    worker.onerror = ({ message }) => done(answers.push({ code: message }));
    worker.onmessage = ({ data }) => {
      answers.push(data);
      if (!data.result) done();
    };
    worker.postMessage({ file, most });
  });
  worker.terminate();
  return answers.map(({ result, ...rest }) => {
    if (!result) return rest;
    const letters = Array.from(result.bytes, (code) => String.fromCharCode(code));
    return { ...rest, type: result.type, bytes: btoa(letters.join("")) };
  });
}"""
LINES = ("องค์การบริหารส่วนตำบลบ่อเกลือใต้", "ค่าจ้างเหมาถนน ๑,๒๕๐,๐๐๐ บาท ผู้รับจ้าง น้ำปิง")
LETTER = f"""<meta charset=utf-8><style>
  @page {{ size: 105mm 60mm; margin: 0 }} body {{ margin: 0; width: 380px; background: #fff }}
  p {{ font: 15px Loma; margin: 20px; white-space: nowrap }}
</style><p>{LINES[0]}</p><p>{LINES[1]}</p>"""


class Pages:
    """A page that has pictures made of PDFs."""

    def __init__(self, page: Page, files: dict[str, bytes]) -> None:
        self.page = page
        self.files = files
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    def answers(self, data: bytes, most: int = 20) -> list[dict[str, Any]]:
        self.files["/file"] = data
        answers: list[dict[str, Any]] = self.page.evaluate(ASK, [most])
        return [
            {**answer, "bytes": base64.b64decode(answer.get("bytes", ""))} for answer in answers
        ]

    def pictures(self, data: bytes, most: int = 20) -> list[bytes]:
        *drawn, last = self.answers(data, most)
        assert last == {"done": True, "bytes": b""}
        return [answer["bytes"] for answer in drawn]

    def refusal(self, data: bytes) -> str:
        code: str = self.answers(data)[-1]["code"]
        return code


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Pages]:
    page = browser.new_page()
    start = b"<!doctype html><title>x</title><script src=/page.js></script>"
    files = {"/": start, "/page.js": b"", "/pages_pdf.js": bundle("client/clean_pages.ts")}
    with served(files) as address:
        page.goto(address)
        yield Pages(page, files)


@pytest.fixture(scope="module")
def letter(browser: Browser) -> tuple[bytes, Image.Image]:
    """A letter in Thai as a browser prints it, fonts inside, and as the browser shows it."""
    page = browser.new_page(device_scale_factor=4)
    page.set_content(LETTER)
    return page.pdf(prefer_css_page_size=True), Image.open(BytesIO(page.screenshot()))


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("L")


def ink(picture: Image.Image) -> list[int]:
    """What is written, cut out, at one size and a little out of focus."""
    grey = picture.convert("L")
    box = ImageChops.invert(grey).point(lambda value: 255 * (value > 64)).getbbox()
    assert box is not None
    written = grey.crop(box).resize((400, 80)).filter(ImageFilter.GaussianBlur(1))
    return list(written.tobytes())


def likeness(one: Image.Image, other: Image.Image) -> float:
    """1 for the same writing, about 0 for unlike ones."""
    return correlation(ink(one), ink(other))


def changed(data: bytes, **saving: Any) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.docinfo["/Author"] = CANARIES[0]
        pdf.save(out, **saving)
    return out.getvalue()


def drawing(
    content: bytes, *, box: tuple[float, ...] = (0, 0, 200, 200), pages: int = 1, **entries: Any
) -> bytes:
    """A document that draws `content` on each page; `entries` go to the content stream."""
    pdf = Pdf.new()
    stream = pdf.make_stream(content)
    for key, value in entries.items():
        stream.stream_dict[f"/{key}"] = value
    for _ in range(pages):
        page = pdf.add_blank_page()
        page.obj["/MediaBox"] = Array(box)
        page.obj["/Contents"] = stream
    out = BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_a_letter_in_thai_can_be_read(pages: Pages, letter: tuple[bytes, Image.Image]) -> None:
    printed, shown = letter
    [picture] = pages.pictures(printed)
    assert likeness(opened(picture), shown) > 0.9
    assert max(opened(picture).size) == 2048
    assert len(picture) <= LIGHT


def test_what_is_locked_without_a_password_is_drawn(
    pages: Pages, letter: tuple[bytes, Image.Image]
) -> None:
    lock = pikepdf.Encryption(user="", owner="secret")
    [picture] = pages.pictures(changed(letter[0], encryption=lock))
    assert likeness(opened(picture), letter[1]) > 0.9


def test_what_is_broken_is_drawn_as_far_as_it_goes(
    pages: Pages, letter: tuple[bytes, Image.Image]
) -> None:
    before, _, after = letter[0].rpartition(b"\nxref\n")
    trailer = after[after.index(b"trailer") :]
    [picture] = pages.pictures(before[20:] + b"\n" + trailer)
    assert likeness(opened(picture), letter[1]) > 0.9


# Thai by its codes in Windows, in a font that every office had and this document does not bring.
MARKS = (0xD1, *range(0xD4, 0xDB), *range(0xE7, 0xEF))
BESIDE = """([letters, advances]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1200, 240];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 1200, 240);
  pen.fillStyle = "#000";
  pen.font = "56px sans-serif";
  let x = 40;
  letters.forEach((letter, i) => {
    pen.fillText(letter, x, 160);
    x += advances[i] * 0.056;
  });
  return canvas.toDataURL().split(",")[1];
}"""


def test_letters_without_a_font_are_drawn_in_the_phones_own(pages: Pages) -> None:
    codes = LINES[0].encode("cp874")
    widths = [0 if code in MARKS else 600 for code in range(256)]
    [picture] = pages.pictures(unembedded(codes, widths))
    advances = [widths[code] for code in codes]
    beside = pages.page.evaluate(BESIDE, [list(LINES[0]), advances])
    assert likeness(opened(picture), opened(base64.b64decode(beside))) > 0.9


def unembedded(codes: bytes, widths: list[int]) -> bytes:
    named: list[Any] = []
    for code in set(codes):
        named += [code, Name(f"/uni{ord(bytes([code]).decode('cp874')):04X}")]
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(300, 60))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/AngsanaNew"),
        FirstChar=0,
        LastChar=255,
        Widths=Array(widths),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array(named)),
    )
    page.obj["/Resources"] = Dictionary(Font=Dictionary(F=font))
    text = b"BT /F 14 Tf 10 20 Td <" + codes.hex().encode() + b"> Tj ET"
    page.obj["/Contents"] = pdf.make_stream(text)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "original",
    [canary_pdf(), layered_pdf(hidden=False), layered_pdf(hidden=True)],
    ids=["everything hidden", "layer", "hidden layer"],
)
def test_nothing_but_the_picture_leaves(pages: Pages, original: bytes) -> None:
    for picture in pages.pictures(original):
        assert verify_file(picture) == []
        assert not any(word.encode() in picture for word in CANARIES)


def test_what_a_layer_hides_stays_hidden(pages: Pages) -> None:
    shown, hidden = (
        opened(pages.pictures(layered_pdf(hidden=hidden))[0]).getextrema()[0]
        for hidden in (False, True)
    )
    assert (shown, hidden) == (0, 255)


def test_nothing_is_fetched(pages: Pages, letter: tuple[bytes, Image.Image]) -> None:
    pages.asked.clear()
    pages.pictures(letter[0])
    assert {url.rpartition("/")[2] for url in pages.asked} == {"file", "pages_pdf.js"}


def test_a_password_is_asked_of_nobody(pages: Pages) -> None:
    assert pages.refusal(locked_pdf()) == "encrypted"


@pytest.mark.parametrize("original", [b"%PDF-1.7 nothing", b"%PDF-1.7\n" + bytes(9999)])
def test_what_is_no_document_is_refused(pages: Pages, original: bytes) -> None:
    assert pages.refusal(original) == "broken"


def test_a_document_that_unpacks_without_end_is_refused(pages: Pages) -> None:
    much = zlib.compress(zlib.compress(b" " * (600 << 20), 1), 9)
    twice = Array([Name.FlateDecode, Name.FlateDecode])
    assert len(much) < 1 << 20
    assert pages.refusal(drawing(much, Filter=twice)) == "too_large"


def test_a_picture_beyond_measure_is_refused(pages: Pages) -> None:
    huge = b"q 200 0 0 200 0 0 cm BI /W 30000 /H 30000 /CS /G /BPC 1 ID \0 EI Q"
    assert pages.refusal(drawing(huge)) == "too_large"


@pytest.mark.parametrize("box", [(0, 0, 1e6, 1e6), (0, 0, 0.1, 14400), (0, 0, 0, 0), (5, 5, 1, 1)])
def test_pages_of_any_size_are_drawn_small(pages: Pages, box: tuple[float, ...]) -> None:
    [picture] = pages.pictures(drawing(b"0 0 9 9 re f", box=box))
    assert max(opened(picture).size) <= 2048


def test_no_more_pages_than_were_wanted(pages: Pages) -> None:
    *drawn, last = pages.answers(drawing(b"0 0 9 9 re f", pages=500), 3)
    assert last["done"]
    assert [(answer["number"], answer["of"]) for answer in drawn] == [(1, 500), (2, 500), (3, 500)]


def test_a_canvas_that_lies_is_not_believed(pages: Pages) -> None:
    shipped = pages.files["/pages_pdf.js"]
    pages.files["/pages_pdf.js"] = LYING.encode() + shipped
    try:
        assert pages.refusal(drawing(b"0 0 9 9 re f")) == "canvas"
    finally:
        pages.files["/pages_pdf.js"] = shipped
