"""The yardstick: for every sender's file, the proposed profile is right after at most two lines are changed by hand."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from premium.ingest.guess.propose import guess
from premium.ingest.profile import read_profile
from premium.ingest.sender import read_sender
from premium.tables import INPUTS
from senders import answers
from senders.make import HERE, LAYOUTS
from senders.truth import Draw

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.guess.propose import Proposal
    from premium.ingest.sender import SenderFile

MOST_EDITS = 2
ADD = "[columns]"
"""An edit of this line adds one below it."""

EDITS: dict[str, dict[str, str]] = {
    "adp-batch": {
        "check_id = ": 'check_id = { from = ["Batch ID", "File #"], join = "-" }',
        ADD: 'job_class = { from = "Temp Dept", codes = { 000100 = "harvest", 000200 = "field", 000900 = "packing" } }',
    },
    "bilingual-crews": {},
    "buyers-ledger": {
        "grower_id = ": 'grower_id = { from = "Vendor", as = "text", codes = { '
        '"PALM HOLLOW FARMS INC" = "palm-hollow", '
        '"Ranchland Tomato Co." = "ranchland", "LA LOMA, S.A. DE C.V." = "la-loma" } }',
    },
    "crew-counts": {
        "check_id = ": 'check_id = { from = ["Crew", "Check"], join = "-" }',
        ADD: 'job_class = { from = "Code", codes = { PC = "harvest" }, other = "empty" }',
    },
    "crew-workbook": {},
    "datatech-csv": {
        "line_id = ": 'line_id = { from = ["Check #", "Line"], join = "/" }',
        "job_class = ": 'job_class = { from = "Job", codes = { 101 = "harvest", 205 = "field" }, other = "empty" }',
    },
    "famous-fixed": {
        "kind = ": 'kind = { from = "Column 6", codes = { 010 = "hourly", 015 = "overtime", 020 = "piece", '
        '040 = "makeup", 085 = "premium", 510 = "deduction" } }',
    },
    "hours-minutes": {},
    "old-excel": {
        "worker_id = ": 'worker_id = { from = "EmpNo", digits = 5 }',
        ADD: 'job_class = { from = "Type", codes = { 1 = "field", 2 = "field", 3 = "field" }, other = "empty" }',
    },
    "premium-job": {
        "kind = ": 'kind = [{ from = "Job", codes = { "FFP BONUS" = "premium" }, other = "empty" }, '
        '{ from = "Pay Code", codes = { PC = "piece", HR = "hourly", OT = "overtime", '
        'ADJ = "makeup", BN = "bonus" } }]',
        ADD: 'for_period = { from = "Job Date", when = [{ column = "Job", equals = "FFP BONUS" }] }',
    },
    "printed-register": {
        "kind = ": 'kind = { from = "EARN CODE", codes = { PC = "piece", HR = "hourly", OT = "overtime", '
        'FF = "premium", DD = "deduction" } }',
    },
    "quickbooks-detail": {},
    "spanish-semicolon": {},
    "voids-reversals": {},
    "weekly-sheets": {},
    "wh347-workbook": {},
}


def edited(text: str, edits: dict[str, str]) -> str:
    """Change the one line that begins so, or add a line below [columns]."""
    lines = text.split("\n")
    for begin, new in edits.items():
        (at,) = [i for i, line in enumerate(lines) if line.startswith(begin)]
        lines[at : at + 1] = [lines[at], new] if begin == ADD else [new]
    return "\n".join(lines)


@cache
def guessed(layout: str) -> Proposal:
    return guess([answers.sent(layout)])


@cache
def read_guessed(layout: str) -> SenderFile:
    return read_with_edits(answers.sent(layout), EDITS[layout], answers.expected(layout))


def read_with_edits(path: Path, edits: dict[str, str], expected: answers.Expected) -> SenderFile:
    """Read a file by its proposed and edited profile; whose it is, is said where the file does not say it."""
    loaded = read_profile(edited(guess([path]).text, edits).encode(), "guessed.toml", path.parent)
    given = {}
    if "grower_id" not in loaded.profile.columns:
        (given["grower_id"],) = {line["grower_id"] for line in expected.lines}
    if loaded.profile.table == "purchases":
        (given["buyer_id"],) = {line["buyer_id"] for line in expected.lines}
    return read_sender(path, loaded, given=given)


SEEDS = range(4)


@pytest.mark.many
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_files_of_the_same_layouts_need_no_other_edits(
    layout: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is guessed does not hang on the numbers that one file happens to hold."""
    monkeypatch.setattr(Draw, "__init__", lambda self, name: setattr(self, "random", Random(f"{seed}/{name}")))
    folder = tmp_path / layout
    folder.mkdir()
    for name, content in LAYOUTS[layout]().items():
        (folder / name).write_bytes(content)
    for name in ("profile.toml", "products.csv"):
        if (HERE / layout / name).exists():
            shutil.copy(HERE / layout / name, folder)
    monkeypatch.setattr(answers, "HERE", tmp_path)
    expected = answers.expected(layout)
    file = read_with_edits(answers.sent(layout), EDITS[layout], expected)
    free = {"from_sheet", "pay_code"}
    columns = [*expected.lines[0]]
    assert in_any_order(answers.lines(file, columns), free) == in_any_order(expected.lines, free)
    assert file.totals_agree


def in_any_order(rows: list[dict[str, Any]], free: set[str]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple((c, v) for c, v in row.items() if c not in free) for row in rows)


def test_every_layout_is_a_yardstick() -> None:
    assert sorted(EDITS) == sorted(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_at_most_two_lines_are_changed_by_hand(layout: str) -> None:
    assert len(EDITS[layout]) <= MOST_EDITS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_proposed_profile_with_its_edits_gives_the_answer(layout: str) -> None:
    """Cell by cell, but for pay codes that no file holds: a wide payroll's lines are called as the profile likes."""
    expected, file = answers.expected(layout), read_guessed(layout)
    free = {"from_sheet"} | ({"pay_code"} if file_has_no_codes(layout) else set())
    columns = [*expected.lines[0]]
    assert in_any_order(answers.lines(file, columns), free) == in_any_order(expected.lines, free)
    others = [c.name for c in INPUTS[file.table].columns if c.name not in columns]
    assert [c for c in others if file.taken[c].null_count() < len(file.taken)] == []
    assert sorted(r[1:] for r in answers.rejects(file)) == sorted(r[1:] for r in expected.rejects)
    assert file.uncovered["rows"].sum() == expected.uncovered


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_totals_that_the_file_states_are_all_found_and_agree(layout: str) -> None:
    totals = read_guessed(layout).totals
    assert [t for t in read_guessed(layout).unread_totals if not t.known] == []
    assert [t for t in totals if not t.agrees] == []
    said = sorted((row, says) for _, row, _, says in answers.expected(layout).totals)
    assert sorted((total.row, total.stated) for total in totals) == said


@pytest.mark.parametrize("layout", LAYOUTS)
def test_guessing_again_says_the_same(layout: str) -> None:
    assert guess([answers.sent(layout)]) == guessed(layout)


def test_the_whole_profile_in_the_docs_gives_the_answer() -> None:
    """The page shows one profile of a wide workbook from beginning to end: it is loaded and run as it stands there."""
    page = (HERE.parents[1] / "docs" / "profiles.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    expected = answers.expected("bilingual-crews")
    loaded = read_profile(shown.encode(), "profiles.md", HERE)
    file = read_sender(answers.sent("bilingual-crews"), loaded, given={"grower_id": expected.lines[0]["grower_id"]})
    assert answers.lines(file, [*expected.lines[0]]) == expected.lines
    assert answers.rejects(file) == expected.rejects
    assert len(file.totals) == len(expected.totals)
    assert file.totals_agree


def file_has_no_codes(layout: str) -> bool:
    lines = read_profile(guessed(layout).text.encode(), "guessed.toml", HERE / layout).profile.line
    return any(source.constant is not None for line in lines for source in line["pay_code"])
