"""Our engine alone: from clean tables and rules to all outputs and steps on disk, every proof run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from premium import run_tables
from premium.engine import OnDuckDB
from premium.reconcile.run import nothing_is_homeless, reconcile
from premium.tables import INPUTS

if TYPE_CHECKING:
    from pathlib import Path


def engine(clean: Path, out: Path, memory: str | None = None) -> None:
    """Run the plan over the clean tables of a world of Parquet records, into the new folder `out`."""
    _stand_in(clean, out)
    with OnDuckDB(out / "spill", memory) as made:
        run_tables.load(made, out)
        (told,) = made.rows("SELECT * FROM reported")
        keep = run_tables.Kept(made, out)
        nothing_is_homeless(reconcile(made, [name for name in INPUTS if told[name]], keep=keep).homeless)


def _stand_in(clean: Path, out: Path) -> None:
    """Begin a run's folder with the clean tables, as links: copying them is no part of the work."""
    for path in clean.rglob("*.parquet"):
        link = out / path.relative_to(clean)
        link.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, link)
