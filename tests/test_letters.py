"""The letter to a grower: its own findings by article, what puts them right and by when; the list as a workbook."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pytest

from paper_worlds import Pool, even, pages, squeezed, world
from premium.errors import RunError
from reports import kinds
from reports.papers.letters import Letters, letters
from reports.papers.printable import name

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder
    from reports.papers import Paper


def one(run: RunFolder, grower: str = "farm", **wanted: Any) -> tuple[str, Paper]:  # noqa: ANN401 - what Letters takes
    """The text of a grower's letter, and its workbook."""
    *written, workbook = letters(run, Letters(grower=grower, **wanted))
    return " ".join(text for paper in written for text in pages(paper.content)), workbook


def sheets(paper: Paper) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a workbook's sheets."""
    book = openpyxl.load_workbook(BytesIO(paper.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def findings(run: RunFolder, where: str) -> list[tuple[Any, ...]]:
    """Findings of a run."""
    sql = f"SELECT finding_id, kind, article FROM '{run.table('findings')}' WHERE {where}"  # noqa: S608 - our own
    return duckdb.connect().execute(sql).fetchall()


def test_findings_stand_under_their_article_with_remedy_count_amount_and_day(tmp_path: Path) -> None:
    text, _ = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]))
    assert text.startswith(
        "From: Fair Food Program To: farm 1 June 2026 What was found at farm The Fair Food Program has compared"
    )
    assert "5 findings go against articles of its rules. Days are counted from 1 June 2026. Article I.1" in text
    assert (
        "Article I.1 What, and what puts it right Found Amount Due by "
        "Pool fell short Distribute the whole of the workers' share (serious) "
        "To do: Distribute the remainder of the pool 1 $7.00 15 June 2026 "
        "Worker got too little Pass the premium through to every Qualifying Worker (serious) "
        "To do: Pay the worker the difference as a separate line on the next check 4 $7.00 15 June 2026 "
    ) in text


def test_days_are_counted_from_the_day_of_the_letter(tmp_path: Path) -> None:
    text, _ = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]), dated=date(2026, 7, 1))
    assert text.startswith("From: Fair Food Program To: farm 1 July 2026")
    assert "Days are counted from 1 July 2026." in text
    assert "15 July 2026" in text
    assert "as they stood on 1 June 2026" in text


def test_a_letter_says_from_whom_it_is_and_to_whom_by_name_and_identifier(
    valley_run: RunFolder, tmp_path: Path
) -> None:
    growers = "grower_id,name\nfarm,Alder Bend Farms"
    made = world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))], growers=growers)
    assert one(made)[0].startswith("From: Fair Food Program To: Alder Bend Farms (farm) 1 June 2026")
    assert one(valley_run, "cedar-farm", languages=("es",))[0].startswith("De: Fair Food Program Para: ")


def test_a_draft_says_so_before_everything_and_a_letter_never_does(valley_run: RunFolder) -> None:
    draft, _ = one(valley_run, "cedar-farm", draft=True)
    assert draft.startswith("Draft: the program has not accepted this comparison. Not to be sent. From: ")
    assert one(valley_run, "cedar-farm", draft=True, languages=("es",))[0].startswith("Borrador: ")
    assert "Draft" not in one(valley_run, "cedar-farm")[0]


def test_what_is_due_on_no_day_of_the_calendar_is_due_on_its_last(tmp_path: Path) -> None:
    text, workbook = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]), dated=date(9999, 12, 30))
    assert "31 December 9999" in text
    assert sheets(workbook)["findings"][1][6].year == 9999


def test_only_what_the_grower_answers_is_in_it(valley_run: RunFolder) -> None:
    ours = "answers = 'grower' AND grower_id = 'cedar-farm'"
    text, workbook = one(valley_run, "cedar-farm")
    listed = sheets(workbook)["findings"][1:]
    assert sorted(row[0] for row in listed) == sorted(row[0] for row in findings(valley_run, ours))
    others = {kind for _, kind, _ in findings(valley_run, "answers <> 'grower'")}
    others -= {kind for _, kind, _ in findings(valley_run, ours)}
    assert others
    assert not any(kinds.label(kind) in text for kind in others)


def test_every_grower_that_has_something_to_answer_gets_one(valley_run: RunFolder) -> None:
    written = list(letters(valley_run, Letters(("en", "es"))))
    growers = {paper.about["grower_id"] for paper in written}
    with duckdb.connect() as db:
        sql = f"SELECT DISTINCT grower_id FROM '{valley_run.table('findings')}' WHERE answers = 'grower'"  # noqa: S608 - our own
        assert growers == {grower for (grower,) in db.execute(sql).fetchall()}
    assert [paper.file for paper in written[:3]] == ["letter-en-001.pdf", "letter-es-001.pdf", "letter-001.xlsx"]


def test_what_no_article_is_about_is_told_and_not_charged(valley_run: RunFolder) -> None:
    without = {g for (g,) in duckdb.connect().execute(
        f"SELECT DISTINCT grower_id FROM '{valley_run.table('findings')}' WHERE answers = 'grower' AND article IS NULL"  # noqa: S608 - our own
    ).fetchall()}  # fmt: skip
    assert without
    for grower in without:
        text, _ = one(valley_run, grower)
        told = text.partition("Told, and not charged")[2]
        kind = findings(valley_run, f"answers = 'grower' AND article IS NULL AND grower_id = '{grower}'")[0][1]
        assert kinds.label(kind) in told
        assert kinds.label(kind) not in text.partition("Told, and not charged")[0]


def test_a_letter_in_spanish_speaks_spanish(tmp_path: Path) -> None:
    text, _ = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]), languages=("es",))
    assert "1 de junio de 2026 Lo que se halló en farm" in text
    assert "Un trabajador recibió de menos" in text
    assert "Qué hacer: Pagar al trabajador la diferencia" in text
    assert "(grave)" in text


def test_a_grower_with_nothing_to_answer_gets_no_letter(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(4, "21.75"))])
    with pytest.raises(RunError, match="no grower has findings to answer"):
        list(letters(run, Letters()))
    with pytest.raises(RunError, match="the grower 'farm' has findings"):
        list(letters(run, Letters(grower="farm")))


def test_the_workbook_lists_each_finding_with_file_and_row(tmp_path: Path) -> None:
    _, workbook = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]))
    found = sheets(workbook)
    head, *rows = found["findings"]
    assert head[:8] == ("Finding", "What", "Article", "Class", "Title", "Remedy", "Due by", "Worker")
    short = [row for row in rows if row[1] == "Worker got too little"]
    assert sorted((row[7], row[11], row[6].date()) for row in short) == [
        (f"w{n}", 1.75, date(2026, 6, 15)) for n in range(1, 5)
    ]
    proof = [row for row in found["rows that prove them"] if row[0] == short[0][0]]
    assert {(row[2], row[3]) for row in proof} <= {("payroll.csv", n) for n in range(2, 10)}
    assert proof


def test_the_same_run_gives_the_same_letter_and_workbook(valley_run: RunFolder) -> None:
    first, second = (list(letters(valley_run, Letters(("en", "es")))) for _ in range(2))
    assert [paper.content for paper in first] == [paper.content for paper in second]


@pytest.mark.parametrize("grower", [
    "<script>", '=HYPERLINK("http://evil.example","x")', '#import "x"', "$x$", "\u202egnp.exe", "G" * 10_000,
])  # fmt: skip
def test_hostile_names_are_names_in_letter_and_workbook(grower: str, tmp_path: Path) -> None:
    workers = {"=1+1": ("100.00", "1.00"), "@SUM(A1)": ("100.00", None), "w" * 10_000: ("100.00", None)}
    run = world(tmp_path, [Pool("2025-11", "100.00", workers, grower=grower)])
    letter, workbook = letters(run, Letters())
    assert (letter.file, workbook.file) == ("letter-en-001.pdf", "letter-001.xlsx")
    assert squeezed(f"What was found at {name(grower)}") in squeezed("".join(pages(letter.content)))
    cells = [c for sheet in openpyxl.load_workbook(BytesIO(workbook.content)) for row in sheet.iter_rows() for c in row]
    assert {"=1+1", "@SUM(A1)", "w" * 10_000} <= {cell.value for cell in cells}
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
