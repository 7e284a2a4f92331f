"""Columns without titles: what they are by their cells alone, and by what is the product of what. All of it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import cell
from premium.ingest.guess import sums
from premium.ingest.profile.model import Dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.values import Evidence

ONE = 1_000_000
HALF = 0.5
MOST = 0.8
CODES = 40
HOURLY = (5, 100)
"""Dollars between which a rate is by the hour; by the piece it is less."""
CENTS = 2
"""Decimals of an amount: where its point is implied, the amount is in cents."""


@dataclass(slots=True)
class Found:
    """Canonical columns by the index of a file's column, why, and how many decimals are implied in each."""

    columns: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    implied: dict[str, int] = field(default_factory=dict)
    name: int | None = None

    def add(self, column: str, index: int, why: str) -> None:
        """Take a file's column for a canonical one, unless either is taken."""
        if column not in self.columns and index not in self.columns.values() and index != self.name:
            self.columns[column] = index
            self.why[column] = why


def find(evidence: Sequence[Evidence], records: pl.DataFrame) -> Found:
    """Find what the columns of a payroll without titles are."""
    found = Found()
    _people(found, evidence, records)
    _days(found, evidence, records)
    _products(found, evidence, records)
    _code(found, evidence, records)
    _check(found, evidence, records)
    return found


def _people(found: Found, evidence: Sequence[Evidence], records: pl.DataFrame) -> None:
    """Names hold a comma or two words; the number that goes with each name, and with no other, is the worker's."""
    named = [e for e in evidence if e.letters >= MOST and _share(records, e, r"\pL.*[, ].*\pL") >= MOST]
    if not named:
        return
    name = max(named, key=lambda e: e.distinct)
    found.name = name.index
    ids = [e for e in evidence if e.lengths and len(e.lengths) == 1 and _pairs(records, e, name)]
    if ids:
        worker = max(ids, key=lambda e: (e.lengths[0], e.index))
        found.add("worker_id", worker.index, "a number of fixed length for each name")


def _share(records: pl.DataFrame, e: Evidence, pattern: str) -> float:
    return float(records[cell(e.index)].drop_nulls().str.contains(pattern).mean() or 0)


def _pairs(records: pl.DataFrame, one: Evidence, other: Evidence) -> bool:
    """Whether each value of one column goes with one of another, and the reverse; two people may be called the same."""
    pairs = records.select(a=cell(one.index), b=cell(other.index)).drop_nulls().unique()
    return len(pairs) == pairs["a"].n_unique() and pairs["b"].n_unique() >= MOST * len(pairs) and len(pairs) > 2  # noqa: PLR2004


def _days(found: Found, evidence: Sequence[Evidence], records: pl.DataFrame) -> None:
    """Days in most rows are the period's last and, after it, the check's; days in some rows are of what those are for."""
    dated = [e for e in evidence if max(e.days, e.solid_days) >= MOST and e.filled]
    dense = sorted((e for e in dated if e.dense), key=lambda e: _sortable(records, e))
    names = {1: ("period_end",), 2: ("period_end", "check_date")}.get(
        len(dense), ("period_start", "period_end", "check_date")
    )
    for name, e in zip(names, dense, strict=False):
        found.add(name, e.index, f"days such as {e.samples[0]}")
    for e in dated:
        if not e.dense:
            found.add("for_period", e.index, f"days in {e.filled} of {e.rows} rows, such as {e.samples[0]}")


def _sortable(records: pl.DataFrame, e: Evidence) -> str:
    """Return a column's commonest day, as it sorts within a year; of the same day the earlier column."""
    texts = records[cell(e.index)].drop_nulls().mode().sort()
    return f"{texts[0]}{e.index:04d}"


def _products(found: Found, evidence: Sequence[Evidence], records: pl.DataFrame) -> None:
    """Find a count and a rate whose product is an amount: by the hour where the rate is large, by the piece where small."""
    dialect = Dialect(format="csv")
    taken = set(found.columns.values())
    numbers = {e.index: sums.scaled(records, e.index, dialect) // ONE for e in evidence
               if e.is_numbers and e.index not in taken and e.distinct > 2}  # fmt: skip
    nonzero = {i: int((n != 0).sum()) for i, n in numbers.items()}
    for amount in sorted(numbers, key=lambda i: (-nonzero[i], -i)):
        fits = [(q, r, k) for q, r in combinations([i for i in numbers if i != amount], 2)
                if (k := _power(numbers[q], numbers[r], numbers[amount])) is not None]  # fmt: skip
        if fits:
            _named(found, numbers, amount, fits)
            return


def _power(count: pl.Series, rate: pl.Series, amount: pl.Series) -> int | None:
    """Return by which power of ten the product of two columns is more than the third; None where it is no product."""
    full = pl.DataFrame({"q": count, "r": rate, "a": amount}).filter((pl.col("q") != 0) & (pl.col("r") != 0))
    if len(full) < 3:  # noqa: PLR2004 - too few to say
        return None
    for power in range(7):
        near = full.select(((pl.col("q") * pl.col("r")) - pl.col("a") * 10**power).abs() <= 10**power).to_series()
        if int(near.sum()) >= MOST * len(full):
            return power
    return None


def _named(found: Found, numbers: dict[int, pl.Series], amount: int, fits: list[tuple[int, int, int]]) -> None:
    """Tell counts from the rate: the rate goes with all of them; then hours from units by how large the rates are."""
    shared = set.intersection(*({q, r} for q, r, _ in fits))
    rate = max(shared or {fits[0][1]})
    hourly = {}
    for q, r, power in fits:
        count = q if r == rate else r
        rates = numbers[rate].filter((numbers[count] != 0) & (numbers[rate] != 0))
        hourly[count] = (float(rates.median() or 0), power)
    largest = max(median for median, _ in hourly.values())
    places = next((n for n in range(7) if HOURLY[0] <= largest / 10**n < HOURLY[1]), 4)
    found.add("amount", amount, "what the counts times the rate come to, in cents")
    found.add("rate", rate, "times the hours or units, it is the amount")
    found.implied |= {"amount": CENTS, "rate": places}
    for count, (median, power) in sorted(hourly.items()):
        name = "hours" if median / 10**places >= HOURLY[0] else "units"
        found.add(name, count, "times the rate, it is the amount")
        found.implied[name] = power + CENTS - places


def _code(found: Found, evidence: Sequence[Evidence], records: pl.DataFrame) -> None:
    """The pay code is the column that says best which measure a row has; jobs are short words that are left."""
    measures = [found.columns[m] for m in ("units", "hours") if m in found.columns]
    if not measures:
        return
    dialect = Dialect(format="csv")
    sort_ = sum(
        (sums.scaled(records, i, dialect).fill_null(0) != 0).cast(pl.Int64) * (n + 1) for n, i in enumerate(measures)
    )
    taken = set(found.columns.values()) | {found.name}
    fitting = [e for e in evidence if e.index not in taken and 1 < e.distinct <= CODES and e.dense]
    scored = {e.index: _purity(records[cell(e.index)], pl.Series(sort_)) for e in fitting}
    if scored:
        best = max(scored, key=lambda i: (scored[i], -i))
        found.add("pay_code", best, "it says which rows have hours, which have units, and which neither")
    for e in fitting:
        if e.letters >= MOST:
            found.add("job_class", e.index, f"few short words: {', '.join(e.samples)}")


def _purity(codes: pl.Series, sorts: pl.Series) -> float:
    """Return the share of rows that are of the usual sort of their code."""
    counted = pl.DataFrame({"c": codes, "s": sorts}).drop_nulls().group_by("c", "s").agg(n=pl.len())
    usual = counted.group_by("c").agg(most=pl.col("n").max())
    return int(usual["most"].sum()) / max(1, int(counted["n"].sum()))


def _check(found: Found, evidence: Sequence[Evidence], records: pl.DataFrame) -> None:
    """A check is of one worker; numbers that a program counts from 1 are its own."""
    if "worker_id" not in found.columns:
        return
    taken = set(found.columns.values()) | {found.name}
    worker = found.columns["worker_id"]
    fitting = []
    for e in evidence:
        if e.index not in taken and e.distinct > 2 and _share(records, e, r"^[0-9A-Z-]*[0-9]+$") >= MOST:
            pairs = records.select(a=cell(e.index), w=cell(worker)).drop_nulls().unique()
            if len(pairs) == pairs["a"].n_unique() and not _share(records, e, r"^0*1$"):
                fitting.append(e)
    if fitting:
        best = max(fitting, key=lambda e: (e.distinct, -e.index))
        found.add("check_id", best.index, "a number that is of one worker")
