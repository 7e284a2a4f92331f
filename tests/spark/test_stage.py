"""A stage of its own, given as a URI: the run's tables go there, and nothing of them stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engines import HERE
from premium.engine.on_spark import OnSpark
from premium.engine.stage import stage_at
from premium.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("spark")
def test_a_table_goes_over_a_stage_and_back(tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    with OnSpark(tmp_path / "spill", replace(HERE, stage=f"file://{far}"), "512MB") as engine:
        first = "SELECT 'ñ' AS word, CAST(3 AS BIGINT) AS n UNION ALL SELECT NULL, 4"
        assert engine.write("first", first, tmp_path / "first.parquet", ("n",)) == 2
        assert engine.count("first") == 2
        engine.make("second", "SELECT n FROM first WHERE n > 3")
        assert engine.rows("SELECT n FROM second") == [{"n": 4}]
        engine.drop("second")
        engine.load("again", tmp_path / "first.parquet")
        assert engine.rows("SELECT word, n FROM again ORDER BY n") == [{"word": "ñ", "n": 3}, {"word": None, "n": 4}]
        assert len(list(far.iterdir())) == 1
    assert list(far.iterdir()) == []


@pytest.mark.parametrize("uri", ["nowhere://x/y", "file://relative", "not a uri", "file:///a%20b"])
def test_a_stage_that_cannot_be_is_told(tmp_path: Path, uri: str) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(EngineError, match="cannot be used"):
        stage_at(uri, tmp_path)
