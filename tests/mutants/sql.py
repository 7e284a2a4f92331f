# ruff: noqa: E402 - run as a script, it must find the tests beside it first
"""Judges the hand-made mutants of the SQL: is each one seen, by the valley, random worlds, the cases, or the proofs?

    PYTHONPATH=.:tests python tests/mutants/sql.py            all of them
    PYTHONPATH=.:tests python tests/mutants/sql.py steps/shares checks/  those whose file begins so

In each world our own plan runs once; a mutant whose own table is then the same as ours changes nothing there. Only
where it differs does the whole plan run again, with the mutant in it.

Exits with 1 when one survives without a reason, or is killed although its reason says that it cannot be.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import tempfile
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from case_files import Case, all_cases
from engine_of_worlds import Answer, differences
from folders import VALLEY, VALLEY_DAY
from premium import run_tables
from premium.engine import OnDuckDB
from premium.errors import PremiumError
from premium.ingest import ingest
from premium.program import load, read, rule_tables
from premium.reconcile.plan import CHECKS, CONCLUSIONS, HERE, PROOFS, STEPS, Sql
from premium.reconcile.run import Plan, Reconciled, reconcile
from premium.tables import OUTPUTS
from story import ANSWERS, buyer_answers, finding_id, grower_totals, leaks, totals
from strategies import SmallWorld, random_world, write_world
from test_cases import FOUND
from test_proofs import SPOILT, Spoilt, spoil
from test_valley import by_hand, in_order, spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from premium.ingest import Receipt

LIST = Path(__file__).with_name("sql.toml")
SEEDS = (52, 64, 47, 68, 72, 82, 94, 98, 128, 150, 63, 81, *range(24))
"""First those in which somebody stands exactly at the tolerance or on the deadline."""
WORKERS = 2
IDENTITIES = 6
"""Those of the contract's section 7."""


@dataclass(frozen=True)
class Mutant:
    """One place of one file said otherwise."""

    file: str
    old: str
    new: str
    means: str
    equivalent: str = ""

    def __str__(self) -> str:
        """The mutant on one line."""
        return f"{self.file}: {self.means} ({' '.join(self.old.split())!r} -> {' '.join(self.new.split())!r})"

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.file.partition("/")[2]

    @property
    def text(self) -> str:
        """The file as it then is."""
        return (HERE / f"{self.file}.sql").read_text(encoding="utf-8").replace(self.old, self.new, 1)

    def plan(self) -> Plan:
        """Our plan with this mutant in it."""
        plan = spoil(self.name, self.old, self.new)
        proofs = tuple(
            Spoilt(p.name, p.folder, old=self.old, new=self.new) if self.file == f"proofs/{p.name}" else p
            for p in PROOFS
        )
        return Plan(plan.steps, plan.checks, plan.conclusions, proofs)


@dataclass(frozen=True)
class Prepared:
    """A world taken in once, so that many plans can be run over it."""

    folder: Path
    receipt: Receipt
    as_of: date
    small: SmallWorld | None = None
    case: Case | None = None


def prepare(folder: Path, small: SmallWorld | None, case: Case | None = None) -> Prepared:
    """Take a world in; without one, the small valley."""
    folder.mkdir()
    records = VALLEY / "records"
    program, as_of = load("fair-food").program, VALLEY_DAY
    if small is not None:
        records = folder / "records"
        records.mkdir()
        write_world(small, records)
        program, as_of = read(small.program_toml.encode(), "world").program, small.as_of
    run = folder / "run"
    run.mkdir()
    receipt = ingest(records, run_tables.inputs(run), as_of)
    run_tables.write_rules(run, rule_tables(program, as_of), receipt)
    return Prepared(run, receipt, as_of, small, case)


def worlds(share: int = 0, shares: int = 1) -> Iterator[Prepared]:
    """The valley, some random worlds, every case, and more random worlds; of each `shares` worlds, one."""
    seeds: list[tuple[SmallWorld | None, Case | None]] = [(random_world(seed), None) for seed in SEEDS]
    cases = [(case.small, case) for case in all_cases()]
    every = [(None, None), *seeds[:12], *cases, *seeds[12:]]
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        for number, world in enumerate(every[share::shares]):
            prepared = prepare(Path(place, str(number)), *world)
            yield prepared
            shutil.rmtree(prepared.folder)


def all_kept(plan: Plan) -> Plan:
    """Return a plan of which every table is still there at the end, to be looked at."""
    steps, conclusions = ([replace(step, how="kept") for step in of] for of in (plan.steps, plan.conclusions))
    return replace(plan, steps=steps, conclusions=conclusions)


def wrong(world: Prepared, plan: Plan) -> str:
    """Say how a plan's answer is seen to be wrong in a world; nothing if it is not."""
    try:
        with OnDuckDB(world.folder / "spill", threads=1) as engine:
            run_tables.load(engine, world.folder)
            return seen(engine, reconcile(engine, world.receipt.reported, all_kept(plan)), world)
    except PremiumError as error:
        return f"stops: {error}"[:120]


def seen(engine: OnDuckDB, result: Reconciled, world: Prepared) -> str:
    """Say how the answer that an engine holds is seen to be wrong; nothing if it is not."""
    tables = {name: engine.rows(f"SELECT {', '.join(o.columns)} FROM {name} ORDER BY ALL")  # noqa: S608
              for name, o in OUTPUTS.items()}  # fmt: skip
    told = untrue(engine, tables, world)
    not_run = {entry["kind"]: entry["why"] for entry in result.not_run}
    given = Answer(tables, not_run, result.homeless, world.receipt)
    if result.homeless:
        return f"proof {result.homeless[0]['proof']}"
    if told:
        return f"story: {told}"
    if world.small is None:
        return valley_differs(tables)
    if world.case is not None and (said := case_differs(world.case, given)):
        return said
    return next((f"oracle: {said}"[:80] for said in differences(world.small, given)), "")


def valley_differs(tables: dict[str, Any]) -> str:
    """Compare with the answer worked by hand."""
    for path in sorted((VALLEY / "answer").glob("*.csv")):
        answer = by_hand(path.stem)
        got = [{c: spelt(row[c]) for c in answer[0]} for row in tables[path.stem]]
        if in_order(got) != in_order(answer):
            return f"valley: {path.stem}"
    return ""


def case_differs(case: Case, given: Answer) -> str:
    """Compare with what a case says of its findings and of the rows that prove them."""
    found = given.findings(case.kind)
    if len(found) != len(case.expected):
        return f"case: {case}"
    for expected, evidence in zip(case.expected, case.evidence, strict=True):
        same = [f for f in found if {c: f[c] for c in FOUND} == expected]
        if len(same) != 1 or (evidence is not None and given.evidence(same[0]["finding_id"]) != sorted(evidence)):
            return f"case: {case}"
    if any(not given.evidence(f["finding_id"]) for f in found):
        return f"case: {case}: without evidence"
    return ""


def untrue(engine: OnDuckDB, tables: dict[str, Any], world: Prepared) -> str:  # noqa: C901, PLR0911 - one return per fault
    """Say which of the tables that tell the story is not what the other tables add up to."""
    (terms,) = engine.rows("SELECT * FROM terms")
    reported = world.receipt.reported
    if engine.rows("SELECT * FROM totals") != [totals(tables, reported, world.as_of)]:
        return "totals"
    if engine.rows("SELECT * FROM grower_totals ORDER BY grower_id") != grower_totals(tables, reported, world.as_of):
        return "grower_totals"
    flow = engine.rows("SELECT * FROM flow WHERE kind = 'leak' ORDER BY place")
    shown = {row["item"]: row["amount_cents"] for row in flow if row["item"] != "booked_above_paid"}
    if len(flow) != len({row["item"] for row in flow}) or shown != leaks(tables, reported, terms):
        return "flow"
    if any(row["answers"] != ANSWERS.get(row["item"], "none") for row in flow):
        return "flow: who answers"
    answers = engine.rows("SELECT * FROM buyer_answers ORDER BY buyer_id, grower_id, period, part")
    if [tuple(row.values()) for row in answers] != buyer_answers(tables, reported, world.as_of):
        return "buyer_answers"
    if len(tables["evidence"]) != len({tuple(row.values()) for row in tables["evidence"]}):
        return "evidence twice"
    if any(row["finding_id"] != finding_id(terms["program_id"], row) for row in tables["findings"]):
        return "names of findings"
    sides = engine.rows("SELECT * FROM identities")
    if len(sides) != IDENTITIES or any(row["left_cents"] != row["right_cents"] for row in sides):
        return "identities"
    wages = {(r["grower_id"], r["worker_id"], r["period_start"], r["period_end"]) for r in tables["wages"]}
    weeks = engine.rows("SELECT grower_id, COUNT(*) AS n FROM worker_weeks WHERE hours_e4 > 0 GROUP BY grower_id")
    bare = {row["grower_id"]: row["n"] - sum(w[0] == row["grower_id"] for w in wages) for row in weeks}
    checked = "growers" in reported and bool(engine.rows("SELECT * FROM minimum_wages LIMIT 1"))
    want = {("wage_floor_short", g): n for g, n in bare.items() if n and checked}
    for row in tables["buyer_ledger"]:
        if "purchases" in reported and "payments" not in reported and row["received_cents"] is None:
            want["buyer_underpaid", row["grower_id"]] = want.get(("buyer_underpaid", row["grower_id"]), 0) + 1
    got = engine.rows("SELECT kind, grower_id, SUM(places) AS n FROM unchecked GROUP BY kind, grower_id")
    return "" if {(r["kind"], r["grower_id"]): int(r["n"]) for r in got} == want else "unchecked"


def proof_is_blind(mutant: Mutant, world: Prepared) -> str:
    """Say whether a mutant of a proof no longer finds, in the valley, what its own spoilt step loses."""
    if mutant.name == "rows_are_placed":
        plan, places = mutant.plan(), ["growers.csv"]
        spoilt = Plan((Sql("priced_purchases", "steps"), *plan.steps[1:]), plan.checks, plan.conclusions, plan.proofs)
    else:
        step, old, new, places = SPOILT[mutant.name]
        base = spoil(step, old, new)
        spoilt = Plan(base.steps, base.checks, base.conclusions, mutant.plan().proofs)
    with OnDuckDB(world.folder / "spill", threads=1) as engine:
        run_tables.load(engine, world.folder)
        if mutant.name == "rows_are_placed":  # the step that loses a row is the reader
            engine.make("fewer", "SELECT * FROM growers WHERE source_row > 2")
            engine.rows("DROP VIEW growers")
            engine.make("growers", "SELECT * FROM fewer")
        homeless = reconcile(engine, world.receipt.reported, spoilt).homeless
    found = sorted(str(row["place"]) for row in homeless if row["proof"] == mutant.name)
    seen = len(found) == len(places) and all(f.startswith(p) for f, p in zip(found, places, strict=True))
    return "" if seen else "blind to its own spoilt step"


def changes_nothing(mutant: Mutant, engine: OnDuckDB, result: Reconciled, ours: dict[str, list[str]]) -> bool:
    """Say whether a mutant's own table is the same as ours, on an engine that holds our plan's tables."""
    if any(entry["kind"] == mutant.name for entry in result.not_run):
        return True
    try:
        if mutant.file not in ours:
            ours[mutant.file] = rows_of(engine, (HERE / f"{mutant.file}.sql").read_text(encoding="utf-8"))
        return rows_of(engine, mutant.text) == ours[mutant.file]
    except PremiumError:
        return False


def rows_of(engine: OnDuckDB, sql: str) -> list[str]:
    """Return a SELECT's rows in one order, after its columns and their types."""
    types = engine.rows(f"DESCRIBE {sql}")
    return [str([(row["column_name"], row["column_type"]) for row in types]), *sorted(map(str, engine.rows(sql)))]


def judge(share: int, only: Sequence[str]) -> tuple[dict[int, str], str]:
    """Return what kills which mutant in this share of the worlds, and what is wrong with the plan as it stands."""
    alive, killed, amiss, began = dict(enumerate(mutants(only))), dict[int, str](), "", time.monotonic()
    for world in worlds(share, WORKERS):
        with OnDuckDB(world.folder / "spill", threads=1) as engine:
            run_tables.load(engine, world.folder)
            result, ours = reconcile(engine, world.receipt.reported, all_kept(Plan())), dict[str, list[str]]()
            amiss = amiss or seen(engine, result, world)
            for number, mutant in list(alive.items()):
                told = ""
                if mutant.file.startswith("proofs/") and world.small is None:
                    with suppress(PremiumError):
                        told = proof_is_blind(mutant, world)
                if told or (
                    not changes_nothing(mutant, engine, result, ours) and (told := wrong(world, mutant.plan()))
                ):
                    killed[number] = told
                    del alive[number]
                    sys.stdout.write(f"{time.monotonic() - began:4.0f} s  {told:60}  {mutant}\n")
                    sys.stdout.flush()
    return killed, amiss


def mutants(only: Sequence[str]) -> list[Mutant]:
    """Read the list."""
    entries = [Mutant(**entry) for entry in tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]]
    return [m for m in entries if not only or m.file.startswith(tuple(only))]


def few(entries: list[Mutant]) -> list[str]:
    """Name the files with too few mutants: two for a step or check, one for a proof."""
    wanted = {
        f"{f.folder}/{f.name}": 1 if f.folder == "proofs" else 2 for f in (*STEPS, *CHECKS, *CONCLUSIONS, *PROOFS)
    }
    return [name for name, least in wanted.items() if sum(m.file == name for m in entries) < least]


def main(only: Sequence[str]) -> int:
    """Judge them all, and name the survivors."""
    entries = mutants(only)
    lines = [f"STALE    {m}" for m in entries if m.old not in (HERE / f"{m.file}.sql").read_text(encoding="utf-8")]
    if lines:
        sys.stdout.write("\n".join(lines) + "\n")
        return 1
    lines = [f"TOO FEW  {name}" for name in ([] if only else few(entries))]
    killed: dict[int, str] = {}
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        for found, amiss in pool.imap_unordered(partial(judge, only=only), range(WORKERS)):
            killed |= found
            lines += [f"WRONG    the plan as it stands: {amiss}"] if amiss else []
    for number, mutant in enumerate(entries):
        told = killed.get(number, "")
        if "Parser Error" in told or "Binder Error" in told:
            lines.append(f"NO SQL   {mutant}: {told}")
        elif told and mutant.equivalent:
            lines.append(f"KILLED   {mutant}: although {mutant.equivalent}; by {told}")
        elif not told and not mutant.equivalent:
            lines.append(f"SURVIVED {mutant}")
    said = f"{len(entries)} mutants, {len(killed)} killed, {len(lines)} to look at"
    sys.stdout.write("\n".join([*lines, said]) + "\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
