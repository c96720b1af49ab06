"""Every setting, read once from the environment into one frozen value.

`Settings.from_env` is pure: it touches no file and no network, and it tells all faults at once,
because an operator who mends one setting at a time restarts the server ten times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MEBIBYTE = 1024 * 1024
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
BLOB_SCHEMES = ("file", "s3", "s3a", "gs", "az", "azure", "abfs", "abfss")
DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
RATE_SCHEMES = ("memory", "redis", "rediss", "redis+cluster", "valkey", "valkeys")
MAIL_SCHEMES = ("smtp", "smtps")
# Of Google (Chrome and its kin), Mozilla, Apple and Microsoft.
PUSH_SERVICES = (
    "fcm.googleapis.com updates.push.services.mozilla.com *.push.apple.com *.notify.windows.com"
)

_SERVICE = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+")
_SENDER = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_ONION = re.compile(r"https?://[a-z2-7]{56}\.onion")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class ConfigError(Exception):
    """One or more settings are wrong; the message names each of them."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator can choose; `docs/settings.md` says what each one means."""

    host: str
    port: int
    data_dir: Path
    public_url: str
    onion_url: str
    database_url: str
    blobs_url: str
    rate_limit_url: str
    secret_key_file: Path
    receipt_key_file: Path
    web_workers: int
    web_threads: int
    max_packet_bytes: int
    max_chunk_bytes: int
    max_plain_bytes: int
    min_room_bytes: int
    new_packets_per_minute: int
    work_bits: int
    quota_bytes: int
    desk_quota_bytes: int
    upload_expiry_days: int
    stall_seconds: int
    desk_session_hours: int
    desk_idle_minutes: int
    letter_batch_hours: int
    letter_days: int
    correspondence_days: int
    log_level: str
    smtp_url: str
    mail_from: str
    push_services: tuple[str, ...]
    relay_url: str
    relay_keep_days: int
    relay_receipt_days: int

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read `env`; raises ConfigError naming every setting that is wrong."""
        read = _Reader(env)
        host = read.text("HOST", "127.0.0.1")
        port = read.number("PORT", 8000, 1, 65535)
        data = read.folder("DATA_DIR", "data")
        settings = cls(
            host=host,
            port=port,
            data_dir=data,
            public_url=read.origin("PUBLIC_URL", _default_origin(host, port)),
            onion_url=read.onion("ONION_URL"),
            database_url=read.url(
                "DATABASE_URL", f"sqlite:///{data / 'hinghoi.sqlite'}", DATABASE_SCHEMES
            ),
            blobs_url=read.url("BLOBS_URL", (data / "blobs").as_uri(), BLOB_SCHEMES),
            rate_limit_url=read.url("RATE_LIMIT_URL", "memory://", RATE_SCHEMES),
            secret_key_file=read.folder("SECRET_KEY_FILE", str(data / "secrets" / "session.key")),
            receipt_key_file=read.folder("RECEIPT_KEY_FILE", str(data / "secrets" / "receipt.key")),
            web_workers=read.number("WEB_WORKERS", 2, 1, 64),
            web_threads=read.number("WEB_THREADS", 16, 1, 512),
            max_packet_bytes=read.number("MAX_PACKET_BYTES", 64 * MEBIBYTE, 16384, 1 << 40),
            max_chunk_bytes=read.number("MAX_CHUNK_BYTES", MEBIBYTE, 4096, 64 * MEBIBYTE),
            max_plain_bytes=read.number("MAX_PLAIN_BYTES", 8 * MEBIBYTE, 0, 64 * MEBIBYTE),
            min_room_bytes=read.number("MIN_ROOM_BYTES", 64 * MEBIBYTE, 0, 1 << 50),
            new_packets_per_minute=read.number("NEW_PACKETS_PER_MINUTE", 6000, 0, 10**6),
            work_bits=read.number("WORK_BITS", 14, 0, 16),
            quota_bytes=read.number("QUOTA_BYTES", 0, 0, 1 << 50),
            desk_quota_bytes=read.number("DESK_QUOTA_BYTES", 0, 0, 1 << 50),
            upload_expiry_days=read.number("UPLOAD_EXPIRY_DAYS", 14, 1, 365),
            stall_seconds=read.number("STALL_SECONDS", 30, 1, 600),
            desk_session_hours=read.number("DESK_SESSION_HOURS", 12, 1, 168),
            desk_idle_minutes=read.number("DESK_IDLE_MINUTES", 30, 1, 1440),
            letter_batch_hours=read.number("LETTER_BATCH_HOURS", 6, 0, 24),
            letter_days=read.number("LETTER_DAYS", 180, 7, 3650),
            correspondence_days=read.number("CORRESPONDENCE_DAYS", 1095, 7, 36500),
            log_level=read.choice("LOG_LEVEL", "INFO", LOG_LEVELS),
            smtp_url=read.mail_server("SMTP_URL"),
            mail_from=read.sender("MAIL_FROM", needed_by="SMTP_URL"),
            push_services=read.services("PUSH_SERVICES", PUSH_SERVICES),
            relay_url=read.safe_origin("RELAY_URL"),
            relay_keep_days=read.number("RELAY_KEEP_DAYS", 7, 1, 365),
            relay_receipt_days=read.number("RELAY_RECEIPT_DAYS", 180, 7, 3650),
        )
        read.stop_if_faulty()
        return settings

    @property
    def https(self) -> bool:
        """Whether people reach this server over HTTPS."""
        return self.public_url.startswith("https://")

    def __repr__(self) -> str:
        # The URLs of a database or a bucket can hold a password.
        return f"Settings(public_url={self.public_url!r})"


def _default_origin(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _is_safe(origin: str) -> bool:
    host = urlsplit(origin).hostname or ""
    return origin.startswith("https:") or host in LOOPBACK or host.endswith(".onion")


def _is_here(origin: str) -> bool:
    return re.fullmatch(r"http://127\.0\.0\.1:[0-9]{1,5}", origin) is not None


class _Reader:
    """Takes values out of an environment and gathers the faults instead of stopping at one."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        value = self._env.get(name, "").strip() or default
        if any(ord(sign) < 32 for sign in value):
            self._faults.append(f"{name} holds a control character")
        return value

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and lowest <= int(value) <= highest:
            return int(value)
        self._faults.append(f"{name} must be a whole number from {lowest} to {highest}")
        return default

    def folder(self, name: str, default: str) -> Path:
        return Path(self.text(name, default)).absolute()

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default).upper()
        if value not in choices:
            self._faults.append(f"{name} must be one of {', '.join(choices)}")
        return value

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value.partition("://")[0] not in schemes or "://" not in value:
            self._faults.append(f"{name} must start with one of {', '.join(schemes)} and ://")
        return value

    def origin(self, name: str, default: str) -> str:
        value = self.text(name, default).rstrip("/")
        try:
            parts = urlsplit(value)
            whole = parts.scheme in ("http", "https") and bool(parts.hostname)
            whole = whole and not (parts.path or parts.query or parts.username)
        except ValueError:
            whole = False
        if not whole:
            self._faults.append(f"{name} must be http(s)://host, without a path or a password")
        return value

    def safe_origin(self, name: str) -> str:
        """An origin that nobody on the way can pretend to be, or nothing."""
        if not self._env.get(name, "").strip():
            return ""
        faults = len(self._faults)
        value = self.origin(name, "")
        if len(self._faults) == faults and not _is_safe(value):
            self._faults.append(f"{name} must be https://, but for an .onion address")
        return value

    def onion(self, name: str) -> str:
        """The origin of an onion service of version 3 (56 letters), or nothing."""
        value = self._env.get(name, "").strip().rstrip("/")
        if value and not _ONION.fullmatch(value):
            self._faults.append(f"{name} must be http://, 56 letters and digits, and .onion")
        return value

    def mail_server(self, name: str) -> str:
        """The URL of a mail server that is talked to over TLS, or nothing."""
        value = self.text(name, "")
        try:
            parts = urlsplit(value)
            whole = parts.scheme in MAIL_SCHEMES and bool(parts.hostname) and parts.port != 0
            whole = whole and not (parts.path or parts.query)
        except ValueError:
            whole = False
        if value and not whole:
            self._faults.append(f"{name} must be smtp(s)://user:password@host:port, without a path")
        return value

    def sender(self, name: str, *, needed_by: str) -> str:
        """The address that mail comes from; there must be one where there is a mail server."""
        value = self.text(name, "")
        wanted = value or self._env.get(needed_by, "").strip()
        if wanted and not _SENDER.fullmatch(value):
            self._faults.append(f"{name} must be an address like name@example.org")
        return value

    def services(self, name: str, default: str) -> tuple[str, ...]:
        """Hosts that are called over HTTPS, `*.` for all below one; `none` for none.

        On this machine itself, an origin: nobody else can stand there.
        """
        value = self.text(name, default)
        found = () if value == "none" else tuple(value.split())
        if not all(_SERVICE.fullmatch(one) or _is_here(one) for one in found):
            self._faults.append(f"{name} must be hosts like a.example or *.a.example, or none")
        return found

    def stop_if_faulty(self) -> None:
        if self._faults:
            raise ConfigError("These settings are wrong: " + "; ".join(self._faults) + ".")
