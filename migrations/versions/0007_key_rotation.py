"""Desk keys that vouch for the next: their signing key, the day they were retired, their word."""

import hashlib
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk_key", sa.Column("signing", sa.String(43), nullable=True))
    op.add_column("desk_key", sa.Column("retired", sa.Date(), nullable=True))
    op.add_column("desk_key", sa.Column("signature", sa.String(86), nullable=True))
    # The seeds of keys that are here already are not: they have no signing key.
    _mark_anew(lambda recipient: f"hinghoi-desk-key-v1\n{recipient}\n\n")


def downgrade() -> None:
    for name in ("signature", "retired", "signing"):
        op.drop_column("desk_key", name)
    _mark_anew(lambda recipient: recipient)


def _mark_anew(words: Callable[[str], str]) -> None:
    """The fingerprints as the code of this side computes them."""
    keys = sa.table("desk_key", sa.column("id"), sa.column("recipient"), sa.column("fingerprint"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(keys.c.id, keys.c.recipient)).all():
        mark = hashlib.sha256(words(row.recipient).encode("ascii")).hexdigest()[:32]
        chosen = keys.update().where(keys.c.id == row.id)
        connection.execute(chosen.values(fingerprint=mark))
