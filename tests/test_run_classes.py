"""Classes of work that a run's payroll says, beside those that the program says qualify: no word is taken silently."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from folders import PAYMENTS, PAYROLL
from premium.audit import audit
from premium.classes import UNSAID, nobodys, warnings
from reports.gaps import gaps
from reports.text import tell_run

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder


def run(folder: Path, *classes: str, place: str = "FL") -> RunFolder:
    """A run over a wage line of each class, and a premium line that says none."""
    records = folder / "records"
    records.mkdir()
    line = "{0},g,w{0},c{0},2025-12-12,2025-12-01,2025-12-07,REG,{1},{2},,8,15,120.00,\n"
    lines = "".join(line.format(i, "hourly", c) for i, c in enumerate(classes)) + line.format("p", "premium", "")
    (records / "payroll.csv").write_text(f"{PAYROLL}\n{lines}", encoding="utf-8")
    (records / "payments.csv").write_text(f"{PAYMENTS}\n1,b,g,2025-12-09,100.00\n", encoding="utf-8")
    (records / "growers.csv").write_text(f"grower_id,place\ng,{place}\n", encoding="utf-8")
    return audit(records, "fair-food", folder / "run", date(2026, 4, 15))


def told(**lines: int) -> dict[str, Any]:
    return {"qualifying": ["field", "harvest"], "lines": lines}


def test_where_no_wage_line_has_a_class_the_first_sentence_says_so_and_accuses_nobody(tmp_path: Path) -> None:
    made = run(tmp_path, "", "")
    assert made.cannot_say == UNSAID
    said = " ".join(tell_run(made).split())
    assert f"Nobody can say whether the premium reached the workers: {UNSAID}." in said
    assert gaps(made.manifest).no_pool_checks == UNSAID


def test_a_run_tells_its_classes_and_warns_of_one_that_seems_to_mean_another(tmp_path: Path) -> None:
    made = run(tmp_path, "harvest", "campo", "driver", "")
    assert made.manifest["classes"] == told(**{"": 1, "campo": 1, "driver": 1, "harvest": 1})
    warning = "classes of work: field, harvest qualify; campo (does it mean field?) does not"
    assert made.manifest["warnings"] == [warning]
    assert warning in " ".join(tell_run(made).split())
    assert made.cannot_say == ""


@pytest.mark.parametrize(
    ("lines", "warned"),
    [
        ({"harvest": 3, "driver": 1, "packing": 2}, ""),
        ({}, ""),
        ({"": 2}, ""),
        ({"Harvest": 3, "field": 1}, "Harvest (does it mean harvest?)"),
        ({"harvset": 3, "field": 1}, "harvset (does it mean harvest?)"),
        ({"driver": 3, "packing": 1}, "the program's are field, harvest, and none of driver, packing qualifies"),
    ],
)
def test_a_class_is_warned_of_only_where_it_seems_to_be_meant_for_one_that_qualifies(
    lines: dict[str, int], warned: str
) -> None:
    said = warnings(told(**lines))
    assert len(said) == bool(warned)
    assert all(warned in text for text in said)


def test_a_payroll_without_wages_lacks_no_class_and_a_run_of_an_older_version_says_nothing() -> None:
    assert nobodys(told()) == nobodys({}) == nobodys(told(**{"": 1, "field": 1})) == ""


def test_a_place_that_the_program_does_not_know_is_told_with_those_that_it_does(tmp_path: Path) -> None:
    (entry,) = [e for e in run(tmp_path, "field", place="Florida").manifest["unchecked"] if "Florida" in e["reason"]]
    assert entry["reason"] == "the program has no minimum wage for Florida on that day; it knows FL"
