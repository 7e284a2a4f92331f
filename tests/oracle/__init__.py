"""The oracle: the contract once more, slow and plain, to judge the engines by. Only the standard library."""

from __future__ import annotations

from datetime import date
from typing import Any

from . import findings, findings_money, tables
from .facts import Facts, compute
from .not_run import not_run
from .reading import read_world
from .terms import read_program
from .world import Rows, World

__all__ = ["World", "reconcile"]


def all_findings(facts: Facts) -> Rows:
    """Section 10, every kind of finding."""
    return [
        *findings_money.ledger_findings(facts),
        *findings_money.late_payment_findings(facts),
        *findings_money.volume_findings(facts),
        *findings_money.receipt_findings(facts),
        *findings_money.purchase_findings(facts),
        *findings.origin_findings(facts),
        *findings.pool_findings(facts),
        *findings.worker_findings(facts),
        *findings.line_findings(facts),
        *findings_money.wage_findings(facts),
    ]


def reconcile(world: World, program: dict[str, Any], as_of: date) -> dict[str, Any]:
    """A world and a program file to the tables of section 11 (without `evidence` and `finding_id`).

    `not_run` is a list of kinds of findings, every other value a list of rows.
    """
    facts = compute(read_world(world, as_of), read_program(program), as_of)
    rows = {
        "buyer_ledger": tables.buyer_ledger(facts),
        "origins": tables.origins(facts),
        "pools": tables.pools(facts),
        "entitlements": tables.entitlements(facts),
        "premium_lines": tables.premium_lines(facts),
        "passthrough": tables.passthroughs(facts),
        "wages": tables.wages(facts),
        "findings": all_findings(facts),
        "rejects": facts.records.rejects,
    }
    return {**{name: tables.in_order(table) for name, table in rows.items()}, "not_run": not_run(facts)}
