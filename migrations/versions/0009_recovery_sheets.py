"""Recovery sheets: a moderator's identity, sealed once more under a code on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recovery_sheet",
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("authentication", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["moderator.id"],
            name="fk_recovery_sheet_moderator_id_moderator",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("moderator_id", name="pk_recovery_sheet"),
    )


def downgrade() -> None:
    op.drop_table("recovery_sheet")
