"""A road that is quick and wrong is told as wrong: the checks of the benchmarks, seen red."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from benchmarks.scale.right import BY_HAND, by_hand_unlike, found, unlike

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"grower_id": "alder-bend", "amount_cents": 1250}


def _findings(folder: Path, *amounts: int | None, kind: str = "premium_short") -> None:
    pl.DataFrame({"kind": [kind] * len(amounts), "amount_cents": pl.Series(amounts, dtype=pl.Int64)}).write_parquet(
        folder / "findings.parquet"
    )


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    for side in (theirs, ours):
        side.mkdir()
        for name in BY_HAND:
            pl.DataFrame([ROW, ROW]).write_parquet(side / f"{name}.parquet")
        _findings(side, 1, 2)
    return theirs, ours


def test_findings_are_counted_and_added_up_by_kind(tmp_path: Path) -> None:
    _findings(tmp_path, 100, 250, None)
    assert found(tmp_path / "findings.parquet") == {"premium_short": [3, 350]}


def test_a_finding_too_few_and_a_cent_too_many_are_told() -> None:
    planted = {"premium_short": [2, 350], "premium_late": [1, 100]}
    assert not unlike("findings", dict(planted), planted)
    assert unlike("findings", {"premium_short": [2, 350]}, planted) == "findings: premium_late None instead of [1, 100]"
    assert "premium_short [2, 351] instead of [2, 350]" in unlike(
        "findings", {**planted, "premium_short": [2, 351]}, planted
    )


def test_the_same_rows_in_another_order_are_alike(sides: tuple[Path, Path]) -> None:
    assert not by_hand_unlike(*sides)


def test_a_row_that_is_a_cent_off_is_told_on_both_sides(sides: tuple[Path, Path]) -> None:
    pl.DataFrame([ROW, {**ROW, "amount_cents": 1251}]).write_parquet(sides[0] / "wages.parquet")
    assert by_hand_unlike(*sides) == "wages: 1 rows that are not ours, 1 of ours missing"


def test_a_row_that_stands_once_instead_of_twice_is_told(sides: tuple[Path, Path]) -> None:
    pl.DataFrame([ROW]).write_parquet(sides[0] / "entitlements.parquet")
    assert by_hand_unlike(*sides) == "entitlements: 0 rows that are not ours, 1 of ours missing"


def test_a_finding_of_another_kind_is_none_of_theirs(sides: tuple[Path, Path]) -> None:
    _findings(sides[1], 7, kind="volume_mismatch")
    assert by_hand_unlike(*sides) == "findings: premium_short [2, 3] instead of None"
