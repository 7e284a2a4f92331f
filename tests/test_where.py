"""Which engine a run uses and where: what cannot be had is said at once, before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import VALLEY, VALLEY_DAY
from premium.audit import Settings, audit
from premium.engine import Where, where
from premium.engine.spark_session import in_mebibytes
from premium.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

HERE = "local[2]"
NOBODY = "127.0.0.1:1"


def said(place: Where) -> str:
    with pytest.raises(EngineError) as raised:
        place.seen_to()
    assert raised.value.hint
    return f"{raised.value}; {raised.value.hint}"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All that is looked for is found."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(where, "find_spec", lambda _: object())


@pytest.mark.parametrize("place", [Where(master=HERE), Where(remote="sc://x"), Where(stage="file:///x")])
def test_a_place_of_spark_wants_spark(place: Where) -> None:
    assert "say --engine spark with it" in said(place)


def test_there_is_one_way_to_spark() -> None:
    assert "--master and --remote are two ways" in said(Where("spark", master=HERE, remote="sc://x"))


@pytest.mark.parametrize(
    ("place", "extra"),
    [(Where("spark"), "premium[spark]"), (Where("spark", remote="sc://x"), "premium[spark-connect]")],
)
def test_spark_that_is_not_installed_is_told_how_to_install(
    monkeypatch: pytest.MonkeyPatch, place: Where, extra: str
) -> None:
    monkeypatch.setattr(where, "find_spec", lambda _: None)
    assert f'pip install "{extra}"' in said(place)


def test_java_that_is_missing_is_missed(installed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert installed is None
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "elsewhere"))
    assert f"there is no {tmp_path}/elsewhere/bin/java" in said(Where("spark"))
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Java is missing" in said(Where("spark"))


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Where("spark", master=f"spark://{NOBODY}"), f"no Spark master answers at spark://{NOBODY}"),
        (Where("spark", master=f"spark://{NOBODY},{NOBODY}"), "no Spark master answers"),
        (Where("spark", remote=f"sc://{NOBODY}/;token=x"), "no Spark Connect server answers"),
        (Where("spark", remote="http://host"), "is not a place of Spark Connect"),
        (Where("spark", master="spark://host:port"), "has no port that is a number"),
    ],
)
def test_whoever_does_not_answer_is_named_at_once(place: Where, sentence: str) -> None:
    assert sentence in said(place)


@pytest.mark.usefixtures("installed")
def test_a_local_spark_is_ready() -> None:
    Where("spark").seen_to()
    Where("spark", master=HERE).seen_to()


def test_nothing_is_read_before_the_engine_is_seen_to(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="--master is about Spark"):
        audit(VALLEY / "records", "fair-food", tmp_path / "run", VALLEY_DAY, Settings(where=Where(master=HERE)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "megabytes"),
    [("4GB", "3814m"), ("4GiB", "4096m"), ("1.5 GiB", "1536m"), ("700MB", "667m"), ("1KB", "512m")],
)
def test_memory_is_said_in_sparks_words(said: str, megabytes: str) -> None:
    assert in_mebibytes(said) == megabytes
