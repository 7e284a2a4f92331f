"""The shelf: a sender's file is there once, whole with its receipt, and replaced only by name."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import take_in_folder, write
from premium.errors import InputError
from premium.ingest.sender.file import ControlTotal
from premium.ingest.shelf import Owner, Shelved, Terms, on_shelf, shelve
from premium.ingest.shelf.receipt import UNAPPROVED
from sent_files import crews, pay, sent

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.sender.file import SenderFile

ALDER = Owner(grower="Alder Farm")
WEEK = ("crew week 48.csv", pay("a"), pay("b", "12.50"), pay("c", None), pay("d"))
BETTER = ("crew week 48 new.csv", pay("a"), pay("b", "13.50"), pay("c", "1.00"), pay("e"))


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A records folder that is not there yet."""
    return tmp_path / "records"


def put(records: Path, read: SenderFile, **terms: Any) -> Shelved:  # noqa: ANN401 - what Terms takes
    """Shelve a file of Alder Farm's."""
    return shelve(records, read, crews(), ALDER, Terms(**terms))


def everything(records: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {p.relative_to(records).as_posix(): p.read_bytes() for p in sorted(records.rglob("*")) if p.is_file()}


def workers(records: Path) -> list[str]:
    """Who is paid, as a run reads it."""
    return sorted(row["worker_id"] for row in take_in_folder(records).tables["payroll"])


# What is written


def test_a_senders_file_becomes_one_parquet_called_after_its_grower_its_name_and_its_bytes(records: Path) -> None:
    read = sent(*WEEK)
    done = put(records, read)
    assert (done.status, done.name) == ("shelved", f"payroll/alder-farm-crew-week-48-{read.sha256[:8]}.parquet")
    stem = f"ingested/payroll-alder-farm-crew-week-48-{read.sha256[:8]}"
    assert sorted(everything(records)) == [f"{stem}-set-aside.csv", f"{stem}.json", done.name]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nómina Ñandú.xlsx", "nomina-nandu"), ("../../etc/passwd.csv", "passwd"), ("..", "file"), ("日本.csv", "file"),
        ("x" * 300 + ".csv", "x" * 40), ("=cmd|' /C calc'!A0.csv", "c-calc-a0"), (".hidden.csv", "hidden"),
        ("a b - c.tar.gz", "a-b-c-tar"), ("no-suffix", "no-suffix"),
    ],
)  # fmt: skip
def test_an_odd_name_becomes_small_letters_digits_and_hyphens(records: Path, name: str, slug: str) -> None:
    read = sent(name, pay("a"))
    assert put(records, read).name == f"payroll/alder-farm-{slug}-{read.sha256[:8]}.parquet"
    assert workers(records) == ["a"]


def test_the_receipt_says_what_became_of_every_row_and_line_to_the_cent(records: Path) -> None:
    total = ControlTotal("Crew 1", 9, "Total", "amount", 3250, 3250)
    receipt = put(records, sent(*WEEK, totals=(total,))).receipt
    assert receipt["rows"] == {
        "above": 0, "header": 1, "blank": 0, "skipped": 0, "group": 0, "total": 0, "record": 4, "fault": 0,
    }  # fmt: skip
    assert receipt["lines"] == {"taken": 3, "set_aside": 1}
    assert receipt["sums"]["taken"]["amount_cents"] == 3250
    assert receipt["set_aside"] == [{
        "column": "amount", "reason": "not_a_number: write a number", "lines": 1, "from": ["Amount"],
        "found": [["=1+1", 1]], "texts": 1,
    }]  # fmt: skip
    assert receipt["totals"] == [
        {
            "sheet": "Crew 1",
            "row": 9,
            "title": "Total",
            "column": "amount",
            "stated": 3250,
            "read": 3250,
            "rounded": 0,
            "lines": None,
            "rounded_by": "",
            "unread": 0,
            "why": "",
            "agrees": True,
        }
    ]
    assert receipt["profile"] == {
        "id": "crews", "version": 1, "sha256": crews().sha256, "approved_by": "Ana", "approved_on": "2026-01-05",
    }  # fmt: skip
    assert (receipt["days"], receipt["grower"], receipt["buyer"]) == (["2025-11-24", "2025-11-30"], "Alder Farm", None)
    assert (receipt["warnings"], receipt["replaced"]) == ([], [])


def test_the_receipt_lies_in_the_parquet_itself_and_its_copy_says_the_same(records: Path) -> None:
    done = put(records, sent(*WEEK))
    (slot,) = on_shelf(records, "payroll")
    (copy,) = (records / "ingested").glob("*.json")
    assert slot.receipt == done.receipt == json.loads(copy.read_text(encoding="utf-8"))


def test_a_profile_that_nobody_approved_is_said_in_the_receipt(records: Path) -> None:
    assert shelve(records, sent(*WEEK), crews(by=""), ALDER).receipt["warnings"] == [UNAPPROVED]


def test_the_same_file_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    for place in ("one", "other"):
        put(tmp_path / place, sent(*WEEK))
    assert everything(tmp_path / "one") == everything(tmp_path / "other")


def test_no_worker_is_named_outside_the_line_file_and_its_rejects(records: Path) -> None:
    put(records, sent("crew.csv", pay("Juana Muñoz"), pay("Lost Zero", None)))
    put(records, sent("crew2.csv", pay("Juana Muñoz", "9.00"), pay("Rosa", "1.00")), replaces="crew.csv")
    told = "".join(p.read_text(encoding="utf-8") for p in (records / "ingested").glob("*.json"))
    assert not any(name in told for name in ("Juana", "Lost", "Rosa"))


def test_what_was_set_aside_is_a_csv_in_which_nothing_runs(records: Path) -> None:
    put(records, sent(*WEEK))
    (path,) = (records / "ingested").glob("*.csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1].startswith("crew week 48.csv,Crew 1,6,amount,'=1+1,not_a_number")


def test_copies_are_made_good_and_those_of_line_files_that_are_gone_are_taken_away(records: Path) -> None:
    put(records, sent(*WEEK))
    before = everything(records)
    for path in (records / "ingested").iterdir():
        path.unlink()
    write(records, {"ingested/payroll-gone-0123abcd.json": "{}", "ingested/notes.txt": "mine"})
    assert put(records, sent(*WEEK)).status == "already_here"
    assert everything(records) == {**before, "ingested/notes.txt": b"mine"}


def test_a_table_that_lies_there_as_one_file_is_said(records: Path) -> None:
    write(records, {"payroll.csv": "line_id\n"})
    with pytest.raises(InputError, match=r"payroll stands in .* as the file payroll.csv"):
        put(records, sent(*WEEK))


# Once


def test_the_same_file_twice_is_one_file_and_nothing_is_written(records: Path) -> None:
    put(records, sent(*WEEK))
    before, stamps = everything(records), {p: p.stat().st_mtime_ns for p in records.rglob("*")}
    assert put(records, sent(*WEEK)).status == "already_here"
    assert everything(records) == before
    assert {p: p.stat().st_mtime_ns for p in records.rglob("*")} == stamps


def test_the_same_bytes_under_another_name_are_the_same_file(records: Path) -> None:
    put(records, sent("one.csv", pay("a"), text="x"))
    assert put(records, sent("copy of one.csv", pay("a"), text="x")).status == "already_here"


def test_the_same_bytes_read_by_another_profile_are_refused_until_it_is_said_what_they_replace(records: Path) -> None:
    put(records, sent(*WEEK))
    with pytest.raises(InputError, match="read by the profile crews, version 1") as refused:
        shelve(records, sent(*WEEK), crews(2), ALDER)
    assert "--replaces alder-farm-crew-week-48-" in refused.value.hint
    done = shelve(records, sent(*WEEK), crews(2), ALDER, Terms(replaces="crew week 48.csv"))
    assert (done.status, done.receipt["profile"]["version"]) == ("replaced", 2)
    assert done.changes is not None
    assert (done.changes.same, done.changes.gone, done.changes.new, done.changes.changed) == (4, 0, 0, 0)
    assert len(on_shelf(records, "payroll")) == 1


def test_the_same_bytes_as_another_growers_file_are_refused(records: Path) -> None:
    put(records, sent(*WEEK))
    with pytest.raises(InputError, match="as a file of Alder Farm"):
        shelve(records, sent(*WEEK), crews(), Owner(grower="Birch Farm"))


def test_the_same_bytes_that_now_read_differently_are_refused(records: Path) -> None:
    put(records, sent("crew.csv", pay("a"), text="x"))
    with pytest.raises(InputError, match="the same profile now reads it differently"):
        put(records, sent("crew.csv", pay("a", "11.00"), text="x"))


def test_a_file_most_of_whose_lines_are_there_is_refused_until_it_is_said_which_it_is(records: Path) -> None:
    put(records, sent(*WEEK))
    three = sent("again.csv", pay("a"), pay("d"), pay("z"))
    with pytest.raises(InputError, match=r"again.csv looks like a corrected copy of .*: 2 of its 3 lines stand there"):
        put(records, three)
    assert put(records, three, beside=True).status == "shelved"
    assert workers(records) == ["a", "a", "b", "d", "d", "z"]


def test_a_file_half_of_whose_lines_are_there_is_another_file(records: Path) -> None:
    put(records, sent(*WEEK))
    assert put(records, sent("other.csv", pay("a"), pay("z"))).status == "shelved"


def test_a_lines_number_does_not_make_it_another_line(records: Path) -> None:
    put(records, sent("one.csv", pay("a", line_id="1")))
    with pytest.raises(InputError, match="corrected copy"):
        put(records, sent("two.csv", pay("a", line_id="2")))


def test_lines_repeated_in_a_file_match_as_often_as_they_stand_there(records: Path) -> None:
    put(records, sent("one.csv", pay("a")))
    assert put(records, sent("two.csv", pay("a"), pay("a"))).status == "shelved"


def test_a_file_gathered_from_several_that_are_there_is_refused(records: Path) -> None:
    put(records, sent("one.csv", pay("a")))
    put(records, sent("two.csv", pay("b", week=1)))
    with pytest.raises(InputError, match="2 of its 3 lines"):
        put(records, sent("both.csv", pay("a"), pay("b", week=1), pay("c")))


def test_the_next_week_of_the_same_workers_is_another_file(records: Path) -> None:
    for week in range(3):
        put(records, sent("crew.csv", *(pay(w, week=week) for w in "abc")))
    assert len(on_shelf(records, "payroll")) == 3
    assert len(workers(records)) == 9


# Replacing


def test_a_corrected_file_takes_the_place_of_its_predecessor_and_says_what_changed(records: Path) -> None:
    before = put(records, sent(*WEEK))
    done = put(records, sent(*BETTER), replaces="crew week 48.csv")
    assert (done.status, done.name) == ("replaced", before.name)
    assert done.changes is not None
    assert (done.changes.same, done.changes.gone, done.changes.new, done.changes.changed) == (1, 1, 1, 2)
    assert done.changes.sums == ({"kind": "piece", "of": "amount_cents", "before": 3250, "after": 3450},)
    assert [(e["what"], e.get("row_before"), e.get("row_after")) for e in done.changes.examples] == [
        ("changed", 5, 5), ("changed", 6, 6), ("gone", 7, None), ("new", None, 7),
    ]  # fmt: skip
    assert done.changes.examples[0]["cells"] == {"amount": ["12.50", "13.50"]}
    assert done.changes.examples[1]["cells"] == {"amount": [None, "1.00"], "set_aside": ["not_a_number", None]}
    (was,) = done.receipt["replaced"]
    assert was["source"] == before.receipt["source"]
    assert was["changes"]["changed"] == 2
    assert workers(records) == ["a", "b", "c", "e"]


def test_replacing_twice_keeps_the_whole_chain(records: Path) -> None:
    first = put(records, sent(*WEEK))
    put(records, sent(*BETTER), replaces=first.name)
    last = put(records, sent("final.csv", pay("a")), replaces=first.name.partition("/")[2])
    assert [was["source"]["name"] for was in last.receipt["replaced"]] == ["crew week 48.csv", "crew week 48 new.csv"]


def test_replacing_again_with_the_same_file_is_already_done(records: Path) -> None:
    put(records, sent(*WEEK))
    put(records, sent(*BETTER), replaces="crew week 48.csv")
    before = everything(records)
    for name in ("crew week 48.csv", "crew week 48 new.csv", on_shelf(records, "payroll")[0].name):
        assert put(records, sent(*BETTER), replaces=name).status == "already_here"
    assert everything(records) == before


def test_a_file_that_was_replaced_does_not_come_back_by_itself(records: Path) -> None:
    put(records, sent(*WEEK))
    put(records, sent("final.csv", pay("x"), pay("y")), replaces="crew week 48.csv")
    with pytest.raises(InputError, match=r"was there before, and was replaced by .* \(from final.csv\)"):
        put(records, sent(*WEEK))
    assert put(records, sent(*WEEK), replaces="final.csv").status == "replaced"
    assert workers(records) == ["a", "b", "d"]


def test_a_file_that_lies_beside_its_predecessor_can_still_take_its_place(records: Path) -> None:
    first = put(records, sent(*WEEK))
    put(records, sent(*BETTER), beside=True)
    done = put(records, sent(*BETTER), replaces="crew week 48.csv")
    assert (done.status, done.name) == ("replaced", first.name)
    assert [slot.name for slot in on_shelf(records, "payroll")] == [first.name]
    assert workers(records) == ["a", "b", "c", "e"]
    assert len(list((records / "ingested").glob("*.json"))) == 1


def test_a_name_that_could_be_two_files_is_refused_and_both_are_listed(records: Path) -> None:
    names = [put(records, sent("crew.csv", pay("a", week=week))).name for week in range(2)]
    with pytest.raises(InputError, match=r"crew.csv could be any of") as refused:
        put(records, sent("new.csv", pay("a", "2.00")), replaces="crew.csv")
    assert all(name in str(refused.value) for name in names)


def test_a_name_that_is_no_file_is_refused_and_those_that_are_there_are_listed(records: Path) -> None:
    with pytest.raises(InputError, match="nothing of that table is there yet"):
        put(records, sent(*WEEK), replaces="crew.csv")
    put(records, sent(*WEEK))
    with pytest.raises(
        InputError, match=r"there is no crew.csv to replace; there are payroll/alder-farm-crew-week-48-"
    ):
        put(records, sent(*BETTER), replaces="crew.csv")


def test_a_correction_that_is_also_like_a_third_file_is_refused(records: Path) -> None:
    put(records, sent(*WEEK))
    put(records, sent("week 49.csv", pay("a", week=1), pay("b", week=1)))
    with pytest.raises(InputError, match="corrected copy of payroll/alder-farm-week-49"):
        put(records, sent("new.csv", pay("a", week=1), pay("b", week=1), pay("x")), replaces="crew week 48.csv")


def test_a_name_that_is_taken_by_a_replaced_files_successor_is_not_written_over(records: Path) -> None:
    first = put(records, sent(*WEEK))
    put(records, sent("final.csv", pay("x")), replaces="crew week 48.csv")
    back = put(records, sent(*WEEK), beside=True)
    assert back.name == first.name.replace(".parquet", "-2.parquet")
    assert workers(records) == ["a", "b", "d", "x"]


def test_two_heaps_of_equal_lines_differ_by_how_many_there_are(records: Path) -> None:
    put(records, sent("one.csv", pay("a"), pay("a"), pay("a")))
    changes = put(records, sent("two.csv", pay("a")), replaces="one.csv").changes
    assert changes is not None
    assert (changes.same, changes.gone, changes.new, changes.changed) == (1, 2, 0, 0)


def test_many_changes_show_twenty_examples(records: Path) -> None:
    put(records, sent("one.csv", *(pay(f"w{i}") for i in range(30))))
    changes = put(records, sent("two.csv", *(pay(f"w{i}", "1.00") for i in range(30))), replaces="one.csv").changes
    assert changes is not None
    assert (changes.changed, len(changes.examples)) == (30, 20)


# Beside others


def test_a_canonical_table_beside_line_files_is_left_alone(records: Path) -> None:
    put(records, sent(*WEEK))
    own = pl.DataFrame({"grower_id": ["g"]})
    write(records, {"payroll/own.parquet": own})
    put(records, sent("other.csv", pay("q")))
    assert [slot.source for slot in on_shelf(records, "payroll")] == ["crew week 48.csv", "other.csv"]


def test_a_parquet_there_that_cannot_be_read_is_said(records: Path) -> None:
    write(records, {"payroll/broken.parquet": b"PAR1 not really"})
    with pytest.raises(InputError, match=r"broken.parquet is not a Parquet file that can be read"):
        put(records, sent(*WEEK))


def test_what_a_killed_writer_left_is_swept(records: Path) -> None:
    write(records, {"payroll/.premium-1-a": b"half", ".premium-2-b/x.parquet": b"half", "ingested/.premium-3": b""})
    put(records, sent(*WEEK))
    assert not [p for p in records.rglob("*") if p.name.startswith(".premium-")]


def test_a_writing_that_fails_leaves_nothing(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(records, sent(*WEEK))
    before = everything(records)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OSError, match="no space"):
        put(records, replace(sent(*BETTER), name="b.csv"), replaces="crew week 48.csv")
    assert everything(records) == before
