"""How a session of Spark is started, with the settings that make its sums exact; none of it is left to a default."""

from __future__ import annotations

import os
import re
import signal
import threading
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from premium.engine.spark_errors import explained, said_last
from premium.engine.spark_watch import OfContext, watch
from premium.engine.where import CLUSTER, submitted
from premium.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from premium.engine.where import Where

EXACT = {
    "spark.sql.ansi.enabled": "true",  # what overflows is an error, not a NULL and not another number
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # a product keeps its digits or is an error
    "spark.sql.storeAssignmentPolicy": "ANSI",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
    "spark.sql.groupByOrdinal": "true",
    "spark.sql.crossJoin.enabled": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # a day is a day, also before 1582
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
}
"""Settings without which an answer could differ; each is set, and then read back."""

PROBES = {
    "decimals lose digits": "typeof(CAST(1 AS DECIMAL(38, 10)) * CAST(1 AS DECIMAL(38, 10))) = 'decimal(38,20)'",
    "text is not compared byte by byte": "'a' <> 'A' AND 'a' <> 'a ' AND 'é' <> 'e' AND 'Z' < 'a' AND 'z' < 'é'",
}
"""What must not be so, and what holds if it is not."""

LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")
"""Who in Spark's client writes of each error that it raises."""

WORKERS = 60.0
"""Seconds in which a standalone cluster must give the first worker; it would wait for ever by itself."""

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


def start(where: Where, spill: Path, memory: str | None, threads: int | None) -> tuple[Any, Callable[[], None]]:
    """Return a session of Spark and what ends it.

    Raises:
        EngineError: it does not start, gives no worker, or refuses a setting that an exact answer needs.
    """
    with explained("starting Spark"):
        _hush()
        session, end = _remote(where) if where.remote else _classic(where, spill, memory, threads)
    try:
        exact(session)
        if where.master is not None and CLUSTER.fullmatch(where.master):
            _has_workers(session)
    except BaseException:
        end()
        raise
    return session, _watched(session, end)


def _watched(session: Any, end: Callable[[], None]) -> Callable[[], None]:  # noqa: ANN401 - as below
    """See that a standalone cluster which loses all workers is not waited for; other kinds look after themselves."""
    context = getattr(session, "_sc", None)  # a client of Spark Connect has none
    if context is None or not CLUSTER.fullmatch(str(context.master)):
        return end
    over = watch(OfContext(context))

    def both() -> None:
        over()
        end()

    return both


def _hush() -> None:
    """Keep Spark's client from writing errors to the terminal: they hold what stands in the records. We tell ours."""
    from pyspark.logger import PySparkLogger  # noqa: PLC0415 - not everybody has it

    for name in LOGGERS:
        PySparkLogger.getLogger(name).disabled = True


def exact(session: Any) -> None:  # noqa: ANN401 - Spark has two classes of session, and neither need be installed
    """Make a session exact, and see that it is.

    Raises:
        EngineError: it refuses a setting, or does not keep it.
    """
    for name, value in EXACT.items():
        try:
            session.conf.set(name, value)
        except Exception as error:
            raise _inexact(name, value, "refuses it") from error
        if (kept := str(session.conf.get(name))).lower() != value.lower():
            raise _inexact(name, value, f"keeps {kept}")
    for otherwise, probe in PROBES.items():
        with explained("asking Spark how it reckons"):
            (row,) = session.sql(f"SELECT {probe} AS holds").collect()
        if not row["holds"]:
            raise EngineError(f"Spark would not be exact: {otherwise}", hint="look for settings of the cluster's own")


def _inexact(name: str, value: str, instead: str) -> EngineError:
    return EngineError(
        f"Spark would not be exact: {name} must be {value}, and it {instead}",
        hint="let whoever runs the cluster allow this setting for a session",
    )


def _remote(where: Where) -> tuple[Any, Callable[[], None]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # Spark's opinion of a newer pandas, which we do not use
        from pyspark.sql import SparkSession  # noqa: PLC0415 - not everybody has it

        session = SparkSession.builder.remote(str(where.remote)).create()
    return session, session.stop


def _classic(where: Where, spill: Path, memory: str | None, threads: int | None) -> tuple[Any, Callable[[], None]]:
    """Start Spark in this process, or take another session of the one that is there already."""
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - not everybody has it
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415 - the same
    from pyspark.sql import SparkSession  # noqa: PLC0415 - the same

    there = SparkSession.getActiveSession()
    if there is not None:
        return there.newSession(), lambda: None
    conf = SparkConf().setAll(list(_settings(where, spill, memory, threads).items()))
    spill.mkdir(parents=True, exist_ok=True)
    log = spill / "spark.log"
    listening = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT) if listening else None
    try:
        # What Java says goes to a file: a run is quiet, and Spark's words may name what stands in the records.
        with log.open("ab") as heard:
            gateway = getattr(SparkContext, "_gateway", None) or launch_gateway(
                conf, {"stderr": heard, "stdout": heard}
            )
        session = SparkSession(SparkContext(conf=conf, gateway=gateway))
    except Exception as error:
        raise EngineError(f"Spark did not start: {said_last(log, error)}", hint="it needs Java 17 or later") from error
    finally:
        if listening:
            signal.signal(signal.SIGINT, before)  # Spark takes it for itself
    return session, session.stop


def _settings(where: Where, spill: Path, memory: str | None, threads: int | None) -> dict[str, str]:
    """Return what a session in this process is started with; a cluster's own defaults hold for the rest."""
    said = {
        "spark.app.name": "premium",
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": f"file://{spill}/warehouse",
    }
    if where.is_local:
        said |= {
            "spark.master": where.master or f"local[{threads or '*'}]",
            "spark.driver.memory": in_mebibytes(memory),
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": str(spill),
        }
    elif not submitted():
        said |= {"spark.master": str(where.master)}
        said |= {"spark.executor.memory": in_mebibytes(memory)} if memory else {}
    return said


def in_mebibytes(memory: str | None) -> str:
    """Return an amount such as 4GB in Spark's words; without one it is half of what the machine has."""
    if memory is None:
        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
        return f"{half // 2**20}m"
    number, unit = re.fullmatch(r"([0-9.]+) ?([A-Za-z]+)", memory).groups()  # type: ignore[union-attr] # seen before
    whole, _, part = number.partition(".")
    amount = int(whole + part) * UNITS[unit] // 10 ** len(part)
    return f"{max(512, amount // 2**20)}m"


def _has_workers(session: Any) -> None:  # noqa: ANN401 - as above
    """See that a cluster gives somebody to work; Spark alone would wait for ever."""
    answered = threading.Event()

    def ask() -> None:
        with suppress(Exception):  # what is wrong with it, the first step says
            session.range(1).collect()
        answered.set()

    threading.Thread(target=ask, daemon=True).start()
    if not answered.wait(WORKERS):
        raise EngineError(
            f"the cluster gave no worker within {WORKERS:.0f} seconds",
            hint="are its workers started, with enough memory, and not all busy?",
        )
