"""Documents over a finished run: `report.html` for people, `findings.xlsx` for who works on.

    ask.py       questions to a run's tables: one SQL file of `sql/` each, or a whole table in batches
    facts.py     what the report says, as frozen dataclasses; all money in it comes out of a SELECT
    words.py     the words for it; answer.py: the first sentence
    pictures.py  the same numbers, drawn
    html.py      facts -> report.html            workbook.py, csv_files.py   tables -> findings.xlsx
    ingested.py  a sender's file, before any run -> the page of what became of each of its rows

Importing this package is quick: what draws and writes is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.sender import SenderFile
    from premium.run_folder import RunFolder


def write_report(run: RunFolder, memory: str | None = None) -> Path:
    """Write a run's `report.html` into its folder, whole or not at all, and return its path."""
    from reports.html import write  # noqa: PLC0415 - see above

    return write(run, memory)


def write_workbook(run: RunFolder, memory: str | None = None) -> list[Path]:
    """Write a run's `findings.xlsx`, and a CSV file for each table that no sheet can hold, and return their paths."""
    from reports.workbook import write  # noqa: PLC0415 - see above

    return write(run, memory=memory)


def write_ingested(read: SenderFile, folder: Path) -> tuple[Path, Path]:
    """Write what became of a sender's file into a folder, as a page and a CSV of its lists, and return the paths."""
    from reports.ingested import write  # noqa: PLC0415 - see above

    return write(read, folder)
