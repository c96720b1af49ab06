"""Hinghoi, offline-first sealed reporting; `create_app` is the way in for servers and tests.

The application is loaded only when asked for, so that `webapp.crypto` and `webapp.cleaning`
can be used without a web framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for `settings` (by default, those of the process environment)."""
    from webapp.app import create_app as wire

    return wire(settings)
