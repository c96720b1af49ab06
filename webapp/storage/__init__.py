"""Where sealed bytes lie: one small interface, a durable local folder, and object stores."""

from webapp.storage.base import BlobStore
from webapp.storage.opening import open_blobs

__all__ = ["BlobStore", "open_blobs"]
