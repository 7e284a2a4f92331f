"""Line files that `premium ingest` wrote, read back: what was set aside stays so, and whence it came is kept."""

from __future__ import annotations

import fcntl
import importlib
import os
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import take_in, take_in_folder, write
from premium.errors import InputError
from premium.ingest import ingest
from premium.ingest.provenance import FROM, PLACES, SET_ASIDE
from premium.ingest.shelf import lines
from premium.tables import INPUTS
from sent_files import pay, sent

if TYPE_CHECKING:
    from pathlib import Path

PAYROLL = INPUTS["payroll"]


def line_file(*rows: dict[str, Any]) -> pl.DataFrame:
    """A line file's frame."""
    return lines.as_stored(PAYROLL, sent("crew.xlsx", *rows).lines)


def places(records: Path, out: Path, as_of: date = date(2030, 1, 1)) -> list[dict[str, Any]]:
    """What a run keeps of where its rows came from."""
    out.mkdir()
    ingest(records, out, as_of)
    return pl.read_parquet(out / "provenance.parquet").to_dicts()


def test_a_line_that_was_set_aside_is_a_reject_as_it_was_named_and_the_others_are_taken() -> None:
    got = take_in({"payroll/x.parquet": line_file(pay("a"), pay("b", None), pay("c", "2.50"))})
    assert got.counts == [(3, 2, 1, 0)]
    assert got.column("payroll", "amount_cents") == [1000, 250]
    assert got.column("payroll", "source_row") == [2, 4]
    assert got.rejects == [
        {
            "table_name": "payroll",
            "source_file": "payroll/x.parquet",
            "source_row": 3,
            "column_name": "amount",
            "value": "=1+1",
            "reason": "not_a_number: write a number",
        }
    ]
    assert got.receipt.warnings == []


def test_an_amount_that_can_be_read_on_a_line_set_aside_is_counted() -> None:
    unknown: dict[str, Any] = {
        "set_aside_column": "kind",
        "set_aside_value": "ZZ",
        "set_aside_reason": "not_in_list: unknown code",
    }
    got = take_in({"payroll/x.parquet": line_file(pay("a", "7.25", kind=None, **unknown), pay("b", None))})
    (file,) = got.receipt.files
    assert (file.rows_set_aside, file.set_aside_cents, file.set_aside_unread) == (2, 725, 1)
    assert got.reasons == [(2, "kind", "not_in_list"), (3, "amount", "not_a_number")]


def test_a_line_set_aside_is_not_taken_though_all_its_cells_are_good() -> None:
    doubtful = {"set_aside_column": "amount", "set_aside_value": "1", "set_aside_reason": "carried: not its own"}
    got = take_in({"payroll/x.parquet": line_file({**pay("a"), **doubtful}, pay("b"))})
    assert (got.counts, got.reasons) == ([(2, 1, 1, 0)], [(2, "amount", "carried")])
    assert got.column("payroll", "worker_id") == ["b"]


def test_a_line_set_aside_does_not_use_up_its_identifier() -> None:
    aside = pay("a", None, line_id="1")
    got = take_in({"payroll/x.parquet": line_file(aside, pay("a", line_id="1"), pay("b", line_id="1"))})
    assert got.reasons == [(2, "amount", "not_a_number"), (4, "line_id", "used_before")]


def test_a_line_that_ingestion_took_is_judged_again() -> None:
    changed = line_file(pay("a"), pay("b")).with_columns(kind=pl.Series(["piece", "bribe"]))
    assert take_in({"payroll/x.parquet": changed}).reasons == [(3, "kind", "not_in_list")]


def test_where_each_row_came_from_is_kept_beside_the_tables_also_of_rows_set_aside_and_later(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        "payroll/x.parquet": line_file(pay("a"), pay("b", None), pay("c", week=400)),
        "payments.csv": "payment_id,buyer_id,grower_id,paid_date,amount\n",
    }
    got = places(write(tmp_path / "records", files), tmp_path / "out", date(2026, 1, 1))
    assert [tuple(row.values()) for row in got] == [
        ("payroll/x.parquet", row, "crew.xlsx", "Crew 1", row + 2) for row in (2, 3, 4)
    ]


def test_canonical_files_have_no_provenance_but_the_table_is_there(tmp_path: Path) -> None:
    files = {"payments.csv": "payment_id,buyer_id,grower_id,paid_date,amount\n1,b,g,2025-11-20,1.00\n"}
    assert places(write(tmp_path / "records", files), tmp_path / "out") == []
    assert pl.read_parquet_schema(tmp_path / "out" / "provenance.parquet") == PLACES


@pytest.mark.parametrize("gone", sorted({*FROM, *SET_ASIDE}))
def test_a_line_file_that_has_lost_a_column_stops_the_run(gone: str) -> None:
    with pytest.raises(InputError, match=f"x.parquet was written by premium ingest and changed since: {gone}"):
        take_in({"payroll/x.parquet": line_file(pay("a")).drop(gone)})


def test_a_column_of_that_name_in_a_file_of_somebody_elses_is_a_stranger() -> None:
    theirs = line_file(pay("a")).drop(*SET_ASIDE, "from_text", "from_name", "from_sheet", "from_row")
    got = take_in({"payroll/x.parquet": theirs})
    assert got.receipt.warnings == ["payroll/x.parquet: the column from_file is not one of payroll's; it was kept out"]


def test_receipts_and_unfinished_files_beside_the_tables_are_passed_over_without_a_word(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        "payroll/x.parquet": line_file(pay("a")),
        "payroll/.premium-1-ab": b"half",
        ".premium-1-cd/payroll.parquet": b"half",
        "ingested/payroll-x.json": "{}",
    }
    got = take_in_folder(write(tmp_path / "records", files))
    assert (got.counts, got.receipt.warnings) == ([(1, 1, 0, 0)], [])


def test_nobody_brings_files_in_while_a_run_reads_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = write(tmp_path / "records", {"payroll/x.parquet": line_file(pay("a"))})
    handle = os.open(records, os.O_RDONLY)
    waited = []
    real = importlib.import_module("premium.ingest.take").take

    def reading(*given: Any) -> Any:  # noqa: ANN401 - whatever it takes
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        waited.append(given[1].name)
        return real(*given)

    monkeypatch.setattr("premium.ingest.take", reading)
    take_in_folder(records)
    assert waited == ["payroll/x.parquet"]
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(handle)
