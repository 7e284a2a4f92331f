"""Traps of names and of absent cells: what separates, quotes or escapes elsewhere is here a letter like any other."""

from __future__ import annotations

from itertools import product

from traps.rows import DECEMBER, Rows

ODD_NAMES = (
    "a|b", "a", "b|c", "c", "%", "%7C", "%257C", "|", "||", "a%", "a%7Cb", "'", "''", '"', "\\", "\\n", "\\'",
    "$name", "${x}", "{x}", "#", "--", "/* a */", ";", ",", "a\nb", "a\tb", "*", "?", ":", "=1+1", "NULL",
    "null", "None", "NaN", "true", "0", "00", "1e3", "\u200d", "\U0001f469\u200d\U0001f33e",
    "\u202eabc", "é", "e\u0301",
)  # fmt: skip


def odd_names() -> Rows:
    """Buyers and growers whose names run into each other where they are joined by `|`, each with a finding."""
    rows = Rows()
    for buyer, grower in product(("a|b", "a", "%7C", "|", "\\"), ("c", "b|c", "%", "||", "'")):
        rows.shipment("purchases", (buyer, f"{grower} joined"), 50_0000, product="unknown to the program")
        rows.payment((buyer, f"{grower} joined"), 7)
    for name in ODD_NAMES:
        who = (name, f"{name} grower")
        rows.shipment("purchases", who, 1_000_0000, product="tomato-round")
        rows.shipment("sales", who, 2_000_0000)
        rows.receipt(who, 90)
        rows.payment(who, 200, paid_date="2026-03-01", for_period=str(DECEMBER), payment_id=f"payment {name}")
        for worker in (name, f"{name}|{name}"):
            rows.wage((who[1], worker), 900)
            rows.premium((who[1], worker), 150, line_id=f"line {worker}", check_date="2026-05-05", pay_code=name)
            rows.add("payroll", {**rows.tables["payroll"][-1], "line_id": f"line {worker} again"})
            rows.add("payroll", {**rows.tables["payroll"][-1], "line_id": f"fee {worker}", "kind": "deduction"})
    return rows


def absent_cells() -> Rows:
    """Repeated lines with and without an id, in both orders of row, and every optional cell empty."""
    rows = Rows()
    for worker, ids in {"w1": (None, "z"), "w2": ("z2", None), "w3": (None, None), "w4": ("b4", "B4", None)}.items():
        for line_id in ids:
            rows.premium(("absent", worker), 300, line_id=line_id, check_id="same", job_class=None, for_period=None)
        rows.wage(("absent", worker), 1000, line_id=None, units=None, hours=None, rate=None, for_period=None)
        rows.wage(("absent", worker), 5, job_class=None)
    rows.payment(("absent buyer", "absent"), 1000, for_period=None)
    rows.add("growers", dict.fromkeys(("from_date", "name", "place", "basis"), None) | {"grower_id": "absent"})
    rows.add(
        "standing", {"grower_id": "absent", "standing": "suspended", "from_date": str(DECEMBER), "until_date": None}
    )
    rows.shipment("purchases", ("absent buyer", "absent"), 10_0000, payment_mode="")
    return rows
