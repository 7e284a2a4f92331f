"""The report's sums over rows that are not alike: of several who answer, of both signs, known and unknown."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from folders import PURCHASES, RECEIPTS, lines, payments, write
from page import Page
from premium.audit import Settings, audit
from report_runs import SEASON, Written, altered, written
from reports import write_workbook
from reports.facts import PER_KIND
from reports.gaps import MOST, gaps
from reports.text import tell_run
from reports.workbook import HANDY
from test_report_workbook import opened, values

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder

pytest_plugins = ["report_fixtures"]

DAY = date(2026, 3, 31)
UNKNOWN = "Rows with unknowns are those of a buyer, grower and period of which nobody reported what was due"


def headed(html: str, kind: str) -> str:
    """What a kind's heading says beside its name."""
    found = re.search(rf'<h4>{kind}</h4> <span class="sum">(.*?)</span>', html)
    assert found
    return found.group(1)


def test_who_answers_is_counted_over_all_findings_not_only_those_shown(valley: Written, tmp_path: Path) -> None:
    def change(table: str, _: list[str]) -> str:
        if table != "findings":
            return "SELECT * FROM THIS"
        return """
            SELECT * REPLACE (
                substr(sha256(i || ''), 1, 20) AS finding_id,
                CASE WHEN i < 60 THEN 'buyer' ELSE 'grower' END AS answers,
                CAST(CASE WHEN i < 60 THEN -1000 - i ELSE i END AS DECIMAL(28, 8)) AS quantity)
            FROM (FROM THIS WHERE kind = 'volume_mismatch' LIMIT 1) CROSS JOIN range(140) t(i)"""

    html = written(altered(valley.run, tmp_path / "run", change, {})).html
    assert (
        headed(html, "Quantities do not agree") == "140 findings; the buyer answers for 60, the grower answers for 80"
    )
    table = Page(html).tables["Quantities do not agree: findings"]
    assert len(table) == 1 + PER_KIND, "of the buyer alone"
    assert "Who answers" in table[0]


def test_amounts_of_both_signs_stand_apart_where_they_take_from_each_other(tmp_path: Path) -> None:
    records = write(tmp_path / "records", {
        "payments.csv": payments("1,b1,g,2025-11-20,200.00", "2,b2,g,2025-11-20,200.00"),
        "receipts.csv": f"{RECEIPTS}\n1,b1,g,2025-11-20,100.00\n2,b2,g,2025-11-20,300.00\n",
    })  # fmt: skip
    html = written(audit(records, "fair-food", tmp_path / "run", DAY)).html
    told = "2 findings, $0.00 ($100.00 and -$100.00); the grower answers"
    assert headed(html, "Receipts do not agree with payments") == told
    head, *rows = Page(html).tables["Findings by kind, the gravest class first"]
    cells = dict(zip(head, next(row for row in rows if row[0].startswith("Receipts")), strict=True))
    assert (cells["Amount"], cells["Above zero"], cells["Below zero"]) == ("$0.00", "$100.00", "-$100.00")


def test_amounts_of_one_sign_are_one_sum(valley: Written) -> None:
    assert "Above zero" not in valley.html
    assert "(" not in headed(valley.html, "Worker got too little")


@pytest.fixture(scope="session")
def half_known(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """No payments were reported; one grower reported what it received, the other nothing."""
    place = tmp_path_factory.mktemp("half-known")
    bought = "1,b,known,tomato-round,carton-25lb,1000,2025-11-10\n2,b,silent,tomato-round,carton-25lb,500,2025-11-10"
    records = write(place / "records", {
        "purchases.csv": f"{PURCHASES}\n{bought}\n",
        "receipts.csv": f"{RECEIPTS}\n1,b,known,2025-11-20,250.00\n",
    })  # fmt: skip
    return audit(records, "fair-food", place / "run", DAY)


def test_what_is_not_known_is_not_taken_for_zero_beside_what_is(half_known: RunFolder) -> None:
    html = written(half_known).html
    head, row = Page(html).tables["Per buyer, over all growers and periods"]
    cells = dict(zip(head, row, strict=True))
    assert (cells["Due"], cells["Paid"], cells["Outstanding"]) == ("$375.00", "$250.00", "$0.00")
    assert cells["Rows with unknowns"] == "1"
    assert html.count(UNKNOWN) == 2, "for buyers, and for growers"
    assert "Buyers owed $375.00 and paid $250.00. Of $125.00 of that, nobody reported what was paid." in (
        re.sub(r"</p>\s*<p class=\"beside\">", " ", html)
    )


def test_where_all_is_known_nothing_is_said_of_unknowns(season: Written) -> None:
    assert UNKNOWN not in season.html
    assert "Rows with unknowns" not in season.html


def test_a_run_of_one_grower_says_so(tmp_path: Path) -> None:
    run = audit(SEASON, "fair-food", tmp_path / "run", date(2026, 4, 15), Settings(only="alder-bend"))
    html = written(run).html
    assert "Only alder-bend was looked at: no other grower is in it." in html
    assert {"Per buyer, over all periods, at alder-bend", "Per period, at alder-bend"} <= set(Page(html).tables)
    assert "over all growers" not in html
    assert "rows in 9 files; only alder-bend was looked at\n" in re.sub(r"in \d+ files", "in 9 files", tell_run(run))
    assert ("Only grower", "alder-bend") in values(opened(write_workbook(run)[0])["About"])


def test_the_screen_says_how_many_gaps_it_does_not_show(valley: Written, tmp_path: Path) -> None:
    entry = {"kind": "wage_floor_short", "grower_id": "g", "reason": "no place", "places": 1}
    few, many = (
        altered(valley.run, tmp_path / str(n), lambda *_: "SELECT * FROM THIS", {"unchecked": [entry] * n})
        for n in (MOST, MOST + 3)
    )
    assert "of what could not be checked" not in tell_run(few)
    assert "  and 3 more lines of what could not be checked, in run.json\n" in tell_run(many)


def test_rows_set_aside_whose_amounts_cancel_are_not_rows_without_money(tmp_path: Path) -> None:
    records = write(tmp_path / "records", {
        "payments.csv": payments("1,b,g,20-11-2025,100.00", "2,b,g,20-11-2025,-100.00", "3,b,g,2025-11-20,1.00"),
        "payroll.csv": lines({"hours": "1"}),
        "growers.csv": "grower_id,name\n,nobody\n",
    })  # fmt: skip
    said = gaps(audit(records, "fair-food", tmp_path / "run", DAY).manifest).set_aside
    assert "2 rows of payments set aside, with amounts that add up to $0.00." in said
    assert "1 row of growers set aside." in said


def test_the_report_says_how_much_of_a_long_table_a_sheet_holds(valley: Written) -> None:
    assert f"of the others the first {HANDY:,} rows" in valley.html
