"""Papers over a finished run: a worker's statement, the letter to a grower, a buyer's certificate; PDFs by typst.

    tables.py, sql/       questions to a run's tables; all money comes out of a SELECT, or is a sum of its columns
    statement.py          facts -> what one worker's page says; statements.py: which workers, by grower or crew
    letters.py            which growers get one; letter.py: the letter; letter_list.py: its list as a workbook;
                          letter_words.py: what both say
    certificate.py        what one buyer is told -> the certificate; check.py: is this certificate of that run?
    typeset.py            JSON and a template of templates/ -> PDF; printable.py: text that is harmless on a page
    fonts/                the font, with its licence

Each maker takes a run and gives `Paper`s: a name for the file, and its bytes. The name is made of a number and never of
data, for a worker's identifier must stand in no file's name. Only a letter's name has its grower, so that none is sent
to another.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to print or send; `about` says for whom it is, in identifiers that are not a worker's."""

    file: str
    content: bytes = field(repr=False)
    pages: int
    about: dict[str, str]


def write_papers(papers: Iterable[Paper], folder: Path) -> list[Paper]:
    """Write papers into a folder as they come, each whole or not at all, and return them without their bytes."""
    from reports.safely import written  # noqa: PLC0415 - importing this package is quick

    told = []
    for paper in papers:
        folder.mkdir(parents=True, exist_ok=True)
        with written(folder / paper.file) as building:
            building.write_bytes(paper.content)
        told.append(Paper(paper.file, b"", paper.pages, paper.about))
    return told


@contextmanager
def all_or_none(folder: Path) -> Iterator[Path]:
    """Give a folder to write papers into; they come into `folder` when the block ends well, all of them or none.

    Who is left out of half a batch would not know it. A new folder takes its name whole; into one that is there, the
    files are moved one after the other. What a killed process left is swept by the next that writes there.
    """
    from premium.run_folder import beside  # noqa: PLC0415 - importing this package is quick

    folder = folder.resolve()
    new = not folder.exists()
    with beside(folder if new else folder / "papers") as building:
        yield building
        if new:
            building.rename(folder)
        else:
            _move(building, folder)


def _move(building: Path, folder: Path) -> None:
    """Move files from one folder into another; if that is stopped half-way, none of them is there."""
    names = sorted(path.name for path in building.iterdir())
    try:
        for name in names:
            (building / name).replace(folder / name)
    except BaseException:
        for name in names:
            if not (building / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise
