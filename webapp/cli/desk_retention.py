"""`hinghoi desk retention`: how long a desk keeps cases that have ended."""

from __future__ import annotations

import click

from webapp.cli.desk import check_slug
from webapp.cli.failures import told
from webapp.cli.running import application
from webapp.desk.casework.lifecycle import ENDED
from webapp.desk.casework.retention import LEAST_DAYS, rules_of, set_rule
from webapp.web.transaction import transaction


@click.command(
    name="retention",
    epilog="""\b
Examples:
  hinghoi desk retention nan
  hinghoi desk retention nan not_eligible 90
  hinghoi desk retention nan closed 0""",
)
@click.argument("slug", callback=check_slug)
@click.argument("state", required=False, type=click.Choice(sorted(ENDED)))
@click.argument("days", required=False, type=int)
def retention(slug: str, state: str | None, days: int | None) -> None:
    """Delete cases of desk SLUG for good, DAYS after their last change in this STATE.

    Without STATE and DAYS it prints the rules; 0 days takes a rule away. `hinghoi db expire` does
    the deleting. Cases that are held stay, and none goes while packets wait to be looked at.
    """
    if (state is None) != (days is None) or (days and days < LEAST_DAYS) or (days or 0) < 0:
        raise click.UsageError(f"give a state and its days: 0, or at least {LEAST_DAYS}")
    with application(), told(slug):
        if state is not None and days is not None:
            with transaction():
                set_rule(slug=slug, state=state, days=days)
        for rule in rules_of(slug=slug):
            click.echo(f"{rule.state}\t{rule.days}")
