"""Delimited exports of payroll systems: one line per wage type, batch columns, and a report grouped by employee."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

from senders.paper import (
    Answer,
    Files,
    Spoilt,
    csv_text,
    days,
    decimal,
    dollars,
    grouped,
    hours_minutes,
    mdy,
    pay_columns,
    short_mdy,
)
from senders.truth import HOUR, WEEK, Draw, Pay, Week, Worker

WAGE_TYPES = {
    "piece": ("PW", "Piecework", "Destajo"), "hourly": ("RG", "Regular", "Regular"),
    "overtime": ("OT", "Overtime", "Sobretiempo"), "makeup": ("MW", "Min. wage adj.", "Ajuste salario mínimo"),
    "other_wage": ("RB", "Rest & recovery", "Descanso"), "premium": ("FP", "Fair Food Premium", "Prima “Fair Food”"),
    "deduction": ("ML", "Meals", "Comidas"), "tax": ("FT", "Fed. tax", "Impuesto fed."),
}  # fmt: skip
DATATECH = [
    "Emp ID", "Employee", "Crew", "Check #", "Check Date", "Period Ending", "Line", "Wage Type", "Stub Text",
    "Texto de talón", "Crop", "Job", "Hours", "Pieces", "Rate", "Amount",
]  # fmt: skip
FARM_JOBS = {"101": "harvest", "205": "field", "900": ""}


def datatech_csv() -> Files:
    """Write check details with wage types of two letters, and what the stub says in two languages."""
    draw, answer, rows = Draw("datatech-csv"), Answer("ranchland"), [DATATECH]
    faults = {
        (2, 1): Spoilt("check_date", "12/32/2025", "not_a_date"),
        (5, 2): Spoilt("amount", "18.125", "too_many_decimals"),
        (8, 1): Spoilt("kind", "X1", "unknown_word"),
    }
    for number, worker in enumerate(draw.workers(13, digits=4), 1):
        check, job = str(88_200 + number), draw.random.choice(["101", "101", "205"])
        pays = [draw.piece(), draw.flat("other_wage", 700, 1900)] if job == "101" else [draw.hourly(), draw.overtime()]
        pays += [draw.flat("makeup", 250, 6000)] if draw.chance(30) else []
        pays += [draw.premium(), draw.flat("deduction", 900, 4000).reversed(), draw.flat("tax", 300, 2500).reversed()]
        for line, pay in enumerate(pays, 1):
            spoilt = faults.get((number, line))
            rows.append(_datatech_row(worker, number, line, job, pay, spoilt))
            code = WAGE_TYPES[pay.kind][0]
            columns = pay_columns(
                pay, code, line_id=f"{check}/{line}", worker_id=worker.number, check_id=check,
                job_class="" if pay.kind in ("premium", "deduction", "tax") else FARM_JOBS[job], **days(WEEK),
            )  # fmt: skip
            answer.add(len(rows), columns, spoilt)
    return {"check_detail_1207.csv": csv_text(rows).encode("utf-8-sig"), **answer.files()}


def _datatech_row(worker: Worker, number: int, line: int, job: str, pay: Pay, spoilt: Spoilt | None) -> list[str]:
    bad = {spoilt.column: spoilt.text} if spoilt else {}
    code, english, spanish = WAGE_TYPES[pay.kind]
    job = "900" if pay.kind in ("premium", "deduction", "tax") else job
    return [
        worker.number, worker.listed, str(number % 4 + 21), str(88_200 + number),
        bad.get("check_date", short_mdy(WEEK.paid)), short_mdy(WEEK.end), str(line), bad.get("kind", code), english,
        spanish, "TOM", job, decimal(pay.hours_e4, 4, 2), grouped(pay.units_e4, 4), decimal(pay.rate_e4, 4, 3),
        bad.get("amount", grouped(pay.amount_cents, 2, 2)),
    ]  # fmt: skip


ADP = [
    "Co Code", "Batch ID", "File #", "Employee Name", "Temp Dept", "Reg Hours", "Reg Earnings", "O/T Hours",
    "O/T Earnings", "Hours 3 Code", "Hours 3 Amount", "Earnings 3 Code", "Earnings 3 Amount", "Earnings 4 Code",
    "Earnings 4 Amount", "Earnings 5 Code", "Earnings 5 Amount",
]  # fmt: skip
DEPARTMENTS = {"000100": "harvest", "000200": "field", "000900": "packing"}
BATCH_CODES = {
    "piece": "PW",
    "other_wage": "S",
    "premium": "FFP",
    "makeup": "M",
    "deduction": "HSG",
    "reimbursement": "MIL",
}
Slots = tuple[Pay | None, Pay | None, Pay | None, Pay | None, Pay | None]


def adp_batch() -> Files:
    """Write a batch of pay data: a wide row of hours and earnings by slot; the days stand only in the file's name."""
    draw, answer, rows = Draw("adp-batch"), Answer("sunbreak"), [ADP]
    for number, worker in enumerate(draw.workers(24, digits=6), 1):
        departments = ["000100", "000200"] if number % 6 == 0 else [draw.random.choice(list(DEPARTMENTS))]
        departments = ["000200"] if number == 15 else departments
        for department in departments:
            slots = _slots(draw, department)
            if number == 4:
                slots = (*slots[:3], draw.flat("makeup", 250, 900), None)
            unknown = number == 4
            parts = number == 15
            rows.append(_batch_row(worker, department, slots, unknown=unknown, parts=parts))
            for slot, pay in enumerate(slots):
                if pay is None:
                    continue
                code = ("REG", "O/T")[slot] if slot < 2 else BATCH_CODES[pay.kind]
                columns = pay_columns(
                    replace(pay, units_e4=None, rate_e4=None), code, worker_id=worker.number,
                    check_id=f"W49-{worker.number}", job_class=DEPARTMENTS[department], **days(WEEK),
                )  # fmt: skip
                spoilt = Spoilt("kind", "XQ", "unknown_word") if unknown and slot == 3 else None
                spoilt = Spoilt("amount", "", "too_many_decimals") if parts and slot == 0 else spoilt
                answer.add(len(rows), columns, spoilt)
    return {"PRSB1EPI-20251207.csv": csv_text(rows).encode(), **answer.files()}


def _slots(draw: Draw, department: str) -> Slots:
    regular = draw.hourly() if department != "000100" or draw.chance(30) else None
    overtime = draw.overtime() if regular and draw.chance(40) else None
    third = draw.piece() if department == "000100" else None
    if third is None and draw.chance(20):
        sick = draw.hourly(4, 8)
        third = replace(sick, kind="other_wage")
    fourth = draw.premium() if department != "000900" else None
    fifth = draw.flat(draw.random.choice(["deduction", "reimbursement"]), 500, 4000) if draw.chance(40) else None
    if regular is None and third is None:
        regular = draw.hourly()
    return regular, overtime, third, fourth, fifth


def _batch_row(worker: Worker, department: str, slots: Slots, *, unknown: bool, parts: bool) -> list[str]:
    regular, overtime, third, fourth, fifth = slots
    reg = dollars(regular.amount_cents) if regular else "0.00"
    cells = ["PHF", "W49", worker.number, worker.listed, department]
    cells += [decimal(regular.hours_e4, 4, 2) if regular else "0.00", reg + "5" if parts else reg]
    cells += [decimal(overtime.hours_e4, 4, 2) if overtime else "", dollars(overtime.amount_cents) if overtime else ""]
    code = BATCH_CODES[third.kind] if third else ""
    cells += [code, decimal(third.hours_e4, 4, 2) if third else ""]
    for pay, given in ((third, code), (fourth, "XQ" if unknown else None), (fifth, None)):
        cells += [given or BATCH_CODES[pay.kind], dollars(pay.amount_cents)] if pay else ["", ""]
    return cells


QUICKBOOKS = ["", "", "Type", "Date", "Num", "Paid Through", "Payroll Item", "Qty", "Sales Price", "Amount"]
ITEMS = {
    "piece": "Piece - Tomato bucket", "hourly": "Hourly - Field", "overtime": "Hourly OT (x1.5) - Field",
    "premium": "FFP Premium", "deduction": "Housing", "tax": "Social Security Employee",
}  # fmt: skip


def quickbooks_detail() -> Files:
    """Write payroll detail by employee: names as headings with a total under each, hours and pieces in one column."""
    draw, answer, rows = Draw("quickbooks-detail"), Answer("la-loma"), [QUICKBOOKS]
    workers, grand = _known_by_name(draw, 9), 0
    for number, worker in enumerate(workers, 1):
        rows.append([worker.listed, *[""] * 9])
        total = 0
        for week in (WEEK, Week(date(2025, 12, 14))):
            for kind in ("piece", "hourly", "overtime", "premium", "deduction", "tax"):
                pay = _item(draw, kind)
                if not pay:
                    continue
                check = "DD" if number % 4 == 3 else str(10_400 + number + week.end.day)
                spoilt = _quickbooks_fault(number, week, pay)
                rows.append(_quickbooks_row(check, week, pay, spoilt))
                columns = pay_columns(pay, ITEMS[kind], worker_id=f"{worker.first} {worker.last}", check_id=check)
                answer.add(len(rows), columns | days(week), spoilt)
                total += pay.amount_cents
        rows.append([f"Total {worker.listed}", *[""] * 8, _parentheses(total)])
        answer.total(len(rows), "Amount", total, 2)
        grand += total
    rows.append(["TOTAL", *[""] * 8, _parentheses(grand)])
    answer.total(len(rows), "Amount", grand, 2)
    text = csv_text(rows, quoting=csv.QUOTE_ALL)
    return {"Payroll Detail by Employee.CSV": text.encode("cp1252"), **answer.files()}


def _known_by_name(draw: Draw, count: int) -> list[Worker]:
    """Draw workers no two of whom have the same name, as nothing else tells them apart here."""
    found = {worker.listed: worker for worker in draw.workers(count * 2)}
    return [found[name] for name in sorted(found)][:count]


def _item(draw: Draw, kind: str) -> Pay | None:
    if kind == "piece":
        return replace(draw.piece(900, 1400), hours_e4=None)
    if kind in ("hourly", "overtime"):
        return (draw.hourly() if kind == "hourly" else draw.overtime()) if draw.chance(40) else None
    if kind == "premium":
        return draw.premium()
    return draw.flat(kind, 500, 6000).reversed() if draw.chance(50) else None


def _quickbooks_fault(number: int, week: Week, pay: Pay) -> Spoilt | None:
    if week is not WEEK:
        return None
    faults = {
        (2, "premium"): Spoilt("check_date", "13/12/2025", "not_a_date"),
        (5, "piece"): Spoilt("kind", "Cash advance??", "unknown_word"),
    }
    return faults.get((number, pay.kind))


def _quickbooks_row(check: str, week: Week, pay: Pay, spoilt: Spoilt | None) -> list[str]:
    bad = {spoilt.column: spoilt.text} if spoilt else {}
    quantity = grouped(pay.units_e4, 4)
    if pay.hours_e4 is not None:
        quantity = hours_minutes(pay.hours_e4 * 60 // HOUR)
    price = "-6.2%" if pay.kind == "tax" else decimal(pay.rate_e4, 4, 2)
    return [
        "", "", "Paycheck", bad.get("check_date", mdy(week.paid)), check, mdy(week.end),
        bad.get("kind", ITEMS[pay.kind]), quantity, price, _parentheses(pay.amount_cents),
    ]  # fmt: skip


def _parentheses(amount_cents: int) -> str:
    text = grouped(abs(amount_cents), 2, 2)
    return f"({text})" if amount_cents < 0 else text
