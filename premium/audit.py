"""The flow, on one screen: a records folder and a program in, an immutable run folder out.

records ── ingest ──> clean tables + rejects ─┐
program ── rules ───> rule tables ────────────┼── reconcile: steps, checks, proofs ──> tables ──> run folder
as_of ────────────────────────────────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from premium import run_tables
from premium.engine import Where, an_amount
from premium.engine.measures import summarise
from premium.errors import InputError
from premium.ingest import Part, ingest
from premium.manifest import manifest, what_went_in
from premium.program import load, rule_tables
from premium.reconcile.run import Plan, knows_its_findings, nothing_is_homeless, reconcile
from premium.run_folder import RunFolder, lies_apart, may_take, new_run, open_run, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is made; none of it but `only`, a grower, changes a byte of the answer."""

    memory: str | None = None
    threads: int | None = None
    progress: Callable[[str], None] = lambda _: None
    profile: Path | None = None
    only: str | None = None
    plan: Plan = field(default_factory=Plan)
    where: Where = field(default_factory=Where)


def audit(records: Path, program: str, out: Path, as_of: date, settings: Settings | None = None) -> RunFolder:
    """Reconcile a records folder under a program, as of a day, into a new run folder.

    Args:
        records: the folder that holds the tables of the contract's section 2.
        program: the id of a program that ships with us, or the path of a program file.
        out: the run's folder; it must be free, or hold a run of the same inputs.
        as_of: the day on which the run looks at the world.
        settings: memory, threads, who hears of progress, the folder in which the engine leaves its measures, the one
            grower to look at, and which engine runs where.

    Raises:
        PremiumError: the run could not be made (see `premium.errors`); ProofError if it contradicts itself. In neither
            case is a run folder left behind.
    """
    settings = settings or Settings()
    an_amount(settings.memory)
    settings.where.seen_to()
    if type(as_of) is not date:
        raise InputError(f"as_of must be a day, and is {as_of!r}", hint="write datetime.date(2026, 4, 15)")
    loaded = load(program)
    knows_its_findings(loaded.program, settings.plan)
    lies_apart(out, records)
    may_take(out)
    with new_run(out) as folder:
        receipt = ingest(records, run_tables.inputs(folder), as_of, settings.progress, Part(grower=settings.only))
        went_in = what_went_in(loaded, receipt, as_of, settings.only)
        may_take(out, {"worker_identities": None, "only_grower": None, **went_in})
        run_tables.write_rules(folder, rule_tables(loaded.program, as_of), receipt)
        with settings.where.opened(folder / "spill", settings.memory, settings.threads, settings.profile) as engine:
            run_tables.load(engine, folder)
            keep = run_tables.Kept(engine, folder)
            result = reconcile(engine, receipt.reported, settings.plan, settings.progress, keep)
            nothing_is_homeless(result.homeless)
            told = manifest(engine, loaded, receipt, result, records, out)
        if settings.profile is not None:
            summarise(settings.profile)
        run_tables.leave_readable(folder, loaded, settings.plan, keep.tables)
        write_manifest(folder, {**went_in, **told, "tables": keep.tables})
    return open_run(out)
