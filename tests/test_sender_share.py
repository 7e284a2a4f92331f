"""A crew's count shared over its records: whole ten-thousandths that add up to the count, by the stated rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from how_many import examples
from sender_files import DIALECT, Typed, column, payroll, read_text, read_typed, reasons, rows, totals

SHARE = """
[share]
name = "part"
from = "Bins"
over = "Hours"
"""
LINES = (
    'pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\nunits = "part"\nhours = "Hours"\n'
)
GROUPS = """
[[rows.group]]
where = [{ begins = "Crew" }]
gives = [{ name = "Crew", until = "/" }]
[[rows.total]]
where = [{ begins = "Sub" }]
of = "group"
columns = ["Hours"]
[[rows.total]]
where = [{ begins = "Grand" }]
columns = ["Hours"]
"""
TITLES = "Worker,Check,Day,Pay,Hours,Bins"


def hours(*of: str) -> list[str]:
    return [f"{i},c,12/5/2025,1,{h}," for i, h in enumerate(of)]


def units(*lines: str, profile: str = payroll(LINES + GROUPS + SHARE)) -> list[str | None]:
    file = read_text(profile, rows(TITLES, *lines))
    return [None if u is None else f"{u.normalize():f}" for u in column(file, "units")]


def test_a_count_is_shared_by_hours_and_what_is_left_over_goes_to_the_largest_remainders_then_the_earlier_rows() -> (
    None
):
    assert units(*hours("1", "1", "1"), "Sub,,,,3,1") == ["0.3334", "0.3333", "0.3333"]
    assert units(*hours("1", "2"), "Sub,,,,3,0.0002") == ["0.0001", "0.0001"]
    assert units(*hours("3", "1"), "Sub,,,,4,100") == ["75", "25"]
    assert units(*hours("1:30", "0.5"), "Sub,,,,2,100") == ["75", "25"]


def test_each_crew_shares_its_own_count_and_the_grand_total_is_nobodys() -> None:
    assert units(*hours("1"), "Sub,,,,1,5", "Crew B", *hours("1", "1"), "Sub,,,,2,7", "Grand,,,,3,12") == [
        "5",
        "3.5",
        "3.5",
    ]
    file = read_text(
        payroll(LINES + GROUPS + SHARE), rows(TITLES, *hours("1"), "Sub,,,,1,5", *hours("1", "1"), "Grand,,,,3,12")
    )
    assert reasons(file) == [(4, "units", "not_shared"), (5, "units", "not_shared")]
    assert (6, "Bins", 120_000, 50_000) in totals(file)
    assert not file.totals_agree


def test_without_totals_of_groups_the_total_of_all_is_shared_over_all() -> None:
    profile = payroll(LINES + GROUPS.replace('of = "group"\n', "") + SHARE)
    assert units("Crew A", *hours("1"), "Crew B", *hours("3"), "Grand,,,,4,8", profile=profile) == ["2", "6"]


def test_a_count_may_stand_in_the_crews_own_row_and_is_shared_once_however_many_totals_stand_below() -> None:
    groups = GROUPS.replace('gives = [{ name = "Crew", until = "/" }]', 'gives = [{ name = "bins", after = "/" }]')
    profile = payroll(
        LINES + groups + SHARE.replace('"Bins"', '"bins"').replace('"Hours"', '"Hours"'), top='ignore = ["Bins"]'
    )
    profile = profile.replace('"bins"', '"crew bins"')
    lines = ["Crew A/9", *hours("1"), "Sub,,,,1,", *hours("2"), "Sub,,,,2,", "Crew B/4", *hours("1")]
    file = read_text(profile, rows(TITLES, *lines))
    assert [str(u) for u in column(file, "units")] == ["3.0000", "6.0000", "4.0000"]
    assert [t for t in totals(file) if t[1] == "crew bins"] == [
        (2, "crew bins", 90_000, 90_000),
        (7, "crew bins", 40_000, 40_000),
    ]


def test_a_count_that_the_file_says_once_is_shared_over_all() -> None:
    label = '[[label]]\nname = "said"\nafter = "Bins:"\n'
    profile = payroll(LINES + GROUPS + label + SHARE.replace('"Bins"', '"said"'), top='ignore = ["Bins"]')
    file = read_text(profile, rows("Bins: 10", TITLES, *hours("1"), "Sub,,,,1,", "Crew B", *hours("3")))
    assert [str(u) for u in column(file, "units")] == ["2.5000", "7.5000"]


def test_without_hours_to_share_by_each_record_gets_as_much() -> None:
    profile = payroll(LINES + GROUPS + SHARE.replace('over = "Hours"\n', ""))
    assert units(*hours("", "5", "x"), "Sub,,,,5,3", profile=profile) == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("weights", "count"),
    [
        (["1", "x"], "5"), (["1", "-1"], "5"), (["1", "1"], "-5"), (["1", "1"], "bad"), (["1", "1"], ""),
        (["", "0"], "5"),
        (["1", "0.00001"], "5"), (["1", "1"], "0.00001"), (["1", "1"], "1" * 30), (["1", "9" * 30], "5"),
    ],
)  # fmt: skip
def test_a_count_that_cannot_be_shared_is_told_and_never_lost(weights: list[str], count: str) -> None:
    file = read_text(payroll(LINES + GROUPS + SHARE), rows(TITLES, *hours(*weights), f"Sub,,,,2,{count}"))
    assert {(row, why) for row, c, why in reasons(file) if c == "units"} == {(2, "not_shared"), (3, "not_shared")}
    assert not file.totals_agree or not count


def test_a_record_without_hours_has_no_part_and_a_count_of_nothing_gives_nothing() -> None:
    assert units(*hours("1", "", "0"), "Sub,,,,1,5") == ["5", None, None]
    assert units(*hours("1", "1"), "Sub,,,,2,0") == ["0", "0"]
    assert units(*hours("", ""), "Sub,,,,0,0") == [None, None]


def test_a_count_without_anybody_to_share_it_is_no_agreement() -> None:
    file = read_text(payroll(LINES + GROUPS + SHARE), rows(TITLES, *hours("1"), "Sub,,,,1,5", "Crew B", "Sub,,,,,7"))
    assert (5, "Bins", 70_000, 0) in totals(file)
    assert not file.totals_agree


def test_two_totals_of_a_crew_that_state_other_counts_are_none() -> None:
    profile = payroll(LINES + GROUPS.replace('of = "group"\n', "") + SHARE)
    assert units(*hours("1", "1"), "Sub,,,,2,5", "Grand,,,,2,5", profile=profile) == ["2.5", "2.5"]
    file = read_text(profile, rows(TITLES, *hours("1", "1"), "Sub,,,,2,5", "Grand,,,,2,6"))
    assert [c for _, c, _ in reasons(file)] == ["units", "units"]


def test_a_part_is_read_as_a_number_whatever_the_dialect_says() -> None:
    dialect = DIALECT.replace('group = ","', 'decimal = ","\ngroup = "."')
    table = [
        TITLES.split(","),
        ["1", "c", "12/5/2025", "1", ("n", "1"), None],
        ["Sub", None, None, None, ("n", "1"), ("n", "2.125")],
    ]
    file = read_typed(payroll(LINES + GROUPS + SHARE, dialect=dialect), Typed(table))
    assert [str(u) for u in column(file, "units")] == ["2.1250"]
    assert file.totals_agree


def by_hand(count: int, weights: list[int]) -> list[int | None]:
    """The largest-remainder rule in other words: seat by seat."""
    whole = sum(weights)
    parts = [count * w // whole for w in weights]
    for _ in range(count - sum(parts)):
        parts[max(range(len(weights)), key=lambda i: (count * weights[i] - parts[i] * whole, -i))] += 1
    return [p if w else None for p, w in zip(parts, weights, strict=True)]


CREW = st.tuples(
    st.integers(0, 10**15) | st.integers(0, 50),
    st.lists(st.integers(0, 10**15) | st.integers(0, 5), min_size=1, max_size=7).filter(any),
)


@examples(25, 250)
@given(st.lists(CREW, max_size=5))
def test_the_parts_always_add_up_to_the_count_by_the_largest_remainders(crews: list[tuple[int, list[int]]]) -> None:
    lines: list[str] = []
    for count, weights in crews:
        lines += [*hours(*(f"{Decimal(w).scaleb(-4):f}" for w in weights)), f"Sub,,,,,{Decimal(count).scaleb(-4):f}"]
    file = read_text(
        payroll(LINES + GROUPS.replace('columns = ["Hours"]\n', 'columns = ["Pay"]\n') + SHARE), rows(TITLES, *lines)
    )
    got = [None if u is None else int(u.scaleb(4)) for u in column(file, "units")]
    assert got == [part for count, weights in crews for part in by_hand(count, weights)]
    assert [t[2] == t[3] for t in totals(file) if t[1] == "Bins"] == [True] * len(crews)
