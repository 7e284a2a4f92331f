# ruff: noqa: E501 - what is wrong and what is told of it read best on one line
"""Program files: refused in a sentence that names the entry, and turned into exact dated tables."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from premium.errors import ProgramError
from premium.program import Program, load, read, rule_tables, shipped
from premium.program.load import PROGRAM_FILE, SHIPPED
from premium.program.model import InLanguages
from premium.program.rules import LAST_DAY
from premium.toml_file import MAX_BYTES, _sentence

FAIR = (SHIPPED / "fair-food.toml").read_text(encoding="utf-8")
MILK = (SHIPPED / "milk-with-dignity.toml").read_text(encoding="utf-8")
DAY = date(2026, 1, 31)
RATE = '[[premium.rate]]\nproduct = "{}"\nper = "{}"\namount = "{}"\nfrom = {}\n'


def refusal(text: str) -> str:
    """What is said of a program file that cannot be used."""
    with pytest.raises(ProgramError) as refused:
        read(text.encode(), "p.toml")
    return f"{refused.value}\n{refused.value.hint}"


def with_(old: str, new: str, text: str = FAIR) -> str:
    """A shipped program with one place changed."""
    assert old in text
    return text.replace(old, new, 1)


# What ships


def test_both_programs_ship_and_can_be_named_by_id() -> None:
    assert shipped() == ["fair-food", "milk-with-dignity"]
    for name in shipped():
        loaded = load(name)
        assert (loaded.program.id, loaded.source) == (name, f"{name} (shipped)")
        assert loaded.content == (SHIPPED / f"{name}.toml").read_bytes()
        assert loaded.program.remarks() == [
            "contact: 1-555-0100 is a number for examples; workers' statements do not print it"
        ]


def test_a_program_may_be_a_file_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FAIR.encode())
    loaded = load(str(path))
    assert loaded.program == load("fair-food").program
    assert loaded.sha256 != load("fair-food").sha256
    assert loaded.source == str(path)


def test_a_program_that_is_not_there_is_refused_with_the_ids_of_those_that_are() -> None:
    with pytest.raises(ProgramError, match="there is no program 'fair-foods'") as refused:
        load("fair-foods")
    assert refused.value.hint == "name a program file, or one that comes with the package: fair-food, milk-with-dignity"


def test_the_shipped_programs_are_those_beside_the_contract_and_what_papers_say() -> None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "programs"
    if not beside.is_dir():
        pytest.skip("the program files do not lie beside this clone")
    for name in shipped():
        ours, theirs = load(name).program, load(str(beside / f"{name}.toml")).program
        codes = tuple(
            code.model_copy(update={"title_in": InLanguages(), "remedy_in": InLanguages()}) for code in ours.code
        )
        assert ours.model_copy(update={"contact": None, "code": codes}) == theirs


# Files that are no program


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"#" * (MAX_BYTES + 5))
    with pytest.raises(ProgramError, match=r"is larger than a program file can be \(1,000,000 bytes\)"):
        load(str(path))
    assert read(FAIR.encode() + b"#" * (MAX_BYTES - len(FAIR.encode())), "p").program


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ProgramError, match=r"p is not UTF-8 text \(byte 9\)") as refused:
        read(b'name = "\xf1"', "p")
    assert refused.value.hint == "save the file as UTF-8"


def test_what_is_no_toml_is_refused_with_its_place() -> None:
    told = refusal("id = fair-food\n")
    assert told.startswith("p.toml is not TOML: Invalid value (at line 1, column 6)")
    assert told.endswith('\na text value stands in quotes: name = "Fair Food"')
    assert "is not TOML" in refusal('id = "a"\nid = "b"\n')


def test_an_empty_file_names_every_section_that_is_missing() -> None:
    told = refusal("")
    for name in ("id", "name", "currency", "calendar", "premium", "work"):
        assert f"  {name}: this line is missing\n" in told + "\n"
    assert told.endswith("premium program schema prints what a program file may say")


# Entries that are wrong: the place, and a sentence

EXTRA = "a program file has no such line; is it misspelt?"
ONLY = "only one can hold"
WRONG = {
    # what the file says: (what it is changed to, what is then told)
    "a misspelt line": ('retention = "0.13"', 'retention = "0.13"\nretension = "0.1"', f"premium.retension: {EXTRA} (the file says '0.1')"),
    "a misspelt section": ("[work]", "[worker]\n[work]", f"  worker: {EXTRA}"),
    "a misspelt line in a list": ('per = "lb"', 'per = "lb"\nprice = 1', f"premium.rate, entry 1 (tomato-round): price: {EXTRA} (the file says 1)"),
    "a missing line": ('basis = "gross"\n', "", "premium.basis: this line is missing"),
    "a missing line in a list": ("from = 2025-12-01\n", "", "premium.rate, entry 2 (tomato-round): from: this line is missing"),
    "a bare decimal": ('retention = "0.13"', "retention = 0.13", 'premium.retention: write this number in quotes, such as "0.13", so that it stays exact'),
    "yes for a number": ('retention = "0.13"', "retention = true", 'write this number in quotes, such as "True"'),
    "a share with a sign of percent": ('"0.13"', '"13%"', "premium.retention: '13%' is not a plain number such as 12, -0.5 or 0.0125"),
    "a share of everything": ('"0.13"', '"1"', "premium.retention: this must be below 1 (the file says '1')"),
    "a share below nothing": ('"0.13"', '"-0.01"', "premium.retention: this must be at least 0 (the file says '-0.01')"),
    "a share too fine": ('"0.13"', '"0.130000001"', "premium.retention: 0.130000001 has more than 8 decimals"),
    "a share with a line end": ('"0.13"', '"0.13\\n"', "premium.retention: '0.13\\n' is not a plain number"),
    "a rate with an exponent": ('"0.015"', '"1e-2"', "premium.rate, entry 2 (tomato-round): amount: '1e-2' is not a plain number"),
    "a rate below nothing": ('"0.015"', '"-1"', "premium.rate, entry 2 (tomato-round): amount: this must be at least 0"),
    "a rate of a million": ('"0.015"', '"1000000"', "amount: this must be below 1000000"),
    "a rate too fine": ('"0.015"', '"0.000000001"', "amount: 1E-9 has more than 8 decimals"),
    "tolerance in thousandths": ('"0.02"', '"0.025"', "premium.tolerance: 0.025 has more than 2 decimals"),
    "an unknown way to retain": ('"total"', '"all"', "premium.retention_of: this must be one of 'total' or 'worker_share' (the file says 'all')"),
    "an unknown basis": ('"gross"', '"weight"', "premium.basis: this must be one of 'gross', 'hours', 'units' or 'equal' (the file says 'weight')"),
    "an unknown period": ('pool = "month"', 'pool = "season"', "calendar.pool: this must be one of 'week' or 'month'"),
    "an unknown weekday": ('"monday"', '"Monday"', "calendar.week_start: this must be one of 'monday'"),
    "a day in quotes": ("from = 2025-12-01", 'from = "2025-12-01"', "from: write a date without quotes, such as 2025-12-01 (the file says '2025-12-01')"),
    "a point in time": ("from = 2025-12-01", "from = 2025-12-01T00:00:00", "premium.rate, entry 2 (tomato-round): from: write a date without quotes"),
    "days in quotes": ("pay_within_days = 30", 'pay_within_days = "30"', "premium.pay_within_days: write a whole number without quotes, such as 30 (the file says '30')"),
    "half a day": ("pay_within_days = 30", "pay_within_days = 30.5", "premium.pay_within_days: write a whole number without quotes"),
    "days below nothing": ("pay_within_days = 30", "pay_within_days = -1", "premium.pay_within_days: this must be at least 0 (the file says -1)"),
    "more than ten years": ("buyer_pays_within_days = 45", "buyer_pays_within_days = 3651", "premium.buyer_pays_within_days: this must be at most 3650"),
    "a lag of years": ("payout_lag = 0", "payout_lag = 61", "premium.payout_lag: this must be at most 60"),
    "a name that is empty": ('name = "Fair Food Program"', 'name = ""', "  name: this must not be empty (the file says '')"),
    "a name of spaces": ('name = "Fair Food Program"', 'name = "  "', "  name: this must not be empty"),
    "an id in capitals": ('id = "fair-food"', 'id = "Fair Food"', "  id: write small letters, digits and hyphens, such as fair-food (the file says 'Fair Food')"),
    "a currency of words": ('"USD"', '"dollars"', "  currency: write the currency as three capital letters, such as USD"),
    "a number for a name": ('name = "Fair Food Program"', "name = 7", '  name: write this as text in quotes, such as "0.13" (the file says 7)'),
    "no class at all": ('["harvest", "field"]', "[]", "work.qualifying: at least one is needed (the file says [])"),
    "one class without a list": ('["harvest", "field"]', '"harvest"', "work.qualifying: this must be a list (the file says 'harvest')"),
    "a line for a section": ("[work]\nqualifying", "[work.qualifying]\na", "work.qualifying: this must be a list"),
    "a section for a line": ('currency = "USD"\n\n[calendar]\npool = "month"\nweek_start = "monday"', 'currency = "USD"\ncalendar = "month"', "  calendar: this must be a section of lines (the file says 'month')"),
    "a pack of nothing": ('contains = "25"', 'contains = "0"', "pack, entry 1 (carton-25lb): contains: this must be above 0 (the file says '0')"),
    "a pack of itself": ('of = "lb"\ncontains = "25"', 'of = "carton-25lb"\ncontains = "25"', "pack, entry 1 (carton-25lb): a pack of carton-25lb cannot be counted in carton-25lb"),
    "a pack told twice": ('unit = "bucket-32lb"', 'unit = "carton-25lb"', f"the file as a whole: the 1st and the 2nd [[pack]] are both for carton-25lb: {ONLY}"),
    "a finding told twice": ('finding = "premium_short"', 'finding = "premium_missing"', f"the 1st and the 2nd [[code]] are both for premium_missing: {ONLY}"),
    "an unknown class of article": ('class = "serious"', 'class = "grave"', "code, entry 1 (premium_missing): class: this must be one of 'zero-tolerance', 'serious' or 'process'"),
    "two rates of a day": ("from = 2025-12-01", "from = 2011-01-01", f"premium: the 1st and the 2nd [[premium.rate]] are both for tomato-round from 2011-01-01: {ONLY}"),
    "two units of a product": ('per = "lb"\namount = "0.015"', 'per = "kg"\namount = "0.015"', "premium: the 2nd [[premium.rate]] gives tomato-round per kg, an earlier one per lb: a product has one rate unit; say the other with a [[pack]]"),
    "two minimum wages of a day": ("from = 2025-09-30", "from = 2024-09-30", f"wages: the 1st and the 2nd [[wages.minimum]] are both for FL from 2024-09-30: {ONLY}"),
    "a minimum wage too fine": ('hourly = "13.00"', 'hourly = "13.00001"', "wages.minimum, entry 1 (FL): hourly: 13.00001 has more than 4 decimals"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_place_and_a_sentence(case: str) -> None:
    old, new, told = WRONG[case]
    said = refusal(with_(old, new))
    assert said.startswith("p.toml cannot be used as a program file:\n  ")
    assert told in said
    assert said.endswith("premium program schema prints what a program file may say")
    assert "pydantic" not in said.lower()


def test_an_entry_without_its_name_is_told_by_its_place_alone() -> None:
    assert "\n  premium.rate, entry 1: product: this line is missing\n" in refusal(
        with_('product = "tomato-round"\n', "")
    )
    said = refusal(with_('["harvest", "field"]', '["harvest", 7]'))
    assert '\n  work.qualifying, entry 2: write this as text in quotes, such as "0.13" (the file says 7)\n' in said


def test_an_entry_told_three_times_is_told_by_its_first_two() -> None:
    text = with_('unit = "bucket-32lb"', 'unit = "carton-25lb"')
    third = '[[pack]]\nunit = "carton-25lb"\nof = "lb"\ncontains = "1"\n'
    assert "the 1st and the 2nd [[pack]] are both for carton-25lb" in refusal(
        text.replace("[work]", third + "[work]", 1)
    )


def test_a_fault_that_nobody_foresaw_is_told_in_the_models_own_words() -> None:
    told: Any = {"type": "surprise", "msg": "This is odd", "input": 7, "loc": ()}
    assert _sentence(told, PROGRAM_FILE) == "This is odd (the file says 7)"


def test_what_the_file_says_is_cut_at_sixty_characters() -> None:
    for length, shown in ((58, "'" + "x" * 58 + "'"), (59, "'" + "x" * 56 + "...")):
        assert f"(the file says {shown})" in refusal(with_('"total"', f'"{"x" * length}"'))


def test_every_wrong_entry_is_told_at_once() -> None:
    said = refusal(with_('"total"', '"all"', with_('contains = "25"', 'contains = "0"')))
    assert "premium.retention_of" in said
    assert "pack, entry 1" in said


def test_a_program_without_any_rate_is_refused() -> None:
    data = FAIR[: FAIR.index("[[premium.rate]]")] + "rate = []\n" + FAIR[FAIR.index("[[pack]]") :]
    assert "premium.rate: at least one is needed (the file says [])" in refusal(data)
    assert "premium.rate: this line is missing" in refusal(data.replace("rate = []\n", ""))


def test_a_value_that_is_very_long_is_cut() -> None:
    said = refusal(with_('"total"', f'"{"x" * 500}"'))
    assert "xxx...)" in said
    assert max(map(len, said.splitlines())) < 160


@pytest.mark.parametrize(("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (19, "19th"), (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (30, "30th")])  # fmt: skip
def test_entries_are_counted_in_english(number: int, said: str) -> None:
    rates = "".join(RATE.format(f"p{n}", "lb", "1", "2025-01-01") for n in range(1, number))
    last = RATE.format("twice", "lb", "1", "2025-01-01")
    text = FAIR[: FAIR.index("[[premium.rate]]")] + rates + last + last + FAIR[FAIR.index("[work]") :]
    assert f"the {said} and the " in refusal(text)


def test_a_pack_that_no_rate_is_for_is_remarked_and_not_refused() -> None:
    program = read(with_('of = "lb"', 'of = "bushel"').encode(), "p").program
    assert program.remarks()[0] == (
        "pack carton-25lb: no rate is per bushel, so nothing sold by the carton-25lb will have a price"
    )


@pytest.mark.parametrize(
    ("phone", "is_nobodys"),
    [
        ("1-555-0100", True), ("(239) 555-0199", True), ("239.555.0142", True), ("239-555-0200", False),
        ("1-800-555-0100 ext. 2", False), ("+509 34 55 50 10", False), ("nobody", False),
    ],
)  # fmt: skip
def test_a_number_for_examples_is_remarked(phone: str, is_nobodys: bool) -> None:  # noqa: FBT001 - a row of the table
    program = read(with_('phone = "1-555-0100"', f'phone = "{phone}"').encode(), "p").program
    assert any(remark.startswith("contact: ") for remark in program.remarks()) == is_nobodys


def test_a_program_cannot_be_changed_once_read() -> None:
    program = load("fair-food").program
    with pytest.raises(Exception, match="frozen"):
        program.premium.basis = "hours"  # type: ignore[misc]
    assert isinstance(program.premium.rate, tuple)


def test_whole_numbers_need_no_quotes() -> None:
    assert read(with_('contains = "25"', "contains = 25").encode(), "p").program.pack[0].contains == 25


# The JSON Schema for editors


SCHEMA: dict[str, Any] = Program.model_json_schema(by_alias=True)
KINDS: dict[str, type | tuple[type, ...]] = {"object": dict, "array": list, "string": (str, date), "integer": int}


def misfits(value: Any, schema: dict[str, Any], place: str = "") -> list[str]:  # noqa: ANN401 - a document
    """Where a document does not fit a schema, by the few words of JSON Schema that ours uses."""
    if "$ref" in schema:
        return misfits(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], place)
    unknown = set(schema) - {"type", "properties", "required", "additionalProperties", "items", "minItems", "enum", "pattern",
                             "minimum", "maximum", "minLength", "default", "title", "description", "format", "$defs"}  # fmt: skip
    assert not unknown, unknown
    if not isinstance(value, KINDS[schema["type"]]) or isinstance(value, bool):
        return [f"{place}: no {schema['type']}"]
    wrong = []
    if isinstance(value, dict):
        wrong += [f"{place}.{name}: missing" for name in schema.get("required", ()) if name not in value]
        wrong += [
            f"{place}.{n}: unknown"
            for n in value
            if n not in schema["properties"] and not schema["additionalProperties"]
        ]
        for name, inner in value.items():
            wrong += (
                misfits(inner, schema["properties"][name], f"{place}.{name}") if name in schema["properties"] else []
            )
    if isinstance(value, list):
        wrong += [f"{place}: too few"] * (len(value) < schema.get("minItems", 0))
        wrong += [told for i, inner in enumerate(value) for told in misfits(inner, schema["items"], f"{place}[{i}]")]
    if isinstance(value, str):
        wrong += [f"{place}: not in list"] * (value not in schema.get("enum", [value]))
        wrong += [f"{place}: pattern"] * (not re.search(schema.get("pattern", ""), value))
    if isinstance(value, int):
        wrong += [f"{place}: out of range"] * (
            not schema.get("minimum", value) <= value <= schema.get("maximum", value)
        )
    return wrong


@pytest.mark.parametrize("text", [FAIR, MILK], ids=["fair-food", "milk-with-dignity"])
def test_both_programs_fit_the_schema_that_editors_use(text: str) -> None:
    assert misfits(tomllib.loads(text), SCHEMA) == []


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("a misspelt line", ".premium.retension: unknown"), ("a missing line", ".premium.basis: missing"),
        ("an unknown basis", ".premium.basis: not in list"), ("a share with a sign of percent", ".premium.retention: pattern"),
        ("days below nothing", ".premium.pay_within_days: out of range"), ("an id in capitals", ".id: pattern"),
        ("no class at all", ".work.qualifying: too few"), ("a missing line in a list", ".premium.rate[1].from: missing"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_loader_refuses(case: str, told: str) -> None:
    old, new, _ = WRONG[case]
    assert misfits(tomllib.loads(with_(old, new)), SCHEMA) == [told]


# Rules as tables


def rows(text: str, table: str) -> list[dict[str, Any]]:
    """A rule table of a program, as rows."""
    rule = rule_tables(read(text.encode(), "p").program, DAY)[table]
    for row in rule.rows:
        for value, kind in zip(row, rule.columns.values(), strict=True):
            assert type(value) is kind, f"{table}: {value!r} is no {kind}"
    return [dict(zip(rule.columns, row, strict=True)) for row in rule.rows]


def test_the_terms_of_both_programs_are_one_row_each() -> None:
    assert rows(FAIR, "terms") == [{
        "program_id": "fair-food", "pool": "month", "week_start": 1, "retention_num": 13, "retention_den": 100, "basis": "gross",
        "buyer_pays_within_days": 45, "pay_within_days": 30, "payout_lag": 0, "tolerance_cents": 2, "price_scale": 100,
        "as_of": DAY,
    }]  # fmt: skip
    assert rows(MILK, "terms") == [{
        "program_id": "milk-with-dignity", "pool": "week", "week_start": 7, "retention_num": 6, "retention_den": 10,
        "basis": "equal", "buyer_pays_within_days": 20, "pay_within_days": 16, "payout_lag": 1, "tolerance_cents": 1,
        "price_scale": 100, "as_of": DAY,
    }]  # fmt: skip


@pytest.mark.parametrize(("day", "number"), [("monday", 1), ("tuesday", 2), ("wednesday", 3), ("thursday", 4), ("friday", 5), ("saturday", 6), ("sunday", 7)])  # fmt: skip
def test_weekdays_are_counted_from_monday(day: str, number: int) -> None:
    assert rows(with_('"monday"', f'"{day}"'), "terms")[0]["week_start"] == number


@pytest.mark.parametrize("share", ["0", "0.15", "0.13", "0.5", "0.99999999", "0.10"])
def test_a_share_on_top_of_the_workers_part_is_r_over_1_plus_r_of_the_whole(share: str) -> None:
    for of, whole in (("total", Fraction(share)), ("worker_share", Fraction(share) / (1 + Fraction(share)))):
        (terms,) = rows(with_('"total"', f'"{of}"', with_('"0.13"', f'"{share}"')), "terms")
        assert Fraction(terms["retention_num"], terms["retention_den"]) == whole


def test_rates_hold_from_their_day_to_the_day_before_the_next_in_whatever_order_they_stand() -> None:
    prices = [p for p in rows(FAIR, "prices") if (p["product"], p["unit"]) == ("tomato-round", "lb")]
    assert prices == [
        {"product": "tomato-round", "unit": "lb", "from_date": date(2011, 1, 1), "last_date": date(2025, 11, 30), "unit_price": 100},
        {"product": "tomato-round", "unit": "lb", "from_date": date(2025, 12, 1), "last_date": LAST_DAY, "unit_price": 150},
    ]  # fmt: skip
    first, second = (
        RATE.format("tomato-round", "lb", "0.01", "2011-01-01"),
        RATE.format("tomato-round", "lb", "0.015", "2025-12-01"),
    )
    turned = with_(first, "@", with_(second, first)).replace("@", second)
    assert turned != FAIR
    assert rows(turned, "prices") == rows(FAIR, "prices")


def test_a_price_is_exact_for_every_unit_that_a_product_is_sold_in() -> None:
    terms, conversions = (
        rows(FAIR, "terms")[0],
        {(c["product"], c["unit"]): c["contains_e4"] for c in rows(FAIR, "conversions")},
    )
    program = load("fair-food").program
    seen = set()
    for price in rows(FAIR, "prices"):
        rate = next(
            r for r in program.premium.rate if (r.product, r.first_day) == (price["product"], price["from_date"])
        )
        contains = Fraction(conversions[price["product"], price["unit"]], 10_000)
        assert Fraction(price["unit_price"], terms["price_scale"]) == Fraction(rate.amount) * 100 * contains
        seen.add((price["product"], price["unit"]))
    assert seen == set(conversions)
    assert {unit for _, unit in seen} == {"lb", "carton-25lb", "bucket-32lb"}


def test_prices_share_one_scale_that_the_finest_of_them_needs() -> None:
    assert rows(with_('"0.015"', '"0.00000001"'), "terms")[0]["price_scale"] == 10**6
    fine = with_('contains = "25"', 'contains = "0.0001"', with_('"0.015"', '"0.00000001"'))
    assert rows(fine, "terms")[0]["price_scale"] == 10**10
    smallest = min(p["unit_price"] for p in rows(fine, "prices"))
    assert smallest == 1
    whole = (
        FAIR[: FAIR.index("[[premium.rate]]")]
        + RATE.format("p", "lb", "1", "2025-01-01")
        + FAIR[FAIR.index("[work]") :]
    )
    assert rows(whole, "terms")[0]["price_scale"] == 1


def test_a_pack_is_one_step_and_only_for_products_of_its_unit() -> None:
    text = with_('unit = "bucket-32lb"\nof = "lb"', 'unit = "bucket-32lb"\nof = "carton-25lb"')
    assert {c["unit"] for c in rows(text, "conversions")} == {"lb", "carton-25lb"}
    assert {c["unit"]: c["contains_e4"] for c in rows(MILK, "conversions")} == {"cwt": 10_000, "lb": 100}
    assert [p["unit_price"] for p in rows(MILK, "prices")] == [12_500, 125]


def test_a_pack_never_renames_the_rate_unit_itself() -> None:
    text = with_('unit = "carton-25lb"\nof = "lb"', 'unit = "lb"\nof = "kg"')
    assert {c["unit"]: c["contains_e4"] for c in rows(text, "conversions")}["lb"] == 10_000


def test_minimum_wages_classes_and_articles_are_as_in_the_file() -> None:
    assert rows(FAIR, "minimum_wages") == [
        {"place": "FL", "from_date": date(2024, 9, 30), "last_date": date(2025, 9, 29), "hourly_e4": 130_000},
        {"place": "FL", "from_date": date(2025, 9, 30), "last_date": LAST_DAY, "hourly_e4": 140_000},
    ]
    assert [r["job_class"] for r in rows(with_('"field"]', '"field", "field"]'), "qualifying")] == ["field", "harvest"]
    codes = rows(FAIR, "codes")
    assert len(codes) == 18
    assert codes[0] == {
        "finding": "premium_missing", "article": "I.1", "class": "serious",
        "title": "Pass the premium through to every Qualifying Worker",
        "remedy": "Pay the worker the missing premium as a separate line on the next check", "remedy_days": 14,
    }  # fmt: skip


def test_minimum_wages_of_two_places_do_not_end_each_other() -> None:
    text = with_('place = "FL"\nhourly = "14.00"', 'place = "GA"\nhourly = "14.00"')
    assert [(w["place"], w["last_date"]) for w in rows(text, "minimum_wages")] == [("FL", LAST_DAY), ("GA", LAST_DAY)]


def test_defaults_are_those_of_the_contract() -> None:
    text = FAIR
    for line in ('week_start = "monday"\n', "payout_lag = 0\n", 'tolerance = "0.02"\n'):
        text = with_(line, "", text)
    text = text[: text.index("[[wages.minimum]]")]
    program = read(text.encode(), "p").program
    assert (program.calendar.week_start, program.premium.payout_lag, program.premium.tolerance) == (
        "monday",
        0,
        Decimal(0),
    )
    assert (program.wages.minimum, program.code) == ((), ())
    assert read(text[: text.index("[[pack]]")].encode() + b'[work]\nqualifying = ["a"]\n', "p").program.pack == ()
