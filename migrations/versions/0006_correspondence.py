"""What a desk keeps of its letters: how many it wrote to a mailbox, and its own sealed copies."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correspondence",
        sa.Column("mailbox_id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("written > 0", name="ck_correspondence_written"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_correspondence_desk_id_desk"),
        sa.PrimaryKeyConstraint("mailbox_id", "desk_id", name="pk_correspondence"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_correspondence_day", "correspondence", ["day"])
    op.create_table(
        "desk_copy",
        sa.Column("mailbox_id", sa.String(32), nullable=False),
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("letter_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailbox_id", "desk_id"],
            ["correspondence.mailbox_id", "correspondence.desk_id"],
            name="fk_desk_copy_mailbox_id_desk_id_correspondence",
        ),
        sa.PrimaryKeyConstraint("mailbox_id", "desk_id", "number", name="pk_desk_copy"),
        sa.UniqueConstraint("sha256", name="uq_desk_copy_sha256"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("desk_copy")
    op.drop_table("correspondence")
