"""From one URL to a store: `file:` is our own durable folder, everything else is obstore's."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import from_url

from webapp.storage.base import BlobStore
from webapp.storage.folder import FolderStore
from webapp.storage.objects import ObjectBlobStore


def open_blobs(url: str) -> BlobStore:
    """The store at `url`; credentials come from the store's usual variables (`AWS_…`)."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStore(Path(unquote(parts.path)))
    return ObjectBlobStore(from_url(url))
