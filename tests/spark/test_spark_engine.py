"""What Spark must be for its sums to be exact, and how it ends when they cannot be."""

from __future__ import annotations

import hashlib
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engines import opener
from premium.engine import Where, spark_session, spark_watch
from premium.engine.spark_session import EXACT, exact
from premium.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from engine_of_worlds import Opener

MOST = 2**63 - 1


class Conf:
    """Settings of a session that keeps one of them as it is, or will not hear of it."""

    def __init__(self, name: str, *, refuses: bool) -> None:
        self.name, self.refuses, self.kept = name, refuses, dict[str, str]()

    def set(self, name: str, value: str) -> None:
        if name == self.name and self.refuses:
            raise RuntimeError(name)
        self.kept[name] = "another" if name == self.name else value

    def get(self, name: str) -> str:
        return self.kept[name]


class Session:
    """As much of a session as is asked for settings."""

    def __init__(self, conf: Conf) -> None:
        self.conf = conf

    def sql(self, text: str) -> Any:  # noqa: ANN401 - never reached
        raise AssertionError(text)


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize(("refuses", "sentence"), [(True, "refuses it"), (False, "keeps another")])
def test_a_session_that_will_not_be_exact_is_refused(name: str, sentence: str, *, refuses: bool) -> None:
    with pytest.raises(EngineError, match=f"{name} must be .*{sentence}"):
        exact(Session(Conf(name, refuses=refuses)))


@pytest.mark.usefixtures("spark")
def test_without_the_settings_spark_would_give_another_number(tmp_path: Path) -> None:
    """Why they are asserted: an engine whose session lost one of them no longer sees an overflow."""
    with opener("spark")(tmp_path) as engine:
        sum_of_two = f"SELECT CAST({MOST} AS BIGINT) + 1 AS n"
        with pytest.raises(EngineError, match="a number became too large to be exact"):
            engine.rows(sum_of_two)
        session: Any = vars(engine)["_spark"]
        session.conf.set("spark.sql.ansi.enabled", "false")
        assert engine.rows(sum_of_two) == [{"n": -MOST - 1}]
        exact(session)
        with pytest.raises(EngineError, match="a number became too large to be exact"):
            engine.rows(sum_of_two)


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT mul_div({MOST}, {MOST}, 2) AS n",
        f"SELECT mul(CAST({MOST} AS DECIMAL(38, 0)) * 10, CAST({MOST} AS DECIMAL(38, 0)) * 10) AS n",
        f"SELECT CAST(SUM(a) AS BIGINT) AS n FROM (SELECT CAST({MOST} AS BIGINT) AS a UNION ALL SELECT 1) x",  # noqa: S608 - a number
        f"SELECT round_div(mul({MOST}, {MOST}), 1) AS n",
    ],
)
def test_what_is_too_large_stops_every_engine(open_engine: Opener, tmp_path: Path, sql: str) -> None:
    with (
        open_engine(tmp_path / "spill") as engine,
        pytest.raises(EngineError, match="a number became too large to be exact"),
    ):
        engine.make("t", sql)


def test_the_functions_of_the_preludes_mean_the_same(open_engine: Opener, tmp_path: Path) -> None:
    asked: dict[str, Any] = {
        "round_div(5, 2)": 3, "round_div(-5, 2)": -3, "round_div(-4, 3)": -1, "round_div(0, 7)": 0,
        "round_div(7, 3)": 2, f"round_div(mul({MOST}, {MOST}), {MOST})": MOST,
        f"mul_div({MOST}, {MOST}, {MOST})": MOST, f"mul_rem({MOST}, {MOST - 1}, {MOST - 2})": 2,
        f"mul({MOST}, -{MOST})": Decimal(-(MOST**2)),
        "CAST(period_of(DATE '2026-03-01', 'week', 7) AS STRING)": "2026-03-01",
        "CAST(period_of(DATE '2026-03-01', 'week', 1) AS STRING)": "2026-02-23",
        "CAST(period_of(DATE '2024-02-29', 'month', 1) AS STRING)": "2024-02-01",
        "CAST(period_of(DATE '0001-01-03', 'week', 4) AS STRING)": "0001-01-01",
        "CAST(period_moved(DATE '2026-01-01', -2, 'month') AS STRING)": "2025-11-01",
        "CAST(period_moved(DATE '2026-01-01', -2, 'week') AS STRING)": "2025-12-18",
        "CAST(period_moved(DATE '0001-01-01', -1, 'week') AS STRING)": "0001-01-01",
        "CAST(period_last(DATE '2024-02-01', 'month') AS STRING)": "2024-02-29",
        "CAST(period_last(DATE '9999-12-27', 'week') AS STRING)": "9999-12-31",
        "CAST(days_after(DATE '1582-10-04', 1) AS STRING)": "1582-10-05",
        "CAST(days_after(DATE '9999-12-31', 1) AS STRING)": "9999-12-31",
        "name_part('a|b%é')": "a%7Cb%25é", "name_part(NULL)": "%", "name_part('')": "",
        "name_part(DATE '0987-01-02')": "0987-01-02",
        "fingerprint('Muñoz|ñ')": hashlib.sha256("Muñoz|ñ".encode()).hexdigest()[:20],
        "CAST(e8(-123456789) AS STRING)": "-1.23456789",
        "CAST(e8(5) AS STRING)": "0.00000005",
    }  # fmt: skip
    with open_engine(tmp_path / "spill") as engine:
        select = ", ".join(f"{text} AS c{number}" for number, text in enumerate(asked))
        (row,) = engine.rows(f"SELECT {select}")
    assert dict(zip(asked, row.values(), strict=True)) == asked


@pytest.mark.usefixtures("spark")
def test_an_error_does_not_tell_what_stands_in_the_records(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with opener("spark")(tmp_path) as engine, pytest.raises(EngineError) as raised:
        engine.rows("SELECT CAST('Ana Muñoz' AS BIGINT) AS n")
    out, err = capfd.readouterr()
    assert "Muñoz" not in f"{raised.value} {raised.value.hint} {out} {err}"
    assert str(raised.value) == "Spark stopped while reading: CAST_INVALID_INPUT"


@pytest.mark.usefixtures("spark")
def test_a_type_that_the_engines_do_not_share_is_refused(tmp_path: Path) -> None:
    with (
        opener("spark")(tmp_path) as engine,
        pytest.raises(EngineError, match="t has a column of type HUGEINT, which the two engines do not share"),
    ):
        engine.make("t", "SELECT SUM(a) AS n FROM (SELECT 1 AS a) x")


class Waiting:
    """A session whose cluster has nobody to work."""

    def range(self, _: int) -> Waiting:
        return self

    def collect(self) -> None:
        threading.Event().wait()


def test_a_cluster_that_gives_no_worker_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended: list[str] = []
    monkeypatch.setattr(spark_session, "_hush", lambda: None)  # it needs Spark, and this test does not
    monkeypatch.setattr(spark_session, "WORKERS", 0.2)
    monkeypatch.setattr(spark_session, "exact", lambda _: None)
    monkeypatch.setattr(spark_session, "_classic", lambda *_: (Waiting(), lambda: ended.append("ended")))
    with pytest.raises(EngineError, match="the cluster gave no worker"):
        spark_session.start(Where("spark", master="spark://host:1"), tmp_path, None, None)
    assert ended == ["ended"]


class Losing:
    """A cluster at work that has so many workers at each look, in turn; `looked` is set when all looks were had."""

    def __init__(self, *workers: int) -> None:
        self.left, self.looked, self.stopped = list(workers), threading.Event(), threading.Event()

    def at_work(self) -> bool:
        return True

    def workers(self) -> int:
        if len(self.left) == 1:
            self.looked.set()
            return self.left[0]
        return self.left.pop(0)

    def stop(self) -> None:
        self.stopped.set()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that looks often, and gives up after three looks."""
    monkeypatch.setattr(spark_watch, "EVERY", 0.001)
    monkeypatch.setattr(spark_watch, "LOOKS", 3)


@pytest.mark.usefixtures("hasty")
def test_a_cluster_that_lost_all_its_workers_is_stopped() -> None:
    losing = Losing(2, 1, 0)
    end = spark_watch.watch(losing)
    assert losing.stopped.wait(60)
    end()


@pytest.mark.usefixtures("hasty")
def test_a_cluster_whose_workers_come_back_is_waited_for() -> None:
    losing = Losing(1, *[0, 0, 1] * 5)
    end = spark_watch.watch(losing)
    assert losing.looked.wait(60)
    end()
    assert not losing.stopped.is_set()
