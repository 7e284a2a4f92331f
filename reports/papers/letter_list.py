"""The list that goes with a letter, as a workbook in its language.

First whose it is, then each finding that the grower answers, the rows that prove them, and the rows that could not be
used.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from reports import cells, fixes
from reports.workbook import FORMATS, OPTIONS, ROW_LIMIT, WIDEST, put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reports.cells import Cell
    from reports.papers.letter_words import Facts, Told
    from reports.papers.tables import Row

    Columns = list[tuple[str, Callable[[Row], Cell]]]
    """A sheet's columns: the head of each, and what makes a row's cell."""

WIDE = 90
NOTHING = cells.Cell("text", None)


def workbook(told: Told, facts: Facts) -> bytes:
    """Return the workbook of one grower's findings; the same ones give the same bytes."""
    say = told.speech.say
    content = BytesIO()
    made = datetime(told.dated.year, told.dated.month, told.dated.day, tzinfo=UTC).replace(tzinfo=None)
    title = say("Findings at {grower}, {program}", grower=told.addressee, program=told.program.name[:100])
    with xlsxwriter.Workbook(content, OPTIONS | {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": made})
        formats = {look: book.add_format(what) for look, what in FORMATS.items()}
        _about(book.add_worksheet(say("letter")), told, facts, formats)
        more = say("{number} more rows do not fit; the run’s tables have them.", number="{number}")
        for name, columns, rows in (
            (say("findings"), _findings(told), facts.listed),
            (say("rows that prove them"), _proof(told), facts.rows),
            (say("rows set aside"), _aside(told), facts.gaps.aside),
        ):
            _sheet(book.add_worksheet(name), columns, rows, formats, more)
    return content.getvalue()


def _about(sheet: Any, told: Told, facts: Facts, formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write the first sheet: whose this is, of which run and day, and what could not be seen."""
    say = told.speech.say
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, WIDE)
    lines: list[tuple[str, Cell]] = [
        (say("Grower"), cells.text(told.called or told.grower_id)),
        (say("The grower’s identifier"), cells.text(told.grower_id)),
        (say("Program"), cells.text(told.program.name)),
        (say("Records as of"), cells.day(told.as_of)),
        (say("Day of the letter"), cells.day(told.dated)),
        (say("Draft"), cells.text(say("yes") if told.draft else say("no"))),
        (say("Run"), cells.text(told.run)),
    ]
    sheet.write_string(0, 0, say("What was found at {grower}", grower=told.addressee), formats["title"])
    for row, (what, cell) in enumerate(lines, start=2):
        sheet.write_string(row, 0, what, formats["head"])
        put(sheet, row, 1, cell, formats)
    for row, line in enumerate([*told.marks, *told.unsaid(facts.gaps), *told.unseen(facts.gaps)], start=len(lines) + 3):
        sheet.write_string(row, 0, line, formats["loud"])


def _findings(told: Told) -> Columns:
    say = told.speech.say
    return [
        (say("Finding"), _of("finding_id")),
        (say("What"), lambda row: cells.text(told.label(row["kind"]))),
        (say("Article"), _of("article")),
        (say("Class"), lambda row: _text(row["class"] and told.grade(row["class"]))),
        (say("Title"), lambda row: _text(told.title(row))),
        (say("To do"), lambda row: _text(told.remedy(row))),
        (say("Due by"), _of("due", cells.day)),
        (say("Worker"), _of("worker_id")),
        (say("Buyer"), _of("buyer_id")),
        (say("Period"), _of("period", cells.day)),
        (say("Reference"), _of("ref")),
        (say("Amount"), _of("amount_cents", cells.money)),
        (say("Quantity"), _of("quantity", cells.number)),
    ]


def _proof(told: Told) -> Columns:
    say = told.speech.say
    return [
        (say("Finding"), _of("finding_id")),
        (say("What"), lambda row: cells.text(told.label(row["kind"]))),
        *_place(told),
    ]


def _aside(told: Told) -> Columns:
    say = told.speech.say
    return [
        *_place(told),
        (say("Column"), _of("column_name")),
        (say("Why"), _of("reason")),
        (say("To do"), lambda row: cells.text(say(fixes.fix(row["reason"])))),
    ]


def _place(told: Told) -> Columns:
    """Return the columns that say where a row stands: in the file as it was sent, where that is known."""
    say = told.speech.say
    tables = {"payroll": say("payroll"), "receipts": say("receipts"), "sales": say("sales"),
              "payments": say("payments"), "purchases": say("purchases"), "growers": say("growers"),
              "standing": say("standing")}  # fmt: skip
    return [
        (say("Records"), lambda row: _text(tables.get(row["table_name"], row["table_name"]))),
        (say("File"), _of("from_file")),
        (say("Sheet"), _of("from_sheet")),
        (say("Row"), _of("from_row", cells.whole)),
    ]


def _of(column: str, make: Callable[[Any], Cell] = cells.text) -> Callable[[Row], Cell]:
    """Return what makes a cell of a column; where there is no value, nothing is written."""
    return lambda row: NOTHING if row[column] is None else make(row[column])


def _text(said: str | None) -> Cell:
    return NOTHING if said is None else cells.text(said)


def _sheet(sheet: Any, columns: Columns, rows: Sequence[Row], formats: dict[str, Any], more: str) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write rows under their heads; what is longer than a sheet is cut, and its last row says so."""
    shown = [[make(row) for _, make in columns] for row in rows[: ROW_LIMIT - 2]]
    for place, (head, _) in enumerate(columns):
        longest = max((len(str(row[place].value)) for row in shown), default=0)
        sheet.set_column(place, place, min(WIDEST, max(10, len(head) + 2, longest + 2)))
        sheet.write_string(0, place, head, formats["head"])
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(shown, start=1):
        for place, cell in enumerate(row):
            put(sheet, number, place, cell, formats)
    if len(rows) > len(shown):
        sheet.write_string(ROW_LIMIT - 1, 0, more.format(number=f"{len(rows) - len(shown):,}"), formats["loud"])
