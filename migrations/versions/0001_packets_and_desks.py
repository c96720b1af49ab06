"""Packets held whole, uploads on their way, desks and their keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _desks()
    _packets()


def _desks() -> None:
    op.create_table(
        "desk",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name_th", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("created", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk"),
    )
    op.create_table(
        "desk_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_desk_key_desk_id_desk"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_key"),
        sa.UniqueConstraint("fingerprint", name="uq_desk_key_fingerprint"),
    )
    op.create_index("ix_desk_key_desk_id", "desk_key", ["desk_id"])
    op.create_table(
        "wrapped_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk_key_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(12), nullable=False),
        sa.Column("holder_id", sa.String(32), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "holder IN ('recovery', 'moderator', 'invitation')", name="ck_wrapped_key_holder"
        ),
        sa.ForeignKeyConstraint(
            ["desk_key_id"], ["desk_key.id"], name="fk_wrapped_key_desk_key_id_desk_key"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_wrapped_key"),
    )
    op.create_index("ix_wrapped_key_desk_key_id", "wrapped_key", ["desk_key_id"])
    op.create_index("ix_wrapped_key_holder_id", "wrapped_key", ["holder_id"])


def _packets() -> None:
    op.create_table(
        "packet",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("length > 0", name="ck_packet_length"),
        sa.PrimaryKeyConstraint("id", name="pk_packet"),
        sa.UniqueConstraint("sha256", name="uq_packet_sha256"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "packet_desk",
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_packet_desk_desk_id_desk"),
        sa.ForeignKeyConstraint(
            ["packet_id"],
            ["packet.id"],
            name="fk_packet_desk_packet_id_packet",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("packet_id", "desk_id", name="pk_packet_desk"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_packet_desk_desk_id_day_packet_id", "packet_desk", ["desk_id", "day", "packet_id"]
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("desks", sa.String(1000), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.CheckConstraint('"offset" >= 0 AND "offset" <= length', name="ck_upload_offset"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_upload_expires", "upload", ["expires"])


def downgrade() -> None:
    for table in ("upload", "packet_desk", "packet", "wrapped_key", "desk_key", "desk"):
        op.drop_table(table)
