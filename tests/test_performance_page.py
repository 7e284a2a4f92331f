from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.scale.__main__ import together
from benchmarks.scale.page import BEGIN, BUSY, END, PAGE, filled
from benchmarks.scale.roads import roads
from benchmarks.scale.table import PAIRS, markdown

ROOT = Path(__file__).resolve().parent.parent


def _tables(text: str) -> list[list[list[str]]]:
    """Return the page's tables as rows of cells."""
    blocks = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [[[cell.strip() for cell in row[1:-1].split("|")] for row in block.splitlines()] for block in blocks]


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_says_how_to_repeat_it_with_commands_that_exist(page: str) -> None:
    before = page.partition(BEGIN)[0]
    targets = re.findall(r"^    make ([a-z-]+)", before, re.MULTILINE)
    assert {"bench", "bench-docs"} <= set(targets)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert "python -m benchmarks.scale" in before


def test_the_page_names_its_machine(page: str) -> None:
    machine, *_ = _tables(page.partition(BEGIN)[2])
    told = {row[0]: row[1] for row in machine[2:]}
    assert "cores" in told["processor"]
    assert "GB" in told["memory"]
    assert told["kernel"].startswith("Linux")
    assert "duckdb" in told["versions"]


def test_every_row_of_the_page_has_all_its_cells_and_numbers_where_numbers_belong(page: str) -> None:
    made = page.partition(BEGIN)[2].partition(END)[0]
    tables = _tables(made)
    assert len(tables) >= 3
    for table in tables:
        assert {len(row) for row in table} == {len(table[0])}, table[0]
    (measured, *_) = [table for table in tables if "CPU seconds" in table[0]]
    for row in measured[2:]:
        assert all(re.fullmatch(r"\d+\.\d+|", cell) for cell in row[1:5]), row
        assert row[5], row


def test_measuring_again_replaces_what_stands_between_the_marks_and_nothing_else(page: str) -> None:
    again = filled(page, "measured")
    assert again == page.partition(BEGIN)[0] + BEGIN + "\nmeasured\n\n" + END + page.partition(END)[2]
    assert filled(again, "measured") == again


def test_what_is_held_against_each_other_are_roads() -> None:
    names = [road.name for road in roads("1GB")]
    assert len(set(names)) == len(names)
    assert {name for pair in PAIRS for name in pair} <= set(names)


def test_roads_measured_apart_stand_on_one_page(tmp_path: Path) -> None:
    parts = [
        _size(1_000, _road("floor_group", 1), _road("audit", 8)),
        _size(1_000, _road("audit", 6), _road("csv_bare", 3)),
    ]
    files = [tmp_path / f"{number}.json" for number in range(2)]
    for path, part in zip(files, parts, strict=True):
        path.write_text(json.dumps({"machine": {BUSY: "0.1"}, "traps": None, "sizes": [part]}), encoding="utf-8")
    (size,) = together(files)["sizes"]
    assert {road["name"]: road["seconds"] for road in size["roads"]} == {"floor_group": 1, "audit": 6, "csv_bare": 3}


def _road(name: str, seconds: float, **more: object) -> dict[str, object]:
    about = {"name": name, "what": name, "program": "fair-food", "peer": False, "whole": False, "failed": False}
    return {**about, "seconds": seconds, "cpu_seconds": seconds, "peak_gb": 0.5, "wrong": "", "runs": [{}], **more}


def _size(lines: int, *measured: dict[str, object]) -> dict[str, object]:
    about = {"asked": lines, "rounds": 1, "lines": {"fair-food": lines}, "lone_lines": {}, "compared": 0}
    return {**about, "roads": list(measured)}


def test_a_road_that_takes_four_times_as_long_for_twice_the_lines_grows_with_their_square() -> None:
    sizes = [_size(n * 1_000, _road("floor_group", n), _road("engine_monthly", n * n * 6)) for n in (1, 2)]
    made = markdown({"machine": {}, "traps": None, "sizes": sizes})
    assert "| engine_monthly | 2.00 | 2 |" in made
    assert "| floor_group | 1.00 | 2 |" in made
    assert "| engine_monthly / floor_group | 6.00 | 6.00 | 1.00 |" in made
    assert "The peers were not measured" in made


def test_a_wrong_answer_and_a_road_that_failed_are_told_in_their_rows() -> None:
    wrong = _road("engine_monthly", 6, wrong="findings: 1 instead of 2")
    failed = _road("pandas", 0, wrong="the process ended with -9", failed=True)
    made = markdown({"machine": {}, "traps": None, "sizes": [_size(1_000, _road("floor_group", 1), wrong, failed)]})
    assert "| engine_monthly | 6.00 | 6.0 | 6.00 | 0.50 | WRONG: findings: 1 instead of 2 |" in made
    assert "| pandas |  |  |  |  | the process ended with -9 |" in made
    assert "pandas /" not in made
