"""The engines that there are: DuckDB always, and Spark where it is installed, as for `make spark`."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from engine_of_worlds import on_duckdb
from premium.engine import Where
from premium.engine.on_spark import SMALL, OnSpark
from premium.engine.spark_session import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from engine_of_worlds import Opener
    from premium.engine import Engine

HERE = Where("spark", master="local[2]")
HAS_SPARK = find_spec("py4j") is not None
NAMES = ("duckdb", *(("spark", "spark compiled") if HAS_SPARK else ()))
"""What a test can be parametrised over. Spark compiles the steps of large runs and interprets those of small ones."""


def has_java() -> bool:
    """Return whether Spark can start; in CI it must."""
    return shutil.which("java") is not None or "JAVA_HOME" in os.environ


def needs_spark() -> None:
    """Skip the test where Spark or Java is missing, but for CI, where it fails."""
    if HAS_SPARK and has_java():
        return
    missing = "Java 17" if HAS_SPARK else "pyspark"
    if "CI" in os.environ and HAS_SPARK:
        pytest.fail(f"{missing} is missing, and CI needs it")
    pytest.skip(f"{missing} is missing here")


@contextmanager
def one_spark(place: Path) -> Iterator[None]:
    """Keep one Spark for all tests of a session: each engine opened meanwhile takes a session of its own in it."""
    _, end = start(HERE, place, "1GB", None)
    try:
        yield
    finally:
        end()


def opener(name: str) -> Opener:
    """Return what opens an engine by its name in NAMES."""
    if name == "duckdb":
        return on_duckdb

    def on_spark(spill: Path) -> AbstractContextManager[Engine]:
        return OnSpark(spill, HERE, "512MB", threads=1, small=SMALL if name == "spark" else 0)

    return on_spark
