"""Several kinds of pay in a row: no money is left out in silence, and titles in two rows are understood."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from guessing import Guessed, guessed, payroll
from premium.errors import PremiumError
from premium.ingest.guess.measures import of
from premium.ingest.guess.propose import guess
from premium.ingest.guess.rules import _cut, gives

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TITLES = "Emp #,Check #,Check Date,Period End,Piece Pay,Hourly Pay"
TOP = ["Worker", "", "", "Labor", "Piece", "", "", "Hourly", "", "Other", "", "Total"]
BELOW = ["No.", "Name", "Check", "", "Buckets", "Rate", "Pay", "Hours", "Pay", "FFP bonus", "Min. adj", "Gross"]
MERGED = ((0, 2), (4, 6), (7, 8), (9, 10))
ROWS: list[list[Any]] = [
    [41, "Xol, Ana", 901, "Harvest", 400, 0.9, 360, 30, "", 12.5, 8.25, 380.75],
    [42, "Cuc, Beto", 902, "Harvest", 500, 0.9, 450, 31, "", "", "", 450],
    [43, "Choc, Luz", 903, "Field", "", "", "", 32.5, 463.125, 4.85, "", 467.975],
    [44, "Désir, Jean", 904, "Field", "", "", "", 29.25, 416.8125, 11.11, "", 427.9225],
]


def workbook(folder: Path, rows: Sequence[Sequence[Any]], *, merged: bool = True, label: str = "Week:") -> Guessed:
    """Write a workbook with titles in rows 4 and 5, and guess its profile."""
    path = folder / "crew 12-14.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Pay")
    sheet.write_row(1, 0, [label, "", "12/08/2025 - 12/14/2025", "", "Paid on / Check date:", "12/19/2025"])
    sheet.write_row(3, 0, TOP)
    for left, right in MERGED if merged else ():
        sheet.merge_range(3, left, 3, right, TOP[left])
    sheet.write_row(4, 0, BELOW)
    for number, row in enumerate(rows, 5):
        sheet.write_row(number, 0, ["" if c is None else c for c in row])
    book.close()
    return Guessed([path], guess([path]))


def ignored(one: Guessed) -> list[str]:
    found: list[str] = one.profile.get("ignore", [])
    return found


# No money is left out in silence


@pytest.mark.parametrize(
    "cells", [("9.5", "3.125"), ("7", "12"), ("-4.00", ""), ("1,120.00", "n/a"), ("9.5", "n/a"), ("0.8125", "0")]
)
def test_numbers_that_nobody_knows_are_asked_about_and_the_file_is_refused(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    rows = [f'{n},{n},12/25/2025,12/21/2025,REG,8,112.00,"{cell}"' for n, cell in enumerate(cells, 1)]
    one = guessed(tmp_path, payroll(*rows, titles="Emp #,Check #,Check Date,Period End,Pay Code,Hours,Amount,Zzyzx"))
    assert one.asked("'Zzyzx' holds")
    assert "Zzyzx" not in ignored(one)
    with pytest.raises(PremiumError, match="Zzyzx"):
        one.read()


def test_words_and_codes_that_nobody_knows_are_still_left_out_by_name(tmp_path: Path) -> None:
    row = "1,1,12/25/2025,12/21/2025,REG,8,112.00,blue,007"
    one = guessed(tmp_path, payroll(row, titles=f"{TITLES_LONG},Zzyzx,Qwx"))
    assert ignored(one) == ["Zzyzx", "Qwx"]


TITLES_LONG = "Emp #,Check #,Check Date,Period End,Pay Code,Hours,Amount"


def test_a_title_of_a_place_that_holds_amounts_is_asked_about(tmp_path: Path) -> None:
    one = guessed(tmp_path, payroll("1,1,12/25/2025,12/21/2025,REG,8,112.00,14.50", titles=f"{TITLES_LONG},Ranch"))
    assert one.asked("'Ranch' holds amounts")
    assert "Ranch" not in ignored(one)


def test_money_under_a_title_that_is_there_twice_is_never_left_out(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,80.00,20.00,7.77", "2,2,12/25/2025,12/21/2025,50.00,11.00,8.88"]
    one = guessed(tmp_path, payroll(*rows, titles=f"{TITLES},Piece Pay"))
    assert ignored(one) == []
    assert sum(one.read().taken["amount"].to_list()) == Decimal("177.65")


def test_numbers_without_any_title_above_them_are_asked_about(tmp_path: Path) -> None:
    rows = [f"10{n},12/0{n}/2025,{n + 2}.50,14.00,{(n * 2 + 5) * 7}.00,{n * 3}" for n in range(1, 8)]
    one = guessed(tmp_path, payroll(*rows[1:], titles=rows[0]))
    assert one.asked("holds numbers, and is not known")
    assert ignored(one) == []


# What adds others up


def test_a_gross_is_left_out_once_it_adds_up_in_every_row(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,80.00,20.00,100.00", "2,2,12/25/2025,12/21/2025,,11.00,11.00"]
    one = guessed(tmp_path, payroll(*rows, titles=f"{TITLES},Gross"))
    assert ignored(one) == ["Gross"]
    assert "adds up Piece Pay + Hourly Pay in all 2 rows" in one.proposal.text


def test_a_gross_that_does_not_add_up_says_that_a_column_of_pay_is_missing(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,80.00,20.00,107.50,7.50", "2,2,12/25/2025,12/21/2025,,11.00,11.00,0.00"]
    one = guessed(tmp_path, payroll(*rows, titles=f"{TITLES},Gross,Zzyzx"))
    assert ignored(one) == []
    assert one.asked("'Gross' is not what the columns that are read add up to, so a column of pay is missing")
    assert one.asked("row 2 says 107.50, and Piece Pay + Hourly Pay is 100.00; 1 of 2 rows agree")
    with pytest.raises(PremiumError, match="Gross"):
        one.read()


def test_a_net_is_the_gross_less_what_is_taken(tmp_path: Path) -> None:
    row = "1,1,12/25/2025,12/21/2025,80.00,20.00,7.65,92.35"
    one = guessed(tmp_path, payroll(row, titles=f"{TITLES},FICA,Net Pay"))
    assert "adds up Piece Pay + Hourly Pay - FICA in all 1 rows" in one.proposal.text


def test_a_total_row_says_that_the_gross_is_not_read(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,80.00,20.00,100.00", "Total,,,,80.00,20.00,100.00"]
    one = guessed(tmp_path, payroll(*rows, titles=f"{TITLES},Gross"))
    assert one.profile["rows"]["total"][0]["not_read"] == ["Gross"]
    assert one.read().totals_agree


def test_a_total_of_a_column_that_nobody_knows_is_told(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,80.00,20.00,7.77", "Total,,,,80.00,20.00,7.77"]
    one = guessed(tmp_path, payroll(*rows, titles=f"{TITLES},Zzyzx"))
    assert "row 3 states a number under Zzyzx, from which nothing is read" in one.proposal.text
    assert "not_read" not in one.profile["rows"]["total"][0]


# Titles in two rows


@pytest.mark.parametrize("merged", [True, False])
def test_titles_in_two_rows_say_the_kind_of_pay(tmp_path: Path, *, merged: bool) -> None:
    one = workbook(tmp_path, ROWS, merged=merged)
    assert one.dialect["header_rows"] == 2
    kinds = [line["kind"]["constant"] for line in one.profile["line"]]
    assert kinds == ["piece", "hourly", "premium", "makeup"]
    assert len(set(one.profile["match"]["titles"])) == len(BELOW)
    assert "Labor" in one.profile["match"]["titles"]
    if merged:
        assert "Hourly Pay" in one.profile["match"]["titles"]


def test_a_title_row_above_the_table_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    titles = ["Emp #", "Check #", "Check Date", "Period End", "Pay Code", "Amount"]
    sheet.merge_range(0, 0, 0, len(titles) - 1, "PALM HOLLOW FARMS PAYROLL")
    sheet.write_row(1, 0, titles)
    sheet.write_row(2, 0, ["00417", "101", "12/25/2025", "12/21/2025", "REG", 112.5])
    book.close()
    one = Guessed([path], guess([path]))
    assert one.dialect["header_rows"] == 1
    assert one.profile["match"]["titles"] == titles


@pytest.mark.parametrize(
    ("title", "over", "said"),
    [
        ("Pago", "Por pieza / Piece", ("piece", "amount")),
        ("Cubetas", "Por pieza / Piece", ("piece", "units")),
        ("Pago", "Por hora / Hourly", ("hourly", "amount")),
        ("Horas", "Por hora / Hourly", ("hourly", "hours")),
        ("Bono tomate (FFP)", "Otros / Other", ("premium", "amount")),
        ("Bono FFP", "Por pieza", ("premium", "amount")),
        ("Ajuste min.", "Otros / Other", ("makeup", "amount")),
        ("Ajuste mínimo", "", ("makeup", "amount")),
        ("Min. adj", "", ("makeup", "amount")),
        ("Overtime", "Hours", ("overtime", "hours")),
        ("Other", "Deductions", ("deduction", "amount")),
        ("FICA", "Deductions", ("tax", "amount")),
    ],
)
def test_a_title_and_what_stands_over_it_say_kind_and_measure(title: str, over: str, said: tuple[str, str]) -> None:
    found = of(title, over)
    assert found is not None
    assert (found.kind, found.measure) == said


def test_deductions_under_one_title_are_lines_of_their_own() -> None:
    stems = {m.stem for title in ("FICA", "Withholding", "Other") if (m := of(title, "(8) Deductions"))}
    assert len(stems) == 3


# Hours that two kinds of pay share


def test_shared_hours_go_to_the_kind_of_pay_that_the_row_has(tmp_path: Path) -> None:
    read = workbook(tmp_path, ROWS).read()
    hours = {(r["from_row"], r["kind"]): str(r["hours"]) for r in read.taken.to_dicts() if r["hours"] is not None}
    assert hours == {
        (6, "piece"): "30.0000", (7, "piece"): "31.0000", (8, "hourly"): "32.5000", (9, "hourly"): "29.2500",
    }  # fmt: skip


def test_shared_hours_are_told_apart_by_whose_pay_is_not_zero_where_zeros_stand_for_no_pay(tmp_path: Path) -> None:
    one = workbook(tmp_path, [[0 if c == "" else c for c in row] for row in ROWS])
    hours = {(r["from_row"], r["kind"]) for r in one.read().taken.to_dicts() if r["hours"]}
    assert hours == {(6, "piece"), (7, "piece"), (8, "hourly"), (9, "hourly")}
    assert one.profile["line"][0]["hours"]["when"] == [{"column": "Piece Pay", "zero": False}]


def test_shared_hours_are_told_apart_by_the_job_where_words_stand_for_no_pay(tmp_path: Path) -> None:
    rows = [["none" if i == TOP.index("Hourly") - 1 and c == "" else c for i, c in enumerate(row)] for row in ROWS]
    one = workbook(tmp_path, rows)
    assert {"column": "Labor", "equals": "Harvest"} in one.profile["line"][0]["hours"]["when"]


def test_hours_beside_both_kinds_of_pay_are_asked_about_and_counted_once(tmp_path: Path) -> None:
    both = [45, "Pérez, Luis", 905, "Harvest", 100, 0.9, 90, 40, 200, "", "", 290]
    one = workbook(tmp_path, [*ROWS, both])
    assert one.asked("in 1 record Hourly Hours stands beside both kinds of pay")
    lines = [r for r in one.read().taken.to_dicts() if r["from_row"] == 10]
    assert [str(r["hours"]) for r in lines if r["hours"] is not None] == ["40.0000"]


# What is said once


def test_a_label_in_two_languages_is_written_so_that_it_says_what_the_remark_shows(tmp_path: Path) -> None:
    one = workbook(tmp_path, ROWS, label="Semana / Week:")
    labels = {entry["name"]: entry["after"] for entry in one.profile["label"]}
    assert labels == {"Period": "Semana / Week:", "Check date": "Paid on / Check date:"}
    days = one.read().taken.select("period_start", "period_end", "check_date").unique().rows()
    assert [tuple(map(str, row)) for row in days] == [("2025-12-08", "2025-12-14", "2025-12-19")]
    assert one.columns["period_start"] == {"from": "Period", "until": " - "}
    assert one.columns["period_end"] == {"from": "Period", "after": " - "}
    for said in ("# said once: 12/08/2025", "# said once: 12/14/2025", "# said once: 12/19/2025"):
        assert said in one.proposal.text


def test_a_label_and_its_days_may_stand_in_one_cell(tmp_path: Path) -> None:
    top = "Semana / Week: 12/08/2025 - 12/14/2025,,,,,\n"
    text = top + payroll("1,1,12/19/2025,REG,8,112.00", titles="Emp #,Check #,Check Date,Pay Code,Hours,Amount")
    read = guessed(tmp_path, text).read()
    assert str(read.taken["period_start"][0]) == "2025-12-08"
    assert str(read.taken["period_end"][0]) == "2025-12-14"


def test_a_day_over_12_that_nothing_reads_settles_the_order_too(tmp_path: Path) -> None:
    titles = "Emp #,Check #,Check Date,Pay Code,Amount,Zzyzx"
    one = guessed(tmp_path, payroll("1,1,03/04/2026,REG,112.00,02/27/2026", titles=titles))
    assert one.dialect["dates"] == "mdy"
    assert not one.asked("month or the day first")


# Headings, parts of cents, classes


@given(
    st.sampled_from(["CUADRILLA", "Crew"]),
    st.sampled_from([" ", ": ", " - ", "  "]),
    st.lists(st.integers(1, 999), min_size=1, max_size=4),
    st.sampled_from(["", " (Líder: R. Soto)", " - Désir", ", Núñez", " Xol"]),
)
def test_what_is_cut_from_headings_is_never_empty(tag: str, sign: str, numbers: list[int], tail: str) -> None:
    texts = [f"{tag}{sign}{n}{tail}" for n in numbers]
    cut = _cut(texts, f"{tag}{sign}".rstrip(), numbered=True)
    assert gives(texts, cut["after"], cut.get("until", "")) == [str(n) for n in numbers]


def test_parts_of_cents_are_proposed_to_be_rounded_and_asked(tmp_path: Path) -> None:
    one = workbook(tmp_path, ROWS)
    assert one.asked("2 of 2 cells of Hourly Pay hold parts of cents")
    hourly = next(line for line in one.profile["line"] if line["kind"]["constant"] == "hourly")
    assert hourly["amount"] == {"from": "Hourly Pay", "rounded": True}


def test_words_of_work_become_the_programs_classes(tmp_path: Path) -> None:
    jobs = {"Cosecha": "harvest", "Campo": "field", "Empaque": "packing", "Harvest": "harvest", "Field": "field"}
    rows = [f"{n},{n},12/25/2025,12/21/2025,REG,{job},112.00" for n, job in enumerate(jobs, 1)]
    one = guessed(tmp_path, payroll(*rows, titles="Emp #,Check #,Check Date,Period End,Pay Code,Labor,Amount"))
    assert one.columns["job_class"]["codes"] == jobs


# Tried before it is shown


def test_what_the_proposal_makes_of_its_files_stands_at_its_top(tmp_path: Path) -> None:
    top = workbook(tmp_path, ROWS).proposal.text.partition("\nid = ")[0]
    assert "crew 12-14.xlsx: 4 records, 8 lines; 8 stand" in top
    assert "2 hourly 879.94" in top
    assert "the file states no totals" in top


def test_why_lines_are_set_aside_and_which_totals_do_not_agree_is_told_at_the_top(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,REG,8,112.00", "2,2,12/25/2025,12/21/2025,ZZ,,9.00", "Total,,,,,8,999.00"]
    top = guessed(tmp_path, payroll(*rows)).proposal.text.partition("\nid = ")[0]
    assert "1 line set aside: kind unknown_word (1, first in row 3)" in top
    assert "1 of 2 totals that the file states agree" in top
    assert "row 4 does not: Amount" in top


def test_a_proposal_that_refuses_its_own_file_says_so_at_the_top(tmp_path: Path) -> None:
    one = guessed(tmp_path, payroll("1,1,12/25/2025,12/21/2025,REG,8,112.00,9.99", titles=f"{TITLES_LONG},Zzyzx"))
    top = one.proposal.text.partition("\nid = ")[0]
    assert "REFUSED until you say what becomes of 'Zzyzx'" in top
    assert "1 record, 1 line; 1 stand" in top


def test_nobody_is_named_in_what_was_tried(tmp_path: Path) -> None:
    titles = "Employee,Check #,Check Date,Period End,Pay Code,Amount"
    text = payroll('"Muñoz, Ana",1,99/99/2025,12/21/2025,REG,112.00', titles=titles)
    assert "Muñoz" not in guessed(tmp_path, text).proposal.text


TRIPS = "Emp #,Check #,Check Date,Period End,Regular Hours,Regular Pay,Overtime Hours,Overtime Pay,{}"


def adding(title: str, *, but: str = "") -> list[str]:
    rows = [f"00{i},{i},12/19/2025,12/14/2025,8,{100 + i}.00,1,21.00,{121 + i}.00" for i in range(100, 112)]
    return [TRIPS.format(title), *rows[:-1], rows[-1].replace("232.00", but or "232.00")]


def test_a_title_that_nobody_knows_is_left_out_once_it_adds_up_others_in_every_record(tmp_path: Path) -> None:
    found = guessed(tmp_path, "\n".join(adding("Zzyzx")))
    assert found.profile["ignore"] == ["Zzyzx"]
    assert "adds up Regular Pay + Overtime Pay in all 12 rows" in found.remarks
    off = guessed(tmp_path, "\n".join(adding("Zzyzx", but="233.00")))
    assert off.asked("'Zzyzx' holds amounts, and is not known")


def test_a_gross_in_two_languages_is_known_as_one_and_asked_where_it_does_not_add_up(tmp_path: Path) -> None:
    assert guessed(tmp_path, "\n".join(adding("Bruto / Gross"))).profile["ignore"] == ["Bruto / Gross"]
    off = guessed(tmp_path, "\n".join(adding("Bruto / Gross", but="233.00")))
    assert off.asked("'Bruto / Gross' is not what the columns that are read add up to")
