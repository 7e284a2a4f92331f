"""What the rows below a header are: records, and odd rows such as totals, headings and furniture of pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.files.sheet import LINE, ROW, cell
from premium.ingest.guess import words
from premium.ingest.guess.values import DAY, DENSE, HALF, NUMBER
from premium.ingest.sender.cells import stripped

if TYPE_CHECKING:
    from premium.ingest.files.sheet import Sheet
    from premium.ingest.sender.header import Header

TOTALS = frozenset({"total", "totals", "totales"})
"""Words that a total row may end with: `Week total`."""
MARKS, MARK = 6, 2
"""Signs that the lines of a dump may begin with (header, detail, trailer, …), and how long such a sign is."""
RULED = r"^[\s\-=_*.+|~]{3,}$"
SPARSE = 2
"""Cells up to which a row says nothing of what records fill."""
KNOWN = ("totals", "totals_all", "groups", "furniture")


@dataclass(frozen=True, slots=True)
class Odd:
    """A row below the header that is no record.

    `sort` is `total`, `group`, `furniture`, `rule`, `marked`, `numbers` or `words`; `phrase` the words that say so, as
    they are written; `text` its first filled cell, or of aligned columns, which cut such rows anywhere, the whole line.
    """

    row: int
    cells: dict[int, str]
    sort: str
    phrase: str
    text: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """A sheet's rows below its header: the records (`rows`: their numbers), the odd ones, and what records fill."""

    records: pl.DataFrame
    odd: tuple[Odd, ...]
    dense: tuple[int, ...]
    rows: frozenset[int]


def sort(sheet: Sheet, header: Header, dense: tuple[int, ...] | None = None) -> Sorted:
    """Tell a sheet's records from its other rows; `dense` are the columns that records of such sheets fill."""
    frame = _below(sheet, header)
    dense = _dense(frame, sheet.width) if dense is None else dense
    mark = "" if header.rows else _mark(frame, sheet.width)
    if mark:
        others = frame.filter(pl.col(cell(0)).ne_missing(mark)).to_dicts()
        odd = [
            Odd(r[ROW], _filled(r, sheet.width), "marked", (r[cell(0)] or "").casefold(), r["_text"]) for r in others
        ]
    else:
        above = _above(sheet, header)
        suspects = frame.filter(_suspect(dense)).to_dicts()
        odd = [o for r in suspects if (o := _odd(r, sheet.width, dense, above))]
    records = frame.filter(~pl.col(ROW).is_in([o.row for o in odd])).drop("_first", "_text")
    return Sorted(records, tuple(odd), dense, frozenset(records[ROW].to_list()))


def _below(sheet: Sheet, header: Header) -> pl.DataFrame:
    """Return the rows below the header in which something stands, less those that repeat it."""
    frame = sheet.cells.with_columns(stripped(pl.col(cell(i))).alias(cell(i)) for i in range(sheet.width))
    frame = frame.with_columns(_first=pl.coalesce(cell(i) for i in range(sheet.width)))
    is_line = LINE in frame.columns
    frame = frame.with_columns(_text=pl.col(LINE).str.strip_chars() if is_line else pl.col("_first"))
    cells = pl.concat_str([cell(i) for i in range(sheet.width)], separator=" ", ignore_nulls=True)
    whole = (pl.col(LINE) if is_line else cells).str.replace_all(r"\s+", " ").str.strip_chars()
    titles = frame.filter(pl.col(ROW).is_between(header.row, header.last)).select(t=whole).get_column("t").to_list()
    below = frame.filter((pl.col(ROW) > header.last) & pl.col("_first").is_not_null())
    return below.filter(~whole.is_in([t for t in titles if t and " " in t]))


def _dense(frame: pl.DataFrame, width: int) -> tuple[int, ...]:
    """Return the columns that most rows fill; rows with a cell or two are not asked, nor what looks like totals."""
    count = pl.sum_horizontal(pl.col(cell(i)).is_not_null() for i in range(width))
    totals = sorted({re.escape(phrase[0]) for entry in KNOWN[:2] for phrase in words.known("rows", entry)})
    low = pl.col("_text").str.to_lowercase()
    is_total = low.str.contains(rf"^\W*(?:{'|'.join(totals)})\b") | low.str.contains(
        rf"\b(?:{'|'.join(sorted(TOTALS))})\W*$"
    )
    full = frame.filter((count > min(SPARSE, width - 1)) & ~is_total)
    return tuple(i for i in range(width) if len(full) and full[cell(i)].count() >= DENSE * len(full))


def _mark(frame: pl.DataFrame, width: int) -> str:
    """Return the sign that marks records, where each line of a dump begins with a sign of what it is; else nothing."""
    signs = frame.get_column(cell(0)).drop_nulls()
    short = (signs.str.len_chars() <= MARK).all() and signs.str.contains(r"\pL").all()
    if width <= SPARSE or signs.is_empty() or not short or signs.n_unique() > MARKS:
        return ""
    sign, count = signs.value_counts(sort=True).row(0)
    return str(sign) if count > HALF * len(frame) else ""


def _filled(row: dict[str, Any], width: int) -> dict[int, str]:
    return {i: str(row[cell(i)]) for i in range(width) if row[cell(i)] is not None}


def _suspect(dense: tuple[int, ...]) -> pl.Expr:
    """Say which rows are worth a look: those that fill little, and those with a word that records seldom have."""
    heads = sorted({re.escape(phrase[0]) for entry in KNOWN for phrase in words.known("rows", entry) if phrase})
    filled = pl.sum_horizontal(*(pl.col(cell(i)).is_not_null() for i in dense)) if dense else pl.lit(0)
    low = pl.col("_text").str.to_lowercase()
    return (
        (filled < max(1, DENSE * len(dense))) | low.str.contains(rf"\b(?:{'|'.join(heads)})") | low.str.contains(RULED)
    )


def _above(sheet: Sheet, header: Header) -> frozenset[str]:
    """Return the rows above the header without their numbers: where one stands below again, a new page begins."""
    frame = sheet.cells.filter(pl.col(ROW) < header.row)
    columns = [LINE] if LINE in frame.columns else [cell(i) for i in range(sheet.width)]
    texts = frame.select(t=pl.concat_str(columns, separator=" ", ignore_nulls=True)).get_column("t").to_list()
    return frozenset(_bare(t) for t in texts if t and _bare(t))


def _bare(text: str) -> str:
    """Return a text without days, digits, signs and blanks."""
    return re.sub(r"[\W\d_]+", " ", DAY.sub(" ", text)).strip()


def _odd(row: dict[str, Any], width: int, dense: tuple[int, ...], above: frozenset[str]) -> Odd | None:
    """Say what an odd row looks like; None where it is a record after all."""
    cells, text, is_line = _filled(row, width), str(row["_text"]), LINE in row
    filled = sum(i in cells for i in dense)
    said = _everywhere(text, cells, above, is_line=is_line)
    if said is None and (filled < len(dense) or is_line or not dense):  # a product may well be called Total
        said = _total(text, is_line=is_line) or (_line(text) if is_line else None)
        if said is None and filled < max(1, DENSE * len(dense)):
            said = _not_full(text, cells)
    return Odd(int(row[ROW]), cells, *said, text) if said else None


def _everywhere(text: str, cells: dict[int, str], above: frozenset[str], *, is_line: bool) -> tuple[str, str] | None:
    """Say what a row is that is odd however much it fills: a ruled line, or one that stands above the header too."""
    if re.match(RULED, text) and (is_line or len(cells) <= SPARSE):
        return "rule", ""
    if _bare(text if is_line else " ".join(cells.values())) in above:
        return "furniture", _begin(text)
    return None


def _total(text: str, *, is_line: bool) -> tuple[str, str] | None:
    phrase = words.begins(text, "rows", "totals_all") or words.begins(text, "rows", "totals")
    if phrase:
        return "total", _as_written(text, phrase)
    return ("total", "") if not is_line and set(words.tokens(text)[-1:]) & TOTALS else None


def _line(text: str) -> tuple[str, str] | None:
    """Say what a line of words is, whatever its cells are: a heading, or a page's furniture."""
    if phrase := words.begins(text, "rows", "groups"):
        return "group", _as_written(text, phrase)
    return ("furniture", _begin(text)) if words.holds(text, "rows", "furniture") else None


def _not_full(text: str, cells: dict[int, str]) -> tuple[str, str] | None:
    """Say what a row is that fills few columns; None for a record: what holds numbers among words is never left out."""
    if words.holds(" ".join(cells.values()), "rows", "furniture"):
        return "furniture", _begin(text)
    if phrase := words.begins(text, "rows", "groups"):
        return "group", _as_written(text, phrase)
    numbers = sum(bool(re.match(NUMBER, t)) for t in cells.values())
    if numbers:
        return ("numbers", "") if numbers == len(cells) else None
    return "words", ""


def _begin(text: str) -> str:
    """Return how a row of a page's furniture begins, up to its first number or colon: behind it may stand a name."""
    return " ".join(re.split(r"\d|(?<=:)", " ".join(text.split()))[0].split()) or text


def _as_written(text: str, phrase: tuple[str, ...]) -> str:
    """Return a phrase as the text writes it, its signs and capitals kept."""
    shown = " ".join(text.split())
    plain = words.plain(text)
    found = re.search(r"[\W_]*".join(re.escape(w) for w in phrase), plain)
    return shown[found.start() : found.end()] if found and len(plain) == len(shown) else " ".join(phrase)
