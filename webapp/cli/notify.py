"""`hinghoi notify`: the daily reminder to look at the desk, for a timer."""

from __future__ import annotations

import click

from webapp.cli.failures import ServerRefused
from webapp.cli.running import application
from webapp.desk.reminding import reminder_mail, reminders
from webapp.models import today
from webapp.web.context import settings


@click.command()
def notify() -> None:
    """Remind every moderator who asked for it to look at the desk, by e-mail.

    It says the same every day and looks at nothing that came. Run it at the same time each day.

    Example: SMTP_URL=smtps://me:password@mail.example.org hinghoi notify
    """
    with application():
        here = settings()
        if not here.smtp_url:
            raise click.UsageError("set SMTP_URL and MAIL_FROM first (docs/settings.md)")
        letters = [
            reminder_mail.letter(sender=here.mail_from, address=address, day=today())
            for address in reminders.addresses()
        ]
        try:
            refused = reminder_mail.send(url=here.smtp_url, letters=letters)
        except OSError as error:
            # What a mail server says may hold addresses.
            raise ServerRefused(f"the mail server: {type(error).__name__}") from None
    count = len(letters)
    click.echo(f"{count - refused} of {count} reminders were handed to the mail server.")
    if refused:
        raise ServerRefused("the mail server refused some")
