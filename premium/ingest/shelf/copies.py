"""For people, in `ingested/`: each line file's receipt as JSON, and its rows set aside as CSV. Made again at will."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.shelf.lines import STANDS
from premium.ingest.shelf.place import put
from premium.ingest.shelf.slots import HASH_SHOWN, parquet_files, slot_at
from premium.tables import INPUTS

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.shelf.slots import Slot

FOLDER = "ingested"
REJECTS = "-set-aside.csv"
OURS = re.compile(rf"({'|'.join(INPUTS)})-.+-[0-9a-f]{{{HASH_SHOWN}}}(-[0-9]+)?({re.escape(REJECTS)}|\.json)")
"""What we call copies; whatever else lies there is somebody's own."""
FORMULA = r"^[=+\-@\t\r\n]"
"""How a cell begins that a spreadsheet may run; it gets an apostrophe in front."""
SHOWN = ("from_file", "from_sheet", "from_row", "set_aside_column", "set_aside_value", "set_aside_reason", "from_text")


def bring_in_step(records: Path) -> None:
    """Write the copies of every line file that lacks them, or has those of another receipt; take away all others."""
    known = set()
    for table in INPUTS:
        for path in parquet_files(records, table):
            stem = f"{table}-{path.stem}"
            copy, rejects = records / FOLDER / f"{stem}.json", records / FOLDER / f"{stem}{REJECTS}"
            known |= {copy.name, rejects.name}
            if not _is_newer(copy, path) and (slot := slot_at(path)):
                _write_rejects(slot, rejects)
                _write_receipt(slot, copy)
    for path in (records / FOLDER).glob("*"):
        if OURS.fullmatch(path.name) and path.name not in known:
            path.unlink()


def _is_newer(copy: Path, path: Path) -> bool:
    """Tell by the clock whether a copy was written after its line file: receipts of a whole season need not be read."""
    return copy.is_file() and copy.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _write_receipt(slot: Slot, target: Path) -> None:
    text = json.dumps(slot.receipt, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    put(target, lambda building: building.write_text(text, encoding="utf-8"))


def _write_rejects(slot: Slot, target: Path) -> None:
    """Write the lines set aside for a spreadsheet: with a byte-order mark, and nothing in it runs as a formula."""
    aside = pl.scan_parquet(slot.path, glob=False).filter(~STANDS).select(SHOWN).collect()
    if aside.is_empty():
        target.unlink(missing_ok=True)
        return
    text = pl.col(pl.String)
    safe = pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep()
    put(target, lambda building: aside.with_columns(safe).write_csv(building, include_bom=True, line_terminator="\r\n"))
