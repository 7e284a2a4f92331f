"""`premium profile`: guess, check, diff and schema: what is said, where, and the exit status."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from guessing import PAY
from premium import cli
from premium.ingest.profile import load_profile
from senders import answers
from senders.make import HERE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str, str]
CREWS = answers.sent("crew-workbook")


@pytest.fixture
def premium(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Said]:
    """Run a command in this process and in an empty folder, as a person would type it."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["premium", *map(str, words)])
        capsys.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def pay(folder: Path, name: str = "week.csv", text: str = PAY) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def guessed(premium: Callable[..., Said], folder: Path, *files: Path) -> Path:
    """Guess a profile and keep what stands in standard output."""
    path = folder / "guessed.toml"
    path.write_text(premium("profile", "guess", *files)[1], encoding="utf-8")
    return path


# guess


def test_guess_writes_the_profile_and_nothing_else_to_standard_output(
    premium: Callable[..., Said], tmp_path: Path
) -> None:
    status, out, err = premium("profile", "guess", pay(tmp_path))
    assert status == 0
    (tmp_path / "p.toml").write_text(out, encoding="utf-8")
    assert load_profile(tmp_path / "p.toml").profile.table == "payroll"
    assert "This is a payroll profile" in err
    assert "Muñoz" in err
    assert "Muñoz" not in out


def test_guess_says_its_questions_to_standard_error(premium: Callable[..., Said], tmp_path: Path) -> None:
    _, _, err = premium("profile", "guess", pay(tmp_path, text=PAY.replace("FFP", "ZZ")))
    assert "question: what kind of pay is ZZ (1 row)?" in err


def test_guess_knows_the_tables_by_name(premium: Callable[..., Said], tmp_path: Path) -> None:
    status, out, err = premium("profile", "guess", pay(tmp_path), "--table", "wages")
    assert (status, out) == (2, "")
    assert "there is no table 'wages'" in err
    assert "payroll" in err


def test_guess_takes_several_files_of_one_sender(premium: Callable[..., Said], tmp_path: Path) -> None:
    files = [pay(tmp_path, "week 48.csv"), pay(tmp_path, "week 49.csv", PAY.replace("12/19", "12/26"))]
    profile = load_profile(guessed(premium, tmp_path, *files)).profile
    assert profile.match.files == ("week *.csv",)


# check


def test_check_blesses_a_file_whose_totals_agree(premium: Callable[..., Said], tmp_path: Path) -> None:
    good = pay(tmp_path, text=PAY + "Total,,,,,,,9.00,,145.50\n")
    status, out, _ = premium("profile", "check", guessed(premium, tmp_path, good), good, "--grower", "g")
    assert status == 0
    assert "LINES 3 of payroll; " in out
    assert "       3  stand: $145.50, hours 9\n       0  set aside\n" in out
    assert "\nBLESSED: every total that the file states is what was read, and nothing was set aside.\n" in out


def test_check_blesses_no_file_of_which_lines_are_set_aside(premium: Callable[..., Said], tmp_path: Path) -> None:
    status, out, _ = premium(
        "profile", "check", guessed(premium, tmp_path, CREWS), CREWS, "--grower", "palm-hollow"
    )  # fmt: skip
    assert status == 1
    assert "BLESSED" not in out
    assert re.search(r"TOTALS THAT THE FILE STATES: ([0-9]+) of \1 agree\n", out)
    assert re.search(r"      60  stand: \$.*, hours .*, units .*\n       3  set aside: \$", out)
    assert re.search(r"  1 line with \$.*\n      rate, from .*: error_value: .*\n      row 11\n", out)
    assert re.search(r"\nTOTALS AGREE, but 3 lines with \$.* are set aside\n$", out)


def test_check_blesses_no_file_of_which_a_stated_total_is_not_read(
    premium: Callable[..., Said], tmp_path: Path
) -> None:
    good = pay(tmp_path, text=PAY + "Total,,,,,,,9.00,,145.50\n")
    profile = guessed(premium, tmp_path, good)
    text = profile.read_text(encoding="utf-8")
    more = pay(tmp_path, text=good.read_text(encoding="utf-8").replace("145.50", "145.50,7.25").replace(
        "Amount\n", "Amount,Zulage\n").replace(".00\n", ".00,\n").replace("12.50\n", "12.50,\n"))  # fmt: skip
    profile.write_text(
        'leftover = "drop"\nfreeze = false\n' + re.sub("(?m)^(freeze|leftover) = .*$", "", text), encoding="utf-8"
    )
    status, out, _ = premium("profile", "check", profile, more, "--grower", "g")
    assert status == 1
    assert "NUMBERS IN TOTAL ROWS THAT ARE NOT READ\n" in out
    assert re.search(r"  row 5 +Zulage +7\.25\n", out)
    assert "NOT BLESSED\n  1 number in total rows stands in columns from which nothing is read\n" in out
    assert '    [[rows.total]], entry 1: not_read = ["Zulage"]\n' in out
    said = premium("profile", "check", profile, more, "--grower", "g", "--json")
    assert (json.loads(said[1])["blessed"], json.loads(said[1])["unread_totals"][0]["title"]) == (False, "Zulage")


def test_check_names_no_worker(premium: Callable[..., Said], tmp_path: Path) -> None:
    profile = guessed(premium, tmp_path, CREWS)
    words = [
        ("profile", "check", profile, CREWS, "--grower", "g"),
        ("profile", "check", profile, CREWS, "--grower", "g", "--json"),
    ]
    for said in words:
        _, out, err = premium(*said)
        assert "Worker Name" in out
        for name in ("Cuc Pop", "Núñez", "Pierre-Louis", "Désir"):
            assert name not in out + err


def test_check_refuses_to_bless_a_file_whose_totals_do_not_agree(premium: Callable[..., Said], tmp_path: Path) -> None:
    good = pay(tmp_path, text=PAY + "Total,,,,,,,9.00,,145.50\n")
    profile = guessed(premium, tmp_path, good)
    assert premium("profile", "check", profile, good, "--grower", "g")[0] == 0
    bad = pay(tmp_path, text=PAY + "Total,,,,,,,9.00,,145.51\n")
    status, out, _ = premium("profile", "check", profile, bad, "--grower", "g")
    assert status == 1
    assert "NOT BLESSED\n  1 of the 2 totals that the file states are not what was read" in out
    assert re.search(r"row 5 +Amount +\$145\.51 +\$145\.50 +-\$0\.01", out)


def test_check_says_that_there_are_no_totals(premium: Callable[..., Said], tmp_path: Path) -> None:
    file = pay(tmp_path)
    status, out, _ = premium("profile", "check", guessed(premium, tmp_path, file), file, "--grower", "g")
    assert status == 0
    assert "NO TOTALS TO CHECK AGAINST" in out
    assert "BLESSED, with no totals to check against" in out


def test_check_blesses_no_file_that_the_profile_does_not_fit(premium: Callable[..., Said], tmp_path: Path) -> None:
    file = pay(tmp_path)
    profile = guessed(premium, tmp_path, file)
    profile.write_text(profile.read_text(encoding="utf-8").replace('"mdy"', '"dmy"'), encoding="utf-8")
    status, out, _ = premium("profile", "check", profile, file, "--grower", "g")
    assert status == 1
    assert "every line was set aside: the profile does not fit this file" in out
    assert "not_a_date" in out


def test_check_gives_json_and_nothing_else(premium: Callable[..., Said], tmp_path: Path) -> None:
    status, out, _ = premium(
        "profile", "check", guessed(premium, tmp_path, CREWS), CREWS, "--grower", "g", "--json"
    )  # fmt: skip
    told = json.loads(out)
    assert (status, told["blessed"], told["lines"], told["taken"]) == (1, False, 63, 60)
    assert told["aside"]["lines"] == 3
    assert sum(told["rows"].values()) == 47
    assert {t["read"] - t["stated"] for t in told["totals"]} == {0}


def test_check_of_a_file_of_another_layout_names_the_titles(premium: Callable[..., Said], tmp_path: Path) -> None:
    profile = guessed(premium, tmp_path, pay(tmp_path))
    status, _, err = premium(
        "profile", "check", profile, pay(tmp_path, text=PAY.replace("Hours", "Hrs")), "--grower", "g"
    )
    assert status == 2
    assert "'Hours'" in err


# diff


def test_diff_of_two_weeks_of_one_layout_is_no_drift(premium: Callable[..., Said], tmp_path: Path) -> None:
    old, new = (
        pay(tmp_path, "old.csv"),
        pay(tmp_path, "new.csv", PAY.replace("01108", "01109").replace("12/19", "12/26")),
    )
    status, out, _ = premium("profile", "diff", old, new, "--profile", guessed(premium, tmp_path, old))
    assert status == 0
    assert "the same layout" in out
    assert "Emp #: 1 in both files, 1 new, 1 gone" in out
    assert "01109" not in out
    assert "sum of Amount: 145.5, now 145.5" in out


@pytest.mark.parametrize(
    ("changed", "said", "change"),
    [
        (("Hours", "Hrs Worked"), "title renamed: Hours is now Hrs Worked", '"Hours" becomes "Hrs Worked"'),
        (("FFP", "FFPX"), "Pay Code: new code FFPX in 1 row, which the profile sets aside", '"FFPX" = "?"'),
    ],
)
def test_diff_tells_what_changed_and_what_to_change(
    premium: Callable[..., Said], tmp_path: Path, changed: tuple[str, str], said: str, change: str
) -> None:
    old, new = pay(tmp_path, "old.csv"), pay(tmp_path, "new.csv", PAY.replace(*changed))
    status, out, _ = premium("profile", "diff", old, new, "--profile", guessed(premium, tmp_path, old))
    assert status == 1
    assert said in out
    assert change in out


def test_diff_by_a_profile_takes_the_header_for_what_the_profile_says(
    premium: Callable[..., Said], tmp_path: Path
) -> None:
    top = "Week 49,,,,,,,,,\n,,,,,,,Piece,,\n"
    old, new = (
        pay(tmp_path, name, top + text) for name, text in (("old.csv", PAY), ("new.csv", PAY.replace("Hours", "Hrs")))
    )
    profile = guessed(premium, tmp_path, pay(tmp_path))
    text = re.sub(r"(?m)^titles = \[[^]]*\]\n", "", profile.read_text(encoding="utf-8"))
    said = text.replace("[dialect]\n", "[dialect]\nheader_row = 2\nheader_rows = 2\n", 1)
    said = re.sub(r"(?m)^header_rows = 1.*\n", "", said).replace('"Hours"', '"piece  HOURS"')
    profile.write_text(said, encoding="utf-8")
    status, out, _ = premium("profile", "diff", old, new, "--profile", profile)
    assert status == 1
    assert "title renamed: Piece Hours is now Piece Hrs" in out
    assert 'wherever it is used: "piece  HOURS" becomes "Piece Hrs"' in out
    assert "sum of Amount: 145.5, now 145.5" in out
    assert premium("profile", "diff", old, old, "--profile", profile)[0] == 0


def test_diff_tells_new_and_vanished_titles_and_another_dialect(premium: Callable[..., Said], tmp_path: Path) -> None:
    old = pay(tmp_path, "old.csv")
    new = pay(
        tmp_path, "new.csv", PAY.replace(",Rate", ",Zone").replace(",14.00", ",North").replace(",21.00,", ",South,")
    )
    status, out, _ = premium("profile", "diff", old, new)
    assert status == 1
    assert "title new: Zone" in out
    assert "title gone: Rate" in out
    (tmp_path / "semi.csv").write_text(PAY.replace(",", ";"), encoding="utf-8")
    status, out, _ = premium("profile", "diff", old, tmp_path / "semi.csv")
    assert status == 1
    assert "delimiter: , is now ;" in out
    assert '[dialect] delimiter = ";"' in out


def test_diff_tells_titles_in_another_place(premium: Callable[..., Said], tmp_path: Path) -> None:
    old = pay(tmp_path, "old.csv", "Emp #,Hours,Amount\n1,8,112.00\n2,9,126.00\n")
    new = pay(tmp_path, "new.csv", "Emp #,Amount,Hours\n1,112.00,8\n2,126.00,9\n")
    status, out, _ = premium("profile", "diff", old, new)
    assert status == 1
    assert "titles in another place: Amount, Hours" in out


def test_diff_gives_json_and_nothing_else(premium: Callable[..., Said], tmp_path: Path) -> None:
    old = pay(tmp_path, "old.csv")
    status, out, _ = premium("profile", "diff", old, old, "--json")
    told = json.loads(out)
    assert (status, told["same_layout"], told["records"]) == (0, True, [3, 3])


# schema, and the page


def test_schema_is_the_json_schema_of_a_profile(premium: Callable[..., Said]) -> None:
    status, out, _ = premium("profile", "schema")
    assert status == 0
    assert {"id", "table", "dialect", "columns"} <= set(json.loads(out)["required"])


def test_the_language_in_the_docs_is_in_step_with_the_model() -> None:
    spec = importlib.util.spec_from_file_location("make_profiles", ROOT / "docs" / "make_profiles.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    text = maker.PAGE.read_text(encoding="utf-8")
    assert maker.filled(text) == text, "run `python docs/make_profiles.py`, and read what changed"
    assert "| ,  |" not in text


def test_what_the_docs_say_takes_a_workbook_to_a_run(premium: Callable[..., Said], tmp_path: Path) -> None:
    """The commands of the page's first time, one after the other, on the workbook that the page is about."""
    shutil.copy(HERE / "crew-workbook" / CREWS.name, tmp_path)
    page = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8").partition("## Every week after")[0]
    commands = re.findall(r"^    premium (.*)$", page, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        line, _, kept = command.partition(" > ")
        status, out, err = premium(*shlex.split(line))
        if kept:
            (tmp_path / kept).write_text(out, encoding="utf-8")
        assert status < 2, err
    assert (tmp_path / "run" / "report.html").is_file()
