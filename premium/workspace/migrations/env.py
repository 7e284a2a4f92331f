"""Alembic's entry: the connection is given by `premium.workspace.database`, and nothing is read from a file."""

from __future__ import annotations

from alembic import context

from premium.workspace.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
