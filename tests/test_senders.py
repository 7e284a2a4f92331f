"""Sixteen senders' layouts: with its right profile, each file gives its answer, cell by cell and to the cent."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from premium.tables import INPUTS
from senders import answers
from senders.make import HERE, LAYOUTS

if TYPE_CHECKING:
    from premium.ingest.sender import SenderFile

BY_HAND = {"profile.toml", "about.md", "products.csv"}


@pytest.fixture(scope="module", params=sorted(LAYOUTS))
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def file(layout: str) -> SenderFile:
    return answers.read(layout)


def test_the_committed_files_are_those_that_the_generator_makes(layout: str) -> None:
    made = LAYOUTS[layout]()
    committed = {p.name: p.read_bytes() for p in (HERE / layout).iterdir() if p.name not in BY_HAND}
    assert {name: _content(data) for name, data in committed.items()} == {n: _content(d) for n, d in made.items()}


def _content(data: bytes) -> bytes | dict[str, bytes]:
    """A file's bytes; of a packed one its members', as compression may differ from one machine to the next."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {member.filename: packed.read(member) for member in packed.infolist()}


def test_every_layout_that_has_a_folder_is_made() -> None:
    assert {p.name for p in HERE.iterdir() if p.is_dir() and p.name != "__pycache__"} == set(LAYOUTS)


def test_the_lines_taken_are_the_answer_cell_by_cell(layout: str, file: SenderFile) -> None:
    answer = answers.expected(layout).lines
    columns = list(answer[0])
    assert answers.lines(file, columns) == answer
    others = [c.name for c in INPUTS[file.table].columns if c.name not in columns]
    taken = file.lines.filter(file.lines["set_aside_reason"].is_null())
    assert [c for c in others if taken[c].null_count() < taken.height] == []


def test_what_is_set_aside_is_what_was_spoilt_and_nothing_else(layout: str, file: SenderFile) -> None:
    assert answers.rejects(file) == answers.expected(layout).rejects


def test_every_total_that_the_file_states_is_what_was_read(layout: str, file: SenderFile) -> None:
    assert [t for t in file.totals if not t.agrees] == []
    assert [t for t in file.unread_totals if not t.known] == []
    said = [(t.sheet or "", t.row, t.title, t.stated) for t in file.totals]
    assert sorted(said) == sorted(answers.expected(layout).totals)


def test_products_that_are_none_of_the_programs_are_counted_apart(layout: str, file: SenderFile) -> None:
    assert file.uncovered["rows"].sum() == answers.expected(layout).uncovered


def test_every_row_has_one_place(file: SenderFile) -> None:
    rows = file.placed.select("from_sheet", "from_row")
    assert rows.is_duplicated().sum() == 0
    assert file.placed["place"].null_count() == 0
    gave = file.lines.select("from_sheet", "from_row").unique()
    records = file.placed.filter(file.placed["place"].is_in(["record", "fault"]))
    assert gave.height + file.empty + file.uncovered["rows"].sum() == records.height
