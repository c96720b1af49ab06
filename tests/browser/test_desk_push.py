"""The daily reminder in a real Firefox, over a push service that speaks Mozilla's own protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import hinghoi, new_desk
from tests.support.engines import Engine, started
from tests.support.engines.firefox import Firefox
from tests.support.push_service import PushService, push_service
from tests.support.screens import PICTURES
from tests.support.server import Server, running_server, wait_until

pytestmark = pytest.mark.browser
# Of the worker that shows reminders; null when there is none.
SHOWN = """async () => {
  const all = await navigator.serviceWorker.getRegistrations();
  const ours = all.find(({ scope }) => scope.endsWith("/desk/push/"));
  if (!ours) return null;
  return (await ours.getNotifications()).map(({ title, body, tag }) => [title, body, tag]);
}"""
REMINDER = [["หิ่งห้อย: ได้เวลาเปิดดู", "", "reminder"]]


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, service: PushService) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("push") / "data"
    with running_server(data, PUSH_SERVICES=service.url) as server:
        yield server


def joined(firefox: Engine, server: Server) -> None:
    """A new member of a new desk, at the reminder's page."""
    firefox.open(new_desk(server).link)
    firefox.fill("[name=name]", "somsri")
    firefox.click("[name=kept]")
    firefox.click("[data-screen=join] [type=submit]")
    firefox.click("[data-screen=sheet] [data-action=sheet-later]")
    firefox.click("[data-action=sheet-later-yes]")
    firefox.click("[data-tab=menu]")
    firefox.click("[data-page=reminder]")


def tapped(firefox: Firefox) -> bool:
    """Whether there was a notification to touch."""
    try:
        firefox.press_notification()
    except ValueError:
        return False
    return True


def test_a_browser_is_reminded_until_it_signs_out(
    server: Server, service: PushService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOZ_REMOTE_ALLOW_SYSTEM_ACCESS", "1")
    with started("firefox", tmp_path / "profile", prefs=service.prefs) as firefox:
        assert isinstance(firefox, Firefox)
        joined(firefox, server)
        firefox.wait_visible("[data-push=off] [data-action=push-on]")
        assert service.paths == []
        PICTURES.mkdir(exist_ok=True)
        firefox.screenshot(PICTURES / "desk-reminder-push.png")
        firefox.click("[data-action=push-on]")
        firefox.wait_visible("[data-push=on]")
        assert len(service.paths) == 1

        assert "1 of 1" in hinghoi(server, "notify")
        wait_until(lambda: service.acknowledged == [100], "Firefox did not take it")
        wait_until(lambda: firefox.run(SHOWN) == REMINDER, "nothing was shown")

        # Its window may come a moment later than it is in the list.
        wait_until(lambda: tapped(firefox), "the notification did not come to the screen")
        wait_until(lambda: firefox.run(SHOWN) == [], "the notification stayed")
        # The desk that is open is shown, and no second one.
        assert firefox.tabs == [f"{server.url}/desk"]

        firefox.click("[data-action=sign-out]")
        firefox.wait_visible("[data-screen=sign-in], [name=passphrase]")
        wait_until(lambda: service.paths == [], "the push service was told nothing")
        wait_until(lambda: firefox.run(SHOWN) is None, "the worker stayed")
        assert hinghoi(server, "notify") == ""
