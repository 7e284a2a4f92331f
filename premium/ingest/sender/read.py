"""One sender's file, on one screen: open, shape, read, judge; and every row and every stated total accounted for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.open_file import open_file
from premium.ingest.files.sheet import NUMBER, ROW, cell, kind
from premium.ingest.provenance import BESIDE
from premium.ingest.sender import left
from premium.ingest.sender.cells import plain
from premium.ingest.sender.columns import Reader
from premium.ingest.sender.file import PLACED_SCHEMA, ControlTotal, SenderFile, UnreadTotal
from premium.ingest.sender.header import find, left_out, sources_of, spoken_of
from premium.ingest.sender.lines import judge_lines, read_lines
from premium.ingest.sender.meant import passed_over, sheets_of, whose
from premium.ingest.sender.products import Products, load_products
from premium.ingest.sender.rows import PLACE, WHY, shape
from premium.ingest.sender.share import share_totals, shared
from premium.ingest.sender.stated import unread_totals
from premium.ingest.sender.totals import control_totals
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from premium.ingest.files.sheet import Opened, Sheet
    from premium.ingest.profile import LoadedProfile, Profile
    from premium.ingest.sender.header import Header
    from premium.ingest.sender.rows import Shaped

FIRST = 5
"""Records that a person is shown as they stood in the file."""


@dataclass(frozen=True, slots=True)
class _SheetRead:
    """What one sheet gave."""

    lines: pl.DataFrame
    placed: pl.DataFrame
    totals: list[ControlTotal]
    unread_totals: list[UnreadTotal]
    empty: int
    skipped: pl.DataFrame
    left_out: tuple[str, ...]
    warnings: list[str]
    before: pl.DataFrame


def read_sender(
    path: Path,
    loaded: LoadedProfile,
    *,
    name: str | None = None,
    given: Mapping[str, str] | None = None,
    password: Callable[[], str] | None = None,
) -> SenderFile:
    """Read a sender's file by its profile.

    Args:
        path: the file.
        loaded: the profile, with the folder in which files that it names lie.
        name: what the file is called everywhere; its own name without one.
        given: `grower_id` or `buyer_id`, where the file does not say whose it is.
        password: asked for only where a workbook is protected.

    Raises:
        InputError: the file cannot be opened.
        ProfileError: the file is not of the layout that the profile is for.
    """
    name, profile = name or path.name, loaded.profile
    given = whose(profile, given or {}, name)
    products = _products(loaded)
    opened = open_file(path, name, profile.dialect, password=password)
    sheets = sheets_of(opened, profile)
    reads = [_sheet(sheet, n, opened, profile, given, products) for n, sheet in enumerate(sheets)]
    lines = pl.concat([r.lines for r in reads], how="diagonal")
    uncovered, unmapped = left.uncovered(lines, profile), left.unmapped(lines, profile)
    judged = judge_lines(left.covered(lines), INPUTS[profile.table])
    return SenderFile(
        name=name, table=profile.table, sha256=opened.sha256, size=opened.size,
        lines=_finished(judged, profile, name), placed=pl.concat([r.placed for r in reads]),
        totals=tuple(t for r in reads for t in r.totals),
        unread_totals=tuple(t for r in reads for t in r.unread_totals),
        not_read=tuple(total.not_read for total in profile.rows.total), empty=sum(r.empty for r in reads),
        skipped=left.together([r.skipped for r in reads]), uncovered=uncovered, unmapped=unmapped,
        left_out=tuple(dict.fromkeys(t for r in reads for t in r.left_out)),
        warnings=(*opened.warnings, *passed_over(opened, sheets, profile), *(w for r in reads for w in r.warnings)),
        before=reads[0].before,
    )  # fmt: skip


def _sheet(  # noqa: PLR0913, PLR0917 - everything that a sheet is read by
    sheet: Sheet,
    number: int,
    opened: Opened,
    profile: Profile,
    given: Mapping[str, str],
    products: Products,
) -> _SheetRead:
    """Shape and read one sheet."""
    of_many = profile.dialect.format == "workbook"
    sheet = sheet if of_many else replace(sheet, name="")
    called = f"{opened.name}, sheet {sheet.name}" if of_many else opened.name
    header = find(sheet, profile, called)
    shaped = shared(shape(sheet, header, profile, opened.name), profile)
    mark = f"{opened.sha256[:8]}:" + (f"{number + 1}:" if number else "")
    reader = Reader(profile, shaped.cells, products, pl.lit(mark) + pl.col(ROW).cast(pl.String), shaped.frame)
    lines = read_lines(shaped, header, profile, reader, given).with_columns(from_sheet=pl.lit(sheet.name))
    gave = lines[ROW].n_unique()
    records = shaped.frame.filter(pl.col(PLACE).is_in(["record", "fault"]))
    placed = shaped.frame.select(from_sheet=pl.lit(sheet.name), from_row=ROW, place=PLACE, why=WHY).cast(PLACED_SCHEMA)  # type: ignore[arg-type]
    untitled = left.untitled(shaped, header, spoken_of(profile))
    warnings = [f"{called}: {c} has no title, and is left out; {n:,} records have something in it"
                for c, n in untitled.items()]  # fmt: skip
    return _SheetRead(
        lines, placed, [*control_totals(shaped, profile), *share_totals(shaped, profile)],
        unread_totals(shaped, header, profile), len(records) - gave,
        left.skipped(profile, reader), (*left_out(header, profile), *untitled),
        [*warnings, *_lost_zeros(sheet, header, profile, called)], _before(shaped, header),
    )  # fmt: skip


def _finished(judged: pl.DataFrame, profile: Profile, name: str) -> pl.DataFrame:
    """Order the columns, and keep the whole row only where a line was set aside (or the profile says keep)."""
    columns = [c.name for c in INPUTS[profile.table].columns]
    kept = pl.lit(profile.leftover == "keep") | pl.col("set_aside_reason").is_not_null()
    return judged.with_columns(
        from_file=pl.lit(name), from_row=pl.col(ROW), from_text=pl.when(kept).then("from_text")
    ).select(*columns, *(pl.col(c).cast(t) for c, t in BESIDE.items()))  # fmt: skip


def _before(shaped: Shaped, header: Header) -> pl.DataFrame:
    titles = [pl.col(cell(i)).alias(title) for i, title in enumerate(header.named)]
    return shaped.records.head(FIRST).select(ROW, *titles)


def _products(loaded: LoadedProfile) -> Products:
    tables = {s.table for _, s in sources_of(loaded.profile) if s.table}
    if len(tables) > 1:
        raise ProfileError(f"{loaded.source} names several tables of products", hint="put all texts into one")
    return load_products(loaded.folder / tables.pop()) if tables else Products()


def _lost_zeros(sheet: Sheet, header: Header, profile: Profile, called: str) -> list[str]:
    """Warn of identifiers that a spreadsheet stored as numbers: zeros on their left are lost."""
    ids: dict[str, set[str]] = {}
    for column, source in sources_of(profile):
        for title in source.titles or () if column.endswith("_id") and not (source.digits or source.zeros) else ():
            ids.setdefault(plain(title), set()).add(column)
    below = sheet.cells.filter(pl.col(ROW) > header.last)
    stored = [
        title for i, title in enumerate(header.titles)
        if sheet.typed and plain(title) in ids and _may_lack_zeros(below, i, ids[plain(title)])
    ]  # fmt: skip
    return [
        f"{called}: {t!r} is stored as numbers; zeros that it had on its left are lost "
        '(digits = N restores them; zeros = "none" says that it had none)'
        for t in stored
    ]


def _may_lack_zeros(below: pl.DataFrame, index: int, columns: set[str]) -> bool:
    """Whether numbers of a column may have had zeros on their left.

    They had none where others, kept as text, have theirs, and no number is shorter than those; and numbers of checks
    that are all of one length are taken to be whole.
    """
    stored = pl.col(kind(index)) == NUMBER
    said = pl.col(cell(index)).str.strip_chars()
    long = below.filter(stored).select(n=said.str.len_chars())["n"]
    zeros = below.filter(~stored, said.str.contains("^0[0-9]+$")).select(n=said.str.len_chars())["n"]
    if long.is_empty() or (columns == {"check_id"} and long.n_unique() == 1):
        return False
    return zeros.is_empty() or bool((long < zeros.max()).any())
