"""The Python door: `premium.reconcile(...)` and the typed result that it returns."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from premium.audit import Settings, audit
from premium.run_folder import RunFolder, open_run

if TYPE_CHECKING:
    import os
    from datetime import date


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run. Amounts in its tables are whole cents (`…_cents`), days are dates, identifiers text."""

    run: RunFolder
    _kept: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        """The run's folder."""
        return self.run.path

    @property
    def totals(self) -> dict[str, int | None]:
        """The sums that the run is told by, in cents; None where nobody reported what they need."""
        totals: dict[str, int | None] = self.run.manifest["totals"]
        return totals

    @property
    def not_run(self) -> dict[str, str]:
        """The checks that did not run, and why."""
        return {entry["kind"]: entry["why"] for entry in self.run.manifest["not_run"]}

    @property
    def violations(self) -> int:
        """How many findings the program has an article for."""
        return self.run.violations

    @property
    def findings(self) -> pl.DataFrame:
        """What is wrong, one row each: kind, who answers, where, how much, and the article it violates."""
        return self.table("findings")

    @property
    def evidence(self) -> pl.DataFrame:
        """The source rows that prove each finding."""
        return self.table("evidence")

    @property
    def entitlements(self) -> pl.DataFrame:
        """Every worker in every pool: what they are entitled to, what reached them, what is short, and the status."""
        return self.table("entitlements")

    @property
    def pools(self) -> pl.DataFrame:
        """Every grower's pool: what came in, was kept, was to be distributed, and reached workers."""
        return self.table("pools")

    @property
    def passthrough(self) -> pl.DataFrame:
        """How far each buyer's premium got, with no worker in it."""
        return self.table("passthrough")

    @property
    def rejects(self) -> pl.DataFrame:
        """The rows that were set aside: file, row, column, value, reason."""
        return self.table("rejects")

    def table(self, name: str) -> pl.DataFrame:
        """Return any table of the run as a Polars frame: an output of the contract, a step, or a clean input.

        Raises:
            RunError: the run has no table of that name.
        """
        return pl.read_parquet(self.run.table(name), glob=False)


def reconcile(
    records: str | os.PathLike[str],
    program: str = "fair-food",
    *,
    as_of: date,
    out: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
) -> Result:
    """Reconcile a folder of records under a program, as of a day.

    Args:
        records: the folder that holds purchases, payments, payroll and so on, as CSV or Parquet.
        program: the id of a program that ships with premium, or the path of a program file.
        as_of: the day on which to look at the world; rows after it are counted, not looked at.
        out: where to keep the run; without it the run is kept only as long as the result is.
        settings: memory, threads, progress.

    Raises:
        PremiumError: the run could not be made; ProofError if it contradicts itself.
    """
    if out is not None:
        return Result(audit(Path(records), program, Path(out), as_of, settings))
    kept = tempfile.TemporaryDirectory(prefix="premium-")
    return Result(audit(Path(records), program, Path(kept.name) / "run", as_of, settings), kept)


def open_result(folder: str | os.PathLike[str]) -> Result:
    """Open a finished run's folder.

    Raises:
        RunError: it is not one, or not a whole one.
    """
    return Result(open_run(Path(folder)))
