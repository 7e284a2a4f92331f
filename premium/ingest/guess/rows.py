"""What the rows below a header are: records, totals, groups, furniture of pages; and the rules that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
MARKS = 6
"""Signs that the lines of a dump may begin with: header, detail, trailer, …"""
HALF = 0.5
TOTALS = frozenset({"total", "totals", "totales"})
"""Words that a total row may end with: `Week total`."""
RULED = r"^[\s\-=_*.+|~]{3,}$"


@dataclass(frozen=True, slots=True)
class Odd:
    """A row below the header that is no record: its number, filled cells by column, and what it looks like."""

    row: int
    cells: dict[int, str]
    sort: str
    phrase: str
    text: str
    """The text of its first filled cell; of aligned columns, which cut such rows anywhere, the whole line."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A sheet's rows below its header: the records, and the odd ones; `dense` are columns that records fill."""

    records: pl.DataFrame
    odd: tuple[Odd, ...]
    dense: tuple[int, ...]


def sort(sheet: Sheet, header: Header, dense: tuple[int, ...] | None = None) -> Sorted:
    """Tell a sheet's records from its other rows; `dense` are the columns that records of such sheets fill."""
    frame = _below(sheet, header)
    dense = _dense(frame, sheet.width) if dense is None else dense
    text = pl.col(LINE).str.strip_chars() if LINE in frame.columns else pl.col("_first")
    frame = frame.with_columns(_text=text)
    low = pl.col("_text").str.to_lowercase()
    pattern = "|".join(sorted({re.escape(p[0]) for e in ("totals", "totals_all", "groups", "furniture")
                               for p in words.known("rows", e) if p}))  # fmt: skip
    filled = pl.sum_horizontal(*(pl.col(cell(i)).is_not_null() for i in dense)) if dense else pl.lit(0)
    suspect = (filled < DENSE * len(dense)) | low.str.contains(rf"\b(?:{pattern})") | low.str.contains(RULED)
    above = _above(sheet, header)
    kept = _marked(frame, sheet.width) if not header.rows else None
    if kept:
        odd = [Odd(int(r[ROW]), _filled(r, sheet.width), "marked", str(r["_text"])[:1], str(r["_text"]))
               for r in frame.filter(pl.col(cell(0)) != kept).to_dicts()]  # fmt: skip
        return Sorted(frame.filter(pl.col(cell(0)) == kept).drop("_first", "_text"), tuple(odd), dense)
    odd = [o for r in frame.filter(suspect).to_dicts() if (o := _odd(r, sheet.width, dense, above))]
    records = frame.filter(~pl.col(ROW).is_in([o.row for o in odd])).drop("_first", "_text")
    return Sorted(records, tuple(odd), dense)


def _marked(frame: pl.DataFrame, width: int) -> str:
    """Return the sign that marks records, where each line of a dump begins with a sign of what it is; else nothing."""
    signs = frame.get_column(cell(0)).drop_nulls()
    if width < 3 or signs.is_empty() or not (signs.str.len_chars() <= 2).all() or signs.n_unique() > MARKS:  # noqa: PLR2004
        return ""
    counted = signs.value_counts(sort=True, name="n")
    return (
        str(counted[cell(0)][0])
        if int(counted["n"][0]) > HALF * len(frame) and signs.str.contains(r"\pL").all()
        else ""
    )


def _filled(row: dict[str, object], width: int) -> dict[int, str]:
    return {i: str(row[cell(i)]) for i in range(width) if row[cell(i)] is not None}


def _above(sheet: Sheet, header: Header) -> frozenset[str]:
    """Return the rows above the header without their numbers: where one stands below again, a new page begins."""
    frame = sheet.cells.filter(pl.col(ROW) < header.row)
    columns = [LINE] if LINE in frame.columns else [cell(i) for i in range(sheet.width)]
    texts = frame.select(t=pl.concat_str(columns, separator=" ", ignore_nulls=True)).get_column("t").to_list()
    return frozenset(_bare(t) for t in texts if t and _bare(t))


def _bare(text: str) -> str:
    """Return a text without digits, signs and blanks."""
    return re.sub(r"[\W\d_]+", " ", text).strip()


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


def _odd(row: dict[str, object], width: int, dense: tuple[int, ...], above: frozenset[str]) -> Odd | None:
    """Say what an odd row looks like; None where it is a record after all."""
    cells = _filled(row, width)
    text, number, is_line = str(row["_text"]), int(str(row[ROW])), LINE in row
    if re.match(RULED, text) and (is_line or len(cells) <= 2):  # noqa: PLR2004 - a rule is one text or two
        return Odd(number, cells, "rule", "", text)
    if _bare(text if is_line else " ".join(cells.values())) in above:
        return Odd(number, cells, "furniture", _begin(text), text)
    if all(i in cells for i in dense) and not is_line:
        return None  # a product may well be called Total
    for entry in ("totals_all", "totals"):
        if phrase := words.begins(text, "rows", entry):
            return Odd(number, cells, "total", _as_written(text, phrase), text)
    if words.tokens(text)[-1:] and words.tokens(text)[-1] in TOTALS and not is_line:
        return Odd(number, cells, "total", "", text)
    full = sum(i in cells for i in dense) >= DENSE * len(dense)
    if is_line and (sort_ := _line(text)):
        return Odd(number, cells, *sort_, text)
    said = None if full else _not_full(text, cells)
    return Odd(number, cells, *said, text) if said else None


def _line(text: str) -> tuple[str, str] | None:
    """Say what a line of words is, whatever its cells are: a page's furniture, or a heading."""
    if phrase := words.begins(text, "rows", "groups"):
        return "group", _as_written(text, phrase)
    return ("furniture", _begin(text)) if words.holds(text, "rows", "furniture") else None


def _begin(text: str) -> str:
    """Return how a row of a page's furniture begins, up to its first number."""
    return " ".join(re.split(r"\d", " ".join(text.split()))[0].split()) or text


def _not_full(text: str, cells: dict[int, str]) -> tuple[str, str] | None:
    """Say what a row is that fills few columns; None for a record: what holds numbers among words is never left out."""
    line = " ".join(cells.values())
    if words.begins(text, "rows", "furniture") or words.holds(line, "rows", "furniture"):
        return "furniture", _begin(text)
    if phrase := words.begins(text, "rows", "groups"):
        return "group", _as_written(text, phrase)
    numbers = sum(bool(re.match(NUMBER, t)) for t in cells.values())
    if numbers:
        return ("numbers", "") if numbers == len(cells) else None
    return "words", ""


def _as_written(text: str, phrase: tuple[str, ...]) -> str:
    """Return a phrase as the text writes it, its signs and capitals kept."""
    pattern = r"[\W_]*".join(re.escape(w) for w in phrase)
    plain = words.plain(text)
    found = re.search(pattern, plain)
    return (
        " ".join(text.split())[found.start() : found.end()]
        if found and len(plain) == len(" ".join(text.split()))
        else " ".join(phrase)
    )
