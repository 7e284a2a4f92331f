"""Workbooks with a sheet per week, and with hours written as hours and minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from senders.paper import Answer, Files, Spoilt, days, pay_columns
from senders.paper import hours_minutes as hmm
from senders.truth import WEEK, Draw, Pay, Week, Worker, nearest
from senders.workbooks import Book, number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WEEKLY = (
    "ID", "Worker", "Job", "Check #", "Buckets", "Piece pay", "Hours", "Hourly pay", "OT hours", "OT pay", "FFP",
)  # fmt: skip
WEEKLY_CODES = {"piece": "PIECE", "hourly": "REG", "overtime": "OT", "premium": "FFP"}
WEEKLY_AT = {"piece": (4, 5), "hourly": (6, 7), "overtime": (8, 9), "premium": (None, 10)}


def weekly_sheets() -> Files:
    """Write a workbook with a sheet per week, whose name alone says which; other sheets lie between."""
    draw, answer, book = Draw("weekly-sheets"), Answer("la-loma"), Book()
    notes = book.workbook.add_worksheet("Read me")
    notes.write(0, 0, "One sheet per week. Change nothing in the grey columns.")
    workers = draw.workers(11, digits=4)
    for place, end in enumerate((date(2025, 12, 7), date(2025, 12, 14), date(2025, 12, 21), date(2025, 12, 28))):
        week, name = Week(end), f"WE {end:%m-%d-%Y}"
        sheet = book.workbook.add_worksheet(name)
        top = 2 + place % 2
        sheet.write(0, 0, "LA LOMA — weekly payroll", book.bold)
        for column, title in enumerate(WEEKLY):
            sheet.write(top, column, title, book.bold)
        if place == 2:
            sheet.write(top + 1, 1, "NO HARVEST THIS WEEK (freeze)")
            continue
        _week_rows(sheet, book, draw, answer, (week, name, top + 1, place), workers)
    rates = book.workbook.add_worksheet("Rates")
    rates.write_row(0, 0, ["Crop", "Rate"])
    rates.write_row(1, 0, ["Tomato", 0.9])
    return {"La Loma payroll 2025.xlsx": book.close(), **answer.files()}


def _week_rows(
    sheet: Worksheet, book: Book, draw: Draw, answer: Answer, at: tuple[Week, str, int, int], workers: list[Worker]
) -> None:  # fmt: skip
    week, name, row, place = at
    sums = dict.fromkeys(range(4, 11), 0)
    for worker in (w for w in workers if draw.chance(85)):
        pays = _week_pays(draw)
        spoilt = None
        if place == 1 and worker is workers[3]:
            spoilt, pays = Spoilt("hours", "n/a", "not_a_number"), {"hourly": draw.hourly(), "premium": draw.premium()}
        if place == 3 and worker is workers[6]:
            spoilt, pays = Spoilt("check_id", "", "missing"), {"piece": replace(draw.piece(), hours_e4=None)}
        check = f"{week.end:%j}{worker.number}"
        _week_row(sheet, book, row, worker, check, pays, spoilt)
        for kind, pay in pays.items():
            count, amount = WEEKLY_AT[kind]
            if count:
                sums[count] += pay.units_e4 or pay.hours_e4 or 0
            sums[amount or 0] += pay.amount_cents
            bare = replace(pay, rate_e4=None)
            columns = pay_columns(bare, WEEKLY_CODES[kind], worker_id=worker.number, check_id=check, **days(week))
            columns["job_class"] = "harvest" if "piece" in pays else "field"
            answer.add(row + 1, columns, spoilt if spoilt and spoilt.column == "check_id" else None, name)
        if spoilt and spoilt.column == "hours":
            answer.add(row + 1, {}, spoilt, name)
        row += 1
    sheet.write(row + 1, 0, "Week total", book.bold)
    for column, value in sums.items():
        places = 4 if column in (4, 6, 8) else 2
        sheet.write_number(row + 1, column, number(value, places), book.money)
        answer.total(row + 2, WEEKLY[column], value, places, name)


def _week_pays(draw: Draw) -> dict[str, Pay]:
    pays = {"piece": replace(draw.piece(), hours_e4=None)} if draw.chance(60) else {}
    pays |= {"hourly": draw.hourly()} if not pays or draw.chance(30) else {}
    pays |= {"overtime": draw.overtime()} if "hourly" in pays and draw.chance(50) else {}
    return pays | {"premium": draw.premium()}


def _week_row(
    sheet: Worksheet, book: Book, row: int, worker: Worker, check: str, pays: dict[str, Pay], spoilt: Spoilt | None
) -> None:
    sheet.write_string(row, 0, worker.number)
    sheet.write_string(row, 1, f"{worker.first}  {worker.last} ")
    sheet.write_string(row, 2, "harvest" if "piece" in pays else "Planting")
    if not spoilt or spoilt.column != "check_id":
        sheet.write_string(row, 3, check)
    for kind, pay in pays.items():
        count, amount = WEEKLY_AT[kind]
        if count:
            sheet.write_number(row, count, number(pay.units_e4 or pay.hours_e4 or 0, 4))
        sheet.write_number(row, amount or 0, number(pay.amount_cents, 2), book.money)
    if spoilt and spoilt.column == "hours":
        sheet.write_string(row, 8, spoilt.text)
    if "overtime" not in pays and not spoilt:
        sheet.write_number(row, 9, 0, book.money)


TIMES = (
    "Emp #", "Name", "Check", "Week Ending", "Job", "Piece Hours", "Pieces", "Piece $", "Reg Hours", "Reg $",
    "OT Hours", "OT $", "FFP",
)  # fmt: skip
TIMES_AT = {"piece": (5, 7), "hourly": (8, 9), "overtime": (10, 11), "premium": (None, 12)}
TIME_SHEET = "Sheet1"


def hours_minutes_workbook() -> Files:
    """Write hours as text `38:15` and as Excel's [h]:mm, and money as the sheet multiplied it: in parts of cents."""
    draw, answer, book = Draw("hours-minutes"), Answer("gulf-groves"), Book()
    sheet = book.workbook.add_worksheet(TIME_SHEET)
    for column, title in enumerate(TIMES):
        sheet.write(0, column, title, book.bold)
    for row, worker in enumerate(draw.workers(30, digits=4), 1):
        job = draw.random.choice(["Pick", "Pick", "Prune"])
        pays, minutes = _timed(draw, job, negative=row == 20)
        spoilt = {9: Spoilt("hours", "38:75", "not_hours"), 22: Spoilt("hours", "4.5.", "not_hours")}.get(row)
        sheet.write_string(row, 0, worker.number)
        sheet.write_string(row, 1, worker.listed)
        sheet.write_number(row, 2, 9000 + row)
        sheet.write_datetime(row, 3, WEEK.end, book.day)
        sheet.write_string(row, 4, job)
        first = next(iter(pays))
        for kind, (pay, raw) in pays.items():
            bad = spoilt if kind == first else None
            _timed_cells(sheet, book, row, kind, (pay, raw, minutes.get(kind)), bad)
            columns = pay_columns(
                pay, WEEKLY_CODES[kind], worker_id=worker.number, check_id=str(9000 + row), **days(WEEK)
            )
            columns["job_class"] = {"Pick": "harvest", "Prune": "field"}[job]
            answer.add(row + 1, columns, bad, TIME_SHEET)
    return {"horas 49.xlsx": book.close(), **answer.files()}


Timed = dict[str, tuple[Pay, float]]


def _timed(draw: Draw, job: str, *, negative: bool) -> tuple[Timed, dict[str, int]]:
    """Draw minutes, and what they come to: the exact product is kept as the sheet's binary fraction."""
    found: Timed = {}
    minutes: dict[str, int] = {}
    for kind in ("piece",) if job == "Pick" else ("hourly", "overtime"):
        minutes[kind] = draw.random.randrange(60, 600) if kind == "overtime" else draw.random.randrange(1500, 2700)
        sign = -1 if negative else 1
        minutes[kind] *= sign
        units = sign * draw.random.randrange(300, 900) if kind == "piece" else None
        rate = draw.random.choice((8525, 9050)) if kind == "piece" else draw.random.choice((143_700, 151_250, 215_550))
        count = Fraction(units) if units is not None else Fraction(minutes[kind], 60)
        exact = count * Fraction(rate, 10_000)
        hours = nearest(Fraction(minutes[kind] * 10_000, 60))
        found[kind] = (
            Pay(kind, nearest(exact * 100), None if units is None else units * 10_000, hours), float(exact)
        )  # fmt: skip
    premium = draw.premium()
    return found | {"premium": (premium, premium.amount_cents / 100)}, minutes


def _timed_cells(
    sheet: Worksheet, book: Book, row: int, kind: str, what: tuple[Pay, float, int | None], bad: Spoilt | None
) -> None:  # fmt: skip
    pay, raw, minutes = what
    count, amount = TIMES_AT[kind]
    if kind == "piece":
        sheet.write_number(row, 6, number(pay.units_e4 or 0, 4))
    if count and minutes is not None:
        if bad:
            sheet.write_string(row, count, bad.text)
        elif kind == "piece" or minutes < 0:
            sheet.write_string(row, count, hmm(minutes))
        else:
            sheet.write_datetime(row, count, timedelta(minutes=minutes), book.long_hours)
    sheet.write_number(row, amount or 0, raw, book.money)
