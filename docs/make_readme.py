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

from premium.run_folder import open_run
from reports import html, pictures
from reports.ask import ask
from reports.facts import gather

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAPERS = ROOT / "docs" / "papers.md"
PICTURE = ROOT / "docs" / "season.svg"
CONSOLE = re.compile(r"```console\n\$ premium (?P<words>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def filled(text: str) -> tuple[str, str]:
    """Return the README with every output made anew, and its picture."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "data").symlink_to(ROOT / "data")
        text = CONSOLE.sub(lambda m: f"```console\n$ premium {m['words']}\n{_command(m['words'], place)}```", text)
        text = PYTHON.sub(lambda m: f"```python\n{m['code']}```\n\n```text\n{_python(m['code'], place)}```", text)
        return text, _picture(Path(place) / "premium-demo")


def _picture(run: Path) -> str:
    """Draw the demo's way from due to reached as the report has it, as a file that stands alone."""
    with ask(open_run(run)) as asked:
        drawn = str(pictures.way(gather(asked).way))
    patterns = re.search(
        "<defs>.*</defs>", (html.TEMPLATES / "_patterns.html.j2").read_text(encoding="utf-8"), re.DOTALL
    )
    paper = (patterns[0] if patterns else "") + '<rect width="100%" height="100%" fill="#fff"/>'
    return re.sub(r"(<svg[^>]*>)", lambda m: m[1] + paper, drawn, count=1) + "\n"


def _command(words: str, place: str) -> str:
    return _output([sys.executable, "-m", "premium.cli", *words.split()], place)


def _python(code: str, place: str) -> str:
    return _output([sys.executable, "-c", code], place)


def _output(command: list[str], place: str) -> str:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command[:4])} failed:\n{done.stderr}")
    told = "\n".join(line.rstrip() for line in done.stdout.rstrip("\n").splitlines())
    return told + "\n" if told else ""


def main() -> int:
    """Write the README and the page of papers, or with `--check` compare them; return the exit status."""
    before, papers = README.read_text(encoding="utf-8"), PAPERS.read_text(encoding="utf-8")
    (after, picture), (papers_after, _) = filled(before), filled(papers)
    if "--check" not in sys.argv:
        README.write_text(after, encoding="utf-8")
        PAPERS.write_text(papers_after, encoding="utf-8")
        PICTURE.write_text(picture, encoding="utf-8")
        return 0
    for name, was, now in (("README.md", before, after), ("docs/papers.md", papers, papers_after)):
        lines = (text.splitlines(keepends=True) for text in (was, now))
        sys.stdout.writelines(difflib.unified_diff(next(lines), next(lines), name, "now"))
    return int(before != after or papers != papers_after or picture != PICTURE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
