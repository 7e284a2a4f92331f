"""Products in free text: decided by people in a table, never guessed, and counted where they are not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from premium.errors import ProfileError
from premium.ingest.sender.products import load_products
from sender_files import DIALECT, column, read_text, reasons, rows

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.sender import SenderFile

PROFILE = f"""id = "p"
table = "purchases"
{DIALECT}
[columns]
purchase_id = {{ as = "row" }}
buyer_id = {{ constant = "b" }}
grower_id = {{ constant = "g" }}
product = {{ from = "Item", as = "product", table = "products.csv" }}
unit = {{ constant = "lb" }}
quantity = "Qty"
ship_date = "Day"
"""
HEADER = "text,product,decided_by,decided_on"
TABLE = rows(
    HEADER,
    "Tomatoes Round,tomato-round,Ana,2025-12-01",
    "KETCHUP,,Ana,2025-12-01",
    "\u0130\u00df fresh  salsa,salsa,Ana,",
)


def read(*lines: str, profile: str = PROFILE, table: str = TABLE) -> SenderFile:
    return read_text(profile, rows("Day,Item,Qty", *lines), **{"products.csv": table})


def test_what_was_decided_is_looked_up_without_case_and_what_nobody_decided_is_set_aside() -> None:
    file = read(
        "12/5/2025,tomatoes  ROUND,5",
        "12/5/2025,Ketchup,7",
        "12/5/2025,tomato,9",
        "12/5/2025,,1",
        "12/5/2025,i\u0307\u00df FRESH salsa,2",
    )
    assert column(file, "product") == ["tomato-round", None, None, "salsa"]
    assert reasons(file) == [(4, "product", "unmapped_product"), (5, "product", "missing")]
    assert file.uncovered.rows() == [("Ketchup", 1, 70_000, 0, 0)]
    assert file.unmapped.rows() == [("tomato", 1, 90_000, 0, 0)]
    assert file.empty == 0


def test_what_is_not_ours_is_counted_with_its_negative_and_unreadable_weights() -> None:
    lines = [f"12/5/2025,{item},{qty}" for item in ("ketchup", "basil") for qty in ("5.5", "-2", "", "x", "1.00001")]
    file = read(*lines, "12/5/2025,mint,1")
    assert file.uncovered.rows() == [("ketchup", 5, 35_000, 1, 3)]
    assert file.unmapped.rows() == [("basil", 5, 35_000, 1, 3), ("mint", 1, 10_000, 0, 0)]
    assert len(file.lines) == 6
    assert len(file.lines) + file.uncovered["rows"].sum() == len(lines) + 1


def test_a_weight_that_is_too_much_to_be_told_is_not_told_wrong() -> None:
    file = read(*["12/5/2025,ketchup,99999999999999.9999"] * 10)
    assert file.uncovered.rows() == [("ketchup", 10, None, 0, 0)]


def test_no_text_of_a_file_can_pass_for_a_decision() -> None:
    odd = PROFILE.replace('product = { from = "Item", as = "product", table = "products.csv" }', 'product = "Item"')
    file = read(
        '12/5/2025,"uncovered_product: it was decided that this is none of the program\'s products",5', profile=odd
    )
    assert len(file.taken) == 1
    both = PROFILE.replace(
        "product = { from", 'product = [{ from = "Other", codes = { x = "y" }, other = "empty" }, { from'
    ).replace('"products.csv" }', '"products.csv" }]')
    file = read_text(
        both, rows("Day,Item,Qty,Other", "12/5/2025,ketchup,5,x", "12/5/2025,ketchup,5,"), **{"products.csv": TABLE}
    )
    assert column(file, "product") == ["y"]
    assert file.uncovered["rows"].to_list() == [1]


def test_an_empty_table_decides_nothing() -> None:
    assert reasons(read("12/5/2025,ketchup,5", table=f"{HEADER}\n")) == [(2, "product", "unmapped_product")]


def test_what_the_profile_skips_is_counted_with_what_it_measures() -> None:
    skip = '[[rows.skip]]\nwhy = "void"\nwhere = [{ column = "Item", equals = "void" }]\n'
    file = read(
        "12/5/2025,VOID,5", "12/5/2025,void,-1", "12/5/2025,void,x", "12/5/2025,ketchup,1", profile=PROFILE + skip
    )
    assert file.skipped.rows() == [("void", 3, 40_000, 1, 1)]


BROKEN = {
    "": "must have the columns",
    "text,product\n": "must have the columns",
    f"{HEADER}\na,b,c\n": "row 2: it must have a text and 4 cells",
    f"{HEADER}\n,b,c,d\n": "row 2: it must have a text",
    f"{HEADER}\na,b,,d\n": "row 2: nobody decided it",
    f"{HEADER}\na,b,c,d\n A ,x,c,d\n": "row 3: ' A ' is decided twice, and differently",
    f'{HEADER}\n"a,b,c,d\n': "cannot be read",
}


@pytest.mark.parametrize(("table", "why"), BROKEN.items())
def test_a_table_of_products_that_is_not_one_is_refused_with_its_row(tmp_path: Path, table: str, why: str) -> None:
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    with pytest.raises(ProfileError, match=why):
        load_products(tmp_path / "t.csv")


def test_a_table_of_products_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_products(tmp_path / "none.csv")
    (tmp_path / "t.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError, match="cannot be read"):
        load_products(tmp_path / "t.csv")


def test_the_same_decision_twice_is_one(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"\ufeff{HEADER}\na,b,c,d\nA,b,c,d\n", encoding="utf-8")
    assert load_products(tmp_path / "t.csv").by_text == {"a": "b"}


def test_two_tables_of_products_are_refused() -> None:
    two = PROFILE.replace("product = {", "product = [{").replace(
        '"products.csv" }', '"products.csv" }, { from = "Item", as = "product", table = "b.csv" }]'
    )
    with pytest.raises(ProfileError, match=r"names several tables of products"):
        read("12/5/2025,ketchup,5", profile=two)
