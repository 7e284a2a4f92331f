"""What became of one sender's file, for people: a page, and a CSV with its lists whole.

The numbers are `premium.ingest.sender.account`'s. Neither document holds a worker's name or id, nor any cell of the
file but what products are called.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.ingest.sender.account import Part, account
from premium.money import MONEY_DECIMALS, NUMBER_DECIMALS
from reports import spell
from reports.ask import Listing
from reports.cells import cents_text
from reports.csv_files import as_text
from reports.html import environment
from reports.safely import written
from reports.worth import remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from premium.ingest.sender import ControlTotal, SenderFile, UnreadTotal
    from premium.ingest.sender.account import Account

MOST = 100
"""Texts of products that the page shows of a list; the CSV beside it has all of them."""
TEXT = 160
"""Characters of a product's text that the page shows."""
HASH_SHOWN = 8
WIDE = frozenset({"what", "text", "why", "remarks"})


def write(read: SenderFile, folder: Path) -> tuple[Path, Path]:
    """Write a file's page and its lists into a folder, each whole or not at all, and return their paths.

    They are called by the file and the beginning of its SHA-256: two senders may call their files the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    accounted, name = account(read), f"{Path(read.name).name}-{read.sha256[:HASH_SHOWN]}"
    page, lists = folder / f"{name}.ingested.html", folder / f"{name}.ingested.csv"
    with written(page) as building:
        building.write_text(render(read, accounted, lists.name), encoding="utf-8")
    with written(lists) as building, building.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(_csv(accounted))
    return page, lists


def render(read: SenderFile, accounted: Account, lists: str) -> str:
    """Return the page's HTML; `lists` is the name of the CSV file beside it."""
    env = environment("month")
    env.filters["cell"] = _cell
    env.globals["wide"] = WIDE
    return env.get_template("ingested.html.j2").render(
        read=read, accounted=accounted, lists=lists,
        sentence=sentence(read, accounted), problem=problem(read, accounted),
        in_unit=f" (quantities in {spell.clip(accounted.unit)})" if accounted.unit else "",
        below=_listing(accounted, _with_all("All rows below the header", accounted.below), "what", "rows"),
        standing=_listing(accounted, _with_all("All lines that stand", accounted.standing), "of"),
        aside=_listing(accounted, _with_all("All lines set aside", accounted.aside), "why"),
        undecided=Part.summed("", accounted.unmapped).rows,
        unmapped=_listing(accounted, accounted.unmapped, "text", most=MOST),
        uncovered=_listing(accounted, accounted.uncovered, "text", "rows", most=MOST),
        totals=_totals(read.totals),
        unread=_unread(read.unread_totals),
    )  # fmt: skip


def sentence(read: SenderFile, accounted: Account) -> str:
    """Say what became of the file."""
    rows, taken, aside = sum(part.rows for part in accounted.below), len(read.taken), len(read.set_aside)
    stand = f"{spell.count(taken, 'line')} of {read.table} {'stands' if taken == 1 else 'stand'}"
    wait = f"{spell.count(aside, 'line')} {'is' if aside == 1 else 'are'} set aside" if aside else "none is set aside"
    return f"{spell.count(rows, 'row')} below the header: {stand}, and {wait}."


def problem(read: SenderFile, accounted: Account) -> str:
    """Say why nothing may be done with what came of the file, if so."""
    if not accounted.adds_up:
        return (
            f"This does not add up: the file has {accounted.rows:,} rows, and {accounted.accounted:,} are accounted "
            "for. That is a fault in premium; please report it, and do not use what came of this file."
        )
    if not read.totals_agree:
        apart, unread = (sum(not t.agrees for t in read.totals), sum(not t.known for t in read.unread_totals))
        said = [
            f"{spell.count(apart, 'total')} that the file states {'is' if apart == 1 else 'are'} not what was read."
        ]
        unread_said = (
            f"{spell.count(unread, 'number')} in its total rows {'stands' if unread == 1 else 'stand'} in columns from "
            "which nothing is read."
        )
        return " ".join([*said * bool(apart), *[unread_said] * bool(unread)])
    return ""


def _with_all(what: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Add a last part that adds the others up."""
    return (*parts, Part.summed(what, parts)) if parts else ()


def _listing(
    accounted: Account, parts: Iterable[Part], key: str, counted: str = "lines", most: int | None = None
) -> Listing:
    return _listed([_row(accounted, part, key, counted) for part in parts], most)


def _listed(rows: list[dict[str, Any]], most: int | None = None) -> Listing:
    return Listing(tuple(rows[0]) if rows else (), tuple(rows[:most]), len(rows))


def _row(accounted: Account, part: Part, key: str, counted: str) -> dict[str, Any]:
    row: dict[str, Any] = {key: part.what, counted: part.rows}
    if not accounted.measure:
        return row
    size = part.measure if accounted.measure == "amount" else _number(part.measure, NUMBER_DECIMALS)
    called = "amount_cents" if accounted.measure == "amount" else "quantity"
    return row | {called: size, "below_zero": part.below_zero, "not_read": part.not_read}


def _number(scaled: int | None, places: int) -> Decimal | None:
    return None if scaled is None else Decimal(scaled).scaleb(-places)


def _totals(totals: tuple[ControlTotal, ...]) -> Listing:
    rows = []
    for total in totals:
        places = MONEY_DECIMALS if total.column == "amount" else NUMBER_DECIMALS
        numbers = {"stated": total.stated, "read": total.read, "difference": total.difference}
        told = {name: _number(value, places) for name, value in numbers.items()}
        row = {"row": total.row, "sheet": total.sheet or None, "total_of": total.title, **told}
        rows.append({**row, "remarks": "; ".join(remarks(total)) or None} if any(map(remarks, totals)) else row)
    return _listed(rows)


def _unread(totals: tuple[UnreadTotal, ...]) -> Listing:
    return _listed([
        {"row": t.row, "sheet": t.sheet or None, "total_of": t.title, "says": t.stated,
         "on_purpose": "yes" if t.known else "no"}
        for t in totals
    ])  # fmt: skip


def _cell(value: Any, column: str) -> str:  # noqa: ANN401 - a value is whatever the list holds
    return spell.clip(value, TEXT) if isinstance(value, str) else spell.cell(column, value, "month")


def _csv(accounted: Account) -> Iterator[list[str]]:
    """Yield the rows of the CSV: every list of the page, none of it cut."""
    lists = {
        "every row below the header": accounted.below,
        "lines that stand": accounted.standing,
        "lines set aside": accounted.aside,
        "products not decided": accounted.unmapped,
        "products decided to be none of the program's": accounted.uncovered,
    }
    yield ["list", "what", "rows", *([accounted.measure, "below_zero", "not_read"] if accounted.measure else [])]
    for name, parts in lists.items():
        for part in parts:
            _, *numbers = _row(accounted, part, "what", "rows").items()
            yield [name, as_text(part.what), *(_plain(column, value) for column, value in numbers)]


def _plain(column: str, value: Any) -> str:  # noqa: ANN401 - a value is whatever the list holds
    if value is None:
        return ""
    return cents_text(value) if column.endswith("_cents") else str(value)
