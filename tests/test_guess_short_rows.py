"""Rows with fewer cells than the header: where many have, a system's way is asked for; few are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guessing import PAY, guessed

if TYPE_CHECKING:
    from pathlib import Path


def test_many_short_records_are_proposed_as_a_way_of_the_system_and_asked(tmp_path: Path) -> None:
    text = PAY.replace("Amount\n", "Amount,Note\n")
    found = guessed(tmp_path, text)
    assert found.dialect["short_rows"] == "blank"
    assert "3 of 3 records have fewer cells than the header: does the system leave out empty cells" in found.remarks


def test_a_few_short_records_are_set_aside_and_the_proposal_says_so(tmp_path: Path) -> None:
    row = PAY.split("\n")[1]
    found = guessed(tmp_path, PAY + f"{row}\n" * 8 + row.rpartition(",")[0] + "\n")
    assert "short_rows" not in found.dialect
    assert "1 line set aside: the row ragged (1, first in row 13)" in found.remarks
