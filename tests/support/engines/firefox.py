"""Firefox ESR, which itself speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from tests.support.engines.channel import Channel
from tests.support.engines.engine import PHONE, TAP, Engine, EngineError, Pref
from tests.support.engines.process import Group, found

# Nothing but loopback is asked for; Firefox's own remote agent turns off most of the rest.
QUIET: dict[str, Pref] = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.cache.disk.enable": True,
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "security.remote_settings.crlite_filters.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "",
    # No processes ahead of need, and one for all pages: halves what a start costs.
    "dom.ipc.keepProcessesAlive.web": 0,
    "dom.ipc.processCount": 1,
    "dom.ipc.processPrelaunch.enabled": False,
    "extensions.enabledScopes": 0,
    "extensions.webextensions.remote": False,
    "fission.autostart": False,
}
LISTENS = r"WebDriver BiDi listening on (\S+)"


class Firefox(Engine):
    name = "firefox"

    def _start(self) -> None:
        lines = [
            f"user_pref({json.dumps(k)}, {json.dumps(v)});"
            for k, v in {**QUIET, **self.prefs}.items()
        ]
        (self.profile / "user.js").write_text("\n".join(lines), "utf-8")
        binary = found("firefox-esr", "firefox")
        size = [
            f"--{side}={pixels}" for side, pixels in zip(("width", "height"), PHONE, strict=True)
        ]
        command = [binary, "--headless", "--no-remote", *size, "--remote-debugging-port=0"]
        env = {"HOME": str(self.profile), "MOZ_CRASHREPORTER_DISABLE": "1"}
        log = self.profile / "browser.log"
        self.group = Group([*command, "--profile", str(self.profile), "about:blank"], log, env)
        try:
            self._connect()
        except BaseException:
            self.kill()
            raise

    def _connect(self) -> None:
        self._channel = Channel(f"{self.group.said(LISTENS)}/session")
        self._call("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        (tree, *_) = self._call("browsingContext.getTree")["contexts"]
        self._tab = tree["context"]
        width, height = PHONE
        self._here("browsingContext.setViewport", viewport={"width": width, "height": height})
        if self.before:
            self._call("script.addPreloadScript", functionDeclaration=f"() => {{ {self.before} }}")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._channel.call(method, parameters)

    def _here(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._call(method, context=self._tab, **parameters)

    def open(self, url: str) -> None:
        self._here("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._here("browsingContext.reload", wait="complete")

    def _function(self, function: str, *texts: str) -> dict[str, Any]:
        answer = self._call(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": text} for text in texts],
            target={"context": self._tab},
            awaitPromise=True,
            resultOwnership="root",
        )
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        result: dict[str, Any] = answer["result"]
        return result

    def _evaluate(self, function: str, text: str) -> str:
        return str(self._function(function, text)["value"])

    def _press(self, x: int, y: int) -> None:
        steps = [{"type": "pointerMove", "x": x, "y": y}, *TAP]
        self._here(
            "input.performActions", actions=[{"type": "pointer", "id": "p", "actions": steps}]
        )

    def type(self, selector: str, words: str) -> None:
        """Key by key: what scripts put into fields is nothing to Firefox's session files."""
        self.click(selector)
        keys = [{"type": f"key{way}", "value": key} for key in words for way in ("Down", "Up")]
        self._here("input.performActions", actions=[{"type": "key", "id": "k", "actions": keys}])

    def attach(self, selector: str, *files: Path) -> None:
        self.wait_for("(one) => !document.querySelector(one).disabled", selector)
        node = self._function("(one) => document.querySelector(one)", selector)
        names = [str(file) for file in files]
        self._here("input.setFiles", element={"sharedId": node["sharedId"]}, files=names)

    def press_notification(self) -> None:
        """Touch the one notification that is on the screen, which is a window of Firefox's own.

        Needs MOZ_REMOTE_ALLOW_SYSTEM_ACCESS in the environment, and `alerts.useSystemBackend` off.
        """
        windows = self._call("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        (alert,) = (one["context"] for one in windows if one["url"].endswith("/alert.xhtml"))
        self._call(
            "script.callFunction",
            functionDeclaration="() => document.getElementById('alertBox').click()",
            target={"context": alert},
            awaitPromise=False,
        )

    @property
    def tabs(self) -> list[str]:
        """The addresses of all tabs."""
        return [one["url"] for one in self._call("browsingContext.getTree")["contexts"]]

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._here("browsingContext.captureScreenshot")["data"]))

    def kill(self) -> None:
        super().kill()
        if hasattr(self, "_channel"):
            self._channel.close()
