"""The Python door: a typed result whose tables are frames."""

from __future__ import annotations

import gc
import subprocess
import sys
import warnings
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

import premium
from folders import VALLEY, VALLEY_DAY
from premium.errors import RunError

if TYPE_CHECKING:
    from pathlib import Path

    from premium.result import Result
    from premium.run_folder import RunFolder

RECORDS = VALLEY / "records"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return premium.reconcile(RECORDS, as_of=VALLEY_DAY, out=tmp_path_factory.mktemp("result") / "run")


def test_a_result_gives_its_tables_as_frames(result: Result) -> None:
    assert result.findings.height == 26
    assert result.findings.schema["amount_cents"] == pl.Int64
    assert result.findings.schema["period"] == pl.Date
    assert result.entitlements.height == 16
    assert result.pools.height == 8
    assert result.passthrough["short_cents"].sum() == result.pools["short_cents"].sum() == 1802
    assert set(result.evidence["finding_id"]) == set(result.findings["finding_id"])
    assert result.rejects.height == 3
    assert result.table("shares").height > 0


def test_a_result_tells_its_totals_violations_and_what_did_not_run(result: Result) -> None:
    assert result.totals["reached_cents"] == 26_779
    assert result.violations == 20 == result.findings["article"].count()
    assert result.not_run == {}


def test_a_table_that_is_not_there_is_refused(result: Result) -> None:
    with pytest.raises(RunError, match="has no table nothing"):
        result.table("nothing")


def test_without_a_folder_the_run_is_kept_as_long_as_its_result() -> None:
    short = premium.reconcile(str(RECORDS), "milk-with-dignity", as_of=date(2026, 3, 31))
    folder = short.folder
    assert folder.is_dir()
    assert "purchases" not in short.not_run
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        del short
        gc.collect()
    assert not folder.exists()


def test_a_finished_run_can_be_opened_again(valley_run: RunFolder, tmp_path: Path) -> None:
    again = premium.open_result(valley_run.path)
    assert again.folder == valley_run.path
    assert again.findings.height == 26
    with pytest.raises(premium.RunError):
        premium.open_result(tmp_path)


@pytest.mark.parametrize(
    "first", ["", "import premium.reconcile.plan", "import premium.reconcile.plan as plan; plan.STEPS"]
)
def test_the_function_and_the_package_of_its_name_live_together(first: str, tmp_path: Path) -> None:
    call = f"premium.reconcile({str(RECORDS)!r}, as_of=datetime.date(2026, 3, 31), out={str(tmp_path / 'run')!r})"
    code = f"import datetime, premium\n{first}\n{call}\nprint({call}.violations)\nfrom premium.reconcile import plan"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) > 0


def test_the_package_gives_its_public_names_and_no_others() -> None:
    for name in premium.__all__:
        assert getattr(premium, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = premium.nothing


def test_our_errors_are_one_tree() -> None:
    ours = (premium.InputError, premium.ProfileError, premium.ProgramError, premium.EngineError, premium.RunError)
    for error in (*ours, premium.ProofError):
        assert issubclass(error, premium.PremiumError)
        assert error("x").exit_status == (3 if error is premium.ProofError else 2)
    codes = {e.code for e in premium.PremiumError.__subclasses__()}
    assert codes == {"input", "profile", "program", "engine", "run", "workspace", "proof"}
