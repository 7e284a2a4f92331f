"""A workbook of crews with titles in two languages and two rows: pay by the piece and by the hour, hours shared."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from senders.paper import Answer, Files, Spoilt, days, mdy, pay_columns
from senders.truth import HOUR, WEEK, Draw, Pay, Worker, nearest
from senders.workbooks import Book, number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET = "Nomina"
MERGED = ((0, 2, "Trabajador / Worker"), (4, 6, "Por pieza / Piece"), (7, 8, "Por hora / Hourly"),
          (9, 10, "Otros / Other"))  # fmt: skip
ALONE = {3: "Labor", 11: "Total"}
TITLES = {0: "No.", 1: "Apellido, Nombre", 2: "Cheque", 4: "Cubetas", 5: "Tarifa", 6: "Pago", 7: "Horas", 8: "Pago",
          9: "Bono tomate (FFP)", 10: "Ajuste min.", 11: "Bruto"}  # fmt: skip
SUMMED = {4: "Por pieza / Piece Cubetas", 6: "Por pieza / Piece Pago", 7: "Por hora / Hourly Horas",
          8: "Por hora / Hourly Pago", 9: "Otros / Other Bono tomate (FFP)",
          10: "Otros / Other Ajuste min."}  # fmt: skip
COUNTS = (4, 7)
HOURLY_E4 = 142_500
CLASSES = {"Cosecha": "harvest", "Campo": "field", "Empaque": "packing"}
CODES = {"piece": "PIEZA", "hourly": "HORA", "premium": "BONO", "makeup": "AJUSTE"}
COLUMNS = {"piece": 6, "hourly": 8, "premium": 9, "makeup": 10}
FINE = 10**6
"""Hourly pay is hours times a rate, not rounded: sums are kept in millionths."""


def bilingual_crews() -> Files:
    """Write a week of three crews, a sum under each and a grand total; a sheet of notes stands before it."""
    draw, answer, book = Draw("bilingual-crews"), Answer("palm-hollow"), Book()
    notes = book.workbook.add_worksheet("Leame")
    notes.write(0, 0, "Favor de no cambiar las formulas / Please do not change formulas")
    sheet = book.workbook.add_worksheet(SHEET)
    _top(sheet, book)
    row, grand, workers = 5, dict.fromkeys(SUMMED, 0), iter(draw.workers(24, digits=3))
    for crew, lead in ((3, "W. Désir"), (7, "R. Núñez"), (12, "E. Xol")):
        sheet.write(row, 0, f"CUADRILLA {crew} (Líder: {lead})", book.bold)
        sums = dict.fromkeys(SUMMED, 0)
        for place in range(draw.random.randrange(6, 9)):
            row += 1
            job = "Cosecha" if place < 4 else draw.random.choice(("Campo", "Empaque", "Cosecha"))
            pays, spoilt = _pays(draw, job), Spoilt("check_id", "", "missing") if row == 9 else None
            _record(sheet, row, (next(workers), job), pays, spoilt, answer)
            for column, value in _by_column(pays).items():
                sums[column] += value
        row += 1
        _total(sheet, book, row, "Suma cuadrilla", sums, answer)
        grand = {c: grand[c] + sums[c] for c in SUMMED}
        row += 2
    _total(sheet, book, row, "TOTAL GENERAL", grand, answer)
    sheet.write(row + 2, 0, "Revisado por: __________________")
    return {"Nomina palm hollow 2025-12-07.xlsx": book.close(), **answer.files()}


def _top(sheet: Worksheet, book: Book) -> None:
    sheet.merge_range(0, 0, 0, 11, "PALM HOLLOW FARMS, INC.", book.bold)
    sheet.write(1, 0, "Semana / Week:")
    sheet.write(1, 2, f"{mdy(WEEK.start)} - {mdy(WEEK.end)}")
    sheet.write(1, 7, "Fecha de cheque / Check date:")
    sheet.write_datetime(1, 9, WEEK.paid, book.day)
    for left, right, title in MERGED:
        sheet.merge_range(3, left, 3, right, title, book.bold)
    for column, title in ALONE.items():
        sheet.write(3, column, title, book.bold)
    for column, title in TITLES.items():
        sheet.write(4, column, title, book.bold)


def _pays(draw: Draw, job: str) -> dict[str, Pay]:
    """Draw what somebody earned: by the piece or the hour, mostly premium, and sometimes what lacked to the minimum."""
    if job == "Cosecha":
        pays = {"piece": draw.piece()}
    else:
        hours = draw.quarters(24, 40)
        exact = Fraction(hours * HOURLY_E4, 10**6)
        pays = {"hourly": Pay("hourly", nearest(exact), None, hours)}
    if draw.chance(85):
        pays["premium"] = draw.premium()
    if job == "Cosecha" and draw.chance(30):
        pays["makeup"] = draw.flat("makeup", 500, 4000)
    return pays


def _by_column(pays: dict[str, Pay]) -> dict[int, int]:
    """Return what stands in the columns that are added up, in millionths."""
    found = {COLUMNS[kind]: _millionths(pay) for kind, pay in pays.items()}
    hours = next(p.hours_e4 for p in pays.values() if p.hours_e4)
    found[7] = hours * FINE // HOUR
    return found | ({4: (pays["piece"].units_e4 or 0) * FINE // HOUR} if "piece" in pays else {})


def _millionths(pay: Pay) -> int:
    if pay.kind == "hourly":
        return (pay.hours_e4 or 0) * HOURLY_E4 // 100
    return pay.amount_cents * FINE // 100


def _record(
    sheet: Worksheet, row: int, who: tuple[Worker, str], pays: dict[str, Pay], spoilt: Spoilt | None, answer: Answer
) -> None:  # fmt: skip
    worker, job = who
    sheet.write_number(row, 0, int(worker.number))
    sheet.write_string(row, 1, worker.listed)
    check = 90_200 + row
    if spoilt is None:
        sheet.write_number(row, 2, check)
    sheet.write_string(row, 3, job)
    columns = _by_column(pays)
    for column, value in columns.items():
        sheet.write_number(row, column, number(value, 6))
    if "piece" in pays:
        sheet.write_number(row, 5, number(pays["piece"].rate_e4 or 0, 4))
    gross = sum(v for c, v in columns.items() if c not in COUNTS)
    sheet.write_formula(row, 11, f"=G{row + 1}+I{row + 1}+J{row + 1}+K{row + 1}", None, number(gross, 6))
    for kind, pay in pays.items():
        line = pay_columns(
            pay,
            CODES[kind],
            worker_id=str(int(worker.number)),
            check_id=str(check),
            job_class=CLASSES[job],
            **days(WEEK),
        )
        answer.add(row + 1, line, spoilt, SHEET)


def _total(sheet: Worksheet, book: Book, row: int, words: str, sums: dict[int, int], answer: Answer) -> None:
    sheet.write(row, 0, words, book.bold)
    for column, title in SUMMED.items():
        sheet.write_number(row, column, number(sums[column], 6), book.bold)
        places = 4 if column in COUNTS else 2
        answer.total(row + 1, title, nearest(Fraction(sums[column] * 10**places, FINE)), places, SHEET)
