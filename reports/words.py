"""The words of the report: what a column, a station, a leak or a cause is called, and what it means in a sentence."""

from __future__ import annotations

HEADS = {
    "finding_id": "Finding", "kind": "What", "answers": "Who answers", "findings": "Findings", "amount_cents": "Amount",
    "above_zero_cents": "Above zero", "below_zero_cents": "Below zero",
    "buyer_id": "Buyer", "grower_id": "Grower", "grower_name": "Name", "worker_id": "Worker", "period": "Period",
    "ref": "Reference", "quantity": "Quantity", "article": "Article", "class": "Class", "title": "Title",
    "remedy": "Remedy", "remedy_days": "Days to remedy", "due_cents": "Due", "money_in_cents": "Paid",
    "outstanding_cents": "Outstanding", "unknown_rows": "Rows with unknowns", "pool_cents": "Pooled",
    "retained_cents": "Kept",
    "distributable_cents": "Workers’ share", "entitled_cents": "Workers’ share", "reached_cents": "Reached",
    "pending_cents": "Pending", "missing_cents": "Missing",
    "short_cents": "Short", "excess_cents": "Beyond share", "deadline": "Deadline",
    "outcome": "What became of it", "short_pools": "Pools", "worker_periods": "Pay periods checked",
    "below_minimum": "Below minimum", "lacking_cents": "Wages lacking", "earned_cents": "Earned",
    "required_cents": "Required", "premium_cents": "Premium", "paid_cents": "Paid", "received_cents": "Received",
    "landed_period": "Landed in", "line_id": "Line", "line_period": "Period of the line", "period_start": "From",
    "period_end": "To", "table_name": "Table", "source_file": "File", "source_row": "Row", "column_name": "Column",
    "reason": "Why", "from_file": "Sent in", "from_sheet": "Sheet", "from_row": "Row there",
    "rows_read": "Rows read", "rows_taken": "Taken", "rows_set_aside": "Set aside",
    "rows_later": "Later", "sha256": "SHA-256 begins", "left_cents": "One side", "right_cents": "The other",
}  # fmt: skip
"""A column without an entry is called by its own name: a new table needs no change here."""

ITEMS = {
    "due": ("Due from buyers", "The premium on every purchase, at the rate in force on the day it was shipped."),
    "unpaid": ("Not paid by buyers", "Due, not paid, and the buyers’ terms have run out."),
    "not_yet_payable": ("Not payable yet", "Due and not paid, but the buyers’ terms have not run out."),
    "nobody_said_paid": ("Nobody said what was paid", "Due, but no payment and no receipt was reported for it."),
    "paid_beyond_due": ("Paid beyond what was due", "Buyers paid more than their purchases are due."),
    "paid_without_purchases": (
        "Paid without purchases",
        "Paid, but no purchases were reported that it could be due on.",
    ),
    "paid": ("Paid in", "What buyers paid, or growers received where only they reported."),
    "booked_above_paid": (
        "Booked above what was paid",
        "The grower’s receipts are more than the buyer’s payments: the larger sum is pooled.",
    ),
    "not_positive": (
        "Pools below zero",
        "More was taken back than paid in; these pools share nothing out and reduce no other.",
    ),
    "waiting_for_harvest": (
        "Waiting for the harvest",
        "No payroll to share it over yet; its deadline has not passed.",
    ),
    "not_distributed": ("Never shared out", "No payroll to share it over came by the deadline."),
    "pooled": ("Pooled for workers", "The pools that found a payroll to be shared over."),
    "kept": ("Kept by growers", "What the program lets a grower keep for payroll taxes and administration."),
    "share": ("Workers’ share", "What the pools owe to workers."),
    "pending": ("Pending", "Not on a paycheck yet; the deadline has not passed."),
    "short": ("Missing from workers", "The deadline has passed, and a worker got nothing or too little."),
    "shaved": (
        "Shaved off in cents",
        "A few cents a worker, each within the tolerance; together they are missing from the pool.",
    ),
    "reached": ("Reached paychecks", "What stands on workers’ paychecks as premium, up to each one’s share."),
}  # fmt: skip

ANSWERS = {"buyer": "the buyer", "grower": "the grower", "program": "the program", "none": "nobody"}

OUTCOMES = {
    "not_distributed": "Nothing of it reached a worker",
    "over_retained": "Every worker got the same part, and less than due: too much was kept",
    "uneven": "Some workers got too little",
    "pending": "Pending: the deadline has not passed",
    "whole": "All of it reached the workers",
    "stranded": "Never shared out; the deadline has passed",
    "waiting": "Waiting for a payroll to be shared over",
    "not_positive": "Zero or less: nothing to share out",
}

GLOSSARY = {
    "Premium": "The extra that buyers pay so that it reaches workers’ paychecks, as a line of its own.",
    "As of": "The day on which this report looks at the world. Rows dated after it are counted as “later” and "
    "not looked at.",
    "Pool": "All premium for one grower and one period. It cannot be traced to single buckets, so it is "
    "shared over the payroll.",
    "Landed": "Money of a period without qualifying work goes to the grower’s next period that has some; there "
    "it has landed.",
    "Kept": "The part of a pool that the program lets the grower keep; the rest is the workers’ share.",
    "Workers’ share": "The rest of a pool, shared to the cent by wages, hours, units or equally, as the program or the "
    "grower says.",
    "Reached": "What is on a worker’s paycheck as premium, counted up to that worker’s share.",
    "Missing": "The part of a share that is not on a paycheck although the deadline has passed.",
    "Pending": "The part of a share that is not on a paycheck yet, and need not be: the deadline has not passed.",
    "Deadline": "The day by which a pool must be on paychecks: counted from its period’s end or the buyers’ last "
    "payment into it.",
    "Tolerance": "A difference this small is forgiven for one worker’s rounding, never for a whole pool.",
    "Pass-through": "What became of one buyer’s money in a pool. It names no worker.",
    "Finding": "A fact that differs from the program’s rules, with the rows that prove it and an id to ask by.",
    "Who answers": "The party whose act or omission it is; “nobody” where it is only told, such as a worker who got "
    "too much.",
    "Set aside": "A row that does not fit its table. It takes part in nothing, and is listed with the reason.",
}  # fmt: skip


def head(column: str) -> str:
    """Return what a column is called."""
    return HEADS.get(column) or column.removesuffix("_cents").replace("_", " ").capitalize()


def item(name: str) -> tuple[str, str]:
    """Return what a station or leak of the way is called, and what it means."""
    return ITEMS.get(name) or (name.replace("_", " ").capitalize(), "")
