"""The flow as a whole: what does not depend on how records are written, and what an absent table means."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import VALLEY, VALLEY_DAY, lines, paid, payments, write
from premium.audit import Settings, audit
from premium.errors import EngineError, ProgramError

if TYPE_CHECKING:
    from premium.run_folder import RunFolder

RECORDS = VALLEY / "records"
SOURCE = {"source_file", "source_row", "line_id", "ref", "finding_id"}


def answers(run: RunFolder) -> dict[str, list[tuple[Any, ...]]]:
    """A run's tables without the columns that say where a row stood."""
    tables = ("buyer_ledger", "origins", "pools", "entitlements", "premium_lines", "passthrough", "wages", "findings")
    frames = {name: pl.read_parquet(run.table(name)) for name in tables}
    return {name: sorted(f.drop(SOURCE & set(f.columns)).rows(), key=repr) for name, f in frames.items()}


def rewritten(place: Path, seed: int) -> Path:
    """The valley's records with rows shuffled, files split, columns turned around and some of it as Parquet."""
    rng = Random(seed)
    for path in sorted(RECORDS.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        table = path.relative_to(RECORDS).parts[0].removesuffix(".csv")
        order = rng.sample(range(len(header)), len(header))
        if table not in {"payroll", "payments", "purchases"}:  # there, the first of two rows stays: their order counts
            rng.shuffle(rows)
        cut = rng.randint(0, len(rows))
        for part, some in enumerate((rows[:cut], rows[cut:])):
            frame = pl.DataFrame(
                [[row[i] for i in order] for row in some], schema=[header[i] for i in order], orient="row"
            )
            target = place / table / f"{path.stem}-{part}"
            target.parent.mkdir(parents=True, exist_ok=True)
            if rng.random() < 0.5:
                frame.cast(pl.String).write_parquet(target.with_suffix(".parquet"))
            else:
                frame.write_csv(target.with_suffix(".csv"))
    return place


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_split_and_mixed_files_give_the_same_answer(valley_run: RunFolder, tmp_path: Path, seed: int) -> None:
    run = audit(rewritten(tmp_path / "records", seed), "fair-food", tmp_path / "run", VALLEY_DAY)
    assert answers(run) == answers(valley_run)
    assert run.manifest["totals"] == valley_run.manifest["totals"]


def test_a_finding_keeps_its_name_wherever_its_rows_stand(valley_run: RunFolder, tmp_path: Path) -> None:
    run = audit(rewritten(tmp_path / "records", 3), "fair-food", tmp_path / "run", VALLEY_DAY)
    by_place = pl.col("ref").str.contains("csv").fill_null(value=False)
    named = [set(pl.read_parquet(r.table("findings")).filter(~by_place)["finding_id"]) for r in (valley_run, run)]
    assert named[0] <= named[1]
    assert len(named[0]) == 25, "all but the one about a line that has only its file and row for a name"


def test_the_same_facts_under_another_program_are_another_finding(valley_run: RunFolder, tmp_path: Path) -> None:
    text = (valley_run.path / "program.toml").read_text(encoding="utf-8")
    program = write(tmp_path, {"p.toml": text.replace('id = "fair-food"', 'id = "fairer-food"')}) / "p.toml"
    other = audit(RECORDS, str(program), tmp_path / "run", VALLEY_DAY)
    one, two = (set(pl.read_parquet(run.table("findings"))["finding_id"]) for run in (valley_run, other))
    assert len(one) == len(two) == 26
    assert not one & two


def test_tables_that_nobody_reported_are_told_and_their_checks_do_not_run(tmp_path: Path) -> None:
    records = write(tmp_path / "records", {"payments.csv": payments(paid())})
    told = audit(records, "fair-food", tmp_path / "run", VALLEY_DAY).manifest
    why = {entry["kind"]: entry["why"] for entry in told["not_run"]}
    assert why["buyer_underpaid"] == "nobody reported purchases"
    assert why["pool_short"] == why["hours_missing"] == "nobody reported payroll"
    assert why["receipt_mismatch"] == "nobody reported receipts"
    assert "buyer_paid_late" not in why
    assert told["reported"] == ["payments"]
    assert told["totals"]["due_cents"] is None


def test_a_pool_of_zero_gives_no_origin_and_says_why(tmp_path: Path) -> None:
    records = write(tmp_path / "records", {"payments.csv": payments(), "payroll.csv": lines({}, {"kind": "premium"})})
    run = audit(records, "fair-food", tmp_path / "run", VALLEY_DAY)
    why = {entry["kind"]: entry["why"] for entry in run.manifest["not_run"]}
    assert why["premium_orphan"] == "no pool money is known: every origin's pool is zero"
    for name in ("origins", "pools", "entitlements", "premium_lines"):
        assert pl.read_parquet(run.table(name)).is_empty()


def test_a_program_without_minimum_wages_says_so(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "premium/program/programs/milk-with-dignity.toml").read_text(encoding="utf-8")
    start = text.index("[[wages.minimum]]")
    program = write(tmp_path, {"p.toml": text[:start] + text[text.index("[[code]]", start) :]}) / "p.toml"
    told = audit(RECORDS, str(program), tmp_path / "run", VALLEY_DAY).manifest
    why = {entry["kind"]: entry["why"] for entry in told["not_run"]}
    assert why["wage_floor_short"] == why["premium_offset"] == "the program has no minimum wages"


def test_amounts_that_no_sum_can_hold_stop_the_run_aloud(tmp_path: Path) -> None:
    most = "9999999999999999.99"
    rows = payments(*(paid(most, number=str(i)) for i in range(12)))
    with pytest.raises(EngineError, match="too large to be exact") as stopped:
        audit(write(tmp_path / "records", {"payments.csv": rows}), "fair-food", tmp_path / "run", VALLEY_DAY)
    assert "absurd amounts" in stopped.value.hint
    assert [p.name for p in tmp_path.iterdir()] == ["records"]


def test_a_program_that_names_an_unknown_finding_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "premium/program/programs/fair-food.toml").read_text(encoding="utf-8")
    program = write(tmp_path, {"p.toml": text.replace('finding = "pool_short"', 'finding = "pool_shot"')}) / "p.toml"
    with pytest.raises(ProgramError, match="names the finding 'pool_shot', and there is none of that name") as refused:
        audit(tmp_path / "nowhere", str(program), tmp_path / "run", VALLEY_DAY)
    assert refused.value.hint == "did you mean pool_short?"
    program.write_text(text.replace('finding = "pool_short"', 'finding = "xyzzy"'), encoding="utf-8")
    with pytest.raises(ProgramError) as refused:
        audit(tmp_path / "nowhere", str(program), tmp_path / "run", VALLEY_DAY)
    assert refused.value.hint.startswith("the findings are buyer_underpaid")


def test_progress_names_each_file_step_and_table(tmp_path: Path) -> None:
    heard: list[str] = []
    audit(RECORDS, "fair-food", tmp_path / "run", VALLEY_DAY, Settings(progress=heard.append))
    assert {
        "payments.csv",
        "payroll/alder-farm.csv",
        "shares",
        "pool_short",
        "flow_adds_up",
        "findings",
    } <= set(heard)


@pytest.mark.parametrize("memory", ["nonsense", "4", "-1GB", ""])
def test_memory_that_the_engine_does_not_understand_is_refused(tmp_path: Path, memory: str) -> None:
    with pytest.raises(EngineError):
        audit(RECORDS, "fair-food", tmp_path / "run", VALLEY_DAY, Settings(memory))
    assert list(tmp_path.iterdir()) == []


def test_names_that_would_end_a_statement_are_only_names(valley_run: RunFolder, tmp_path: Path) -> None:
    odd = tmp_path / "it's; DROP TABLE x --" / 'a"b'
    shutil.copytree(RECORDS, odd)
    run = audit(odd, "fair-food", tmp_path / "o'run", VALLEY_DAY)
    assert answers(run) == answers(valley_run)


def test_the_engines_measures_of_each_table_are_kept_where_they_are_asked_for(tmp_path: Path) -> None:
    audit(RECORDS, "fair-food", tmp_path / "run", VALLEY_DAY, Settings(profile=tmp_path / "measures"))
    lines = (tmp_path / "measures/profile.md").read_text(encoding="utf-8").splitlines()
    names = [line.split("|")[1].strip() for line in lines[2:]]
    assert names[-1] == "all"
    assert {"shares", "worker_weeks", "pool_short", "flow_adds_up", "findings"} < set(names)
    assert "worker_paid" not in names, "a view is worked out where it is read"
    assert {f"{name}.json" for name in names[:-1]} == {p.name for p in (tmp_path / "measures").glob("*.json")}
    seconds = [float(line.split("|")[2]) for line in lines[2:-1]]
    assert seconds == sorted(seconds, reverse=True)
