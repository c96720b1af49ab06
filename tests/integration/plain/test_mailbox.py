"""Letters for browsers without JavaScript, and answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.camera import camera_jpeg
from webapp.cleaning import verify_file
from webapp.crypto import letter as letters
from webapp.crypto import receipt_code
from webapp.crypto.packet import Attachment
from webapp.crypto.receipt_code import MailboxKeys
from webapp.models import Letter, db

if TYPE_CHECKING:
    from tests.integration.plain.conftest import Office

SCRIPT = "<script>alert(1)</script>"
CODE = receipt_code.with_check_digits("1234567890123456789012")


@pytest.fixture(scope="module")
def keys() -> MailboxKeys:
    return receipt_code.open_mailbox(CODE)


def written(keys: MailboxKeys, **facts: Any) -> letters.Letter:
    told: dict[str, Any] = {
        "mailbox": keys.id,
        "desk": "nan",
        "number": 1,
        "language": "th",
        "day": "2026-11-21",
        "text": f"ขอบคุณ {SCRIPT}",
        "state": "referred",
        "agency": letters.Agency("ป.ป.ท.", "12/2569"),
        "history": (letters.Step("2026-11-20", "received", f"note {SCRIPT}"),),
    }
    return letters.Letter(**{**told, **facts})


@pytest.mark.parametrize("typed", [CODE, receipt_code.show_code(CODE), "thai"])
def test_the_code_shows_letters_as_text(office: Office, keys: MailboxKeys, typed: str) -> None:
    if typed == "thai":
        typed = CODE.translate({ord(str(n)): "๐๑๒๓๔๕๖๗๘๙"[n] for n in range(10)})
    office.write(keys, written(keys))
    page = office.ask("/plain/mailbox", code=typed).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    for told in ("โต๊ะ nan", "ส่งต่อหน่วยงาน", "ป.ป.ท.", "12/2569", "2026-11-20", "ได้รับแล้ว"):
        assert told in page
    assert "Referred to an agency" in office.ask("/plain/en/mailbox", code=typed).text


def test_a_wrong_code_is_told_and_shown_to_nobody(office: Office) -> None:
    wrong = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    answer = office.ask("/plain/mailbox", code=wrong)
    assert (answer.status_code, answer.headers["Hinghoi-Error"]) == (422, "receipt_code_invalid")
    assert wrong not in answer.text
    assert office.ask("/plain/mailbox").status_code == 422


def test_an_empty_mailbox_and_one_that_never_was_look_alike(office: Office) -> None:
    pages = set()
    for _ in range(2):
        code = receipt_code.new_code()
        answer = office.ask("/plain/mailbox", code=code)
        assert answer.status_code == 200
        assert "data-empty" in answer.text
        pages.add(answer.text.replace(receipt_code.show_code(code), ""))
    assert len(pages) == 1


def test_an_attachment_comes_as_bytes(office: Office, keys: MailboxKeys) -> None:
    html = f"<html>{SCRIPT}".encode()
    letter_id = office.write(keys, written(keys), Attachment("text/html", "html", html))
    answer = office.ask("/plain/mailbox/file", code=CODE, letter=letter_id, number="1")
    assert answer.data == html
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="01.html"'
    assert answer.headers["Cache-Control"] == "no-store"
    for number in ("0", "2", "-1", "x", "", "٣", "9" * 50):
        asked = {"code": CODE, "letter": letter_id, "number": number}
        assert office.ask("/plain/mailbox/file", **asked).status_code == 404
    stranger = receipt_code.new_code()
    asked = {"code": stranger, "letter": letter_id, "number": "1"}
    assert office.ask("/plain/mailbox/file", **asked).status_code == 404


def test_a_letter_is_deleted_when_its_reader_says_so(office: Office, keys: MailboxKeys) -> None:
    letter_id = office.write(keys, written(keys))
    assert len(office.packets()) == 1
    stranger = receipt_code.new_code()
    office.ask("/plain/mailbox/forget", code=stranger, letter=letter_id)
    assert len(office.packets()) == 1
    answer = office.ask("/plain/mailbox/forget", code=CODE, letter=letter_id)
    assert "data-empty" in answer.text
    assert office.packets() == []
    db.session.rollback()
    assert db.session.query(Letter).all() == []


def test_rubbish_in_a_mailbox_hides_no_letter(office: Office, keys: MailboxKeys) -> None:
    office.lay(keys, b"not age at all")
    office.write(keys, written(keys, text="จดหมายจริง"))
    page = office.ask("/plain/mailbox", code=CODE).text
    assert "จดหมายจริง" in page
    assert "เปิดไม่ได้" in page


def test_an_answer_goes_to_the_desk_that_wrote_with_the_same_mailbox(
    office: Office, keys: MailboxKeys
) -> None:
    office.write(keys, written(keys))
    page = office.ask("/plain/mailbox", code=CODE).text
    assert 'name="desk" value="nan"' in page
    assert 'value="phrae"' not in page
    before = office.packets()
    fields = (("code", CODE), ("text", "รูปใหม่"), ("desk", "nan"), ("answer", "reopen"))
    answer = office.post("/plain/answer", *fields, files=(camera_jpeg(800, 600),))
    assert answer.status_code == 200
    assert "data-code>" not in answer.text
    (sent,) = [data for data in office.packets() if data not in before]
    told = office.open(sent)
    assert (told.report.kind, told.report.answer) == ("followup", "reopen")
    assert (told.report.text, told.report.category) == ("รูปใหม่", None)
    assert told.report.mailbox is not None
    assert told.report.mailbox.id == keys.id
    assert verify_file(told.files[0]) == []


def test_an_answer_that_cannot_be_sent_keeps_its_words(office: Office, keys: MailboxKeys) -> None:
    base = (("code", CODE), ("desk", "nan"))
    empty = office.post("/plain/answer", *base)
    assert (empty.status_code, "เขียนสักนิด" in empty.text) == (422, True)
    bad = office.post("/plain/answer", *base, ("text", "เก็บไว้"), files=(b"\0\1\2",))
    assert bad.status_code == 422
    assert "เก็บไว้" in bad.text
    assert 'data-refused="1"' in bad.text
    assert receipt_code.show_code(CODE) in bad.text or CODE in bad.text
    wrong = office.post("/plain/answer", ("code", "1"), ("desk", "nan"), ("text", "x"))
    assert wrong.status_code == 400
    assert office.packets() == []


def test_addresses_that_only_forms_lead_to_go_back(office: Office) -> None:
    for path in ("/plain/answer", "/plain/mailbox/file", "/plain/mailbox/forget"):
        answer = office.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/plain/mailbox")
