"""identities.csv: people's word on which identifiers are one worker, read strictly, applied, and taken back."""

from __future__ import annotations

import json
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folders import FAR, PAYMENTS, VALLEY, VALLEY_DAY, Content, lines, payments, take_in, take_in_folder, write
from premium.audit import audit
from premium.errors import InputError, RunError
from premium.explain import explain_worker
from premium.ingest import ingest
from premium.ingest.workers import book, identities
from premium.ingest.workers.identities import COLUMNS, FILE, Identity
from premium.verify import verify
from reports.text import tell_explanation

if TYPE_CHECKING:
    from premium.run_folder import RunFolder

HEADER = ",".join(COLUMNS)
GOOD = "g,00417,417,lost_zero,Ana Ruiz,2026-01-15,,"
ENDED = "g,00417,417,lost_zero,Ana Ruiz,2026-01-15,Bo Chen,2026-02-01"
WORKERS = lines({"worker_id": "417"}, {"worker_id": "00417", "amount": "5.00"}, {"worker_id": "9"})
TOLD = date(2026, 1, 15)


def said(*rows: str, header: str = HEADER) -> str:
    """An identities file of these rows."""
    return "\n".join([header, *rows]) + "\n"


def read(content: Content, place: Path) -> identities.Identities:
    return identities.read(write(place, {FILE: content}) / FILE)


def row(worker: str, to: str, grower: str = "g") -> Identity:
    return Identity(grower, worker, to, "lost_zero", "Ana Ruiz", TOLD)


def world(place: Path) -> Path:
    """Premium under 00417, wages under 417: $87.00 is for two workers."""
    november = {
        "check_date": "2025-11-28",
        "period_start": "2025-11-17",
        "period_end": "2025-11-23",
        "amount": "600.00",
    }
    premium = {
        "kind": "premium", "job_class": "", "amount": "43.50", "check_date": "2025-12-19", "for_period": "2025-11-01"
    }  # fmt: skip
    payroll = lines(
        {**november, "worker_id": "417"}, {**november, "worker_id": "500"},
        {**premium, "worker_id": "00417"}, {**premium, "worker_id": "500"},
    )  # fmt: skip
    paid = payments("1,b,g,2025-12-10,100.00,2025-11-01", header=f"{PAYMENTS},for_period")
    return write(place, {"payroll.csv": payroll, "payments.csv": paid})


def run(records: Path, out: Path) -> RunFolder:
    return audit(records, "fair-food", out, date(2026, 6, 1))


def statuses(made: RunFolder) -> dict[str, str]:
    return dict(pl.read_parquet(made.table("entitlements")).select("worker_id", "status").iter_rows())


def kinds(made: RunFolder) -> list[str]:
    return sorted(pl.read_parquet(made.table("findings"))["kind"].unique())


# Read


def test_a_row_says_of_whom_why_who_and_when(tmp_path: Path) -> None:
    got = read("﻿" + said(GOOD, "", ENDED), tmp_path)
    assert got.rows == (
        Identity("g", "00417", "417", "lost_zero", "Ana Ruiz", TOLD, source_row=2),
        Identity("g", "00417", "417", "lost_zero", "Ana Ruiz", TOLD, "Bo Chen", date(2026, 2, 1), 4),
    )
    assert [r.source_row for r in got.standing] == [2]
    assert len(got.sha256) == 64


def test_identifiers_are_kept_as_they_are(tmp_path: Path) -> None:
    got = read(said('g," 417",417,spacing_or_case,Ana,2026-01-15,,'), tmp_path)
    assert got.rows[0].worker_id == " 417"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "its columns must be"),
        (said(header=HEADER.replace(",", ";")), "its columns must be"),
        (said(header=HEADER.removesuffix(",ended_on")), "ended_on is missing"),
        (said(header=f"{HEADER},name"), "'name' is not one of them"),
        (said(header=f"{HEADER},reason"), "stands there twice"),
        (said("g,1,2"), "row 2: the row has 3 cells, the header 8"),
        (said("g,1,2,r,,2026-01-15,,"), "row 2: confirmed_by is empty"),
        (said("g,1,2,r,Ana,,,"), "row 2: confirmed_on is empty"),
        (said("g,1,2, ,Ana,2026-01-15,,"), "row 2: reason is empty"),
        (said(",1,2,r,Ana,2026-01-15,,"), "row 2: grower_id is empty"),
        (said(GOOD, "g,1,2,r,Ana,15/01/2026,,"), "row 3: confirmed_on is not a day"),
        (said("g,1,2,r,Ana,20260115,,"), "row 2: confirmed_on is not a day"),
        (said("g,1,2,r,Ana,2026-01-15,Bo,"), "row 2: ended_by and ended_on are filled in together"),
        (said("g,1,2,r,Ana,2026-01-15,,2026-01-16"), "row 2: ended_by and ended_on are filled in together"),
        (said("g,1,2,r,Ana,2026-01-15,Bo,2026-01-14"), "row 2: ended_on lies before confirmed_on"),
        (said("g,417,417,r,Ana,2026-01-15,,"), "row 2: worker_id and is_worker_id are the same"),
        (said(GOOD, GOOD), "row 3: identities.csv row 2 confirms the same already"),
        (said(GOOD, "g,00417,9,r,Ana,2026-01-15,,"), "row 3: its worker_id is confirmed as another person by .* row 2"),
        (said(GOOD, "g,417,00417,r,Ana,2026-01-15,,"), "row 2 and identities.csv row 3 go in a circle"),
        (said(GOOD, "g,417,9,r,Ana,2026-01-15,,"), "row 2: its is_worker_id is itself counted as another by .* row 3"),
        (said('g,"1,2,r,Ana,2026-01-15,,'), "unexpected end of data"),
        (said(GOOD).encode("utf-16"), "not UTF-8"),
        ("é".encode("cp1252"), "not UTF-8"),
    ],
)
def test_what_does_not_fit_stops_the_run_and_is_named_by_its_row(content: Content, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=told) as refusal:
        read(content, tmp_path)
    assert str(refusal.value).startswith(FILE)
    assert refusal.value.hint
    with pytest.raises(InputError, match=told):
        take_in({"payroll.csv": WORKERS, FILE: content})


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="larger than it can be"):
        read(said(GOOD), tmp_path)


@pytest.mark.parametrize(
    "rows",
    [
        (ENDED, "g,417,00417,r,Ana,2026-02-02,,"),
        (ENDED, ENDED, GOOD),
        (GOOD, "h,417,9,r,Ana,2026-01-15,,"),
        (GOOD, "g,0417,417,r,Ana,2026-01-15,,"),
    ],
)
def test_rows_that_were_taken_back_and_other_growers_do_not_stand_in_the_way(
    rows: tuple[str, ...], tmp_path: Path
) -> None:
    assert len(read(said(*rows), tmp_path).rows) == len(rows)


def test_no_identifier_is_told_in_an_error(tmp_path: Path) -> None:
    for content in (
        said("g,77001,77002,r,,2026-01-15,,"),
        said("g,77001,77002,r,A,2026-01-15,,", "g,77002,7,r,A,2026-01-15,,"),
    ):
        with pytest.raises(InputError) as refusal:
            read(content, tmp_path)
        assert "7700" not in str(refusal.value) + refusal.value.hint


# Written


def test_what_is_confirmed_and_taken_back_stays_in_the_file(tmp_path: Path) -> None:
    book.confirm(tmp_path, row("00417", "417"))
    book.undo(tmp_path, "g", "00417", "Bo Chen", date(2026, 2, 1))
    book.confirm(tmp_path, row(' 9,"x"\n', "9"))
    assert (tmp_path / FILE).read_text().startswith(said(ENDED))
    got = book.identities_of(tmp_path)
    assert [(r.worker_id, r.stands) for r in got.rows] == [("00417", False), (' 9,"x"\n', True)]
    assert [p.name for p in tmp_path.iterdir()] == [FILE], "nothing is left beside it"


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book.confirm(tmp_path, row("00417", "417"))
    before = (tmp_path / FILE).read_bytes()

    def no(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", no)
    with pytest.raises(OSError, match="disk full"):
        book.confirm(tmp_path, row("9", "90"))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [(FILE, before)]


def test_two_people_at_once_do_not_undo_one_another(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda n: book.confirm(tmp_path, row(f"0{n}", str(n))), range(1, 41)))
    assert {r.is_worker_id for r in book.identities_of(tmp_path).rows} == {str(n) for n in range(1, 41)}


def test_a_file_that_is_linked_stays_a_link_and_keeps_its_rights(tmp_path: Path) -> None:
    real = write(tmp_path / "elsewhere", {"mine.csv": said()}) / "mine.csv"
    real.chmod(0o640)
    records = tmp_path / "records"
    records.mkdir()
    (records / FILE).symlink_to(real)
    book.confirm(records, row("00417", "417"))
    assert (records / FILE).is_symlink()
    assert real.read_text() == said(GOOD)
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("worker", "to", "told"),
    [
        ("00417", "417", "confirms the same already"),
        ("00417", "9", "confirmed as another person"),
        ("417", "00417", "circle"),
        ("417", "9", "chain"),
        ("9", "00417", "itself counted as another"),
        ("9", "9", "are the same"),
    ],
)
def test_what_does_not_go_with_what_stands_is_not_written(worker: str, to: str, told: str, tmp_path: Path) -> None:
    book.confirm(tmp_path, row("00417", "417"))
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(InputError) as refusal:
        book.confirm(tmp_path, row(worker, to))
    assert told in f"{refusal.value} {refusal.value.hint}"
    assert (tmp_path / FILE).read_bytes() == before


def test_only_what_stands_can_be_taken_back_by_somebody_and_not_before_its_day(tmp_path: Path) -> None:
    book.confirm(tmp_path, row("00417", "417"))
    for worker, by, on, told in (
        ("417", "Bo", TOLD, "nothing is confirmed"),
        ("00417", " ", TOLD, "--by is empty"),
        ("00417", "Bo", date(2026, 1, 14), "was confirmed on 2026-01-15, after 2026-01-14"),
    ):
        with pytest.raises(InputError, match=told):
            book.undo(tmp_path, "g", worker, by, on)
    book.undo(tmp_path, "g", "00417", "Bo", TOLD)
    with pytest.raises(InputError, match="nothing is confirmed"):
        book.undo(tmp_path, "g", "00417", "Bo", TOLD)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for call in (
        lambda: book.identities_of(tmp_path / "no"),
        lambda: book.confirm(tmp_path / "no", row("1", "2")),
    ):
        with pytest.raises(InputError, match="there is no folder"):
            call()


# Applied


def test_the_lines_of_one_identifier_count_as_anothers_and_nothing_else_changes() -> None:
    before, after = take_in({"payroll.csv": WORKERS}), take_in({"payroll.csv": WORKERS, FILE: said(GOOD)})
    assert after.column("payroll", "worker_id") == ["417", "417", "9"]
    rest = [
        [{k: v for k, v in r.items() if k != "worker_id"} for r in got.tables["payroll"]] for got in (before, after)
    ]
    assert rest[0] == rest[1]
    assert [(a.identity.source_row, a.lines) for a in after.receipt.applied] == [(2, 1)]
    assert len(before.receipt.warnings) == 1, "two that look alike"
    assert after.receipt.warnings == [], "nothing looks alike any more, and the file is no stranger"


def test_it_holds_at_its_grower_only() -> None:
    both = lines(
        {"worker_id": "00417"}, {"worker_id": "00417", "grower_id": "h"}, {"worker_id": "417"}, {"worker_id": "417"}
    )
    got = take_in({"payroll.csv": both, FILE: said(GOOD)})
    assert got.column("payroll", "worker_id") == ["417", "00417", "417", "417"]
    assert [a.lines for a in got.receipt.applied] == [1]


def test_a_row_that_no_pay_line_answers_to_is_a_warning_without_the_identifier() -> None:
    got = take_in({"payroll.csv": WORKERS, FILE: said(GOOD, "g,0009,00009,r,Ana,2026-01-15,,")})
    assert got.receipt.warnings == [
        "identities.csv row 3: no pay line has its worker_id at its grower",
        "identities.csv row 3: no pay line has its is_worker_id at its grower",
    ]
    assert [a.lines for a in got.receipt.applied] == [1, 0]


@pytest.mark.parametrize("content", [said(), said(ENDED)])
def test_a_file_in_which_nothing_stands_changes_no_table(content: str, tmp_path: Path) -> None:
    without = tables(write(tmp_path / "a", {"payroll.csv": WORKERS}), tmp_path / "out-a")
    assert tables(write(tmp_path / "b", {"payroll.csv": WORKERS, FILE: content}), tmp_path / "out-b") == without


def tables(records: Path, out: Path) -> dict[str, bytes]:
    out.mkdir()
    return {name: path.read_bytes() for name, path in ingest(records, out, FAR).tables.items()}


def test_the_folder_of_ingestion_is_no_stranger() -> None:
    got = take_in({"payroll.csv": WORKERS.replace("00417", "8"), "ingested/source.txt": "x"})
    assert got.receipt.warnings == []


def test_a_name_that_is_nearly_the_files_is_told() -> None:
    got = take_in({"payroll.csv": WORKERS, "Identities.CSV": said(GOOD)})
    assert "Identities.CSV is not a table of the contract; it was not read; did you mean identities?" in (
        got.receipt.warnings
    )


@pytest.mark.parametrize("odd", ["folder", "link"])
def test_a_file_that_is_there_and_cannot_be_read_stops_the_run(odd: str, tmp_path: Path) -> None:
    records = write(tmp_path, {"payroll.csv": WORKERS})
    if odd == "folder":
        (records / FILE).mkdir()
    else:
        (records / FILE).symlink_to(tmp_path / "gone")
    with pytest.raises(InputError, match=r"identities\.csv is there and cannot be read"):
        take_in_folder(records)


IDS = st.sampled_from(["1", "01", "001", " 1", "12", "21", "é", "e", "E"])
LINES = st.lists(
    st.tuples(st.sampled_from(["g", "h"]), IDS, st.integers(-99, 9999), st.sampled_from(["piece", "premium", "tax"])),
    min_size=1, max_size=20,
)  # fmt: skip
STANDING = st.dictionaries(IDS, IDS, max_size=4)


def accepted(pairs: dict[str, str]) -> list[Identity]:
    """The pairs that go together."""
    rows: list[Identity] = []
    for worker, to in pairs.items():
        try:
            identities.agree((*rows, row(worker, to)))
        except InputError:
            continue
        rows.append(row(worker, to))
    return rows


@given(made=LINES, pairs=STANDING)
def test_confirming_moves_no_cent_and_no_row_and_taking_back_gives_the_same_bytes(
    made: list[tuple[str, str, int, str]], pairs: dict[str, str]
) -> None:
    payroll = lines(
        *({"grower_id": g, "worker_id": w, "amount": str(a), "kind": k} for g, w, a, k in made)
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        records = write(Path(place, "records"), {"payroll.csv": payroll})
        never = tables(records, Path(place, "never"))
        before = take_in_folder(records).tables["payroll"]
        for one in accepted(pairs):
            book.confirm(records, one)
        after = take_in_folder(records).tables["payroll"]
        to = {r.worker_id: r.is_worker_id for r in book.identities_of(records).rows}
        assert [(r["source_row"], r["amount_cents"], r["kind"]) for r in before] == [
            (r["source_row"], r["amount_cents"], r["kind"]) for r in after
        ]
        expected = [to.get(r["worker_id"], r["worker_id"]) if r["grower_id"] == "g" else r["worker_id"] for r in before]
        assert [r["worker_id"] for r in after] == expected
        for one in book.identities_of(records).standing:
            book.undo(records, "g", one.worker_id, "Bo Chen", date(2026, 2, 1))
        assert tables(records, Path(place, "undone")) == never


# A run


def test_a_premium_under_another_identifier_reaches_its_worker_once_a_person_has_confirmed(tmp_path: Path) -> None:
    records = world(tmp_path / "records")
    before = run(records, tmp_path / "before")
    assert statuses(before) == {"00417": "unqualified", "417": "missing", "500": "paid"}
    assert {"premium_missing", "premium_unqualified", "pool_short"} <= set(kinds(before))
    assert "worker_identities" not in before.manifest
    book.confirm(records, row("00417", "417"))
    after = run(records, tmp_path / "after")
    assert statuses(after) == {"417": "paid", "500": "paid"}
    assert not {"premium_missing", "premium_unqualified", "pool_short"} & set(kinds(after))
    assert after.manifest["worker_identities"]["applied"] == [{"source_row": 2, "lines": 1}]
    rows = pl.read_parquet(after.table("premium_lines")).filter(pl.col("worker_id") == "417")
    assert rows.select("source_file", "source_row").rows() == [("payroll.csv", 4)], "evidence points to what was sent"
    book.undo(records, "g", "00417", "Bo Chen", date(2026, 2, 1))
    undone = run(records, tmp_path / "undone")
    same = {n: e["sha256"] for n, e in before.manifest["tables"].items()}
    assert {n: e["sha256"] for n, e in undone.manifest["tables"].items() if n in same} == same


def test_the_valley_is_the_same_with_a_file_in_which_nothing_stands(valley_run: RunFolder, tmp_path: Path) -> None:
    files: dict[str, Content] = {
        p.relative_to(VALLEY / "records").as_posix(): p.read_bytes() for p in (VALLEY / "records").rglob("*.csv")
    }
    made = audit(write(tmp_path / "records", {**files, FILE: said()}), "fair-food", tmp_path / "run", VALLEY_DAY)
    extra = made.manifest["tables"].keys() - valley_run.manifest["tables"].keys()
    assert extra == {"inputs/worker_identities.parquet"}
    for name, entry in valley_run.manifest["tables"].items():
        assert made.manifest["tables"][name] == entry, name


def test_a_run_is_verified_with_its_file_and_refused_when_it_changes_goes_or_comes(tmp_path: Path) -> None:
    records = world(tmp_path / "records")
    without = run(records, tmp_path / "without")
    book.confirm(records, row("00417", "417"))
    made = run(records, tmp_path / "run")
    assert verify(made).tables == len(made.manifest["tables"])
    with pytest.raises(RunError, match=r"identities\.csv is new"):
        verify(without)
    with pytest.raises(RunError, match="does not hold a run of the same records"):
        run(records, without.path)
    book.undo(records, "g", "00417", "Bo Chen", date(2026, 2, 1))
    with pytest.raises(RunError, match=r"identities\.csv has changed since"):
        verify(made)
    (records / FILE).unlink()
    with pytest.raises(RunError, match=r"identities\.csv is gone"):
        verify(made)
    with pytest.raises(RunError, match="does not hold a run of the same records"):
        run(records, made.path)


def test_an_explanation_says_whose_lines_were_counted_by_whom_and_when(tmp_path: Path) -> None:
    records = world(tmp_path / "records")
    book.confirm(records, row("00417", "417"))
    made = run(records, tmp_path / "run")
    (story,) = explain_worker(made, "417")
    told = tell_explanation(story)
    assert (
        "The lines of 00417 count as theirs (1 line): the same person, as Ana Ruiz confirmed on 2026-01-15 "
        "(lost_zero; identities.csv row 2)."
    ) in told
    assert "count as theirs" not in tell_explanation(explain_worker(made, "500")[0])
    with pytest.raises(RunError, match="are counted as those of '417'") as refusal:
        explain_worker(made, "00417", "g")
    assert refusal.value.hint == "premium explain DIR --worker 417"
    with pytest.raises(RunError, match="no pool has a worker"):
        explain_worker(made, "00417", "h")


def test_the_manifest_names_rows_and_no_worker(tmp_path: Path) -> None:
    records = world(tmp_path / "records")
    book.confirm(records, row("00417", "417"))
    told = json.dumps(run(records, tmp_path / "run").manifest["worker_identities"])
    assert not re.search(r'"00417"|"417"|Ana', told)
