"""Files to clean tables and rejects: nothing is lost, nothing is guessed, nothing is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.hold import no_writer
from premium.ingest.identifiers import lookalikes, lookalikes_between, used_before
from premium.ingest.layout import find
from premium.ingest.part import Part, keep_only, said_of
from premium.ingest.provenance import PLACES
from premium.ingest.receipt import FileReceipt, Receipt
from premium.ingest.take import POLARS_TYPE, REJECT_COLUMNS, ROW_GROUP, Source, Taken, height, take
from premium.ingest.workers import apply, identities
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from premium.ingest.workers.identities import Identity
    from premium.tables import Table

__all__ = ["FileReceipt", "Part", "Receipt", "ingest"]

WHOLE = Part()


def ingest(
    records: Path,
    out: Path,
    as_of: date,
    progress: Callable[[str], None] = lambda _: None,
    part: Part = WHOLE,
) -> Receipt:
    """Read a records folder, or a part of it, into one clean Parquet file per table in `out`, which must exist.

    Where the part is one grower, other growers' rows are counted, and not kept.

    Every table of the contract gets a file, also one that nobody reported (empty). Rows dated after `as_of` are
    counted, not kept. Amounts are whole cents, quantities ten-thousandths, days DATE, identifiers text. What people
    confirmed in the folder's `identities.csv` is applied to payroll. Beside the tables, `provenance.parquet` says where
    a sender wrote the rows that `premium ingest` brought in.

    Raises:
        InputError: the folder, or a file as a whole, cannot be read; the message names file and column.
    """
    layout = find(records)
    receipt = Receipt(reported=sorted(layout.files), warnings=layout.warnings)
    receipt.identities = identities.read(layout.identities) if layout.identities else None
    stage = out / "stage"
    stage.mkdir()
    places: list[Path] = []
    with no_writer(records):
        for table in (table for table in INPUTS.values() if table.name in part.tables):
            taken = []
            for number, path in enumerate(layout.files.get(table.name, [])):
                progress(layout.name(path))
                staged = stage / f"{table.name}-{number:06}.parquet"
                taken.append(take(table, Source(path, layout.name(path)), staged, as_of, part.grower))
            receipt.tables[table.name] = out / f"{table.name}.parquet"
            _finish(table, taken, receipt, part.grower)
            places += [t.places for t in taken if t.places]
    _write_places(places, out / "provenance.parquet")
    clean = {name: pl.scan_parquet(receipt.tables[name], glob=False) for name in layout.files if name in part.tables}
    receipt.warnings += lookalikes_between(clean) + _same_files(receipt)
    if part.grower is not None:
        receipt.warnings.insert(0, said_of(part.grower, receipt))
    for leftover in stage.iterdir():
        leftover.unlink()
    stage.rmdir()
    return receipt


def _write_places(staged: list[Path], target: Path) -> None:
    if staged:
        pl.scan_parquet(staged, glob=False).sink_parquet(target, row_group_size=ROW_GROUP)
    else:
        pl.DataFrame(schema=PLACES).write_parquet(target)


def _same_files(receipt: Receipt) -> list[str]:
    """Warn of copies among one table's files: where lines have no identifier, what they say counts twice."""
    alike: dict[tuple[str, str], list[str]] = {}
    for file in receipt.files:
        alike.setdefault((file.table_name, file.sha256), []).append(file.source_file)
    return [
        f"{', '.join(names)} are the same file, byte for byte; each was read" for names in alike.values() if names[1:]
    ]


def _finish(table: Table, taken: list[Taken], receipt: Receipt, grower: str | None) -> None:
    """Write one clean table from its staged files, and settle each file's receipt."""
    target = receipt.tables[table.name]
    if not taken:
        _empty(table).write_parquet(target)
        return
    repeats = used_before(table, [t.path for t in taken], [t.later for t in taken])
    if grower is not None and "grower_id" not in table.key:
        repeats = keep_only(grower, taken, repeats)
    for file in taken:
        again = repeats.filter(source_file=file.receipt.source_file)
        _settle(file, again)
        receipt.files.append(file.receipt)
        receipt.rejects += [f.select(REJECT_COLUMNS) for f in (file.rejects, again) if len(f)]
    _put_together(table, taken, repeats, receipt)
    receipt.warnings += [w for t in taken for w in t.warnings] + lookalikes(table, pl.scan_parquet(target, glob=False))


def _put_together(table: Table, taken: list[Taken], repeats: pl.DataFrame, receipt: Receipt) -> None:
    """Write the good rows of all staged files, without those whose identifier was used before."""
    target, confirmed = receipt.tables[table.name], _confirmed(table, receipt)
    if len(taken) == 1 and not len(repeats) and not confirmed:
        taken[0].path.rename(target)  # writing a season once more would take as long as reading it
        return
    rows = pl.scan_parquet([t.path for t in taken], glob=False)
    if len(repeats):
        rows = rows.join(
            repeats.lazy(), on=["source_file", "source_row"], how="anti", maintain_order="left"
        )  # fmt: skip
    _as_confirmed(rows, confirmed, receipt).sink_parquet(target, row_group_size=ROW_GROUP)


def _confirmed(table: Table, receipt: Receipt) -> tuple[Identity, ...]:
    return receipt.identities.standing if receipt.identities and table.name == "payroll" else ()


def _as_confirmed(rows: pl.LazyFrame, standing: tuple[Identity, ...], receipt: Receipt) -> pl.LazyFrame:
    """Return the rows with the workers that people confirmed to be others; untouched where nothing is confirmed."""
    if not standing:
        return rows
    receipt.applied, warnings = apply.count(rows, standing)
    receipt.warnings += warnings
    return apply.renamed(rows, standing)


def _settle(taken: Taken, again: pl.DataFrame) -> None:
    """Count what became of a file's rows; `again` are those whose identifier was used before."""
    file, rejects = taken.receipt, [f for f in (taken.rejects, again) if len(f)]
    file.rows_taken = height(taken.path) - len(again.filter(~pl.col("is_later")))
    file.rows_later = height(taken.later) - len(again.filter("is_later"))
    file.rows_set_aside = sum(len(f) for f in rejects)
    if "amount" in (c.name for c in INPUTS[file.table_name].columns):
        file.set_aside_cents = sum(int(f["amount_cents"].sum()) for f in rejects)
        file.set_aside_unread = sum(f["amount_cents"].null_count() for f in rejects)


def _empty(table: Table) -> pl.DataFrame:
    schema: dict[str, type[pl.DataType]] = {c.stored: POLARS_TYPE.get(c.type, pl.String) for c in table.columns}
    return pl.DataFrame(schema={**schema, "source_file": pl.String, "source_row": pl.Int64})
