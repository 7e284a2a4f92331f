"""Where SQL runs. Steps, checks and proofs are the same text on every engine; a prelude holds what differs."""

from premium.engine.on_duckdb import OnDuckDB, an_amount
from premium.engine.protocol import Engine
from premium.engine.where import Where

__all__ = ["Engine", "OnDuckDB", "Where", "an_amount"]
