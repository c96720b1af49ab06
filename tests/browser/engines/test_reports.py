"""The main job in every engine: a report and its photo arrive, clean, once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.camera import CANARIES, camera_jpeg
from tests.support.engines import Engine, started
from tests.support.engines.engine import EngineError
from tests.support.engines.reporter import send, visit, visit_and_keep, wait_received
from webapp.cleaning import verify_file

if TYPE_CHECKING:
    from tests.browser.engines.conftest import Office

pytestmark = pytest.mark.browser
NO_DATABASE = "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };"
MEMORY_ONLY = "เปิดหน้านี้ค้างไว้จนส่งถึง"


def test_a_report_with_a_photo_arrives_clean(
    engine: Engine, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "IMG_1.jpg").write_bytes(camera_jpeg(1600, 1200))
    visit(engine, office.server.url)
    engine.click("[name=category][value=construction]")
    engine.fill("[name=place]", "หน้าวัด")
    engine.attach("[name=files]", tmp_path / "IMG_1.jpg")
    engine.wait_text("[data-clean]", "ตำแหน่งที่ถ่าย")
    words = f"ถนนหน้าวัด {engine.name}"
    wait_received(engine, send(engine, words))
    (packet,) = office.reports(words)
    assert packet.report.category == "construction"
    assert packet.report.place is not None
    assert packet.report.place.words == "หน้าวัด"
    (photo,) = packet.files
    assert "gps" in packet.report.attachments[0].removed
    assert verify_file(photo) == []
    assert not any(word.encode() in photo for word in (*CANARIES, "IMG_1"))


def test_what_is_written_without_signal_outlives_a_kill_and_arrives(
    engine_name: str, office: Office, tmp_path: Path
) -> None:
    words = f"ไม่มีสัญญาณ {engine_name}"
    with started(engine_name, tmp_path / "profile") as engine:
        visit_and_keep(engine, office.server.url)
        office.server.kill()
        visit(engine, office.server.url)
        packet = send(engine, words)
        engine.wait_text(f"[data-packet='{packet}']", "อยู่บนเครื่องนี้")
        engine.kill()
    with started(engine_name, tmp_path / "profile") as engine:
        visit(engine, office.server.url)
        engine.wait_visible(f"[data-packet='{packet}'][data-state=sealed]")
        office.server.start()
        # Unless the phone found out by itself meanwhile.
        engine.run("() => document.querySelector('[data-action=send-now]')?.click()")
        wait_received(engine, packet)
    assert len(office.reports(words)) == 1


def test_without_a_database_it_is_sent_at_once_with_a_warning(
    engine_name: str, office: Office, tmp_path: Path
) -> None:
    words = f"ไม่มีที่เก็บ {engine_name}"
    with started(engine_name, tmp_path, before=NO_DATABASE) as engine:
        visit(engine, office.server.url)
        assert MEMORY_ONLY in engine.text("[data-status]")
        wait_received(engine, send(engine, words))
    assert len(office.reports(words)) == 1


def test_where_all_storage_is_forbidden_it_is_sent_at_once_with_a_warning(
    office: Office, tmp_path: Path
) -> None:
    """Chromium itself refuses, as its settings let people choose: even naming a store throws."""
    chosen = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(chosen), "utf-8")
    words = "ห้ามเก็บอะไรเลย"
    with started("chromium", tmp_path) as engine:
        visit(engine, office.server.url)
        with pytest.raises(EngineError, match="denied"):
            engine.run("() => sessionStorage.length")
        assert MEMORY_ONLY in engine.text("[data-status]")
        wait_received(engine, send(engine, words))
    assert len(office.reports(words)) == 1
