"""SQL on Spark, in this process, on a cluster, or through Spark Connect: the same text as on DuckDB, and bytes.

A DuckDB beside it holds the same tables without a row. It says which type each column has, so that the two engines
cannot come to differ, and it writes the outputs, so that a run made on Spark is verified anywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from premium.engine.on_duckdb import OnDuckDB, quoted
from premium.engine.spark_errors import explained
from premium.engine.spark_session import start
from premium.engine.stage import stage_at
from premium.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from premium.engine.where import Where

PRELUDE = Path(__file__).with_name("prelude_spark.sql")
TYPES = {"VARCHAR": "string", "BIGINT": "bigint", "INTEGER": "int", "DATE": "date", "BOOLEAN": "boolean",
         '"NULL"': "void"}  # fmt: skip
"""DuckDB's types and Spark's; decimals are called alike."""
WIDENED = {("void", None), ("int", "bigint")}
"""What Spark may call a column that DuckDB calls otherwise, and a cast loses nothing; a bare NULL has no type there."""
SMALL = 32 << 20
"""Bytes of Parquet below which compiling a step costs more than running it."""
PART = 16 << 20
"""Bytes of Parquet read per partition of a shuffle; Spark joins partitions that turn out small."""
MOST_PARTITIONS = 4000


class OnSpark:
    """A session of Spark with a stage; use it as a context manager."""

    def __init__(
        self, spill: Path, where: Where, memory: str | None = None, threads: int | None = None, small: int = SMALL
    ) -> None:
        """Start the session, or take part in the one that this process has.

        Raises:
            EngineError: Spark does not start, or would not be exact.
        """
        self._read, self._small = 0, small
        self._given: dict[str, Path] = {}
        self._spark, self._end = start(where, spill, memory, threads)
        self._twin = OnDuckDB(spill, memory, threads)
        try:
            self._stage = stage_at(where.stage, spill)
            with explained("reading Spark's prelude"):
                for function in statements(PRELUDE.read_text(encoding="utf-8")):
                    self._spark.sql(function)
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of all tables, and of Spark if it was started here."""
        try:
            self._stage.remove()
        finally:
            self._twin.__exit__()
            self._end()

    def load(self, name: str, path: Path) -> None:
        """Make a Parquet file readable as table `name`."""
        self._twin.make(name, f"SELECT * FROM read_parquet('{quoted(path)}') LIMIT 0")  # noqa: S608 - our own path
        self._read += path.stat().st_size
        self._given[name] = path
        self._view(name, self._stage.give(name, path))

    def make(self, name: str, sql: str) -> None:
        """Make table `name` of a SELECT: its rows go to the stage, and later steps read them there.

        Raises:
            EngineError: Spark gave up, or the types are not DuckDB's.
        """
        self._twin.make(name, sql)
        with explained(f"making {name}"):
            self._sized()
            self._typed(name, self._spark.sql(sql)).write.parquet(self._stage.place(name))
        self._view(name, self._stage.place(name))

    def define(self, name: str, sql: str) -> None:
        """Make a SELECT readable as table `name`: whoever reads it works it out."""
        self._twin.define(name, sql)
        with explained(f"making {name}"):
            self._typed(name, self._spark.sql(sql)).createOrReplaceTempView(name)

    def write(self, name: str, sql: str, path: Path, key: tuple[str, ...] = ()) -> int:
        """Make a table as `make` does, and write to one Parquet file what DuckDB would; return its rows' number."""
        self.make(name, sql)
        source = self._source(name)
        if (here := self._twin.columns(source)) != self.columns(name):
            raise EngineError(f"Spark wrote {name} with other types than DuckDB: {here}")
        return self._twin.copy(name, f"SELECT * FROM {source}", path, key)  # noqa: S608 - our own names

    def drop(self, name: str) -> None:
        """Let go of a table that was made, and of its files."""
        self._twin.drop(name)
        with explained(f"letting go of {name}"):
            self._spark.catalog.dropTempView(name)
        self._stage.drop(name)

    def stack(self, name: str, like: str, label: str, parts: Iterable[str]) -> None:
        """Make table `name`: the rows of all parts, each under its own name in the column `label`; typed as `like`."""
        parts = list(parts)
        known = {part: self.columns(part) for part in parts}
        self._twin.stack(name, like, label, parts)
        columns = self.columns(name)
        selects = [f"SELECT {_row(columns, {})} WHERE FALSE"]
        for part in parts:
            values = {label: f"'{part}'"} | {column: column for column in known[part]}
            selects.append(f"SELECT {_row(columns, values)} FROM {part}")  # noqa: S608 - our own names
        with explained(f"making {name}"):
            self._sized()
            self._spark.sql(" UNION ALL ".join(selects)).write.parquet(self._stage.place(name))
        self._view(name, self._stage.place(name))
        for part in parts:
            self._spark.catalog.dropTempView(part)
            self._stage.drop(part)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries."""
        with explained("reading"):
            return [row.asDict() for row in self._spark.sql(sql).collect()]

    def columns(self, name: str) -> dict[str, str]:
        """Return a table's columns and their SQL types on DuckDB, which they have here too."""
        return self._twin.columns(name)

    def wrong(self, name: str, sql: str, most: int) -> list[dict[str, Any]]:
        """Return the first `most` rows of a proof's SELECT; there should be none."""
        with explained(f"proving {name}"):
            return self.rows(f"SELECT * FROM ({sql}) LIMIT {most}")  # noqa: S608 - our own names

    def count(self, name: str) -> int:
        """Return a table's number of rows."""
        return self._twin.count(self._source(name))

    def versions(self) -> dict[str, str]:
        """Return Spark's version and DuckDB's, which wrote the files."""
        return {**self._twin.versions(), "spark": str(self._spark.version)}

    def _source(self, name: str) -> str:
        """Return what DuckDB reads for a table: the files that Spark wrote, or that were given to it."""
        files = [self._given[name]] if name in self._given else self._stage.parts(name)
        listed = ", ".join(f"'{quoted(file)}'" for file in files)
        return f"read_parquet([{listed}])" if files else name

    def _view(self, name: str, place: str) -> None:
        schema = ", ".join(f"`{column}` {_spark(name, kind)}" for column, kind in self.columns(name).items())
        with explained(f"reading {name}"):
            reader = self._spark.read.schema(schema).option("__globPaths__", "false")  # a path's [ and * are themselves
            reader.parquet(place).createOrReplaceTempView(name)

    def _typed(self, name: str, frame: Any) -> Any:  # noqa: ANN401 - Spark has two classes of frame
        """Return a SELECT's frame with DuckDB's types, where a cast cannot change a value."""
        wanted, found = self.columns(name), dict(frame.dtypes)
        if list(wanted) != list(found):
            raise EngineError(f"{name} has the columns {list(found)} on Spark, and {list(wanted)} on DuckDB")
        columns = []
        for column, kind in wanted.items():
            here, there = found[column], _spark(name, kind)
            if here != there and (here, there) not in WIDENED and (here, None) not in WIDENED:
                raise EngineError(f"{name}.{column} is {here} on Spark, and {there} on DuckDB")
            columns.append(f"`{column}`" if here == there else f"CAST(`{column}` AS {there}) AS `{column}`")
        return frame.selectExpr(*columns)

    def _sized(self) -> None:
        """Fit Spark's plans to the size of what was read, once all is loaded."""
        if self._read < 0:
            return
        small = self._read < self._small
        parts = 1 if small else min(MOST_PARTITIONS, max(8, -(-self._read // PART)))
        for key, value in {
            "spark.sql.shuffle.partitions": str(parts),
            "spark.sql.codegen.wholeStage": str(not small).lower(),
            "spark.sql.codegen.factoryMode": "NO_CODEGEN" if small else "FALLBACK",
            "spark.sql.adaptive.enabled": str(not small).lower(),
        }.items():
            self._spark.conf.set(key, value)
        self._read = -1


def statements(text: str) -> list[str]:
    """Return the statements of a prelude, one by one: Spark takes no more at a time."""
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";\n") if part.strip(" \n;")]


def _spark(name: str, kind: str) -> str:
    if kind.startswith("DECIMAL("):
        return kind.lower()
    if kind not in TYPES:
        raise EngineError(f"{name} has a column of type {kind}, which the two engines do not share")
    return TYPES[kind]


def _row(columns: dict[str, str], values: dict[str, str]) -> str:
    """Return what stands between SELECT and FROM to give these columns; what has no value is NULL."""
    return ", ".join(f"CAST({values.get(c, 'NULL')} AS {_spark(c, kind)}) AS {c}" for c, kind in columns.items())
