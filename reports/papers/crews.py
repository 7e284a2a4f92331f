"""Which crew a worker is of, for printing: a CSV file of grower_id, worker_id, crew."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from premium.errors import InputError
from reports.papers.printable import name

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

COLUMNS = ("grower_id", "worker_id", "crew")
MAX_BYTES = 50_000_000
TOLD = 10
"""Wrong rows that a message names."""
HINT = "the first row is grower_id,worker_id,crew; each other row has all three, and a worker of a grower once"

Crews = dict[tuple[str, str], str]


def read_crews(path: Path) -> Crews:
    """Return each worker's crew, by grower and worker.

    Raises:
        InputError: it is not such a list; the message names rows, columns, and values that are not a worker's.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint=HINT) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8", hint="save it as CSV UTF-8") from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB", hint=HINT)
    crews: Crews = {}
    try:
        faults = list(_fill(crews, text))
    except csv.Error as error:
        raise InputError(f"{path} cannot be read as CSV: {error}", hint=HINT) from error
    if faults:
        more = f"\n  and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        listed = "\n".join(f"  {fault}" for fault in faults[:TOLD])
        raise InputError(f"{path} has rows that cannot be used:\n{listed}{more}", hint=HINT)
    return crews


def unmatched(crews: Crews, known: Container[tuple[str, str]]) -> int:
    """Return how many rows name nobody who is known, by grower and worker."""
    return sum(1 for worker in crews if worker not in known)


def _fill(crews: Crews, text: str) -> Iterator[str]:
    """Fill in the crews, and give what is wrong with the rows."""
    rows = enumerate(csv.reader(StringIO(text, newline=""), strict=True), start=1)
    _, head = next(rows, (1, []))
    if tuple(title.strip() for title in head) != COLUMNS:
        yield f"row 1: the columns are {', '.join(COLUMNS)}, and not {name(', '.join(head))}"
        return
    for number, row in rows:
        if not row:
            continue
        if len(row) != len(COLUMNS):
            yield f"row {number}: {len(row)} values instead of {len(COLUMNS)}"
            continue
        grower, worker, crew = (value.strip() for value in row)
        empty = [column for column, value in zip(COLUMNS, (grower, worker, crew), strict=True) if not value]
        if empty:
            yield f"row {number}, column {empty[0]}: '' where a value is needed"
            continue
        if (grower, worker) in crews:
            yield f"row {number}, column worker_id: the worker of {name(grower)!r} stands in an earlier row too"
            continue
        crews[grower, worker] = crew
