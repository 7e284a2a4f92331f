"""Workbooks that offices keep by hand: a crew register, and a form of certified payroll."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from senders.paper import Answer, Files, Spoilt, days, mdy, pay_columns
from senders.truth import HOUR, WEEK, Draw, Pay, Worker, cents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

MADE_ON = datetime(2025, 12, 10)  # noqa: DTZ001 - a workbook's properties have no zone; fixed, so that bytes are stable


class Book:
    """A new workbook in memory, with the formats that offices use; its bytes are the same each time."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self.workbook.set_properties({"created": MADE_ON, "author": "office"})
        self.bold = self.workbook.add_format({"bold": True, "align": "center", "text_wrap": True})
        self.money = self.workbook.add_format({"num_format": "#,##0.00;(#,##0.00)"})
        self.day = self.workbook.add_format({"num_format": "mm/dd/yyyy"})
        self.long_hours = self.workbook.add_format({"num_format": "[h]:mm"})

    def close(self) -> bytes:
        """Return the file."""
        self.workbook.close()
        return self._bytes.getvalue()


def number(value: int, places: int) -> float | int:
    """Return a scaled integer as a spreadsheet stores it, which is a binary fraction."""
    step: int = 10**places
    return value // step if value % step == 0 else value / step


CREW_TALL = {3: "Job", 2: "Check", 12: "Fair Food\nPremium", 13: "Gross"}
CREW_COLUMNS = (
    "No.",
    "Name",
    "",
    "",
    "Buckets",
    "Rate",
    "Amount",
    "Hours",
    "Rate",
    "Amount",
    "Hours",
    "Amount",
    "",
    "",
)
SUMMED = {4: "Piece work Buckets", 6: "Piece work Amount", 7: "Hourly Hours", 9: "Hourly Amount", 10: "Overtime Hours",
          11: "Overtime Amount", 12: "Fair Food Premium"}  # fmt: skip
CREW_SHEET = "Crew Payroll"


def crew_workbook() -> Files:
    """Write a crew register: title rows, merged titles in two rows, a heading and a total per crew, a grand total."""
    draw, answer, book = Draw("crew-workbook"), Answer("palm-hollow"), Book()
    sheet = book.workbook.add_worksheet(CREW_SHEET)
    _crew_top(sheet, book)
    row, grand, workers = 7, dict.fromkeys(SUMMED, 0), iter(draw.workers(32, digits=4))
    for crew, lead in ((7, "Désir, W."), (12, "Núñez, R."), (15, "Xol Caal, E.")):
        sheet.merge_range(row, 0, row, 13, f"Crew: {crew} - Lead: {lead}", book.bold)
        first, sums = row + 1, dict.fromkeys(SUMMED, 0)
        for _ in range(draw.random.randrange(8, 11)):
            row += 1
            worker = next(workers)
            pays = _crew_pays(draw)
            spoilt = {10: Spoilt("rate", "#DIV/0!", "error_value"), 20: Spoilt("check_id", "", "missing")}.get(row)
            _crew_row(sheet, book, row, worker, pays, spoilt)
            _crew_answer(answer, row, worker, pays, spoilt)
            for column, value in _by_column(pays).items():
                sums[column] = sums.get(column, 0) + value
        row += 1
        _crew_total(sheet, book, row, f"Total crew {crew} ({row - first} workers)", sums, (first, row - 1), answer)
        grand = {c: grand[c] + sums[c] for c in SUMMED}
        row += 2
    _crew_total(sheet, book, row, "GRAND TOTAL", grand, None, answer)
    sheet.write(row + 2, 0, "Buckets counted by the dumper at the truck; rate = amount / buckets")
    sheet.write(row + 3, 0, "Prepared by: office")
    return {"Crew payroll 12-07.xlsx": book.close(), **answer.files()}


def _crew_top(sheet: Worksheet, book: Book) -> None:
    sheet.merge_range(0, 0, 0, 13, "PALM HOLLOW FARMS, INC.", book.bold)
    sheet.merge_range(1, 0, 1, 13, "Crew Payroll Register", book.bold)
    sheet.write(2, 0, f"Period {mdy(WEEK.start)} thru {mdy(WEEK.end)}")
    sheet.write(3, 0, "Check date:")
    sheet.write_datetime(3, 2, WEEK.paid, book.day)
    for left, right, title in ((0, 1, "Worker"), (4, 6, "Piece work"), (7, 9, "Hourly"), (10, 11, "Overtime")):
        sheet.merge_range(5, left, 5, right, title, book.bold)
    for column, title in CREW_TALL.items():
        sheet.merge_range(5, column, 6, column, title, book.bold)
    for column, title in enumerate(CREW_COLUMNS):
        if title:
            sheet.write(6, column, title, book.bold)


def _crew_pays(draw: Draw) -> dict[str, Pay]:
    pays = {"piece": replace(draw.piece(), hours_e4=None)} if draw.chance(70) else {}
    if not pays or draw.chance(30):
        pays["hourly"] = draw.hourly()
    if "hourly" in pays and draw.chance(40):
        pays["overtime"] = replace(draw.overtime(), rate_e4=None)
    return pays | {"premium": draw.premium()} if draw.chance(85) else pays


def _by_column(pays: dict[str, Pay]) -> dict[int, int]:
    """Return what stands in the columns that are added up."""
    where = {"piece": (4, 6), "hourly": (7, 9), "overtime": (10, 11), "premium": (None, 12)}
    found: dict[int, int] = {}
    for kind, pay in pays.items():
        count, amount = where[kind]
        if count is not None:
            found[count] = pay.units_e4 or pay.hours_e4 or 0
        found[amount or 0] = pay.amount_cents
    return found


def _crew_row(
    sheet: Worksheet, book: Book, row: int, worker: Worker, pays: dict[str, Pay], spoilt: Spoilt | None
) -> None:  # fmt: skip
    sheet.write_string(row, 0, worker.number)
    sheet.write_string(row, 1, worker.listed)
    if not spoilt or spoilt.column != "check_id":
        sheet.write_number(row, 2, 30_400 + row)
    sheet.write_string(row, 3, "PICK" if "piece" in pays else "PLANT")
    for column, value in _by_column(pays).items():
        places = 4 if column in (4, 7, 10) else 2
        sheet.write_number(row, column, number(value, places), book.money if places == 2 else None)
    for kind, column in (("piece", 5), ("hourly", 8)):
        if kind in pays:
            sheet.write_number(row, column, number(pays[kind].rate_e4 or 0, 4))
    if spoilt and spoilt.column == "rate":
        sheet.write_formula(row, 5, f"=G{row + 1}/0", None, "#DIV/0!")
    gross = sum(p.amount_cents for p in pays.values())
    sheet.write_formula(row, 13, f"=G{row + 1}+J{row + 1}+L{row + 1}+M{row + 1}", book.money, number(gross, 2))


def _crew_answer(answer: Answer, row: int, worker: Worker, pays: dict[str, Pay], spoilt: Spoilt | None) -> None:
    codes = {"piece": "PIECE", "hourly": "HOURLY", "overtime": "OT", "premium": "FFP"}
    job_class = "harvest" if "piece" in pays else "field"
    for kind, pay in pays.items():
        columns = pay_columns(
            pay, codes[kind], worker_id=worker.number, check_id=str(30_400 + row), job_class=job_class, **days(WEEK)
        )
        bad = spoilt if spoilt and (spoilt.column == "check_id" or kind == "piece") else None
        answer.add(row + 1, columns, bad, CREW_SHEET)


def _crew_total(
    sheet: Worksheet,
    book: Book,
    row: int,
    words: str,
    sums: dict[int, int],
    rows: tuple[int, int] | None,
    answer: Answer,
) -> None:
    sheet.write(row, 0, words, book.bold)
    for column, title in SUMMED.items():
        places = 4 if column in (4, 7, 10) else 2
        letter = "ABCDEFGHIJKLMN"[column]
        formula = f"=SUM({letter}{rows[0] + 1}:{letter}{rows[1] + 1})" if rows else f"=SUM({letter}8:{letter}{row})/2"
        sheet.write_formula(row, column, formula, book.bold, number(sums[column], places))
        answer.total(row + 1, title, sums[column], places, CREW_SHEET)


FORM = "WH-347"
FORM_TITLES = {0: "(1) Name and Individual\nIdentifying Number", 1: "(3) Work\nClassification", 2: "OT or ST",
               10: "(5) Total\nHours", 11: "(6) Rate\nof Pay", 12: "(7) Gross Amount\nEarned", 13: "Fair Food\nPremium",
               17: "(9) Net Wages\nPaid"}  # fmt: skip
CLASSES = {"Harvester": "harvest", "Field worker": "field", "Packer": "packing"}
ADDED = {10: ("(5) Total Hours", 4), 12: ("(7) Gross Amount Earned", 2), 13: ("Fair Food Premium", 2),
         14: ("(8) Deductions FICA", 2), 15: ("(8) Deductions Withholding", 2),
         16: ("(8) Deductions Other", 2)}  # fmt: skip


def wh347_workbook() -> Files:
    """Write a form like the certified payroll: two rows per worker and class, hours by day, cells merged downwards."""
    draw, answer, book = Draw("wh347-workbook"), Answer("ranchland"), Book()
    sheet = book.workbook.add_worksheet(FORM)
    _form_top(sheet, book)
    row, sums = 9, dict.fromkeys(ADDED, 0)
    for place, worker in enumerate(draw.workers(15, digits=4), 1):
        for work in ("Harvester", "Field worker") if place % 6 == 0 else (draw.random.choice(list(CLASSES)),):
            straight = draw.hourly(20, 40)
            over = draw.overtime() if draw.chance(50) else None
            flats = _form_flats(draw, work)
            spoilt = {4: Spoilt("rate", "#DIV/0!", "error_value"), 9: Spoilt("worker_id", "", "missing")}.get(place)
            _form_person(sheet, book, row, (worker, work), flats, spoilt)
            for at, kind, pay in ((row, "OT", over), (row + 1, "ST", straight)):
                sheet.write_string(at, 2, kind)
                if pay:
                    _form_hours(
                        sheet, book, at, pay, draw, bad=spoilt is not None and spoilt.column == "rate" and kind == "ST"
                    )
                    sums[10], sums[12] = sums[10] + (pay.hours_e4 or 0), sums[12] + pay.amount_cents
            for column, flat in flats.items():
                sums[column] += flat.amount_cents
            _form_answer(answer, row, (worker, work), (over, straight), flats, spoilt)
            row += 2
    sheet.write_string(row, 0, "TOTALS", book.bold)
    for column, (title, places) in ADDED.items():
        sheet.write_number(row, column, number(sums[column], places), book.money)
        answer.total(row + 1, title, sums[column], places, FORM)
    sheet.write_string(row + 2, 0, "Statement of compliance: see the other side")
    return {"WH347 payroll 49.xlsx": book.close(), **answer.files()}


def _form_top(sheet: Worksheet, book: Book) -> None:
    sheet.merge_range(0, 0, 0, 17, "PAYROLL (for contractor's optional use)", book.bold)
    sheet.write(2, 0, "Name of contractor")
    sheet.write(2, 2, "Ranchland Labor, LLC")
    sheet.write(3, 0, "Payroll No.")
    sheet.write_number(3, 2, 49)
    sheet.write(3, 8, "For Week Ending:")
    sheet.write_datetime(3, 10, WEEK.end, book.day)
    sheet.write(4, 8, "Date of payment:")
    sheet.write_datetime(4, 10, WEEK.paid, book.day)
    sheet.merge_range(6, 3, 6, 9, "(4) Day and Date", book.bold)
    sheet.merge_range(6, 14, 6, 16, "(8) Deductions", book.bold)
    for column, title in FORM_TITLES.items():
        sheet.merge_range(6, column, 7, column, title, book.bold)
    for place, letter in enumerate("MTWTFSS"):
        sheet.write(7, 3 + place, letter, book.bold)
        day = date.fromordinal(WEEK.start.toordinal() + place)
        sheet.write(8, 3 + place, f"{day.month}/{day.day}", book.bold)
    for column, title in ((14, "FICA"), (15, "Withholding"), (16, "Other")):
        sheet.write(7, column, title, book.bold)


def _form_flats(draw: Draw, work: str) -> dict[int, Pay]:
    """Return premium and deductions by the column that they stand in."""
    flats = {13: draw.premium()} if work != "Packer" else {}
    flats[14] = draw.flat("tax", 900, 4500)
    flats |= {15: draw.flat("tax", 300, 3000)} if draw.chance(60) else {}
    return flats | {16: draw.flat("deduction", 700, 4000)} if draw.chance(40) else flats


def _form_person(
    sheet: Worksheet, book: Book, row: int, who: tuple[Worker, str], flats: dict[int, Pay], spoilt: Spoilt | None
) -> None:
    worker, work = who
    number_said = "" if spoilt and spoilt.column == "worker_id" else f" ({worker.number})"
    sheet.merge_range(row, 0, row + 1, 0, f"{worker.first} {worker.last}{number_said}")
    sheet.merge_range(row, 1, row + 1, 1, work)
    for column in range(13, 18):
        sheet.merge_range(row, column, row + 1, column, "")
        if column in flats:
            sheet.write_number(row, column, number(flats[column].amount_cents, 2), book.money)


def _form_hours(sheet: Worksheet, book: Book, row: int, pay: Pay, draw: Draw, *, bad: bool) -> None:
    for column, hours in enumerate(_over_days(pay.hours_e4 or 0, draw), 3):
        if hours:
            sheet.write_number(row, column, number(hours, 4))
    sheet.write_formula(row, 10, f"=SUM(D{row + 1}:J{row + 1})", None, number(pay.hours_e4 or 0, 4))
    if bad:
        sheet.write_formula(row, 11, f"=M{row + 1}/R{row + 1}", None, "#DIV/0!")
    else:
        sheet.write_number(row, 11, number(pay.rate_e4 or 0, 4))
    sheet.write_number(row, 12, number(cents(pay.hours_e4 or 0, pay.rate_e4 or 0), 2), book.money)


def _over_days(hours_e4: int, draw: Draw) -> Iterator[int]:
    """Spread a week's hours over its days, in quarters."""
    left = hours_e4
    for _ in range(6):
        today = min(left, draw.quarters(4, 8)) if hours_e4 > 9 * HOUR else min(left, draw.quarters(0, 3))
        left -= today
        yield today
    yield left


def _form_answer(
    answer: Answer, row: int, who: tuple[Worker, str], hours: tuple[Pay | None, Pay], flats: dict[int, Pay],
    spoilt: Spoilt | None,
) -> None:  # fmt: skip
    worker, work = who
    codes = {13: "FFP", 14: "FICA", 15: "W/H", 16: "OTHER"}
    over, straight = hours
    lines = [(row, "OT", over), *((row, codes[c], p) for c, p in flats.items()), (row + 1, "ST", straight)]
    for at, code, pay in lines:
        if pay is None:
            continue
        columns = pay_columns(pay, code, worker_id=worker.number, check_id="49", job_class=CLASSES[work], **days(WEEK))
        bad = spoilt if spoilt and (spoilt.column == "worker_id" or code == "ST") else None
        answer.add(at + 1, columns, bad, FORM)
