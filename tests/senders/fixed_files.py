"""Lines cut at positions: a dump for another program, and a register that was printed to a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from senders.paper import Answer, Files, Spoilt, days, decimal, grouped, mdy, pay_columns
from senders.truth import WEEK, Draw, Pay, Worker

DUMP_CODES = {"piece": "020", "hourly": "010", "overtime": "015", "makeup": "040", "premium": "085", "deduction": "510"}
JOBS = {"HRV ": "harvest", "PLT ": "field", "LDR ": "crew-leader"}


def signed(value: int | None, places: int, width: int) -> str:
    """Write a number without its point, zeros on the left, and its sign after it: `00004512-`."""
    hundredths = abs(value or 0) // 10 ** (places - 2)
    return f"{hundredths:0{width - 1}d}{'-' if (value or 0) < 0 else ' '}"


def famous_fixed() -> Files:
    """Write a payroll dump in fixed width; the points of its numbers are implied."""
    draw, answer, lines = (
        Draw("famous-fixed"),
        Answer("palm-hollow"),
        ["HPALM HOLLOW FARMS INC     PAYROLL HISTORY DUMP"],
    )
    totals = Pay("piece", 0, 0, 0)
    for entry, worker in enumerate(draw.workers(14, digits=7), 1):
        check, job = str(40_410 + entry), draw.random.choice(list(JOBS))
        pays = [draw.piece() if job == "HRV " else draw.hourly()]
        pays += [draw.overtime()] if draw.chance(40) else []
        pays += [draw.flat("makeup", 300, 4000)] if draw.chance(25) else []
        pays += [draw.premium()] if job != "LDR " else []
        pays += [draw.flat("deduction", 500, 3500).reversed()] if draw.chance(40) else []
        pays += [pays[0].reversed()] if entry == 9 else []
        for pay in pays:
            spoilt = {
                (10, "premium"): Spoilt("for_period", "113125", "not_a_date"),
                (6, "piece"): Spoilt("check_date", "000000", "not_a_date"),
                (6, "hourly"): Spoilt("check_date", "000000", "not_a_date"),
            }.get((entry, pay.kind))
            lines.append(_dumped(entry, worker, check, job, pay, spoilt))
            answer.add(len(lines), _dump_columns(worker, check, job, pay), spoilt)
            totals = Pay(
                "piece", totals.amount_cents + pay.amount_cents, (totals.units_e4 or 0) + (pay.units_e4 or 0),
                (totals.hours_e4 or 0) + (pay.hours_e4 or 0),
            )  # fmt: skip
    lines.append(
        f"T{len(lines) - 1:06d}{'':62}{signed(totals.hours_e4, 4, 8)}{signed(totals.units_e4, 4, 9)}{'':7}"
        f"{signed(totals.amount_cents, 2, 10)}"
    )
    for title, value, places in (
        ("Hours", totals.hours_e4, 4), ("Units", totals.units_e4, 4), ("Amount", totals.amount_cents, 2),
    ):  # fmt: skip
        answer.total(len(lines), title, value or 0, places)
    return {"PH251207.DAT": ("\r\n".join(lines) + "\r\n").encode("cp1252"), **answer.files()}


def _dumped(entry: int, worker: Worker, check: str, job: str, pay: Pay, spoilt: Spoilt | None) -> str:
    paid = spoilt.text if spoilt and spoilt.column == "check_date" else mdy(WEEK.paid, "%m%d%y")
    period = mdy(WEEK.end, "%m%d%y") if pay.kind == "premium" else ""
    period = spoilt.text if spoilt and spoilt.column == "for_period" else period
    return (
        f"D{entry:06d}{entry % 3 + 11:04d}{worker.number}{worker.listed.upper():<24.24}{DUMP_CODES[pay.kind]}"
        f"{check:>8}{paid}{mdy(WEEK.end, '%m%d%y')}{job}{signed(pay.hours_e4, 4, 8)}{signed(pay.units_e4, 4, 9)}"
        f"{pay.rate_e4 or 0:07d}{signed(pay.amount_cents, 2, 10)}{period:<6}"
    ).rstrip()


def _dump_columns(worker: Worker, check: str, job: str, pay: Pay) -> dict[str, str]:
    columns = pay_columns(
        pay, DUMP_CODES[pay.kind], worker_id=worker.number, check_id=check, job_class=JOBS[job], **days(WEEK)
    )
    zeros = {c: columns[c] or "0" for c in ("units", "hours", "rate")}
    return columns | zeros | {"for_period": WEEK.end.isoformat() if pay.kind == "premium" else ""}


REGISTER_CODES = {"piece": "PC", "hourly": "HR", "overtime": "OT", "premium": "FF", "deduction": "DD"}
REGISTER_JOBS = {"piece": "PICK-GRAPE", "hourly": "STAKE+TIE", "overtime": "STAKE+TIE", "premium": "FAIR FOOD"}
PAGE = 34
RUN = "RUN 12/10/25 14:02"
TITLES = (
    "CHECK     EARN JOB               PIECE     HOURS                      ",
    "NUMBER    CODE                   UNITS    WORKED      RATE      AMOUNT",
)


@dataclass(slots=True)
class _Register:
    """A report as it is printed: pages of so many lines, each with its heading and its total."""

    lines: list[str] = field(default_factory=list)
    page: int = 0
    left: int = 0
    sums: list[int] = field(default_factory=lambda: [0, 0])

    def heading(self) -> None:
        """Begin a page."""
        self.page += 1
        feed = "\f" if self.page > 1 else ""
        self.lines += [
            f"{feed}PALM HOLLOW FARMS, INC.            PAYROLL REGISTER               PAGE {self.page:>3}",
            f"PERIOD ENDING {mdy(WEEK.end, '%m/%d/%y')}     CHECK DATE {mdy(WEEK.paid, '%m/%d/%y')}     {RUN}",
            "", *TITLES, "-" * 72,
        ]  # fmt: skip
        self.left, self.sums = PAGE - 8, [0, 0]

    def total(self, stars: str, words: str, hours: int, amount: int, answer: Answer) -> None:
        """Print a total and keep what it says."""
        text = f"{stars} {words} {stars}"
        self.lines.append(f"{text:<38}{grouped(hours, 4, 2):>10}{'':>10}{_after(amount):>12}")
        answer.total(len(self.lines), "HOURS", hours, 4)
        answer.total(len(self.lines), "AMOUNT", amount, 2)


def _after(amount_cents: int) -> str:
    """Write an amount with its minus behind it: `45.12-`."""
    return grouped(abs(amount_cents), 2, 2) + ("-" if amount_cents < 0 else " ")


def printed_register() -> Files:
    """Write a printed payroll register: pages, workers as headings that go on overleaf, totals of three kinds."""
    draw, answer, register = Draw("printed-register"), Answer("palm-hollow"), _Register()
    all_hours = all_amounts = 0
    register.heading()
    for number, worker in enumerate(draw.workers(17), 1):
        pays = (
            [draw.piece(), draw.hourly(2, 9), draw.premium()] if draw.chance(70) else [draw.hourly(), draw.overtime()]
        )
        pays += [draw.flat("deduction", 400, 3000).reversed()] if draw.chance(50) else []
        register.lines.append(f"EMPLOYEE {worker.number}  {worker.listed.upper()}")
        hours = amount = 0
        for pay in pays:
            if register.left <= 0:
                register.total("***", "PAGE TOTAL", register.sums[0], register.sums[1], answer)
                register.heading()
                register.lines.append(f"EMPLOYEE {worker.number}  {worker.listed.upper()} (CONTINUED)")
            spoilt = _register_fault(number, pay)
            register.lines.append(_printed(number, pay, spoilt))
            answer.add(len(register.lines), _register_columns(number, worker, pay), spoilt)
            hours, amount = hours + (pay.hours_e4 or 0), amount + pay.amount_cents
            register.sums = [register.sums[0] + (pay.hours_e4 or 0), register.sums[1] + pay.amount_cents]
            register.left -= 1
        register.total("**", "SUBTOTAL", hours, amount, answer)
        register.lines.append("")
        register.left -= 3
        all_hours, all_amounts = all_hours + hours, all_amounts + amount
    register.total("***", "PAGE TOTAL", register.sums[0], register.sums[1], answer)
    register.total("****", "REPORT TOTAL", all_hours, all_amounts, answer)
    register.lines += ["", "END OF REPORT"]
    return {"PAYREG.TXT": ("\r\n".join(register.lines) + "\r\n\x1a").encode("cp850"), **answer.files()}


def _register_fault(number: int, pay: Pay) -> Spoilt | None:
    """A count too wide for its place is printed as stars; a check that was never numbered leaves a blank."""
    if number == 4 and pay.units_e4:
        return Spoilt("units", "*******", "not_a_number")
    return Spoilt("check_id", "", "missing") if number == 11 and pay.kind == "deduction" else None


def _printed(number: int, pay: Pay, spoilt: Spoilt | None) -> str:
    units = spoilt.text if spoilt and spoilt.column == "units" else grouped(pay.units_e4, 4)
    check = "" if spoilt and spoilt.column == "check_id" else str(70_110 + number)
    return (
        f"{check:<10}{REGISTER_CODES[pay.kind]:<5}{REGISTER_JOBS.get(pay.kind, ''):<14}{units:>9}"
        f"{grouped(pay.hours_e4, 4, 2):>10}{decimal(pay.rate_e4, 4, 4):>10}{_after(pay.amount_cents):>12}"
    ).rstrip()


def _register_columns(number: int, worker: Worker, pay: Pay) -> dict[str, str]:
    job_class = {"piece": "harvest", "hourly": "field", "overtime": "field"}.get(pay.kind, "")
    return pay_columns(
        pay, REGISTER_CODES[pay.kind], worker_id=worker.number, check_id=str(70_110 + number), job_class=job_class,
        **days(WEEK),
    )  # fmt: skip
