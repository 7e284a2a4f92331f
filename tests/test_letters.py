"""The letter to a grower: its own findings by article, what puts them right and by when; the list as a workbook."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pytest

from paper_worlds import Pool, even, pages, squeezed, world
from premium.errors import InputError, RunError
from premium.program import load
from reports import kinds
from reports.papers.letter_words import Told
from reports.papers.letters import Letters, letters
from reports.papers.printable import name

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder
    from reports.papers import Paper

UNDERPAID = """grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,hours,amount
farm,w1,c1,2025-11-12,2025-11-01,2025-11-07,HR,hourly,harvest,40,500.00
farm,w1,c2,2025-11-19,2025-11-08,2025-11-14,HR,hourly,harvest,40,500.00"""


def leaves(run: RunFolder, grower: str = "farm", **wanted: Any) -> list[str]:  # noqa: ANN401 - what Letters takes
    """The text of each page of a grower's letter."""
    return pages(next(letters(run, Letters(grower=grower, **wanted))).content)


def one(run: RunFolder, grower: str = "farm", **wanted: Any) -> tuple[str, Paper]:  # noqa: ANN401 - what Letters takes
    """The text of a grower's letter, and its workbook."""
    letter, workbook = letters(run, Letters(grower=grower, **wanted))
    return " ".join(pages(letter.content)), workbook


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
    assert (
        "From: Fair Food Program To: farm 1 June 2026 What was found at farm The Fair Food Program has compared" in text
    )
    assert "5 findings go against articles of its rules. Days are counted from 1 June 2026. Article I.1" in text
    assert (
        "Article I.1 What, and what puts it right Amount Due by "
        "Pool fell short Distribute the whole of the workers' share (serious) "
        "To do: Distribute the remainder of the pool 1 finding, November 2025 $7.00 15 June 2026 "
        "Worker got too little Pass the premium through to every Qualifying Worker (serious) "
        "To do: Pay the worker the difference as a separate line on the next check "
        "4 findings, 4 workers, November 2025 $7.00 15 June 2026 "
    ) in text


def test_days_are_counted_from_the_day_of_the_letter(tmp_path: Path) -> None:
    text, _ = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]), dated=date(2026, 7, 1))
    assert "From: Fair Food Program To: farm 1 July 2026" in text
    assert "Days are counted from 1 July 2026." in text
    assert "15 July 2026" in text
    assert "as they stood on 1 June 2026" in text


def test_a_letter_says_from_whom_it_is_and_to_whom_by_name_and_identifier(
    valley_run: RunFolder, tmp_path: Path
) -> None:
    growers = "grower_id,name\nfarm,Alder Bend Farms"
    made = world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))], growers=growers)
    assert "From: Fair Food Program To: Alder Bend Farms (farm) 1 June 2026" in one(made)[0]
    assert "De: Fair Food Program Para: " in one(valley_run, "cedar-farm", languages=("es",))[0]


def test_every_page_says_whose_it_is_which_it_is_and_that_it_is_a_draft(valley_run: RunFolder) -> None:
    drafts = leaves(valley_run, "cedar-farm", draft=True)
    assert len(drafts) > 1
    for number, page in enumerate(drafts, start=1):
        assert page.count("Draft: the program has not accepted this comparison. Not to be sent.") == 1
        assert f"Page {number} of {len(drafts)}" in page
        assert page.count("Cedar Farm (cedar-farm)") == (2 if number == 1 else 1)
    assert "Borrador: " in leaves(valley_run, "cedar-farm", draft=True, languages=("es",))[-1]
    assert "Draft" not in one(valley_run, "cedar-farm")[0]


def test_a_letter_of_a_run_after_which_another_came_says_so_on_every_page(valley_run: RunFolder) -> None:
    said = "A newer comparison has been made since: run 7. Look at it first."
    assert all(said in page for page in leaves(valley_run, "cedar-farm", newer=7))
    assert "newer" not in one(valley_run, "cedar-farm")[0]


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
    assert [paper.file for paper in written[:4]] == [
        f"letter-alder-farm-{language}.{kind}" for language in ("en", "es") for kind in ("pdf", "xlsx")
    ]
    assert all(
        paper.file.startswith(f"letter-{paper.about['grower_id']}-{paper.about['language']}.") for paper in written
    )


def test_no_two_growers_share_a_files_name_and_none_is_a_path(tmp_path: Path) -> None:
    growers = ("Farm", "farm", "../up", "a farm")
    run = world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"), grower=grower) for grower in growers])
    names = {paper.about["grower_id"]: paper.file for paper in letters(run, Letters())}
    assert len({file.casefold() for file in names.values()}) == 4
    assert all(re.fullmatch(r"letter-~[0-9a-f]{20}-en\.xlsx", file) for file in names.values())
    alone = [paper.file for paper in letters(run, Letters(grower="farm"))]
    assert alone[1] == names["farm"], "also where it is made alone"


def test_a_letter_cannot_be_older_than_the_records_that_it_tells_of(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))])
    with pytest.raises(InputError, match="a letter of 2026-05-31 cannot tell what stood in the records on 2026-06-01"):
        one(run, dated=date(2026, 5, 31))


def test_periods_and_pay_periods_are_told_from_the_first_to_the_last(tmp_path: Path) -> None:
    pools = [Pool(month, "100.00", even(4, "20.00")) for month in ("2025-11", "2026-01")]
    assert "8 findings, 4 workers, November 2025 – January 2026" in one(world(tmp_path / "months", pools))[0]
    poor = world(tmp_path / "poor", pools, growers="grower_id,place\nfarm,FL", payroll=UNDERPAID)
    assert "2 findings, 1 worker, 1 November 2025 – 14 November 2025" in one(poor)[0]


def test_weeks_are_told_by_their_first_and_last_day() -> None:
    program = load("milk-with-dignity").program
    told = Told(program, "", date(2026, 1, 1), "farm", None, date(2026, 1, 1), "en")
    none = {"first_day": None, "last_day": None}
    weeks = {"first_period": date(2025, 11, 30), "last_period": date(2025, 12, 14), **none}
    assert told.span(weeks) == "30 November 2025 – 20 December 2025"
    assert told.span({**weeks, "last_period": date(2025, 11, 30)}) == "30 November 2025 – 6 December 2025"
    assert told.span({"first_period": None, "last_period": None, **none}) == ""
    assert told.span({**weeks, "last_period": date(9999, 12, 30)}).endswith(" – 31 December 9999")


def test_what_is_below_zero_does_not_hide_what_is_above(tmp_path: Path) -> None:
    receipts = "receipt_id,buyer_id,grower_id,received_date,amount\n" + "\n".join(
        f"r{buyer},{buyer},farm,2025-11-21,{amount}" for buyer, amount in (("market", "0.00"), ("bistro", "300.00"))
    )
    pools = [
        Pool("2025-11", "100.00", even(4, "43.50")), Pool("2025-11", "200.00", even(4, "43.50"), buyer="bistro"),
    ]  # fmt: skip
    text, _ = one(world(tmp_path, pools, receipts=receipts))
    assert "2 findings $100.00 -$100.00 1 July 2026" in text
    assert "Where two amounts stand in a line" in text
    one_way = receipts.replace("300.00", "200.00")
    assert "Where two amounts" not in one(world(tmp_path / "x", pools, receipts=one_way))[0]


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
    with pytest.raises(RunError, match=r"^nothing was found that a grower answers, so there are no letters$"):
        list(letters(run, Letters()))
    with pytest.raises(RunError, match=r"^nothing was found that farm answers, so there is no letter$"):
        list(letters(run, Letters(grower="farm")))
    with pytest.raises(RunError, match=r"^the run has no grower 'frm'$"):
        list(letters(run, Letters(grower="frm")))


def test_the_workbook_lists_each_finding_with_file_and_row(tmp_path: Path) -> None:
    _, workbook = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]))
    found = sheets(workbook)
    head, *rows = found["findings"]
    assert head[:8] == ("Finding", "What", "Article", "Class", "Title", "To do", "Due by", "Worker")
    short = [row for row in rows if row[1] == "Worker got too little"]
    assert sorted((row[7], row[11], row[6].date()) for row in short) == [
        (f"w{n}", 1.75, date(2026, 6, 15)) for n in range(1, 5)
    ]
    proof = [row for row in found["rows that prove them"] if row[0] == short[0][0]]
    assert {row[2:] for row in proof} <= {("payroll", "payroll.csv", None, n) for n in range(2, 10)}
    assert proof


def test_the_workbook_says_first_whose_it_is(tmp_path: Path) -> None:
    growers = "grower_id,name\nfarm,Alder Bend Farms"
    run = world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))], growers=growers)
    _, workbook = one(run, dated=date(2026, 7, 1), draft=True, number=3)
    (name_, *first), *others = sheets(workbook).items()
    said = {what: v.date() if isinstance(v, datetime) else v for what, v, *_ in first[0] if v is not None}
    sha256 = hashlib.sha256((run.path / "run.json").read_bytes()).hexdigest()
    assert (name_, len(others)) == ("letter", 3)
    assert said == {
        "Grower": "Alder Bend Farms", "The grower’s identifier": "farm", "Program": "Fair Food Program",
        "Records as of": date(2026, 6, 1), "Day of the letter": date(2026, 7, 1), "Draft": "yes",
        "Run": f"3 (run.json, SHA-256 {sha256})",
    }  # fmt: skip
    assert first[0][0][0] == "What was found at Alder Bend Farms (farm)"
    assert any(row[0] == "Draft: the program has not accepted this comparison. Not to be sent." for row in first[0])


def test_a_workbook_in_spanish_speaks_spanish(tmp_path: Path) -> None:
    _, workbook = one(world(tmp_path, [Pool("2025-11", "100.00", even(4, "20.00"))]), languages=("es",))
    assert workbook.file == "letter-farm-es.xlsx"
    found = sheets(workbook)
    assert list(found) == ["carta", "hallazgos", "filas que los prueban", "filas apartadas"]
    head, *rows = found["hallazgos"]
    assert head[:4] == ("Hallazgo", "Qué", "Artículo", "Clase")
    assert {row[1:6] for row in rows if row[7]} == {
        ("Un trabajador recibió de menos", "I.1", "grave", "Entregar la prima a cada trabajador que califica",
         "Pagar al trabajador la diferencia, como renglón aparte en el próximo cheque"),
    }  # fmt: skip
    assert {row[2] for row in found["filas que los prueban"][1:]} == {"nómina", "pagos"}


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
    assert re.fullmatch(r"letter-~[0-9a-f]{20}-en\.pdf", letter.file)
    assert workbook.file == letter.file.replace(".pdf", ".xlsx")
    assert squeezed(f"What was found at {name(grower)}") in squeezed("".join(pages(letter.content)))
    cells = [c for sheet in openpyxl.load_workbook(BytesIO(workbook.content)) for row in sheet.iter_rows() for c in row]
    assert {"=1+1", "@SUM(A1)", "w" * 10_000} <= {cell.value for cell in cells}
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
