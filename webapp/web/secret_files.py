"""The server's own two secrets: files that only its user can read, made at the first start."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from webapp.config import Settings

KEY_BYTES = 32


@dataclass(frozen=True)
class Secrets:
    """`session_key`: 32 bytes for Flask's cookies. `receipt_key` signs receipts."""

    session_key: bytes = field(repr=False)
    receipt_key: Ed25519PrivateKey = field(repr=False)

    @property
    def receipt_public(self) -> bytes:
        """The 32 raw bytes that phones pin."""
        return self.receipt_key.public_key().public_bytes_raw()


def load_secrets(settings: Settings) -> Secrets:
    """Read both files, making those that are missing; safe when several processes start at once."""
    session_key = _read_or_make(settings.secret_key_file)
    receipt_seed = _read_or_make(settings.receipt_key_file)
    return Secrets(session_key, Ed25519PrivateKey.from_private_bytes(receipt_seed))


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    found = path.read_bytes()
    if len(found) != KEY_BYTES:
        raise ValueError(f"{path} must hold exactly {KEY_BYTES} bytes")
    return found


def _make(path: Path) -> None:
    """Write a whole file beside `path`, then link it into place: the first process wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
