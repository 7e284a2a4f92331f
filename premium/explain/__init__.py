"""Why a finding is what it is, and how a worker's cents came about: SELECTs over a run's own tables.

Facts only; the sentences are `reports/templates/explain.txt.j2`.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from premium.engine import OnDuckDB
from premium.errors import RunError
from premium.run_tables import read_run

if TYPE_CHECKING:
    from premium.run_folder import RunFolder

HERE = Path(__file__).parent
IDS = "the ids stand in report.html and findings.xlsx; a worker is explained by --worker"
Row = dict[str, Any]
PAY_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})\|(\d{4}-\d{2}-\d{2})")
"""The ref of a finding about a pay period (contract, section 10)."""


@dataclass(slots=True)
class PoolStory:
    """A pool, or an origin that has not landed: who fed it, what was kept, what is to be distributed."""

    grower_id: str
    period: date
    pool: Row | None
    origins: list[Row]
    money: list[Row]
    embedded: list[Row]
    origin: Row | None = None


@dataclass(slots=True)
class WorkerStory:
    """A worker in a pool: the basis, the exact fraction, the left-over cents, and the lines that paid.

    `counted` are the identifiers whose lines people confirmed to be this worker's.
    """

    worker_id: str
    stands: Row | None
    left_over: list[Row]
    wage_lines: list[Row]
    premium_lines: list[Row]
    counted: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Explanation:
    """One finding or one worker in a pool, explained; parts that do not apply are None or empty."""

    finding: Row | None = None
    pool: PoolStory | None = None
    worker: WorkerStory | None = None
    ledger: Row | None = None
    week: Row | None = None
    evidence: list[Row] = field(default_factory=list)


def explain_finding(run: RunFolder, finding_id: str, engine: OnDuckDB | None = None) -> Explanation:
    """Explain a finding, by its id or enough of its first letters; `engine` is one in which the run is open already.

    Raises:
        RunError: the run has no such finding, or more than one begins so.
    """
    with _Reader(run, engine) as read:
        found = read("finding", finding=finding_id)
        if len(found) != 1 or not finding_id:
            what = "more than one finding begins with" if found else "there is no finding"
            named = bool(finding_id) and bool(read("worker_periods", worker=finding_id, grower=None, period=None))
            raise RunError(
                f"{what} {finding_id!r}",
                hint=f"it is a worker's id: premium explain DIR --worker {shlex.quote(finding_id)}" if named else IDS,
            )
        finding = found[0]
        whose = {"finding": finding["finding_id"], "grower": finding["grower_id"], "worker": finding["worker_id"]}
        story = Explanation(finding, evidence=read("evidence", **whose))
        _tell(read, story, finding)
        return story


def explain_worker(
    run: RunFolder,
    worker_id: str,
    grower_id: str | None = None,
    period: date | None = None,
    engine: OnDuckDB | None = None,
) -> list[Explanation]:
    """Explain how a worker stands in each pool, worst first; grower and period narrow it down.

    `engine` is one in which the run is open already.

    Raises:
        RunError: no pool has that worker.
    """
    with _Reader(run, engine) as read:
        places = read("worker_periods", worker=worker_id, grower=grower_id, period=period)
        if not places:
            _counted_as_another(read, worker_id, grower_id)
            raise RunError(
                f"no pool has a worker {worker_id!r}" + (f" at {grower_id!r}" if grower_id else "")
                + (f" in the period that begins {period}" if period else ""),
                hint="identifiers are text: 007 and 7 are two workers; a period is named by its first day",
            )  # fmt: skip
        return [Explanation(pool=_pool(read, p["grower_id"], p["period"]), worker=_worker(read, p)) for p in places]


class _Reader:
    """Runs this folder's SQL files over a run's tables."""

    def __init__(self, run: RunFolder, engine: OnDuckDB | None) -> None:
        self._engine = OnDuckDB(run.path / "spill") if engine is None else engine.beside()
        self.has_identities = "worker_identities" in run.manifest
        if engine is None:
            read_run(self._engine, run)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.__exit__()

    def __call__(self, name: str, **values: str | date | None) -> list[Row]:
        return self._engine.rows((HERE / f"{name}.sql").read_text(encoding="utf-8"), values)

    def one(self, name: str, **values: str | date | None) -> Row | None:
        return next(iter(self(name, **values)), None)


def _tell(read: _Reader, story: Explanation, finding: Row) -> None:
    """Fill in the parts of the story that a finding's columns lead to."""
    buyer, grower, worker, period = (finding[c] for c in ("buyer_id", "grower_id", "worker_id", "period"))
    days = PAY_PERIOD.fullmatch(finding["ref"] or "")
    if worker and not period and days:
        start, end = map(date.fromisoformat, days.groups())
        story.week = read.one("week", grower=grower, worker=worker, start=start, end=end)
    if buyer and period:
        story.ledger = read.one("ledger", buyer=buyer, grower=grower, period=period)
    if period and not buyer:
        story.pool = _pool(read, grower, period)
    if worker and period:
        story.worker = _worker(read, finding)


def _pool(read: _Reader, grower: str, period: date) -> PoolStory:
    place: dict[str, str | date | None] = {"grower": grower, "period": period}
    return PoolStory(
        grower, period, read.one("pool", **place), read("pool_origins", **place), read("pool_money", **place),
        read("embedded", **place), read.one("origin", **place),
    )  # fmt: skip


def _worker(read: _Reader, at: Row) -> WorkerStory:
    pool = {"grower": at["grower_id"], "period": at["period"]}
    place = {**pool, "worker": at["worker_id"]}
    return WorkerStory(
        at["worker_id"], read.one("worker", **place), read("left_over", **pool), read("wage_lines", **place),
        read("premium_lines", **place),
        read("counted", grower=at["grower_id"], worker=at["worker_id"]) if read.has_identities else [],
    )  # fmt: skip


def _counted_as_another(read: _Reader, worker: str, grower: str | None) -> None:
    """See that this worker's lines are not counted as another's.

    Raises:
        RunError: they are; the hint says how that worker is explained.
    """
    found = read("counted_as", worker=worker, grower=grower) if read.has_identities else []
    if found:
        raise RunError(
            f"the lines of {worker!r} are counted as those of {found[0]['is_worker_id']!r}, as identities.csv says",
            hint=f"premium explain DIR --worker {shlex.quote(found[0]['is_worker_id'])}",
        )
