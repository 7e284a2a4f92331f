"""Section 2: text to typed rows; misfits are set aside, rows dated after `as_of` are not looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .cells import Column, is_absent, read_cell
from .world import (
    BASES,
    MODES,
    OTHER_KINDS,
    STANDINGS,
    WAGE_KINDS,
    Cells,
    GrowerRow,
    PayLine,
    Records,
    Rows,
    Shipment,
    Source,
    StandingRow,
    Transfer,
    World,
)

Values = dict[str, Any]
Key = tuple[Any, ...]


def text(name: str, required: bool = True, choices: frozenset[str] = frozenset()) -> Column:
    """A text column of section 2."""
    return Column(name, "text", required, 0, choices)


def day(name: str, required: bool = True) -> Column:
    """A date column of section 2."""
    return Column(name, "date", required)


def number(name: str, scale: int, required: bool = True) -> Column:
    """A decimal column (18,scale) of section 2."""
    return Column(name, "number", required, scale)


@dataclass(frozen=True)
class Spec:
    """One row of the table in section 2; the last column of `unique` is the identifier itself."""

    columns: tuple[Column, ...]
    unique: tuple[str, str]
    dated: str | None
    build: Callable[[Values, Source], Any]


def shipment_columns(id_name: str) -> tuple[Column, ...]:
    """Section 2, `purchases` and `sales`."""
    ids = tuple(text(name) for name in (id_name, "buyer_id", "grower_id", "product", "unit"))
    return (*ids, number("quantity", 4), day("ship_date"), text("payment_mode", False, MODES))


def transfer_columns(id_name: str, date_name: str) -> tuple[Column, ...]:
    """Section 2, `payments` and `receipts`."""
    ids = tuple(text(name) for name in (id_name, "buyer_id", "grower_id"))
    return (*ids, day(date_name), number("amount", 2), day("for_period", False))


PAYROLL = (
    text("line_id", False),
    text("grower_id"),
    text("worker_id"),
    text("check_id"),
    day("check_date"),
    day("period_start"),
    day("period_end"),
    text("pay_code"),
    text("kind", True, WAGE_KINDS | OTHER_KINDS),
    text("job_class", False),
    number("units", 4, False),
    number("hours", 4, False),
    number("rate", 4, False),
    number("amount", 2),
    day("for_period", False),
)
GROWERS = (
    text("grower_id"),
    day("from_date", False),
    text("name", False),
    text("place", False),
    text("basis", False, BASES),
)
STANDING = (text("grower_id"), text("standing", True, STANDINGS), day("from_date"), day("until_date", False))


def build_shipment(id_name: str) -> Callable[[Values, Source], Shipment]:
    """Section 2: `separate` is the default payment mode."""
    return lambda v, source: Shipment(
        v[id_name], v["buyer_id"], v["grower_id"], v["product"], v["unit"], v["quantity"], v["ship_date"],
        v["payment_mode"] or "separate", source,
    )  # fmt: skip


def build_transfer(id_name: str, date_name: str) -> Callable[[Values, Source], Transfer]:
    """A payment or a receipt."""
    return lambda v, source: Transfer(
        v[id_name], v["buyer_id"], v["grower_id"], v[date_name], v["amount"], v["for_period"], source
    )


def build_pay_line(v: Values, source: Source) -> PayLine:
    """A pay line; `rate` is only checked, nothing in the contract is computed from it."""
    return PayLine(
        v["line_id"], v["grower_id"], v["worker_id"], v["check_id"], v["check_date"], v["period_start"],
        v["period_end"], v["pay_code"], v["kind"], v["job_class"], v["units"], v["hours"], v["amount"],
        v["for_period"], source,
    )  # fmt: skip


SPECS: dict[str, Spec] = {
    "purchases": Spec(
        shipment_columns("purchase_id"),
        ("buyer_id", "purchase_id"),
        "ship_date",
        build_shipment("purchase_id"),
    ),
    "sales": Spec(shipment_columns("sale_id"), ("grower_id", "sale_id"), "ship_date", build_shipment("sale_id")),
    "payments": Spec(
        transfer_columns("payment_id", "paid_date"),
        ("buyer_id", "payment_id"),
        "paid_date",
        build_transfer("payment_id", "paid_date"),
    ),
    "receipts": Spec(
        transfer_columns("receipt_id", "received_date"),
        ("grower_id", "receipt_id"),
        "received_date",
        build_transfer("receipt_id", "received_date"),
    ),
    "payroll": Spec(PAYROLL, ("grower_id", "line_id"), "check_date", build_pay_line),
    "growers": Spec(
        GROWERS,
        ("grower_id", "from_date"),
        None,
        lambda v, source: GrowerRow(v["grower_id"], v["from_date"], v["place"], v["basis"], source),
    ),
    "standing": Spec(
        STANDING,
        ("grower_id", "from_date"),
        None,
        lambda v, s: StandingRow(v["grower_id"], v["standing"], v["from_date"], v["until_date"], s),
    ),
}


def read_row(spec: Spec, cells: Cells) -> tuple[Values, str | None, str | None]:
    """All values, and the first offending column (in the order of section 2's table) with its reason."""
    values: Values = {}
    for column in spec.columns:
        value, reason = read_cell(column, cells.get(column.name))
        if reason is None and column.name == "period_end" and value < values["period_start"]:
            reason = "ends_before_start"
        if reason is not None:
            return values, column.name, reason
        values[column.name] = value
    return values, None, None


def set_aside(table: str, source: Source, column: str, cells: Cells, reason: str) -> dict[str, Any]:
    """Section 2: "set aside in `rejects` with file, row, column, value and reason"."""
    raw = cells.get(column)
    value = None if is_absent(raw) else raw
    return {
        "table_name": table,
        "source_file": source.file,
        "source_row": source.row,
        "column_name": column,
        "value": value,
        "reason": reason,
    }


def read_table(table: str, files: dict[str, list[Cells]], as_of: date, rejects: Rows) -> tuple[list[Any], int]:
    """The rows looked at and how many are *later*; "the first in order of source file and row stays".

    A row set aside does not use up its identifier; a later row does. Only pay lines may have no identifier,
    for "an empty `from_date` is a value like any other".
    """
    spec, taken, later = SPECS[table], [], 0
    used: set[Key] = set()
    for file in sorted(files, key=lambda name: name.encode()):
        for index, cells in enumerate(files[file]):
            source = Source(file, index + 2)
            values, column, reason = read_row(spec, cells)
            if column is None:
                key = tuple(values[name] for name in spec.unique)
                named = spec.unique[1] == "from_date" or key[1] is not None
                if named and key in used:
                    column, reason = spec.unique[1], "used_before"
                used.add(key)
            if column is not None and reason is not None:
                rejects.append(set_aside(table, source, column, cells, reason))
            elif spec.dated is not None and values[spec.dated] > as_of:
                later += 1
            else:
                taken.append(spec.build(values, source))
    return taken, later


def read_world(world: World, as_of: date) -> Records:
    """Every reported table read; an absent one stays None."""
    records = Records()
    for table in SPECS:
        if table in world:
            taken, records.later[table] = read_table(table, world[table], as_of, records.rejects)
            setattr(records, table, taken)
    return records
