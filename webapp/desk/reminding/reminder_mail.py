"""The daily reminder as mail: the same words for everybody, every day, whatever is at the desk.

Whoever reads a moderator's mail, carries it, or counts its bytes must learn nothing of how much
came, or that anything did. So nothing here looks at packets or cases; there is no count, no name of
a desk, no address of the site, and no link that people could get used to follow.
"""

from __future__ import annotations

import secrets
import smtplib
import ssl
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from webapp.config import LOOPBACK
from webapp.web.words import words

_SECONDS = 30
_PORTS = {"smtp": 587, "smtps": 465}


def letter(*, sender: str, address: str, day: date) -> EmailMessage:
    """The reminder of a day. Its date is the day's first second: when it was made tells nothing."""
    thai, english = words("th"), words("en")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = address
    message["Subject"] = f"{thai['reminder.subject']} / {english['reminder.subject']}"
    message["Date"] = format_datetime(datetime.combine(day, time(), UTC))
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain(sender)}>"
    # RFC 3834: no program answers that somebody is on holiday.
    message["Auto-Submitted"] = "auto-generated"
    text = f"{thai['reminder.text']}\n\n--\n\n{english['reminder.text']}\n"
    message.set_content(text, cte="base64")
    return message


def send(*, url: str, letters: Iterable[EmailMessage]) -> int:
    """Hand the letters to the mail server at `url`; how many it refused.

    Raises OSError (SMTPException is one) when the server cannot be talked to, safely.
    """
    refused = 0
    place = urlsplit(url)
    waiting = list(letters)
    if not waiting:
        return 0
    with _connected(place, _domain(waiting[0]["From"])) as server:
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        for one in waiting:
            try:
                server.send_message(one)
            except smtplib.SMTPServerDisconnected:
                raise
            except smtplib.SMTPException:
                refused += 1
    return refused


def _connected(place: SplitResult, domain: str) -> smtplib.SMTP:
    """Over TLS, with a certificate that fits; on this machine itself it may be without."""
    host, port = place.hostname or "", place.port or _PORTS[place.scheme]
    context = ssl.create_default_context()
    # The name of this machine is nobody's business: the sender's domain says who calls.
    if place.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, domain, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(host, port, domain, timeout=_SECONDS)
    try:
        server.ehlo()
        if host not in LOOPBACK or server.has_extn("starttls"):
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2]
