"""Profiles: what they may say, and in which sentences the rest is refused."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.errors import ProfileError
from premium.ingest.profile import load_profile, read_profile
from premium.ingest.profile.model import Profile
from premium.toml_file import MAX_BYTES
from sender_files import PAYROLL, loaded, payments, payroll

GOOD = payments()
LABEL = '[[label]]\nname = "a"\n'
GROUP = '[[rows.group]]\nwhere = [{ begins = "x" }]\n'
SKIP = '[[rows.skip]]\nwhy = "x"\n'
FIELD = 'field = [{ title = "a", start = 1, width = 1 }]'
REST = 'pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n'
HOURS = payroll('hours = "Hrs"\n')
PAID_BY = "".join(
    f'[[line]]\npay_code = {{ constant = "{t}" }}\nkind = {{ constant = "hourly" }}\namount = "{t}"\n'
    for t in ("A", "B")
)


def refused(text: str | bytes) -> str:
    with pytest.raises(ProfileError) as error:
        read_profile(text if isinstance(text, bytes) else text.encode(), "p.toml", Path())
    return str(error.value)


def source(**said: str) -> str:
    """A profile whose amount, or another column, has a source that says this."""
    name, value = next(iter(said.items()))
    return payments(f"{name} = {value}\n", columns=GOOD_COLUMNS[name])


GOOD_COLUMNS = {
    "amount": payments().partition("[columns]")[2].replace('amount = "Pay"\n', ""),
    "paid_date": payments().partition("[columns]")[2].replace('paid_date = "Day"\n', ""),
    "payment_id": payments().partition("[columns]")[2].replace('payment_id = { as = "row" }\n', ""),
    "for_period": payments().partition("[columns]")[2],
}
GOOD_COLUMNS = {name: f"[columns]{columns}" for name, columns in GOOD_COLUMNS.items()}

SOURCES = [
    ("amount", "{}", "say either from (a title) or constant"),
    ("amount", '{ from = "Pay", constant = "5" }', "say either from (a title) or constant"),
    ("payment_id", '{ as = "row", from = "No" }', 'as = "row" needs neither'),
    ("amount", '{ constant = "5", rounded = true }', "rounded: this goes with from (a title), and there is none"),
    ("payment_id", '{ as = "row", digits = 4 }', "digits: this goes with from (a title)"),
    ("amount", '{ from = "Pay", as = "number" }', 'columns: amount cannot be read as = "number"; it may be money'),
    ("paid_date", '{ from = "Day", as = "text" }', 'columns: paid_date cannot be read as = "text"; it may be date'),
    ("amount", '{ from = "Pay", as = "cash" }', "this must be one of"),
    ("amount", '{ from = "Pay", digits = 4 }', "columns: amount is read as money; digits goes with id"),
    ("amount", '{ from = "Pay", times = "8" }', "columns: amount is read as money; times goes with number"),
    ("amount", '{ from = "Pay", add_days = 1 }', "columns: amount is read as money; add_days goes with date"),
    (
        "payment_id",
        '{ from = "No", implied = 2 }',
        "columns: payment_id is read as id; implied goes with money or number",
    ),
    (
        "payment_id",
        '{ from = "No", as = "text", digits = 4 }',
        "columns: payment_id is read as text; digits goes with id",
    ),
    ("amount", '{ from = ["A", "B"] }', "read as money, and that is not put together from several titles"),
    (
        "payment_id",
        '{ from = ["A", "B"], join = "" }',
        "an identifier of several titles needs a join, or 1 and 23 is as 12 and 3",
    ),
    ("amount", "{ from = [] }", "at least one is needed"),
    ("amount", '{ from = " " }', "this must not be empty"),
    ("payment_id", '{ from = "No", as = "product" }', 'as = "product" and table go together'),
    ("payment_id", '{ from = "No", table = "x" }', 'as = "product" and table go together'),
    (
        "payment_id",
        '{ from = "No", codes = { a = "b" }, contains = { a = "b" } }',
        "codes and contains do not go together",
    ),
    ("payment_id", '{ from = "No", codes = {} }', "at least one is needed"),
    ("payment_id", '{ from = "No", contains = { " " = "b" } }', "this must not be empty"),
    ("payment_id", '{ from = "No", codes = { a = 1 } }', "write this as text in quotes"),
    ("payment_id", '{ from = "No", digits = 4, zeros = "none" }', 'zeros = "none" says that there were none: keep one'),
    ("amount", '{ from = "Pay", zeros = "none" }', "columns: amount is read as money; zeros goes with id"),
    ("payment_id", '{ from = "No", digits = 41 }', "this must be at most 40 (the file says 41)"),
    ("payment_id", '{ from = "No", digits = "4" }', "write a whole number without quotes"),
    (
        "payment_id",
        '{ from = "No", colour = "red" }',
        "a profile has no such line; is it misspelt? (the file says 'red')",
    ),
    ("payment_id", '{ from = "No", when = [] }', "at least one is needed"),
    ("payment_id", '{ from = "No", when = [{ column = "x" }] }', "say exactly one of equals, begins, contains"),
    ("payment_id", "5", "this must be a section of lines"),
    ("payment_id", "[]", "at least one is needed"),
    ("payment_id", '["No", 5]', "entry 2: this must be a section of lines (the file says 5)"),
]


@pytest.mark.parametrize(("column", "said", "why"), SOURCES)
def test_a_source_that_cannot_be_meant_is_refused_with_its_place_and_a_sentence(
    column: str, said: str, why: str
) -> None:
    message = refused(source(**{column: said}))
    assert why in message
    assert message.startswith("p.toml cannot be used as a profile:\n  ")


TIMES = [
    ("8", 'write this number in quotes, such as "8"'), ('"0"', "0 must not be zero"),
    ('"0.00001"', "nor have more than 4 decimals"),
    ('"1e3"', "is not a plain number"), ('"1000000001"', "nor above 1,000,000,000"),
    ('"-1000000001"', "nor above 1,000,000,000"),
    ("8.5", 'write this number in quotes, such as "8.5"'), (f'"{"9" * 5000}"', "nor above"),
]  # fmt: skip


@pytest.mark.parametrize(("times", "why"), TIMES)
def test_units_per_container_are_exact_and_within_reason(times: str, why: str) -> None:
    assert why in refused(payroll(REST + f'units = {{ from = "Bins", times = {times} }}\n'))


WHOLE = [
    (
        GOOD.replace('id = "p"', 'id = "P q"'),
        "id: write small letters, digits and hyphens, such as palm-hollow-crews (the file says 'P q')",
    ),
    (GOOD.replace('id = "p"\n', ""), "id: this line is missing"),
    (GOOD.replace('"payments"', '"wages"'), "table: this must be one of 'purchases', 'sales'"),
    (GOOD.replace('amount = "Pay"\n', ""), "[columns] must say where amount comes from: payments needs it"),
    (GOOD + 'wage = "x"\n', "columns: payments has no column wage; it has payment_id, buyer_id"),
    (GOOD + '[[line]]\nwage = "x"\n', "line, entry 1: payments has no column wage"),
    (payments(top='approved_by = "Ana"'), "approved_by and approved_on go together"),
    (payments(top="approved_on = 2025-12-01"), "approved_by and approved_on go together"),
    (payments(top='approved_by = "Ana"\napproved_on = "2025-12-01"'), "write a date without quotes"),
    (payments(top="version = 0"), "version: this must be at least 1 (the file says 0)"),
    (payments(top='freeze = "yes"'), "freeze: write true or false, without quotes"),
    (payments(top='leftover = "lose"'), "leftover: this must be one of 'refuse', 'keep' or 'drop'"),
    (
        GOOD.replace('format = "csv"', 'format = "fixed"'),
        '[[dialect.field]] entries go with format = "fixed", and it needs them',
    ),
    (GOOD.replace('format = "csv"', f'format = "csv"\n{FIELD}'), "[[dialect.field]] entries go with"),
    (GOOD.replace('group = ","', 'group = "."'), "decimal and group must be different characters"),
    (
        GOOD.replace('group = ","', 'delimiter = ";;"'),
        "dialect.delimiter: one character is the most that fits here (the file says ';;')",
    ),
    (GOOD.replace('group = ","', 'delimiter = ""'), "dialect.delimiter: this must not be empty"),
    (GOOD.replace('group = ","', "header_row = 0"), "dialect.header_row: this must be at least 1"),
    (GOOD + SKIP + 'where = [{ begins = "a", contains = "b" }]\n', "say exactly one of equals"),
    (GOOD + '[[rows.skip]]\nwhere = [{ begins = "a" }]\n', "rows.skip, entry 1: why: this line is missing"),
    (GOOD + SKIP + "where = []\n", "rows.skip, entry 1: where: at least one is needed"),
    (GOOD + LABEL + '[[label]]\nname = "A"\n', "'a' is the name of two things"),
    (GOOD + LABEL + '[share]\nname = "a "\nfrom = "x"\n', "'a' is the name of two things"),
    (GOOD + GROUP + 'gives = [{ name = "a" }, { name = "a" }]\n', "'a' is the name of two things"),
    (GOOD + LABEL + GROUP + 'gives = [{ name = "a" }]\n', "'a' is the name of two things"),
    (HOURS + PAID_BY, "line: 'hrs' would be counted as hours on several lines of one row: put it into the [[line]]"),
    (HOURS.replace("hours", "units") + PAID_BY, "line: 'hrs' would be counted as units on several lines of one row"),
    (GOOD + "[[line]]\n[[line]]\n", "line: 'pay' would be counted as amount on several lines of one row"),
    (
        GOOD + '[[line]]\namount = "A"\n[[line]]\namount = ["B", "a"]\n',
        "line: 'a' would be counted as amount on several lines",
    ),
    (payments('[rows]\ncarry = ["pay"]\n'), "rows.carry: 'Pay' is read as amount, and amounts are not carried down"),
    (GOOD + "[columns]\n", "is not TOML: Cannot declare"),
    (GOOD + "colour = red\n", "is not TOML"),
]


@pytest.mark.parametrize(("text", "why"), WHOLE)
def test_a_profile_that_cannot_be_meant_is_refused_with_its_place_and_a_sentence(text: str, why: str) -> None:
    assert why in refused(text)


def test_what_is_meant_is_taken() -> None:
    two = '[[rows.group]]\nwhere = [{ begins = "x" }]\ngives = [{ name = "a" }]\n'
    both = '[[line]]\namount = { from = "Pay", when = [{ column = "T", equals = "x" }] }\n'
    lines = '[[line]]\namount = "A"\n[[line]]\namount = "B"\n'
    for text in (GOOD, GOOD + two + two.replace('"x"', '"y"'), GOOD + both + both.replace('"x"', '"y"'), GOOD + lines):
        assert loaded(text).profile.id == "p"
    some = loaded(GOOD.replace('"Pay"', '["Net", { from = "Gross" }]')).profile.columns["amount"]
    assert [s.titles for s in some] == [("Net",), ("Gross",)]
    approved = loaded(payments(top='approved_by = "Ana"\napproved_on = 2025-12-01')).profile
    assert str(approved.approved_on) == "2025-12-01"


def test_a_profile_may_leave_to_the_person_whose_file_it_is() -> None:
    text = payroll(REST, columns=PAYROLL.replace('grower_id = { constant = "g" }\n', ""))
    assert "grower_id" not in loaded(text).profile.columns


ODD = [
    (b"\xff\xfe\x00", "is not UTF-8 text (byte 1)"),
    (b'id = "p"\x00', "is not TOML"),
    (b"x" * (MAX_BYTES + 1), "is larger than a profile can be"),
    (b"x = " + b"[" * 100_000, "nests lists or tables too deeply"),
    (b"x = " + b"[" * 5_000 + b"]" * 5_000, "nests lists or tables too deeply"),
    (b"x = " + b"{a=" * 5_000 + b"1" + b"}" * 5_000, "nests lists or tables too deeply"),
    (b"x = [" * 50 + b"]" * 50, "is not TOML"),
    (b"version = " + b"9" * 5_000, "has a number with too many digits to be read"),
    (b"version = 0x" + b"f" * 5_000, "the file says something too large to be shown"),
    (b"x.y" + b".y" * 20_000 + b" = 1", ""),
    (b"", "id: this line is missing"),
    (b"[[columns]]\n", "columns: this must be a section of lines"),
    (b"columns = 1\ndialect = 2\n", "dialect: this must be a section of lines"),
    (b"version = inf\n", "version: write a whole number without quotes"),
    (b"id = '''" + b"a" * 900_000 + b"-A'''", "write small letters"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), ODD, ids=range(len(ODD)))
def test_a_file_that_is_no_profile_at_all_is_refused_in_a_sentence(content: bytes, why: str) -> None:
    message = refused(content)
    assert why in message
    assert len(message) < 5_000


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_profile_or_refused(content: bytes) -> None:
    with contextlib.suppress(ProfileError):
        read_profile(content, "p.toml", Path())


PIECES = st.sampled_from(sorted({word for text in (GOOD, *(t for t, _ in WHOLE[:20])) for word in text.split("\n")}))


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=14).map("\n".join))
def test_lines_of_profiles_in_any_order_are_a_profile_or_refused(text: str) -> None:
    with contextlib.suppress(ProfileError):
        assert isinstance(read_profile(text.encode(), "p.toml", Path()).profile, Profile)


def test_a_profile_is_loaded_with_its_bytes_its_fingerprint_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    got = load_profile(path)
    assert (got.source, got.folder, got.content) == (str(path), tmp_path, b"\xef\xbb\xbf" + GOOD.encode())
    assert len(got.sha256) == 64
    assert got.profile == loaded(GOOD).profile


def test_a_profile_that_is_not_there_or_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProfileError, match="there is no profile") as error:
        load_profile(tmp_path)
    assert "premium profile guess" in error.value.hint
    (tmp_path / "p.toml").write_text(GOOD, encoding="utf-8")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ProfileError, match="cannot be read: Permission denied"):
        load_profile(tmp_path / "p.toml")
