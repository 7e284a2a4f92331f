"""A workbook in two languages, its weeks one below the other, as bookkeepers keep them: its proposal is right as is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from openpyxl import Workbook

from premium.ingest.guess.propose import Proposal, guess
from premium.ingest.profile import read_profile
from premium.ingest.sender import read_sender
from premium.ingest.trial import check
from reports.trial import tell_check

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

OVER = {"A": "TRABAJADOR / EMPLOYEE", "D": "DESTAJO / PIECEWORK", "H": "POR HORA / HOURLY", "K": "Penny/lb",
        "L": "BRUTO / GROSS", "M": "DESCUENTOS / DEDUCTIONS", "O": "NETO / NET", "P": "CHEQUE"}  # fmt: skip
TITLES = ["No.", "Nombre", "Pto.", "Cubetas", "Tarifa", "Horas", "Importe", "Horas", "Rate", "Importe", None, None,
          "Soc Sec", "Medicare", None, "No.", "Fecha"]  # fmt: skip
MERGED = ("A{0}:C{0}", "D{0}:G{0}", "H{0}:J{0}", "M{0}:N{0}", "P{0}:Q{0}")
CREWS = {"Uno": ((1041, "MAY", 0), (1042, "PIZ", 610), (1043, "PIZ", 595)),
         "Dos": ((1044, "CHO", 0), (1045, "CAM", 0), (1046, "PIZ", 702))}  # fmt: skip
SUMMED = (3, 6, 9, 10, 11, 12, 13, 14)
WEEKS = (date(2026, 1, 11), date(2026, 1, 18), date(2026, 1, 25))
CENT = Decimal("0.01")


def record(worker: int, job: str, buckets: int, week: int) -> list[Any]:
    """A worker's row: piecework or hours, a premium for pickers and field work, what is taken, and the check."""
    piece = (buckets + week) * Decimal("0.85") if buckets else Decimal(0)
    hourly = Decimal(0) if buckets else (40 + week) * Decimal("14.50")
    penny = ((piece + hourly) / 12).quantize(CENT) if job in {"PIZ", "CAM"} else Decimal(0)
    gross = piece + hourly + penny
    taken = [(gross * Decimal(share)).quantize(CENT) for share in ("0.062", "0.0145")]
    made = [buckets + week, Decimal("0.85"), time(11, 30), piece] if buckets else [None] * 4
    paid = [None] * 3 if buckets else [timedelta(hours=40 + week), Decimal("14.50"), hourly]
    check_ = [worker * 10 + week, WEEKS[week] + timedelta(5)]
    return [
        worker,
        f"Xx{'abc'[week]}, Yy",
        job,
        *made,
        *paid,
        penny or None,
        gross,
        *taken,
        gross - sum(taken),
        *check_,
    ]


def total(words: str, rows: list[list[Any]]) -> list[Any]:
    return [None, words] + [
        sum((row[i] or 0 for row in rows), Decimal(0)) if i in SUMMED else None for i in range(2, 17)
    ]


def block(sheet: Worksheet, week: int) -> list[list[Any]]:
    """Write a week: its heading, the header of two rows, crews with their subtotals, the week's total."""
    sheet.append(["SEMANA QUE TERMINA / WEEK ENDING:", None, None, None, WEEKS[week]])
    at = sheet.max_row + 1
    for letter, text in OVER.items():
        sheet[f"{letter}{at}"] = text
    sheet.append(TITLES)
    for span in MERGED:
        sheet.merge_cells(span.format(at))
    every = []
    for crew, workers in CREWS.items():
        sheet.append([f"Cuadrilla {crew}  -  Mayordomo(a): Zz"])
        rows = [record(*worker, week) for worker in workers]
        for row in rows:
            sheet.append(row)
        sheet.append(total(f"Subtotal cuadrilla {crew}", rows))
        every += rows
    sheet.append(total("TOTAL SEMANA / WEEK TOTAL", every))
    sheet.append([])
    return every


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[Any]]]:
    """The workbook, and the records in it."""
    book = Workbook()
    summary, sheet = book.active, book.create_sheet("Raya")
    assert summary is not None
    summary.title = "Resumen"
    for row in (["Resumen"], ["Cuadrilla", "Bruto"], ["Uno", 1], ["Dos", 2]):
        summary.append(row)
    sheet.append(["RAYA SEMANAL / WEEKLY PAYROLL"])
    rows = [row for week in range(len(WEEKS)) for row in block(sheet, week)]
    sheet.append(total("GRAN TOTAL", rows))
    path = tmp_path_factory.mktemp("raya") / "Raya ENE 2026 (3 sem).xlsx"
    book.save(path)
    return path, rows


@pytest.fixture(scope="module")
def proposal(made: tuple[Path, list[list[Any]]]) -> Proposal:
    return guess([made[0]])


def test_the_proposal_gives_every_line_in_its_own_week_and_all_totals_agree(
    made: tuple[Path, list[list[Any]]], proposal: Proposal
) -> None:
    path, rows = made
    loaded = read_profile(proposal.text.encode(), "guessed.toml", path.parent)
    file = read_sender(path, loaded, given={"grower_id": "g"})
    assert check(file, loaded.profile).blessed
    assert len(file.totals) == (2 * len(WEEKS) + len(WEEKS) + 1) * (len(SUMMED) - 2)
    days = file.taken.select("period_start", "period_end", "check_date").unique(maintain_order=True).rows()
    assert days == [(end - timedelta(6), end, end + timedelta(5)) for end in WEEKS]
    classes = dict(file.taken.select("worker_id", "job_class").unique().rows())
    assert classes == {"1041": "crew-leader", "1042": "harvest", "1043": "harvest", "1044": "driver", "1045": "field",
                       "1046": "harvest"}  # fmt: skip
    read = dict(file.taken.group_by("kind").agg(pl.col("amount").sum()).rows())
    said = {"piece": 6, "hourly": 9, "premium": 10}
    assert {k: read[k] for k in said} == {k: sum(row[i] or 0 for row in rows) for k, i in said.items()}


def test_a_check_of_many_totals_shows_what_differs_the_pay_periods_and_the_classes(
    made: tuple[Path, list[list[Any]]], proposal: Proposal
) -> None:
    loaded = read_profile(proposal.text.encode(), "guessed.toml", made[0].parent)
    found = check(read_sender(made[0], loaded, given={"grower_id": "g"}), loaded.profile)
    said = tell_check(found)
    assert "TOTALS THAT THE FILE STATES: 60 of 60 agree\n\n" in said
    assert "20 NUMBERS IN TOTAL ROWS ARE NOT READ ON PURPOSE  BRUTO / GROSS, NETO / NET\n" in said
    assert "       6  records of the pay period 2026-01-12 to 2026-01-18\n" in said
    assert "\n       9  harvest\n       3  crew-leader\n       3  driver\n       3  field\n" in said
    wrong = replace(found.totals[7], stated=1)
    off = tell_check(replace(found, totals=(*found.totals[:7], wrong, *found.totals[8:])))
    assert "TOTALS THAT THE FILE STATES: 59 of 60 agree\n" in off
    assert [line for line in off.splitlines() if f"row {wrong.row} " in line and wrong.title in line]
    assert "agrees" not in off


def test_of_formulas_that_may_be_old_a_check_says_how_many_totals_speak_for_them(
    made: tuple[Path, list[list[Any]]], proposal: Proposal
) -> None:
    loaded = read_profile(proposal.text.encode(), "guessed.toml", made[0].parent)
    file = read_sender(made[0], loaded, given={"grower_id": "g"})
    old = replace(file, warnings=("sheet 'Raya': the program that wrote it left its formulas (9) to be calculated",))
    (told,) = [w for w in check(old, loaded.profile).warnings if "formulas" in w]
    assert told.endswith("; here all 60 totals that it states are what was read, so they seem to be")
    wrong = (replace(file.totals[0], stated=1), *file.totals[1:])
    assert check(replace(old, totals=wrong), loaded.profile).warnings[0] == old.warnings[0]


def test_the_proposal_asks_what_only_a_person_can_know(proposal: Proposal) -> None:
    asked = " ".join(proposal.questions)
    assert "'SEMANA QUE TERMINA / WEEK ENDING:' stands 3 times with 3 different days (rows 2, " in asked
    assert "are these the program's classes?" in asked
    assert "is not known" not in asked


def test_gross_and_net_are_left_out_as_they_add_up_in_every_record(proposal: Proposal) -> None:
    assert (
        '"BRUTO / GROSS", # adds up DESTAJO / PIECEWORK Importe + POR HORA / HOURLY Importe + Penny/lb' in proposal.text
    )
    assert "- DESCUENTOS / DEDUCTIONS Soc Sec - DESCUENTOS / DEDUCTIONS Medicare in all 18 rows" in proposal.text
    assert 'not_read = ["BRUTO / GROSS", "NETO / NET"]' in proposal.text
