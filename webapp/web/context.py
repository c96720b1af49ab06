"""What create_app made once, for routes: settings, secrets and the blob store."""

from __future__ import annotations

import threading

from flask import current_app

from webapp.config import Settings
from webapp.storage import BlobStore, open_blobs
from webapp.web.secret_files import Secrets

_opening = threading.Lock()


def settings() -> Settings:
    """The settings of the current application."""
    found: Settings = current_app.extensions["hinghoi.settings"]
    return found


def secrets() -> Secrets:
    """The secrets of the current application."""
    found: Secrets = current_app.extensions["hinghoi.secrets"]
    return found


def blobs() -> BlobStore:
    """The blob store; opened at first use, because obstore's threads do not survive a fork."""
    with _opening:
        if "hinghoi.blobs" not in current_app.extensions:
            current_app.extensions["hinghoi.blobs"] = open_blobs(settings().blobs_url)
    found: BlobStore = current_app.extensions["hinghoi.blobs"]
    return found
