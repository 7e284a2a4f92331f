"""Senders' files made in a test: a profile and a file in a few lines, and what becomes of them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import polars as pl

from premium.ingest.files.sheet import FAULT_SCHEMA, ROW, Opened, Sheet, cell, kind
from premium.ingest.profile import read_profile
from premium.ingest.profile.model import Dialect
from premium.ingest.sender import read, read_sender
from premium.ingest.sender.cells import Cell, stripped
from premium.ingest.sender.values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from premium.ingest.profile import LoadedProfile
    from premium.ingest.sender import SenderFile
    from premium.ingest.sender.values import Read

DIALECT = '[dialect]\nformat = "csv"\ngroup = ","\ndates = "mdy"\n'
PAID = """
[columns]
payment_id = { as = "row" }
buyer_id = { constant = "b" }
grower_id = { constant = "g" }
paid_date = "Day"
amount = "Pay"
"""
PAYROLL = """
[columns]
grower_id = { constant = "g" }
worker_id = "Worker"
check_id = "Check"
check_date = "Day"
period_start = { from = "Day", add_days = -6 }
period_end = "Day"
"""


def payments(more: str = "", *, top: str = "", dialect: str = DIALECT, columns: str = PAID) -> str:
    """A profile of payments; `top` stands before its first section, `more` after its columns."""
    return f'id = "p"\ntable = "payments"\n{top}\n{dialect}{columns}{more}'


def payroll(more: str, *, top: str = "", dialect: str = DIALECT, columns: str = PAYROLL) -> str:
    """A profile of payroll, whose kind, pay_code and amount `more` says."""
    return f'id = "p"\ntable = "payroll"\n{top}\n{dialect}{columns}{more}'


def loaded(profile: str, folder: Path = Path()) -> LoadedProfile:
    return read_profile(profile.encode(), "p.toml", folder)


def read_text(profile: str, content: str | bytes, name: str = "file.csv", **beside: Any) -> SenderFile:  # noqa: ANN401 - as read_sender takes
    """Read a file of text; `beside` are other files in the profile's folder, or arguments of `read_sender`."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for other in [key for key in beside if "." in key]:
            (folder / other).write_text(beside.pop(other), encoding="utf-8")
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_sender(folder / name, loaded(profile, folder), **beside)


@dataclass
class Typed:
    """A sheet of a workbook in a test: rows of texts, or of (kind, text); faults by (row, column)."""

    rows: Sequence[Any]
    name: str = "Sheet1"
    faults: dict[tuple[int, int | None], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def sheet(self) -> Sheet:
        width = max((len(r) for r in self.rows), default=0)
        padded = [
            [c if isinstance(c, tuple) else ("s", c) for c in [*r, *[None] * (width - len(r))]] for r in self.rows
        ]
        columns: dict[str, pl.Series] = {ROW: pl.Series(range(1, len(padded) + 1), dtype=pl.Int64)}
        for i in range(width):
            texts = [r[i][1] or None for r in padded]
            columns[cell(i)] = pl.Series(texts, dtype=pl.String)
            columns[kind(i)] = pl.Series(
                [r[i][0] if t else None for r, t in zip(padded, texts, strict=True)], dtype=pl.String
            )
        faults = [(row, column, "", reason) for (row, column), reason in self.faults.items()]
        return Sheet(
            self.name, pl.DataFrame(columns), width,
            pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row"), self.merged,
        )  # fmt: skip


def read_typed(profile: str, *sheets: Typed, name: str = "file.xlsx", **beside: Any) -> SenderFile:  # noqa: ANN401 - as read_sender takes
    """Read sheets as if a workbook had been opened to them."""
    profile = profile.replace('format = "csv"', 'format = "workbook"')
    opened = Opened(name, "0123456789abcdef", 1, tuple(s.sheet() for s in sheets))
    with patch.object(read, "open_file", return_value=opened):
        return read_sender(Path(name), loaded(profile), **beside)


def rows(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def word(reason: str | None) -> str | None:
    """The part of a reason that never changes."""
    return None if reason is None else reason.partition(":")[0]


def places(file: SenderFile) -> list[str]:
    return file.placed["place"].to_list()


def column(file: SenderFile, name: str) -> list[Any]:
    return file.lines[name].to_list()


def reasons(file: SenderFile) -> list[tuple[int, str | None, str | None]]:
    """Row, column and the reason's word of every line that was set aside."""
    aside = file.set_aside.select("from_row", "set_aside_column", "set_aside_reason").rows()
    return [(row, where, word(reason)) for row, where, reason in aside]


def totals(file: SenderFile) -> list[tuple[int, str, int | None, int]]:
    return [(t.row, t.title, t.stated, t.read) for t in file.totals]


def dialect(**said: Any) -> Dialect:  # noqa: ANN401 - as a profile says
    return Dialect(format="csv", **said)


def said(way: Callable[[Cell], Read], texts: Iterable[str | None], of: str = "s") -> list[str | None]:
    """Read cells of one kind: what each says, or `!` and the word of the reason why it cannot be read."""
    frame = pl.DataFrame({"c": list(texts)}, schema={"c": pl.String})
    got = way(Cell(stripped(pl.col("c")), pl.lit(of), NOTHING))
    found = frame.select(text=got.text, why=got.why).rows()
    assert all(text is None or why is None for text, why in found)
    return [f"!{word(why)}" if why else text for text, why in found]
