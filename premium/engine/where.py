"""Which engine a run uses and where it stands, as a user says it; whatever can be seen to be wrong is said at once."""

from __future__ import annotations

import re
import shutil
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from premium.engine.on_duckdb import OnDuckDB
from premium.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.engine.protocol import Engine

PATIENCE = 5.0
"""Seconds in which a master or a server must answer."""
CLUSTER = re.compile(r"spark://[^/\s]+")
LOCAL = re.compile(r"local(\[[^\]]+\])?")
REMOTE_PORT = 15002
CLUSTER_PORT = 7077


@dataclass(frozen=True, slots=True)
class Where:
    """An engine and its place: `master`, `remote` as Spark writes them, `stage` a folder that all of it reaches."""

    engine: Literal["duckdb", "spark"] = "duckdb"
    master: str | None = None
    remote: str | None = None
    stage: str | None = None

    def seen_to(self) -> None:
        """See that the engine can be had, before anything is read.

        Raises:
            EngineError: what was asked contradicts itself, is not installed, or does not answer.
        """
        if self.engine == "duckdb":
            given = [f"--{name}" for name in ("master", "remote", "stage") if getattr(self, name) is not None]
            if given:
                raise EngineError(f"{given[0]} is about Spark", hint="say --engine spark with it")
            return
        if self.master is not None and self.remote is not None:
            raise EngineError(
                "--master and --remote are two ways to Spark", hint="give one: --remote is a Spark Connect server"
            )
        if self.remote is not None:
            _has_client()
            _answers([_host(self.remote, "sc://", REMOTE_PORT)], f"no Spark Connect server answers at {self.remote}")
        else:
            _has_spark()
            if self.master is not None and CLUSTER.fullmatch(self.master):
                hosts = [_host(part, "", CLUSTER_PORT) for part in self.master.removeprefix("spark://").split(",")]
                _answers(hosts, f"no Spark master answers at {self.master}")

    @contextmanager
    def opened(
        self, spill: Path, memory: str | None, threads: int | None, profile: Path | None = None
    ) -> Iterator[Engine]:
        """Give the engine, started; it is gone when the block ends. `profile` is a folder for DuckDB's own measures.

        Raises:
            EngineError: it could not be started, or is not what was asked.
        """
        self.seen_to()
        if self.engine == "duckdb":
            with OnDuckDB(spill, memory, threads, profile) as engine:
                yield engine
            return
        if profile is not None:
            raise EngineError(
                "--engine-profile keeps DuckDB's measures", hint="Spark keeps its own: spark.eventLog.dir"
            )
        from premium.engine.on_spark import OnSpark  # noqa: PLC0415 - Spark is imported by runs on Spark alone

        with OnSpark(spill, self, memory, threads) as engine:
            yield engine

    @property
    def is_local(self) -> bool:
        """Whether Spark runs inside this command: neither a cluster, nor a server, nor what spark-submit said."""
        if self.remote is not None or (self.master is None and submitted()):
            return False
        return self.master is None or bool(LOCAL.fullmatch(self.master))


def submitted() -> bool:
    """Return whether spark-submit started this command: then it has said where the master is."""
    return "PYSPARK_GATEWAY_PORT" in environ


def _has_client() -> None:
    if not all(find_spec(name) for name in ("pyspark", "grpc", "pandas", "pyarrow")):
        raise EngineError(
            "the client of Spark Connect is not installed", hint='pip install "premium[spark-connect]" brings it'
        )


def _has_spark() -> None:
    if find_spec("pyspark") is None or find_spec("py4j") is None:
        raise EngineError("Spark is not installed", hint='pip install "premium[spark]" brings it; it needs Java 17')
    home = environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if java is None or not Path(java).exists():
        raise EngineError(
            f"there is no {java}" if home else "Java is missing, and Spark needs it",
            hint="install Java 17 or later, or let JAVA_HOME name it; without Java there is Spark Connect: --remote",
        )


def _host(url: str, scheme: str, port: int) -> tuple[str, int]:
    if not url.startswith(scheme):
        raise EngineError(f"{url!r} is not a place of Spark Connect", hint=f"write it as {scheme}host:{port}")
    host, _, said = url.removeprefix(scheme).partition("/")[0].partition(";")[0].rpartition(":")
    try:
        return (host, int(said)) if host else (said, port)
    except ValueError:
        raise EngineError(f"{url!r} has no port that is a number", hint=f"write it as host:{port}") from None


def _answers(hosts: list[tuple[str, int]], otherwise: str) -> None:
    """See that one of these hosts takes a connection; Spark itself would try for a minute, a client for ten."""
    for host in hosts:
        try:
            socket.create_connection(host, timeout=PATIENCE).close()
        except OSError:
            continue
        return
    raise EngineError(otherwise, hint="is it started, and are host and port right?")
