"""A run is made again from its recorded inputs: the same, or what differs is named."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import VALLEY, VALLEY_DAY
from premium.audit import Settings, audit
from premium.errors import ProofError, RunError
from premium.ingest.file_facts import fingerprint
from premium.run_folder import RunFolder, open_run
from premium.verify import MADE_AGAIN, _same, verify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def moved(tmp_path: Path) -> tuple[Path, RunFolder]:
    """Records of the test's own, and their run."""
    records = tmp_path / "records"
    shutil.copytree(VALLEY / "records", records)
    return records, audit(records, "fair-food", tmp_path / "run", VALLEY_DAY)


def told(run: RunFolder, **changes: Any) -> RunFolder:  # noqa: ANN401 - parts of a manifest
    """Write other things into a run's manifest, and open it again."""
    manifest = {**run.manifest, **changes}
    (run.path / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return open_run(run.path)


def test_a_run_comes_out_the_same_and_leaves_nothing_beside_it(own_run: RunFolder) -> None:
    verified = verify(own_run)
    assert verified.tables == len(own_run.manifest["tables"])
    assert verified.rows == sum(entry["rows"] for entry in own_run.manifest["tables"].values()) > 450
    assert list(own_run.path.parent.iterdir()) == [own_run.path]


def test_the_way_it_is_made_again_does_not_matter(own_run: RunFolder) -> None:
    assert verify(own_run, settings=Settings("400MB", 1)).tables


@pytest.mark.parametrize("name", ["payments.csv", "payroll/birch-farm.csv"])
def test_a_changed_input_is_named_and_nothing_is_made(moved: tuple[Path, RunFolder], name: str) -> None:
    records, run = moved
    with (records / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(RunError, match=f"{name} has changed since") as refused:
        verify(run)
    assert refused.value.exit_status == 2


def test_an_input_that_is_gone_is_named_and_moved_records_are_found_when_told(moved: tuple[Path, RunFolder]) -> None:
    records, run = moved
    elsewhere = records.rename(records.with_name("elsewhere"))
    with pytest.raises(RunError, match="is gone") as refused:
        verify(run)
    assert "--records" in refused.value.hint
    assert verify(run, elsewhere).tables


def test_a_moved_run_finds_its_records_when_told(moved: tuple[Path, RunFolder], tmp_path: Path) -> None:
    records, run = moved
    (tmp_path / "a" / "b").mkdir(parents=True)
    target = run.path.rename(tmp_path / "a" / "b" / "run")
    assert verify(open_run(target), records).tables


def test_a_file_that_came_since_is_told(moved: tuple[Path, RunFolder]) -> None:
    records, run = moved
    (records / "payroll" / "new.csv").write_bytes((records / "payroll" / "dogwood-farm.csv").read_bytes())
    with pytest.raises(RunError, match=r"new\.csv is new"):
        verify(run)


@pytest.mark.parametrize(
    "name", ["findings.parquet", "steps/shares.parquet", "inputs/payroll.parquet", "rejects.parquet"]
)
def test_a_changed_table_is_named(own_run: RunFolder, name: str) -> None:
    path = own_run.path / name
    frame = pl.read_parquet(path)
    frame.head(len(frame) - 1).write_parquet(path)
    with pytest.raises(ProofError, match=f"{name} is not what the run wrote") as refused:
        verify(own_run)
    assert refused.value.exit_status == 3


def test_a_changed_table_whose_fingerprint_was_changed_with_it_is_named(own_run: RunFolder) -> None:
    name = "steps/shares.parquet"
    path = own_run.path / name
    frame = pl.read_parquet(path)
    frame.head(len(frame) - 1).write_parquet(path)
    entry = {"rows": len(frame) - 1, "sha256": fingerprint(path)}
    run = told(own_run, tables={**own_run.manifest["tables"], name: entry})
    with pytest.raises(ProofError, match=f"does not come out the same: {name}") as refused:
        verify(run)
    assert refused.value.hint == "please report this"


def test_a_table_taken_out_of_the_manifest_is_named(valley_run: RunFolder) -> None:
    tables = {name: entry for name, entry in valley_run.manifest["tables"].items() if name != "findings.parquet"}
    with pytest.raises(ProofError, match=r"does not come out the same: findings\.parquet"):
        _same({**valley_run.manifest, "tables": tables}, valley_run.manifest)


@pytest.mark.parametrize("part", MADE_AGAIN)
def test_a_changed_part_of_the_manifest_is_named(valley_run: RunFolder, part: str) -> None:
    with pytest.raises(ProofError, match=f"does not come out the same: run.json, {part}"):
        _same({**valley_run.manifest, part: "changed"}, valley_run.manifest)


def test_a_changed_count_of_rows_is_named(own_run: RunFolder) -> None:
    files = [{**file, "rows_taken": file["rows_taken"] + 1} for file in own_run.manifest["files"]]
    with pytest.raises(ProofError, match=r"run\.json, files"):
        verify(told(own_run, files=files))


def test_other_versions_are_named_when_it_does_not_come_out_the_same(valley_run: RunFolder) -> None:
    versions = {**valley_run.manifest["versions"], "polars": "0.1"}
    _same({**valley_run.manifest, "versions": versions}, valley_run.manifest)
    with pytest.raises(ProofError) as refused:
        _same({**valley_run.manifest, "versions": versions, "totals": {}}, valley_run.manifest)
    assert refused.value.hint.startswith("it was made with other versions: polars 0.1 then")


def test_a_changed_program_file_is_refused(own_run: RunFolder) -> None:
    path = own_run.path / "program.toml"
    path.write_bytes(path.read_bytes().replace(b'"0.13"', b'"0.12"'))
    with pytest.raises(RunError, match=r"program\.toml is not the program file of the run"):
        verify(own_run)


def test_another_day_in_the_manifest_is_seen(own_run: RunFolder) -> None:
    with pytest.raises(ProofError, match="does not come out the same"):
        verify(told(own_run, as_of="2026-04-30"))
