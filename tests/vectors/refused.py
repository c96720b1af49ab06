"""The plaintexts that every reader must refuse, each with the code it must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.vectors.plaintexts import (
    CLASSICAL,
    DRAWING,
    JPEG,
    MAILBOX,
    PHOTO,
    PNG,
    Case,
    archive,
    changed,
    encode,
    facts,
    file_blocks,
    full,
    pad,
    report,
    without,
)
from webapp.crypto.ustar import END, header

REPORT = encode(report())
MISTYPED = "p" if MAILBOX.endswith("q") else "q"
HEAD = header("report.json", len(REPORT))
SOUND = file_blocks(HEAD, REPORT)


def refused() -> Iterator[Case]:
    """Every plaintext that must be refused."""
    for name, head in headers():
        yield f"header_{name}", pad(file_blocks(head, REPORT)), "packet_archive"
    for name, plaintext in archives():
        yield f"archive_{name}", plaintext, "packet_archive"
    for name, plaintext in paddings():
        yield f"padding_{name}", plaintext, "packet_padding"
    for name, data in texts():
        yield f"report_{name}", archive(data), "packet_report"
    for name, changes in reports():
        yield f"report_{name}", archive(report(**changes)), "packet_report"
    for name, changes in attachment_facts():
        value = report(attachments=[facts(1, JPEG, "jpg", **changes)])
        yield f"report_attachment_{name}", archive(value, PHOTO), "packet_report"
    yield "version_2", archive({"version": 2, "sealed": "differently"}), "packet_version"
    for name, plaintext in limits():
        yield f"limits_{name}", plaintext, "packet_limits"
    for name, plaintext in attachments():
        yield f"attachments_{name}", plaintext, "packet_attachments"


def headers() -> Iterator[tuple[str, bytes]]:
    """Headers of report.json with one field that is not canonical."""
    yield "wrong_checksum", HEAD[:148] + b"000000\0 " + HEAD[156:]
    yield "checksum_in_another_spelling", HEAD[:148] + b" " + HEAD[149:154] + b" \0" + HEAD[156:]
    for name, at, value in (
        ("path_dot_slash", 0, b"./report.json"),
        ("path_parent", 0, b"../report.json"),
        ("path_absolute", 0, b"/report.json"),
        ("path_parent_inside", 0, b"attachments/../../01.jpg"),
        ("path_backslash", 0, b"attachments\\01.jpg"),
        ("path_unknown", 0, b"notes.txt\0\0"),
        ("path_of_windows", 0, b"C:\\report.json"),
        ("path_of_100_bytes", 0, b"a" * 95 + b".json"),
        ("path_in_another_case", 0, b"REPORT.json"),
        ("path_with_a_space", 0, b"report.json "),
        ("path_not_ascii", 0, b"report.js\xc3\xb6n"),
        ("path_after_nul", 0, b"report.json\0x"),
        ("mode_executable", 100, b"0000755\0"),
        ("uid_not_zero", 108, b"0001750\0"),
        ("gid_not_zero", 116, b"0001750\0"),
        ("size_with_spaces", 124, b" " * 8 + HEAD[132:135] + b" "),
        ("size_in_base_256_below_zero", 124, b"\xff" * 12),
        ("size_in_other_digits", 124, b"00000000008\0"),
        ("size_in_base_256", 124, b"\x80" + bytes(7) + len(REPORT).to_bytes(4, "big")),
        ("mtime_not_zero", 136, b"15023334400\0"),
        ("typeflag_old", 156, b"\0"),
        ("hard_link", 156, b"1"),
        ("symbolic_link", 156, b"2/etc/passwd"),
        ("device", 156, b"3"),
        ("block_device", 156, b"4"),
        ("directory", 156, b"5"),
        ("pipe", 156, b"6"),
        ("contiguous_file", 156, b"7"),
        ("extended_header", 156, b"x"),
        ("extended_header_for_all", 156, b"g"),
        ("long_name_of_gnu", 156, b"L"),
        ("long_link_of_gnu", 156, b"K"),
        ("sparse_file_of_gnu", 156, b"S"),
        ("magic_of_gnu", 257, b"ustar  \0"),
        ("no_magic", 257, bytes(8)),
        ("owner_named", 265, b"somchai"),
        ("group_named", 297, b"users"),
        ("device_number_empty", 329, bytes(16)),
        ("prefix", 345, b"somewhere"),
        ("bytes_after_the_fields", 500, b"hidden"),
    ):
        yield name, changed(HEAD, at, value)


def archives() -> Iterator[tuple[str, bytes]]:
    """Archives whose entries are sound, but not their order, their number or their end."""
    photo = file_blocks(header(*_sized(PHOTO)), JPEG)
    yield "empty", pad(b"")
    yield "without_a_report", pad(photo)
    yield "report_not_first", pad(photo + SOUND)
    yield "two_reports", pad(SOUND + SOUND)
    handed = file_blocks(header("handover.json", 2), b"{}")
    yield "handed_over_before_the_report", pad(handed + SOUND)
    yield "handed_over_twice", pad(SOUND + handed + handed)
    yield "handed_over_behind_a_photo", pad(SOUND + photo + handed)
    yield "filler_not_zero", pad(SOUND[:-1] + b"x")
    yield "only_one_end_block", pad(SOUND + bytes(512) + photo)
    yield "cut_in_data", pad(header("report.json", 65_000))
    huge = 8192 - len(SOUND) - 512
    data = b"x" * huge
    records = b"30 path=../../etc/cron.d/own\n\n"
    named = changed(header("report.json", len(records)), 156, b"x")
    yield "renamed_by_an_extended_header", pad(file_blocks(named, records) + SOUND)
    long = b"../" * 60 + b"etc/passwd\0"
    named = changed(changed(header("report.json", len(long)), 0, b"././@LongLink"), 156, b"L")
    yield "renamed_by_a_long_name", pad(file_blocks(named, long) + SOUND)
    yield "link_out_and_file_through_it", pad(SOUND + changed(photo[:512], 156, b"2/etc") + photo)
    yield "without_an_end", SOUND + header("attachments/01.txt", huge) + data
    yield (
        "report_in_a_folder",
        pad(file_blocks(changed(HEAD, 0, b"attachments/report.json"), REPORT)),
    )


def paddings() -> Iterator[tuple[str, bytes]]:
    """Sound archives that are padded otherwise than by the rule."""
    yield "nothing_at_all", b""
    yield "below_the_floor", SOUND + END
    yield "not_a_size_of_the_rule", (SOUND + END).ljust(16_896, b"\0")
    yield "more_than_the_rule", (SOUND + END).ljust(8704, b"\0")
    yield "last_byte_not_zero", pad(SOUND)[:-1] + b"\x01"
    yield (
        "entry_after_the_end",
        (SOUND + END + file_blocks(header(*_sized(PHOTO)), JPEG)).ljust(8192, b"\0"),
    )


def texts() -> Iterator[tuple[str, bytes]]:
    """Bytes in the place of report.json that are no report at all."""
    yield "empty", b""
    yield "not_json", b"{version: 1}"
    yield "byte_order_mark", b"\xef\xbb\xbf" + REPORT
    yield "not_utf8", REPORT.replace("ถ".encode(), b"\xff")
    yield "utf16", REPORT.decode().encode("utf-16-le")
    yield "a_list", b"[" + REPORT + b"]"
    yield "followed_by_more", REPORT + b"{}"
    yield "not_a_number", REPORT.replace(b'"watchpoint":null', b'"watchpoint":NaN')
    yield "not_a_number_in_an_unknown_key", REPORT[:-1] + b',"spare":NaN}'
    yield "lone_surrogate", REPORT.replace(b'"agency":""', b'"agency":"\\ud83d"')
    for key in report():
        yield f"without_{key}", encode(without(report(), key))


def reports() -> Iterator[tuple[str, dict[str, Any]]]:
    """Reports with one field that breaks its rule."""
    place = report()["place"]
    mailbox = full()["mailbox"]
    yield from (
        ("version_text", {"version": "1"}),
        ("version_fraction", {"version": 1.5}),
        ("kind_unknown", {"kind": "letter"}),
        ("kind_null", {"kind": None}),
        ("language_empty", {"language": ""}),
        ("language_upper_case", {"language": "TH"}),
        ("day_that_does_not_exist", {"day": "2026-02-29"}),
        ("day_of_the_buddhist_era", {"day": "2569-11-21"}),
        ("day_in_another_spelling", {"day": "20261121"}),
        ("day_with_a_time", {"day": "2026-11-21T10:00"}),
        ("day_in_thai_digits", {"day": "๒026-11-21"}),
        ("category_unknown", {"category": "gossip"}),
        ("category_empty", {"category": ""}),
        ("text_null", {"text": None}),
        ("text_number", {"text": 5}),
        ("when_null", {"when": None}),
        ("place_null", {"place": None}),
        ("place_without_tambon", {"place": without(place, "tambon")}),
        ("place_code_letters", {"place": {**place, "code": "5505ab"}}),
        ("place_code_long", {"place": {**place, "code": "5505051"}}),
        ("watchpoint_number", {"watchpoint": 7}),
        ("mailbox_text", {"mailbox": MAILBOX}),
        ("mailbox_id_upper_case", {"mailbox": {**mailbox, "id": mailbox["id"].upper()}}),
        ("mailbox_id_short", {"mailbox": {**mailbox, "id": mailbox["id"][:-1]}}),
        ("mailbox_classical", {"mailbox": {**mailbox, "recipient": CLASSICAL}}),
        ("mailbox_mistyped", {"mailbox": {**mailbox, "recipient": MAILBOX[:-1] + MISTYPED}}),
        ("mailbox_upper_case", {"mailbox": {**mailbox, "recipient": MAILBOX.upper()}}),
        ("attachments_null", {"attachments": None}),
        ("attachments_object", {"attachments": {}}),
        ("attachments_of_text", {"attachments": ["01.jpg"]}),
    )


def attachment_facts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Facts about the one attachment that break their rule."""
    digest = facts(1, JPEG, "jpg")["sha256"]
    yield from (
        ("name_of_another_ordinal", {"name": "02.jpg"}),
        ("name_without_extension", {"name": "01"}),
        ("name_upper_case", {"name": "01.JPG"}),
        ("name_with_a_path", {"name": "../01.jpg"}),
        ("name_with_a_line_feed", {"name": "01.jpg\n"}),
        ("type_with_parameters", {"type": "image/jpeg; q=1"}),
        ("type_empty", {"type": ""}),
        ("bytes_negative", {"bytes": -1}),
        ("bytes_fraction", {"bytes": 1.5}),
        ("bytes_true", {"bytes": True}),
        ("bytes_text", {"bytes": "12"}),
        ("sha256_upper_case", {"sha256": digest.upper()}),
        ("sha256_short", {"sha256": digest[:-2]}),
        ("removed_unknown_word", {"removed": ["soul"]}),
        ("removed_twice", {"removed": ["gps", "gps"]}),
        ("removed_null", {"removed": None}),
        ("removed_of_numbers", {"removed": [1]}),
    )


def limits() -> Iterator[tuple[str, bytes]]:
    """One more than is allowed."""
    yield "text_of_20001_characters", archive(report(text="ก" * 20_001))
    yield "agency_of_1001_characters", archive(report(agency="x" * 1001))
    spare = 65_537 - len(encode(report(spare="")))
    yield "report_of_65537_bytes", archive(report(spare="x" * spare))
    items = [facts(number, b"", "txt") for number in range(1, 22)]
    files = [(f"attachments/{number:02}.txt", b"") for number in range(1, 22)]
    yield "declared_21_attachments", archive(report(attachments=items), *files[:20])
    yield "stored_21_attachments", archive(report(attachments=items[:20]), *files)
    handed = file_blocks(header("handover.json", 61_441), b"x" * 61_441)
    yield "handed_over_with_61441_bytes", pad(SOUND + handed)
    first = file_blocks(header("attachments/01.txt", 0), b"")
    yield "stored_10000_attachments", pad(SOUND + first * 10_000)
    yield "stored_report_of_8_gib", pad(header("report.json", 0o77777777777))
    large = facts(1, JPEG, "jpg", bytes=64 * 1024 * 1024 + 1)
    yield "declared_attachment_above_64_mib", archive(report(attachments=[large]), PHOTO)
    yield (
        "stored_attachment_above_64_mib",
        pad(SOUND + header("attachments/01.jpg", 64 * 1024 * 1024 + 1)),
    )


def attachments() -> Iterator[tuple[str, bytes]]:
    """Files that are not the ones that the report declares."""
    both = report(attachments=[facts(1, JPEG, "jpg"), facts(2, PNG, "png")])
    one = report(attachments=[facts(1, JPEG, "jpg")])
    yield "missing", archive(both, PHOTO)
    yield "not_declared", archive(one, PHOTO, DRAWING)
    yield "stored_twice", archive(one, PHOTO, PHOTO)
    yield "swapped", archive(both, DRAWING, PHOTO)
    yield "another_extension", archive(one, ("attachments/01.png", JPEG))
    yield "another_size", archive(one, ("attachments/01.jpg", JPEG + b"x"))
    large = report(attachments=[facts(1, JPEG, "jpg", bytes=len(JPEG) + 1)])
    yield "declared_another_size", archive(large, PHOTO)
    yield "another_digest", archive(one, ("attachments/01.jpg", JPEG[::-1]))


def _sized(item: tuple[str, bytes]) -> tuple[str, int]:
    return item[0], len(item[1])
