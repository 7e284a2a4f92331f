"""What the README shows is what its commands print: fill it in, or (`--check`) say whether it is in step.

A ```console block begins with `$ premium …`; what follows is that command's output. A ```python block is followed by a
```text block that holds its output. Commands run one after the other in a folder that sees the repository's `data/`.
"""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ premium (?P<words>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def filled(text: str) -> str:
    """Return the README with every output made anew."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "data").symlink_to(ROOT / "data")
        text = CONSOLE.sub(lambda m: f"```console\n$ premium {m['words']}\n{_command(m['words'], place)}```", text)
        return PYTHON.sub(lambda m: f"```python\n{m['code']}```\n\n```text\n{_python(m['code'], place)}```", text)


def _command(words: str, place: str) -> str:
    return _output([sys.executable, "-m", "premium.cli", *words.split()], place)


def _python(code: str, place: str) -> str:
    return _output([sys.executable, "-c", code], place)


def _output(command: list[str], place: str) -> str:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command[:4])} failed:\n{done.stderr}")
    return done.stdout.rstrip("\n") + "\n"


def main() -> int:
    """Write the README, or with `--check` compare it; return the exit status."""
    before = README.read_text(encoding="utf-8")
    after = filled(before)
    if "--check" not in sys.argv:
        README.write_text(after, encoding="utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), "README.md", "now"))  # noqa: FBT003 - keepends
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())
