"""Every layout from its file to what a run reads: the answer, the rejects, and where each row was sent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import FAR, take_in_folder
from premium.ingest import ingest
from premium.ingest.profile import load_profile
from premium.intake import Owner, Terms, intake
from premium.tables import INPUTS
from senders import answers
from senders.make import HERE, LAYOUTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_what_a_run_reads_of_a_senders_file_is_the_answer(layout: str, tmp_path: Path) -> None:
    answer, profile = answers.expected(layout), load_profile(HERE / layout / "profile.toml")
    growers = {line["grower_id"] for line in answer.lines}
    owner = Owner(growers.pop() if len(growers) == 1 else None)
    done = intake(answers.sent(layout), [profile], tmp_path / "records", owner, Terms())
    assert (done.status, done.spotless) == ("shelved", not answer.rejects)

    table = INPUTS[profile.profile.table]
    got = take_in_folder(tmp_path / "records")
    assert [len(got.tables[table.name]), len(got.rejects)] == [len(answer.lines), len(answer.rejects)]
    assert got.receipt.warnings == [w for w in got.receipt.warnings if "differ only in" in w], "of likeness, no others"
    given = [c for c in table.columns if c.name in answer.lines[0]]
    assert [_line(row, given) for row in got.tables[table.name]] == [_scaled(line, given) for line in answer.lines]

    (tmp_path / "out").mkdir()
    ingest(tmp_path / "records", tmp_path / "out", FAR)
    places = pl.read_parquet(tmp_path / "out" / "provenance.parquet")
    sent = {(r["source_file"], r["source_row"]): (r["from_sheet"], r["from_row"]) for r in places.to_dicts()}
    rejected = [sent[r["source_file"], r["source_row"]] for r in got.rejects]
    assert Counter(rejected) == Counter((sheet, row) for sheet, row, *_ in answer.rejects)
    assert set(places["from_file"]) == {answers.sent(layout).name}


def _line(row: dict[str, Any], columns: list[Any]) -> list[Any]:
    """A row of a clean table; what stands for an empty cell is an empty cell."""
    return [None if row[c.stored] == c.absent else row[c.stored] for c in columns]


def _scaled(line: dict[str, Any], columns: list[Any]) -> list[Any]:
    """A line of an answer as a clean table has it: cents and ten-thousandths."""
    places = {"money": 2, "number": 4}
    cells = [
        (c, int(line[c.name].scaleb(places[c.type])) if c.type in places and line[c.name] is not None else line[c.name])
        for c in columns
    ]
    return [None if value == c.absent else value for c, value in cells]
