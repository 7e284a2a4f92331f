"""Imports run only downward, and the gate that says so has been seen shut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from folders import ROOT


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a tree, whose own packages it must import and no installed ones."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages and what is said of their floors."""
    for package in ("premium", "reports"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_run_down_the_floors() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("premium/money.py", "premium.program"),
        ("premium/errors.py", "reports"),
        ("premium/program/model.py", "premium.ingest"),
        ("premium/engine/on_duckdb.py", "premium.reconcile.plan"),
        ("premium/reconcile/run.py", "premium.audit"),
        ("premium/ingest/rules.py", "premium.reconcile.plan"),
        ("premium/ingest/shelf/shelve.py", "premium.intake"),
        ("premium/intake.py", "premium.gathering"),
        ("premium/audit.py", "reports.text"),
        ("premium/explain/__init__.py", "premium.verify"),
        ("reports/text.py", "premium.cli"),
    ],
)
def test_an_import_that_runs_upward_is_refused(tree: Path, low: str, high: str) -> None:
    path = tree / low
    path.write_text(path.read_text(encoding="utf-8") + f"\nimport {high}\n", encoding="utf-8")
    done = lint_imports(tree)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout


def test_every_module_of_ours_has_a_floor() -> None:
    import tomllib  # noqa: PLC0415 - the one test that reads the project's file

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [c["layers"] for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    ours = {
        f"premium.{p.stem}" for p in (ROOT / "premium").iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()
    }
    assert sorted(ours - placed - {"premium.__init__"}) == []


def test_nothing_in_the_package_hides_a_library() -> None:
    names = {path.stem for package in ("premium", "reports") for path in (ROOT / package).rglob("*.py")}
    assert not names & {"polars", "duckdb", "spark", "pyspark", "typer", "jinja2", "rich", "pydantic"}
