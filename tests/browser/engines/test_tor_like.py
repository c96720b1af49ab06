"""Firefox as Tor Browser sets it up: no service worker, and a canvas that lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.camera import CANARIES, camera_jpeg
from tests.support.engines import Engine, started
from tests.support.engines.reporter import send, visit, wait_received
from tests.support.pictures import same_pixels
from webapp.cleaning import verify_file

if TYPE_CHECKING:
    from tests.browser.engines.conftest import Office

pytestmark = pytest.mark.browser
AS_TOR = {"dom.serviceWorkers.enabled": False, "privacy.resistFingerprinting": True}


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    profile = tmp_path_factory.mktemp("tor")
    with started("firefox", profile, prefs=dict(AS_TOR)) as engine:
        yield engine


def test_without_a_service_worker_it_is_sent_with_a_warning(
    firefox: Engine, office: Office
) -> None:
    visit(firefox, office.server.url)
    assert not firefox.run("() => 'serviceWorker' in navigator")
    assert "เปิดหน้านี้ค้างไว้จนส่งถึง" in firefox.text("[data-status]")
    words = "เบราว์เซอร์แบบทอร์"
    wait_received(firefox, send(firefox, words))
    assert len(office.reports(words)) == 1


def test_a_canvas_that_lies_never_draws_the_photo(
    firefox: Engine, office: Office, tmp_path: Path
) -> None:
    original = camera_jpeg(400, 300)
    (tmp_path / "a.jpg").write_bytes(original)
    visit(firefox, office.server.url)
    firefox.attach("[name=files]", tmp_path / "a.jpg")
    firefox.wait_text("[data-clean]", "ภาพเดิมทุกจุด")
    words = "ภาพที่วาดใหม่ไม่ได้"
    wait_received(firefox, send(firefox, words))
    (packet,) = office.reports(words)
    (photo,) = packet.files
    assert same_pixels(original, photo)
    assert verify_file(photo) == []
    assert not any(word.encode() in photo for word in CANARIES)
