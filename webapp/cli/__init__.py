"""The `hinghoi` command: one noun a file, gathered here.

Exit codes: 0 done, 1 findings or refused for its content, 2 wrong usage,
3 the server could not be reached or refused, 4 the wrong key.
"""

from __future__ import annotations

import click

from webapp.cli.audit import audit
from webapp.cli.clean import clean
from webapp.cli.database import database
from webapp.cli.desk import desk
from webapp.cli.desk_poster import print_poster
from webapp.cli.desk_quorum import quorum
from webapp.cli.desk_retention import retention
from webapp.cli.desk_rotate import rotate_key
from webapp.cli.export import export
from webapp.cli.moderator import moderator
from webapp.cli.notify import notify
from webapp.cli.packet import packet
from webapp.cli.serve import serve
from webapp.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hinghoi")
def main() -> None:
    """Sealed reports of corruption, from where there is no signal."""


desk.add_command(print_poster)
desk.add_command(rotate_key)
desk.add_command(retention)
desk.add_command(quorum)
for command in (serve, database, desk, moderator, packet, export, audit, clean, verify, notify):
    main.add_command(command)
