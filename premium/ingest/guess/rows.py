"""What the rows below a header are: records, totals, groups, furniture of pages; and the rules that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import LINE, ROW, cell
from premium.ingest.guess import words
from premium.ingest.guess.values import NUMBER
from premium.ingest.sender.cells import stripped

if TYPE_CHECKING:
    from premium.ingest.files.sheet import Sheet
    from premium.ingest.sender.header import Header

DENSE = 0.6
RULED = r"^[\s\-=_*.+|~]{3,}$"


@dataclass(frozen=True, slots=True)
class Odd:
    """A row below the header that is no record: its number, filled cells by column, and what it looks like."""

    row: int
    cells: dict[int, str]
    sort: str
    phrase: str

    @property
    def first(self) -> str:
        """The text of its first filled cell."""
        return self.cells[min(self.cells)]


@dataclass(frozen=True, slots=True)
class Sorted:
    """A sheet's rows below its header: the records, and the odd ones; `dense` are columns that records fill."""

    records: pl.DataFrame
    odd: tuple[Odd, ...]
    dense: tuple[int, ...]
    lines: dict[int, str] = field(default_factory=dict)


def sort(sheet: Sheet, header: Header) -> Sorted:
    """Tell a sheet's records from its other rows."""
    frame = _below(sheet, header)
    dense = _dense(frame, sheet.width)
    low = pl.col("_first").str.to_lowercase()
    pattern = "|".join(sorted({re.escape(p[0]) for e in ("totals", "totals_all", "groups", "furniture")
                               for p in words.known("rows", e) if p}))  # fmt: skip
    filled = pl.sum_horizontal(*(pl.col(cell(i)).is_not_null() for i in dense)) if dense else pl.lit(0)
    suspect = (filled < DENSE * len(dense)) | low.str.contains(rf"\b(?:{pattern})") | low.str.contains(RULED)
    odd = [o for r in frame.filter(suspect).to_dicts() if (o := _odd(r, sheet.width, dense))]
    records = frame.filter(~pl.col(ROW).is_in([o.row for o in odd]))
    lines = {o.row: str(t) for o, t in zip(odd, _lines(frame, odd), strict=True)}
    return Sorted(records.drop("_first"), tuple(odd), dense, lines)


def _lines(frame: pl.DataFrame, odd: list[Odd]) -> list[str]:
    if LINE not in frame.columns:
        return [" ".join(o.cells.values()) for o in odd]
    wanted = frame.filter(pl.col(ROW).is_in([o.row for o in odd]))
    return wanted.get_column(LINE).to_list()


def _below(sheet: Sheet, header: Header) -> pl.DataFrame:
    """Return the rows below the header in which something stands, less those that repeat it."""
    frame = sheet.cells.with_columns(stripped(pl.col(cell(i))).alias(cell(i)) for i in range(sheet.width))
    frame = frame.with_columns(_first=pl.coalesce(cell(i) for i in range(sheet.width)))
    whole = pl.col(LINE) if LINE in frame.columns else pl.concat_str(
        [cell(i) for i in range(sheet.width)], separator=" ", ignore_nulls=True
    )  # fmt: skip
    whole = whole.str.replace_all(r"\s+", " ").str.strip_chars()
    texts = frame.filter(pl.col(ROW).is_between(header.row, header.last)).select(t=whole).get_column("t").to_list()
    below = frame.filter((pl.col(ROW) > header.last) & pl.col("_first").is_not_null())
    return below.filter(~whole.is_in([t for t in texts if t and " " in t]))


def _dense(frame: pl.DataFrame, width: int) -> tuple[int, ...]:
    """Return the columns that most rows fill; rows with one filled cell or two are not asked."""
    full = frame.filter(pl.sum_horizontal(pl.col(cell(i)).is_not_null() for i in range(width)) > min(2, width - 1))
    if full.is_empty():
        return ()
    return tuple(i for i in range(width) if full[cell(i)].null_count() <= (1 - DENSE) * len(full))


def _odd(row: dict[str, object], width: int, dense: tuple[int, ...]) -> Odd | None:
    """Say what an odd row looks like; None where it is a record after all."""
    cells = {i: str(row[cell(i)]) for i in range(width) if row[cell(i)] is not None}
    text = cells[min(cells)]
    number = int(str(row[ROW]))
    full = sum(i in cells for i in dense) >= DENSE * len(dense)
    if len(cells) <= 2 and re.match(RULED, "".join(cells.values())):  # noqa: PLR2004 - a rule is one text or two
        return Odd(number, cells, "rule", "")
    if all(i in cells for i in dense):
        return None  # a product may well be called Total
    for entry in ("totals_all", "totals"):
        if phrase := words.begins(text, "rows", entry):
            return Odd(number, cells, "total", _as_written(text, phrase))
    return None if full else _not_full(number, cells)


def _not_full(number: int, cells: dict[int, str]) -> Odd:
    text = cells[min(cells)]
    line = " ".join(cells.values())
    if phrase := words.begins(text, "rows", "furniture") or words.holds(line, "rows", "furniture"):
        return Odd(number, cells, "furniture", _as_written(line, phrase))
    tail = words.tokens(text)[-1:]
    if tail and tail[0] in {"total", "totals", "totales"}:
        return Odd(number, cells, "total", "")
    if phrase := words.begins(text, "rows", "groups"):
        return Odd(number, cells, "group", _as_written(text, phrase))
    numbers = sum(bool(re.match(NUMBER, t)) for t in cells.values())
    if numbers >= 1 and numbers >= len(cells) - 1:
        return Odd(number, cells, "numbers", "")
    return Odd(number, cells, "words", "")


def _as_written(text: str, phrase: tuple[str, ...]) -> str:
    """Return a phrase as the text writes it, its signs and capitals kept."""
    pattern = r"[\W_]*".join(re.escape(w) for w in phrase)
    plain = words.plain(text)
    found = re.search(pattern, plain)
    return " ".join(text.split())[found.start() : found.end()] if found and len(plain) == len(" ".join(text.split())) else " ".join(phrase)
