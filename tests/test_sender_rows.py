"""What each row of a sheet is: exactly one thing, by the profile's rules; and what rows say of the rows below them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.errors import ProfileError
from premium.ingest.sender.file import PLACES
from sender_files import (
    DIALECT,
    PAID,
    Typed,
    column,
    payments,
    payroll,
    places,
    read_text,
    read_typed,
    reasons,
    rows,
)

RULES = """
[[rows.skip]]
why = "a void check"
where = [{ column = "Note", equals = "VOID" }]
[[rows.group]]
where = [{ begins = "Crew" }, { column = "Pay", empty = true }]
gives = [{ name = "Crew", after = "Crew" }]
[[rows.total]]
where = [{ begins = "Total" }]
of = "group"
"""
CREWS = payments(RULES, top='leftover = "drop"')


def test_every_row_is_one_thing_and_has_its_number() -> None:
    file = read_text(
        CREWS,
        rows(
            "Payroll,,",
            "",
            "Day,Pay,Note",
            "Crew 1,,",
            "12/5/2025,5,",
            ",,",
            "12/5/2025,6,void",
            "Total,5,",
            "Day,Pay,Note",
            "x,,",
        ),
    )
    assert places(file) == [
        "above", "above", "header", "group", "record", "blank", "skipped", "total", "header", "record",
    ]  # fmt: skip
    assert file.placed["from_row"].to_list() == list(range(1, 11))
    assert file.placed["why"].to_list()[6] == "a void check"
    assert column(file, "from_row") == [5, 10]


HOLDS: list[tuple[str, str, bool]] = [
    ('column = "Note", equals = "void check"', "VOID   Check", True),
    ('column = "Note", equals = "void  check"', "void check", True),
    ('column = "Note", equals = "void"', "void check", False),
    ('column = "Note", equals = ""', "", True),
    ('column = "Note", equals = ""', "x", False),
    ('column = "Note", begins = "void"', "Voided", True),
    ('column = "Note", begins = "oid"', "Void", False),
    ('column = "Note", contains = "(.*)"', "a (.*) b", True),
    ('column = "Note", contains = "a.c"', "abc", False),
    ('column = "Note", contains = "\u0130ZM\u0130R"', "x \u0130zmi\u0307r", True),
    ('column = "Note", equals = "stra\u00dfe"', "STRASSE", False),
    ('column = "Note", equals = "STRA\u00dfE"', "stra\u00dfe", True),
    ('column = "Note", contains = "\u00f1"', "MU\u00d1OZ", True),
    ('column = "Note", empty = true', "\u00a0\u200b", True),
    ('column = "Note", empty = false', "0", True),
    ('column = "Note", zero = true', "0", True),
    ('column = "Note", zero = true', "$0.00", True),
    ('column = "Note", zero = true', "", True),
    ('column = "Note", zero = true', "0.01", False),
    ('column = "Note", zero = true', "n/a", False),
    ('column = "Note", zero = false', "0,00", False),
    ('column = "Note", zero = false', "", False),
    ('column = "Note", zero = false', "10", True),
    ('column = "note ", equals = "x"', "X", True),
    ('column = "Note", lacks = "a  b"', "x A b", False),
    ('column = "Note", lacks = "a"', "b", True),
    ('column = "Note", lacks = "a"', "", True),
    ('begins = "12/5"', "x", True),
    ('contains = "x"', "x", False),
    ('column = "*", contains = "2025 5 x"', "x", True),
    ('column = "*", begins = " 12/5"', "x", True),
]


@pytest.mark.parametrize(("test", "note", "holds"), HOLDS)
def test_a_rows_test_compares_words_without_case_and_takes_signs_at_their_word(
    test: str, note: str, *, holds: bool
) -> None:
    skip = f'[[rows.skip]]\nwhy = "w"\nwhere = [{{ {test} }}]\n'
    file = read_text(payments(skip, top='ignore = ["Note"]'), rows("Day,Pay,Note", f'12/5/2025,5,"{note}"'))
    assert places(file) == ["header", "skipped" if holds else "record"]


def test_all_tests_of_a_rule_must_hold_and_a_blank_meets_none() -> None:
    skip = (
        '[[rows.skip]]\nwhy = "w"\nwhere = [{ column = "Note", contains = "a" }, { column = "Note", contains = "b" }]\n'
    )
    file = read_text(payments(skip), rows("Day,Pay,Note", "12/5/2025,5,ab", "12/5/2025,5,a", "12/5/2025,5,"))
    assert places(file) == ["header", "skipped", "record", "record"]


def test_a_record_that_says_a_word_of_the_header_stays_a_record() -> None:
    file = read_text(
        payments(top='leftover = "drop"'), rows("Day,Pay,Note", "Day,5,", "12/5/2025,Pay,Note", "Day,Pay,note")
    )
    assert places(file) == ["header", "record", "record", "record"]
    assert len(file.set_aside) == 3


def test_a_header_of_one_word_is_never_taken_for_repeated() -> None:
    label = '[[label]]\nname = "Day"\nafter = "Day:"\n'
    file = read_text(payments(label), rows("Day: 12/5/2025", "Pay", "Pay", "5"))
    assert places(file) == ["above", "header", "record", "record"]


def test_the_crew_of_a_record_is_that_of_the_last_row_that_names_one() -> None:
    profile = payroll(
        'pay_code = "Crew"\nkind = { constant = "piece" }\namount = "Pay"\n' + RULES
        + '[[rows.group]]\nwhere = [{ begins = "Cuadrilla" }]\ngives = [{ name = "crew", after = "Cuadrilla" }]\n',
        top='leftover = "drop"',
    )  # fmt: skip
    file = read_text(
        profile,
        rows(
            "Worker,Check,Day,Pay,Note", "0,c,12/5/2025,1,", "Crew A", "1,c,12/5/2025,1,", "Cuadrilla B",
            "2,c,12/5/2025,1,", "Crew C", "3,c,12/5/2025,1,", "Crew", "4,c,12/5/2025,1,", "CREW: D", "5,c,12/5/2025,1,",
        ),
    )  # fmt: skip
    assert column(file, "pay_code") == [None, "A", "B", "C", None, ": D"]
    assert reasons(file) == [(2, "pay_code", "missing"), (10, "pay_code", "missing")]


def test_a_crews_name_may_hold_signs_that_mean_something_elsewhere() -> None:
    cuts = '[[rows.group]]\nwhere = [{ begins = "C[1]" }]\ngives = [{ name = "Crew", after = "[1] (", until = ")" }]\n'
    profile = payroll('pay_code = "Crew"\nkind = { constant = "piece" }\namount = "Pay"\n' + cuts)
    file = read_text(profile, rows("Worker,Check,Day,Pay", "C[1] ($1\\2) x,,,", "1,c,12/5/2025,1"))
    assert column(file, "pay_code") == ["$1\\2"]


def test_a_group_row_that_cannot_be_read_sets_its_records_aside() -> None:
    profile = payroll(
        'pay_code = "Crew"\nkind = { constant = "piece" }\namount = "Pay"\n'
        '[[rows.group]]\nwhere = [{ column = "Check", empty = true }]\ngives = [{ name = "Crew" }]\n'
    )
    sheet = Typed(
        [
            ["Worker", "Check", "Day", "Pay"],
            [None, None, None, "#REF!"],
            ["1", "c", "12/5/2025", "1"],
            ["B"],
            ["2", "c", "12/5/2025", "1"],
        ],
        faults={(2, 3): "error_value: #REF!"},
    )
    file = read_typed(profile, sheet)
    assert reasons(file) == [(3, "pay_code", "error_value")]
    assert column(file, "pay_code")[1] == "B"


def test_a_stored_number_in_a_group_row_is_not_read_by_the_dialect() -> None:
    dialect = DIALECT.replace('group = ","', 'decimal = ","\ngroup = "."')
    profile = payroll(
        'pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\nunits = "Units"\n'
        '[[rows.group]]\nwhere = [{ column = "Check", empty = true }]\ncolumn = "Pay"\ngives = [{ name = "Units" }]\n',
        dialect=dialect,
    )
    sheet = Typed(
        [["Worker", "Check", "Day", "Pay"], ["Crew", None, None, ("n", "1.125")], ["1", "c", "12/5/2025", "1"]]
    )
    assert [str(u) for u in column(read_typed(profile, sheet), "units")] == ["1.1250"]


def test_what_is_printed_once_is_carried_down_but_not_into_the_next_crew() -> None:
    profile = payroll(
        'pay_code = "Code"\nkind = { constant = "piece" }\namount = "Pay"\n' + RULES,
        top='leftover = "drop"', dialect=DIALECT + '[rows]\ncarry = ["Code"]\n',
    )  # fmt: skip
    lines = ("1,c,12/5/2025,1,PC,", "2,c,12/5/2025,1,,", "Crew B,,,,,", "3,c,12/5/2025,1,,", "4,c,12/5/2025,1,HR,")
    file = read_text(profile, rows("Worker,Check,Day,Pay,Code,Note", *lines))
    assert column(file, "pay_code") == ["PC", "PC", None, "HR"]
    assert reasons(file) == [(5, "pay_code", "missing")]


def test_a_row_longer_than_the_header_is_a_fault_for_its_cells_may_be_anothers() -> None:
    file = read_text(payments(), rows("Day,Pay", "12/5/2025,1,234.50", "12/6/2025,2,", "12/7/2025,3"))
    assert places(file) == ["header", "fault", "record", "record"]
    assert reasons(file) == [(2, None, "ragged")]
    assert "234.50" in column(file, "from_text")[0]
    assert [str(a) for a in file.taken["amount"]] == ["2.00", "3.00"]


SHORT = [
    ("12/5/2025,1", "fault"),
    ("12/5/2025,1,", "record"),
    ("Crew 7", "group"),
    ("Total,1", "total"),
    ("x", "fault"),
]


@pytest.mark.parametrize(
    ("line", "place"), [*SHORT, ("12/5/2025,1,void", "skipped"), ("Day,Pay", "fault"), ("", "blank")]
)
def test_a_record_shorter_than_the_header_is_a_fault_for_short_is_not_blank(line: str, place: str) -> None:
    assert places(read_text(CREWS, rows("Day,Pay,Note", line, "12/5/2025,2,x"))) == ["header", place, "record"]


def test_a_short_record_says_how_many_cells_are_there_and_what_to_do_and_its_row_is_kept() -> None:
    file = read_text(payments(), rows("Payroll", "Day,,Pay", "12/5/2025,2,1", "12/5/2025,345.00"))
    assert reasons(file) == [(4, None, "ragged")]
    assert file.set_aside["set_aside_reason"].item().startswith("ragged: the row has 2 cells, the header 3; ")
    assert 'short_rows = "blank"' in file.set_aside["set_aside_reason"].item()
    assert "345.00" in file.set_aside["set_aside_value"].item()


def test_a_system_that_leaves_out_empty_cells_at_the_end_is_believed_once_the_profile_says_so() -> None:
    dialect = DIALECT + 'short_rows = "blank"\n'
    file = read_text(payments(top='leftover = "drop"', dialect=dialect), rows("Day,Pay,Note", "12/5/2025,1"))
    assert [str(a) for a in file.taken["amount"]] == ["1.00"]


def test_records_of_a_sheet_without_a_header_have_as_many_cells_as_the_profile_has_titles() -> None:
    dialect = '[match]\ntitles = ["Day", "Pay", "Note"]\n' + DIALECT + "header_rows = 0\n"
    file = read_text(payments(top='leftover = "drop"', dialect=dialect), rows("12/5/2025,1,", "12/5/2025,2"))
    assert places(file) == ["record", "fault"]


def test_the_longest_row_of_a_header_says_how_many_cells_a_record_has() -> None:
    profile = payments(
        top='leftover = "drop"', dialect=DIALECT + "header_rows = 2\n",
        columns=PAID.replace('"Day"', '"Paid Day"').replace('"Pay"', '"Paid Pay"'),
    )  # fmt: skip
    file = read_text(profile, rows("Paid,Paid", "Day,Pay,Note", "12/5/2025,1", "12/5/2025,1,"))
    assert places(file) == ["header", "header", "fault", "record"]


def test_a_note_beside_the_table_is_told_and_left_out() -> None:
    file = read_text(payments(), rows("Day,,Pay", "12/5/2025,see page 2,5"))
    assert file.left_out == ("column 2",)
    assert file.warnings == ("file.csv: column 2 has no title, and is left out; 1 records have something in it",)
    assert file.totals_agree


def test_a_row_with_nothing_but_a_formula_without_its_value_is_no_blank() -> None:
    sheet = Typed([["Day", "Pay"], [None, None], ["12/5/2025", "5"]], faults={(2, 1): "formula_without_value: none"})
    file = read_typed(payments(), sheet)
    assert places(file) == ["header", "record", "record"]
    assert reasons(file) == [(2, "paid_date", "missing")]


def test_a_row_that_the_reader_could_not_trust_is_a_fault_whatever_stands_in_it() -> None:
    sheet = Typed(
        [["Day", "Pay"], ["12/5/2025", "5"], [None, None]], faults={(2, None): "ragged: x", (3, None): "ragged: y"}
    )
    file = read_typed(payments(), sheet)
    assert places(file) == ["header", "fault", "fault"]
    assert reasons(file) == [(2, None, "ragged"), (3, None, "ragged")]


LABELS: list[tuple[str, str, str | None]] = [
    ('after = "Week ending"', "Week ending: 12/5/2025", "2025-12-05"),
    ('after = "week ENDING"', "Week ending 12/5/2025,x", "2025-12-05"),
    ('after = "Week ending"', "Week ending,,12/5/2025", "2025-12-05"),
    ('after = "Week ending"', "Week ending:,12/5/2025", "2025-12-05"),
    ('after = "thru"', "Period 12/1/2025 thru 12/5/2025", "2025-12-05"),
    ('after = "Period"\nuntil = "thru"', "Period 12/5/2025 thru 12/6/2025", "2025-12-05"),
    ('after = "ending"', "Stra\u00dfe \u0130\ufb01 ending 12/5/2025", "2025-12-05"),
    ('after = "(end)"', "x (end) 12/5/2025", "2025-12-05"),
    ('after = "Week"', '"Week\n12/5/2025"', "2025-12-05"),
    ("", "12/5/2025,x", "2025-12-05"),
    ('after = "Week"', "Month 12/5/2025", None),
    ('after = "Week"', "Week", None),
    ('after = "Week"', "12/5/2025,Week", None),
]


@pytest.mark.parametrize(("label", "line", "day"), LABELS)
def test_a_label_is_what_follows_its_words_in_the_cell_or_in_the_next_filled_one(
    label: str, line: str, day: str | None
) -> None:
    profile = payments(
        f'[[label]]\nname = "Paid"\n{label}\n', columns=PAID.replace('"Day"', '"Paid"'), top='leftover = "drop"'
    )
    text = rows(line, "No,Pay,,", "1,5,,")
    if day is None:
        with pytest.raises(ProfileError, match="the label 'Paid' is nowhere"):
            read_text(profile, text)
    else:
        assert column(read_text(profile, text), "paid_date") == [date.fromisoformat(day)]


@pytest.mark.parametrize(
    ("within", "name", "sheet"),
    [
        ("file_name", "crew 12-05-2025.old.xlsx", "x"),
        ("sheet_name", "x.xlsx", "wk 12-05-2025.old"),
        ("below", "x.xlsx", "x"),
    ],
)
def test_a_label_may_stand_in_a_name_or_below_the_table(within: str, name: str, sheet: str) -> None:
    label = f'[[label]]\nname = "Paid"\nafter = " "\nuntil = ".old"\nwithin = "{within}"\n'
    end = '[[rows.skip]]\nwhy = "the end"\nwhere = [{ begins = "paid" }]\n'
    profile = payments(label + end, columns=PAID.replace('"Day"', '"Paid"'), top='leftover = "drop"')
    below = [["paid 12/05/2025"]] if within == "below" else []
    file = read_typed(profile, Typed([["No", "Pay"], ["1", "5"], *below], name=sheet), name=name)
    assert column(file, "paid_date") == [date(2025, 12, 5)]


def test_a_stored_number_that_a_label_finds_is_not_read_by_the_dialect_and_an_error_is_no_label() -> None:
    dialect = DIALECT.replace('group = ","', 'decimal = ","\ngroup = "."')
    profile = payments(
        '[[label]]\nname = "Sum"\nafter = "Sum"\n', columns=PAID.replace('"Pay"', '"Sum"'), dialect=dialect
    )
    sheet = Typed(
        [["Sum", "#REF!"], ["Sum", ("n", "1.125")], ["Day"], ["12/5/2025"]], faults={(1, 1): "error_value: x"}
    )
    file = read_typed(profile, sheet)
    assert reasons(file) == [(4, "amount", "too_many_decimals")]


def test_a_rule_for_rows_cannot_ask_what_group_rows_say_of_them() -> None:
    skip = '[[rows.skip]]\nwhy = "w"\nwhere = [{ column = "Crew", equals = "x" }]\n'
    with pytest.raises(ProfileError, match="no title, label, group or share is called 'Crew'"):
        read_text(payments(RULES + skip, top='leftover = "drop"'), rows("Day,Pay,Note", "12/5/2025,5,"))


def test_a_label_of_a_printed_report_is_looked_for_in_the_whole_line() -> None:
    field = 'field = [{ title = "Pay", start = 1, width = 6 }]\n'
    dialect = f'[dialect]\nformat = "fixed"\ndates = "mdy"\nheader_row = 2\n{field}'
    label = '[[label]]\nname = "Paid"\nafter = "ending"\nuntil = "page"\n'
    profile = payments(label, columns=PAID.replace('"Day"', '"Paid"'), dialect=dialect)
    file = read_text(profile, rows("WEEK ending 12/5/2025 page 1", "Pay", "  5.00"))
    assert column(file, "paid_date") == [date(2025, 12, 5)]


CELLS = st.sampled_from(
    ["", "", "5", "12/5/2025", "Total", "Crew 1", "VOID", "Day", "Pay", "Note", " ", "\u00a0", "x\ny", "7.505"]
)
TESTS = st.sampled_from(
    [
        'begins = "Crew"',
        'contains = "t"',
        'column = "Pay", empty = true',
        'column = "*", contains = "5"',
        'equals = "VOID"',
        'column = "Note", empty = false',
    ]
)


@st.composite
def rule_sets(draw: st.DrawFn) -> str:
    text = ""
    for number in range(draw(st.integers(0, 4))):
        where = ", ".join(f"{{ {test} }}" for test in draw(st.lists(TESTS, min_size=1, max_size=2)))
        kind = draw(st.sampled_from(["skip", "group", "total"]))
        more = {"skip": f'why = "w{number}"', "group": f'gives = [{{ name = "n{number}" }}]'}
        of = draw(st.sampled_from(["group", "all", "since_last"]))
        text += f"[[rows.{kind}]]\nwhere = [{where}]\n{more.get(kind, f'of = {of!r}')}\n"
    return text


@settings(max_examples=80)
@given(rule_sets(), st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=14))
def test_on_any_sheet_and_under_any_rules_every_row_is_placed_once_and_every_record_is_accounted_for(
    rules: str, cells: list[list[str]]
) -> None:
    table: list[list[Any]] = [["Day", "Pay", "Note"], *cells]
    quoted = rows(*(",".join(f'"{c}"' for c in row) for row in table))
    file = read_text(payments(rules, top='leftover = "drop"'), quoted)
    while not any(c for c in table[-1]):
        table.pop()
    assert file.placed["from_row"].to_list() == list(range(1, len(table) + 1))
    assert set(places(file)) <= set(PLACES)
    giving = {r for r, p in zip(file.placed["from_row"], places(file), strict=True) if p in {"record", "fault"}}
    assert set(column(file, "from_row")) == giving
    assert len(file.lines) == len(giving)
    assert len(file.taken) + len(file.set_aside) == len(file.lines)
    assert all((t is None) == (r is None) for t, r in file.lines.select("from_text", "set_aside_reason").rows())
