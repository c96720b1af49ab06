"""Each desk's events get a chain of their own, which its auditors can follow alone."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FACTS = ("day", "kind", "desk_id", "moderator_id", "packet_id", "case_id", "detail", "card")


def upgrade() -> None:
    op.add_column("event", sa.Column("desk_number", sa.Integer(), nullable=True))
    op.add_column("event", sa.Column("desk_hash", sa.LargeBinary(32), nullable=True))
    _chain()
    with op.batch_alter_table("event") as event:
        event.alter_column("desk_number", existing_type=sa.Integer(), nullable=False)
        event.alter_column("desk_hash", existing_type=sa.LargeBinary(32), nullable=False)
        event.drop_index("ix_event_desk_id")
        event.create_index("ix_event_desk_id_desk_number", ["desk_id", "desk_number"], unique=True)


def _chain() -> None:
    """As webapp.desk.log.audit does from now on."""
    names = ("number", *FACTS, "desk_number", "desk_hash")
    events = sa.table("event", *(sa.column(name) for name in names))
    ends: dict[str, tuple[int, bytes]] = {}
    connection = op.get_bind()
    change = events.update().where(events.c.number == sa.bindparam("at"))
    change = change.values(desk_number=sa.bindparam("n"), desk_hash=sa.bindparam("h"))
    for row in connection.execute(sa.select(events).order_by(events.c.number)).all():
        number, previous = ends.get(row.desk_id, (0, bytes(32)))
        end = number + 1, hashlib.sha256(previous + _canonical(row, number + 1)).digest()
        ends[row.desk_id] = end
        connection.execute(change, {"at": row.number, "n": end[0], "h": end[1]})


def _canonical(row: sa.Row, number: int) -> bytes:
    facts = {
        "number": number,
        "day": str(row.day),
        "kind": row.kind,
        "desk": row.desk_id,
        "moderator": row.moderator_id,
        "packet": row.packet_id,
    }
    card = row.card and bytes(row.card).hex()
    later = {"case": row.case_id, "detail": row.detail, "card": card}
    facts |= {name: value for name, value in later.items() if value is not None}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode("ascii")


def downgrade() -> None:
    with op.batch_alter_table("event") as event:
        event.drop_index("ix_event_desk_id_desk_number")
        event.create_index("ix_event_desk_id", ["desk_id"])
        event.drop_column("desk_hash")
        event.drop_column("desk_number")
