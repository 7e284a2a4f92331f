"""New York's food purchases: the sample's profile and decisions, over a made-up extract and over the real file.

The real file is not in the repository; where it is not there, its tests say so and are skipped.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from premium.ingest.profile import load_profile
from premium.ingest.sender import SenderFile, read_sender
from premium.ingest.sender.account import Account, Part, account
from premium.ingest.sender.products import compared
from premium.money import plain

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "samples" / "new-york"
REAL = ROOT.parent / "shared" / "data" / "nyc-good-food-purchasing.csv"
README = (SAMPLE / "README.md").read_text(encoding="utf-8")
WORDS = ("tomato", "tmto", "ketchup")
ROUND, GRAPE = "tomato-round", "tomato-grape"


def decisions() -> dict[str, str]:
    with (SAMPLE / "products.csv").open(encoding="utf-8", newline="") as file:
        return {compared(row["text"]): row["product"] for row in csv.DictReader(file)}


def read(path: Path) -> SenderFile:
    return read_sender(path, load_profile(SAMPLE / "profile.toml"))


@pytest.fixture(scope="module")
def made_up() -> SenderFile:
    return read(SAMPLE / "made-up-good-food-purchasing.csv")


@pytest.fixture(scope="module")
def real() -> SenderFile:
    if not REAL.exists():
        pytest.skip("the real file is not beside the repository (../shared/data/nyc-good-food-purchasing.csv)")
    return read(REAL)


@pytest.fixture(scope="module")
def accounted(real: SenderFile) -> Account:
    return account(real)


@pytest.fixture(scope="module")
def records(real: SenderFile) -> list[dict[str, str]]:
    """The real file as Python's own reader has it: an independent look."""
    assert real.size
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def text_of(record: dict[str, str]) -> str:
    return compared(f"{record['Product Name']} | {record['Product Type']}")


def set_aside(read: SenderFile) -> dict[int, tuple[str, str]]:
    """What is wrong with each line that was set aside, by its row: the column, and the word that never changes."""
    columns = read.set_aside.select("from_row", "set_aside_column", "set_aside_reason")
    return {row: (column, reason.partition(":")[0]) for row, column, reason in columns.iter_rows()}


def test_the_extract_gives_the_lines_that_were_worked_by_hand(made_up: SenderFile) -> None:
    columns = ["from_row", "buyer_id", "grower_id", "product", "unit", "ship_date"]
    copperleaf, tansy = "Copperleaf Provisions", "Tansy Hill Foods"
    assert made_up.taken.select(columns).rows() == [
        (2, "nyc-education", copperleaf, ROUND, "lb", date(2018, 7, 1)),
        (3, "nyc-education", copperleaf, ROUND, "lb", date(2018, 7, 1)),
        (4, "nyc-childrens-services", tansy, GRAPE, "lb", date(2018, 7, 1)),
        (5, "nyc-childrens-services", tansy, ROUND, "lb", date(2019, 7, 1)),
        (6, "nyc-health-hospitals", tansy, GRAPE, "lb", date(2020, 7, 1)),
    ]
    assert made_up.taken["quantity"].cast(pl.String).to_list() == [
        "10000.0000", "-250.0000", "100.5000", "15.0000", "0.0000"
    ]  # fmt: skip


def test_a_purchase_is_called_by_the_file_and_its_row(made_up: SenderFile) -> None:
    assert made_up.lines["purchase_id"].to_list()[:2] == [f"{made_up.sha256[:8]}:2", f"{made_up.sha256[:8]}:3"]
    assert made_up.lines["purchase_id"].is_unique().all()


def test_whatever_the_profile_cannot_say_is_set_aside_with_its_reason(made_up: SenderFile) -> None:
    assert set_aside(made_up) == {
        7: ("quantity", "missing"),
        8: ("grower_id", "missing"),
        9: ("buyer_id", "unknown_word"),
        10: ("ship_date", "unknown_word"),
        11: ("quantity", "not_a_number"),
        12: ("product", "unmapped_product"),
        13: ("product", "unmapped_product"),
        17: ("product", "unmapped_product"),
        20: ("product", "unmapped_product"),
    }


def test_the_extract_adds_up_with_its_negative_and_missing_weights(made_up: SenderFile) -> None:
    whole = account(made_up)
    assert whole.adds_up
    assert (whole.rows, whole.header) == (21, 1)
    assert whole.below == (
        Part("Stands", 5, 9865_5000, 1, 0),
        Part("Set aside", 9, 8565_0000, 0, 2),
        Part("None of the program's products, by decision", 3, 1456_0000, 0, 0),
        Part("Left out by name: Milk & Dairy (nothing said of tomatoes)", 1, -17_0000, 1, 0),
        Part("Left out by name: Meat (nothing said of tomatoes)", 1, 10_0000, 0, 0),
        Part("Left out by name: Condiments & Snacks (nothing said of tomatoes)", 1, None, 0, 1),
    )


def test_a_dish_that_speaks_of_tomatoes_and_a_new_food_group_wait_for_a_decision(made_up: SenderFile) -> None:
    assert made_up.unmapped["text"].to_list() == [
        "banana | BANANA GREEN TIP 40 LB",
        "kit, stew | STEW KIT",
        "soup, tomato | SOUP, TMTO W/ RICE",
        "tomato, plum | TOMATO PLUM RED RIPE 25 LB",
    ]


def test_the_decisions_are_of_the_programs_products_and_nothing_but_fresh_ones_is_counted() -> None:
    decided = decisions()
    assert set(decided.values()) == {ROUND, GRAPE, ""}
    processed = re.compile(r"canned|\bcans?\b|#10|ketchup|paste|sauce|soup|juice|puree|peeled|roasted|sundried|crushed")
    counted = [text for text, product in decided.items() if product]
    assert not [text for text in counted if processed.search(text)]
    other = re.compile(r"plum|cherry|heirloom|medley|pear\b|san marzano|on vine")
    assert not [text for text in counted if other.search(text)], "the program has no rate for these"
    assert all((product == GRAPE) == ("grape" in text) for text, product in decided.items() if product)
    assert not [text for text, product in decided.items() if "ketchup" in text and product]


def test_the_real_file_adds_up_to_its_17208_records(accounted: Account, records: list[dict[str, str]]) -> None:
    assert accounted.adds_up
    assert (accounted.rows, accounted.header) == (17_209, 1)
    assert sum(part.rows for part in accounted.below) == len(records) == 17_208


def test_the_58_missing_and_6_negative_weights_are_all_on_the_page(
    accounted: Account, records: list[dict[str, str]]
) -> None:
    weights = [record["Total Weight in lbs"] for record in records]
    whole = Part.summed("all", accounted.below)
    assert whole.not_read == sum(not weight for weight in weights) == 58
    assert whole.below_zero == sum(weight.startswith("-") for weight in weights) == 6
    assert whole.measure == sum(int(weight or 0) for weight in weights) * 10_000


def test_the_readme_shows_what_became_of_the_file(accounted: Account) -> None:
    rows = [line.strip("| ").split(" | ") for line in README.splitlines() if line.startswith("| ")]
    shown = {row[0]: tuple(row[1:]) for row in rows}
    whole = [*accounted.below, Part.summed("All rows below the header", accounted.below), *accounted.standing]
    for part in whole:
        assert shown[part.what] == _numbers(part)
    reasons = {"product: unmapped_product": accounted.aside[0], "grower_id: missing": accounted.aside[1]}
    for said, part in reasons.items():
        assert part.what.startswith(said)
        assert next(numbers for what, numbers in shown.items() if said in what) == _numbers(part)
    assert len(accounted.aside) == 2


def _numbers(part: Part) -> tuple[str, ...]:
    return f"{part.rows:,}", plain(part.measure or 0, 4), str(part.below_zero), str(part.not_read)


def test_each_tomato_of_the_real_file_is_decided_or_named_as_undecided_in_the_readme(
    records: list[dict[str, str]],
) -> None:
    speaking = [record for record in records if any(word in " ".join(record.values()).lower() for word in WORDS)]
    assert sum("tomato" in " ".join(record.values()).lower() for record in speaking) == 286
    undecided: dict[str, list[int]] = {}
    for record in speaking:
        if text_of(record) not in decisions():
            undecided.setdefault(text_of(record), []).append(int(record["Total Weight in lbs"]))
    block = re.search(r"```undecided\n(.*?)\n```", README, re.DOTALL)
    assert block
    named = [line.split(maxsplit=2) for line in block.group(1).splitlines()]
    assert {compared(text): (int(rows), pounds) for rows, pounds, text in named} == {
        text: (len(weights), f"{sum(weights):,}") for text, weights in undecided.items()
    }
    assert not set(decisions()) - {text_of(record) for record in speaking}, "decisions about nothing"


def test_fresh_tomatoes_are_lines_as_decided_and_ketchup_is_none(
    real: SenderFile, records: list[dict[str, str]]
) -> None:
    decided = decisions()
    lines = {
        row: (product, quantity)
        for row, product, quantity in real.lines.select("from_row", "product", "quantity").iter_rows()
    }
    for row, record in enumerate(records, 2):
        product = decided.get(text_of(record))
        if product:
            assert lines[row] == (product, int(record["Total Weight in lbs"]))
        elif product == "":
            assert row not in lines
    without_vendor = {row for row, record in enumerate(records, 2) if not record["Vendor"]}
    counted = {row for row, record in enumerate(records, 2) if decided.get(text_of(record))}
    assert set(real.taken["from_row"].to_list()) == counted - without_vendor
    assert {set_aside(real)[row] for row in counted & without_vendor} == {("grower_id", "missing")}
    assert sum(part.rows for part in account(real).uncovered if "ketchup" in part.what.lower()) == 59


def test_both_spellings_of_an_agency_are_one_buyer(real: SenderFile) -> None:
    assert sorted(real.taken["buyer_id"].unique()) == [
        "nyc-childrens-services", "nyc-education", "nyc-health-hospitals", "nyc-homeless-services"
    ]  # fmt: skip
    assert len(real.lines.filter(pl.col("buyer_id").is_null())) == 0


def test_newlines_within_cells_make_no_rows(real: SenderFile) -> None:
    assert real.placed["from_row"].to_list() == list(range(1, 17_210))
    assert real.placed["place"].value_counts().sort("place").rows() == [
        ("header", 1), ("record", 4_002), ("skipped", 13_206)
    ]  # fmt: skip
