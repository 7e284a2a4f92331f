"""`premium ingest`, and `premium reconcile` with profiles: what is said, what is written, and the exit status."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from folders import VALLEY, write
from premium import cli
from premium.cli.senders import PASSWORD, password_for
from premium.errors import InputError
from premium.explain import explain_finding
from premium.ingest.files.workbook import PASSWORD_VARIABLE
from premium.ingest.shelf import on_shelf
from premium.ingest.workers.identities import COLUMNS
from premium.run_folder import open_run
from reports import write_report
from reports.text import tell_explanation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str, str]

PROFILE = """
id = "crews"
table = "payroll"
approved_by = "Ana"
approved_on = 2026-01-05
[match]
files = ["crew*.csv"]
[dialect]
format = "csv"
dates = "mdy"
[[rows.total]]
where = [{ column = "Worker", equals = "TOTAL" }]
[columns]
worker_id = "Worker"
check_id = "Check"
check_date = "Paid"
period_start = "From"
period_end = "To"
pay_code = "Code"
kind = { from = "Code", codes = { FED = "piece", FFP = "premium" } }
job_class = { constant = "harvest" }
amount = "Amount"
"""
TITLES = "Worker,Check,Paid,From,To,Code,Amount"
WEEK = "12/05/2025,11/24/2025,11/30/2025"


def crew(*rows: tuple[str, str, str], total: str) -> str:
    """A crew's week: workers, codes and amounts, and what its last row says they come to."""
    lines = [f"{worker},c-{worker},{WEEK},{code},{amount}" for worker, code, amount in rows]
    return "\n".join([TITLES, *lines, f"TOTAL,,,,,,{total}", ""])


GOOD = crew(("Ann", "FED", "100.00"), ("Bea", "FED", "50.00"), ("Bea", "FFP", "5.00"), total="155.00")
ODD = crew(("Ann", "FED", "100.00"), ("Bea", "ZZ", "50.00"), total="150.00")
OTHER = GOOD.replace("Amount\n", "Amount,Other\n").replace(".00\n", ".00,\n").replace("155.00,", "155.00,7.00")
WRONG = crew(("Cyd", "FED", "100.00"), total="101.00")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a profile in it, in which commands are run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(PASSWORD, raising=False)
    return write(tmp_path, {"crews.toml": PROFILE})


@pytest.fixture
def premium(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process, as a person would type it."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["premium", *map(str, words)])
        capsys.readouterr()
        try:
            cli.main()
            status: Any = 0
        except SystemExit as end:
            status = end.code or 0
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def ingest(premium: Callable[..., Said], *words: str) -> Said:
    """Ingest files of the grower alder into `records`."""
    return premium("ingest", *words, "--profile", "crews.toml", "--grower", "alder", "--out", "records")


# ingest


def test_a_file_that_is_all_in_is_told_in_a_few_lines(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew 48.csv": GOOD})
    status, out, err = ingest(premium, "crew 48.csv")
    (slot,) = on_shelf(place / "records", "payroll")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"crew 48.csv: in, as {slot.name}",
        "  read by the profile crews, version 1, approved by Ana on 2026-01-05; 2025-11-24 to 2025-11-30",
        "  3 lines: 3 taken, 0 set aside",
        "  taken: amount $155.00",
        "  1 total compared with what the file states, 1 as read",
    ]
    assert slot.name.startswith("payroll/alder-crew-48-")


def test_the_same_file_again_is_already_here_and_no_fault(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew.csv": ODD})
    assert ingest(premium, "crew.csv")[0] == 1
    status, out, err = ingest(premium, "crew.csv")
    assert (status, err) == (0, "")
    assert "crew.csv: already here as payroll/alder-crew-" in out


def test_a_page_of_what_became_of_a_file_is_written_on_request_even_where_its_totals_keep_it_out(
    premium: Callable[..., Said], place: Path
) -> None:
    write(place, {"crew.csv": GOOD, "crew wrong.csv": WRONG})
    assert ingest(premium, "crew.csv", "crew wrong.csv", "--page", "pages")[0] == 1
    pages = {path.name.partition(".csv-")[0]: path for path in (place / "pages").glob("*.html")}
    assert sorted(pages) == ["crew", "crew wrong"]
    assert "4 rows below the header: 3 lines of payroll stand" in pages["crew"].read_text(encoding="utf-8")
    assert "Do not go on with this file" in pages["crew wrong"].read_text(encoding="utf-8")


def test_lines_set_aside_are_counted_by_reason_and_named_in_a_csv(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew.csv": ODD})
    status, out, _ = ingest(premium, "crew.csv")
    assert status == 1
    assert "  2 lines: 1 taken, 1 set aside with $50.00\n" in out
    assert re.search(r"    1 line, kind: unknown_word: .*; found “ZZ” in Code\n", out)
    (rejects,) = (place / "records" / "ingested").glob("*.csv")
    assert 'crew.csv,"",3,kind,ZZ,unknown_word' in rejects.read_text(encoding="utf-8-sig")


def test_a_total_that_does_not_agree_keeps_a_file_out_until_it_is_said_otherwise(
    premium: Callable[..., Said], place: Path
) -> None:
    write(place, {"crew.csv": WRONG})
    status, out, _ = ingest(premium, "crew.csv")
    assert status == 1
    assert "crew.csv: not in: a total that it states is not what was read" in out
    assert "row 3, Amount: it says $101.00, read was $100.00" in out
    assert not (place / "records").exists()
    status, out, _ = ingest(premium, "crew.csv", "--despite-totals")
    assert status == 1
    (slot,) = on_shelf(place / "records", "payroll")
    assert slot.receipt["said"] == {"beside": False, "despite_totals": True}
    assert slot.receipt["totals"][0]["agrees"] is False


def test_one_go_stops_where_a_total_is_not_read(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crews.toml": 'ignore = ["Other"]\n' + PROFILE, "raw/crew.csv": OTHER})
    status, _, err = premium(
        "reconcile", "raw", "--profile", "crews.toml", "--grower", "alder", "--program", "fair-food", "--out", "run"
    )  # fmt: skip
    assert status == 2
    assert "crew.csv: row 5, which adds others up, states 7.00 of Other, from which nothing is read" in err
    assert '[[rows.total]], entry 1: not_read = ["Other"]' in err


def test_a_total_that_nothing_reads_keeps_a_file_out_until_the_profile_says_that_it_is_not_read(
    premium: Callable[..., Said], place: Path
) -> None:
    write(place, {"crews.toml": 'ignore = ["Other"]\n' + PROFILE, "crew.csv": OTHER})
    status, out, _ = ingest(premium, "crew.csv")
    assert status == 1
    assert "crew.csv: not in: a total that it states is not read at all" in out
    assert "row 5, Other: it says 7.00, and nothing is read from there" in out
    assert 'say so in the profile: [[rows.total]], entry 1: not_read = ["Other"]' in out
    assert not (place / "records").exists()
    said = PROFILE.replace('"TOTAL" }]', '"TOTAL" }]\nnot_read = ["Other"]')
    write(place, {"crews.toml": 'ignore = ["Other"]\n' + said})
    status, out, _ = ingest(premium, "crew.csv")
    assert status == 0
    assert "  1 number in total rows not read, on purpose\n" in out


def test_a_refused_file_does_not_stop_the_others(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew 1.csv": "not,what,it\nshould,be,at all\n", "other.csv": GOOD, "crew 2.csv": GOOD})
    status, out, err = ingest(premium, "crew 1.csv", "other.csv", "crew 2.csv", "crew gone.csv")
    assert status == 2
    assert out.startswith("crew 2.csv: in, as")
    assert "premium: crew 1.csv: the header in row 1, taken for it as 0 of the 7 titles in use stand there" in err
    assert "premium: other.csv: no profile is for a file of this name; there are crews" in err
    assert "premium: crew gone.csv cannot be opened" in err


def test_each_file_goes_to_the_profile_for_its_name(premium: Callable[..., Said], place: Path) -> None:
    birch = PROFILE.replace('"crews"', '"birch"').replace("crew*.csv", "birch*.csv").replace("FFP", "PREM")
    also = birch.replace('id = "birch"', 'id = "also"')
    other = GOOD.replace("FFP", "PREM").replace("11/", "10/")
    write(place, {"birch.toml": birch, "also.toml": also, "crew.csv": GOOD, "birch.csv": other})
    words = ("crew.csv", "birch.csv", "--profile", "birch.toml")
    assert ingest(premium, *words)[0] == 0
    assert sorted(s.receipt["profile"]["id"] for s in on_shelf(place / "records", "payroll")) == ["birch", "crews"]
    status, _, err = ingest(premium, *words, "--profile", "also.toml")
    assert (status, "birch.csv: several profiles are for files of this name: " in err) == (2, True)


def test_a_corrected_file_is_refused_until_it_is_said_what_it_replaces(
    premium: Callable[..., Said], place: Path
) -> None:
    write(place, {"crew.csv": GOOD, "crew new.csv": GOOD.replace("100.00", "101.00").replace("155", "156")})
    ingest(premium, "crew.csv")
    status, out, err = ingest(premium, "crew new.csv")
    assert (status, out) == (2, "")
    assert "crew new.csv looks like a corrected copy of payroll/alder-crew-" in err
    assert "--replaces alder-crew-" in err
    status, out, _ = ingest(premium, "crew new.csv", "--replaces", "crew.csv")
    assert status == 0
    assert out.startswith("crew new.csv: replaces crew.csv, as payroll/alder-crew-")
    assert "  against crew.csv: 2 the same, 0 gone, 0 new, 1 changed\n" in out
    assert "    piece, amount: $150.00 before, $151.00 now\n" in out
    assert "    changed: row 2 before, row 2 now: amount 100.00 → 101.00\n" in out
    assert len(on_shelf(place / "records", "payroll")) == 1


def test_one_correction_at_a_time(premium: Callable[..., Said], place: Path) -> None:
    assert place
    status, _, err = ingest(premium, "a.csv", "b.csv", "--replaces", "c.csv")
    assert (status, "--replaces goes with one file" in err) == (2, True)


def test_no_worker_is_named_in_what_is_said(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew.csv": ODD, "crew new.csv": GOOD, "crew wrong.csv": WRONG})
    said = [
        ingest(premium, "crew.csv", "crew wrong.csv"),
        ingest(premium, "crew new.csv", "--replaces", "crew.csv"),
        ingest(premium, "crew.csv", "--json"),
    ]
    assert not [word for _, out, err in said for word in ("Ann", "Bea", "Cyd") if word in out + err]


def test_json_is_one_entry_a_file_and_nothing_else(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew 1.csv": GOOD, "crew 2.csv": WRONG, "other.csv": GOOD})
    status, out, _ = ingest(premium, "crew 1.csv", "crew 2.csv", "other.csv", "--json")
    told = json.loads(out)
    assert (status, [(t["file"], t["status"]) for t in told]) == (
        2, [("crew 1.csv", "shelved"), ("crew 2.csv", "totals_disagree"), ("other.csv", "refused")],
    )  # fmt: skip
    assert told[0]["receipt"] == on_shelf(place / "records", "payroll")[0].receipt
    assert told[1]["totals"][0]["stated"] == 10100
    assert told[2]["error"]["code"] == "input"


def test_quiet_says_nothing_but_errors(premium: Callable[..., Said], place: Path) -> None:
    write(place, {"crew.csv": GOOD})
    assert ingest(premium, "crew.csv", "--quiet") == (0, "", "")
    status, out, err = ingest(premium, "x.csv", "-q")
    assert (status, out, err.startswith("premium: x.csv")) == (2, "", True)


def test_a_profile_that_nobody_approved_is_warned_of_and_noted(premium: Callable[..., Said], place: Path) -> None:
    write(
        place, {"crews.toml": PROFILE.replace('approved_by = "Ana"\napproved_on = 2026-01-05\n', ""), "crew.csv": GOOD}
    )
    status, out, _ = ingest(premium, "crew.csv")
    assert status == 0
    assert "warning: the profile was not approved by anybody" in out
    assert "not approved by anybody" in on_shelf(place / "records", "payroll")[0].receipt["warnings"][0]


def test_a_file_name_with_an_escape_sequence_does_nothing_to_a_terminal(
    premium: Callable[..., Said], place: Path
) -> None:
    evil = "crew\x1b[2J.csv"
    write(place, {evil: GOOD, "other\x1b.csv": GOOD})
    _, out, err = ingest(premium, evil, "other\x1b.csv")
    assert "\x1b" not in out + err
    assert "crew\\u001b[2J.csv: in" in out


# A workbook's password


def test_a_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PASSWORD, "s3cret")
    assert password_for(tmp_path / "x.xlsx")() == "s3cret"


def test_without_a_terminal_nobody_is_asked_for_a_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO("s3cret\n"))
    with pytest.raises(InputError, match=r"x\.xlsx is protected by a password") as refused:
        password_for(tmp_path / "x.xlsx")()
    assert PASSWORD in refused.value.hint


def test_at_a_terminal_a_password_is_asked_for_and_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return "s3cret"

    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", typed)
    assert password_for(tmp_path / "x\x1b.xlsx")() == "s3cret"
    assert asked == ["Password of x\\u001b.xlsx: "]


def locked(rows: str, password: str) -> bytes:
    """A workbook under a password, with these rows of text."""
    plain, held = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows.splitlines():
        book.worksheets[0].append(row.split(","))
    book.save(plain)
    plain.seek(0)
    OOXMLFile(plain).encrypt(password, held)
    return held.getvalue()


def test_a_workbook_under_a_password_is_brought_in_and_the_password_goes_nowhere(
    premium: Callable[..., Said], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = PROFILE.replace("crew*.csv", "crew*.xlsx").replace('"csv"', '"workbook"')
    path = write(place, {"crews.toml": profile, "crew.xlsx": locked(GOOD, "tomato 49")}) / "records"
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    status, _, err = ingest(premium, "crew.xlsx")
    assert (status, f"put it into the environment, as {PASSWORD}" in err) == (2, True)
    monkeypatch.setenv(PASSWORD, "pepper 50")
    wrong = ingest(premium, "crew.xlsx", "--json")
    monkeypatch.setenv(PASSWORD, "tomato 49")
    right = ingest(premium, "crew.xlsx", "--json")
    assert (wrong[0], right[0], PASSWORD) == (2, 0, PASSWORD_VARIABLE)
    said = [*map(str, wrong), *map(str, right), *(p.read_bytes().decode("latin-1") for p in path.rglob("*.*"))]
    assert not [text for text in said if "tomato" in text or "pepper" in text]


# reconcile with profiles


@pytest.fixture
def raw(place: Path) -> Path:
    """A folder of senders' files, with canonical tables and the profile among them."""
    tables = {
        f"raw/{n}.csv": (VALLEY / "records" / f"{n}.csv").read_text(encoding="utf-8") for n in ("growers", "payments")
    }
    paid = tables["raw/payments.csv"].splitlines()
    money = f"{paid[0]}\n" + "P1,b,alder,2025-12-20,1000.00,2025-11-01\n"
    write(place, {**tables, "raw/payments.csv": money, "raw/weeks/crew 48.csv": ODD, "raw/crews.toml": PROFILE})
    write(place, {"raw/identities.csv": ",".join(COLUMNS) + "\n"})
    return place / "raw"


def reconcile(premium: Callable[..., Said], *words: str) -> Said:
    """Reconcile the folder `raw` into `run`."""
    how = ("--program", "fair-food", "--out", "run", "--as-of", "2026-03-31", "--profile", "raw/crews.toml")
    return premium("reconcile", "raw", *how, *words)


def test_raw_files_are_brought_in_and_reconciled_and_the_run_can_be_made_again(
    premium: Callable[..., Said], raw: Path
) -> None:
    status, _, err = reconcile(premium, "--grower", "alder")
    assert (status, err) == (1, "")
    run = open_run(raw.parent / "run")
    (payroll,) = [f for f in run.manifest["files"] if f["table_name"] == "payroll"]
    assert (payroll["rows_read"], payroll["rows_taken"], payroll["rows_set_aside"]) == (2, 1, 1)
    assert run.manifest["warnings"] == []
    assert premium("verify", "run")[0] == 0
    assert (raw.parent / "run-records" / "identities.csv").is_file()
    assert reconcile(premium, "--grower", "alder", "--quiet")[0] == 1, "the same files find their records folder again"


def test_a_run_says_where_a_row_was_sent(premium: Callable[..., Said], raw: Path) -> None:
    reconcile(premium, "--grower", "alder", "--quiet")
    run = open_run(raw.parent / "run")
    (slot,) = on_shelf(raw.parent / "run-records", "payroll")
    findings = pl.read_parquet(run.table("findings")).filter(worker_id="Ann")["finding_id"]
    each = [tell_explanation(explain_finding(run, finding)) for finding in findings]
    told = "".join(each)
    assert f"{slot.name} row 2 (crew 48.csv, row 2)" in told
    assert f"{slot.name} row 2 (row 2 as sent)" in told
    assert max(text.count("crew 48.csv") for text in each) == 1, "a sender's file is named once"
    assert "payments.csv row 2\n" in told, "a canonical row is where it is"
    assert "crew 48.csv" in write_report(run).read_text(encoding="utf-8")


def test_a_records_folder_of_other_files_is_not_touched(premium: Callable[..., Said], raw: Path) -> None:
    reconcile(premium, "--grower", "alder", "--quiet")
    write(raw, {"weeks/crew 49.csv": GOOD.replace("11/", "10/")})
    status, _, err = reconcile(premium, "--grower", "alder")
    assert status == 2
    assert "run-records is there, and was not made of these files and profiles" in err
    other = ("--records", "other", "--grower", "alder")
    assert reconcile(premium, *other, "--out", "run2", "--quiet")[0] == 1
    assert len(on_shelf(raw.parent / "other", "payroll")) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("crew bad.csv", "a,b\n1,2\n", "crew bad.csv: the header"),
        ("notes.txt", "hello", "notes.txt: no profile is for a file of this name"),
        ("buyers/payments.csv", "a\n1\n", "buyers/payments.csv is called as one of premium's own tables"),
        ("buyers/payments.csv", "a\n1\n", "put it directly into raw; or, if it is a sender's, name it in [match]"),
        ("crew wrong.csv", WRONG, "crew wrong.csv: row 3: Amount does not say what was read"),
        ("crew copy.csv", ODD.replace("ZZ", "FED") + "\n", "looks like a corrected copy"),
    ],
)
def test_a_raw_file_that_is_refused_stops_the_run_and_leaves_nothing(
    premium: Callable[..., Said], raw: Path, name: str, content: str, said: str
) -> None:
    write(raw, {name: content, "weeks/crew 48.csv": ODD.replace("ZZ", "FED")})
    status, out, err = reconcile(premium, "--grower", "alder")
    assert (status, out) == (2, "")
    assert said in err
    assert sorted(p.name for p in raw.parent.iterdir()) == ["crews.toml", "raw"]


def test_what_goes_with_profiles_is_refused_without_them(premium: Callable[..., Said], raw: Path) -> None:
    how = ("--program", "fair-food", "--out", "run", "--grower", "alder")
    assert "--grower, --buyer and --records go with --profile" in premium("reconcile", raw, *how)[2]
