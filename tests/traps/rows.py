"""Rows of records for the traps, in cells of text as a file has them; amounts are given in cents, the rest in 10^-4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from oracle.world import Cells

DECEMBER = date(2025, 12, 1)


def decimal(units: int, places: int) -> str:
    """A whole number of smallest units as a decimal with all its places."""
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{places}d}"


@dataclass
class Rows:
    """Tables that grow row by row; identifiers are given in the order of making."""

    tables: dict[str, list[Cells]] = field(default_factory=dict)

    def add(self, table: str, cells: Mapping[str, str | None]) -> None:
        self.tables.setdefault(table, []).append(dict(cells))

    def join(self, other: Rows) -> None:
        """Take in the rows of another; identifiers are unique within a grower or buyer, and traps share neither."""
        for table, rows in other.tables.items():
            self.tables.setdefault(table, []).extend(rows)

    def _next(self, table: str, prefix: str) -> str:
        return f"{prefix}{len(self.tables.get(table, ()))}"

    def payment(self, who: tuple[str, str], cents: int, day: date = DECEMBER, **other: str | None) -> None:
        """A payment of `who`, a buyer and a grower, on a day."""
        cells = {"payment_id": self._next("payments", "p"), "buyer_id": who[0], "grower_id": who[1]}
        self.add("payments", {**cells, "paid_date": str(day), "amount": decimal(cents, 2), **other})

    def receipt(self, who: tuple[str, str], cents: int, day: date = DECEMBER, **other: str | None) -> None:
        """A receipt of `who`, a buyer and a grower, on a day."""
        cells = {"receipt_id": self._next("receipts", "r"), "buyer_id": who[0], "grower_id": who[1]}
        self.add("receipts", {**cells, "received_date": str(day), "amount": decimal(cents, 2), **other})

    def shipment(self, table: str, who: tuple[str, str], quantity_e4: int, day: date = DECEMBER, **other: str) -> None:
        """A row of purchases or sales: tomatoes by the pound, if nothing else is said."""
        cells = {f"{table[:-1]}_id": self._next(table, "s"), "buyer_id": who[0], "grower_id": who[1]}
        goods = {"product": "tomato-round", "unit": "lb", "quantity": decimal(quantity_e4, 4), "ship_date": str(day)}
        self.add(table, {**cells, **goods, **other})

    def wage(self, who: tuple[str, str], cents: int, day: date = DECEMBER, **other: str | None) -> None:
        """A qualifying wage line of `who`, a grower and a worker, with the pay period of one day."""
        self.add("payroll", {**self._line(who, cents, day), "kind": "piece", "job_class": "harvest", **other})

    def premium(self, who: tuple[str, str], cents: int, day: date = DECEMBER, **other: str | None) -> None:
        """A premium line of `who`, a grower and a worker."""
        self.add("payroll", {**self._line(who, cents, day), "kind": "premium", **other})

    def _line(self, who: tuple[str, str], cents: int, day: date) -> dict[str, str | None]:
        number = self._next("payroll", "")
        return {
            "line_id": f"l{number}", "grower_id": who[0], "worker_id": who[1], "check_id": f"c{number}",
            "check_date": str(day), "period_start": str(day), "period_end": str(day), "pay_code": "PAY",
            "amount": decimal(cents, 2),
        }  # fmt: skip


def together(parts: Iterable[Rows]) -> Rows:
    """The rows of several traps as one world."""
    whole = Rows()
    for part in parts:
        whole.join(part)
    return whole
