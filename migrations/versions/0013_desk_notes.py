"""Notes of a desk: what its members share in one sealed file, such as the keys of agencies."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_note",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key_fingerprint", sa.String(32), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_desk_note_desk_id_desk"),
        sa.PrimaryKeyConstraint("desk_id", "name", name="pk_desk_note"),
    )


def downgrade() -> None:
    op.drop_table("desk_note")
