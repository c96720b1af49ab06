"""Commands over a WebSocket: Chromium's DevTools and Firefox's WebDriver BiDi number them alike."""

from __future__ import annotations

import json
from contextlib import ExitStack
from itertools import count
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support.engines.engine import PATIENCE, EngineError


class Channel:
    """One command at a time; events that come between are dropped."""

    def __init__(self, address: str) -> None:
        # A photo in a screenshot is larger than the library's default of 1 MiB.
        opening = connect(address, max_size=None, ping_interval=None, compression=None)
        self._open = ExitStack()
        self._socket = self._open.enter_context(opening)
        self._ids = count(1)

    def call(self, method: str, parameters: dict[str, Any], **envelope: str) -> dict[str, Any]:
        """The command's result; EngineError with the browser's words, or when it is gone."""
        number = next(self._ids)
        command = {"id": number, "method": method, "params": parameters, **envelope}
        try:
            self._socket.send(json.dumps(command))
            answer = self._answer(number)
        except (ConnectionClosed, TimeoutError) as error:
            raise EngineError(f"{method}: {error!r}") from error
        if "error" in answer:
            raise EngineError(f"{method}: {answer['error']} {answer.get('message', '')}")
        result: dict[str, Any] = answer["result"]
        return result

    def _answer(self, number: int) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(self._socket.recv(timeout=4 * PATIENCE))
            if message.get("id") == number:
                return message

    def close(self) -> None:
        """Ends the reading thread, whether the browser still lives or not."""
        self._open.close()
