"""Weeks one below the other on a sheet, each with its own heading: no day holds for other rows than its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guessing import Guessed, guessed
from premium.errors import ProfileError
from sender_files import DIALECT, column, payroll, places, read_text, reasons, rows

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "No.,Nombre,Cheque,Fecha,Código,Horas,Importe"
CODES = [("REG", "40", "560.00"), ("FFP", "", "12.50")]


def block(week: str, check: str, number: int, label: str = "SEMANA QUE TERMINA / WEEK ENDING:") -> str:
    """A week: its heading, the header, and two lines of each of three workers."""
    lines = [
        f"{worker},Xx,{number + i},{check},{code},{hours},{amount}"
        for i, worker in enumerate(("0417", "0518", "0619"))
        for code, hours, amount in CODES
    ]
    return "\n".join([f"{label},,,,{week},,", HEADER, *lines, ",,,,,,", ""])


WEEKS = "Raya semanal,,,,,,\n" + "".join(
    block(f"01/{11 + days}/2026", f"01/{16 + days}/2026", 100 + days) for days in (0, 7, 14)
)
FIRST, LATER = "Period end", "Later period end"


def periods(found: Guessed) -> list[tuple[str, str, str]]:
    lines = found.read().taken.select("period_start", "period_end", "check_date").unique(maintain_order=True)
    return [tuple(map(str, row)) for row in lines.rows()]  # type: ignore[misc]


def test_a_label_that_stands_again_with_another_day_is_a_group_and_asked(tmp_path: Path) -> None:
    found = guessed(tmp_path, WEEKS)
    assert found.columns["period_end"] == [{"from": LATER}, {"from": FIRST}]
    asked = "stands 3 times with 3 different days (rows 2, 11, 20): does each hold for the rows below it"
    assert found.asked(asked)
    assert periods(found) == [
        ("2026-01-05", "2026-01-11", "2026-01-16"), ("2026-01-12", "2026-01-18", "2026-01-23"),
        ("2026-01-19", "2026-01-25", "2026-01-30"),
    ]  # fmt: skip


def test_days_in_words_are_found_in_every_month(tmp_path: Path) -> None:
    found = guessed(tmp_path, block("28-dic-2025", "01/13/2026", 1) + block("4-ene-2026", "01/20/2026", 11))
    assert [end for _, end, _ in periods(found)] == ["2025-12-28", "2026-01-04"]


def test_a_heading_that_is_printed_on_every_page_with_the_same_day_is_said_once(tmp_path: Path) -> None:
    found = guessed(tmp_path, block("01/11/2026", "01/16/2026", 100) + block("01/11/2026", "01/16/2026", 200))
    assert found.columns["period_end"] == FIRST
    assert not found.asked("stands")


def test_two_labels_in_one_heading_are_both_cut_out_of_it(tmp_path: Path) -> None:
    head = "Week ending: 01/11/2026   Check date: 01/16/2026"
    later = head.replace("/11", "/18").replace("/16", "/23")
    text = block("", "", 100, head) + block("", "", 200, later)
    found = guessed(tmp_path, text.replace("Fecha", "Nota"))
    assert periods(found) == [("2026-01-05", "2026-01-11", "2026-01-16"), ("2026-01-12", "2026-01-18", "2026-01-23")]


WORDS = 'pay_code = "Kind"\nkind = "Kind"\namount = "Pay"\n'
LABEL = '[[label]]\nname = "Week"\nafter = "Week ending:"\n'
SKIP = '[[rows.skip]]\nwhy = "printed"\nwhere = [{ begins = "Week ending" }]\n'
GROUP = """
[[rows.group]]
where = [{ begins = "Week ending" }]
column = "*"
gives = [{ name = "Later week", after = "ending:" }]
"""
DAYS = 'period_start = {from = "Week", add_days = -6}\nperiod_end = "Week"\n'
COLUMNS = '[columns]\ngrower_id = {constant = "g"}\nworker_id = "Worker"\ncheck_id = "Check"\ncheck_date = "Day"\n'
SHEET = ("Week ending:,12/7/2025,,,", "Worker,Check,Day,Kind,Pay", "1,c,12/12/2025,hourly,5")


BOTH = """
period_start = [{from = "Later week", add_days = -6}, {from = "Week", add_days = -6}]
period_end = ["Later week", "Week"]
"""


def profile(rules: str, days: str = DAYS) -> str:
    return payroll(days + WORDS + LABEL + rules, columns=COLUMNS, dialect=DIALECT)


@pytest.mark.parametrize("rules", [SKIP, ""])
@pytest.mark.parametrize("later", ["Week ending:,12/14/2025,,,", "Week ending: 14-dic-2025,,,,"])
def test_a_label_that_a_row_contradicts_further_down_stops_the_file_with_what_to_write(rules: str, later: str) -> None:
    with pytest.raises(
        ProfileError, match=r"the label 'Week' is not said once: .* 2 different texts, in rows 1, 5"
    ) as e:
        read_text(profile(rules), rows(*SHEET, SHEET[0], later, "2,c,12/19/2025,hourly,5"))
    assert 'gives = [{ name = "Later week", after = "Week ending:" }]' in str(e.value.hint)
    assert 'read ["Later week", "Week"]' in str(e.value.hint)


def test_a_label_that_says_the_same_again_or_other_words_before_it_is_said_once() -> None:
    again = ("Week ending:,12/7/2025,,,", "Next week ending:,12/14/2025,,,", "week ending: 12/7/2025,,,,")
    assert len(read_text(profile(SKIP), rows(*SHEET, *again)).taken) == 1


def test_a_heading_that_lacks_its_day_is_a_fault_of_the_rows_below_it_and_never_the_first_weeks() -> None:
    later = ("Week ending:,,,,", "2,c,12/19/2025,hourly,5", "Week ending:,12/21/2025,,,", "3,c,12/26/2025,hourly,5")
    file = read_text(profile(GROUP, BOTH), rows(*SHEET, *later))
    assert places(file)[3:] == ["group", "record", "group", "record"]
    assert reasons(file) == [(5, "period_start", "not_said")]
    assert [str(d) for d in column(file, "period_end")] == ["2025-12-07", "None", "2025-12-21"]


def test_another_label_in_the_same_cell_is_contradicted_too() -> None:
    label = '[[label]]\nname = "Paid"\nafter = "Paid on:"\n'
    sheet = [line.replace(":,", ": ") for line in SHEET]
    sheet[0] = sheet[0].replace("2025", "2025 Paid on: 12/12/2025")
    again = sheet[0].replace("/7/", "/14/").replace("/12/", "/19/")
    with pytest.raises(ProfileError, match="the label 'Paid' is not said once"):
        read_text(profile(GROUP + label, BOTH), rows(*sheet, again))
