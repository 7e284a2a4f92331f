"""A workspace's own places: where a server keeps what is temporary, and the secret that everything hangs on."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from premium.errors import WorkspaceError
from premium.workspace import open_workspace, place
from premium.workspace.place_of_work import SERVING, served_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.workspace import Workspace

KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from premium.workspace import open_workspace
from premium.workspace.place_of_work import served_from

with served_from(open_workspace(Path(sys.argv[1]))):
    Path(tempfile.mkdtemp(prefix="premium-papers-"), "payroll.parquet").write_bytes(b"PAR1")
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A new workspace."""
    made = open_workspace(tmp_path / "workspace", "fair-food")
    yield made
    made.close()


def a_server(workspace: Workspace) -> subprocess.Popen[str]:
    """A process that holds payroll in a temporary file, and kills itself when its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, str(workspace.path)], stdin=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def left(workspace: Workspace) -> list[Path]:
    return [path for path in (workspace.path / SERVING).rglob("*") if path.is_file()]


def test_what_a_killed_server_left_is_gone_when_the_next_one_begins(workspace: Workspace) -> None:
    server = a_server(workspace)
    server.communicate("")
    assert server.returncode == -9
    assert [path.name for path in left(workspace)] == ["payroll.parquet"]
    assert stat.S_IMODE((workspace.path / SERVING).stat().st_mode) == 0o700
    before = tempfile.gettempdir()
    with served_from(workspace) as mine:
        assert left(workspace) == []
        assert Path(tempfile.gettempdir()) == mine
        with served_from(workspace) as another:
            assert mine.is_dir()
            assert mine != another
    assert tempfile.gettempdir() == before
    assert list((workspace.path / SERVING).iterdir()) == []


def test_a_secret_is_there_whole_or_the_workspace_is_not_opened(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.path / "secret").write_bytes(b"")
    with pytest.raises(WorkspaceError, match="secret"):
        open_workspace(workspace.path)

    def full(_: int) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(place, "token_bytes", full)
        with pytest.raises(OSError, match="No space"):
            open_workspace(tmp_path / "other", "fair-food")
    begun = open_workspace(tmp_path / "other", "fair-food")
    assert len(begun.secret) == place.SECRET_BYTES
    assert stat.S_IMODE((begun.path / "secret").stat().st_mode) == 0o600
    begun.close()
