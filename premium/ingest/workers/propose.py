"""Proposals: which identifiers of a grower's workers are perhaps one person, why, and what speaks for and against.

Nothing here decides. A person does, with `premium workers confirm`.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.ingest import Part, ingest
from premium.ingest.layout import find
from premium.ingest.workers import evidence, likeness
from premium.ingest.workers.evidence import (
    BOTH_PAID,
    FACTS,
    FILLS_GAP,
    OTHER_NAME,
    PREMIUM_APART,
    SAME_NAME,
    TAKEN_BACK,
)
from premium.ingest.workers.likeness import KEY, PAIR, REHIRED, TRANSPOSED_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from premium.ingest.workers.identities import Identity

NAME = "from_name"
"""The column of an ingested line that holds the worker's name as the sender wrote it."""
NAMES_SCHEMA = {"grower_id": pl.String, "worker_id": pl.String, "name": pl.String}
IDENTITY_SCHEMA = {"grower_id": pl.String, "worker_id": pl.String, "person": pl.String}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a person has to look at.

    `pairs` has a row for each pair, the likely ones first: `grower_id`; `worker_id`, which would be counted as
    `is_worker_id`, that of the longer record; `reasons`, `speaks_for` and `speaks_against` (lists of words that never
    change); `both_paid_periods`; `likely`; `worker` and `is_worker`, structs of the facts of each (`lines`,
    `pay_periods`, `first_day`, `last_day`, `wages_cents`, `premium_cents`).

    `names` has the names of the workers, for eyes that may see them: `grower_id`, `worker_id`, `name`.
    `crowded` counts identifiers whose name too many bear to say anything.
    """

    pairs: pl.DataFrame
    names: pl.DataFrame
    crowded: int


def propose(
    records: Path, grower_id: str | None = None, progress: Callable[[str], None] = lambda _: None
) -> Proposed:  # fmt: skip
    """Look through a records folder's payroll, of one grower or of all, for identifiers that are perhaps one person.

    Raises:
        InputError: the records cannot be read, hold no payroll, or none of that grower.
    """
    with tempfile.TemporaryDirectory(prefix="premium-workers-") as place:
        lines, rows = payroll(records, Path(place), progress)
        lines = lines if grower_id is None else lines.filter(pl.col("grower_id") == grower_id)
        people = evidence.persons(lines)
        if people.is_empty() and grower_id is not None:
            raise InputError(
                f"there is no pay line of the grower {grower_id!r}",
                hint="identifiers are text, kept as they are: case, spaces and zeros count",
            )
        return _among(people, lines, names(records), rows)


def payroll(records: Path, place: Path, progress: Callable[[str], None]) -> tuple[pl.LazyFrame, tuple[Identity, ...]]:
    """Return the clean pay lines of a records folder, with what is confirmed applied, and the rows of its file.

    Raises:
        InputError: they cannot be read, or nobody reported payroll.
    """
    receipt = ingest(records, place, date.max, progress, Part(("payroll",)))
    if "payroll" not in receipt.reported:
        raise InputError(f"{records} holds no payroll", hint="workers are known by their pay lines")
    rows = receipt.identities.rows if receipt.identities else ()
    return pl.scan_parquet(receipt.tables["payroll"], glob=False), rows


def names(records: Path) -> pl.DataFrame:
    """Return the workers' names that the folder's line files hold: `grower_id`, `worker_id`, `name`."""
    found = [pl.LazyFrame(schema=NAMES_SCHEMA)]
    for path in find(records).files.get("payroll", []):
        if path.suffix != ".parquet":
            continue
        schema = pl.read_parquet_schema(path)
        if {NAME, *KEY} <= schema.keys():
            columns = [pl.col(column).cast(pl.String) for column in (*KEY, NAME)]
            found.append(pl.scan_parquet(path, glob=False).select(columns).rename({NAME: "name"}))
    return pl.concat(found).drop_nulls().unique().collect(engine="streaming").sort(*KEY, "name")


def _among(people: pl.DataFrame, lines: pl.LazyFrame, named: pl.DataFrame, rows: tuple[Identity, ...]) -> Proposed:
    """Propose among these people; an identifier that is confirmed to be another's is looked at as that person."""
    standing = _frame([(r.grower_id, r.worker_id, r.is_worker_id) for r in rows if r.stands])
    retired = standing.join(people, left_on=["grower_id", "person"], right_on=KEY, how="semi")
    named = _as_persons(named, standing).join(people, on=KEY, how="semi")
    written = _of_persons(likeness.alike(pl.concat([people.select(KEY), retired.select(KEY)])), standing)
    by_name = likeness.same_name(named)
    rehired = by_name.join(written, on=PAIR, how="anti").with_columns(reason=pl.lit(REHIRED))
    reasons = pl.concat([written, rehired]).group_by(PAIR).agg(reasons=pl.col("reason").unique().sort()).sort(PAIR)
    pairs = reasons.select(PAIR)
    days = evidence.paid(lines, pairs)
    both = evidence.both_paid(pairs, days)
    marks = {
        SAME_NAME: by_name,
        PREMIUM_APART: evidence.premium_apart(pairs, people).join(both, on=PAIR, how="anti"),
        FILLS_GAP: evidence.fills_gap(pairs, people, days).join(both, on=PAIR, how="anti"),
        BOTH_PAID: both,
        OTHER_NAME: evidence.other_name(pairs, named),
        TAKEN_BACK: _taken_back(rows),
    }
    marked = reduce(_marked, marks.items(), reasons).join(both, on=PAIR, how="left", maintain_order="left")
    return Proposed(_told(marked, people), named, likeness.crowded(named))


def _taken_back(rows: tuple[Identity, ...]) -> pl.DataFrame:
    ended = _frame([(r.grower_id, r.worker_id, r.is_worker_id) for r in rows if not r.stands])
    first, second = pl.min_horizontal("worker_id", "person"), pl.max_horizontal("worker_id", "person")
    return ended.select("grower_id", one=first, other=second).unique()


def _frame(rows: list[tuple[str, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=IDENTITY_SCHEMA, orient="row")


def _as_persons(rows: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    joined = rows.join(standing, on=KEY, how="left", maintain_order="left")
    return joined.with_columns(worker_id=pl.coalesce("person", "worker_id")).drop("person").unique(maintain_order=True)


def _of_persons(pairs: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of identifiers as pairs of persons; two identifiers of one person are no pair."""
    for side in ("one", "other"):
        pairs = (
            pairs.join(standing, left_on=["grower_id", side], right_on=KEY, how="left", maintain_order="left")
            .with_columns(pl.coalesce("person", side).alias(side))
            .drop("person")
        )
    first, second = pl.min_horizontal("one", "other"), pl.max_horizontal("one", "other")
    two = pairs.filter(pl.col("one") != pl.col("other")).with_columns(one=first, other=second)
    return two.select(*PAIR, "reason").unique().sort(*PAIR, "reason")


def _marked(pairs: pl.DataFrame, mark: tuple[str, pl.DataFrame]) -> pl.DataFrame:
    word, found = mark
    flagged = found.select(*PAIR, pl.lit(value=True).alias(word))
    return pairs.join(flagged, on=PAIR, how="left", maintain_order="left").with_columns(
        pl.col(word).fill_null(value=False)
    )


def _told(marked: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return the proposals as people and programs read them, the likely ones first."""
    facts = people.select(*KEY, facts=pl.struct(FACTS))
    sides = marked.join(facts, left_on=["grower_id", "one"], right_on=KEY).join(
        facts, left_on=["grower_id", "other"], right_on=KEY, suffix="_other"
    )
    keeps_one = _keeps_one()
    against = pl.any_horizontal(BOTH_PAID, OTHER_NAME, TAKEN_BACK)
    backed = pl.any_horizontal(SAME_NAME, PREMIUM_APART, FILLS_GAP) | (pl.col("reasons") != pl.lit([TRANSPOSED_DIGITS]))
    return sides.select(
        "grower_id",
        worker_id=pl.when(keeps_one).then("other").otherwise("one"),
        is_worker_id=pl.when(keeps_one).then("one").otherwise("other"),
        reasons="reasons",
        speaks_for=_words(SAME_NAME, PREMIUM_APART, FILLS_GAP),
        speaks_against=_words(BOTH_PAID, OTHER_NAME, TAKEN_BACK),
        both_paid_periods=pl.col("periods").fill_null(0),
        likely=backed & ~against,
        worker=pl.when(keeps_one).then("facts_other").otherwise("facts"),
        is_worker=pl.when(keeps_one).then("facts").otherwise("facts_other"),
    ).sort(
        ~pl.col("likely"), pl.col("speaks_against").list.len(), -pl.col("speaks_for").list.len().cast(pl.Int64),
        "grower_id", "is_worker_id", "worker_id",
    )  # fmt: skip


def _keeps_one() -> pl.Expr:
    """Whether `one` is the identifier to keep: that of the longer record; of two alike, the later; then the first."""
    one, other = pl.col("facts").struct, pl.col("facts_other").struct
    kept = pl.lit(value=True)
    for fact in ("last_day", "lines", "pay_periods"):
        mine, theirs = one.field(fact), other.field(fact)
        kept = pl.when(mine == theirs).then(kept).otherwise(mine > theirs)
    has_wages, has_other = one.field("wages_cents") != 0, other.field("wages_cents") != 0
    return pl.when(has_wages == has_other).then(kept).otherwise(has_wages)


def _words(*words: str) -> pl.Expr:
    flags = [pl.when(pl.col(word)).then(pl.lit(word)) for word in words]
    return pl.concat_list(flags).list.drop_nulls()


def reasons_of(grower_id: str, worker_id: str, is_worker_id: str, named: pl.DataFrame) -> Iterator[str]:
    """Give the reasons that the machine sees for these two to be one person."""
    two = pl.DataFrame({"grower_id": [grower_id] * 2, "worker_id": [worker_id, is_worker_id]})
    yield from likeness.alike(two)["reason"]
    if len(likeness.same_name(named.join(two, on=KEY, how="semi"))):
        yield REHIRED
