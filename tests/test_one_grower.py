"""A run of one grower says of it what a run of all says, and leaves the others' rows alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from folders import ROOT
from premium.audit import Settings, audit
from premium.errors import InputError
from premium.ingest.parquet_file import read
from premium.ingest.part import may_be_of
from premium.tables import OUTPUTS
from premium.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder

RECORDS = ROOT / "data/samples/season/records"
DAY = date(2026, 4, 15)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return audit(RECORDS, "fair-food", tmp_path_factory.mktemp("whole") / "run", DAY)


def of(run: RunFolder, name: str, grower: str) -> pl.DataFrame:
    """A grower's rows of an output; evidence by the findings that it proves."""
    rows = pl.read_parquet(run.table(name))
    if name != "evidence":
        return rows.filter(grower_id=grower)
    own = pl.read_parquet(run.table("findings")).filter(grower_id=grower)
    return rows.filter(pl.col("finding_id").is_in(own["finding_id"].implode()))


def growers() -> list[str]:
    return sorted(pl.read_csv(RECORDS / "growers.csv", infer_schema=False)["grower_id"].unique())


@pytest.mark.parametrize("grower", growers())
def test_a_run_of_one_grower_says_what_a_run_of_all_says_of_it(whole: RunFolder, grower: str, tmp_path: Path) -> None:
    run = audit(RECORDS, "fair-food", tmp_path / "run", DAY, Settings(only=grower))
    for name in OUTPUTS:
        if name != "rejects":
            assert of(run, name, grower).equals(of(whole, name, grower)), name
            assert of(run, name, grower).height == pl.read_parquet(run.table(name)).height, name
    assert run.manifest["only_grower"] == grower
    assert run.manifest["warnings"][0].startswith(f"this run looks at {grower} only: ")
    for one, all_ in zip(run.manifest["files"], whole.manifest["files"], strict=True):
        assert (one["rows_read"], one["sha256"]) == (all_["rows_read"], all_["sha256"])
        placed = sum(one[f"rows_{what}"] for what in ("taken", "set_aside", "later", "elsewhere"))
        assert placed == one["rows_read"]
    if grower == growers()[0]:
        verify(run)


PAYMENTS = "payment_id,buyer_id,grower_id,paid_date,amount\n"


def test_an_identifier_that_another_growers_row_has_used_is_set_aside_here_too(tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    rows = "p1,b,one,2026-01-05,5.00\np1,b,two,2026-01-06,7.00\np2,b,two,2026-01-07,9.00\np3,b,,2026-01-08,1.00\n"
    (records / "payments.csv").write_text(PAYMENTS + rows, encoding="utf-8")
    run = audit(records, "fair-food", tmp_path / "run", DAY, Settings(only="two"))
    rejects = pl.read_parquet(run.table("rejects"))
    assert rejects["source_row"].to_list() == [3, 5]
    assert [reason.split(":")[0] for reason in rejects["reason"]] == ["used_before", "missing"]
    (file,) = run.manifest["files"]
    assert [file[f"rows_{w}"] for w in ("read", "taken", "set_aside", "elsewhere")] == [4, 1, 2, 1]
    first = audit(records, "fair-food", tmp_path / "first", DAY, Settings(only="one")).manifest["files"][0]
    assert [first[f"rows_{w}"] for w in ("taken", "set_aside", "elsewhere")] == [1, 1, 2]


def test_a_grower_that_the_records_do_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no row of the records is of a grower 'Alder Farm'"):
        audit(RECORDS, "fair-food", tmp_path / "run", DAY, Settings(only="Alder Farm"))
    assert list(tmp_path.iterdir()) == []


def test_a_run_of_one_grower_does_not_take_the_place_of_a_run_of_all(whole: RunFolder) -> None:
    from premium.errors import RunError  # noqa: PLC0415 - the one test of it

    with pytest.raises(RunError, match="does not hold a run of the same records"):
        audit(RECORDS, "fair-food", whole.path, DAY, Settings(only=growers()[0]))


def test_other_growers_rows_are_left_out_while_a_file_is_read(tmp_path: Path) -> None:
    pl.DataFrame({"grower_id": ["a", "b"], "amount": ["1", "2"]}).write_parquet(tmp_path / "payroll.parquet")
    mine, rows = read(tmp_path / "payroll.parquet", ["grower_id", "amount"], may_be_of("b"))
    assert "FILTER" not in mine.explain(engine="streaming")
    assert (mine.collect().rows(), rows) == ([(3, "b", "2")], 2)


def test_a_growers_lines_are_found_wherever_in_a_parquet_file_they_lie(tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    lines = pl.concat([pl.read_csv(path, infer_schema=False) for path in sorted((RECORDS / "payroll").glob("*.csv"))])
    lines.sample(fraction=1, shuffle=True, seed=5).write_parquet(records / "payroll.parquet", row_group_size=100)
    grower = growers()[1]
    run = audit(records, "fair-food", tmp_path / "run", DAY, Settings(only=grower))
    mine = pl.read_parquet(records / "payroll.parquet").with_row_index("source_row", 2).filter(grower_id=grower)
    aside = pl.read_parquet(run.table("rejects")).select("source_row")
    mine = mine.with_columns(pl.col("source_row").cast(pl.Int64)).join(aside, on="source_row", how="anti")
    taken = pl.read_parquet(run.table("payroll"))
    assert taken.select("source_row", "worker_id").equals(mine.select("source_row", "worker_id"))
    assert run.manifest["files"][0]["rows_elsewhere"] == lines.height - mine.height - aside.height
