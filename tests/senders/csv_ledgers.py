"""Delimited exports with a twist: Spanish, the premium as a job, voids and reversals, a buyer's purchases."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta

from senders.paper import Answer, Files, Spoilt, csv_text, days, decimal, grouped, mdy, pay_columns, spanish
from senders.truth import HOUR, WEEK, Draw, Pay, Worker

NOMINA = [
    "Núm. empleado", "Apellidos y nombre", "Cheque", "Fecha de pago", "Clave", "Concepto", "Labor", "Cubetas", "Horas",
    "Tarifa", "Importe",
]  # fmt: skip
CLAVES = {
    "piece": ("010", "Destajo"), "hourly": ("020", "Jornal"), "overtime": ("030", "Horas extra"),
    "makeup": ("040", "Ajuste a mínimo"), "premium": ("900", "Prima Comida Justa"), "deduction": ("510", "Comedor"),
    "tax": ("610", "Retención"),
}  # fmt: skip
LABORES = {"Corte": "harvest", "Siembra": "field", "Mayordomo": "crew-leader"}


def spanish_semicolon() -> Files:
    """Write a Mexican office's payroll: semicolons, cp1252, comma for the decimals, the period in words above."""
    draw, answer = Draw("spanish-semicolon"), Answer("rancho-nandu")
    rows = [
        ["Nómina semanal – Rancho El Ñandú"],
        [f"Semana del {mdy(WEEK.start, '%d/%m/%Y')} al {mdy(WEEK.end, '%d/%m/%Y')}"],
        [],
        NOMINA,
    ]
    buckets = amount = 0
    for number, worker in enumerate(draw.workers(15, digits=6), 1):
        labor = draw.random.choice(["Corte", "Corte", "Siembra", "Mayordomo"])
        pays = [draw.piece(900, 1600)] if labor == "Corte" else [draw.hourly()]
        pays += [draw.overtime()] if draw.chance(30) else []
        pays += [draw.flat("makeup", 300, 9000)] if draw.chance(20) else []
        pays += [draw.premium()] if labor != "Mayordomo" else []
        pays += [draw.flat("deduction", 900, 4500).reversed()] if draw.chance(50) else []
        pays += [draw.flat("tax", 300, 2500).reversed()]
        for pay in pays:
            spoilt = {
                (3, "tax"): Spoilt("check_date", "31/11/2025", "not_a_date"),
                (7, "piece"): Spoilt("hours", "N/D", "not_a_number"),
                (7, "hourly"): Spoilt("hours", "N/D", "not_a_number"),
            }.get((number, pay.kind))
            rows.append(_nomina_row(number, worker, labor, pay, spoilt))
            columns = pay_columns(
                pay, CLAVES[pay.kind][0], worker_id=worker.number, check_id=f"A-{5300 + number}",
                job_class=LABORES[labor], **days(WEEK),
            )  # fmt: skip
            answer.add(len(rows), columns | {"check_date": _paid(number).isoformat()}, spoilt)
            buckets, amount = buckets + (pay.units_e4 or 0), amount + pay.amount_cents
    rows.append(["TOTAL GENERAL", *[""] * 6, spanish(buckets, 4), "", "", spanish(amount, 2, 2)])
    answer.total(len(rows), "Cubetas", buckets, 4)
    answer.total(len(rows), "Importe", amount, 2)
    rows.append(["Elaboró: oficina de campo"])
    text = csv_text(rows, delimiter=";", quoting=csv.QUOTE_NONE)
    return {"nomina-semana-49.csv": text.encode("cp1252"), **answer.files()}


def _paid(number: int) -> date:
    """Return the day on a worker's check; for some 9 December, which read the other way is in September."""
    return WEEK.end + timedelta(days=2 if number % 3 == 0 else 5)


def _nomina_row(number: int, worker: Worker, labor: str, pay: Pay, spoilt: Spoilt | None) -> list[str]:
    bad = {spoilt.column: spoilt.text} if spoilt else {}
    clave, concepto = CLAVES[pay.kind]
    day = _paid(number)
    said = f"{day.day}-dic-{day.year}" if number % 5 == 0 else mdy(day, "%d/%m/%Y")
    amount = spanish(abs(pay.amount_cents), 2, 2)
    if pay.amount_cents < 0:
        amount = f"{amount}-" if number % 2 else f"-{amount}"
    return [
        worker.number, worker.listed.replace(",", ""), f"A-{5300 + number}", bad.get("check_date", said), clave,
        concepto,
        labor, spanish(pay.units_e4, 4), bad.get("hours", spanish(pay.hours_e4, 4, 2)), spanish(pay.rate_e4, 4, 4),
        amount,
    ]  # fmt: skip


JOB_LINES = [
    "Check", "Chk Date", "From", "To", "Emp", "Name", "Pay Code", "Job", "Job Date", "Hrs", "Pcs", "Rate", "Amt",
    "Notes",
]  # fmt: skip
JOB_CODES = {"piece": "PC", "hourly": "HR", "overtime": "OT", "makeup": "ADJ", "bonus": "BN", "premium": "BN"}
JOB_NAMES = {
    "piece": "PICK TOM", "hourly": "PLANT", "overtime": "PLANT", "makeup": "PICK TOM", "bonus": "ATTENDANCE",
    "premium": "FFP BONUS",
}  # fmt: skip
JOB_CLASSES = {"PICK TOM": "harvest", "PLANT": "field"}


def premium_job() -> Files:
    """Write lines by check, job and pay code as Excel's “Unicode text”; the premium is a job, with the bonus code."""
    draw, answer, rows = Draw("premium-job"), Answer("cypress-grove"), [JOB_LINES]
    for number, worker in enumerate(draw.workers(14), 1):
        pays = [draw.piece(), draw.premium()] if draw.chance(60) else [draw.hourly(), draw.overtime(), draw.premium()]
        pays += [draw.flat("bonus", 1000, 2500)] if draw.chance(40) else []
        pays += [draw.flat("makeup", 200, 3000)] if draw.chance(30) else []
        for pay in pays:
            job, check = JOB_NAMES[pay.kind], f"C{20_410 + number}"
            spoilt = {
                (4, "premium"): Spoilt("for_period", "31-Nov-25", "not_a_date"),
                (9, "premium"): Spoilt("amount", "12.345", "too_many_decimals"),
            }.get((number, pay.kind))
            rows.append(_job_row(number, worker, pay, spoilt))
            columns = pay_columns(pay, JOB_CODES[pay.kind], worker_id=worker.number, check_id=check, **days(WEEK))
            columns["job_class"] = JOB_CLASSES.get(job, "")
            columns["for_period"] = _work_day(number).isoformat() if pay.kind == "premium" else ""
            answer.add(len(rows), columns, spoilt)
    text = csv_text(rows, delimiter="\t", end="\r\n")
    return {"job lines wk49.txt": b"\xff\xfe" + text.encode("utf-16-le"), **answer.files()}


def _work_day(number: int) -> date:
    return WEEK.start + timedelta(days=number % 6)


def _job_row(number: int, worker: Worker, pay: Pay, spoilt: Spoilt | None) -> list[str]:
    bad = {spoilt.column: spoilt.text} if spoilt else {}
    notes = {3: 'says he picked "two rows more"\nask crew leader', 8: "moved\tfrom crew 7"}.get(number, "")
    return [
        f"C{20_410 + number}", mdy(WEEK.paid, "%d-%b-%y"), mdy(WEEK.start, "%d-%b-%y"), mdy(WEEK.end, "%d-%b-%y"),
        worker.number, worker.listed, JOB_CODES[pay.kind], JOB_NAMES[pay.kind],
        bad.get("for_period", mdy(_work_day(number), "%d-%b-%y")), decimal(pay.hours_e4, 4, 2),
        grouped(pay.units_e4, 4), decimal(pay.rate_e4, 4, 2), bad.get("amount", grouped(pay.amount_cents, 2, 2)), notes,
    ]  # fmt: skip


CHECKS = [
    "Check No", "Status", "Check Date", "Pay Period", "Empl ID", "Earn Code", "Dept", "Hours", "Units", "Rate",
    "Amount",
]  # fmt: skip
EARN = {"piece": "PIECE", "hourly": "REG", "overtime": "OVT", "premium": "FFPREM", "deduction": "LOAN"}
DEPTS = {"piece": "Harvest", "hourly": "Field", "overtime": "Field", "premium": "", "deduction": ""}


def voids_reversals() -> Files:
    """Write a check register with voids, reversals and checks issued again, and money in six spellings."""
    draw, answer, rows = Draw("voids-reversals"), Answer("gulf-groves"), [CHECKS]
    hours = units = amount = 0
    for number, worker in enumerate(draw.workers(15), 1):
        pays = [draw.piece() if draw.chance(60) else draw.hourly(), draw.premium()]
        pays += [draw.overtime()] if draw.chance(30) else []
        pays += [draw.flat("deduction", 900, 5000).reversed()] if draw.chance(40) else []
        for check, status, lines in _checks(number, pays):
            for pay in lines:
                spoilt = _register_spoilt(number, status, pay)
                rows.append(_check_row(len(rows), worker, check, status, pay, spoilt))
                if status == "VOID":
                    continue
                columns = pay_columns(pay, EARN[pay.kind], worker_id=worker.number, check_id=check, **days(WEEK))
                columns["job_class"] = DEPTS[pay.kind].lower()
                answer.add(len(rows), columns, spoilt)
                hours, units = hours + (pay.hours_e4 or 0), units + (pay.units_e4 or 0)
                amount += pay.amount_cents
    rows.append(["TOTAL", *[""] * 6, grouped(hours, 4, 2), grouped(units, 4), "", f"${grouped(amount, 2, 2)}"])
    for title, value, places in (("Hours", hours, 4), ("Units", units, 4), ("Amount", amount, 2)):
        answer.total(len(rows), title, value, places)
    text = csv_text(rows, delimiter="|", quoting=csv.QUOTE_NONE)
    return {"CHKREG_2025W49.psv": text.encode(), **answer.files()}


def _checks(number: int, pays: list[Pay]) -> list[tuple[str, str, list[Pay]]]:
    """Return a worker's checks; each third is printed wrong: void before it left, or taken back and issued again."""
    check = str(61_200 + number)
    if number % 5 == 2:
        voided = [replace(p, amount_cents=0, units_e4=None, hours_e4=None, rate_e4=None) for p in pays]
        return [(check, "VOID", voided), (str(61_300 + number), "ISSUED", pays)]
    if number % 4 == 0:
        wrong = [replace(pays[0], amount_cents=pays[0].amount_cents + 5010), *pays[1:]]
        back = [p.reversed() for p in wrong]
        return [(check, "ISSUED", wrong), (check, "REVERSED", back), (str(61_400 + number), "REISSUE", pays)]
    return [(check, "ISSUED", pays)]


def _register_spoilt(number: int, status: str, pay: Pay) -> Spoilt | None:
    if status != "ISSUED" or pay.kind != "premium":
        return None
    turned = f"{mdy(WEEK.end)}-{mdy(WEEK.start)}"
    return {
        5: Spoilt("period_end", turned, "ends_before_start"),
        11: Spoilt("check_date", "12/12/20255", "not_a_date"),
    }.get(number)


def _check_row(row: int, worker: Worker, check: str, status: str, pay: Pay, spoilt: Spoilt | None) -> list[str]:
    bad = {spoilt.column: spoilt.text} if spoilt else {}
    hours = decimal(pay.hours_e4, 4, 2)
    return [
        check, status, bad.get("check_date", mdy(WEEK.paid)),
        bad.get("period_end", f"{mdy(WEEK.start)}-{mdy(WEEK.end)}"),
        worker.number, EARN[pay.kind], DEPTS[pay.kind], f"{hours[1:]}-" if hours.startswith("-") else hours,
        grouped(pay.units_e4, 4), decimal(pay.rate_e4, 4), _spelt(row, pay.amount_cents),
    ]  # fmt: skip


def _spelt(row: int, amount_cents: int) -> str:
    """Write an amount in one of the ways that one register mixes."""
    text = grouped(abs(amount_cents), 2, 2)
    if amount_cents < 0:
        return (f"(${text})", f"${text}-", f"-${text}", f"-{text}", f"({text})", f"{text}- USD")[row % 6]
    return (f"${text}", text, f"USD {text}", f"{text} USD", f"$ {text}", f" {text} ")[row % 6]


LEDGER = ["Invoice No", "Line", "Ship Date", "Vendor", "Item Description", "Pack", "Cases", "Price", "Extended", "Prem"]
VENDORS = {
    "PALM HOLLOW FARMS INC": "palm-hollow",
    "Ranchland Tomato Co.": "ranchland",
    "LA LOMA, S.A. DE C.V.": "la-loma",
}
GOODS = (
    ("TOM RND GAS GREEN 5X6 25#", "25 LB CTN", "tomato-round"),
    ("Tomato, Round, Vine Ripe XL", "25 LB CTN", "tomato-round"),
    ("TOM GRAPE CLAM 12/1PT", "20 LB CTN", "tomato-grape"), ("Grape tomatoes bulk", "LB", "tomato-grape"),
    ("PEPPER BELL GRN XL", "8/2 LB BAG", "pepper-bell"), ("ketchup packets 1000 ct", "CASE", ""),
    ("Pepper, jalapeño", "20 LB CTN", None),
)  # fmt: skip
PACKS = {
    "25 LB CTN": ("carton-25lb", 1),
    "20 LB CTN": ("lb", 20),
    "8/2 LB BAG": ("lb", 16),
    "LB": ("lb", 1),
    "CASE": ("lb", 1),
}
MODES = {"S": "separate", "E": "embedded", "": ""}


def buyers_ledger() -> Files:
    """Write a buyer's purchases: products in free text, so many units per container, credits, vendors by name."""
    draw, answer, rows = Draw("buyers-ledger"), Answer("", "purchases"), [LEDGER]
    cases_of_all = 0
    for number in range(1, 49):
        invoice, line = f"{700_312 + number // 3:08d}", str(number % 3 + 1)
        text, pack, product = GOODS[(number * 5 + number // 7) % len(GOODS)]
        vendor, mode = draw.random.choice(list(VENDORS)), draw.random.choice(list(MODES))
        shipped = date(2025, 12, 1) + timedelta(days=draw.random.randrange(28))
        cases = draw.random.randrange(12, 1500) * HOUR + (HOUR // 2 if pack == "LB" else 0)
        cases = -cases // 10 // HOUR * HOUR if number % 11 == 0 else cases
        spoilt = Spoilt("product", text, "unmapped_product") if product is None else None
        spoilt = {
            9: Spoilt("grower_id", "PALM HOLOW FARM", "unknown_word"), 20: Spoilt("ship_date", "2/29/26", "not_a_date"),
        }.get(number, spoilt)  # fmt: skip
        bad = {spoilt.column: spoilt.text} if spoilt else {}
        price = draw.random.randrange(600, 2600)
        rows.append([
            invoice, line, bad.get("ship_date", f"{shipped.month}/{shipped.day}/{shipped:%y}"),
            bad.get("grower_id", vendor), text if number % 4 else text.upper().replace(" ", "  ", 1), pack,
            f"({grouped(-cases, 4)})" if cases < 0 else grouped(cases, 4), f"{price // 100}.{price % 100:02d}",
            grouped(cases * price // HOUR, 2, 2), mode,
        ])  # fmt: skip
        cases_of_all += cases
        unit, times = PACKS[pack]
        columns = {
            "purchase_id": f"{invoice}-{line}", "buyer_id": "harbor-foods", "grower_id": VENDORS[vendor],
            "product": product or "", "unit": unit, "quantity": decimal(cases * times, 4),
            "ship_date": shipped.isoformat(), "payment_mode": MODES[mode],
        }  # fmt: skip
        if spoilt or product:
            answer.add(len(rows), columns, spoilt)
        else:
            answer.uncovered.append({"from_sheet": "", "from_row": str(len(rows))})
    rows.append(["Report total", *[""] * 5, grouped(cases_of_all, 4), "", "", ""])
    answer.total(len(rows), "Cases", cases_of_all, 4)
    return {"AP detail December.csv": csv_text(rows).encode("utf-8"), **answer.files()}
