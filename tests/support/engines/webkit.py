"""WebKitGTK over WebDriver (https://www.w3.org/TR/webdriver2/), in a window of a virtual screen."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import httpx

from tests.support.engines.engine import PATIENCE, PHONE, TAP, Engine, EngineError
from tests.support.engines.process import Group, found
from tests.support.server import free_port, wait_until

NUMBER = r"(\d+)"  # of the screen, among all that Xvfb may write
BROWSER = Path(__file__).with_name("webkit_browser.py")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the standard's name of an element's id
# No graphics card, no desktop session: each would be looked for, for seconds.
PLAIN = {
    "GDK_BACKEND": "x11",
    "GSETTINGS_BACKEND": "memory",
    "GTK_A11Y": "none",
    "NO_AT_BRIDGE": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


class WebKit(Engine):
    name = "webkit"

    def _start(self) -> None:
        (self.profile / "before.js").write_text(self.before, "utf-8")
        self._screen = screen(self.profile)
        port = free_port()
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=2 * PATIENCE)
        try:
            self.group = self._driver(port, self._screen.said(NUMBER))
            self._connect()
        except BaseException:
            self.kill()
            raise

    def _driver(self, port: int, display: str) -> Group:
        own = {"HOME": str(self.profile), "HINGHOI_PROFILE": str(self.profile)}
        env = {**PLAIN, **own, "DISPLAY": f":{display}"}
        command = [found("WebKitWebDriver"), f"--port={port}"]
        return Group(command, self.profile / "browser.log", env)

    def _connect(self) -> None:
        wait_until(self._listens, "WebKitWebDriver never listened")
        options = {"binary": str(BROWSER), "args": []}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._at = ""
        answer = self._call("POST", "/session", capabilities=wanted)
        self._at = f"/session/{answer['sessionId']}"
        limits = {"script": 4000 * PATIENCE, "pageLoad": 1000 * PATIENCE}
        self._call("POST", "/timeouts", **limits)

    def _listens(self) -> bool:
        try:
            return self._http.get("/status").is_success
        except httpx.TransportError:
            return False

    def _call(self, method: str, path: str, **body: Any) -> Any:
        try:
            content = json.dumps(body) if method == "POST" else None
            answer = self._http.request(method, f"{self._at}{path}", content=content)
        except httpx.TransportError as error:
            raise EngineError(repr(error)) from error
        value = answer.json()["value"]
        if not answer.is_success:
            raise EngineError(f"{value['error']}: {value['message']}")
        return value

    def open(self, url: str) -> None:
        self._call("POST", "/url", url=url)

    def reload(self) -> None:
        self._call("POST", "/refresh")

    def _script(self, script: str, *arguments: str) -> Any:
        return self._call("POST", "/execute/sync", script=script, args=list(arguments))

    def _evaluate(self, function: str, text: str) -> str:
        return str(self._script(f"return ({function})(arguments[0]);", text))

    def _element(self, selector: str) -> str:
        found = self._call("POST", "/element", using="css selector", value=selector)
        return f"/element/{found[ELEMENT]}"

    def _press(self, x: int, y: int) -> None:
        steps = [{"type": "pointerMove", "x": x, "y": y}, *TAP]
        self._call("POST", "/actions", actions=[{"type": "pointer", "id": "p", "actions": steps}])

    def attach(self, selector: str, *files: Path) -> None:
        self.wait_for("(one) => !document.querySelector(one).disabled", selector)
        names = "\n".join(str(file) for file in files)
        self._call("POST", f"{self._element(selector)}/value", text=names)

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._call("GET", "/screenshot")))

    def kill(self) -> None:
        if hasattr(self, "group"):
            super().kill()
        self._http.close()
        self._screen.kill()


def screen(folder: Path) -> Group:
    """A virtual screen a little larger than a phone; it says its number once it is there."""
    width, height = PHONE
    size = f"{width}x{height + 60}x24"
    command = [found("Xvfb"), "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"]
    return Group(command, folder / "screen.log")


assert os.access(BROWSER, os.X_OK), "WebKitWebDriver starts it as a program"
