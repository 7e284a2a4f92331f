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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
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
