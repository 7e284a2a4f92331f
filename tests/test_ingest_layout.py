"""Which files of a folder are which table, and what is said of the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from folders import PAYMENTS, Content, paid, payments, take_in, take_in_folder, write
from premium.errors import InputError
from premium.ingest import layout

PART = {"payments/a.csv": payments(paid(number="1")), "payments/b.csv": payments(paid(number="2"))}


def test_a_table_may_be_one_file_or_a_folder_of_many() -> None:
    one = take_in({"payments.csv": payments(paid(number="1"), paid(number="2"))})
    many = take_in(PART)
    assert one.column("payments", "payment_id") == many.column("payments", "payment_id") == ["1", "2"]
    assert [f.source_file for f in many.receipt.files] == ["payments/a.csv", "payments/b.csv"]


def test_a_folder_may_mix_csv_and_parquet_and_hold_folders() -> None:
    import polars as pl  # noqa: PLC0415 - the one test that needs a frame

    frame = pl.DataFrame({c: [v] for c, v in zip(PAYMENTS.split(","), paid(number="2").split(","), strict=True)})
    got = take_in({"payments/2025/a.csv": payments(paid()), "payments/b.parquet": frame})
    assert got.column("payments", "source_file") == ["payments/2025/a.csv", "payments/b.parquet"]
    assert got.column("payments", "source_row") == [2, 2]


def test_files_are_read_in_byte_order_of_their_names() -> None:
    names = [
        "payments/b.csv",
        "payments/B.csv",
        "payments/a/z.csv",
        "payments/é.csv",
        "payments/10.csv",
        "payments/9.csv",
    ]
    got = take_in({name: payments(paid(number=name)) for name in names})
    assert [f.source_file for f in got.receipt.files] == sorted(names, key=str.encode)


@pytest.mark.parametrize("other", ["payments.parquet", "payments/part.csv"])
def test_a_table_that_stands_twice_is_refused(other: str) -> None:
    with pytest.raises(InputError, match="payments stands twice") as refusal:
        take_in({"payments.csv": payments(paid()), other: payments(paid())})
    assert "keep one of them" in refusal.value.hint


def test_a_stranger_is_named_with_what_was_probably_meant() -> None:
    others = {"wages-payroll.csv": "x\n", "notes.txt": "hello", "Payments.CSV": "x", "payment_list.xlsx": "x"}
    got = take_in({"payments.csv": payments(paid()), **others})
    assert got.receipt.warnings == [
        "Payments.CSV is not a table of the contract; it was not read; did you mean payments?",
        "notes.txt is not a table of the contract; it was not read",
        "payment_list.xlsx is not a table of the contract; it was not read; did you mean payments?",
        "wages-payroll.csv is not a table of the contract; it was not read; did you mean payroll?",
    ]
    assert got.receipt.reported == ["payments"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("payroll.CSV", "payroll.csv"),
        ("Payroll.csv", "payroll.csv"),
        ("Payroll/w1.csv", "payroll/"),
        ("payrol.csv", "payroll.csv"),
        ("payrolls.parquet", "payroll.parquet"),
        ("Payroll 2025-w48.csv", "payroll.csv"),
        ("payroll.xlsx", "payroll.csv"),
        ("payroll", "payroll.csv"),
        ("receipt.csv", "receipts.csv"),
        ("purchase/a.csv", "purchases/"),
        ("sale.csv", "sales.csv"),
        ("Standings.csv", "standing.csv"),
        ("grower.csv", "growers.csv"),
    ],
)
def test_what_is_nearly_called_like_a_table_that_is_not_there_stops_the_run(name: str, meant: str) -> None:
    with pytest.raises(InputError) as refusal:
        take_in({"payments.csv": payments(paid()), name: "x\n"})
    entry, table = name.partition("/")[0], meant.partition(".")[0].rstrip("/")
    assert str(refusal.value) == f"{entry} is nearly called {table}, and no table {table} is there"
    assert refusal.value.hint == f"rename it to {meant} if that is what it is; if not, move it elsewhere"


@pytest.mark.parametrize(
    "name",
    [
        "README.md", ".payroll.csv.swp", "~$payroll.xlsx",
        "payroll-notes.txt", "salaries.csv", "sample.csv",
    ],
)  # fmt: skip
def test_what_is_called_otherwise_does_not(name: str) -> None:
    got = take_in({"payments.csv": payments(paid()), name: "x\n"})
    assert [w.partition(" is not")[0] for w in got.receipt.warnings] == [name.partition("/")[0]]


def test_what_ends_nearly_like_a_table_stops_the_run_inside_a_tables_folder() -> None:
    with pytest.raises(InputError, match=r"^payments/b\.CSV is neither \.csv nor \.parquet$") as refusal:
        take_in({**PART, "payments/b.CSV": payments(paid())})
    assert refusal.value.hint == "rename it to b.csv if it is a part of payments; if not, move it elsewhere"


def test_a_folder_whose_only_table_is_misspelt_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^Payments is nearly called payments, and no table payments is there$"):
        take_in_folder(write(tmp_path, {"Payments/a.csv": payments(paid())}))


def test_a_stranger_inside_a_tables_folder_is_named_and_not_read() -> None:
    strangers: dict[str, Content] = {
        "payments/readme.txt": "hello",
        "payments/.hidden.csv": "x",
        "payments/._a.CSV": "x",
        "payments/a.xlsx": b"PK",
    }
    got = take_in({**PART, **strangers})
    assert sorted(got.receipt.warnings) == [
        f"{name} is neither .csv nor .parquet; it was not read" for name in sorted(strangers)
    ]
    assert len(got.tables["payments"]) == 2


def test_a_folder_with_no_table_is_refused_with_the_names_of_all_tables(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no table") as refusal:
        take_in_folder(write(tmp_path, {"notes.txt": "hello"}))
    assert "purchases, sales, payments, receipts, payroll, growers, standing" in refusal.value.hint


def test_a_tables_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "payments").mkdir()
    with pytest.raises(InputError, match=r"holds no \.csv or \.parquet file") as refusal:
        take_in_folder(tmp_path)
    assert "remove the folder" in refusal.value.hint


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere", write(tmp_path, {"file": "x"}) / "file"):
        with pytest.raises(InputError, match="there is no folder"):
            layout.find(place)


@pytest.mark.parametrize(
    "name", ["payments/week[1].csv", "payments/week*.csv", "payments/a?.csv", "payments/{a,b}.csv"]
)
def test_a_file_name_is_a_name_and_never_a_pattern(name: str) -> None:
    ragged = payments('1,"b",g,2025-11-20,1.00', "2,b", '3,"b",g,2025-11-20,1.00,x')
    got = take_in({name: ragged, "payments/week1.csv": payments(paid(number="9"))})
    files = {f.source_file: (f.rows_read, f.rows_taken, f.rows_set_aside) for f in got.receipt.files}
    assert files == {name: (3, 1, 2), "payments/week1.csv": (1, 1, 0)}
    assert got.reasons == [(3, None, "ragged"), (4, None, "ragged")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("inside", [False, True])
def test_a_file_name_that_is_not_utf8_is_told_and_never_a_crash(tmp_path: Path, inside: bool) -> None:  # noqa: FBT001
    place = write(tmp_path, {"payments/a.csv": payments(paid())})
    odd = os.fsencode(place / "payments" if inside else place) + b"/Mu\xf1oz.csv"
    try:
        Path(os.fsdecode(odd)).write_bytes(payments(paid(number="2")).encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    if inside:
        with pytest.raises(InputError, match="its name is not UTF-8"):
            take_in_folder(place)
    else:
        got = take_in_folder(place)
        assert got.receipt.warnings == ["'Mu\\xf1oz.csv' is not a table of the contract; it was not read"]


@pytest.mark.parametrize("odd", ["link", "folder", "loop", "pipe"])
def test_what_is_there_and_cannot_be_read_stops_the_run(tmp_path: Path, odd: str) -> None:
    folder = tmp_path / "payroll"
    folder.mkdir()
    (folder / "a.csv").write_text("worker_id\n")
    if odd == "link":
        (folder / "w2.csv").symlink_to(tmp_path / "not-mounted.csv")
    elif odd == "folder":
        (folder / "w2.csv").mkdir()
    elif odd == "loop":
        (folder / "w2").symlink_to(folder)
    else:
        os.mkfifo(folder / "w2.csv")
    with pytest.raises(InputError, match=r"payroll/w2(\.csv)? is there and cannot be read"):
        layout.find(tmp_path)


def test_a_folder_that_is_linked_into_a_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.csv").write_text("worker_id\n")
    (tmp_path / "records" / "payroll").mkdir(parents=True)
    (tmp_path / "records" / "payroll" / "w2").symlink_to(tmp_path / "elsewhere")
    found = layout.find(tmp_path / "records")
    assert [found.name(path) for path in found.files["payroll"]] == ["payroll/w2/b.csv"]
