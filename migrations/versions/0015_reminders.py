"""Where moderators want the daily reminder to go."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["moderator.id"],
            name="fk_reminder_moderator_id_moderator",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("moderator_id", name="pk_reminder"),
    )


def downgrade() -> None:
    op.drop_table("reminder")
