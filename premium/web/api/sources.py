"""The tables that somebody may read of a run or of an answer, and the Parquet files that each lies in.

A run's tables are written once, in the order of their key, and never again: a row's place in its file is its key, short
and the same for ever, and says nothing of anybody. That is what pages of a table go on by.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from premium.tables import INPUTS, OUTPUTS
from premium.web.problems import nothing_here
from premium.workspace import index
from premium.workspace.answers import NOBODY

if TYPE_CHECKING:
    from premium.workspace.shelf import Opened

MEANINGS = {column.stored: column.meaning for table in INPUTS.values() for column in table.columns}


@dataclass(frozen=True, slots=True)
class Source:
    """A table: its files, one after the other, and how many rows they have, where somebody has counted them."""

    name: str
    files: tuple[Path, ...]
    rows: int | None

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that make a row itself."""
        if self.name in OUTPUTS:
            return OUTPUTS[self.name].key
        return INPUTS[self.name].key if self.name in INPUTS else ()

    @property
    def day(self) -> str | None:
        """The column that decides when a row was, for records."""
        return INPUTS[self.name].day if self.name in INPUTS else None


def sources(opened: Opened) -> dict[str, Source]:
    """Return all tables by name; those of an answer lie in folders, and hold nothing of anybody else."""
    run = opened.run
    if "tables" not in run.manifest:
        names = sorted(place.name for place in (run.path.parent / NOBODY).iterdir())
        return {name: Source(name, _parts(run.path, name), None) for name in names}
    kept = {
        Path(relative).stem: Source(Path(relative).stem, (run.path / relative,), entry["rows"])
        for relative, entry in run.manifest["tables"].items()
    }
    indexed = {name: run.path.parent / "index" / f"{name}.parquet" for name in index.INDEXED}
    beside = {name: Source(name, (path,), kept[name].rows if name in kept else None) for name, path in indexed.items()}
    return dict(sorted((kept | beside).items()))


def _parts(mine: Path, name: str) -> tuple[Path, ...]:
    own = mine / name
    return tuple(sorted((own if own.is_dir() else mine.parent / NOBODY / name).glob("*.parquet")))


def source(opened: Opened, name: str) -> Source:
    """Return one table.

    Raises:
        Problem: 404, there is none of that name.
    """
    found = sources(opened).get(name)
    if found is None:
        raise nothing_here()
    return found
