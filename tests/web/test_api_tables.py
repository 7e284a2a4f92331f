"""Tables over the API: filters, pages, formats, and what cannot stand in an address."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from api_client import Program, program

from premium.engine import OnDuckDB
from premium.run_folder import RunFolder
from premium.web.api import spell
from premium.web.api.sources import Source, sources
from premium.web.api.tables import FILES_AT_ONCE
from premium.web.api.wanted import NEVER_IN_ADDRESS, wanted
from premium.workspace import shelf
from premium.workspace.shelf import Opened
from premium.workspace.tables import Role

if TYPE_CHECKING:
    from pathlib import Path

    from made_web import Web


@pytest.fixture(scope="module")
def monitor(web: Web) -> Program:
    return program(web, "monitor")


def rows(asked: Program, path: str) -> list[dict[str, Any]]:
    answer = asked.get(path)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["rows"])


def test_pages_together_hold_every_row_once_in_the_order_of_the_key(monitor: Program, web: Web) -> None:
    opened = web.app.state.site.shelf.opened(1)
    paged: list[dict[str, Any]] = []
    after = ""
    while True:
        answer = monitor.get(f"/runs/1/tables/findings?limit=7{after}").json()
        paged += answer["rows"]
        if answer["after"] is None:
            break
        assert len(answer["rows"]) == 7
        after = f"&after={answer['after']}"
    kept = opened.rows("SELECT finding_id FROM findings ORDER BY finding_id")
    assert [row["finding_id"] for row in paged] == [row["finding_id"] for row in kept]


def test_rows_are_cents_iso_days_exact_numbers_and_nulls(monitor: Program) -> None:
    short = rows(monitor, "/runs/1/tables/findings?kind=premium_short&limit=1")[0]
    assert (type(short["amount_cents"]), short["period"][4], short["quantity"]) == (int, "-", None)
    volumes = rows(monitor, "/runs/1/tables/findings?kind=volume_mismatch")
    assert {row["quantity"] for row in volumes} == {"-8750.00000000", "10000.00000000"}


def test_filters_are_equality_on_any_column_and_given_twice_either(monitor: Program) -> None:
    kinds = {"premium_short", "premium_late"}
    found = rows(monitor, "/runs/1/tables/findings?kind=premium_short&kind=premium_late&limit=1000")
    everything = rows(monitor, "/runs/1/tables/findings?limit=1000")
    assert {row["kind"] for row in found} == kinds
    assert len(found) == sum(row["kind"] in kinds for row in everything)
    days = rows(monitor, "/runs/1/tables/pools?from=2025-12-01&to=2026-01-01&grower_id=alder-bend")
    assert [row["period"] for row in days] == ["2025-12-01", "2026-01-01"]
    assert (
        rows(monitor, "/runs/1/tables/payroll?from=2026-03-27&to=2026-03-27&limit=1")[0]["check_date"] == "2026-03-27"
    )
    unmeasured = rows(monitor, "/runs/1/tables/findings?empty=amount_cents&limit=1000")
    assert unmeasured
    assert all(row["amount_cents"] is None for row in unmeasured)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("findings?colour=red", "colour: findings has no such column"),
        ("findings?period=2026-1-5", "period: that is no day"),
        ("findings?period=2026-02-30", "period: that is no day"),
        ("findings?amount_cents=1e3", "amount_cents: that is not a value of type BIGINT"),
        ("findings?quantity=NaN", "quantity: that is not a value of type DECIMAL(28,8)"),
        ("findings?from=0", "query.from: Value error, write a day as 2026-03-31"),
        ("findings?limit=1001", "query.limit: Input should be less than or equal to 1000"),
        ("findings?after=7", "after: that is not what a page before this one gave"),
        ("findings?after=1-0", "after: that is not what a page before this one gave"),
        ("findings?empty=colour", "colour: findings has no such column"),
        ("totals?from=2026-01-01", "from, to: totals has no days"),
    ],
)
def test_what_cannot_be_asked_is_a_422_that_says_which(asked: str, said: str, monitor: Program) -> None:
    answer = monitor.get(f"/runs/1/tables/{asked}")
    assert (answer.status_code, answer.json()["error"]["message"]) == (422, said)


def test_no_column_that_names_a_worker_can_stand_in_an_address_and_each_can_be_searched(
    monitor: Program, web: Web
) -> None:
    opened = web.app.state.site.shelf.opened(1)
    tables = {name: set(opened.engine.beside().columns(name)) for name in sources(opened)}
    assert {
        c for columns in tables.values() for c in columns if "worker_id" in c or "check_id" in c
    } <= NEVER_IN_ADDRESS
    for table, columns in tables.items():
        for column in columns & NEVER_IN_ADDRESS:
            for asked in (f"{column}=0074", f"empty={column}"):
                answer = monitor.get(f"/runs/1/tables/{table}?{asked}")
                assert (answer.status_code, answer.json()["error"]["hint"][:4]) == (422, "POST")
            assert monitor.post(f"/runs/1/tables/{table}/search", {"filters": {column: ["0074"]}}).status_code == 200
    found = monitor.post("/runs/1/tables/findings/search", {"filters": {"worker_id": ["0074"]}}).json()["rows"]
    assert len(found) == 3
    assert {row["worker_id"] for row in found} == {"0074"}


def test_every_table_of_a_run_is_read_in_every_format_with_the_same_rows(monitor: Program) -> None:
    for table in monitor.get("/runs/1/tables").json()["tables"]:
        name = table["name"]
        columns = [column["name"] for column in table["columns"]]
        as_csv = list(csv.reader(io.StringIO(monitor.get(f"/runs/1/tables/{name}.csv").text)))
        as_parquet = pl.read_parquet(io.BytesIO(monitor.get(f"/runs/1/tables/{name}.parquet").content))
        assert as_csv[0] == as_parquet.columns == columns
        assert len(as_csv) - 1 == len(as_parquet)
        assert table["rows"] in {None, len(as_parquet)}
    sheet = openpyxl.load_workbook(io.BytesIO(monitor.get("/runs/1/tables/findings.xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == 1 + len(rows(monitor, "/runs/1/tables/findings?limit=1000"))


def test_accept_chooses_the_format_where_the_address_does_not(monitor: Program) -> None:
    for accept, kind in (
        ("text/csv", "text/csv"), ("text/html, application/vnd.apache.parquet;q=0.9", "application/vnd.apache.parquet"),
        ("*/*", "application/json"),
    ):  # fmt: skip
        answer = monitor.get("/runs/1/tables/pools", headers={"Accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == kind


def test_what_a_spreadsheet_would_run_is_text_in_every_file(tmp_path: Path) -> None:
    evil = ['=HYPERLINK("http://elsewhere.example")', "+1", "-1", "@sum", "\t=1", "http://elsewhere.example", "0074"]
    pl.DataFrame({"name": evil}).write_parquet(tmp_path / "names.parquet")
    with OnDuckDB(tmp_path / "spill") as engine:
        opened = Opened(1, RunFolder(tmp_path, {}), engine, tmp_path)
        asked = wanted(opened, Source("names", (tmp_path / "names.parquet",), None), {})
        lines = list(csv.reader(io.StringIO(b"".join(spell.as_csv(opened.engine, asked)).decode())))
        spell.write_workbook(opened, asked, tmp_path / "names.xlsx")
    assert [line[0] for line in lines[1:]] == [f"'{text}" for text in evil[:5]] + evil[5:]
    sheet = openpyxl.load_workbook(tmp_path / "names.xlsx").active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in evil]


def test_a_workbook_of_too_many_rows_is_refused_with_what_to_do(
    monitor: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spell, "MOST_IN_WORKBOOK", 10)
    answer = monitor.get("/runs/1/tables/findings.xlsx")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert ".parquet" in answer.json()["error"]["hint"]
    assert monitor.get("/runs/1/tables/findings.xlsx?kind=premium_late").status_code == 200


def test_a_file_that_breaks_off_gives_its_room_back(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_: object) -> str:
        raise ValueError("a disk that is full")

    with monkeypatch.context() as broken:
        broken.setattr(spell, "_cell", breaks)
        for _ in range(FILES_AT_ONCE + 1):
            cut = monitor.get("/runs/1/tables/findings.csv")
            assert (cut.status_code, cut.content.count(b"\r\n")) == (200, 1)
    assert monitor.get("/runs/1/tables/findings.csv").content.count(b"\r\n") > 1


def test_a_run_that_is_put_away_keeps_what_it_spills_until_the_last_has_let_go_of_it(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "OPEN_AT_MOST", 1)
    kept = shelf.Shelf(web.workspace, "512MB", 1)
    opened = kept.opened(1)
    spill = opened.spill
    with opened.beside() as engine:
        kept.answer(1, Role.GROWER, "alder-bend")
        del opened
        assert spill.is_dir()
        assert engine.count("findings") > 1
    assert not spill.exists()
    kept.close()
