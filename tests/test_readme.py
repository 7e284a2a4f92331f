"""What the README shows is what its commands print: the demo's story, a finding explained, the Python example."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from premium.cli import app

if TYPE_CHECKING:
    import typer

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


def test_the_page_of_papers_shows_what_its_commands_print() -> None:
    spec = importlib.util.spec_from_file_location("make_readme", ROOT / "docs" / "make_readme.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    shown = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")
    assert shown == maker.filled(shown)[0], "run `make docs`, and read what changed"


def _commands(group: typer.Typer, before: str = "premium") -> list[str]:
    """Return every command by its whole name."""
    own = [str(c.name or getattr(c.callback, "__name__", "")) for c in group.registered_commands]
    inner = [
        c
        for g in group.registered_groups
        if g.typer_instance
        for c in _commands(g.typer_instance, f"{before} {g.name}")
    ]
    return [*(f"{before} {name}" for name in own), *inner]


def test_every_command_stands_in_the_readmes_table() -> None:
    table = re.findall(
        r"^\| `(premium[^`]*)` \| (.*) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {command for command, _ in table}
    told |= {f"{command.rpartition(' ')[0]} {also}" for command, what in table if "; also " in what
             for also in re.findall("`([^`]+)`", what.partition("; also ")[2])}  # fmt: skip
    assert sorted(told) == sorted(_commands(app))


@pytest.mark.parametrize("page", ["README.md", "docs/README.md", "docs/ingest.md"])
def test_whoever_has_a_new_sender_is_sent_to_the_page_of_profiles(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert re.search(r"[Nn]ew sender.*\(\S*profiles\.md\)", text.replace("\n", " "))
