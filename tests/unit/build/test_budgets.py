"""Every byte that a villager pays for is counted: the built files against their budgets."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

BUILD = Path(__file__).parents[3] / "static" / "build"
FIRST_PAGE = 14 * 1024
SAFETY_PAGE = 10 * 1024
MAILBOX = 64 * 1024
OFFLINE = 45 * 1024
KB = 1024
AHEAD = ["clean_pictures.js", "clean_documents.js", "clean_office.js", "pages_pdf.js"]


@cache
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((BUILD / "manifest.json").read_text("utf-8"))
    return loaded


def brotli_size(name: str) -> int:
    return (BUILD / f"{name}.br").stat().st_size


def asset_file(name: str) -> str:
    address: str = manifest()["assets"][name]
    return address.removeprefix("/build/")


def asset(name: str) -> int:
    return brotli_size(asset_file(name))


def test_the_first_page_fits_in_one_flight() -> None:
    for language in ("th", "en"):
        assert brotli_size(f"pages/{language}.html") <= FIRST_PAGE


def test_the_page_about_safety_is_small_and_no_phone_keeps_it() -> None:
    for language in ("th", "en"):
        assert brotli_size(f"pages/safety.{language}.html") <= SAFETY_PAGE
    assert not [entry for entry in manifest()["precache"] if "safety" in entry]


def test_the_mailbox_is_paid_for_by_those_who_open_it() -> None:
    for language in ("th", "en"):
        page = brotli_size(f"pages/mailbox.{language}.html")
        assert page + asset(f"mailbox.{language}.js") <= MAILBOX
    assert not [entry for entry in manifest()["precache"] if "mailbox" in entry]


def test_the_mailbox_page_names_all_that_it_needs_without_a_network() -> None:
    for language in ("th", "en"):
        html = (BUILD / f"pages/mailbox.{language}.html").read_text("utf-8")
        assert f'src="{manifest()["assets"][f"mailbox.{language}.js"]}"' in html
        told = re.search(r'data-needs="([^"]*)"', html)
        assert told is not None
        assert set(told[1].split()) == {
            manifest()["assets"][name]
            for name in (f"mailbox.{language}.js", f"code.{language}.js", "clean.js", "work.js")
        }


def test_all_that_works_offline_fits() -> None:
    for language in ("th", "en"):
        parts = ("clean.js", "districts.txt", f"report.{language}.js")
        whole = (
            brotli_size(f"pages/{language}.html") + brotli_size("sw.js") + sum(map(asset, parts))
        )
        assert whole <= OFFLINE


def test_the_tambons_that_follow_stay_small() -> None:
    assert asset("tambons.txt") <= 27 * KB


def test_what_packets_need_beyond_delivery_follows_and_stays_small() -> None:
    for language in ("th", "en"):
        name = f"outbox.{language}.js"
        assert asset(name) <= 5 * KB
        assert [path for path in manifest()["precache"] if f"/outbox.{language}." in path]


def test_what_is_fetched_ahead_weighs_what_the_page_says() -> None:
    for language in ("th", "en"):
        html = (BUILD / f"pages/{language}.html").read_text("utf-8")
        said = re.search(r"(\d+) KB</p>|(\d+) KB\.</p>", html)
        assert said is not None
        script = (BUILD / asset_file(f"report.{language}.js")).read_text("utf-8")
        ahead = [*AHEAD, f"pages.{language}.js", f"prepare.{language}.js"]
        assert [name for name in ahead if manifest()["assets"][name] not in script] == []
        whole = sum(map(asset, ahead)) / KB
        assert float(said[1] or said[2]) == pytest.approx(whole, rel=0.1)


def test_the_phone_keeps_nothing_that_it_cannot_use() -> None:
    kept = manifest()["precache"]
    assert not [path for path in kept if "desk" in path]
    assert {"/", "/en", "/manifest.webmanifest"} <= {path.partition("#")[0] for path in kept}


def test_the_phone_refuses_files_that_the_build_did_not_make() -> None:
    pages = {path: page["file"] for path, page in manifest()["pages"].items()}
    files = {**pages, "/manifest.webmanifest": "../manifest.webmanifest"}
    for entry in manifest()["precache"]:
        path, _, told = entry.partition("#")
        content = (BUILD / files.get(path, path.removeprefix("/build/"))).read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:10]
        assert digest == told or f".{digest}." in path, entry


def test_the_policy_names_what_stands_in_the_page() -> None:
    for path, page in manifest()["pages"].items():
        html = (BUILD / page["file"]).read_text("utf-8")
        assert html.count("<script>") == len(page["script"]) == 1, path
        assert html.count("<style>") == len(page["style"]) == 1, path
