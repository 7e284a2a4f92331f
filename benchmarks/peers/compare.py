"""Libraries that compare two tables by key, each as its own guide shows it, and what they tell of two files.

Amounts are compared in the column that is not a key. `tolerance` is in the amounts' own unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import datacompy
import duckdb
import fastrecon
import pandas as pd
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MANY = 1_000_000
NOWHERE: Any = {"custom_extension_repository": "/nonexistent"}
"""fastrecon asks for two extensions at each start; it is spared the wait for a network, and none is fetched."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many rows differ or stand on one side only; their keys where these were asked for; repeats without names."""

    changed: int
    only_left: int
    only_right: int
    keys: set[tuple[str, ...]] = field(default_factory=set)
    unnamed: int = 0


def datacompy_pandas(left: Path, right: Path, keys: list[str], tolerance: float = 0, *, named: bool = False) -> Told:
    """Compare with datacompy over pandas."""
    read = pd.read_csv if left.suffix == ".csv" else pd.read_parquet
    made = datacompy.PandasCompare(read(left), read(right), join_columns=keys, abs_tol=tolerance)
    changed = len(made.intersect_rows) - int(made.count_matching_rows())
    told: set[tuple[str, ...]] = set()
    if named:
        wrong = made.intersect_rows[~made.intersect_rows.filter(regex="_match$").all(axis=1)]
        for frame in (wrong, made.df1_unq_rows, made.df2_unq_rows):
            told |= _keys(frame[keys].itertuples(index=False, name=None))
    return Told(changed, len(made.df1_unq_rows), len(made.df2_unq_rows), told)


def datacompy_polars(left: Path, right: Path, keys: list[str], tolerance: float = 0, *, named: bool = False) -> Told:
    """Compare with datacompy over Polars."""
    read = pl.read_csv if left.suffix == ".csv" else pl.read_parquet
    made = datacompy.PolarsCompare(read(left), read(right), join_columns=keys, abs_tol=tolerance)
    changed = len(made.intersect_rows) - int(made.count_matching_rows())
    told: set[tuple[str, ...]] = set()
    if named:
        same = [name for name in made.intersect_rows.columns if name.endswith("_match")]
        wrong = made.intersect_rows.filter(~pl.all_horizontal(same))
        for frame in (wrong, made.df1_unq_rows, made.df2_unq_rows):
            told |= _keys(frame.select(keys).iter_rows())
    return Told(changed, len(made.df1_unq_rows), len(made.df2_unq_rows), told)


def fastrecon_keyed(left: Path, right: Path, keys: list[str], tolerance: float = 0, *, named: bool = False) -> Told:
    """Compare with fastrecon by key."""
    duckdb.connect = partial(_connect, config=NOWHERE)
    source = fastrecon.CsvFile if left.suffix == ".csv" else fastrecon.ParquetFile
    config = fastrecon.ReconConfig(sample_limit=MANY) if named else None
    tolerances = {"cents": tolerance} if tolerance else None
    result = fastrecon.compare(source(str(left)), source(str(right)), keys=keys, tolerances=tolerances, config=config)
    if result.error:
        raise RuntimeError(result.error)
    told: set[tuple[str, ...]] = set()
    if named:
        for rows in result.sample_mismatches.values():
            told |= _keys(tuple(row[key] for key in keys) for row in rows)
    repeated = result.duplicate_keys_left + result.duplicate_keys_right
    return Told(result.changed_rows, result.missing_in_right, result.missing_in_left, told, repeated)


_connect = duckdb.connect

PEERS: dict[str, Callable[..., Told]] = {p.__name__: p for p in (datacompy_pandas, datacompy_polars, fastrecon_keyed)}


def _keys(rows: Any) -> set[tuple[str, ...]]:  # noqa: ANN401 - each library's own rows
    return {tuple(str(value) for value in row) for row in rows}
