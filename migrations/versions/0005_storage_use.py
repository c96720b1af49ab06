"""How many bytes lie here for each desk and in all."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "storage_use",
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_storage_use"),
        sqlite_with_rowid=False,
    )
    used = _counted(op.get_bind())
    if used:
        op.bulk_insert(table, [{"scope": scope, "bytes": size} for scope, size in used.items()])


def _counted(connection: sa.Connection) -> dict[str, int]:
    """What packets and uploads hold already, once by adding it all up."""
    by_desk = """SELECT desk_id, SUM(length) FROM packet_desk
                 JOIN packet ON packet.id = packet_desk.packet_id GROUP BY desk_id"""
    used = {desk: int(size) for desk, size in connection.execute(sa.text(by_desk))}
    total = connection.execute(sa.text("SELECT SUM(length) FROM packet")).scalar()
    if total:
        used[""] = int(total)
    underway = 'SELECT desks, "offset" FROM upload WHERE "offset" > 0'
    for desks, size in connection.execute(sa.text(underway)):
        for scope in ("", *desks.split(",")):
            used[scope] = used.get(scope, 0) + size
    return used


def downgrade() -> None:
    op.drop_table("storage_use")
