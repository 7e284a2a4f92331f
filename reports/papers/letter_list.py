"""The list that goes with a letter: each finding that the grower answers, and the rows that prove it, as a workbook."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from reports import cells, kinds
from reports.words import head
from reports.workbook import FORMATS, OPTIONS, ROW_LIMIT, WIDEST, put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from premium.program import Program
    from reports.cells import Cell
    from reports.papers.tables import Row

COLUMNS: dict[str, Callable[[Any], Cell]] = {
    "finding_id": cells.text, "kind": lambda kind: cells.text(kinds.label(kind)), "article": cells.text,
    "class": cells.text, "title": cells.text, "remedy": cells.text, "due": cells.day, "worker_id": cells.text,
    "buyer_id": cells.text, "period": cells.day, "ref": cells.text, "amount_cents": cells.money,
    "quantity": cells.number,
}  # fmt: skip
PROOF: dict[str, Callable[[Any], Cell]] = {
    "finding_id": cells.text, "kind": lambda kind: cells.text(kinds.label(kind)), "source_file": cells.text,
    "source_row": cells.whole,
}  # fmt: skip
HEADS = {"due": "Due by"}


def workbook(program: Program, grower: str, dated: date, found: Sequence[Row], rows: Sequence[Row]) -> bytes:
    """Return the workbook of one grower's findings; the same ones give the same bytes."""
    content = BytesIO()
    made = datetime(dated.year, dated.month, dated.day, tzinfo=UTC).replace(tzinfo=None)
    with xlsxwriter.Workbook(content, OPTIONS | {"in_memory": True}) as book:
        book.set_properties({"title": f"Findings at {grower[:100]}, {program.name[:100]}", "created": made})
        formats = {look: book.add_format(what) for look, what in FORMATS.items()}
        _sheet(book.add_worksheet("findings"), COLUMNS, found, formats)
        _sheet(book.add_worksheet("rows that prove them"), PROOF, rows, formats)
    return content.getvalue()


def _sheet(sheet: Any, columns: dict[str, Callable[[Any], Cell]], rows: Sequence[Row], formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write rows under their heads; what is longer than a sheet is cut, and its last row says so."""
    for place, column in enumerate(columns):
        longest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.set_column(place, place, min(WIDEST, max(10, longest + 2)))
        sheet.write_string(0, place, HEADS.get(column) or head(column), formats["head"])
    sheet.freeze_panes(1, 1)
    shown = rows[: ROW_LIMIT - 2]
    for number, row in enumerate(shown, start=1):
        for place, (column, cell) in enumerate(columns.items()):
            if row[column] is not None:
                put(sheet, number, place, cell(row[column]), formats)
    if len(rows) > len(shown):
        left = f"{len(rows) - len(shown):,} more rows do not fit; the run’s tables have them."
        sheet.write_string(ROW_LIMIT - 1, 0, left, formats["loud"])
