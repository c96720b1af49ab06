"""An event's detail may be the id of a desk, which is longer than those of people and cases."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen(32, 40)


def downgrade() -> None:
    _widen(40, 32)


def _widen(before: int, after: int) -> None:
    with op.batch_alter_table("event") as event:
        event.alter_column("detail", existing_type=sa.String(before), type_=sa.String(after))
