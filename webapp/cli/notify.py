"""`hinghoi notify`: the daily reminder to look at the desk, for a timer."""

from __future__ import annotations

import time
from collections.abc import Iterator

import click

from webapp.cli.failures import ServerRefused
from webapp.cli.running import application
from webapp.config import Settings
from webapp.crypto.web_push import signing_key
from webapp.desk.reminding import reminder_mail, reminder_push, reminders, subscriptions
from webapp.models import today
from webapp.web.context import secrets, settings
from webapp.web.transaction import transaction


@click.command()
def notify() -> None:
    """Remind every moderator who asked for it to look at the desk, by e-mail and in browsers.

    It says the same every day and looks at nothing that came. Run it at the same time each day.

    Example: SMTP_URL=smtps://me:password@mail.example.org hinghoi notify
    """
    with application():
        here = settings()
        if not here.smtp_url and not here.push_services:
            raise click.UsageError("set SMTP_URL and MAIL_FROM first (docs/settings.md)")
        # Both ways, whatever becomes of the first.
        faults = [*_by_mail(here), *_by_push(here)]
    if faults:
        raise ServerRefused("; ".join(faults))


def _by_mail(here: Settings) -> Iterator[str]:
    """Sends the mails; what went wrong, without an address."""
    if not here.smtp_url:
        return
    letters = [
        reminder_mail.letter(sender=here.mail_from, address=address, day=today())
        for address in reminders.addresses()
    ]
    try:
        refused = reminder_mail.send(url=here.smtp_url, letters=letters)
    except OSError as error:
        # What a mail server says may hold addresses.
        yield f"the mail server: {type(error).__name__}"
        return
    count = len(letters)
    click.echo(f"{count - refused} of {count} reminders were handed to the mail server.")
    if refused:
        yield "the mail server refused some"


def _by_push(here: Settings) -> Iterator[str]:
    """Sends the push messages; what went wrong, without an address."""
    kept = [
        one
        for one in subscriptions.everybody()
        # The setting may be narrower by now.
        if subscriptions.is_endpoint(one.subscription.endpoint, here.push_services)
    ]
    if not kept:
        return
    contact = here.public_url if here.https else ""
    key = signing_key(secrets().session_key)
    told = reminder_push.send(key=key, contact=contact, to=kept, now=int(time.time()))
    with transaction():
        subscriptions.drop(told.gone)
    click.echo(f"{told.taken} of {len(kept)} reminders were handed to push services.")
    if told.gone:
        click.echo(f"{len(told.gone)} browsers do not want any more.")
    if told.taken + len(told.gone) < len(kept):
        yield "push services did not take some"
