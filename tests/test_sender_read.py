"""One sender's file as a whole: its header, its sheets, whose it is, and that nothing of it is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.errors import InputError, ProfileError
from premium.ingest.provenance import BESIDE
from premium.ingest.sender import match_file
from premium.tables import INPUTS
from sender_files import (
    DIALECT,
    PAID,
    Typed,
    column,
    loaded,
    payments,
    payroll,
    places,
    read_text,
    read_typed,
    reasons,
    rows,
)

if TYPE_CHECKING:
    from premium.ingest.profile import LoadedProfile

TWO = rows("Day,Pay", "12/5/2025,1", "12/6/2025,2")


def test_a_file_becomes_lines_with_where_they_came_from() -> None:
    file = read_text(payments(), TWO, name="week 49.csv")
    assert (file.name, file.table, file.size) == ("week 49.csv", "payments", len(TWO))
    assert file.lines.columns == [c.name for c in INPUTS["payments"].columns] + list(BESIDE)
    assert file.lines.select("from_file", "from_sheet", "from_row").rows() == [
        ("week 49.csv", "", 2),
        ("week 49.csv", "", 3),
    ]
    assert column(file, "payment_id") == [f"{file.sha256[:8]}:2", f"{file.sha256[:8]}:3"]
    assert file.days() == (date(2025, 12, 5), date(2025, 12, 6))
    assert file.before.rows() == [(2, "12/5/2025", "1"), (3, "12/6/2025", "2")]
    assert file.totals_agree


@pytest.mark.parametrize("text", [rows("Day,Pay"), rows("Day,Pay", "", ",", " ,\u00a0")])
def test_a_file_of_nothing_but_a_header_has_no_lines_and_is_no_error(text: str) -> None:
    file = read_text(payments(), text)
    assert file.lines.is_empty()
    assert file.days() == (None, None)
    assert (file.empty, file.totals, set(places(file)) - {"blank"}) == (0, (), {"header"})


@pytest.mark.parametrize("text", ["\n", ",,\n\n", " "])
def test_a_file_in_which_nothing_stands_is_refused(text: str) -> None:
    with pytest.raises((InputError, ProfileError)):
        read_text(payments(), text)


def test_a_file_without_filled_sheets_says_so() -> None:
    with pytest.raises(InputError, match="has nothing in it"):
        read_typed(payments(), Typed([]))


def test_a_file_of_which_everything_is_set_aside_is_still_whole() -> None:
    file = read_text(payments(), rows("Day,Pay", "x,1", "y,2"))
    assert len(file.set_aside) == len(file.lines) == 2
    assert file.days() == (None, None)


HEADERS: list[tuple[list[str], str, int]] = [
    (["Day,Pay"], "", 1),
    (["Payroll", "", "day , PAY"], "", 3),
    (["Day,x", "Day,Pay"], "", 2),
    (["Pay day,Day", "Pay,Day"], "", 2),
    (["Day,Pay", "12/1/2025,1", "Day,Pay"], "header_row = 3\n", 3),
    (["The,The", "Day,Pay"], "header_row = 2\n", 2),
]


@pytest.mark.parametrize(("lines", "dialect", "row"), HEADERS)
def test_the_header_is_where_the_profile_says_or_the_first_row_with_all_titles(
    lines: list[str], dialect: str, row: int
) -> None:
    first = payments(dialect=DIALECT + dialect, top='leftover = "drop"')
    pair = ("1,12/5/2025") if lines[-1].startswith("Pay") else "12/5/2025,1"
    file = read_text(first, rows(*lines, pair))
    assert places(file) == ["above"] * (row - 1) + ["header", "record"]
    assert [str(a) for a in column(file, "amount")] == ["1.00"]


def test_titles_of_several_rows_are_joined_also_where_they_are_merged() -> None:
    columns = PAID.replace('"Day"', '"Paid on day"').replace('"Pay"', '"Amounts Net"')
    table = [["Paid on", "Amounts", None], ["day", "Gross", "Net"], ["12/5/2025", "9", "7"]]
    sheet = Typed(table, merged=((1, 1, 1, 2), (1, 7, 2, 9), (1, 0, 2, 0), (9, 0, 9, 2)))
    file = read_typed(
        payments(columns=columns, dialect=DIALECT + "header_rows = 2\n", top='ignore = ["Amounts Gross"]'), sheet
    )
    assert [str(a) for a in column(file, "amount")] == ["7.00"]
    assert file.left_out == ("Amounts Gross",)


@pytest.mark.parametrize(
    ("titles", "asked", "amount"),
    [
        ("Day,Pay,Pay", "Pay (2)", "2.00"),
        ("Day,Pay (2),Pay,Pay", "Pay (2)", "1.00"),
        ("Day,Pay,Pay (2),Pay", "Pay (3)", "3.00"),
        ("Day,pay,PAY ", "PAY (2)", "2.00"),
        ("Day,STRASSE,Stra\u00dfe", "Stra\u00dfe (2)", "2.00"),
        ("Day,\u200bPay\u00a0", "Pay", "1.00"),
    ],
)
def test_titles_that_stand_there_twice_are_told_apart_and_none_hides_another(
    titles: str, asked: str, amount: str
) -> None:
    profile = payments(columns=PAID.replace('"Pay"', f'"{asked}"'), top='leftover = "drop"')
    file = read_text(profile, rows(titles, ",".join(["12/5/2025", "1", "2", "3"][: titles.count(",") + 1])))
    assert [str(a) for a in column(file, "amount")] == [amount]


def test_many_equal_titles_are_told_apart_in_no_time() -> None:
    file = read_text(payments(top='leftover = "drop"'), rows(",".join(["Day", "Pay", *["x"] * 1_500]), "12/5/2025,1"))
    assert file.left_out[-1] == "x (1500)"


WRONG: list[tuple[str, str, str]] = [
    (
        "Day,Paid\n",
        "",
        "the header in row 1, taken for it as 1 of the 2 titles in use stand there, has no 'Pay'; new: 'Paid'",
    ),
    ("Day,Pay,Tip\n", "", "does not say what becomes of 'Tip'"),
    ("Day,Pay,Tip\n", '[match]\ntitles = ["Day", "Pay"]\n', "the header is not the one .*; new: 'Tip'"),
    (
        "Day,Pay\n",
        '[match]\ntitles = ["Day", "Pay", "Tip", "Old"]\n',
        "the header is not the one .*; gone: 'Tip', 'Old'",
    ),
    ("Day,Payed\n", "", "new: 'Payed'; is 'Pay' now called 'Payed'\\?"),
    (
        "Day,Payed,Tip\n",
        '[match]\ntitles = ["Day", "Pay", "Tips", "Zone"]\n',
        "has no 'Pay'; new: 'Payed', 'Tip'; gone: 'Tips', 'Zone'; is 'Pay' now .*'Payed'.; is 'Tips' now .*'Tip'.",
    ),
    ("Day,Pay,b\n", '[match]\ntitles = ["Day", "Pay", "a"]\n', "new: 'b'; gone: 'a'"),
    ("Day,Pay\n", '[match]\ntitles = ["Day", "Pay", "Pay"]\n', "made for; 'Pay' stands twice in match.titles$"),
    ("Day,Pay\n", '[[label]]\nname = "day"\nafter = "x"\n', "the header has 'day', and the profile calls a label"),
]


@pytest.mark.parametrize(("header", "more", "why"), WRONG)
def test_a_header_that_is_not_the_profiles_stops_the_file(header: str, more: str, why: str) -> None:
    with pytest.raises(ProfileError, match=why) as error:
        read_text(payments(more), header + "12/5/2025,1\n")
    assert error.value.hint


def test_a_refused_header_is_told_with_what_to_write_and_where_both_are_shown() -> None:
    frozen = '[match]\ntitles = ["Day", "Pay", "Old"]\n'
    with pytest.raises(ProfileError) as error:
        read_text(payments(frozen), rows("Day,Payed,New", "12/5/2025,1,2"))
    hint = str(error.value.hint)
    assert hint.startswith("premium profile diff OLD NEW --profile PROFILE shows what changed")
    assert "write 'Payed' wherever the profile has 'Pay'" in hint
    assert "add 'New' to match.titles" in hint
    assert "take 'Old' out of match.titles" in hint


def test_a_header_where_the_profile_says_it_is_was_not_taken_for_it() -> None:
    stated = payments(dialect=DIALECT + "header_row = 2\n")
    with pytest.raises(ProfileError, match="the header in row 2 has no 'Day', 'Pay'"):
        read_text(stated, rows("Day,Pay", "12/5/2025,1"))


def test_a_column_without_a_title_is_named_by_its_place() -> None:
    profile = payments(columns=PAID.replace('"Pay"', '"column 3"'), top='ignore = ["Pay", "Column 4"]')
    file = read_text(profile, rows("Day,Pay,,", "12/5/2025,1,2,3", "12/5/2025,1,2,"))
    assert [str(a) for a in column(file, "amount")] == ["2.00"] * 2
    assert (reasons(file), file.warnings, file.left_out) == ([], (), ("Pay", "column 4"))
    typed = read_typed(profile, Typed([["Day", "Pay", "", ""], ["12/5/2025", "1", "2", "3"]]))
    assert (typed.warnings, len(typed.taken)) == ((), 1)


def test_a_column_that_is_called_like_a_place_hides_none_without_a_title() -> None:
    profile = payments(columns=PAID.replace('"Pay"', '"column 2"'), top='leftover = "drop"')
    file = read_text(profile, rows("Day,,column 2", "12/5/2025,1,2"))
    assert [str(a) for a in column(file, "amount")] == ["2.00"]


def test_a_frozen_header_may_hold_a_title_twice_and_an_unfrozen_one_may_grow() -> None:
    twice = '[match]\ntitles = ["Day", "Pay", "Pay"]\n'
    assert len(read_text(payments(twice, top='leftover = "drop"'), rows("Day,Pay,Pay", "12/5/2025,1,2")).lines) == 1
    grown = read_text(
        payments('[match]\ntitles = ["Day"]\n', top='freeze = false\nignore = ["Tip"]'),
        rows("Day,Pay,Tip", "12/5/2025,1,2"),
    )
    assert grown.left_out == ("Tip",)


def test_a_sheet_without_a_header_gets_its_titles_from_the_profile() -> None:
    dialect = '[match]\ntitles = ["Day", "Pay"]\n' + DIALECT + "header_rows = 0\n"
    file = read_text(payments(dialect=dialect), rows("12/5/2025,1", "12/5/2025,2"))
    assert places(file) == ["record", "record"]
    later = read_text(payments(dialect=dialect + "header_row = 2\n"), rows("Payroll", "12/5/2025,2"))
    assert places(later) == ["above", "record"]
    longer = read_text(payments(dialect=dialect), rows("12/5/2025,1", "12/5/2025,2,345.00"))
    assert reasons(longer) == [(2, None, "ragged")]
    with pytest.raises(ProfileError, match="has 2 titles for a sheet without a header, and the sheet has 1 columns"):
        read_text(payments(dialect=dialect), rows("12/5/2025"))


def test_a_fixed_width_file_is_read_by_its_fields_and_what_lies_outside_is_told() -> None:
    fields = '{ title = "Day", start = 1, width = 10 }, { title = "Pay", start = 13, width = 4 }'
    dialect = f'[dialect]\nformat = "fixed"\ndates = "mdy"\nfield = [{fields}]\n'
    skip = '[[rows.skip]]\nwhy = "a line"\nwhere = [{ column = "*", begins = "---" }]\n'
    file = read_text(payments(skip, dialect=dialect), rows("12/05/2025  1.50", "  -----", "", "12/06/2025 x2.50"))
    assert places(file) == ["record", "skipped", "blank", "record"]
    assert [str(a) for a in column(file, "amount")] == ["1.50", "2.50"]
    assert file.left_out == ("column 3",)


def test_only_the_sheets_that_the_profile_names_are_read_and_the_others_are_told() -> None:
    table = [["Day", "Pay"], ["12/5/2025", "1"]]
    sheets = [
        Typed(table, name="wk 1"),
        Typed([["x"]], name="Notes"),
        Typed([], name="Empty"),
        Typed(table, name="wk 2"),
    ]
    file = read_typed(payments(dialect='[match]\nsheets = ["wk *"]\n' + DIALECT), *sheets)
    assert file.placed["from_sheet"].unique(maintain_order=True).to_list() == ["wk 1", "wk 2"]
    (warning,) = file.warnings
    assert warning == (
        "file.xlsx: the profile is not about 'Notes'; nothing was taken from there (if that is right, [match] "
        'other_sheets = ["Notes"] says so)'
    )
    with pytest.raises(
        ProfileError, match="does not say which sheet it is about; the file has 'wk 1', 'Notes', 'wk 2'"
    ):
        read_typed(payments(), *sheets)
    with pytest.raises(ProfileError, match="no sheet is called 'June'; the file has 'wk 1', 'Notes', 'wk 2'"):
        read_typed(payments(dialect='[match]\nsheets = ["June"]\n' + DIALECT), *sheets)
    assert len(read_typed(payments(), *sheets[2:]).lines) == 1


def test_sheets_that_the_profile_knows_and_does_not_read_are_not_told() -> None:
    sheets = [Typed([["Day", "Pay"], ["12/5/2025", "1"]], name="wk"), Typed([["x"]], name="Read me")]
    known = '[match]\nother_sheets = ["Read*"]\n'
    for more in ('sheets = ["wk"]\n', ""):
        file = read_typed(payments(dialect=known + more + DIALECT), *sheets)
        assert (file.warnings, len(file.lines)) == ((), 1)


def test_the_days_of_a_payroll_are_those_of_its_periods() -> None:
    more = 'pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n'
    file = read_text(payroll(more), rows("Worker,Check,Day,Pay", "1,c,12/14/2025,1", "1,c,,1", "1,c,12/21/2025,1"))
    assert [str(day) for day in file.days()] == ["2025-12-08", "2025-12-21"]
    nothing = read_text(payroll(more), rows("Worker,Check,Day,Pay", "1,c,,1"))
    assert nothing.days() == (None, None)


def test_titles_that_only_a_later_sheet_leaves_out_are_told_too() -> None:
    sheets = [Typed([["Day", "Pay", t], ["12/5/2025", "1", "x"]], name=t) for t in "ab"]
    file = read_typed(payments(dialect='[match]\nsheets = ["*"]\n' + DIALECT, top='leftover = "drop"'), *sheets)
    assert file.left_out == ("a", "b")


def test_identifiers_that_a_spreadsheet_stored_as_numbers_are_warned_of_unless_their_length_is_stated() -> None:
    table = [["Worker", "Check", "Day", "Pay"], [("n", "7"), "c", "12/5/2025", "1"]]
    more = 'pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n'
    file = read_typed(payroll(more.replace('"Pay"', '"pay"')), Typed(table))
    assert [w.partition(": ")[2][:30] for w in file.warnings] == ["'Worker' is stored as numbers;"]
    stated = read_typed(payroll(more).replace('"Worker"', '{ from = "worker", digits = 4 }'), Typed(table))
    assert (stated.warnings, column(stated, "worker_id")) == ((), ["0007"])
    known = read_typed(payroll(more).replace('"Worker"', '{ from = "worker", zeros = "none" }'), Typed(table))
    assert (known.warnings, column(known, "worker_id")) == ((), ["7"])


GIVEN = PAID.replace('grower_id = { constant = "g" }\n', "")


def test_whose_file_it_is_is_said_once_by_the_profile_or_by_the_person() -> None:
    assert column(read_text(payments(columns=GIVEN), TWO, given={"grower_id": "007"}), "grower_id") == ["007"] * 2
    with pytest.raises(ProfileError, match="nobody says which grower the file is of") as error:
        read_text(payments(columns=GIVEN), TWO)
    assert "--grower ID" in error.value.hint
    with pytest.raises(ProfileError, match="the grower is given, and the profile says it already"):
        read_text(payments(), TWO, given={"grower_id": "g"})
    with pytest.raises(ProfileError, match="the buyer is given, and payroll has no buyer"):
        read_text(payroll('pay_code = "x"\nkind = "x"\namount = "x"\n'), TWO, given={"buyer_id": "b"})


def test_the_profile_is_told_when_only_some_lines_say_whose_they_are() -> None:
    lines = "".join(
        f'[[line]]\namount = "{t}"\n{g}' for t, g in (("Pay", 'grower_id = { constant = "g" }\n'), ("Tip", ""))
    )
    with pytest.raises(ProfileError, match="nobody says which grower"):
        read_text(payments(lines, columns=GIVEN.replace('amount = "Pay"\n', "")), rows("Day,Pay,Tip", "12/5/2025,1,2"))


def patterns(*files: str) -> list[LoadedProfile]:
    return [
        loaded(payments(f'[match]\nfiles = ["{f}"]\n').replace('id = "p"', f'id = "p{i}"')) for i, f in enumerate(files)
    ]


def test_a_file_finds_the_one_profile_that_its_name_fits() -> None:
    profiles = patterns("Crew*.csv", "crew?.csv", "[a]*.txt")
    assert match_file(Path("x/CREWS 49.CSV"), profiles).profile.id == "p0"
    assert match_file(Path("a.TXT"), profiles).profile.id == "p2"
    with pytest.raises(InputError, match="several profiles are for files of this name: p0, p1"):
        match_file(Path("crewX.csv"), profiles)
    with pytest.raises(InputError, match="no profile is for a file of this name; there are p0, p1, p2"):
        match_file(Path("b.csv"), profiles)


def test_a_file_is_called_as_it_is_called_everywhere_and_not_where_it_lies() -> None:
    label = '[[label]]\nname = "Paid"\nafter = "crew "\nwithin = "file_name"\n'
    profile = payments(label, columns=PAID.replace('"Day"', '"Paid"'), top='ignore = ["Day"]')
    with pytest.raises(ProfileError, match="nowhere"):
        read_text(profile, TWO, name="upload.csv")
    import tempfile  # noqa: PLC0415 - beside its only use

    from premium.ingest.sender import read_sender  # noqa: PLC0415 - the same

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.csv"
        path.write_text(TWO, encoding="utf-8")
        file = read_sender(path, loaded(profile), name="crew 12-05-2025.csv")
    assert column(file, "paid_date") == [date(2025, 12, 5)] * 2
    assert set(column(file, "from_file")) == {"crew 12-05-2025.csv"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters='\r\n"'), max_size=6) | st.sampled_from(
    ["1", "12/5/2025", "-0", "(1)", "\x1c", "\x00", "\ufffd", "\u0130", "1.005", "'", "\\", "{}", "null", "\u2028"]
)


@settings(max_examples=60)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=12), st.sampled_from(["date", "id"]))
def test_whatever_a_file_says_its_rows_are_conserved(cells: list[list[str]], way: str) -> None:
    columns = PAID.replace('payment_id = { as = "row" }', f'payment_id = {{ from = "Id", as = "{way}" }}')
    table: list[list[str]] = [["Id", "Day", "Pay"], *cells]
    file = read_text(payments(columns=columns), rows(*(",".join(f'"{c}"' for c in row) for row in table)))
    while not any(table[-1]):
        table.pop()
    assert file.placed["from_row"].to_list() == list(range(1, len(table) + 1))
    expected = [r for r, p in file.placed.select("from_row", "place").rows() if p in {"record", "fault"}]
    assert column(file, "from_row") == expected
    assert all(a is None or a == round(a, 2) for a in column(file, "amount"))
    ids = [i for i, why in file.lines.select("payment_id", "set_aside_reason").rows() if way == "id" and why is None]
    said = {row[0] for row in cells}
    assert all(any(i == s.strip() or i in s for s in said) for i in ids)


TYPED = st.tuples(st.sampled_from("snhdbe"), TEXTS)


@settings(max_examples=60)
@given(st.data())
def test_whatever_a_workbook_says_its_rows_are_conserved(data: st.DataObject) -> None:
    table: list[list[Any]] = data.draw(st.lists(st.lists(TYPED, min_size=1, max_size=4), max_size=8))
    at = st.tuples(st.integers(2, max(2, len(table) + 1)), st.none() | st.integers(0, 3))
    faults = data.draw(st.dictionaries(at, st.just("error_value: x"), max_size=4))
    width = max([2, *map(len, table)])
    faults = {(row, c): why for (row, c), why in faults.items() if row <= len(table) + 1 and (c is None or c < width)}
    file = read_typed(payments(top='leftover = "drop"'), Typed([["Day", "Pay"], *table], faults=faults))
    assert file.placed["from_row"].to_list() == list(range(1, len(table) + 2))
    assert set(column(file, "from_row")) == {
        r for r, p in file.placed.select("from_row", "place").rows() if p in {"record", "fault"}
    }
    assert {row for row, c in faults if c is None} <= {row for row, where, _ in reasons(file) if where is None}
    assert {row for row, c in faults if c is not None and c < 2} <= {row for row, _, _ in reasons(file)}


STORED: list[tuple[list[Any], bool]] = [
    ([("n", "1041"), ("n", "1212")], True),
    (["0087", ("n", "1212"), ("n", "1213")], False),
    (["0087", ("n", "212")], True),
    (["00087", ("n", "1212")], True),
    (["0087", ("n", "12120")], False),
    (["87", ("n", "1212")], True),
]


@pytest.mark.parametrize(("ids", "warned"), STORED)
def test_numbers_lost_no_zeros_where_others_of_the_column_have_theirs(ids: list[Any], *, warned: bool) -> None:
    profile = payments(columns=PAID.replace('payment_id = { as = "row" }', 'payment_id = "No"'))
    file = read_typed(profile, Typed([["No", "Day", "Pay"], *([i, "12/5/2025", "5"] for i in ids)]))
    assert len([w for w in file.warnings if "zeros" in w]) == warned


def test_numbers_of_checks_lost_no_zeros_where_all_are_of_one_length() -> None:
    profile = payroll('pay_code = { constant = "X" }\nkind = { constant = "tax" }\namount = "Pay"\n')
    head = ["Worker", "Check", "Day", "Pay"]
    for first, warned in (("20417", False), ("417", True)):
        sheet = Typed([head, *(["w", ("n", c), "12/5/2025", "5"] for c in (first, "20418"))])
        assert any("'Check' is stored" in w for w in read_typed(profile, sheet).warnings) == warned
