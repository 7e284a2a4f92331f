"""Where SQL runs. Steps, checks and proofs are the same text on every engine; a prelude holds what differs."""

from premium.engine.on_duckdb import OnDuckDB, an_amount

__all__ = ["OnDuckDB", "an_amount"]
