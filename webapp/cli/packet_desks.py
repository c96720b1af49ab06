"""What a server says of itself and its desks, and which desks a packet is announced to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click
import httpx

from webapp.cli.failures import ServerRefused

MALFORMED = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Desks:
    """The answer of `/api/desks`. `ids` without repeats; `chunk` in bytes, `work` in bits."""

    receipt_key: str
    chunk: int
    ids: tuple[str, ...]
    work: int

    def choose(self, wanted: Sequence[str], count: int) -> tuple[str, ...]:
        """The desks to announce for a packet that `count` keys open; wrong usage if unclear."""
        unknown = [desk for desk in wanted if desk not in self.ids]
        known = ", ".join(self.ids) or "none"
        if unknown:
            raise click.UsageError(f"This server has no desk {unknown[0]}. It has: {known}.")
        chosen = tuple(dict.fromkeys(wanted or self.ids))
        if len(chosen) != count:
            raise click.UsageError(
                f"The packet is sealed to {count} desk(s); name exactly those with --desk. "
                f"This server has: {known}."
            )
        return chosen


def read_desks(client: httpx.Client) -> Desks:
    """Asks the server; raises ServerRefused when it cannot be reached or is no Hinghoi server."""
    try:
        answer = client.get("/api/desks")
        body = answer.raise_for_status().json()
        ids = dict.fromkeys(str(desk["id"]) for desk in body["desks"])
        chunk, work = body["limits"]["chunk"], body.get("work", {}).get("packet", 0)
        return Desks(str(body["receipt_key"]), int(chunk), tuple(ids), int(work))
    except httpx.TransportError as error:
        raise ServerRefused("the server cannot be reached") from error
    except (httpx.HTTPStatusError, httpx.InvalidURL, *MALFORMED) as error:
        raise ServerRefused("this is not a Hinghoi server") from error
