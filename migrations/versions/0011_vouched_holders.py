"""A desk key's word for whom it is wrapped to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ADDED = {"recipient": sa.Text(), "signing": sa.String(43), "vouch": sa.String(86)}


def upgrade() -> None:
    for name, kind in ADDED.items():
        op.add_column("wrapped_key", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in reversed(ADDED):
        op.drop_column("wrapped_key", name)
