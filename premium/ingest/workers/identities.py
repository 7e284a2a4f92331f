"""`identities.csv`: which two identifiers are one person at a grower, who confirmed it and when, and who took it back.

The file is people's word. It is read strictly, because a slip in it gives one person's premium to another: what does
not fit stops the run and is named by its row. Nothing is ever deleted from it; what is taken back says by whom.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from premium.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "identities.csv"
COLUMNS = (
    "grower_id", "worker_id", "is_worker_id", "reason", "confirmed_by", "confirmed_on", "ended_by", "ended_on",
)  # fmt: skip
NEEDED = COLUMNS[:6]
"""The cells of a row that may not be empty; the other two are filled in together, or not at all."""
MAX_BYTES = 50_000_000
FIRST_ROW = 2

LOST_ZEROS = "a spreadsheet program may have taken leading zeros away: correct it in a text editor"


@dataclass(frozen=True, slots=True)
class Identity:
    """One row: at this grower `worker_id` is the same person as `is_worker_id`, as somebody confirmed on a day.

    `source_row` is the row that a spreadsheet shows, 0 for one that is in no file yet.
    """

    grower_id: str
    worker_id: str
    is_worker_id: str
    reason: str
    confirmed_by: str
    confirmed_on: date
    ended_by: str = ""
    ended_on: date | None = None
    source_row: int = 0

    @property
    def stands(self) -> bool:
        """Whether it is applied: it was not taken back."""
        return self.ended_on is None


@dataclass(frozen=True, slots=True)
class Identities:
    """The whole file: its fingerprint and size in bytes, and its rows in order."""

    sha256: str = ""
    size: int = 0
    rows: tuple[Identity, ...] = ()

    @property
    def standing(self) -> tuple[Identity, ...]:
        """The rows that are applied."""
        return tuple(row for row in self.rows if row.stands)


def read(path: Path) -> Identities:
    """Read the file.

    Raises:
        InputError: it cannot be read, or a row does not say what it must; the message names the row.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{FILE} cannot be read: {error}", hint="give premium the right to read it") from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{FILE} is larger than it can be ({MAX_BYTES:,} bytes)", hint="is it another file?")
    rows = tuple(_row(cells, number) for number, cells in _records(content))
    agree(rows)
    return Identities(hashlib.sha256(content).hexdigest(), len(content), rows)


def _records(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the cells of each row by column; empty lines are nothing."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{FILE} is not UTF-8 text", hint="save it as CSV UTF-8") from error
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(
            f"{FILE}: {error}", hint="a quotation mark there is not closed, or stands undoubled"
        ) from error
    header = records[0] if records else []
    if sorted(header) != sorted(COLUMNS):
        raise InputError(
            f"{FILE}: its columns must be {', '.join(COLUMNS)}; {_wrong_header(header)}",
            hint="the first line names the columns, with commas between them",
        )
    for number, cells in enumerate(records[1:], FIRST_ROW):
        if cells and len(cells) != len(header):
            raise InputError(
                f"{FILE} row {number}: the row has {len(cells)} cells, the header {len(header)}",
                hint="a comma within a cell wants quotation marks around the cell",
            )
    return [(number, dict(zip(header, cells, strict=True)))
            for number, cells in enumerate(records[1:], FIRST_ROW) if cells]  # fmt: skip


def _wrong_header(header: list[str]) -> str:
    missing = [c for c in COLUMNS if c not in header]
    strange = [c for c in header if c not in COLUMNS]
    if missing:
        return f"{', '.join(missing)} is missing" if len(missing) == 1 else f"{', '.join(missing)} are missing"
    return f"{strange[0]!r} is not one of them" if strange else "one of them stands there twice"


def _row(cells: dict[str, str], number: int) -> Identity:
    empty = [column for column in NEEDED if not cells[column].strip()]
    if empty:
        raise InputError(
            f"{FILE} row {number}: {empty[0]} is empty",
            hint="each row says of whom, why, who confirmed it, and when",
        )
    if bool(cells["ended_by"].strip()) != bool(cells["ended_on"].strip()):
        raise InputError(
            f"{FILE} row {number}: ended_by and ended_on are filled in together, or not at all",
            hint="premium workers undo writes both",
        )
    confirmed_on = _day(cells["confirmed_on"], "confirmed_on", number)
    ended_on = _day(cells["ended_on"], "ended_on", number) if cells["ended_on"].strip() else None
    if ended_on and ended_on < confirmed_on:
        raise InputError(
            f"{FILE} row {number}: ended_on lies before confirmed_on", hint="correct one of the two days"
        )  # fmt: skip
    return Identity(
        cells["grower_id"], cells["worker_id"], cells["is_worker_id"], cells["reason"], cells["confirmed_by"],
        confirmed_on, cells["ended_by"], ended_on, number,
    )  # fmt: skip


def _day(text: str, column: str, number: int) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python also reads 20260415 and 2026-W16-3
        raise InputError(f"{FILE} row {number}: {column} is not a day", hint="write it as 2026-04-15")
    return day


def agree(rows: tuple[Identity, ...]) -> None:
    """See that the rows that stand lead from each identifier to one person, in one step.

    Raises:
        InputError: an identifier is itself, is confirmed twice or as two people, or leads to one that leads further.
    """
    standing: dict[tuple[str, str], Identity] = {}
    for row in rows:
        if row.worker_id == row.is_worker_id:
            raise InputError(f"{_called(row)}: worker_id and is_worker_id are the same", hint=LOST_ZEROS)
        if row.stands:
            other = standing.setdefault((row.grower_id, row.worker_id), row)
            if other is not row:
                raise _twice(row, other)
    for row in standing.values():
        further = standing.get((row.grower_id, row.is_worker_id))
        if further is not None:
            raise _further(row, further, circle=further.is_worker_id == row.worker_id)


def _twice(row: Identity, other: Identity) -> InputError:
    if row.is_worker_id == other.is_worker_id:
        return InputError(f"{_called(row)}: {_called(other)} confirms the same already", hint="once is enough")
    return InputError(
        f"{_called(row)}: its worker_id is confirmed as another person by {_called(other)}",
        hint="one identifier is one person: take that one back first, with premium workers undo",
    )


def _further(row: Identity, further: Identity, *, circle: bool) -> InputError:
    if circle:
        return InputError(
            f"{_called(row)} and {_called(further)} go in a circle", hint="take one of the two back"
        )  # fmt: skip
    return InputError(
        f"{_called(row)}: its is_worker_id is itself counted as another by {_called(further)}",
        hint="a chain is not followed: take it back, and confirm it as the last identifier of the chain",
    )


def _called(row: Identity) -> str:
    """Return how a row is called; identifiers are nobody's business in an error."""
    return f"{FILE} row {row.source_row}" if row.source_row else "what you confirm"
