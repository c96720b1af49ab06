"""What every command that touches the data needs: settings or one clear message, and privacy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from webapp import create_app
from webapp.config import ConfigError, Settings


class WrongSettings(click.ClickException):
    """Ends a command with the message that names all that is wrong."""

    exit_code = 2


def settings_or_exit(**chosen: str) -> Settings:
    """The settings of the environment, with those `chosen` on the command line in their place.

    Ends the command with code 2 when any is wrong.
    """
    try:
        return Settings.from_env({**os.environ, **chosen})
    except ConfigError as error:
        raise WrongSettings(str(error)) from None


@contextmanager
def application() -> Iterator[Flask]:
    """An application context over those settings; files made inside are the user's alone."""
    os.umask(0o077)
    app = create_app(settings_or_exit())
    with app.app_context():
        yield app
