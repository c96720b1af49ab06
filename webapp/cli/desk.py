"""`hinghoi desk`: the key ceremony on the operator's own machine, and what phones seal to."""

from __future__ import annotations

import re

import click
from sqlalchemy import select

from webapp.cli.audit import verified
from webapp.cli.failures import told
from webapp.cli.running import application
from webapp.crypto.base64 import encode_url
from webapp.desk.log import audit
from webapp.desk.service import CreatedDesk, active_key, create_desk
from webapp.models import Desk, DeskKey, db
from webapp.web.context import settings
from webapp.web.transaction import transaction

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@click.group()
def desk() -> None:
    """Desks: the teams that receive packets."""


def check_slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Click's check of a desk's id."""
    if not SLUG.fullmatch(value):
        raise click.BadParameter("use 1 to 40 of a-z, 0-9 and - (not first or last)")
    return value


@desk.command(
    epilog="""\b
Examples:
  hinghoi desk create "โต๊ะเมืองน่าน" --id nan --name-en "Nan desk"
  hinghoi desk create "โต๊ะเมืองน่าน" --id nan --recipient age1pq1…"""
)
@click.argument("name")
@click.option("--id", "slug", required=True, callback=check_slug, help="Short name for addresses.")
@click.option("--name-th", help="Name that reporters see in Thai; NAME if absent.")
@click.option("--name-en", help="Name that reporters see in English; NAME if absent.")
@click.option("--recipient", help="Public half (age1pq1…) of a key that was made offline.")
def create(
    name: str, slug: str, name_th: str | None, name_en: str | None, recipient: str | None
) -> None:
    """Make a desk with a new key; prints its recovery key and one sign-up link, once.

    Do this on a machine you trust: the desk's key exists in this command's memory, and nowhere
    else until the first moderator signs up.
    """
    with application(), told(slug):
        with transaction():
            created = create_desk(
                slug=slug, name_th=name_th or name, name_en=name_en or name, recipient=recipient
            )
        _print(slug, created)


def _print(slug: str, created: CreatedDesk) -> None:
    click.echo(f"Desk:          {slug}\nRecipient:     {created.recipient}")
    if created.recovery_identity is None or created.invitation_secret is None:
        click.echo(
            f"Next:          hinghoi moderator add --desk {slug} --role administrator "
            "--identity FILE"
        )
        return
    click.echo(f"Recovery key:  {created.recovery_identity}")
    click.echo(f"Sign-up link:  {sign_up_link(created.invitation_secret)}")
    click.echo("Neither is kept anywhere: write the recovery key down, store it offline,", err=True)
    click.echo("and hand the link to the first moderator. It works once, for 14 days.", err=True)


def sign_up_link(secret: bytes) -> str:
    """The link of an invitation; the part after # never reaches a server."""
    return f"{settings().public_url}/desk#join={encode_url(secret)}"


@desk.command()
@click.argument("slug")
def recipient(slug: str) -> None:
    """Print the recipient (age1pq1…) to which packets for desk SLUG are sealed."""
    with application(), told(slug):
        click.echo(active_key(slug).recipient)


@desk.command(name="list")
def listing() -> None:
    """List the desks: id, fingerprint of the key, names."""
    with application():
        chosen = select(Desk, DeskKey.fingerprint).join(DeskKey).where(DeskKey.active)
        for found, mark in db.session.execute(chosen.order_by(Desk.id)):
            click.echo(f"{found.id}\t{mark}\t{found.name_th}\t{found.name_en}")


@desk.command()
def log() -> None:
    """Print the log of what was done with desks and packets; exit code 1 if it was tampered with.

    The last line is the hash that vouches for all others: keep a copy of it elsewhere.
    """
    with application():
        for event in audit.events():
            ids = (event.moderator_id, event.packet_id, event.case_id, event.detail)
            facts = (
                event.number,
                event.day,
                event.kind,
                event.desk_id,
                *(one or "-" for one in ids),
            )
            click.echo("\t".join(map(str, facts)))
        verified()
        click.echo(audit.last_hash().hex())
