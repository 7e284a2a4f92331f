"""An upload comes into the records as a table or by a profile, or is refused in words; rows of others keep it out."""

from __future__ import annotations

import fcntl
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import PAYMENTS, VALLEY, paid, payments
from premium.errors import NotHereError, ProfileError, WorkspaceError
from premium.ingest.shelf.slots import receipt_in
from premium.workspace import kinds
from premium.workspace.profiles import profiles, save_profile, unreadable
from premium.workspace.records import bring_in_step, take_back
from premium.workspace.slots import mark_of, marked, taken_uploads
from premium.workspace.tables import Upload, UploadState
from premium.workspace.uploads import upload
from sent_files import PROFILE
from workspaces import a_place, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from premium.workspace.tables import Job
    from workspaces import Place


CREW = "Grower,Worker,Check,Paid,From,To,Code,Kind,Amount\n"
"""The titles of a sender's file that `sent_files.PROFILE` reads."""
ALDER = "alder-farm,SECRET-7,c1,2025-12-05,2025-11-24,2025-11-30,FED,piece,{amount}\n"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    """An empty workspace on SQLite: what becomes of files does not hang on the database."""
    made = a_place(tmp_path / "workspace")
    yield made
    made.workspace.close()


@pytest.fixture
def crews(here: Place) -> Place:
    """A workspace with a sender's profile."""
    save_profile(here.workspace, here.monitor, PROFILE.format(version=1, by="", on=""))
    return here


def lying(place: Place) -> list[str]:
    """The files of the records, without receipts for people."""
    records = place.workspace.records
    files = (p.relative_to(records).as_posix() for p in records.rglob("*") if p.is_file())
    return sorted(name for name in files if not name.startswith("ingested/"))


def became(place: Place, ended: Job) -> Upload:
    """The row of the upload that a job was about."""
    return upload(place.workspace, place.monitor, ended.asked["upload"])


def refusal(ended: Job) -> dict[str, Any]:
    """What a job told of an upload that was refused."""
    said = told(ended)
    assert said["state"] == "refused"
    assert said["message"]
    return said


def test_a_canonical_table_is_known_by_its_columns_and_lies_under_what_it_was_sent_as(place: Place) -> None:
    ended = place.bring_in(payments(paid(number="1"), paid("x", number="2")), "Valley payments #2.csv")
    said = told(ended)
    kept = became(place, ended)
    assert lying(place) == [f"payments/Valley-payments-2.{kept.id[:8]}.csv"]
    assert (kept.state, kept.table_name, kept.profile) == (UploadState.TAKEN, "payments", None)
    assert said["lines"] == {"read": 2, "taken": 1, "set_aside": 1}
    assert said["days"] == ["2025-11-20", "2025-11-20"]
    assert [(r["column"], r["lines"], r["rows"]) for r in said["set_aside"]] == [("amount", 1, [3])]
    assert kept.told == said


@pytest.mark.parametrize("file", sorted(p.name for p in (VALLEY / "records").glob("*.csv")))
def test_every_table_is_known_by_its_columns(here: Place, file: str) -> None:
    said = told(here.bring_in((VALLEY / "records" / file).read_bytes(), "export.csv"))
    assert said["table"] == file.removesuffix(".csv")


def test_a_table_as_parquet_is_taken_as_it_is(here: Place, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"payment_id": ["1"], "buyer_id": ["b"], "grower_id": ["g"], "paid_date": ["2025-11-20"], "amount": ["1.00"]}
    )
    frame.write_parquet(tmp_path / "payments")
    ended = here.bring_in((tmp_path / "payments").read_bytes(), "no ending")
    assert lying(here) == [f"payments/no-ending.{became(here, ended).id[:8]}.parquet"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("a,b\n1,2\n", "x.csv", "there is no profile yet"),
        (b"%PDF-1.7 ...", "x.pdf", "^x.pdf is a PDF, and no table can be read from that"),
        (b"\x89PNG...", "x.png", "^x.png is a picture"),
        (b"PK\x03\x04 broken", "x.xlsx", "there is no profile yet"),
        ("", "x.csv", "^x.csv is empty"),
        (
            payments(paid(), header=PAYMENTS.replace("paid_date", "paid_dat")),
            "x.csv",
            "^x.csv: payments needs the column paid_date",
        ),
        (payments(paid(), header=PAYMENTS.replace("paid_date", "day").upper()), "x.csv", "payments needs the columns"),
        (payments(paid(), header=PAYMENTS.replace(",", ";")), "x.csv", "seems to be separated by ;"),
        ("grower_id,buyer_id,amount\ng,b,1\n", "x.csv", "there is no profile yet"),
        (payments(paid("x"), paid("y", number="2")), "x.csv", "none of its 2 lines could be taken"),
        (payments(paid(), header=PAYMENTS + ",amount"), "x.csv", "stands there twice"),
        (payments('1,b,"g,2025-11-20,1.00'), "x.csv", "not closed|unexpected end"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(here: Place, content: str | bytes, name: str, words: str) -> None:
    ended = here.bring_in(content, name)
    said = refusal(ended)
    assert re.search(words, said["message"]), said["message"]
    assert str(here.workspace.path) not in json.dumps(said)
    assert became(here, ended).state == UploadState.REFUSED
    assert lying(here) == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("cedar-farm.csv", "cedar-farm"),
        ("nómina, semana 48.csv", "nómina-semana-48"),
        ("Ñ" * 50 + ".csv", "Ñ" * 30),
        ("../[a]*?%23.CSV", "a-23"),
        ("???.csv", "file"),
    ],
)
def test_a_table_lies_under_a_name_that_nothing_takes_for_a_path_or_a_pattern(
    here: Place, name: str, stem: str
) -> None:
    ended = here.bring_in(payments(paid()), name)
    assert lying(here) == [told(ended)["name"]] == [f"payments/{stem}.{ended.asked['upload'][:8]}.csv"]
    take_back(here.workspace, here.monitor, ended.asked["upload"])
    assert lying(here) == []


def test_two_files_of_one_name_lie_beside_each_other(here: Place) -> None:
    for number in ("1", "2"):
        told(here.bring_in(payments(paid(number=number)), "payments.csv"))
    assert len(lying(here)) == 2


def test_what_was_not_read_tells_a_monitor_what_to_press(here: Place) -> None:
    assert 'presses "Propose a profile"' in refusal(here.bring_in("a,b\n1,2\n", "other.csv"))["hint"]
    save_profile(here.workspace, here.monitor, PROFILE.format(version=1, by="", on=""))
    assert 'presses "Propose a profile"' in refusal(here.bring_in("a,b\n1,3\n", "other.csv"))["hint"]
    nearly = refusal(here.bring_in(payments(paid(), header=PAYMENTS.replace("paid_date", "paid_dat"))))
    assert "rename paid_dat to paid_date" in nearly["hint"]


def test_a_table_that_was_named_is_not_taken_for_another(here: Place) -> None:
    said = refusal(here.bring_in(payments(paid()), table="receipts"))
    assert "receipts needs the column" in said["message"]


def test_a_growers_file_with_rows_of_another_is_refused_with_their_number_alone(place: Place) -> None:
    receipts = "receipt_id,buyer_id,grower_id,received_date,amount\n"
    mine, other = "R{},market,alder-farm,2025-12-06,1.00\n", "R{},market,birch-farm,2025-12-06,1.00\n"
    ended = place.bring_in(receipts + mine.format(1) + other.format(2) + other.format(3), who=place.grower)
    said = refusal(ended)
    assert "2 of its rows are of another grower" in said["message"]
    assert "birch" not in json.dumps(said)
    assert lying(place) == []
    assert told(place.bring_in(receipts + mine.format(1), who=place.grower))["state"] == "taken"


def test_a_row_of_another_that_could_not_be_taken_anyway_keeps_a_file_out_too(here: Place, tmp_path: Path) -> None:
    receipts = "receipt_id,buyer_id,grower_id,received_date,amount\n"
    rows = "R1,market,alder-farm,2025-12-06,1.00\nR2,market,,2025-12-06,1.00\nR3,market,birch-farm,never,x\n"
    for content in (receipts + rows, receipts + '"R0","mar""ket",alder-farm,2025-12-06,1.00\n' + rows):
        assert "1 of its rows are of another" in refusal(here.bring_in(content, who=here.grower))["message"]
    pl.read_csv((receipts + rows).encode()).write_parquet(tmp_path / "receipts")
    ended = here.bring_in((tmp_path / "receipts").read_bytes(), who=here.grower)
    assert "1 of its rows are of another" in refusal(ended)["message"]


def test_a_party_sends_what_it_keeps_and_nothing_else(here: Place) -> None:
    own = payments("1,market,alder-farm,2025-11-20,1.00")
    assert "kept by a buyer" in refusal(here.bring_in(own, who=here.grower))["message"]
    assert told(here.bring_in(own, who=here.buyer))["state"] == "taken"
    strangers = payments("2,bistro,alder-farm,2025-11-20,1.00")
    assert "1 of its rows are of another buyer" in refusal(here.bring_in(strangers, who=here.buyer))["message"]
    growers = (VALLEY / "records" / "growers.csv").read_bytes()
    assert "kept by a monitor" in refusal(here.bring_in(growers, who=here.grower))["message"]
    with pytest.raises(NotHereError):
        here.ask("ingest", here.organization, upload=here.upload("x", who=here.organization).id)


def test_a_monitors_words_are_a_monitors(here: Place) -> None:
    kept = here.upload("x", who=here.grower)
    for said in ({"grower": "birch-farm"}, {"beside": True}, {"despite_totals": True}):
        with pytest.raises(WorkspaceError, match="for a monitor to say"):
            here.ask("ingest", here.grower, upload=kept.id, **said)


def test_a_senders_file_is_read_by_the_profile_that_its_name_fits(crews: Place) -> None:
    ended = crews.bring_in(CREW + ALDER.format(amount="10.00") + ALDER.format(amount="=1+1"), "Crew 48.csv")
    said = told(ended)
    assert (said["table"], said["profile"], said["status"]) == ("payroll", "crews", "shelved")
    assert said["lines"] == {"read": 2, "taken": 1, "set_aside": 1}
    assert "SECRET" not in json.dumps(said)
    assert lying(crews) == [said["name"]]
    other = CREW + ALDER.format(amount="5.00").replace("11-2", "10-2").replace("11-30", "10-30")
    assert "no profile is for" in refusal(crews.bring_in(other, "other.csv"))["message"]
    assert told(crews.bring_in(other + " ", "another.csv", profile="crews"))["lines"]["taken"] == 1


def test_a_profile_is_approved_by_the_monitor_who_saves_it(crews: Place) -> None:
    (loaded,) = profiles(crews.workspace)
    assert loaded.profile.approved_by == "monitor"
    with pytest.raises(NotHereError):
        save_profile(crews.workspace, crews.grower, PROFILE.format(version=1, by="", on=""))


def test_a_growers_file_by_a_profile_is_held_against_its_own_name(crews: Place) -> None:
    other = ALDER.replace("alder-farm", "birch-farm")
    ended = crews.bring_in(CREW + ALDER.format(amount="1.00") + other.format(amount="1.00"), "crew.csv", crews.grower)
    assert "1 of its rows are of another grower" in refusal(ended)["message"]
    assert lying(crews) == []


def test_a_corrected_file_takes_the_place_of_the_upload_that_it_replaces(crews: Place) -> None:
    first = crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv", crews.grower)
    again = CREW + ALDER.format(amount="11.00")
    ended = crews.bring_in(again, "crew new.csv", crews.grower, replaces=first.asked["upload"])
    assert told(ended)["status"] == "replaced"
    assert lying(crews) == [told(first)["name"]]
    assert became(crews, first).state == UploadState.REPLACED
    assert pl.read_parquet(crews.workspace.records / told(ended)["name"])["amount"].to_list() == [
        pl.Series([11]).cast(pl.Decimal(18, 2))[0]
    ]


def test_a_corrected_table_takes_the_place_of_the_upload_that_it_replaces(here: Place) -> None:
    first = here.bring_in(payments(paid("1.00")))
    ended = here.bring_in(payments(paid("2.00")), replaces=first.asked["upload"])
    assert lying(here) == [told(ended)["name"]]
    assert became(here, first).state == UploadState.REPLACED
    for name in ("nothing", first.asked["upload"]):  # what was replaced already is not in the records
        said = refusal(here.bring_in(payments(paid("3.00", number=name)), replaces=name))
        assert "to replace" in said["message"]
    assert lying(here) == [told(ended)["name"]]


PAY = "grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,amount\n"
WEEK = "alder-farm,w{n},c{n},2025-12-05,2025-11-24,2025-11-30,FED,piece,{amount}\n"


def week(people: range, amount: str = "10.00") -> str:
    """A payroll without line numbers."""
    return PAY + "".join(WEEK.format(n=n, amount=amount) for n in people)


def test_a_table_that_corrects_another_is_not_laid_beside_it_unasked(here: Place) -> None:
    first = here.bring_in(week(range(4)), "Alder week 48.csv")
    ended = here.bring_in(week(range(5), "11.00"), "corrected.csv")
    said = refusal(ended)
    assert said["looks_like"] == {"upload": first.asked["upload"], "name": "Alder week 48.csv"}
    assert "Alder week 48.csv, received on 20" in said["message"]
    assert "4 of its 5 rows stand there" in said["message"]
    assert lying(here) == [told(first)["name"]]
    here.ask("ingest", upload=ended.asked["upload"], replaces=first.asked["upload"])
    here.work()
    assert (became(here, ended).state, became(here, first).state) == (UploadState.TAKEN, UploadState.REPLACED)
    assert len(lying(here)) == 1


def test_a_monitor_lays_a_table_beside_one_that_it_looks_like(here: Place) -> None:
    here.bring_in(week(range(4)))
    assert told(here.bring_in(week(range(4), "2.00"), beside=True))["state"] == "taken"
    assert len(lying(here)) == 2


@pytest.mark.parametrize(
    "other",
    [
        week(range(2, 6)),  # half of its rows stand there, not more
        week(range(4)).replace("2025-12-05", "2025-12-12"),
        week(range(4)).replace("piece", "premium"),
        week(range(1)) + 2 * WEEK.format(n=0, amount="7.00"),  # one of three, all of the same worker
    ],
)
def test_a_table_of_other_rows_is_laid_beside_what_is_there(here: Place, other: str) -> None:
    here.bring_in(week(range(4)))
    assert told(here.bring_in(other))["state"] == "taken"


@pytest.mark.parametrize("file", sorted(p.name for p in (VALLEY / "records").glob("*.csv")))
def test_every_table_is_seen_to_look_like_itself(here: Place, file: str) -> None:
    content = (VALLEY / "records" / file).read_text(encoding="utf-8")
    (here.workspace.records / file).write_text(content)
    said = refusal(here.bring_in(content, "again.csv"))
    assert said["looks_like"] == {"upload": None, "name": f"{file.removesuffix('.csv')}/{file}"}


def test_a_table_is_held_against_senders_files_and_parquet_too(crews: Place) -> None:
    crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv")
    said = refusal(crews.bring_in(week(range(1)).replace("w0", "SECRET-7"), "corrected.csv"))
    assert said["looks_like"]["name"] == "crew.csv"


def test_a_party_is_not_told_what_somebody_elses_file_was_called(here: Place) -> None:
    first = here.bring_in(week(range(4)), "Ana Reyes.csv")
    said = refusal(here.bring_in(week(range(4), "2.00"), "mine.csv", here.grower))
    mark = mark_of(here.workspace, told(first)["name"])
    assert said["looks_like"] == {"upload": None, "name": None, "mark": mark}
    assert "Reyes" not in json.dumps(said)
    own = here.bring_in(week(range(4)).replace("12-05", "12-06"), "my week.csv", here.grower)
    again = week(range(4), "3.00").replace("12-05", "12-06")
    assert refusal(here.bring_in(again, "mine.csv", here.grower))["looks_like"]["upload"] == own.asked["upload"]


def test_what_a_file_looks_like_is_worded_for_who_sent_it_also_where_a_monitor_asks(here: Place) -> None:
    first = here.bring_in(week(range(4)), "Ana Reyes.csv")
    ended = here.bring_in(week(range(4), "2.00"), "mine.csv", here.grower)
    here.ask("ingest", upload=ended.asked["upload"], table="payroll")
    here.work()
    said = became(here, ended).told or {}
    assert "Reyes" not in json.dumps(said)
    mark = said["looks_like"]["mark"]
    assert marked(here.workspace, "payroll", mark) == told(first)["name"]
    assert marked(here.workspace, "payroll", "0" * 16) is None
    here.ask("ingest", upload=ended.asked["upload"], replaces=told(first)["name"])
    here.work()
    assert became(here, ended).state == UploadState.TAKEN


def test_a_senders_file_that_is_there_in_another_form_is_told_as_a_table_is(crews: Place) -> None:
    two = CREW + ALDER.format(amount="10.00") + ALDER.format(amount="7.00").replace("c1", "c2")
    first = crews.bring_in(two, "crew.csv", crews.grower)
    alike = two + ALDER.format(amount="5.00").replace("c1", "c3")
    ended = crews.bring_in(alike, "crew new.csv", crews.grower)
    said = refusal(ended)
    assert said["code"] == "looks_like"
    assert "crew new.csv looks like a corrected copy of crew.csv, received on 20" in said["message"]
    assert "2 of its 3 lines stand there" in said["message"]
    assert said["looks_like"] == {"upload": first.asked["upload"], "name": "crew.csv"}
    assert "--" not in said["hint"]
    assert crews.ask("ingest", crews.grower, upload=ended.asked["upload"], replaces=first.asked["upload"])
    crews.work()
    assert became(crews, ended).state == UploadState.TAKEN
    back = refusal(crews.bring_in(two, "crew back.csv", crews.monitor))
    assert (back["code"], "was there before, and was replaced by" in back["message"]) == ("there_already", True)
    assert "--" not in back["hint"]


def test_a_party_is_not_told_whose_file_is_there_already_nor_what_it_is_called(crews: Place) -> None:
    nobodys = PROFILE.format(version=1, by="", on="").replace('grower_id = "Grower"\n', "")
    save_profile(crews.workspace, crews.monitor, nobodys)
    content = (CREW + ALDER.format(amount="10.00")).replace("Grower,", "").replace("alder-farm,", "")
    first = crews.bring_in(content, "crew Ana Reyes.csv", grower="sable-ridge")
    ended = crews.bring_in(content, "crew.csv", crews.grower)
    said = refusal(ended)
    assert said["message"] == "crew.csv is there already, read in another way"
    assert not re.search("sable|Reyes|payroll/|--", json.dumps(said), re.IGNORECASE)
    assert said["looks_like"]["upload"] is None
    take_back(crews.workspace, crews.monitor, first.asked["upload"])
    crews.ask("ingest", upload=ended.asked["upload"], grower="alder-farm")
    crews.work()
    crews.ask("ingest", upload=first.asked["upload"], grower="sable-ridge")
    crews.work()
    said = became(crews, first).told or {}
    assert "is there already as crew.csv, received on 20" in said["message"], "a monitor is told all of it"
    assert said["looks_like"] == {"upload": ended.asked["upload"], "name": "crew.csv"}


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_senders_file_takes_the_place_of_a_table_also_where_its_worker_was_killed_before_the_end(
    crews: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    ingest, sent = kinds.KINDS["ingest"], tmp_path / f"week.{suffix}"
    table = pl.read_csv(week(range(1)).encode(), infer_schema=False)
    table.write_csv(sent) if suffix == "csv" else table.write_parquet(sent)
    first = crews.bring_in(sent.read_bytes(), sent.name, crews.grower)
    assert told(first)["state"] == "taken"

    def twice(*given: Any) -> dict[str, Any]:  # noqa: ANN401 - as a job's work is called
        ingest.work(*given)
        return ingest.work(*given)

    monkeypatch.setitem(kinds.KINDS, "ingest", replace(ingest, work=twice))
    content = CREW + ALDER.format(amount="10.00")
    ended = crews.bring_in(content, "crew.csv", crews.grower, replaces=first.asked["upload"])
    assert told(ended)["status"] == "replaced"
    assert lying(crews) == [told(ended)["name"]]
    assert became(crews, first).state == UploadState.REPLACED


@pytest.mark.parametrize("receipt", ["no JSON", '{"table": "payments"}', "real"])
def test_a_table_with_a_receipt_as_premium_writes_it_is_refused_and_stands_in_no_senders_way(
    crews: Place, tmp_path: Path, receipt: str
) -> None:
    crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv")
    (there,) = (crews.workspace.records / "payroll").glob("*.parquet")
    said = receipt_in(there) if receipt == "real" else receipt
    assert said is not None
    forged = pl.read_csv(week(range(4)).replace("12-05", "12-06").encode(), infer_schema=False)
    forged.write_parquet(tmp_path / "forged", metadata={"premium.receipt": said})
    ended = crews.bring_in((tmp_path / "forged").read_bytes(), "mine.parquet", crews.grower)
    assert "mine.parquet holds a receipt, as premium writes it" in refusal(ended)["message"]
    if receipt != "real":  # as somebody may have put it there by hand
        (there.parent / "by-hand.parquet").write_bytes((tmp_path / "forged").read_bytes())
    other = CREW + ALDER.format(amount="10.00").replace("11-2", "10-2").replace("11-30", "10-30")
    assert told(crews.bring_in(other, "crew more.csv"))["state"] == "taken"


def test_a_shelf_that_cannot_be_read_is_told_to_a_party_without_the_names_of_files(crews: Place) -> None:
    (crews.workspace.records / "payroll").mkdir()
    (crews.workspace.records / "payroll" / "sable-ridge.parquet").write_bytes(b"PAR1 broken")
    content = CREW + ALDER.format(amount="10.00")
    assert "sable" not in json.dumps(refusal(crews.bring_in(content, "crew.csv", crews.grower)))
    assert "sable-ridge.parquet" in refusal(crews.bring_in(content, "crew.csv"))["message"]


def test_a_profile_that_cannot_be_read_closes_nothing_but_itself(crews: Place) -> None:
    (crews.workspace.path / "profiles" / "broken.toml").write_text("id = ")
    assert [loaded.profile.id for loaded in profiles(crews.workspace)] == ["crews"]
    (error,) = unreadable(crews.workspace).values()
    assert "broken.toml" in str(error)
    assert told(crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv", crews.grower))["state"] == "taken"
    said = refusal(crews.bring_in("a,b\n", "x.csv", crews.grower, profile="broken"))
    assert "the profile 'broken' cannot be read" in said["message"]
    assert str(crews.workspace.path) not in json.dumps(said)


def test_one_party_cannot_replace_what_another_sent(crews: Place) -> None:
    first = crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv")
    for name in (first.asked["upload"], told(first)["name"]):
        ended = crews.bring_in(CREW + ALDER.format(amount="9.00"), f"crew {name[:3]}.csv", crews.grower, replaces=name)
        assert "to replace" in refusal(ended)["message"]
    assert became(crews, first).state == UploadState.TAKEN


def test_an_upload_is_taken_back_and_may_come_again(place: Place) -> None:
    ended = place.bring_in(payments(paid()))
    kept = ended.asked["upload"]
    assert take_back(place.workspace, place.monitor, kept).state == UploadState.TAKEN_BACK
    assert lying(place) == []
    assert not (place.workspace.records / "payments").exists(), "an empty folder would be a table that nobody can read"
    with pytest.raises(WorkspaceError, match="not in the records"):
        take_back(place.workspace, place.monitor, kept)
    place.ask("ingest", upload=kept)
    place.work()
    assert became(place, ended).state == UploadState.TAKEN
    assert len(lying(place)) == 1


@pytest.mark.parametrize("shares", ["its place", "its bytes"])
def test_what_is_taken_back_between_a_files_coming_and_its_being_told_of_takes_that_with_it(
    crews: Place, monkeypatch: pytest.MonkeyPatch, shares: str
) -> None:
    first = crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv", crews.grower)
    ingest, old = kinds.KINDS["ingest"], first.asked["upload"]

    def work(*given: Any) -> dict[str, Any]:  # noqa: ANN401 - as a job's work is called
        said = ingest.work(*given)
        take_back(crews.workspace, crews.monitor, old)
        return said

    monkeypatch.setitem(kinds.KINDS, "ingest", replace(ingest, work=work))
    if shares == "its place":
        ended = crews.bring_in(CREW + ALDER.format(amount="11.00"), "crew new.csv", replaces=old)
    else:  # the same bytes, of somebody else: one file stands for both
        ended = crews.bring_in(CREW + ALDER.format(amount="10.00"), "crew.csv")
    assert lying(crews) == []
    assert became(crews, first).state == UploadState.TAKEN_BACK
    assert "was taken back while it was brought in" in refusal(ended)["message"]
    assert became(crews, ended).state == UploadState.REFUSED
    monkeypatch.setitem(kinds.KINDS, "ingest", ingest)
    crews.ask("ingest", upload=ended.asked["upload"])
    crews.work()
    assert became(crews, ended).state == UploadState.TAKEN
    assert len(lying(crews)) == 1


def test_nobody_takes_back_an_upload_while_another_is_told_of(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest, held = kinds.KINDS["ingest"], []

    def settle(*given: Any) -> None:  # noqa: ANN401 - as a job is settled
        with (here.workspace.path / ".records.lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held.append(True)
        ingest.settle(*given)

    monkeypatch.setitem(kinds.KINDS, "ingest", replace(ingest, settle=settle))
    here.bring_in(payments(paid()))
    assert held == [True]


def test_only_a_monitor_takes_an_upload_back(here: Place) -> None:
    ended = here.bring_in(payments("1,market,alder-farm,2025-11-20,1.00"), who=here.buyer)
    with pytest.raises(NotHereError):
        take_back(here.workspace, here.buyer, ended.asked["upload"])


def test_a_file_that_two_uploads_stand_for_stays_until_both_are_taken_back(crews: Place) -> None:
    content = CREW + ALDER.format(amount="10.00")
    one, two = (crews.bring_in(content, "crew.csv", who) for who in (crews.grower, crews.monitor))
    # The grower's file has an owner by its profile, so both give the same lines under the same name.
    assert (told(one)["name"], told(two)["status"]) == (told(two)["name"], "already_here")
    take_back(crews.workspace, crews.monitor, one.asked["upload"])
    assert lying(crews) == [told(one)["name"]]
    take_back(crews.workspace, crews.monitor, two.asked["upload"])
    assert lying(crews) == []


def test_a_file_whose_taking_back_was_cut_short_is_removed_later(here: Place) -> None:
    ended = here.bring_in(payments(paid()))
    with here.workspace.writing() as session:
        session.get_one(Upload, ended.asked["upload"]).state = UploadState.TAKEN_BACK
    assert len(lying(here)) == 1
    bring_in_step(here.workspace)
    assert lying(here) == []
    assert taken_uploads(here.workspace, None) == []


def test_totals_that_disagree_keep_a_file_out_until_a_monitor_says_otherwise(crews: Place) -> None:
    total = PROFILE.format(version=1, by="", on="") + '\n[[rows.total]]\nwhere = [{ begins = "Total" }]\n'
    save_profile(crews.workspace, crews.monitor, total)
    content = CREW + ALDER.format(amount="10.00") + "Total,,,,,,,,11.00\n"
    ended = crews.bring_in(content, "crew.csv")
    said = refusal(ended)
    assert [(t["title"], t["stated"], t["read"], t["difference"]) for t in said["totals"]] == [
        ("Amount", 1100, 1000, 100)
    ]
    crews.ask("ingest", upload=ended.asked["upload"], despite_totals=True)
    crews.work()
    assert became(crews, ended).state == UploadState.TAKEN


def test_a_guess_is_proposed_with_what_it_would_make_of_the_file_and_used_by_nobody(here: Place) -> None:
    content = CREW + "".join(ALDER.format(amount=f"{n}.00").replace("c1", f"c{n}") for n in range(1, 9))
    kept = here.upload(content, "crew 48.csv")
    asked = here.ask("guess", upload=kept.id)
    here.work()
    said = told(here.job(asked))
    assert (said["state"], said["table"]) == ("proposed", "payroll")
    assert said["check"]["lines"] == 8
    assert "SECRET" not in json.dumps(said)
    assert profiles(here.workspace) == []
    assert became(here, here.job(here.ask("ingest", upload=kept.id))).state == UploadState.RECEIVED
    save_profile(here.workspace, here.monitor, said["text"])
    here.work()
    assert [p.profile.approved_by for p in profiles(here.workspace)] == ["monitor"]


def test_a_profile_names_no_file_elsewhere(here: Place) -> None:
    text = PROFILE.format(version=1, by="", on="").replace(
        'id = "crews"\ntable = "payroll"', 'id = "x"\ntable = "sales"'
    )
    text = text[: text.index("[columns]")] + (
        '[columns]\nsale_id = "Id"\nbuyer_id = "B"\ngrower_id = "G"\nunit = "U"\nquantity = "Q"\nship_date = "D"\n'
        'product = { from = "P", as = "product", table = "../secret" }\n'
    )
    with pytest.raises(ProfileError, match="elsewhere"):
        save_profile(here.workspace, here.monitor, text)


@pytest.mark.parametrize("left", ["nothing", "both"])
def test_a_table_that_was_put_there_as_one_file_becomes_a_folder_beside_which_uploads_lie(
    here: Place, left: str
) -> None:
    alone = here.workspace.records / "payments.csv"
    alone.write_text(payments(paid(number="1")))
    if left == "both":  # as a process leaves it that is killed between the two
        (here.workspace.records / "payments").mkdir()
        (here.workspace.records / "payments" / "payments.csv").hardlink_to(alone)
    said = told(here.bring_in(payments(paid(number="2"))))
    assert lying(here) == sorted(["payments/payments.csv", said["name"]])


def test_a_table_that_stands_twice_is_left_to_people(here: Place) -> None:
    here.bring_in(payments(paid(number="1")))
    (here.workspace.records / "payments.csv").write_text(payments(paid(number="2")))
    assert "stands twice" in refusal(here.bring_in(payments(paid(number="3"))))["message"]
    assert (here.workspace.records / "payments.csv").is_file()
