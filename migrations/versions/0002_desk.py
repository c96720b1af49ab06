"""Moderators, invitations, sessions, marks of reading and the log of events."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _session()
    _packet_read()
    _event()


def _people() -> None:
    op.create_table(
        "moderator",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("authentication", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_moderator_desk_id_desk"),
        sa.PrimaryKeyConstraint("id", name="pk_moderator"),
        sa.UniqueConstraint("name", name="uq_moderator_name"),
    )
    op.create_index("ix_moderator_desk_id", "moderator", ["desk_id"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_invitation_desk_id_desk"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_desk_id", "invitation", ["desk_id"])


def _session() -> None:
    op.create_table(
        "desk_session",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("idle_until", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["moderator.id"], name="fk_desk_session_moderator_id_moderator"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_desk_session"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_desk_session_moderator_id", "desk_session", ["moderator_id"])


def _packet_read() -> None:
    op.create_table(
        "packet_read",
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_packet_read_desk_id_desk"),
        sa.ForeignKeyConstraint(
            ["packet_id"],
            ["packet.id"],
            name="fk_packet_read_packet_id_packet",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("packet_id", "desk_id", name="pk_packet_read"),
        sqlite_with_rowid=False,
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=True),
        sa.Column("packet_id", sa.String(32), nullable=True),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_event"),
        sa.UniqueConstraint("previous", name="uq_event_previous"),
    )
    op.create_index("ix_event_desk_id", "event", ["desk_id"])


def downgrade() -> None:
    for table in ("event", "packet_read", "desk_session", "invitation", "moderator"):
        op.drop_table(table)
