"""Every finding has a page that says what its SQL, its cases and the programs say today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_pages_of_the_findings_are_in_step() -> None:
    spec = importlib.util.spec_from_file_location("make_findings", ROOT / "docs" / "make_findings.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.out_of_step() == [], "run `python docs/make_findings.py`, and read what changed"
