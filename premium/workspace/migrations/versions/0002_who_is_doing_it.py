"""Who is doing what a key asked for, and sums that nobody can say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Do it."""
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holder", sa.String(), nullable=True))
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.alter_column("missing_cents", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.alter_column("missing_cents", existing_type=sa.BigInteger(), nullable=False)
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.drop_column("holder")
