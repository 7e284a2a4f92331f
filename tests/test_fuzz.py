"""The doors under fire: what fuzzers found once, for ever; and what Hypothesis thinks of today."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.targets import CORPUS, DIALECTS, TARGETS, TITLES
from how_many import examples

if TYPE_CHECKING:
    from pathlib import Path

KEPT = sorted(p for p in CORPUS.rglob("*") if p.is_file())
MINUTE = examples(25, 250)

CELL = st.one_of(
    st.sampled_from([
        "", "0", "0.00", "7", "00007", "R", "P", "38:15", "8:0", "1,234.50", "1.234,50", "(12.00)", "12.00-", "$5",
        "-", "1e9",
        "2026-01-11", "11/01/2026", "01/11/26", "31/02/2026", "Total", "Crew 4 - x", "Grand total", "Page 3", '"', '""',
        "#REF!",
        "\u0663", "\u00a0", "ñ", "9" * 30, "\x00", "=1+1",
    ]),
    st.text(max_size=12),
)  # fmt: skip
ROWS = st.lists(st.lists(CELL, max_size=len(TITLES) + 2), max_size=12)


def seen(door: str, data: bytes) -> None:
    """Throw something at a door."""
    TARGETS[door](data)


@pytest.mark.parametrize("kept", KEPT, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_what_was_found_once_is_not_found_again(kept: Path) -> None:
    seen(kept.parent.name, kept.read_bytes())


def test_every_door_has_something_to_throw_again() -> None:
    assert {p.parent.name for p in KEPT} == set(TARGETS) - {"workbook_inside"}


@MINUTE
@given(number=st.integers(0, len(DIALECTS) - 1), rows=ROWS, quoted=st.booleans())
def test_no_row_of_a_senders_csv_gets_lost(number: int, rows: list[list[str]], quoted: bool) -> None:  # noqa: FBT001
    dialect = DIALECTS[number]
    by = dialect["delimiter"].replace("\\t", "\t")
    body = "\n".join(by.join(f'"{c.replace(chr(34), chr(34) * 2)}"' if quoted else c for c in row) for row in rows)
    encoding = {"utf-16": "utf-16-le"}.get(dialect["encoding"], dialect["encoding"])
    seen("csv", bytes([number]) + body.encode(encoding, "replace"))


@MINUTE
@given(rows=ROWS)
def test_no_row_of_a_fixed_width_dump_gets_lost(rows: list[list[str]]) -> None:
    seen("fixed", "\n".join("".join(c[:10].ljust(10) for c in row) for row in rows).encode())


@MINUTE
@given(data=st.binary(max_size=400))
def test_any_bytes_at_all_end_in_an_answer_or_a_sentence(data: bytes) -> None:
    for door in ("csv", "fixed", "profile", "canonical"):
        seen(door, data)


@MINUTE
@given(rows=ROWS)
def test_no_row_of_a_canonical_file_gets_lost(rows: list[list[str]]) -> None:
    seen("canonical", "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass"))


@examples(15, 60)
@given(part=st.integers(0, 255), data=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_a_workbook_of_which_a_part_is_exchanged_ends_in_an_answer_or_a_sentence(part: int, data: bytes) -> None:
    seen("workbook", bytes([part]) + data)


def test_the_fuzzers_own_road_into_workbooks_is_the_one_that_the_child_takes() -> None:
    seen("workbook_inside", b"\xff" + b"PK\x03\x04 nothing")
    assert "premium.workbook.__main__" in sys.modules
