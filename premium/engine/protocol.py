"""What a run asks of an engine, whichever it is: tables come in, are made by SQL, are read, and go out as Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Engine(Protocol):
    """Where SQL runs. The same text gives the same rows of the same types, and `write` the same bytes, on each of them.

    Whatever stops it is an `EngineError` that says which table was being made.
    """

    def load(self, name: str, path: Path) -> None:
        """Make a Parquet file of the run's folder readable as table `name`."""

    def define(self, name: str, sql: str) -> None:
        """Make a SELECT readable as table `name`: nothing is worked out until somebody reads it."""

    def make(self, name: str, sql: str) -> None:
        """Make table `name` of a SELECT; it is there for later ones until it is let go."""

    def write(self, name: str, sql: str, path: Path, key: tuple[str, ...] = ()) -> int:
        """Make table `name` of a SELECT and write it to one Parquet file, ordered by `key`, then by all columns.

        Returns the number of rows.
        """
        ...

    def drop(self, name: str) -> None:
        """Let go of a table that was made."""

    def stack(self, name: str, like: str, label: str, parts: Iterable[str]) -> None:
        """Make table `name`: the rows of all parts, each under its own name in the column `label`; typed as `like`."""

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries."""
        ...

    def columns(self, name: str) -> dict[str, str]:
        """Return a table's columns and their SQL types, in DuckDB's words."""
        ...

    def wrong(self, name: str, sql: str, most: int) -> list[dict[str, Any]]:
        """Return the first `most` rows of a proof's SELECT; there should be none."""
        ...

    def count(self, name: str) -> int:
        """Return a table's number of rows."""
        ...

    def versions(self) -> dict[str, str]:
        """Return the libraries that the answer came from, with their versions, for the run's manifest."""
        ...
