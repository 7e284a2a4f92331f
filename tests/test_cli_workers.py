"""`premium workers`, and the page that tells of it: what it shows is what the commands print."""

from __future__ import annotations

import json
import re
import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import ROOT, lines, write
from premium import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = ROOT / "docs" / "identities.md"
CONFIRM = ("--grower", "g", "--by", "Ana Ruiz", "--on", "2026-01-15")


@dataclass(frozen=True)
class Said:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever it says
        """Standard output as JSON: all of it."""
        return json.loads(self.out)


@pytest.fixture
def premium(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process, as a person would type it."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["premium", *map(str, words)])
        capsys.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        told = capsys.readouterr()
        return Said(status, told.out, told.err)

    return run


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder in which 00417 is perhaps 417."""
    return write(tmp_path / "records", {"payroll.csv": lines(*({"worker_id": w} for w in ("417", "00417", "9")))})


def test_the_page_shows_what_the_commands_print(
    premium: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = re.findall(r"in `(records/[a-z]+\.csv)`:\n\n```csv\n(.*?)```", page, re.DOTALL)
    assert len(files) == 2
    write(tmp_path, dict(files))
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        for command, shown in re.findall(r"^\$ premium (.*)\n((?:[^$].*\n|\n)*)", block, re.MULTILINE):
            told = premium(*shlex.split(command))
            assert told.status == 0, told.err
            if command.startswith("explain"):
                assert [line for line in shown.splitlines() if line not in told.out.splitlines()] == []
            else:
                assert told.out == shown


def test_proposals_end_with_0_whether_or_not_there_is_something_to_look_at(
    premium: Callable[..., Said], records: Path
) -> None:
    said = premium("workers", "propose", records, "--grower", "g")
    assert said.status == 0
    assert "g: 417 is perhaps 00417   (lost_zero)   not likely" in said.out
    assert "against: both were paid for the same days, in 1 pay period: probably two persons" in said.out
    write(records, {"payroll.csv": lines({"worker_id": "9"})})
    nothing = premium("workers", "propose", records)
    assert (nothing.status, nothing.out) == (0, "No two identifiers look like one person's.\n")


def test_the_command_that_a_proposal_shows_confirms_it(premium: Callable[..., Said], tmp_path: Path) -> None:
    odd = ("-7", "-07"), ("A 1", "A1"), ("$HOME", "$home")
    rows = [{"worker_id": w, "period_end": f"2025-11-{30 - i}"} for pair in odd for i, w in enumerate(pair)]
    place = write(tmp_path / "my records", {"payroll.csv": lines(*rows)})
    for number in range(len(odd), 0, -1):
        said = premium("workers", "propose", place)
        commands = re.findall(r"if so: +premium (.*)", said.out)
        assert len(commands) == number
        assert premium(*shlex.split(commands[0])).status == 0
    assert len(premium("workers", "list", place, "--json").json) == 3


def test_names_are_shown_only_where_they_are_asked_for(premium: Callable[..., Said], tmp_path: Path) -> None:
    text = lines({"worker_id": "417"}, {"worker_id": "9001", "period_start": "2026-01-05", "period_end": "2026-01-11"})
    frame = pl.read_csv(text.encode(), infer_schema=False).with_columns(from_name=pl.Series(["Díaz, Eva", "EVA DIAZ"]))
    place = write(tmp_path, {"payroll.parquet": frame})
    for words in ((), ("--json",)):
        kept = premium("workers", "propose", place, *words)
        assert "rehired" in kept.out
        assert not re.search("d[ií]az", kept.out + kept.err, re.IGNORECASE)
        shown = premium("workers", "propose", place, "--show-names", *words)
        assert "Díaz, Eva" in shown.out
        assert "EVA DIAZ" in shown.out


def test_pairs_of_nothing_but_swapped_digits_are_counted_where_they_are_many(
    premium: Callable[..., Said], tmp_path: Path
) -> None:
    many = [{"worker_id": f"{n:02}"} for n in range(1, 100)]
    place = write(tmp_path, {"payroll.csv": lines(*many, {"worker_id": "007"})})
    said = premium("workers", "propose", place)
    assert "1 pair to look at." in said.out
    assert "45 more pairs differ by two swapped digits, and nothing else speaks for them: --all lists them." in said.out
    everything = premium("workers", "propose", place, "--all")
    assert "46 pairs to look at." in everything.out
    assert len(premium("workers", "propose", place, "--json").json) == 46


def test_a_terminal_is_not_told_anything_by_an_identifier(premium: Callable[..., Said], tmp_path: Path) -> None:
    place = write(tmp_path, {"payroll.csv": lines({"worker_id": "7\x1b[2J"}, {"worker_id": "07\x1b[2J"})})
    assert "\x1b" not in premium("workers", "propose", place).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("0417", "417", *CONFIRM), "no pay line has WORKER at this grower"),
        (("00417", "417 ", *CONFIRM), "no pay line has IS_WORKER at this grower"),
        (("00417", "417", "--grower", "h", "--by", "Ana"), "no pay line has WORKER at this grower"),
        (("417", "417", *CONFIRM), "are the same"),
        (("9", "417", *CONFIRM), "the two do not look alike"),
        (("9", "417", *CONFIRM, "--reason", " "), "--reason is empty"),
        (("00417", "417", "--grower", "g", "--by", " "), "--by is empty"),
        (("00417", "417", "--grower", "g", "--by", "Ana", "--on", "yesterday"), "'yesterday' is not a day"),
    ],
)
def test_a_confirmation_that_cannot_be_ends_with_2_and_writes_nothing(
    premium: Callable[..., Said], records: Path, words: tuple[str, ...], told: str
) -> None:
    said = premium("workers", "confirm", records, *words)
    assert said.status == 2
    assert told in said.err
    assert "417" not in said.err, "no identifier is told"
    assert [p.name for p in records.iterdir()] == ["payroll.csv"]


def test_a_person_may_know_better_than_the_machine_and_says_why(premium: Callable[..., Said], records: Path) -> None:
    assert premium("workers", "confirm", records, "9", "417", *CONFIRM, "--reason", "badge seen").status == 0
    (row,) = premium("workers", "list", records, "--json").json
    assert (row["reason"], row["confirmed_by"], row["confirmed_on"]) == ("badge seen", "Ana Ruiz", "2026-01-15")


def test_without_a_day_it_is_today(premium: Callable[..., Said], records: Path) -> None:
    assert premium("workers", "confirm", records, "00417", "417", "--grower", "g", "--by", "Ana").status == 0
    assert re.search(r"Ana,20\d\d-\d\d-\d\d,,\n", (records / "identities.csv").read_text())


def test_what_is_confirmed_cannot_be_confirmed_again_turned_round_or_undone_twice(
    premium: Callable[..., Said], records: Path
) -> None:
    assert premium("workers", "confirm", records, "00417", "417", *CONFIRM).status == 0
    for words, told in (
        (("confirm", records, "00417", "417", *CONFIRM), "identities.csv row 2 confirms the same already"),
        (("confirm", records, "417", "00417", *CONFIRM), "go in a circle"),
        (("confirm", records, "417", "9", *CONFIRM, "--reason", "x"), "itself counted as another"),
        (("undo", records, "417", "--grower", "g", "--by", "Bo"), "nothing is confirmed of this worker"),
    ):
        said = premium("workers", *words)
        assert (said.status, told in said.err) == (2, True), said.err
    assert premium("workers", "undo", records, "00417", "--grower", "g", "--by", "Bo", "--on", "2026-02-01").status == 0
    listed = premium("workers", "list", records)
    assert "confirmed by Ana Ruiz on 2026-01-15, taken back by Bo on 2026-02-01" in listed.out
    assert premium("workers", "undo", records, "00417", "--grower", "g", "--by", "Bo").status == 2


def test_nothing_confirmed_is_said_in_words(premium: Callable[..., Said], records: Path) -> None:
    assert premium("workers", "list", records).out == "Nothing is confirmed: every identifier is its own.\n"
    assert premium("workers", "list", records / "no").status == 2


def test_an_error_is_json_where_json_was_asked_for(premium: Callable[..., Said], tmp_path: Path) -> None:
    said = premium("workers", "propose", tmp_path / "no", "--json")
    assert (said.status, said.json["error"]["code"]) == (2, "input")
