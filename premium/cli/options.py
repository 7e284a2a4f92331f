"""What several commands take: their options, a day as people write it, and how a run is made and followed."""

from __future__ import annotations

import atexit
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from premium.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.audit import Settings
    from premium.engine import Where

PATIENCE = 2.0
"""Seconds after which a person at a terminal is told what is being done."""

Out = Annotated[
    Path, typer.Option(help="The run's folder; new, empty, or a run of the same records.", show_default=False)
]
Run = Annotated[Path, typer.Argument(metavar="DIR", help="A finished run's folder.", show_default=False)]
Memory = Annotated[str | None, typer.Option(help="The engine's memory, such as 4GB; beyond it, it spills to disk.")]
Threads = Annotated[int | None, typer.Option(min=1, max=256, help="How many threads to use.")]
Only = Annotated[
    str | None,
    typer.Option(metavar="GROWER", help="Look at this grower only: the same answer for it, much sooner."),
]
EngineProfile = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Keep the engine's own measures of each step here, with a profile.md."),
]
Engine = Annotated[Literal["duckdb", "spark"], typer.Option(help="What runs the SQL: DuckDB here, or Spark.")]
Master = Annotated[
    str | None, typer.Option(help="With --engine spark: where it runs, as local[4] or spark://host:7077.")
]
Remote = Annotated[str | None, typer.Option(help="With --engine spark: a Spark Connect server, as sc://host:15002.")]
Stage = Annotated[
    str | None,
    typer.Option(help="With --engine spark: a folder's URI that all its machines reach; beside the run without it."),
]
NoDocuments = Annotated[
    bool,
    typer.Option("--no-documents", help="Leave out report.html and findings.xlsx; premium report makes them later."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


def day_of(text: str | None) -> date:
    """Read a day as people write it; without one it is today.

    Raises:
        InputError: it is no day.
    """
    if text is None:
        return datetime.now(tz=UTC).astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python also reads 20260415 and 2026-W16-3
        raise InputError(f"{text!r} is not a day", hint="write it as 2026-04-15")
    return day


def settings(
    memory: str | None, threads: int | None, *, quiet: bool, only: str | None = None, engine_profile: Path | None = None
) -> Settings:
    """Gather how to run; threads must be known before Polars is imported."""
    if threads is not None:
        os.environ["POLARS_MAX_THREADS"] = str(threads)
    from premium.audit import Settings

    watch = (lambda _: None) if quiet or not sys.stderr.isatty() else _watcher()
    return Settings(memory, threads, watch, engine_profile, only)


def place_of(engine: Literal["duckdb", "spark"], master: str | None, remote: str | None, stage: str | None) -> Where:
    """Gather which engine runs where, seen to."""
    from premium.engine import Where

    where = Where(engine, master, remote, stage)
    where.seen_to()
    return where


def _watcher() -> Callable[[str], None]:
    """Return a listener that tells a person what is being done, once it has taken longer than their patience."""
    started, shown = time.monotonic(), dict[str, Any]()

    def watch(doing: str) -> None:
        if time.monotonic() - started < PATIENCE:
            return
        if "status" not in shown:
            from rich.console import Console

            shown["status"] = Console(stderr=True).status("")
            shown["status"].start()
            atexit.register(shown["status"].stop)  # it hides the cursor
        shown["status"].update(f"{time.monotonic() - started:4.0f} s  {doing}")

    return watch
