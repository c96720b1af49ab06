"""Chromium over its DevTools protocol, by itself: Playwright's loop would bar other tests' own."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from tests.support.browser import FLAGS, chrome_path
from tests.support.engines.channel import Channel
from tests.support.engines.engine import PHONE, Engine, EngineError
from tests.support.engines.process import Group
from tests.support.server import wait_until

LISTENS = r"DevTools listening on (\S+)"
LOADED = "(old) => document.readyState === 'complete' && !globalThis.leftBehind"


class Chromium(Engine):
    name = "chromium"
    # More than every test wants: for a class of a test's own.
    flags: tuple[str, ...] = ()

    def _start(self) -> None:
        (self.profile / "DevToolsActivePort").unlink(missing_ok=True)
        command = [
            chrome_path(),
            *FLAGS,
            *self.flags,
            f"--user-data-dir={self.profile}",
            "about:blank",
        ]
        self.group = Group(command, self.profile / "browser.log")
        try:
            self._connect()
        except BaseException:
            self.kill()
            raise

    def _connect(self) -> None:
        self._channel = Channel(self.group.said(LISTENS))
        self._attach()

    def revive(self, url: str) -> None:
        """Load the tab whose process was killed again, as one does who comes back to it."""

        def starts() -> bool:
            return "loaderId" in self._call("Page.navigate", url=url)

        wait_until(starts, "the tab never came back")
        self._attach()

    def _attach(self) -> None:
        targets = self._channel.call("Target.getTargets", {})["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        attach = {"targetId": page, "flatten": True}
        self._session = self._channel.call("Target.attachToTarget", attach)["sessionId"]
        width, height = PHONE
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **metrics)
        self._call("Page.enable")
        if self.before:
            self._call("Page.addScriptToEvaluateOnNewDocument", source=self.before)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._channel.call(method, parameters, sessionId=self._session)

    def open(self, url: str) -> None:
        self._function("() => { globalThis.leftBehind = true; }")
        answer = self._call("Page.navigate", url=url)
        if "errorText" in answer:
            raise EngineError(answer["errorText"])
        self.wait_for(LOADED)

    def reload(self) -> None:
        self._function("() => { globalThis.leftBehind = true; }")
        self._call("Page.reload")
        self.wait_for(LOADED)

    def _function(self, function: str, *texts: str) -> dict[str, Any]:
        """The remote object that the function gives, called on the page's own window."""
        window = self._call("Runtime.evaluate", expression="globalThis")["result"]["objectId"]
        answer = self._call(
            "Runtime.callFunctionOn",
            functionDeclaration=function,
            objectId=window,
            arguments=[{"value": text} for text in texts],
            awaitPromise=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            raise EngineError(str(answer["exceptionDetails"].get("exception", answer)))
        result: dict[str, Any] = answer["result"]
        return result

    def _evaluate(self, function: str, text: str) -> str:
        return str(self._function(function, text)["value"])

    def _press(self, x: int, y: int) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            point = {"x": x, "y": y, "button": "left", "clickCount": 1}
            self._call("Input.dispatchMouseEvent", type=kind, **point)

    def attach(self, selector: str, *files: Path) -> None:
        self.wait_for("(one) => !document.querySelector(one).disabled", selector)
        node = self._function("(one) => document.querySelector(one)", selector)
        names = [str(file) for file in files]
        self._call("DOM.setFileInputFiles", files=names, objectId=node["objectId"])

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def kill(self) -> None:
        super().kill()
        if hasattr(self, "_channel"):
            self._channel.close()
