"""Browsers that are reminded by their push service."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.LargeBinary(32), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("session", sa.LargeBinary(32), nullable=False),
        sa.Column("receiver", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["moderator.id"],
            name="fk_push_subscription_moderator_id_moderator",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_push_subscription"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_push_subscription_moderator_id", "push_subscription", ["moderator_id"])


def downgrade() -> None:
    op.drop_table("push_subscription")
