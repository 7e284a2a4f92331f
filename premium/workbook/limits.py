"""How much a sender's file may ask of us. Every number has its reason; a file over one of them is refused aloud."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may have and cost. A payroll export of a large grower has some 100,000 rows of 40 columns."""

    text_bytes: int = 256 * MIB
    """A text or Parquet file: a million rows of 250 characters; it is held in memory while it is read."""
    workbook_bytes: int = 100 * MIB
    """A workbook, which is compressed: mail and portals refuse larger ones anyway."""
    inflated_bytes: int = 768 * MIB
    """All parts of a workbook together, unpacked: 200,000 rows of 40 cells are about 400 MiB of XML."""
    ratio: int = 200
    """Unpacked to packed, for each part over `ratio_floor`: real sheets reach about 60, a bomb 1,000."""
    ratio_floor: int = 8 * MIB
    """Parts smaller than this may be packed however well: a sheet of zeros is no attack."""
    parts: int = 5_000
    """Files inside a workbook: it has a handful for each sheet."""
    sheets: int = 500
    """Sheets of a workbook: a season of weeks for every crew is far below."""
    rows: int = 1_048_576
    """Rows of a sheet or text file: what a spreadsheet itself can show."""
    columns: int = 2_000
    """Columns of a row: no sender has 200; one as wide as a spreadsheet goes (16,384) is broken or hostile."""
    cells: int = 12_000_000
    """Places in all sheets, rows times columns: 200,000 rows of 60; what is spread out here must fit in memory."""
    characters: int = 256 * MIB
    """Characters in all cells: a text that many cells share is small in the file and large here."""
    cell_length: int = 32_767
    """Characters of a cell: what a spreadsheet itself can hold."""
    strings_bytes: int = 96 * MIB
    """Texts that a workbook's cells share: they are in memory together while it is read."""
    merged: int = 100_000
    """Merged ranges of a sheet: more than one a row is no table."""
    nesting: int = 64
    """XML elements inside each other: a sheet has fewer than ten."""
    styles: int = 65_490
    """Cell formats of a workbook: what a spreadsheet itself allows is 65,490."""
    faults: int = 200_000
    """Cells that cannot be taken at their word: with more the sheet as a whole is broken."""
    child_memory: int = 400 * MIB
    """Address space of the process that reads a workbook: with the interpreter it stays under 512 MB."""
    child_seconds: int = 120
    """The longest that a workbook may compute, about twice what the largest allowed takes; by the clock twice that."""
    child_output: int = 1_024 * MIB
    """The largest file that process may write for us to read."""


LIMITS = Limits()
