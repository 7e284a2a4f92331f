"""Turns Spark's errors into ours, with what to do. Spark's own words may hold values of the records: they stay out."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from premium.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOO_LARGE = ("ARITHMETIC_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE", "CAST_OVERFLOW", "DIVIDE_BY_ZERO",
             "ArithmeticException", "DATETIME_OVERFLOW", "NUMERIC_OUT_OF_SUPPORTED_RANGE")  # fmt: skip
OUT_OF_MEMORY = ("OutOfMemoryError", "UNABLE_TO_ACQUIRE_MEMORY", "SparkOutOfMemory", "exceeding memory limits")
GONE = ("Connection refused", "UNAVAILABLE", "SparkContext was shut down", "Py4JNetworkError", "stopped SparkContext",
        "All masters are unresponsive")  # fmt: skip
CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\]")
LONG = 300


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn whatever Spark raises inside the block into an EngineError that says what was being done."""
    try:
        yield
    except EngineError:
        raise
    except ImportError as error:
        raise EngineError(
            f"Spark is not installed whole: {error}", hint='pip install "premium[spark]", or "premium[spark-connect]"'
        ) from error
    except Exception as error:
        if not _is_sparks(error):
            raise
        raise _ours(doing, f"{type(error).__name__}: {error}") from error


def _is_sparks(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in {"pyspark", "py4j", "grpc"} or isinstance(error, OSError)


def _ours(doing: str, told: str) -> EngineError:
    if any(word in told for word in TOO_LARGE):
        return EngineError(
            f"a number became too large to be exact while {doing}",
            hint="look for absurd amounts or quantities in the records; nothing was given out",
        )
    if any(word in told for word in OUT_OF_MEMORY):
        return EngineError(
            f"Spark ran out of memory while {doing}", hint="give it more with --memory, or more or larger workers"
        )
    if any(word in told for word in GONE):
        return EngineError(
            f"Spark went away while {doing}", hint="is the cluster still up, with workers? then run it again"
        )
    found = CONDITION.search(told)
    return EngineError(f"Spark stopped while {doing}: {found[1] if found else told.partition(chr(10))[0][:LONG]}")


def said_last(log: Path, error: Exception) -> str:
    """Return the last line that Java said before it gave up, or else the error's own first."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("WARNING", "at ", "Using "))]
    return (told or [str(error).partition("\n")[0]])[-1][:LONG]
