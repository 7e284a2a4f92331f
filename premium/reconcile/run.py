"""Runs the plan: steps, the checks that can run, what they conclude, and the proofs."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from premium.errors import ProgramError, ProofError
from premium.reconcile.plan import CHECKS, CONCLUSIONS, PROOFS, STEPS, Check, Sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from premium.engine import Engine
    from premium.program import Program

    Keep = Callable[[Engine, Sql], None]

FOUND = (
    "kind STRING, answers STRING, buyer_id STRING, grower_id STRING, worker_id STRING, period DATE, ref STRING, "
    "amount_cents BIGINT, quantity DECIMAL(28, 8), source_file STRING, source_row BIGINT"
)
"""The columns that every check gives, after its name."""

CONDITIONS = {
    "receipts": "SELECT EXISTS (SELECT 1 FROM reporting_growers) AS met",
    "minimum wages": "SELECT EXISTS (SELECT 1 FROM minimum_wages) AS met",
    "pool money": "SELECT has_money AS met FROM pool_checks",
}
"""What a check may need besides tables that were reported; a grower's receipts count by their rows (section 4)."""

REASONS = {
    "minimum wages": "the program has no minimum wages",
    "pool money": "no pool money is known: every origin's pool is zero",
}

TOLD = 20
"""How many places a failed proof names."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The three tuples and what follows from the checks; a test may run another plan than ours."""

    steps: Sequence[Sql] = STEPS
    checks: Sequence[Check] = CHECKS
    conclusions: Sequence[Sql] = CONCLUSIONS
    proofs: Sequence[Sql] = PROOFS


@dataclass(slots=True)
class Reconciled:
    """What a run of the plan leaves: which checks could not run and why, and what no proof may leave."""

    not_run: list[dict[str, str]] = field(default_factory=list)
    homeless: list[dict[str, Any]] = field(default_factory=list)


def _in_memory(engine: Engine, step: Sql) -> None:
    engine.make(step.name, step.text)


def reconcile(
    engine: Engine,
    reported: Sequence[str],
    plan: Plan | None = None,
    progress: Callable[[str], None] = lambda _: None,
    keep: Keep = _in_memory,
) -> Reconciled:
    """Run the plan on an engine that holds the clean tables, the program's rules, `files` and `rejects`.

    Steps that are kept are left behind as tables of their files' names, by `keep`. A proof that fails is told in
    `homeless`, not raised: who runs the plan decides what becomes of the folder.
    """
    plan = plan or Plan()
    result, done = Reconciled(), _done_with(plan)
    for step in plan.steps:
        progress(step.name)
        _step(engine, step, keep)
        _let_go(engine, done[step])
    ran = []
    for check in plan.checks:
        why = why_not(engine, check, reported)
        if why:
            result.not_run.append({"kind": check.name, "why": why})
        else:
            progress(check.name)
            engine.make(check.name, check.text)
            ran.append(check.name)
        _let_go(engine, done[check])
    engine.stack("found", FOUND, "kind", ran)
    for step in plan.conclusions:
        progress(step.name)
        _step(engine, step, keep)
        _let_go(engine, done[step])
    for proof in plan.proofs:
        progress(proof.name)
        wrong = engine.wrong(proof.name, proof.text, TOLD)
        result.homeless += [{"proof": proof.name, **row} for row in wrong]
        _let_go(engine, done[proof])
    return result


def _done_with(plan: Plan) -> dict[Sql, list[str]]:
    """Return, for each file of the plan, the tables that are made and that no later file reads, also through a view."""
    files: list[Sql] = [*plan.steps, *plan.checks, *plan.conclusions, *plan.proofs]
    words = {file: set(re.findall(r"\w+", file.text)) for file in files}
    last = {file.name: file for file in files if file.how == "made"}
    for number, file in enumerate(files):
        reads = set(words[file])
        for through in reversed(files[:number]):  # the last first: a view may read another
            if through.how == "seen" and through.name in reads:
                reads |= words[through]
        last |= {name: file for name in reads if name in last}
    done: dict[Sql, list[str]] = {file: [] for file in files}
    for name, file in last.items():
        done[file].append(name)
    return done


def _let_go(engine: Engine, names: Sequence[str]) -> None:
    for name in names:
        engine.drop(name)


def _step(engine: Engine, step: Sql, keep: Keep) -> None:
    match step.how:
        case "seen":
            engine.define(step.name, step.text)
        case "made":
            engine.make(step.name, step.text)
        case "kept":
            keep(engine, step)


def why_not(engine: Engine, check: Check, reported: Sequence[str]) -> str:
    """Return why a check cannot run, or nothing if it can."""
    for need in check.needs:
        parts = need.split(" or ")
        if not any(_met(engine, part, reported) for part in parts):
            return REASONS.get(need, f"nobody reported {need}")
    return ""


def _met(engine: Engine, need: str, reported: Sequence[str]) -> bool:
    if need in CONDITIONS:
        return bool(engine.rows(CONDITIONS[need])[0]["met"])
    return need in reported


def knows_its_findings(program: Program, plan: Plan) -> None:
    """See that each article of a program is about a kind of finding that the plan has.

    Raises:
        ProgramError: an entry names another kind; the finding it is meant for would lose its remedy.
    """
    kinds = [check.name for check in plan.checks]
    for code in program.code:
        if code.finding not in kinds:
            near = difflib.get_close_matches(code.finding, kinds, n=1)
            raise ProgramError(
                f"program {program.id}: [[code]] names the finding {code.finding!r}, and there is none of that name",
                hint=f"did you mean {near[0]}?" if near else f"the findings are {', '.join(kinds)}",
            )


def nothing_is_homeless(homeless: list[dict[str, Any]]) -> None:
    """See that no proof found anything.

    Raises:
        ProofError: a proof did; the message says which, where, and both sides.
    """
    if not homeless:
        return
    lines = [
        f"  {h['proof']}, {h['place']}: {h['left_side']} on one side, {h['right_side']} on the other" for h in homeless
    ]
    raise ProofError(
        "a proof failed, so no run was written; these cents or rows have no place:\n" + "\n".join(lines),
        hint="this is a fault in premium, not in your records: please report it with this message",
    )
