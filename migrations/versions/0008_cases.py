"""Cases with their sealed cards, how long they stay, roles, and signed heads of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cases()
    _case_packet()
    _cards()
    _retention()
    _people()
    _log()


def _cases() -> None:
    op.create_table(
        "case_cursor",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_case_cursor_desk_id_desk"),
        sa.PrimaryKeyConstraint("desk_id", name="pk_case_cursor"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("assignee", sa.String(32), nullable=True),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=False),
        sa.Column("hold", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("version > 0", name="ck_case_version"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_case_desk_id_desk"),
        sa.PrimaryKeyConstraint("desk_id", "id", name="pk_case"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_desk_id_seq", "case", ["desk_id", "seq"], unique=True)
    op.create_index("ix_case_desk_id_card", "case", ["desk_id", "card"])


def _case_packet() -> None:
    op.create_table(
        "case_packet",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["packet_id", "desk_id"],
            ["packet_desk.packet_id", "packet_desk.desk_id"],
            name="fk_case_packet_packet_id_desk_id_packet_desk",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["desk_id", "case_id"],
            ["case.desk_id", "case.id"],
            name="fk_case_packet_desk_id_case_id_case",
        ),
        sa.PrimaryKeyConstraint("desk_id", "packet_id", name="pk_case_packet"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_packet_desk_id_case_id", "case_packet", ["desk_id", "case_id"])


def _cards() -> None:
    op.create_table(
        "card_block",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("key_fingerprint", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.CheckConstraint('"first" <= number AND count >= 0', name="ck_card_block_range"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_card_block_desk_id_desk"),
        sa.PrimaryKeyConstraint("desk_id", "number", name="pk_card_block"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_card_block_desk_id_case_id", "card_block", ["desk_id", "case_id"])
    op.create_table(
        "card_file",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["desk_id", "number"],
            ["card_block.desk_id", "card_block.number"],
            name="fk_card_file_desk_id_number_card_block",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("desk_id", "number", name="pk_card_file"),
    )


def _retention() -> None:
    op.create_table(
        "retention",
        sa.Column("desk_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_retention_desk_id_desk"),
        sa.PrimaryKeyConstraint("desk_id", "state", name="pk_retention"),
    )


def _people() -> None:
    for table in ("moderator", "invitation"):
        role = sa.Column("role", sa.String(16), server_default="moderator", nullable=False)
        op.add_column(table, role)
    op.add_column("desk_session", sa.Column("started", sa.Date(), nullable=True))
    _appoint_the_first()


def _appoint_the_first() -> None:
    """Whoever joined a desk first becomes its administrator; somebody has to be."""
    names = ("id", "desk_id", "joined", "role")
    people = sa.table("moderator", *(sa.column(name) for name in names))
    connection = op.get_bind()
    order = (people.c.desk_id, people.c.joined, people.c.id)
    seen: set[str] = set()
    for row in connection.execute(sa.select(people.c.id, people.c.desk_id).order_by(*order)).all():
        if row.desk_id not in seen:
            seen.add(row.desk_id)
            chosen = people.update().where(people.c.id == row.id)
            connection.execute(chosen.values(role="administrator"))


def _log() -> None:
    op.add_column("event", sa.Column("case_id", sa.String(32), nullable=True))
    op.add_column("event", sa.Column("detail", sa.String(32), nullable=True))
    op.add_column("event", sa.Column("card", sa.LargeBinary(32), nullable=True))
    op.create_index("ix_event_moderator_id_day", "event", ["moderator_id", "day"])
    op.create_table(
        "log_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_log_head"),
    )


def downgrade() -> None:
    op.drop_table("log_head")
    op.drop_index("ix_event_moderator_id_day", "event")
    for column in ("card", "detail", "case_id"):
        op.drop_column("event", column)
    op.drop_column("desk_session", "started")
    for table in ("invitation", "moderator"):
        op.drop_column(table, "role")
    for table in ("retention", "card_file", "card_block", "case_packet", "case", "case_cursor"):
        op.drop_table(table)
