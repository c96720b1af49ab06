"""Letters and the mailboxes they lie in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("fetched", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mailbox"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("mailbox_id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length > 0", name="ck_letter_length"),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailbox.id"], name="fk_letter_mailbox_id_mailbox"
        ),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_letter_desk_id_desk"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("sha256", name="uq_letter_sha256"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_letter_day", "letter", ["day"])
    op.create_index("ix_letter_mailbox_id", "letter", ["mailbox_id"])
    op.create_index("ix_letter_desk_id_mailbox_id", "letter", ["desk_id", "mailbox_id"])
    op.create_table(
        "letter_round",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_letter_round_single"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_round"),
    )


def downgrade() -> None:
    op.drop_table("letter_round")
    op.drop_table("letter")
    op.drop_table("mailbox")
