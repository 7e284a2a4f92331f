"""What is told of lines that stand, and may be the mark of a profile that reads a title amiss."""

from __future__ import annotations

from premium.ingest.trial import check
from premium.ingest.trial.remarks import remarks
from sender_files import loaded, payments, payroll, read_text, rows

HEAD = "Worker,Check,Day,Kind,Hours,Bins,Pay"
KINDS = """pay_code = "Kind"
kind = "Kind"
hours = "Hours"
units = "Bins"
amount = "Pay"
job_class = { constant = "harvest" }
"""
PROFILE = payroll(KINDS)


def told(*lines: str) -> list[str]:
    return remarks(read_text(PROFILE, rows(HEAD, *lines)))


def test_lines_that_pay_nothing_for_work_are_counted_with_the_first_row() -> None:
    lines = ("1,c,12/5/2025,piece,8,5,20", "1,c,12/5/2025,hourly,8,,0.00", "1,c,12/5/2025,piece,,5,0")
    assert told(*lines) == ["2 lines (the first in row 3) have hours or units, and $0.00: is the pay for them read?"]


def test_hours_on_lines_that_are_no_wages_are_counted_with_the_kinds() -> None:
    lines = ("1,c,12/5/2025,makeup,8,,20", "1,c,12/5/2025,tax,8,,-2", "1,c,12/5/2025,tax,,,-2")
    assert told(*lines) == ["1 line (row 3) has hours, and no wages (tax): are they hours of a line of wages as well?"]
    assert told(*lines[1:2], "1,c,12/5/2025,premium,8,,3")[0].startswith("2 lines (the first in row 2) have hours, ")
    assert "(premium, tax)" in told(*lines[1:2], "1,c,12/5/2025,premium,8,,3")[0]


def test_nothing_is_told_of_wages_with_their_hours_and_of_other_tables() -> None:
    assert told("1,c,12/5/2025,hourly,8,,120", "1,c,12/5/2025,premium,,,3", "1,c,12/5/2025,hourly,0,,0") == []
    assert remarks(read_text(payments(), rows("Day,Pay", "12/5/2025,0"))) == []


def test_a_check_tells_them_as_warnings_and_blesses_the_file() -> None:
    file = read_text(PROFILE, rows(HEAD, "1,c,12/5/2025,tax,8,,-2"))
    found = check(file, loaded(PROFILE).profile)
    assert (found.warnings, found.blessed) == ((*file.warnings, *remarks(file)), True)
    assert len(remarks(file)) == 1


def test_checks_of_several_days_in_one_pay_period_are_told_loudly() -> None:
    period = PROFILE.replace('{ from = "Day", add_days = -6 }', '{ constant = "2025-12-01" }').replace(
        'period_end = "Day"', 'period_end = { constant = "2025-12-07" }'
    )
    lines = [f"{i},c,12/{day}/2025,hourly,8,,120" for i, day in enumerate((12, 12, 19, 26))]
    (told,) = remarks(read_text(period, rows(HEAD, *lines)))
    assert told == (
        "all 4 records are in one pay period, 2025-12-01 to 2025-12-07, but their checks bear 3 dates (2025-12-12, "
        "2025-12-19, 2025-12-26): does the file hold several periods, one below the other?"
    )
    few = [lines[0]] * 19 + [lines[2]]
    assert remarks(read_text(period, rows(HEAD, *few))) == []


def test_wages_without_a_class_of_work_are_told_with_what_becomes_of_them() -> None:
    bare = PROFILE.replace('job_class = { constant = "harvest" }\n', "")
    lines = ("1,c,12/5/2025,hourly,8,,120", "1,c,12/5/2025,premium,,,3")
    (said,) = remarks(read_text(bare, rows(HEAD, *lines)))
    assert said.startswith("no line of wages says its class of work (job_class), so no premium can be shared out: ")
    some = bare + 'job_class = { from = "Bins", codes = { 5 = "field" }, other = "empty" }\n'
    (said,) = remarks(read_text(some, rows(HEAD, *lines, "2,d,12/5/2025,piece,8,5,120")))
    assert said.startswith("1 line (row 2) has wages and no class of work (job_class), so no premium is shared over ")
    assert remarks(read_text(bare, rows(HEAD, lines[1]))) == []
