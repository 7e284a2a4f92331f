# ruff: noqa: E501 - a table is a line
"""The tables of the code are the tables of the contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from premium.schema import as_table_schema, as_text
from premium.tables import BASES, INPUTS, OUTPUTS, PAY_KINDS, PAYMENT_MODES, STANDINGS, WAGE_KINDS, Column

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACT = ROOT.parent / "shared" / "contract.md"

WHAT_COMES_IN = {
    "purchases": "purchase_id buyer_id grower_id product unit quantity ship_date payment_mode?",
    "sales": "sale_id buyer_id grower_id product unit quantity ship_date payment_mode?",
    "payments": "payment_id buyer_id grower_id paid_date amount for_period?",
    "receipts": "receipt_id buyer_id grower_id received_date amount for_period?",
    "payroll": "line_id? grower_id worker_id check_id check_date period_start period_end pay_code kind job_class? units? hours? "
    "rate? amount for_period?",
    "growers": "grower_id from_date? name? place? basis?",
    "standing": "grower_id standing from_date until_date?",
}
UNIQUE = {
    "purchases": ("buyer_id", "purchase_id"),
    "sales": ("grower_id", "sale_id"),
    "payments": ("buyer_id", "payment_id"),
    "receipts": ("grower_id", "receipt_id"),
    "payroll": ("grower_id", "line_id"),
    "growers": ("grower_id", "from_date"),
    "standing": ("grower_id", "from_date"),
}
WHAT_GOES_OUT = {
    "buyer_ledger": "buyer_id grower_id period due_cents paid_cents received_cents outstanding_cents",
    "origins": "grower_id period landed_period pool_cents retained_cents distributable_cents deadline",
    "pools": "grower_id period pool_cents retained_cents distributable_cents deadline reached_cents short_cents excess_cents cause",
    "entitlements": "grower_id period worker_id basis entitled_cents paid_cents reached_cents short_cents excess_cents status",
    "premium_lines": "grower_id worker_id line_id line_period period amount_cents status source_file source_row",
    "passthrough": "buyer_id grower_id period pool_cents retained_cents distributable_cents reached_cents short_cents",
    "wages": "grower_id worker_id period_start period_end earned_cents required_cents premium_cents",
    "findings": "finding_id kind answers buyer_id grower_id worker_id period ref amount_cents quantity article class title remedy "
    "remedy_days",
    "evidence": "finding_id source_file source_row",
    "rejects": "table_name source_file source_row column_name value reason",
}
TYPES = {
    "period": "DATE",
    "landed_period": "DATE",
    "line_period": "DATE",
    "deadline": "DATE",
    "period_start": "DATE",
    "period_end": "DATE",
    "basis": "BIGINT",
    "source_row": "BIGINT",
    "quantity": "DECIMAL(28,8)",
    "remedy_days": "INTEGER",
}


def written(column: Column) -> str:
    return column.name + ("" if column.required else "?")


def contract_rows(section: str) -> Iterator[list[str]]:
    """The cells of the first table of a section of the contract."""
    if not CONTRACT.is_file():
        pytest.skip("the contract does not lie beside this clone; the literal expectations stand in for it")
    text = CONTRACT.read_text(encoding="utf-8")
    part = re.split(r"^## ", text, flags=re.MULTILINE)[int(section)]
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and cells[0].startswith("`"):
            yield cells


def test_inputs_have_the_contracts_columns() -> None:
    assert {name: " ".join(map(written, table.columns)) for name, table in INPUTS.items()} == WHAT_COMES_IN
    assert {name: table.key for name, table in INPUTS.items()} == UNIQUE
    days = {name: table.day for name, table in INPUTS.items()}
    assert days == {
        "purchases": "ship_date",
        "sales": "ship_date",
        "payments": "paid_date",
        "receipts": "received_date",
        "payroll": "check_date",
        "growers": None,
        "standing": None,
    }


def test_outputs_have_the_contracts_columns_and_types() -> None:
    assert {name: " ".join(output.columns) for name, output in OUTPUTS.items()} == WHAT_GOES_OUT
    for output in OUTPUTS.values():
        for column, kind in output.columns.items():
            assert kind == TYPES.get(column, "BIGINT" if column.endswith("_cents") else "VARCHAR"), column
        assert list(output.columns)[: len(output.key)] == list(output.key) or output.name == "premium_lines"


def test_the_contract_as_it_is_written_says_the_same_of_inputs() -> None:
    seen = {}
    for name, columns, unique in contract_rows("2"):
        plain = re.sub(r"\([^)]*\)|`[a-z]+` default|`[a-z]+`", "", columns)
        seen[name.strip("`")] = re.findall(r"[a-z_]+\??", plain)
        owner = INPUTS[name.strip("`")].key
        assert all(word in " ".join(owner) for word in unique.replace(" and ", " ").split()), name
        scales = dict(re.findall(r"([a-z_]+)\?? \(18,(\d)\)", columns))
        assert scales == {
            c.name: {"money": "2", "number": "4"}[c.type]
            for c in INPUTS[name.strip("`")].columns
            if c.type in {"money", "number"}
        }
    assert seen == {name: [written(c) for c in table.columns] for name, table in INPUTS.items()}


def test_the_contract_as_it_is_written_says_the_same_of_outputs() -> None:
    seen = {}
    for name, columns in contract_rows("11"):
        plain = re.sub(r"\([^)]*\)", "", columns).partition(";")[0]
        seen[name.strip("`")] = re.findall(r"[a-z_]+", plain)
    assert seen == {name: list(output.columns) for name, output in OUTPUTS.items()}


def test_the_lists_of_words_are_the_contracts() -> None:
    assert PAY_KINDS == (
        "piece",
        "hourly",
        "overtime",
        "makeup",
        "other_wage",
        "premium",
        "bonus",
        "deduction",
        "tax",
        "reimbursement",
    )
    assert PAY_KINDS[:5] == WAGE_KINDS
    assert PAYMENT_MODES == ("separate", "embedded")
    assert STANDINGS == ("participating", "probation", "suspended")
    assert BASES == ("gross", "hours", "units", "equal")
    chosen = {(t.name, c.name): c.choices for t in INPUTS.values() for c in t.columns if c.choices}
    assert chosen == {
        ("purchases", "payment_mode"): PAYMENT_MODES,
        ("sales", "payment_mode"): PAYMENT_MODES,
        ("payroll", "kind"): PAY_KINDS,
        ("growers", "basis"): BASES,
        ("standing", "standing"): STANDINGS,
    }


def test_only_what_every_rule_reads_alike_has_a_value_where_it_is_absent() -> None:
    filled = {f"{t.name}.{c.name}": c.absent for t in INPUTS.values() for c in t.columns if c.absent is not None}
    assert filled == {
        "purchases.payment_mode": "separate",
        "sales.payment_mode": "separate",
        "payroll.job_class": "",
        "payroll.units": 0,
        "payroll.hours": 0,
    }


def test_a_columns_stored_name_ends_in_its_unit() -> None:
    assert INPUTS["payroll"].column("amount").stored == "amount_cents"
    assert INPUTS["payroll"].column("hours").stored == "hours_e4"
    assert INPUTS["payroll"].column("check_date").stored == "check_date"
    with pytest.raises(KeyError):
        INPUTS["payroll"].column("wage")


def test_the_schema_says_each_column_its_meaning_and_its_limits() -> None:
    text = as_text()
    resources = {r["name"]: r["schema"]["fields"] for r in as_table_schema()["resources"]}
    for table in INPUTS.values():
        for column, told in zip(table.columns, resources[table.name], strict=True):
            assert column.meaning in text
            assert told["description"] == column.meaning
            assert told["constraints"]["required"] is column.required
            assert told["constraints"].get("enum") == (list(column.choices) or None)
    amount = next(f for f in resources["payments"] if f["name"] == "amount")["constraints"]["pattern"]
    quantity = next(f for f in resources["purchases"] if f["name"] == "quantity")["constraints"]["pattern"]
    for pattern, good, bad in (
        (
            amount,
            ["0", "-5.25", "9999999999999999.99", "0007"],
            ["1.234", "+1", ".5", "5.", "1e3", "99999999999999999"],
        ),
        (quantity, ["0.0001", "99999999999999"], ["0.00001", "999999999999999"]),
    ):
        assert all(re.fullmatch(pattern, text) for text in good)
        assert not any(re.fullmatch(pattern, text) for text in bad)


def test_the_contract_in_the_docs_is_the_contract() -> None:
    if not CONTRACT.is_file():
        pytest.skip("the shared folder is not here, so there is nothing to compare the contract with")
    assert (ROOT / "docs" / "contract.md").read_text(encoding="utf-8") == CONTRACT.read_text(encoding="utf-8")
