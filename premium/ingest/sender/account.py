"""The account of a sender's file: every row below its header once, and what it measures, so that it adds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.faults import ALSO
from premium.ingest.sender.totals import PLACES_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from premium.ingest.sender.file import SenderFile

KINDS = {"purchases": "product", "sales": "product", "payroll": "kind", "standing": "standing"}
"""What lines that stand are told apart by, per table."""
NO_RECORDS = {
    "blank": "Blank",
    "group": "Says something of the rows below it",
    "total": "Adds others up: compared with what was read",
}
ROW = ["from_sheet", "from_row"]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows (or lines) that something became of, and what they measure in ten-thousandths or cents.

    `measure` is null where nothing could be read of it; `below_zero` and `not_read` count those whose measure is
    negative, and blank or unreadable; both are null where nobody asks.
    """

    what: str
    rows: int
    measure: int | None = None
    below_zero: int | None = None
    not_read: int | None = None

    @classmethod
    def summed(cls, what: str, parts: Iterable[Part]) -> Part:
        """Add parts up."""
        many = list(parts)
        return cls(
            what, sum(p.rows for p in many), sum(p.measure or 0 for p in many),
            sum(p.below_zero or 0 for p in many), sum(p.not_read or 0 for p in many),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a file.

    `below` has every row below the header exactly once; `header` counts the others, and `rows` all rows, as the sheet
    has them. The other lists look more closely at some of these: lines that stand, by what they are of; lines that were
    set aside, by why; and products that nobody has decided about, or that are none of the program's, by their texts.
    `measure` is `quantity`, `amount` or empty; `unit` is what quantities are in, where all lines agree.
    """

    measure: str
    unit: str
    rows: int
    header: int
    below: tuple[Part, ...]
    standing: tuple[Part, ...]
    aside: tuple[Part, ...]
    unmapped: tuple[Part, ...]
    uncovered: tuple[Part, ...]

    @property
    def accounted(self) -> int:
        """How many rows have a place."""
        return self.header + sum(part.rows for part in self.below)

    @property
    def adds_up(self) -> bool:
        """Whether every row of the file has a place, and no row two."""
        return self.accounted == self.rows


def account(read: SenderFile) -> Account:
    """Account for a file's rows and lines."""
    units = read.lines["unit"].drop_nulls().unique().to_list() if "unit" in read.lines.columns else []
    lines = _measured(read)
    stands = pl.col("set_aside_reason").is_null()
    of = pl.col(KINDS[read.table]) if read.table in KINDS else pl.lit(f"all {read.table}")
    return Account(
        measure=_measure(read),
        unit=units[0] if len(units) == 1 else "",
        rows=len(read.placed),
        header=int(read.placed["place"].is_in(["above", "header"]).sum()),
        below=tuple(_below(read, lines)),
        standing=_parts(lines.filter(stands), of),
        aside=_parts(lines.filter(~stands), _why()),
        unmapped=_texts(read.unmapped),
        uncovered=_texts(read.uncovered),
    )


def _measure(read: SenderFile) -> str:
    return next((c for c in PLACES_OF if c in read.lines.columns), "")


def _measured(read: SenderFile) -> pl.DataFrame:
    """Return the lines with `_measure`, in ten-thousandths or cents."""
    measure = _measure(read)
    whole = pl.col(measure).to_physical().cast(pl.Int64) if measure else pl.lit(None, dtype=pl.Int64)
    return read.lines.with_columns(_measure=whole)


def _below(read: SenderFile, lines: pl.DataFrame) -> list[Part]:
    """Return every row below the header, once."""
    counted = dict(read.placed.group_by("place").len().iter_rows())
    no_line = _none_of_ours(read, counted, lines)
    no_line += [Part("No line in it: every measure is blank or zero", read.empty)] if read.empty else []
    no_line += [Part(f"Left out by name: {p.what}", *_numbers(p)) for p in _texts(read.skipped)]
    no_line += [Part(words, counted[place]) for place, words in NO_RECORDS.items() if counted.get(place)]
    fates = lines.group_by(ROW).agg(
        fate=pl.when(pl.col("set_aside_reason").is_null().all()).then(pl.lit("Stands"))
        .when(pl.col("set_aside_reason").is_not_null().all()).then(pl.lit("Set aside"))
        .otherwise(pl.lit("Partly set aside: it gave several lines")),
        _measure=pl.when(pl.col("_measure").is_not_null().any()).then(pl.col("_measure").sum()),
    )  # fmt: skip
    fated = sorted(_parts(fates, pl.col("fate")), key=lambda part: part.what, reverse=True)  # stands, set aside, partly
    return [*fated, *no_line]


def _none_of_ours(read: SenderFile, counted: dict[str, int], lines: pl.DataFrame) -> list[Part]:
    """Return the records whose product is none of the program's: they give no line.

    Where a row gives one line, this counts rows by themselves, so that the account can fail to add up. Where rows give
    several, one may be of the program and another not: then it is what is left of the records.
    """
    uncovered = Part.summed("None of the program's products, by decision", _texts(read.uncovered))
    giving = lines.select(ROW).n_unique() if len(lines) else 0
    if giving == len(lines):
        return [uncovered] if uncovered.rows else []
    rows = counted.get("record", 0) + counted.get("fault", 0) - read.empty - giving
    return [Part(uncovered.what, rows, *_numbers(uncovered)[1:])] if rows else []


def _why() -> pl.Expr:
    """Return why a line was set aside, with the column that it is about."""
    reason = pl.col("set_aside_reason").str.replace(ALSO, "")
    return pl.concat_str([pl.col("set_aside_column"), reason], separator=": ", ignore_nulls=True)


def _parts(rows: pl.DataFrame, by: pl.Expr) -> tuple[Part, ...]:
    """Count rows by what `by` says, the most first."""
    measure = pl.col("_measure")
    counted = rows.group_by(what=by).agg(
        rows=pl.len(), measure=pl.when(measure.is_not_null().any()).then(measure.sum()),
        below_zero=(measure < 0).sum(), not_read=measure.null_count(),
    ).sort(["rows", "what"], descending=[True, False])  # fmt: skip
    return tuple(Part(**row) for row in counted.iter_rows(named=True))


def _texts(left: pl.DataFrame) -> tuple[Part, ...]:
    """Return what was left out by its text, the largest first; where nothing could be read, nothing is said of it."""
    size = pl.when(pl.col("unread") < pl.col("rows")).then(pl.col("measure"))
    ordered = left.select("text", "rows", size, "negative", "unread").sort(
        [pl.col("measure").abs(), "rows", "text"], descending=[True, True, False], nulls_last=True
    )  # fmt: skip
    return tuple(Part(text or "(blank)", *rest) for text, *rest in ordered.iter_rows())


def _numbers(part: Part) -> tuple[int, int | None, int | None, int | None]:
    return part.rows, part.measure, part.below_zero, part.not_read
