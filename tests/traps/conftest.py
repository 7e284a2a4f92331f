"""What runs the traps: DuckDB, if another engine's tests do not put theirs in place of these two fixtures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from engine_of_worlds import Answer, answer
from premium.engine import OnDuckDB
from strategies import SmallWorld

RunOn = Callable[[SmallWorld], Answer]
Ask = Callable[[str, Mapping[str, pl.DataFrame]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def run_on() -> RunOn:
    """A world to an engine's answer."""
    return answer


@pytest.fixture(scope="session")
def ask() -> Ask:
    """A SELECT over tables, with the prelude's functions, to its rows."""

    def asked(sql: str, tables: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="asked-") as place, OnDuckDB(Path(place)) as engine:
            for name, table in tables.items():
                table.write_parquet(Path(place, f"{name}.parquet"))
                engine.load(name, Path(place, f"{name}.parquet"))
            return engine.rows(sql)

    return asked
