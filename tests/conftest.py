"""What several tests look at: one finished run of the small valley."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from folders import VALLEY, VALLEY_DAY

from premium.audit import audit
from premium.run_folder import open_run

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder


@pytest.fixture(scope="session")
def valley(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A finished run of the small valley; tests read it and never change it."""
    return audit(VALLEY / "records", "fair-food", tmp_path_factory.mktemp("valley") / "run", VALLEY_DAY)


@pytest.fixture
def own_valley(valley: RunFolder, tmp_path: Path) -> RunFolder:
    """A finished run that a test may spoil; it lies as deep as the other, so that it finds its inputs."""
    shutil.copytree(valley.path, tmp_path / "run")
    return open_run(tmp_path / "run")
