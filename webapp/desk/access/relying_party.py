"""At which address a passkey works: WebAuthn ties each to a host name, never to an IP address."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from webapp.config import Settings

LOCAL = "localhost"


@dataclass(frozen=True)
class RelyingParty:
    """`id` is the host that credentials are bound to; `origin` what a browser must say it is at."""

    id: str
    origin: str


def relying_party(settings: Settings, host: str) -> RelyingParty | None:
    """The one for a request to `host` (with its port, if any); None where passkeys cannot work.

    Only `PUBLIC_URL` counts, so that no forged Host header makes one. A server on the loopback
    address is also `localhost`, which browsers treat as safe and WebAuthn takes as a name. Plain
    HTTP elsewhere is not a secure context, and so no place for passkeys: also not an onion service.
    """
    public = urlsplit(settings.public_url)
    name = public.hostname or ""
    port = f":{public.port}" if public.port else ""
    if _is_loopback(name):
        name, origin = LOCAL, f"{public.scheme}://{LOCAL}{port}"
    else:
        origin = settings.public_url
    if _is_address(name) or (public.scheme != "https" and name != LOCAL):
        return None
    return RelyingParty(name, origin) if host.lower() == urlsplit(origin).netloc else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback
