"""The words of pages beside those of the report: states, statuses, causes and what to do about a row set aside.

Each is English and the key of its translation; `N_` only marks it.
"""

from __future__ import annotations

from premium.web import problems
from reports import fixes, kinds, words


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence that is translated where it is shown."""
    return text


STATES = {
    "agrees": N_("agrees"), "differs": N_("differs"), "rejects": N_("rows set aside"), "pending": N_("pending"),
    "no_data": N_("no data received"), "no_pool": N_("no pool"),
}  # fmt: skip
"""How a grower's week stands (`weeks` of the index), the order of the legend."""

STATES_MEAN = {
    "agrees": N_("What the pool owes is on the paychecks, and nothing else was found."),
    "differs": N_("Something was found for which the grower answers, or premium is missing from paychecks."),
    "rejects": N_("Some payroll rows of that week could not be read, and took part in nothing."),
    "pending": N_("Not all of it is on paychecks yet, and the deadline has not passed."),
    "no_data": N_("No payroll came from that grower, although others sent theirs for that week."),
    "no_pool": N_("Payroll came, and no premium was to be shared over it."),
}

STATUSES = {
    "missing": N_("got nothing"), "short": N_("got too little"), "pending": N_("pending"), "over": N_("got too much"),
    "unqualified": N_("paid without a share"), "paid": N_("paid"),
}  # fmt: skip
"""How a worker stands in a pool (contract, section 7), the worst first."""

LINES = {
    "paid": N_("counted"), "missing": N_("counted"), "short": N_("counted"), "pending": N_("counted"),
    "over": N_("counted"), "unqualified": N_("counted, without a share"), "duplicate": N_("repeated: not counted"),
    "orphan": N_("out of no known pool: not counted"),
}  # fmt: skip
"""What became of a premium line, by its status."""

CAUSES = {
    "pending": N_("Pending: the deadline has not passed"), "nothing_paid": N_("Nothing paid at all"),
    "too_little": N_("Too little paid"), "shaved": N_("A few cents each, within the tolerance"),
}  # fmt: skip
"""Why part of a pool is not on paychecks (`sql/causes.sql`)."""

APART = {
    "beyond_share": N_("Paid beyond a worker’s share"), "without_share": N_("Paid to someone without a share"),
    "duplicate": N_("Lines that repeat another"), "orphan": N_("Lines out of no known pool"),
    "premium_reversed": N_("Taken back as premium"), "premium_clawback": N_("Taken off under another name"),
}  # fmt: skip
"""Money on paychecks that pays nobody's share (`sql/apart.sql`)."""

TABLES = {
    "purchases": N_("purchases"), "sales": N_("sales"), "payments": N_("payments"), "receipts": N_("receipts"),
    "payroll": N_("payroll"), "growers": N_("growers"), "standing": N_("standing"),
}  # fmt: skip

PAY = {
    "piece": N_("piece work"), "hourly": N_("hourly"), "overtime": N_("overtime"), "makeup": N_("make-up pay"),
    "other_wage": N_("other wages"), "premium": N_("premium"), "deduction": N_("deduction"),
    "other": N_("other"),
}  # fmt: skip

MONEY = {
    "payment": N_("payment"), "receipt": N_("receipt"), "embedded purchase": N_("purchase, premium in the price"),
}  # fmt: skip

CLASSES = {
    "zero-tolerance": N_("zero tolerance"), "serious": N_("serious"), "process": N_("process"),
    "none": N_("no article"),
}  # fmt: skip

BASES = {
    "gross": N_("qualifying wages"), "hours": N_("hours"), "units": N_("piece units"), "equal": N_("equal parts"),
}  # fmt: skip

ROLES = {
    "monitor": N_("monitor"), "worker_organization": N_("worker organization"), "buyer": N_("buyer"),
    "grower": N_("grower"),
}  # fmt: skip

BECAME = {"appeared": N_("appeared"), "vanished": N_("vanished"), "changed": N_("changed"), "same": N_("the same")}

DAYS = {
    "monday": N_("Monday"), "tuesday": N_("Tuesday"), "wednesday": N_("Wednesday"), "thursday": N_("Thursday"),
    "friday": N_("Friday"), "saturday": N_("Saturday"), "sunday": N_("Sunday"),
}  # fmt: skip

NOT_RUN = (
    N_("the program has no minimum wages"), N_("no pool money is known: every origin's pool is zero"),
    N_("nobody reported purchases"), N_("nobody reported payroll"), N_("nobody reported payments or receipts"),
    N_("nobody reported payments"), N_("nobody reported sales"), N_("nobody reported receipts"),
    N_("nobody reported growers"), N_("nobody reported standing"),
    N_("no wage line has a class of work (job_class), so nobody knows whose work qualifies"),
)  # fmt: skip
"""Why checks did not run, and why nothing can be said of pools."""

UPLOADS = {
    "received": N_("received"), "taken": N_("taken"), "refused": N_("refused"), "replaced": N_("replaced by another"),
    "taken_back": N_("taken back"),
}  # fmt: skip
"""What became of a file that was sent."""

JOBS = {
    "ingest": N_("Reading a file"), "run": N_("A run"), "check": N_("A check before payday"),
    "guess": N_("A proposed profile"), "accept": N_("Accepting a run"), "papers": N_("Papers to print"),
}  # fmt: skip
JOB_STATES = {
    "waiting": N_("waiting"), "working": N_("being done"), "done": N_("done"), "failed": N_("failed"),
    "cancelled": N_("cancelled"),
}  # fmt: skip

PROBLEMS = (
    N_("This form is too old, or not ours."), N_("Load the page again, and send it again."),
    N_("This was sent from another site."), N_("Open the page here, and send it from there."),
    N_("That was asked too often."), N_("This is a fault in premium."), N_("Please report it."),
    N_("The file comes too slowly."), N_("Send it from a better line, or in parts."), N_("The body broke off."),
    N_("Send it again."), N_("Send less at once."), N_("That is no form with a file."), N_("Send it from the page."),
    N_("A field of the form is too long."), N_("That form cannot be read."), N_("No file was chosen."),
    N_("Go back, and choose one."), N_("Statements are written in Spanish, Haitian Creole and English."),
)  # fmt: skip
"""What pages answer when something cannot be, beside `problems.WORDS`; a message with a value in it stays English."""

OF = {
    "upload": UPLOADS, "job": JOBS, "job_state": JOB_STATES,
    "state": STATES, "state_means": STATES_MEAN, "status": STATUSES, "line": LINES, "cause": CAUSES, "apart": APART,
    "table": TABLES, "pay": PAY, "money": MONEY, "class": CLASSES, "basis": BASES, "role": ROLES, "became": BECAME,
    "weekday": DAYS, "outcome": words.OUTCOMES, "answers": words.ANSWERS, "kind": kinds.LABELS,
}  # fmt: skip
"""The codes of tables by what they are codes of."""


def of_reports() -> tuple[str, ...]:
    """Return words of others that pages show, the report's first: their translations stand with those of pages."""
    said = [text for kind in kinds.LABELS if (text := kinds.sentence(kind))]
    groups = [*(group.name for group in kinds.GROUPS), kinds.OTHER]
    return (
        *problems.WORDS.values(),
        *words.OUTCOMES.values(),
        *words.ANSWERS.values(),
        *kinds.LABELS.values(),
        *groups,
        *said,
        *fixes.every(),
    )
