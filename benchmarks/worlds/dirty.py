"""A payroll as CSV in which every hundredth row is spoilt in a known way, and what a reader must set aside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from benchmarks.worlds.big import big
from benchmarks.worlds.tables import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

TITLES: Final = COLUMNS["payroll"].split()
EVERY: Final = 100
"""One row in so many is spoilt; its neighbours stay sound."""
CHUNK: Final = 1_000_000

FAULTS: Final[list[tuple[str | None, str, str]]] = [
    ("check_date", "2025-13-01", "not_a_date"),
    ("amount", "12.345", "too_many_decimals"),
    ("kind", "premium?", "not_in_list"),
    ("worker_id", "", "missing"),
    ("hours", "1e3", "not_a_number"),
    ("period_end", "2001-01-01", "ends_before_start"),
    ("units", " 12.5", "not_a_number"),
    ("line_id", "", "used_before"),
    (None, "short", "ragged"),
    (None, "long", "ragged"),
]
"""Column, what is written into it, and the word that the reject's reason begins with."""


def dirty(folder: Path, lines: int, seed: int = 7) -> tuple[Path, pl.DataFrame]:
    """Write `payroll.csv` of about so many lines below `folder`, and return it with the rejects that are planted.

    The planted rejects have `source_row`, `column_name` and `word`, in order of rows.
    """
    clean, spoilt = folder / "clean", folder / "records"
    big(clean, lines=lines, program="fair-food", seed=seed, faults=0.01, format="csv")
    spoilt.mkdir()
    source, target = clean / "payroll.csv", spoilt / "payroll.csv"
    total = int(pl.scan_lines(source).select(pl.len()).collect().item()) - 1
    planted = []
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(TITLES) + "\n")
        for start in range(0, total, CHUNK):
            rows = pl.scan_lines(source).slice(1 + start, CHUNK).with_row_index("source_row", start + 2).collect()
            written, faults = _spoil(rows.with_columns(pl.col("source_row").cast(pl.Int64)))
            file.write("\n".join(written["line"]) + "\n")
            planted.append(faults)
    source.unlink()
    return target, pl.concat(planted)


def _spoil(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Spoil every hundredth row of a chunk; a repeated line_id is that of the row before, of one grower and sound."""
    cells = pl.col("line").str.split(",")
    frame = rows.with_columns(cells.list.get(i).alias(t) for i, t in enumerate(TITLES))
    frame = frame.with_columns(
        before=pl.when(pl.col("grower_id") == pl.col("grower_id").shift(1)).then(pl.col("line_id").shift(1))
    )
    number = pl.col("source_row")
    fault = pl.when((number % EVERY == 0) & (pl.col("before") != "")).then(number // EVERY % len(FAULTS))
    frame = frame.with_columns(fault=fault)
    changed = []
    for index, (column, text, _) in enumerate(FAULTS):
        if column is not None:
            new = pl.col("before") if column == "line_id" else pl.lit(text)
            changed.append((column, index, new))
    for column, index, new in changed:
        frame = frame.with_columns(pl.when(pl.col("fault") == index).then(new).otherwise(column).alias(column))
    line = pl.concat_str(TITLES, separator=",")
    short, long = len(FAULTS) - 2, len(FAULTS) - 1
    line = (
        pl.when(pl.col("fault") == short).then(line.str.replace(r",[^,]*$", ""))
        .when(pl.col("fault") == long).then(line + ",x").otherwise(line)
    )  # fmt: skip
    told = pl.DataFrame(
        [(i, column, word) for i, (column, _, word) in enumerate(FAULTS)],
        schema={"fault": pl.Int64, "column_name": pl.String, "word": pl.String}, orient="row",
    )  # fmt: skip
    faults = frame.filter(pl.col("fault").is_not_null()).join(told, on="fault", how="left", maintain_order="left")
    return frame.select("source_row", line=line), faults.select("source_row", "column_name", "word")
