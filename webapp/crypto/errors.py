"""Why an age file did not open, in the words of the age test vectors.

A packet's reader folds these into `packet_no_key` and `packet_damaged` (webapp/errors.py): whoever
holds a damaged packet gains nothing from knowing which byte was wrong.
"""

from __future__ import annotations

from typing import ClassVar


class AgeError(Exception):
    """An age file cannot be read; `code` tells which part of it is at fault."""

    code: ClassVar[str] = "age"


class AgeHeaderError(AgeError):
    """The header, or a stanza in it, breaks the grammar of the format."""

    code = "age_header"


class AgeMacError(AgeError):
    """A stanza opened, but the header was changed after sealing."""

    code = "age_mac"


class AgeNoMatch(AgeError):
    """The header is sound, but no given identity opens a stanza of it."""

    code = "age_no_match"


class AgePayloadError(AgeError):
    """The payload was changed, cut short or prolonged after sealing."""

    code = "age_payload"


class AgeArmorError(AgeError):
    """The text around an armored file is not strict."""

    code = "age_armor"
