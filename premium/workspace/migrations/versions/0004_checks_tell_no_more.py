"""What a check found is not kept in its row any more, only how it ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = ("state", "code", "message", "hint")


def upgrade() -> None:
    """Do it."""
    jobs = sa.table("jobs", sa.column("id", sa.String()), sa.column("kind", sa.String()), sa.column("told", sa.JSON()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(jobs.c.id, jobs.c.told).where(jobs.c.kind == "check")).all():
        if row.told:
            kept = {key: row.told[key] for key in KEPT if key in row.told}
            connection.execute(jobs.update().where(jobs.c.id == row.id).values(told=kept))


def downgrade() -> None:
    """Take it back: what is gone stays gone."""
