"""What the README shows is what its commands print: the demo's story, a finding explained, the Python example."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_shows_what_its_commands_print() -> None:
    spec = importlib.util.spec_from_file_location("make_readme", ROOT / "docs" / "make_readme.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    told, picture = maker.filled(shown)
    assert shown == told, "run `make docs`, and read what changed"
    assert (ROOT / "docs" / "season.svg").read_text(encoding="utf-8") == picture, (
        "run `make docs`, and look at what changed"
    )
