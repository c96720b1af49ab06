"""What a relay knows of packets that it passes on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("desks", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("refused", sa.String(40), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("packet_id", name="pk_passage"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_passage_sha256", "passage", ["sha256"])
    op.create_index("ix_passage_day", "passage", ["day"])


def downgrade() -> None:
    op.drop_table("passage")
