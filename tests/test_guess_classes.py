"""The class of work in a proposal: known by whole words and by their beginnings; where nothing says it, it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from guessing import guessed, payroll
from premium.ingest.guess import classes

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [f"0{i:04d},{i},12/19/2025,12/14/2025,REG,8,112.50,{job}" for i, job in enumerate(["QZX", "QZX", "VV"] * 4, 1)]
TITLES = "Emp #,Check #,Check Date,Period End,Pay Code,Hours,Amount,"
ASKED = "nothing says the class of work, and without it no premium can be shared out"


@pytest.mark.parametrize(
    ("job", "said"),
    [("PIZ", "harvest"), ("CAM", "field"), ("May.", "crew-leader"), ("CHO", "driver"), ("Chofer", "driver"),
     ("PA", ""), ("PLA", "field"), ("FOR", "crew-leader"), ("S", ""), ("CO", ""), ("Cha", "")],
)  # fmt: skip
def test_a_class_is_known_by_the_beginning_of_a_word_of_one_class_alone(job: str, said: str) -> None:
    assert classes.class_of(job) == said


def test_a_column_of_jobs_under_a_short_title_is_read_and_asked(tmp_path: Path) -> None:
    rows = [row.replace("QZX", "PIZ").replace("VV", "CHO") for row in ROWS]
    found = guessed(tmp_path, payroll(*rows, titles=TITLES + "Pto."))
    assert found.columns["job_class"] == {"from": "Pto.", "codes": {"PIZ": "harvest", "CHO": "driver"}}
    assert found.asked("are these the program's classes?")


def test_words_that_may_be_classes_are_asked_with_how_often_they_stand(tmp_path: Path) -> None:
    found = guessed(tmp_path, payroll(*ROWS, titles=TITLES + "Grp"))
    assert found.asked(f"{ASKED}; 'Grp' has QZX 8 records, VV 4 records: is it that? job_class = {{ from = \"Grp\"")
    assert ASKED in found.remarks
    assert "job_class" not in found.columns


def test_where_no_column_may_be_it_one_class_for_all_is_asked(tmp_path: Path) -> None:
    found = guessed(tmp_path, payroll(*(row.rpartition(",")[0] for row in ROWS), titles=TITLES.rstrip(",")))
    assert found.asked(f'{ASKED}: is it one for all records, as with job_class = {{ constant = "harvest" }}?')


def test_long_words_may_be_names_and_are_shown_as_shapes() -> None:
    jobs = pl.Series("j", ["Quezada", "HRV", "HRV"] * 3)
    assert classes.counted(jobs) == "HRV 6 records, Xxxx 3 records"
    assert not classes.may_speak(pl.Series("j", ["A1", "B2"] * 9))
    assert not classes.may_speak(pl.Series("j", ["A", "B", "C"]))
