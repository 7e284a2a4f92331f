"""Columns without titles: what they are by their cells alone, and by what is the product of what; all is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import cell
from premium.ingest.guess import arithmetic, codes, sums
from premium.ingest.guess.values import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.values import Evidence

FEW = 2
CODES = 40
NAME = r"\pL.*[, ].*\pL"
NUMBERED = r"^[0-9A-Z-]*[0-9]+$"
COUNTED = r"^0*1$"
"""The first of the numbers that a program counts for itself."""
DAYS = {1: ("period_end",), 2: ("period_end", "check_date")}
ALL_DAYS = ("period_start", "period_end", "check_date")


@dataclass(slots=True)
class Found:
    """Canonical columns by the index of a file's column, why, and how many decimals are implied in each."""

    evidence: Sequence[Evidence]
    records: pl.DataFrame
    columns: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    implied: dict[str, int] = field(default_factory=dict)
    name: int | None = None

    def add(self, column: str, index: int | None, why: str) -> None:
        """Take a file's column for a canonical one, unless either is taken."""
        if index is not None and column not in self.columns and index in {e.index for e in self.free}:
            self.columns[column] = index
            self.why[column] = why

    @property
    def free(self) -> list[Evidence]:
        """Columns that are not taken yet, and hold something."""
        taken = {*self.columns.values(), self.name}
        return [e for e in self.evidence if e.index not in taken and not e.empty]

    def share(self, e: Evidence, pattern: str) -> float:
        """Return the share of a column's cells that are of a shape."""
        return int(self.records[cell(e.index)].str.contains(pattern).sum()) / max(1, e.filled)


def find(evidence: Sequence[Evidence], records: pl.DataFrame) -> Found:
    """Find what the columns of a payroll without titles are."""
    found = Found(evidence, records)
    _people(found)
    _days(found)
    _amounts(found)
    _codes(found)
    _check(found)
    return found


def _people(found: Found) -> None:
    """Names hold a comma or two words; the number that goes with each name, and with no other, is the worker's."""
    named = [e for e in found.free if e.letters >= MOST and found.share(e, NAME) >= MOST]
    if not named:
        return
    name = max(named, key=lambda e: e.distinct)
    found.name = name.index
    ids = [e for e in found.free if len(e.lengths) == 1 and _goes_with(found, e, name)]
    if ids:
        worker = max(ids, key=lambda e: (e.lengths[0], e.index))
        found.add("worker_id", worker.index, "a number of fixed length for each name")


def _goes_with(found: Found, one: Evidence, name: Evidence) -> bool:
    """Whether each number goes with one name, and nearly each name with one number: two may be called the same."""
    pairs = found.records.select(a=cell(one.index), b=cell(name.index)).drop_nulls().unique()
    return len(pairs) == pairs["a"].n_unique() > FEW and pairs["b"].n_unique() >= MOST * len(pairs)


def _days(found: Found) -> None:
    """Days in most rows are the period's last and, after it, the check's; days in some rows are what those are for."""
    dated = [e for e in found.free if e.is_days or e.is_packed_days]
    dense = sorted((e for e in dated if e.dense), key=lambda e: _usual(found, e))
    for name, e in zip(DAYS.get(len(dense), ALL_DAYS), dense, strict=False):
        found.add(name, e.index, f"days such as {e.samples[0]}")
    for e in dated:
        if not e.dense:
            found.add("for_period", e.index, f"days in {e.filled} of {e.rows} rows, such as {e.samples[0]}")


def _usual(found: Found, e: Evidence) -> tuple[str, int]:
    """Return a column's commonest day, as it sorts within a year; of the same day the earlier column comes first."""
    return str(found.records[cell(e.index)].drop_nulls().mode().sort()[0]), e.index


def _amounts(found: Found) -> None:
    numbers = [e for e in found.free if e.is_numbers and e.nonzero]
    product = arithmetic.find(numbers, found.records)
    if product is None:
        return
    found.add("amount", product.amount, "what counts times the rate come to")
    found.add("rate", product.rate, "times the hours or units, it is the amount")
    for name, index in (("hours", product.hours), ("units", product.units)):
        found.add(name, index, "times the rate, it is the amount")
    found.implied |= product.implied


def _codes(found: Found) -> None:
    """The pay code says a kind of pay, or says best which measure a row has; jobs are short words that are left."""
    few = [e for e in found.free if e.distinct <= CODES and e.dense and not e.is_days]
    spoken = [e for e in few if codes.speaks_of_kinds(found.records[cell(e.index)])]
    for e in spoken[:1]:
        found.add("pay_code", e.index, "words that are kinds of pay")
    scored = {e.index: _purity(found, e) for e in few if e.distinct > 1}
    if scored and ("hours" in found.columns or "units" in found.columns):
        best = max(scored, key=lambda i: (scored[i], -i))
        found.add("pay_code", best, "it says which rows have hours, which have units, and which neither")
    for e in few:
        if e.letters >= MOST and e.distinct > 1:
            found.add("job_class", e.index, f"few short words: {', '.join(e.samples)}")


def _purity(found: Found, e: Evidence) -> float:
    """Return the share of rows that have the measures which rows of their code usually have."""
    has = [(sums.scaled(found.records, found.columns[m], arithmetic.PLAIN).fill_null(0) != 0).cast(pl.String)
           for m in ("units", "hours") if m in found.columns]  # fmt: skip
    frame = pl.DataFrame({"code": found.records[cell(e.index)], **{f"m{i}": s for i, s in enumerate(has)}}).drop_nulls()
    counted = frame.group_by(frame.columns).len()
    usual = counted.group_by("code").agg(most=pl.col("len").max())
    return int(usual["most"].sum()) / max(1, len(frame))


def _check(found: Found) -> None:
    """A check is of one worker; numbers that begin with 1 are counted by the program for itself."""
    if "worker_id" not in found.columns:
        return
    worker = cell(found.columns["worker_id"])
    fitting = []
    for e in found.free:
        if e.distinct > FEW and found.share(e, NUMBERED) >= MOST and not found.share(e, COUNTED):
            pairs = found.records.select(a=cell(e.index), w=worker).drop_nulls().unique()
            fitting += [e] if len(pairs) == pairs["a"].n_unique() else []
    if fitting:
        best = max(fitting, key=lambda e: (e.distinct, -e.index))
        found.add("check_id", best.index, "a number that is of one worker")
