"""Cookies belong to the desk alone: anywhere else there is no session to open, read or save."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin

DESK = "/desk"


class DeskSessions(SecureCookieSessionInterface):
    """Flask's signed cookies under /desk; elsewhere a session that refuses to be written."""

    def open_session(self, app: Flask, request: Request) -> Any:
        if is_desk(request.path):
            return super().open_session(app, request)
        return self.make_null_session(app)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not self.is_null_session(session):
            super().save_session(app, session, response)


def is_desk(path: str) -> bool:
    """Whether the address is a moderator's."""
    return path == DESK or path.startswith(f"{DESK}/")
