"""Reports from browsers without JavaScript: cleaned and sealed by the server, in memory."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.support.camera import CANARIES, camera_jpeg
from tests.support.plain import code_on
from webapp import create_app
from webapp.cleaning import verify_file
from webapp.config import Settings
from webapp.crypto.receipt_code import open_mailbox
from webapp.crypto.receipts import verify_receipt
from webapp.errors import Busy, HinghoiError, PacketNoKey, StorageFull
from webapp.web.plain.policy import POLICY

if TYPE_CHECKING:
    from tests.integration.plain.conftest import Office

SCRIPT = "<script>alert(1)</script>"
PAGES = ("/plain", "/plain/en", "/plain/mailbox", "/plain/en/mailbox")


def test_a_report_with_a_photo_arrives_sealed_and_clean(office: Office) -> None:
    fields = (("category", "construction"), ("text", f"ถนน\r\n{SCRIPT}"), ("desk", "nan"))
    facts = (("place", "หน้าวัด"), ("when", "เดือนที่แล้ว"), ("agency", "อบต."), ("accused", "ก"))
    answer = office.post("/plain", *fields, *facts, files=(camera_jpeg(1600, 1200),))
    assert answer.status_code == 200
    told = office.opened()
    report = told.report
    assert (report.kind, report.language, report.category) == ("report", "th", "construction")
    assert report.text == f"ถนน\n{SCRIPT}"
    assert (report.place.words, report.when) == ("หน้าวัด", "เดือนที่แล้ว")
    assert (report.agency, report.accused) == ("อบต.", "ก")
    (photo,) = told.files
    assert "gps" in report.attachments[0].removed
    assert verify_file(photo) == []
    assert not any(word.encode() in photo for word in CANARIES)
    assert report.attachments[0].name == "01.jpg"


def test_the_code_on_the_page_is_the_mailbox_in_the_packet(office: Office) -> None:
    answer = office.post("/plain/en", ("text", "x"), ("desk", "nan"))
    keys = open_mailbox(code_on(answer.text).replace(" ", ""))
    mailbox = office.opened().report.mailbox
    assert mailbox is not None
    assert (mailbox.id, mailbox.recipient) == (keys.id, str(keys.identity.recipient()))
    assert office.opened().report.language == "en"


def test_the_receipt_is_for_the_packet_that_is_held(office: Office) -> None:
    page = office.post("/plain", ("text", "x"), ("desk", "nan")).text
    receipt = page.partition("data-receipt>")[2].partition("<")[0]
    _, packet_id, sha256, _, _ = receipt.split(".")
    key = office.app.extensions["hinghoi.secrets"].receipt_key.public_key()
    assert verify_receipt(receipt, key.public_bytes_raw(), packet_id, sha256)
    assert f'data-received="{packet_id}"' in page


def test_a_desk_that_was_not_chosen_can_read_nothing(office: Office) -> None:
    office.post("/plain", ("text", "x"), ("desk", "phrae"))
    assert office.announced() == {"phrae"}
    assert office.opened("phrae").report.text == "x"
    with pytest.raises(PacketNoKey):
        office.opened("nan")


def test_two_desks_when_both_are_chosen(office: Office) -> None:
    office.post("/plain", ("text", "x"), ("desk", "nan"), ("desk", "phrae"), ("desk", "nan"))
    assert office.announced() == {"nan", "phrae"}
    assert office.opened("nan").report == office.opened("phrae").report


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([("text", "เก็บไว้")], "เลือกโต๊ะ"),
        ([("text", "เก็บไว้"), ("desk", "nowhere")], "ไม่ถูกแบบ"),
        ([("desk", "nan"), ("agency", "เก็บไว้")], "เขียนสักนิด"),
        ([("desk", "nan"), ("text", "เก็บไว้" * 3000)], "ยาวเกินไป"),
        ([("desk", "nan"), ("text", "เก็บไว้"), ("when", "x" * 1001)], "ยาวเกินไป"),
        ([("desk", "nan"), ("text", "เก็บไว้"), ("category", "x")], "ไม่ถูกแบบ"),
    ],
)
def test_what_is_missing_is_said_and_the_words_stay(
    office: Office, fields: list[tuple[str, str]], words: str
) -> None:
    answer = office.post("/plain", *fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "เก็บไว้" in answer.text
    assert office.packets() == []


def test_all_fields_at_their_longest_are_told_to_be_too_long_together(office: Office) -> None:
    long = [(name, "ก" * 1000) for name in ("place", "when", "agency", "accused")]
    answer = office.post("/plain", ("text", "ก" * 20000), ("desk", "nan"), *long)
    assert (answer.status_code, "ยาวเกินไป" in answer.text) == (422, True)


@pytest.mark.parametrize("error", [StorageFull, Busy])
def test_words_stay_when_the_store_takes_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: type[HinghoiError]
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("webapp.intake.service.Intake.take_whole", refuse)
    answer = office.post("/plain", ("text", "เก็บไว้"), ("desk", "nan"))
    assert answer.status_code == error.status
    assert "เก็บไว้" in answer.text
    assert "data-problem" in answer.text


def test_a_file_that_cannot_be_cleaned_is_named_by_its_number(office: Office) -> None:
    fields = (("text", f"{SCRIPT} เก็บไว้"), ("desk", "nan"))
    files = (camera_jpeg(400, 300), b"MZ not a picture\0\1", b"")
    answer = office.post("/plain", *fields, files=files)
    assert answer.status_code == 422
    assert 'data-refused="2" data-code="file_type_unsupported"' in answer.text
    assert 'data-refused="3" data-code="file_unreadable"' in answer.text
    assert 'data-refused="1"' not in answer.text
    assert "IMG_1" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; เก็บไว้" in answer.text
    assert SCRIPT not in answer.text
    assert office.packets() == []
    again = office.post("/plain", *fields, ("leave_out", "1"), files=files)
    assert again.status_code == 200
    assert len(office.opened().files) == 1
    assert "2 ไฟล์" in again.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_fetch_and_set_nothing(office: Office, path: str) -> None:
    answer = office.get(path)
    assert answer.status_code == 200
    assert answer.headers.get_all("Content-Security-Policy") == [POLICY]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in answer.text
    assert "src=" not in answer.text
    assert answer.text.count("http") == answer.text.count(
        'href="https://www.tmd.go.th/" rel="noref'
    )
    for control in answer.text.split("<")[1:]:
        if control.startswith(("input", "textarea", "form")):
            assert 'autocomplete="off"' in control
    assert len(gzip.compress(answer.data)) <= 6 * 1024
    assert len(answer.data) <= 20 * 1024


def test_the_policy_names_the_style_that_stands_in_the_page(office: Office) -> None:
    style = office.get("/plain").text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in POLICY
    assert POLICY.startswith("default-src 'none'; ")
    assert "unsafe" not in POLICY


def test_errors_are_pages_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("webapp.intake.plain_routes.open_desks", broken)
    answer = office.get("/plain")
    assert (answer.status_code, answer.headers["Hinghoi-Error"]) == (500, "internal")
    assert answer.content_type == "text/html; charset=utf-8"
    assert "secret words" not in answer.text
    assert "RuntimeError" not in answer.text
    assert 'data-error="internal"' in answer.text


def test_it_can_be_closed(tmp_path: object) -> None:
    app = create_app(Settings.from_env({"DATA_DIR": str(tmp_path), "MAX_PLAIN_BYTES": "0"}))
    assert app.test_client().get("/plain").status_code == 404
