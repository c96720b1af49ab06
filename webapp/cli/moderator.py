"""`hinghoi moderator`: who is at a desk and as what, and invitations."""

from __future__ import annotations

from typing import TextIO

import click

from webapp.cli.desk import check_slug, sign_up_link
from webapp.cli.failures import told
from webapp.cli.identity import read_identity
from webapp.cli.moderator_remove import remove
from webapp.cli.moderator_restore import restore
from webapp.cli.running import application
from webapp.desk.roles import Role, reads
from webapp.desk.service import invite
from webapp.desk.team.people import change_role, forget_factors, people_of
from webapp.web.transaction import transaction


@click.group()
def moderator() -> None:
    """Moderators: the members of a desk."""


@moderator.command(
    epilog="""\b
Examples:
  hinghoi moderator add --desk nan --identity recovery.key
  hinghoi moderator add --desk nan --identity - < recovery.key
  hinghoi moderator add --desk nan --role auditor"""
)
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
@click.option(
    "--identity",
    "file",
    type=click.File(encoding="utf-8"),
    help="File with the recovery key or the desk's key; - for standard input.",
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.MODERATOR.value,
    show_default=True,
    help="What they will be; coordinators and auditors read no reports and need no --identity.",
)
def add(slug: str, file: TextIO | None, role: str) -> None:
    """Print a new sign-up link for desk SLUG.

    The key is read from a file or from standard input, never from the command line, where other
    users of the machine could see it. It opens the desk's key in memory only.
    """
    chosen = Role(role)
    if file is None and reads(chosen):
        raise click.UsageError(f"a {role} reads reports: --identity is needed to hand on the key")
    identity = read_identity(file) if file else None
    with application(), told(slug):
        with transaction():
            secret = invite(slug=slug, identity=identity, role=chosen)
        click.echo(f"Sign-up link:  {sign_up_link(secret)}")
        click.echo("It works once, for 14 days. Hand it over face to face.", err=True)


@moderator.command(
    epilog="""\b
Example:
  hinghoi moderator role --desk nan somsri administrator"""
)
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def role(slug: str, name: str, role: str) -> None:
    """Make NAME at desk SLUG an administrator, moderator, coordinator or auditor.

    Whoever reads no reports in the new role is not handed the desk's key any more; what their
    browser has unwrapped already it may have kept, so rotate the key as well. The other way round
    takes a new invitation. NAME is signed out everywhere.
    """
    with application(), told(slug), transaction():
        change_role(slug=slug, name=name, role=Role(role))
    click.echo(f"{name} is {role} now.")


@moderator.command(
    name="forget-factors",
    epilog="""\b
Example:
  hinghoi moderator forget-factors --desk nan somsri""",
)
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
@click.argument("name")
def lose_factors(slug: str, name: str) -> None:
    """Forget passkeys, codes and recovery codes of NAME at desk SLUG, who lost them all.

    The passphrase alone signs them in then, so be sure that it is they who ask: meet them, or call
    them under a number that you know. It is in the desk's log.
    """
    with application(), told(slug), transaction():
        forget_factors(slug=slug, name=name)
    click.echo(f"{name} signs in with the passphrase alone now.")


moderator.add_command(remove)
moderator.add_command(restore)


@moderator.command(name="list")
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
def listing(slug: str) -> None:
    """List the members of desk SLUG: name, role, the day they joined."""
    with application():
        for one in people_of(desk_id=slug):
            click.echo(f"{one.name}\t{one.role}\t{one.joined}")
