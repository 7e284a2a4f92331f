"""SQL on one machine, in DuckDB: tables are loaded, made by SQL files, read, and saved as Parquet.

The engine knows nothing of money. It never fetches anything, and its memory and threads are what it is given.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from premium.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PRELUDE = Path(__file__).with_name("prelude_duckdb.sql")
ROW_GROUP = 122_880
MEMORY = re.compile(r"[0-9]+(\.[0-9]+)? ?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)")


class OnDuckDB:
    """A DuckDB in memory that spills to a folder; use it as a context manager."""

    def __init__(
        self, spill: Path, memory: str | None = None, threads: int | None = None, profile: Path | None = None
    ) -> None:
        """Start the engine; `memory` is such as `4GB`, and `profile` a folder for DuckDB's own measures of each table.

        Raises:
            EngineError: `memory` or `threads` is not what DuckDB understands.
        """
        an_amount(memory)
        config: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(spill),
            "default_null_order": "nulls_last",
        }
        config |= {k: v for k, v in (("memory_limit", memory), ("threads", threads)) if v is not None}
        with _explained():
            self._db = duckdb.connect(":memory:", config=config)
            self._db.execute("SET enable_progress_bar = false")
            self._db.execute(PRELUDE.read_text(encoding="utf-8"))
        self._profile, self._limited = profile, memory is not None
        if profile is not None:
            profile.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of all tables."""
        self._db.close()

    def beside(self) -> OnDuckDB:
        """Return this engine for another thread: the same tables, and questions of its own; close it after use."""
        other = copy(self)
        other._db = self._db.cursor()  # noqa: SLF001 - it is one of us
        return other

    def declare(self, sql: str) -> None:
        """Carry out a statement of our own that gives no rows: a function, a setting."""
        with _explained():
            self._db.execute(sql)

    def load(self, name: str, path: Path) -> None:
        """Make a Parquet file readable as table `name`."""
        with _explained(name):
            self._db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{quoted(path)}')")  # noqa: S608 - our own names

    def define(self, name: str, sql: str) -> None:
        """Make a SELECT readable as table `name`: nothing is worked out until somebody reads it."""
        with _explained(name):
            self._db.execute(f"CREATE VIEW {name} AS {sql}")

    def make(self, name: str, sql: str) -> None:
        """Make table `name` of a SELECT, in memory.

        Raises:
            EngineError: the memory is too small, or a sum left the whole numbers of 64 bits.
        """
        with _explained(name), self._measured(name), self._unordered():
            self._db.execute(f"CREATE TABLE {name} AS {sql}")

    def write(self, name: str, sql: str, path: Path, key: tuple[str, ...] = ()) -> int:
        """Write a SELECT to Parquet, ordered by `key` and then by all its columns; read `name` from there from now on.

        The order makes the bytes the same for any number of threads and any memory. Returns the number of rows.

        Raises:
            EngineError: as `make`, or the disk is full.
        """
        if self._limited:
            # One after the other, joins and the sort each have the whole of a small memory.
            self.make(f"{name}_unsorted", sql)
            rows = self.copy(name, f"SELECT * FROM {name}_unsorted", path, key)  # noqa: S608 - our own names
            self.drop(f"{name}_unsorted")
        else:
            with self._measured(name):
                rows = self.copy(name, sql, path, key)
        self.load(name, path)
        return rows

    def copy(self, name: str, sql: str, path: Path, key: tuple[str, ...] = ()) -> int:
        """Write a SELECT to Parquet, ordered as `write` orders it, and return the number of rows.

        DuckDB marks a column as one that is never empty where it happens to know that. A row of NULLs that never comes
        keeps it from knowing, so that the same rows have the same bytes however they were come by.
        """
        columns = self.columns(f"({sql})")
        order = [*key, *(c for c in columns if c not in key)]
        never = f"SELECT {', '.join('NULL' for _ in columns)} WHERE random() > 2"
        with _explained(name), self._unordered():
            written = self._db.execute(
                f"COPY (SELECT * FROM ({sql}) UNION ALL {never} ORDER BY {', '.join(order)}) TO '{quoted(path)}' "  # noqa: S608 - our own names
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            ).fetchone()
        return int(written[0]) if written else 0

    def split(self, sql: str, column: str, folder: Path) -> None:
        """Write a SELECT to Parquet files in `folder`, below it in one folder `COLUMN=VALUE` for each value."""
        with _explained():
            self._db.execute(
                f"COPY ({sql}) TO '{quoted(folder)}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({column}))"
            )

    @contextmanager
    def _unordered(self) -> Iterator[None]:
        """Let DuckDB take rows as they come: what is made has no order, what is written is sorted; it needs less."""
        self._db.execute("SET preserve_insertion_order = false")
        try:
            yield
        finally:
            self._db.execute("SET preserve_insertion_order = true")

    def wrong(self, name: str, sql: str, most: int) -> list[dict[str, Any]]:
        """Return the first `most` rows of a proof's SELECT; there should be none."""
        with _explained(name), self._measured(name):
            return self.rows(f"SELECT * FROM ({sql}) LIMIT {most}")  # noqa: S608 - our own names

    @contextmanager
    def _measured(self, name: str) -> Iterator[None]:
        """Have DuckDB write what it measured of one statement, if that was asked for."""
        if self._profile is None:
            yield
            return
        self._db.execute("SET enable_profiling = 'json'")
        self._db.execute(f"SET profiling_output = '{quoted(self._profile / name)}.json'")
        yield
        self._db.execute("SET enable_profiling = 'no_output'")

    def drop(self, name: str) -> None:
        """Let go of a table that was made, and of its memory."""
        self._db.execute(f"DROP TABLE {name}")

    def stack(self, name: str, like: str, label: str, parts: Iterable[str]) -> None:
        """Make table `name`: the rows of all parts, each under its own name in the column `label`; typed as `like`."""
        with _explained(name):
            self._db.execute(f"CREATE TABLE {name} ({like})")
            for part in parts:
                self._db.execute(f"INSERT INTO {name} BY NAME SELECT '{part}' AS {label}, * FROM {part}")  # noqa: S608 - our own names
                self._db.execute(f"DROP TABLE {part}")

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries; `values` fill its `$name` places."""
        with _explained():
            result = self._db.execute(sql, values) if values else self._db.execute(sql)
            names = [d[0] for d in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def batches(
        self, sql: str, values: Mapping[str, object] | None = None, size: int = 10_000
    ) -> Iterator[list[dict[str, Any]]]:
        """Give the rows of a SELECT some at a time, as they are worked out; those before are not kept."""
        with _explained():
            result = self._db.execute(sql, values) if values else self._db.execute(sql)
            names = [d[0] for d in result.description]
            while batch := result.fetchmany(size):
                yield [dict(zip(names, row, strict=True)) for row in batch]

    def save(self, sql: str, path: Path, values: Mapping[str, object] | None = None) -> None:
        """Write a SELECT to Parquet in the order in which it gives its rows."""
        with _explained():
            self._db.execute(f"COPY ({sql}) TO '{quoted(path)}' (FORMAT parquet, COMPRESSION zstd)", values or {})

    def columns(self, name: str) -> dict[str, str]:
        """Return a table's columns and their SQL types."""
        return {row["column_name"]: row["column_type"] for row in self.rows(f"DESCRIBE SELECT * FROM {name}")}  # noqa: S608 - our own names

    def count(self, name: str) -> int:
        """Return a table's number of rows."""
        return int(self.rows(f"SELECT COUNT(*) AS n FROM {name}")[0]["n"])  # noqa: S608 - our own names

    def versions(self) -> dict[str, str]:
        """Return DuckDB's version."""
        return {"duckdb": duckdb.__version__}


def an_amount(memory: str | None) -> None:
    """See that a limit of memory is one; DuckDB would take a negative one for none.

    Raises:
        EngineError: it is not.
    """
    if memory is not None and not MEMORY.fullmatch(memory):
        raise EngineError(f"{memory!r} is not an amount of memory", hint="write it as 4GB or 500MB")


def quoted(path: Path) -> str:
    """Return a path as it stands inside an SQL text's quotes."""
    return str(path).replace("'", "''")


@contextmanager
def _explained(name: str = "") -> Iterator[None]:
    """Turn DuckDB's errors into ours, with what to do."""
    where = f" while making {name}" if name else ""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise EngineError(
            f"the engine ran out of memory{where}", hint="give it more with --memory, or close other programs"
        ) from error
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise EngineError(
            f"a number became too large to be exact{where}: {error}",
            hint="look for absurd amounts or quantities in the records; nothing was given out",
        ) from error
    except duckdb.IOException as error:
        raise EngineError(f"the engine could not read or write{where}: {error}", hint="is the disk full?") from error
    except duckdb.Error as error:
        raise EngineError(f"the engine stopped{where}: {error}") from error
