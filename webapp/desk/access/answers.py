"""What a browser is told when it has signed in, by whichever way."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from webapp.desk.access import throttle


def signed_in(csrf: str, name: str, **more: Any) -> Response:
    """The CSRF token of the new session; the browser counts as known to `name` from now on."""
    answer = jsonify(csrf=csrf, **more)
    throttle.remember_device(answer, name)
    return answer
