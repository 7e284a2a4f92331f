"""Which identifiers are proposed to be one worker, why, and what speaks for and against."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folders import lines, payments, write
from premium.errors import InputError
from premium.ingest.workers import book, likeness
from premium.ingest.workers.identities import Identity
from premium.ingest.workers.likeness import alike, crowded, same_name
from premium.ingest.workers.propose import propose

TOLD = date(2026, 1, 15)
MONDAY = date(2025, 11, 3)


def reasons(*ids: str, grower: str = "g") -> dict[tuple[str, str], list[str]]:
    """The pairs among a grower's identifiers, with their reasons."""
    found = alike(
        pl.DataFrame(
            {"grower_id": [grower] * len(ids), "worker_id": ids}, schema=dict.fromkeys(likeness.KEY, pl.String)
        )
    )
    pairs: dict[tuple[str, str], list[str]] = {}
    for _, one, other, reason in found.iter_rows():
        pairs.setdefault((one, other), []).append(reason)
    return pairs


def week(worker: str, *weeks: int, kind: str = "piece", amount: str = "10.00", **more: str) -> list[dict[str, str]]:
    """Lines of a worker in these weeks, counted from a Monday in November."""
    made = []
    for number in weeks:
        start = MONDAY + timedelta(weeks=number)
        days = {"period_start": str(start), "period_end": str(start + timedelta(days=6)), "check_date": str(start)}
        made.append({"worker_id": worker, "kind": kind, "amount": amount, **days, **more})
    return made


def proposed(*made: list[dict[str, str]], names: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """What is proposed of these lines; `names` are written into a Parquet file as ingestion does."""
    rows = [row for part in made for row in part]
    with tempfile.TemporaryDirectory() as place:
        records = write(Path(place), {"payroll.csv": lines(*rows)})
        if names is not None:
            frame = pl.read_csv(records / "payroll.csv", infer_schema=False)
            given_name = pl.col("worker_id").replace_strict(names, default=None, return_dtype=pl.String)
            frame.with_columns(from_name=given_name).write_parquet(records / "payroll.parquet")
            (records / "payroll.csv").unlink()
        return propose(records).pairs.to_dicts()


def told(pair: dict[str, Any]) -> tuple[str, str, list[str], list[str], list[str], bool]:
    return (
        pair["worker_id"], pair["is_worker_id"], pair["reasons"], pair["speaks_for"], pair["speaks_against"],
        pair["likely"],
    )  # fmt: skip


# Likeness


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("00417", "417", ["lost_zero"]),
        ("A-0417", "A-417", ["lost_zero"]),
        ("0", "00", ["lost_zero"]),
        ("0417-01", "417-1", ["lost_zero"]),
        (" 417", "417", ["spacing_or_case"]),
        ("4 17", "417", ["spacing_or_case"]),
        ("A17", "a17", ["spacing_or_case"]),
        ("4\u200b17", "417", ["spacing_or_case"]),
        ("\uff1417", "417", ["spacing_or_case"]),
        ("e\u0301", "\u00e9", ["spacing_or_case"]),
        ("MUNOZ", "MUÑOZ", ["accents"]),
        ("munoz", "MUÑOZ", ["accents", "spacing_or_case"]),
        (" 417", "00417", ["lost_zero", "spacing_or_case"]),
        ("4127", "4217", ["transposed_digits"]),
        ("A4127B", "A4217B", ["transposed_digits"]),
        ("01", "10", ["transposed_digits"]),
    ],
)  # fmt: skip
def test_two_that_look_alike_meet_with_the_reason(one: str, other: str, why: list[str]) -> None:
    pair = tuple(sorted((one, other), key=str.encode))
    assert reasons(one, other) == reasons(other, one) == {pair: why}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("417", "4170"),
        ("417", "418"),
        ("417", "714"),
        ("4a17", "4b17"),
        ("41-7", "4-17"),
        ("100", "1"),
        ("AB", "BA"),
        ("4127", "04217"),
        ("\u200b", "\u200c"),
    ],
)
def test_two_that_differ_otherwise_do_not_meet(one: str, other: str) -> None:
    assert reasons(one, other) == {}


def test_growers_are_kept_apart() -> None:
    frame = pl.DataFrame({"grower_id": ["g", "h"], "worker_id": ["417", "0417"]})
    assert alike(frame).is_empty()
    frame = pl.DataFrame({"grower_id": ["g", "g", "h", "h"], "worker_id": ["417", "0417", "00417", "000417"]})
    assert alike(frame).rows() == [("g", "0417", "417", "lost_zero"), ("h", "000417", "00417", "lost_zero")]


def test_a_crowd_that_looks_alike_is_not_paired() -> None:
    assert len(reasons(*("0" * n + "7" for n in range(20)))) == 190
    assert reasons(*("0" * n + "7" for n in range(21))) == {}


def test_an_identifier_of_more_characters_than_anybody_types_is_not_looked_at_for_swaps() -> None:
    assert len(reasons("12" + "x" * 38, "21" + "x" * 38)) == 1
    assert reasons("12" + "x" * 39, "21" + "x" * 39) == {}


def test_no_worker_gives_no_pair() -> None:
    assert alike(pl.DataFrame(schema={"grower_id": pl.String, "worker_id": pl.String})).is_empty()


@given(ids=st.lists(st.text("0012 aAéÉ-", max_size=6), max_size=30), order=st.randoms())
def test_pairs_do_not_depend_on_order_and_nobody_meets_themselves(ids: list[str], order: Any) -> None:  # noqa: ANN401
    turned = [*ids, *ids[:3]]
    order.shuffle(turned)
    found = reasons(*ids)
    assert found == reasons(*turned)
    assert list(found) == sorted(found, key=lambda pair: [side.encode() for side in pair])
    assert all(one.encode() < other.encode() for one, other in found)
    assert {side for pair in found for side in pair} <= set(ids)


@given(ids=st.sets(st.text("0123", min_size=1, max_size=4), max_size=25))
def test_swapped_digits_are_found_as_two_loops_would(ids: set[str]) -> None:
    def swapped(one: str, other: str) -> bool:
        return any(
            one[i] != one[i + 1] and one[:i] + one[i + 1] + one[i] + one[i + 2 :] == other for i in range(len(one) - 1)
        )

    found = {pair for pair, why in reasons(*ids).items() if "transposed_digits" in why}
    assert found == {(a, b) for a in ids for b in ids if a < b and swapped(a, b)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muñoz, José", "JOSE  MUNOZ"),
        ("O'Brien, Ann", "Ann O\u2019Brien"),
        ("García-López, Ana", "ana garcia lopez"),
        ("Jose\u0301 Diaz", "José Díaz"),
    ],
)
def test_a_name_is_the_same_whatever_its_accents_case_spacing_and_order(one: str, other: str) -> None:
    frame = pl.DataFrame({"grower_id": ["g", "g"], "worker_id": ["2", "1"], "name": [one, other]})
    assert same_name(frame).rows() == [("g", "1", "2")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Ruiz", "Ana Ruis"), ("Ana", "Ana"), ("", ""), ("---", "---"), ("Ana Ruiz", "Ana Ruiz Díaz")],
)
def test_other_names_and_names_of_one_word_do_not_meet(one: str, other: str) -> None:
    frame = pl.DataFrame({"grower_id": ["g", "g"], "worker_id": ["1", "2"], "name": [one, other]})
    assert same_name(frame).is_empty()


def test_a_name_that_too_many_bear_says_nothing_and_they_are_counted() -> None:
    n = likeness.MOST_ALIKE + 1
    frame = pl.DataFrame({"grower_id": ["g"] * n, "worker_id": [str(i) for i in range(n)], "name": ["No Name"] * n})
    assert same_name(frame).is_empty()
    assert crowded(frame) == n
    assert crowded(frame.head(n - 1)) == 0


# Proposals


def test_premium_under_one_and_wages_under_the_other_in_one_week_speaks_for_it() -> None:
    (pair,) = proposed(week("417", 0, 1), week("00417", 0, kind="premium", amount="3.00"))
    assert told(pair) == ("00417", "417", ["lost_zero"], ["premium_apart"], [], True)
    assert pair["worker"] == {
        "lines": 1, "pay_periods": 1, "first_day": MONDAY, "last_day": MONDAY + timedelta(days=6), "wages_cents": 0,
        "premium_cents": 300,
    }  # fmt: skip
    assert (pair["is_worker"]["lines"], pair["is_worker"]["wages_cents"]) == (2, 2000)


def test_two_that_are_paid_for_the_same_days_are_probably_two_and_come_last() -> None:
    first, second = proposed(week("A1", 0), week("a1", 0), week("b2", 0, 1), week("B2", 2))
    assert (told(first)[-1], told(second)[-1]) == (True, False)
    assert second["speaks_against"] == ["both_paid"]
    assert (first["both_paid_periods"], second["both_paid_periods"]) == (0, 1)


def test_pay_periods_of_other_lengths_that_lie_over_one_another_count_too() -> None:
    long = {"period_start": "2025-11-03", "period_end": "2025-11-16"}
    (pair,) = proposed([{**week("7", 0)[0], **long}, *week("7", 1)], week("07", 1))
    assert (pair["speaks_against"], pair["both_paid_periods"]) == (["both_paid"], 1)


def test_a_long_pay_period_counts_though_a_shorter_one_began_after_it() -> None:
    long = {"period_start": "2025-11-03", "period_end": "2025-11-30"}
    (pair,) = proposed([{**week("7", 0)[0], **long}, *week("7", 1)], week("07", 2))
    assert (pair["speaks_against"], pair["both_paid_periods"]) == (["both_paid"], 1)


def test_premium_beside_premium_for_the_same_days_speaks_against_it_though_only_one_has_wages() -> None:
    (pair,) = proposed(week("417", 0, 1), week("417", 0, kind="premium"), week("00417", 0, kind="premium"))
    assert told(pair)[2:] == (["lost_zero"], [], ["both_paid"], False)


def test_swapped_digits_that_fill_a_gap_are_likely() -> None:
    (pair,) = proposed(week("4127", 0, 1, 3, 4), week("4217", 2), week("9", 0, 1, 2, 3, 4))
    assert told(pair) == ("4217", "4127", ["transposed_digits"], ["fills_gap"], [], True)


def test_swapped_digits_in_the_last_week_of_the_records_fill_a_gap_too() -> None:
    (pair,) = proposed(week("4127", 0, 1, 2), week("4217", 3), week("9", 3))
    assert pair["speaks_for"] == ["fills_gap"]
    (pair,) = proposed(week("4127", 1, 2, 3), week("4217", 0), week("9", 3))
    assert pair["speaks_for"] == ["fills_gap"]


@pytest.mark.parametrize(
    ("regular", "rare"),
    [((0, 1, 2), (4,)), ((0, 1, 6, 7), (3,)), ((3, 4), (0,)), ((0, 1, 5, 6), (2, 3, 4))],
)
def test_swapped_digits_beside_no_gap_are_listed_and_not_likely(
    regular: tuple[int, ...], rare: tuple[int, ...]
) -> None:
    (pair,) = proposed(week("4127", *regular), week("4217", *rare), week("9", *range(9)))
    assert told(pair) == ("4217", "4127", ["transposed_digits"], [], [], False)


def test_swapped_digits_that_are_paid_all_along_come_last_with_the_evidence_against() -> None:
    (pair,) = proposed(week("4127", 0, 1, 2), week("4217", 0, 1, 2))
    assert told(pair) == ("4217", "4127", ["transposed_digits"], [], ["both_paid"], False)
    assert pair["both_paid_periods"] == 3


def test_the_same_name_under_two_identifiers_one_after_the_other_is_a_rehire() -> None:
    names = {"417": "Muñoz, José", "9001": "Jose MUNOZ", "5": "Ana Ruiz", "6": "Ana Ruiz"}
    first, second = proposed(week("417", 0, 1), week("9001", 20), week("5", 0), week("6", 0, 1), names=names)
    assert told(first) == ("9001", "417", ["rehired"], ["same_name"], [], True)
    assert told(second) == ("5", "6", ["rehired"], ["same_name"], ["both_paid"], False)


def test_another_name_speaks_against_and_the_same_speaks_for() -> None:
    same = proposed(week("4127", 0), week("4217", 5), names={"4127": "Ana Ruiz", "4217": "Ruiz, Ana"})
    assert told(same[0])[2:] == (["transposed_digits"], ["same_name"], [], True)
    other = proposed(week("417", 0), week("0417", 5), names={"417": "Ana Ruiz", "0417": "Bo Chen"})
    assert told(other[0])[2:] == (["lost_zero"], [], ["other_name"], False)


def test_no_name_is_in_what_is_proposed() -> None:
    pairs = proposed(week("417", 0), week("9001", 20), names={"417": "Ana Ruiz", "9001": "Ana Ruiz"})
    assert "Ruiz" not in str(pairs)


def test_what_is_confirmed_is_not_proposed_again_and_its_third_identifier_is_for_the_person(tmp_path: Path) -> None:
    rows = week("417", 0, 1, 2) + week("0417", 3) + week("00417", 4)
    records = write(tmp_path, {"payroll.csv": lines(*rows)})
    assert len(propose(records).pairs) == 3
    book.confirm(records, Identity("g", "0417", "417", "lost_zero", "Ana", TOLD))
    (pair,) = propose(records).pairs.to_dicts()
    assert told(pair)[:3] == ("00417", "417", ["lost_zero"])
    assert pair["is_worker"]["lines"] == 4, "what is confirmed counts"
    book.undo(records, "g", "0417", "Bo", TOLD)
    again = {(p["worker_id"], p["is_worker_id"]): p["speaks_against"] for p in propose(records).pairs.to_dicts()}
    assert again["0417", "417"] == ["taken_back"]


def test_a_person_is_known_by_every_identifier_and_name_that_is_confirmed_to_be_theirs(tmp_path: Path) -> None:
    rows = week("900", 0, 1, 2) + week("4127", 3) + week("04127", 4) + week("555", 5)
    frame = pl.read_csv(lines(*rows).encode(), infer_schema=False)
    named = pl.col("worker_id").replace_strict({"4127": "Ana Ruiz", "555": "Ruiz, Ana"}, default=None)
    records = write(tmp_path, {"payroll.parquet": frame.with_columns(from_name=named)})
    book.confirm(records, Identity("g", "4127", "900", "badge seen", "Ana", TOLD))
    found = [told(pair)[:4] for pair in propose(records).pairs.to_dicts()]
    assert found == [("555", "900", ["rehired"], ["same_name"]), ("04127", "900", ["lost_zero"], [])]


def test_rejected_lines_and_other_growers_are_not_looked_at(tmp_path: Path) -> None:
    rows = week("417", 0) + week("0417", 1, amount="x") + week("417", 0, grower_id="h") + week("0417", 1, grower_id="h")
    records = write(tmp_path, {"payroll.csv": lines(*rows)})
    assert [p["grower_id"] for p in propose(records).pairs.to_dicts()] == ["h"]
    assert propose(records, "g").pairs.is_empty()
    assert len(propose(records, "h").pairs) == 1
    with pytest.raises(InputError, match="no pay line of the grower 'i'"):
        propose(records, "i")


def test_no_payroll_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no payroll"):
        propose(write(tmp_path, {"payments.csv": payments()}))


WEEKS = st.sets(st.integers(0, 5), min_size=1)


@given(
    made=st.dictionaries(
        st.sampled_from(["12", "21", "012", "A1", "a1", "á1", "132", "123"]),
        st.tuples(WEEKS, st.booleans(), st.sampled_from(["Ana Ruiz", "Bo Chen", None])), min_size=1,
    ),
    order=st.randoms(),
)  # fmt: skip
def test_proposals_are_the_same_in_any_order_of_lines_and_add_up(made: dict[str, Any], order: Any) -> None:  # noqa: ANN401
    parts = [week(w, *sorted(weeks), kind="piece" if wages else "premium") for w, (weeks, wages, _) in made.items()]
    names = {worker: name for worker, (_, _, name) in made.items() if name}
    found = proposed(*parts, names=names)
    turned = [*parts]
    order.shuffle(turned)
    assert proposed(*turned, names=names) == found
    for pair in found:
        worker, other = made[pair["worker_id"]], made[pair["is_worker_id"]]
        assert pair["worker_id"] != pair["is_worker_id"]
        together = worker[0] & other[0] if worker[1] == other[1] else set()
        assert pair["both_paid_periods"] == len(together)
        assert ("both_paid" in pair["speaks_against"]) == bool(together)
        assert pair["worker"]["lines"] == len(worker[0])
        assert pair["reasons"]
        assert not (pair["likely"] and pair["speaks_against"])
