"""Passkeys, code generators and recovery codes; desks that demand one; when somebody proved it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk", sa.Column("second_since", sa.Date(), nullable=True))
    op.add_column("desk_session", sa.Column("proved_until", sa.BigInteger(), nullable=True))
    _passkey()
    op.create_table(
        "code_generator",
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("added", sa.Date(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        _of_moderator("code_generator"),
        sa.PrimaryKeyConstraint("moderator_id", name="pk_code_generator"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=False),
        _of_moderator("recovery_code"),
        sa.PrimaryKeyConstraint("hash", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_moderator_id", "recovery_code", ["moderator_id"])
    op.create_table(
        "spent_challenge",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_spent_challenge"),
    )


def _passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("moderator_id", sa.String(32), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("rp_id", sa.String(253), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("added", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        _of_moderator("passkey"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_moderator_id", "passkey", ["moderator_id"])


def _of_moderator(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_moderator_id_moderator"
    return sa.ForeignKeyConstraint(["moderator_id"], ["moderator.id"], name=name)


def downgrade() -> None:
    for table in ("spent_challenge", "recovery_code", "code_generator", "passkey"):
        op.drop_table(table)
    op.drop_column("desk_session", "proved_until")
    op.drop_column("desk", "second_since")
