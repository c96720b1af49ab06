"""Pleas to be let back in, the words of others for them, and how many words a desk wants."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk", sa.Column("quorum", sa.Integer(), server_default="2", nullable=False))
    op.create_table(
        "plea",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("signing", sa.String(43), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("authentication", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        _of_moderator("plea"),
        sa.PrimaryKeyConstraint("id", name="pk_plea"),
    )
    op.create_index("ix_plea_moderator_id", "plea", ["moderator_id"])
    op.create_table(
        "plea_word",
        sa.Column("plea_id", sa.String(32), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("signature", sa.String(86), nullable=False),
        sa.ForeignKeyConstraint(
            ["plea_id"], ["plea.id"], name="fk_plea_word_plea_id_plea", ondelete="CASCADE"
        ),
        _of_moderator("plea_word"),
        sa.PrimaryKeyConstraint("plea_id", "moderator_id", name="pk_plea_word"),
    )


def downgrade() -> None:
    op.drop_table("plea_word")
    op.drop_table("plea")
    op.drop_column("desk", "quorum")


def _of_moderator(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_moderator_id_moderator"
    return sa.ForeignKeyConstraint(["moderator_id"], ["moderator.id"], name, ondelete="CASCADE")
