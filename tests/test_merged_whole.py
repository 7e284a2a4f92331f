"""No file of the repository holds what a merge leaves where two changes met."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT = re.compile(rb"^(<{7} |>{7} )", re.MULTILINE)


def test_no_file_holds_the_marks_of_a_merge() -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    files = [ROOT / name.decode() for name in names if name]
    assert [path.name for path in files if path.is_file() and LEFT.search(path.read_bytes())] == []
