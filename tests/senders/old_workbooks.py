"""Workbooks of other kinds: OpenDocument with counts per crew, and old Excel with numbers where ids were."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from fractions import Fraction
from xml.sax.saxutils import escape

import xlwt

from senders.paper import Answer, Files, Spoilt, days, pay_columns
from senders.truth import HOUR, WEEK, Draw, Pay, Worker
from senders.workbooks import number

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class OpenSheet:
    """A sheet of an OpenDocument workbook, row by row, with the runs of blanks that such files have at their ends."""

    rows: list[str] = field(default_factory=list)

    def add(self, *cells: str | int | Fraction | tuple[str, str] | None) -> int:
        """Add a row of texts, numbers, days (as `("date", "2025-12-07")`) and blanks; return its number."""
        written = "".join(map(self._cell, cells))
        blank = f'<table:table-cell table:number-columns-repeated="{1024 - len(cells)}"/>'
        self.rows.append(f"<table:table-row>{written}{blank}</table:table-row>")
        return len(self.rows)

    @staticmethod
    def _cell(value: str | int | Fraction | tuple[str, str] | None) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, tuple):
            return f'<table:table-cell office:value-type="date" office:date-value="{value[1]}"/>'
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        said = str(float(value)) if isinstance(value, Fraction) else str(value)
        return f'<table:table-cell office:value-type="float" office:value="{said}"/>'

    def file(self, name: str) -> bytes:
        """Return a workbook with this sheet; the same bytes each time."""
        blank = '<table:table-cell table:number-columns-repeated="1024"/>'
        left = 1_048_576 - len(self.rows)
        rest = f'<table:table-row table:number-rows-repeated="{left}">{blank}</table:table-row>'
        content = (
            f'{XML}<office:document-content {SPACES} office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="{name}">{"".join(self.rows)}{rest}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        manifest = (
            f'{XML}<manifest:manifest {SPACES} manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr(zipfile.ZipInfo("mimetype", LONG_AGO), MIME)
            for path, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
                packed.writestr(zipfile.ZipInfo(path, LONG_AGO), text.encode(), zipfile.ZIP_DEFLATED)
        return out.getvalue()


CREWS = "Crews wk 49"


def crew_counts() -> Files:
    """Write hours per worker and buckets per crew: each worker's buckets are the crew's, shared by hours."""
    draw, answer, sheet = Draw("crew-counts"), Answer("cypress-grove"), OpenSheet()
    sheet.add("Cypress Grove – crew sheets")
    sheet.add("Week ending", ("date", WEEK.end.isoformat()), None, "Check date", ("date", WEEK.paid.isoformat()))
    sheet.add()
    sheet.add("Worker No", "Worker", "Check", "Code", "Hours", "Buckets", "Amount")
    workers = iter(draw.workers(40))
    crews = [[next(workers) for _ in range(count)] for count in (9, 3, 11, 7)]
    for crew, members in zip(("7", "8", "12", "14"), crews, strict=True):
        hours = [0 if crew == "12" and i == 4 else draw.quarters(20, 44) for i, _ in enumerate(members)]
        hours = [30 * HOUR] * len(members) if crew == "8" else hours
        count = 1000 * HOUR if crew == "8" else draw.random.randrange(1800, 4200) * HOUR + HOUR // 2
        _crew(sheet, answer, crew, list(zip(members, hours, share(count, hours), strict=True)), count)
    sheet.add("Crew FFP")
    total = 0
    for worker in (w for members in crews for w in members):
        pay = draw.premium()
        row = sheet.add(
            worker.number, worker.listed, _check("FFP", worker), "FFP", None, None, Fraction(pay.amount_cents, 100)
        )
        columns = pay_columns(
            pay, "FFP", worker_id=worker.number, check_id=f"FFP-{_check('FFP', worker)}", **days(WEEK)
        )
        answer.add(row, columns, None, CREWS)
        total += pay.amount_cents
    row = sheet.add("Total crew FFP", None, None, None, None, None, Fraction(total, 100))
    answer.total(row, "Amount", total, 2, CREWS)
    return {"crew sheets 49.ods": sheet.file(CREWS), **answer.files()}


def share(count_e4: int, weights: list[int]) -> list[int]:
    """Share a count in whole ten-thousandths by weights; what is left over goes to the largest remainders."""
    whole = sum(weights)
    parts = [count_e4 * w // whole for w in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(count_e4 * weights[i] % whole), i))
    for i in rests[: count_e4 - sum(parts)]:
        parts[i] += 1
    return parts


def _check(crew: str, worker: Worker) -> str:
    return f"{'9' if crew == 'FFP' else '8'}{worker.number}"


def _crew(sheet: OpenSheet, answer: Answer, crew: str, members: list[tuple[Worker, int, int]], count: int) -> None:
    sheet.add(f"Crew {crew}")
    hours_of_all = amount_of_all = 0
    for place, (worker, hours, units) in enumerate(members):
        amount = max(units * 9000 // 10**6, 100)
        pay = Pay("piece", amount, units, hours)
        spoilt = Spoilt("kind", "P?", "unknown_word") if crew == "7" and place == 2 else None
        spoilt = Spoilt("check_id", "", "missing") if crew == "14" and place == 5 else spoilt
        code = spoilt.text if spoilt and spoilt.column == "kind" else "PC"
        check = None if spoilt and spoilt.column == "check_id" else _check(crew, worker)
        row = sheet.add(worker.number, worker.listed, check, code, Fraction(hours, HOUR), None, Fraction(amount, 100))
        columns = pay_columns(
            pay, "PC", worker_id=worker.number, check_id=f"{crew}-{_check(crew, worker)}", **days(WEEK)
        )
        columns["units"] = columns["units"] if hours else ""
        answer.add(row, columns | {"job_class": "harvest"}, spoilt, CREWS)
        hours_of_all, amount_of_all = hours_of_all + hours, amount_of_all + amount
    row = sheet.add(
        f"Total crew {crew}", None, None, None, Fraction(hours_of_all, HOUR), Fraction(count, HOUR),
        Fraction(amount_of_all, 100),
    )  # fmt: skip
    answer.total(row, "Hours", hours_of_all, 4, CREWS)
    answer.total(row, "Buckets", count, 4, CREWS)
    answer.total(row, "Amount", amount_of_all, 2, CREWS)
    sheet.add()


OLD = (
    "EmpNo",
    "LName",
    "FName",
    "ChkNo",
    "ChkDate",
    "PPEnd",
    "Type",
    "Description",
    "Hours",
    "Pieces",
    "Rate",
    "Amount",
)
TYPES = {"hourly": 1, "piece": 2, "overtime": 3, "premium": 9, "bonus": 9}
OLD_SHEET = "PRDETAIL"


def old_excel() -> Files:
    """Write what an old program exported as XLS: ids stored as numbers, a premium that only its description tells."""
    draw, answer, book = Draw("old-excel"), Answer("sunbreak"), xlwt.Workbook(encoding="cp1252")
    sheet, day = book.add_sheet(OLD_SHEET), xlwt.easyxf(num_format_str="MM/DD/YYYY")
    for column, title in enumerate(OLD):
        sheet.write(0, column, title)
    row = 0
    for place, worker in enumerate(draw.workers(16), 1):
        pays = [draw.piece() if draw.chance(60) else draw.hourly(), draw.premium()]
        pays += [draw.overtime()] if draw.chance(30) else []
        pays += [draw.flat("bonus", 1000, 3000)] if draw.chance(30) else []
        for pay in pays:
            row += 1
            spoilt = {
                (4, "piece"): Spoilt("rate", "#DIV/0!", "error_value"),
                (4, "hourly"): Spoilt("rate", "#DIV/0!", "error_value"),
                (7, "premium"): Spoilt("check_date", "12/32/2025", "not_a_date"),
                (12, "premium"): Spoilt("amount", "", "too_many_decimals"),
            }.get((place, pay.kind))
            _old_row(sheet, day, row, place, worker, pay, spoilt)
            columns = pay_columns(
                pay, str(TYPES[pay.kind]), worker_id=_known_as(place, worker), check_id=str(50_700 + place)
            )
            columns |= days(WEEK) | {"job_class": "" if pay.kind in ("premium", "bonus") else "field"}
            answer.add(row + 1, columns, spoilt, OLD_SHEET)
    out = io.BytesIO()
    book.save(out)
    return {"PRDETAIL.XLS": out.getvalue(), **answer.files()}


def _known_as(place: int, worker: Worker) -> str:
    return "H2A-07" if place == 10 else worker.number


def _old_row(
    sheet: xlwt.Worksheet, day: xlwt.XFStyle, row: int, place: int, worker: Worker, pay: Pay, spoilt: Spoilt | None
) -> None:
    told = ("Fair Food Prem wk 49", "FFP - week 49", "fair food premium")[place % 3]
    words = {"premium": told, "bonus": "Attendance bonus", "piece": "Tomato pick 32# bkt"}.get(pay.kind, "Field labor")
    sheet.write(row, 0, "H2A-07" if place == 10 else int(worker.number))
    sheet.write(row, 1, worker.last)
    sheet.write(row, 2, worker.first)
    sheet.write(row, 3, 50_700 + place)
    if spoilt and spoilt.column == "check_date":
        sheet.write(row, 4, spoilt.text)
    else:
        sheet.write(row, 4, WEEK.paid, day)
    sheet.write(row, 5, WEEK.end, day)
    sheet.write(row, 6, TYPES[pay.kind])
    sheet.write(row, 7, words)
    rate = None if spoilt and spoilt.column == "rate" else pay.rate_e4
    for column, value in ((8, pay.hours_e4), (9, pay.units_e4), (10, rate)):
        if value is not None:
            sheet.write(row, column, number(value, 4))
    if rate != pay.rate_e4:
        sheet.row(row).set_cell_error(10, "#DIV/0!")
    parts = 5 if spoilt and spoilt.column == "amount" else 0
    sheet.write(row, 11, number(pay.amount_cents * 10 + parts, 3))
