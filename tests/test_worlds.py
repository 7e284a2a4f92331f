"""The worlds are what they say: the same each time, honest to the cent, and faulty exactly where planted."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from hashlib import blake2b
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.worlds import Planted, big, season
from benchmarks.worlds.__main__ import main
from benchmarks.worlds.chance import Chance
from benchmarks.worlds.money import as_decimal, round_half_away, share_out
from benchmarks.worlds.terms import FAIR_FOOD, PROGRAMS, last_day, period_of

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "samples" / "season"
BOTH = sorted(PROGRAMS)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planted]:
    """The sample season, made anew."""
    out = tmp_path_factory.mktemp("season")
    return out, season(out, seed=7)


def test_the_same_seed_gives_the_same_season(winter: tuple[Path, Planted], tmp_path: Path) -> None:
    season(tmp_path, seed=7)
    assert files(tmp_path) == files(winter[0])


def test_another_seed_gives_another_season(winter: tuple[Path, Planted], tmp_path: Path) -> None:
    season(tmp_path, seed=8)
    assert files(tmp_path)["records/payroll/2025-w48.csv"] != files(winter[0])["records/payroll/2025-w48.csv"]


def test_the_committed_sample_is_what_the_generator_makes(winter: tuple[Path, Planted]) -> None:
    made, kept = files(winter[0]), files(SAMPLE)
    assert sorted(made) == sorted(kept)
    for name in made:
        if name.endswith(".parquet"):  # another version of the writer may lay out the same rows differently
            assert pl.read_parquet(winter[0] / name).equals(pl.read_parquet(SAMPLE / name))
        else:
            assert made[name] == kept[name], name


def test_the_season_tells_all_its_stories(winter: tuple[Path, Planted]) -> None:
    planted = winter[1]
    several = {"pool_short": 5, "premium_late": 8, "premium_missing": 4, "volume_mismatch": 2}
    assert {kind: planted.counts[kind] for kind in several} == several
    # Six shaved, one reversed, and all of Sable Ridge's pickers and field hands of December.
    assert planted.counts["premium_short"] > 6 + 1 + 25
    assert len(planted.counts) == 22
    assert planted.rejects.height == 5
    assert planted.pending_cents > 0


def test_each_set_aside_row_is_where_the_answers_say(winter: tuple[Path, Planted]) -> None:
    out, planted = winter
    for name, row, column, value in planted.rejects.select("source_file", "source_row", "column_name", "value").rows():
        table = pl.read_csv(out / "records" / name, infer_schema=False)
        assert table[column][row - 2] == value


@pytest.mark.parametrize("program", BOTH)
@pytest.mark.parametrize(("kind", "parts"), [("csv", 1), ("parquet", 3)])
def test_the_same_seed_gives_the_same_big_world(tmp_path: Path, program: str, kind: str, parts: int) -> None:
    for name in ("one", "two"):
        big(tmp_path / name, lines=3000, program=program, seed=5, faults=0.1, format=kind, files=parts)  # type: ignore[arg-type]
    one = files(tmp_path / "one")
    assert one == files(tmp_path / "two")
    assert len([name for name in one if name.startswith("payroll")]) == parts


def pool_money(folder: Path, program: str) -> pl.DataFrame:
    """What came in per grower and period, straight from the files: payments, and dues within the price."""
    terms = PROGRAMS[program]
    paid = pl.read_parquet(folder / "payments.parquet").select(
        "grower_id",
        pl.col("for_period").alias("period"),
        (pl.col("amount") * 100).cast(pl.Int64).alias("cents"),
    )
    packs = {unit: Fraction(pack, 100) for unit, pack in terms.packs}
    dues: dict[tuple[str, str, object], Fraction] = {}
    bought = pl.read_parquet(folder / "purchases.parquet").filter(pl.col("payment_mode") == "embedded")
    bought = bought.with_columns(period_of(pl.col("ship_date"), terms).alias("period"))
    for row in bought.iter_rows(named=True):
        rates = [
            rate for product, _, first, rate in terms.rates if product == row["product"] and first <= row["ship_date"]
        ]
        key = (row["buyer_id"], row["grower_id"], row["period"])
        due = Fraction(row["quantity"]) * packs[row["unit"]] * rates[-1] / 100
        dues[key] = dues.get(key, Fraction(0)) + due
    priced = pl.DataFrame(
        [(grower, period, int(due + Fraction(1, 2))) for (_, grower, period), due in dues.items()],
        schema=paid.schema,
        orient="row",
    )
    return pl.concat([paid, priced]).group_by("grower_id", "period").agg(pl.col("cents").sum())


@pytest.mark.parametrize("program", BOTH)
def test_in_an_honest_world_the_premium_is_the_distributable_in_every_pool(tmp_path: Path, program: str) -> None:
    terms = PROGRAMS[program]
    planted = big(tmp_path, lines=20_000, program=program, seed=3, faults=0)
    assert planted.places.is_empty()
    premium = pl.read_parquet(tmp_path / "payroll.parquet").filter(pl.col("kind") == "premium")
    period = period_of(pl.col("period_end").dt.offset_by("-7d"), terms) if terms.payout_lag else pl.col("for_period")
    paid = premium.group_by("grower_id", period.alias("period")).agg((pl.col("amount").sum() * 100).cast(pl.Int64))
    both = pool_money(tmp_path, program).join(paid, on=["grower_id", "period"], how="full")
    workers_part = pl.col("cents") - pl.col("cents") * terms.retention_percent // 100
    assert both.null_count().sum_horizontal().item() == 0
    assert both.filter(workers_part != pl.col("amount")).is_empty()
    assert planted.premium_cents == planted.distributable_cents == both["amount"].sum()


@pytest.mark.parametrize("program", BOTH)
def test_the_planted_counts_are_those_of_the_places_and_of_the_files(tmp_path: Path, program: str) -> None:
    planted = big(tmp_path, lines=40_000, program=program, seed=4, faults=0.2)
    assert sum(planted.counts.values()) == planted.places.height
    assert sum(planted.cents.values()) == planted.places["amount_cents"].sum()
    payroll = pl.read_parquet(tmp_path / "payroll.parquet")
    assert payroll.height == planted.lines
    assert payroll["line_id"].n_unique() == planted.lines
    premium = payroll.filter(pl.col("kind") == "premium")
    assert premium.filter(pl.col("amount") < 0).height == planted.counts["premium_reversed"]
    assert payroll.filter(pl.col("pay_code") == "EQPT").height == planted.counts["premium_clawback"]
    same = [name for name in payroll.columns if name != "line_id"]
    assert premium.height - premium.unique(same).height == planted.counts["premium_duplicate"]
    # A fifth of the premium lines go wrong, in eight ways: each way about a fortieth.
    expected = premium.height // 40
    assert expected // 2 < planted.counts["premium_missing"] < expected * 2


def test_each_planted_line_is_the_one_that_its_name_leads_to(tmp_path: Path) -> None:
    planted = big(tmp_path, lines=20_000, program="milk-with-dignity", seed=9, faults=0.1)
    lines = pl.read_parquet(tmp_path / "payroll.parquet")
    told = planted.places.filter(pl.col("kind").is_in(["premium_late", "premium_duplicate", "premium_reversed"]))
    found = told.join(lines, left_on="ref", right_on="line_id")
    assert found.height == told.height > 0
    assert found.filter(pl.col("amount_cents") != (pl.col("amount") * 100).cast(pl.Int64)).is_empty()
    assert found.filter(pl.col("worker_id") != pl.col("worker_id_right")).is_empty()


def test_the_size_is_about_what_was_asked(tmp_path: Path) -> None:
    for program in BOTH:
        planted = big(tmp_path / program, lines=50_000, program=program, seed=1)
        assert 45_000 < planted.lines < 55_000


def test_the_columns_of_a_big_payroll_have_their_types(tmp_path: Path) -> None:
    big(tmp_path, lines=1000, seed=1)
    schema = pl.read_parquet_schema(tmp_path / "payroll.parquet")
    assert schema["amount"] == pl.Decimal(18, 2)
    assert {schema[name] for name in ("units", "hours", "rate")} == {pl.Decimal(18, 4)}
    assert {schema[name] for name in ("check_date", "period_start", "period_end", "for_period")} == {pl.Date}
    assert {schema[name] for name in ("worker_id", "grower_id", "check_id", "job_class")} == {pl.String}


def test_the_command_writes_a_world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "big",
        "--out",
        str(tmp_path),
        "--lines",
        "1000",
        "--format",
        "csv",
        "--program",
        "milk-with-dignity",
    ]
    assert main(asked) == 0
    assert "pay lines" in capsys.readouterr().out
    assert (tmp_path / "payroll.csv").read_text().startswith("line_id,grower_id,worker_id")


@pytest.mark.parametrize("wrong", [{"faults": 1.5}, {"files": 0}, {"lines": 0}, {"program": "cocoa"}])
def test_misuse_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"faults|program"):
        big(tmp_path, **{"lines": 1000, "seed": 1, **wrong})  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(total=st.integers(0, 10**15), weights=st.lists(st.integers(1, 10**14), min_size=1, max_size=12))
def test_shares_follow_the_largest_remainder(total: int, weights: list[int]) -> None:
    frame = pl.DataFrame(
        {
            "pool": ["p"] * len(weights),
            "total": [total] * len(weights),
            "w": weights,
            "id": range(len(weights)),
        }
    )
    shares = share_out(frame, ["pool"], "total", "w", "id").sort("id")["share"].to_list()
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    floors = [int(share) for share in exact]
    first = sorted(range(len(weights)), key=lambda i: (floors[i] - exact[i], i))[: total - sum(floors)]
    assert shares == [floor + (i in first) for i, floor in enumerate(floors)]


def test_halves_are_rounded_away_from_zero() -> None:
    values = pl.DataFrame({"v": [5, -5, 14, -14, 15, -15, 0]})
    assert values.select(round_half_away(pl.col("v"), 10))["v"].to_list() == [1, -1, 1, -1, 2, -2, 0]


def test_cents_become_decimals_exactly() -> None:
    cents = [1, -105, 9_007_199_254_740_993]
    got = pl.DataFrame({"c": cents}).select(as_decimal(pl.col("c"), 2))["c"].to_list()
    assert got == [Decimal(c).scaleb(-2) for c in cents]


def test_chance_is_the_published_mixing_function() -> None:
    def mixed(z: int) -> int:
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return z ^ (z >> 31)

    bits = pl.select(Chance(1).bits("x", pl.int_range(5)).alias("b"))["b"].to_list()
    salt = int.from_bytes(blake2b(b"1:x", digest_size=8).digest(), "big")
    assert bits == [mixed((key * 0x9E3779B97F4A7C15 + salt) % 2**64) for key in range(5)]


@pytest.mark.parametrize("program", BOTH)
def test_the_terms_are_those_of_the_program_files(program: str) -> None:
    paths = [*ROOT.glob(f"programs/{program}.toml"), *ROOT.glob(f"premium/**/{program}.toml")]
    if not paths:
        pytest.skip("no program files here")
    terms, said = PROGRAMS[program], tomllib.loads(paths[0].read_text(encoding="utf-8"))
    premium = said["premium"]
    assert (terms.pool, terms.basis) == (said["calendar"]["pool"], premium["basis"])
    assert Fraction(terms.retention_percent, 100) == Fraction(premium["retention"])
    assert Fraction(terms.tolerance_cents, 100) == Fraction(premium["tolerance"])
    assert terms.payout_lag == premium["payout_lag"]
    assert (terms.buyer_days, terms.pay_days) == (
        premium["buyer_pays_within_days"],
        premium["pay_within_days"],
    )
    rates = {
        (rate["product"], rate["per"], rate["from"], Fraction(rate["amount"]) * 10_000) for rate in premium["rate"]
    }
    assert {(*rate[:3], Fraction(rate[3])) for rate in terms.rates} == rates


def test_a_period_begins_where_the_contract_says() -> None:
    milk = PROGRAMS["milk-with-dignity"]
    days = pl.DataFrame({"d": ["2025-11-02", "2025-11-08", "2025-11-09"]}).select(pl.col("d").str.to_date())
    weeks = days.select(period_of(pl.col("d"), milk))["d"].cast(pl.String).to_list()
    assert weeks == ["2025-11-02", "2025-11-02", "2025-11-09"]
    ends = days.select(last_day(period_of(pl.col("d"), FAIR_FOOD), FAIR_FOOD))["d"].cast(pl.String).to_list()
    assert ends == ["2025-11-30"] * 3
