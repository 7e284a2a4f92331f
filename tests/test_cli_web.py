"""`premium serve`, `user` and `key`: who may come in, how the server begins and ends, and what the demo makes."""

# ruff: noqa: F811 - a fixture that is imported is a test's parameter too

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from premium.workspace import open_workspace
from premium.workspace.people import by_key, sign_in
from premium.workspace.tables import User
from test_cli import premium  # noqa: F401 - the fixture is used by its name

if TYPE_CHECKING:
    from collections.abc import Callable

    from test_cli import Said

    Command = Callable[..., Said]

PASSWORD = "four plain words here"  # noqa: S105 - of people who are not


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which there is nobody, and a password that is said by the environment."""
    monkeypatch.setenv("PREMIUM_PASSWORD", PASSWORD)
    open_workspace(tmp_path / "council", "fair-food").close()
    return tmp_path / "council"


def test_a_new_workspace_has_nobody_and_says_how_somebody_is_let_in(premium: Command, place: Path) -> None:
    said = premium("user", "list", place)
    assert said.status == 0
    assert "premium user add WORKSPACE NAME --role monitor" in said.out


def test_somebody_is_let_in_signs_in_and_is_let_in_no_more(premium: Command, place: Path) -> None:
    assert premium("user", "add", place, "Ana@council.example", "--role", "monitor").status == 0
    assert premium("user", "add", place, "blue", "--role", "buyer", "--party", "bluebird-burgers").status == 0
    told = json.loads(premium("user", "list", place, "--json").out)
    assert [(u["name"], u["role"], u["party"]) for u in told] == [
        ("ana@council.example", "monitor", None), ("blue", "buyer", "bluebird-burgers"),
    ]  # fmt: skip
    workspace = open_workspace(place)
    assert sign_in(workspace, "ana@council.example", PASSWORD)
    with workspace.reading() as session:
        kept = session.scalars(select(User.password_hash)).all()
    assert all(str(hashed).startswith("$argon2id$") and PASSWORD not in str(hashed) for hashed in kept)
    assert premium("user", "disable", place, "ana@council.example").status == 0
    assert sign_in(workspace, "ana@council.example", PASSWORD) is None
    workspace.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("x", "--role", "king"), "there is no role 'king'"),
        (("x", "--role", "buyer"), "needs party"),
        (("x", "--role", "monitor", "--party", "y"), "has no party"),
        (("x", "--role", "monitor", "--language", "fr"), "no language of the pages"),
    ],
)
def test_who_does_not_fit_is_not_let_in(premium: Command, place: Path, words: tuple[str, ...], says: str) -> None:
    said = premium("user", "add", place, *words)
    assert said.status == 2
    assert says in said.err


def test_a_short_password_and_none_at_all_are_refused(
    premium: Command, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREMIUM_PASSWORD", "short")
    assert "12 to 1024 characters" in premium("user", "add", place, "x", "--role", "monitor").err
    monkeypatch.delenv("PREMIUM_PASSWORD")
    assert "no password was given" in premium("user", "add", place, "x", "--role", "monitor").err


def test_a_key_opens_until_it_is_revoked_and_is_kept_nowhere(premium: Command, place: Path) -> None:
    assert premium("user", "add", place, "robot", "--role", "monitor", "--no-password").status == 0
    key = premium("key", "add", place, "robot", "--name", "nightly").out.strip()
    workspace = open_workspace(place)
    assert by_key(workspace, key) is not None
    (told,) = json.loads(premium("key", "list", place, "--json").out)
    assert (told["user"], told["name"], told["revoked"]) == ("robot", "nightly", False)
    assert key.encode() not in (place / "premium.sqlite").read_bytes()
    assert premium("key", "revoke", place, told["id"]).status == 0
    assert by_key(workspace, key) is None
    assert premium("key", "revoke", place, "nothing").status == 2
    workspace.close()


def test_a_workspace_is_begun_with_a_program_and_keeps_to_it(premium: Command, tmp_path: Path) -> None:
    none = premium("serve", tmp_path / "new")
    assert none.status == 2
    assert "is not a workspace yet" in none.err
    open_workspace(tmp_path / "new", "fair-food").close()
    other = premium("serve", tmp_path / "new", "--program", "milk-with-dignity")
    assert "is a workspace of another program" in other.err


def test_passwords_do_not_go_in_the_clear(premium: Command, place: Path) -> None:
    said = premium("serve", place, "--host", "0.0.0.0")  # noqa: S104 - that is what is refused
    assert said.status == 2
    assert "in the clear" in said.err


def workers_of(place: Path) -> list[str]:
    """The processes that work on a workspace."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = path.read_bytes().decode(errors="replace").split("\0")
            found += [path.parent.name] if "premium.workspace.worker" in words and str(place) in words else []
    return found


def test_it_serves_until_it_is_stopped_and_leaves_no_process(place: Path) -> None:
    command = [sys.executable, "-m", "premium.cli", "serve", str(place), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stderr is not None
    assert "Nobody may come in yet" in process.stderr.readline()
    assert re.search(r"open http://localhost:\d+", process.stderr.readline())
    assert len(list((place / "serving").iterdir())) == 1
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert workers_of(place) == []
    assert list((place / "serving").iterdir()) == []


def test_the_demos_people_can_sign_in_and_a_workspace_of_ones_own_is_not_taken(
    premium: Command, place: Path, tmp_path: Path
) -> None:
    said = premium("demo", "--out", tmp_path / "run", "--workspace", tmp_path / "season")
    signs = re.findall(r"^  (\w+) +([a-z]+(?:-[a-z]+){3}) ", said.out, re.MULTILINE)
    assert [name for name, _ in signs] == ["monitor", "organization", "buyer", "grower"]
    workspace = open_workspace(tmp_path / "season")
    assert all(sign_in(workspace, name, password) for name, password in signs)
    workspace.close()
    for party, says in (("bluebird-burger", "did you mean bluebird-burgers?"), ("bluebird-burgers", "")):
        let_in = premium("user", "add", tmp_path / "season", party, "--role", "buyer", "--party", party)
        assert let_in.status == 0
        assert (f"no record names a buyer {party}" in let_in.err) == bool(says)
        assert says in let_in.err
    own = premium("demo", "--out", tmp_path / "run", "--workspace", place)
    assert "a workspace of your own" in own.err
