"""The fast road and the careful road through a CSV file give the same; nothing is lost on either."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from folders import PAYMENTS, take_in
from premium.errors import InputError
from premium.ingest import csv_file, file_facts

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "1", "b", "2025-11-20", "-0.50", '""', '"x"', '"a,b"', '"say ""no"""', "#", "é", "\0", '"', "a"]
    ),
    st.text(st.characters(exclude_characters='\r\n",', exclude_categories=["Cs"]), max_size=4),
)
LINES = st.lists(st.lists(CELLS, max_size=7).map(",".join), max_size=8)
ENDS = st.sampled_from(["\n", "\r\n"])
HEADERS = st.sampled_from(["a", "a,b", "a,b,c", 'a,"b,b",c', PAYMENTS])


def roads(text: bytes) -> list[csv_file.TextRows] | None:
    """What each road says of a file, if the fast one may be taken."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "f.csv")
        path.write_bytes(text)
        facts = file_facts.examine(path, "f.csv")
        if not (facts.is_utf8 and csv_file._one_line_a_record(path, facts)):  # noqa: SLF001 - it decides the road
            return None
        width = len(csv_file.header(path, "f.csv"))
        both = [
            csv_file._read_fast(path, "f.csv", facts, width),  # noqa: SLF001 - the two roads themselves
            csv_file._read_carefully(path, "f.csv", facts, width),  # noqa: SLF001
        ]
        return [csv_file.TextRows(r.cells.collect().lazy(), r.faults, r.rows_read) for r in both]


@settings(max_examples=80, deadline=None)
@given(HEADERS, LINES, ENDS, st.sampled_from(["", "end"]), st.sampled_from(["", "\ufeff"]))
def test_the_two_roads_agree_on_every_file_that_may_take_the_fast_one(
    header: str,
    lines: list[str],
    end: str,
    closed: str,
    mark: str,
) -> None:
    text = mark + end.join([header, *lines]) + (end if closed else "")
    both = roads(text.encode())
    assume(both is not None)
    fast, careful = both or []
    columns = ["source_row", *(f"c{i}" for i in range(len(fast.cells.collect_schema()) - 1))]
    assert fast.cells.select(columns).collect().rows() == careful.cells.select(columns).collect().rows()
    told = ["source_row", "reason"]  # a ragged line is shown as it stands on the fast road, its cells on the other
    assert fast.faults.select(told).rows() == careful.faults.select(told).rows()
    assert fast.rows_read == careful.rows_read


def test_the_fast_road_is_taken_where_it_may_be() -> None:
    assert roads(b'a,b\n1,"x,y"\n') is not None
    assert roads(b'a,b\n1,"x\ny"\n') is None
    assert roads(b"a,b\n1,\xf1\n") is None


def test_the_careful_road_goes_on_after_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "BLOCK", 2)
    rows = "".join(f'{i},"b\n{i}",g,2025-11-20,1\n' for i in range(7))
    got = take_in({"payments.csv": f"{PAYMENTS}\n{rows}x\n"})
    assert got.column("payments", "payment_id") == [str(i) for i in range(7)]
    assert got.column("payments", "source_row") == list(range(2, 9))
    assert got.reasons == [(9, None, "ragged")]


EVEN = st.lists(st.integers(3, 8).flatmap(lambda width: st.lists(st.sampled_from(["1", "b", ""]), min_size=width,
                                                                max_size=width)), max_size=6)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(EVEN, st.sampled_from(["", "\n", "\n\n"]), st.sampled_from(["", ",theirs"]))
def test_a_file_whose_commas_add_up_is_taken_as_one_that_is_read_line_by_line(
    rows: list[list[str]], tail: str, more: str
) -> None:
    good = "9,b,g,2025-11-20,1" + ("," if more else "")
    text = "\n".join([PAYMENTS + more, good, *(",".join(row) for row in rows), good.replace("9", "8", 1)]) + tail
    by_sum = take_in({"payments.csv": text})
    with mock.patch.object(csv_file, "_adds_up", return_value=False):
        by_line = take_in({"payments.csv": text})
    assert (by_sum.tables, by_sum.rejects, by_sum.counts) == (by_line.tables, by_line.rejects, by_line.counts)


@pytest.mark.parametrize("more", ["", ",theirs"])
def test_rows_that_are_short_and_long_by_as_much_are_found(more: str) -> None:
    end = "," if more else ""
    rows = [
        f"1,b,g,2025-11-20,1{end}",
        f"2,b,g,2025-11-20{end}",
        f"3,b,g,2025-11-20,1,{end}",
        f"4,b,g,2025-11-20,1{end}",
    ]
    got = take_in({"payments.csv": "\n".join([PAYMENTS + more, *rows])})
    assert got.column("payments", "payment_id") == ["1", "4"]
    assert got.reasons == [(3, None, "ragged"), (4, None, "ragged")]


def test_an_empty_line_that_a_long_one_makes_up_for_is_found() -> None:
    got = take_in({"payments.csv": f"{PAYMENTS}\n\n1,b,g,2025-11-20,1,,,,\n2,b,g,2025-11-20,1\n"})
    assert got.column("payments", "source_row") == [4]
    assert got.reasons == [(2, None, "ragged"), (3, None, "ragged")]


def adds_up(content: bytes) -> None:
    """The reader takes a payments file and accounts for each row, or refuses it in a sentence."""
    try:
        got = take_in({"payments.csv": content})
    except InputError as refused:
        assert "payments.csv" in str(refused)  # noqa: PT017 - a refusal is one of the two right answers
        return
    ((read, taken, aside, later),) = got.counts
    assert read == taken + aside + later
    assert taken == len(got.tables["payments"])
    assert aside == len(got.rejects)
    rows = sorted([r["source_row"] for r in got.rejects] + got.column("payments", "source_row"))
    assert len(set(rows)) == len(rows)
    assert all(2 <= row <= read + 1 for row in rows)


MESSY = st.lists(
    st.one_of(
        st.sampled_from(
            ["1", "b", "g", ",", ",", ",", "2025-11-20", "2031-01-01", "1.00", '"', "\n", "\n", "\r\n", " ", "\r"]
        ),
        CELLS,
    ),
    max_size=40,
).map("".join)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MESSY)
def test_any_text_below_the_header_is_accounted_for_or_refused(text: str) -> None:
    adds_up(f"{PAYMENTS}\n{text}".encode())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from("123"),
            st.sampled_from(["b", "c"]),
            st.just("g"),
            st.sampled_from(["2025-11-20", "2031-01-01", "x"]),
            st.sampled_from(["1", "1.5", "x", ""]),
        ),
        max_size=9,
    )
)
def test_rows_that_repeat_are_wrong_or_lie_later_all_have_a_place(rows: list[tuple[str, ...]]) -> None:
    adds_up("\n".join([PAYMENTS, *map(",".join, rows)]).encode())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=120), st.sampled_from([b"", PAYMENTS.encode() + b"\n"]))
def test_any_bytes_at_all_are_accounted_for_or_refused(content: bytes, header: bytes) -> None:
    adds_up(header + content)
