"""What a certificate's page says, all of it from the data that is attached to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from premium.certified import NOT_LANDED
from premium.money import dollars
from reports.languages import Speech, day, period
from reports.papers.printable import name

if TYPE_CHECKING:
    from collections.abc import Sequence

Data = dict[str, Any]
LEDGER = ("due_cents", "money_in_cents", "outstanding_cents")
POOL = ("pool_cents", "retained_cents", "distributable_cents", "reached_cents", "short_cents", "pending_cents")
ADDED = ("distributable_cents", "short_cents", "pending_cents")
"""What of the pools and of what has not landed is one sum to whoever asks what became of the money."""


def page(data: Data) -> Data:
    """Return the page of a certificate, for typst."""
    speech = Speech("letters", data["language"])
    say = speech.say
    as_of = day(date.fromisoformat(data["as_of"]), speech.language)
    head = say("Pass-through certificate")
    return {
        "title": f"{head}: {name(data['buyer_id'])}",
        "language": data["language"],
        "head": head,
        "who": say("For {buyer}. {program}, as of {day}.", buyer=name(data["buyer_id"]),
                   program=name(data["program"]["name"]), day=as_of),
        "sentence": sentence(speech, data["totals"]),
        "notes": notes(speech, data["totals"]),
        "parts": [_pools(speech, data), *_not_landed(speech, data), _ledger(speech, data)],
        "check": {
            "head": say("How to check this certificate"),
            "lines": [
                say("The figures are attached to this file as certificate.json. With the run’s folder, or its "
                    "run.json: premium verify-certificate FILE --run RUN. It says whether these are the figures of "
                    "that run, and whether this page shows them."),
                say("The SHA-256 of run.json is {sha256}.", sha256=data["run_sha256"]),
                say("The code of these figures:"),
            ],
        },
        "code": data["code"],
        "code_line": say("Code {code}", code=data["code"]),
        "attachment": say("The figures of this certificate, as JSON"),
    }  # fmt: skip


def sentence(speech: Speech, totals: Data) -> str:
    """Return what became of the money that is told, in a sentence of `letters`: of pools, and of what has not landed.

    What was never shared out is missing, and what has not been shared out yet is not due yet.
    """
    say, pools, waiting = speech.say, totals["pool"], totals["not_landed"]
    if not pools["rows"] and not waiting["rows"]:
        return say("There is no pool of which can be told what reached workers.")
    share, short, pending = (dollars((pools[column] or 0) + (waiting[column] or 0)) for column in ADDED)
    if not pools["rows"]:
        return say("Of {share} for workers nothing has been shared out: {short} is missing, and {pending} is not due "
                   "yet.", share=share, short=short, pending=pending)  # fmt: skip
    return say("Of {share} for workers, {reached} is on their paychecks, {short} is missing, and {pending} is not due "
               "yet.", share=share, reached=dollars(pools["reached_cents"]), short=short, pending=pending)  # fmt: skip


def notes(speech: Speech, totals: Data) -> list[str]:
    """Return what stands beside that sentence: what of it was not shared out, and how many pools are not in it."""
    say, pools, waiting, said = speech.say, totals["pool"], totals["not_landed"], []
    if waiting["short_cents"]:
        said.append(say("{amount} of what is missing was never shared out: no payroll to share it over has come, and "
                        "its deadline has passed.", amount=dollars(waiting["short_cents"])))  # fmt: skip
    if waiting["pending_cents"]:
        said.append(say("{amount} of what is not due yet has not been shared out yet: no payroll to share it "
                        "over has come so far.", amount=dollars(waiting["pending_cents"])))  # fmt: skip
    if pools["hidden_rows"]:
        said.append(speech.count(
            "{number} pool is not in these sums: fewer than five workers have a share in it, and what reached them is "
            "not told.",
            "{number} pools are not in these sums: fewer than five workers have a share in each, and what reached them "
            "is not told.", pools["hidden_rows"]))  # fmt: skip
    return said


def _pools(speech: Speech, data: Data) -> Data:
    say, sums = speech.say, data["totals"]["pool"]
    rows = [
        [*_place(speech, data, row), *(_told(speech, row, c) for c in POOL), _workers(speech, row)]
        for row in _part(data, "pool")
    ]
    if sums["rows"]:
        rows.append([say("Together"), "", *(_money(speech, sums[c]) for c in POOL), ""])
    return {
        "head": say("What became of the money, by the period in which it was shared"),
        "heads": [say("Grower"), say("Period"), say("Pooled"), say("Kept by the grower"), say("For workers"),
                  say("On paychecks"), say("Missing"), say("Not due yet"), say("Workers")],
        "rows": rows,
        "notes": [say("Money for a period without work is shared in the next period that has some.")],
    }  # fmt: skip


def _not_landed(speech: Speech, data: Data) -> list[Data]:
    """Return the part about what has not been shared out, where there is some."""
    say, sums = speech.say, data["totals"]["not_landed"]
    rows = [[*_place(speech, data, row), *(dollars(row[c]) for c in NOT_LANDED)] for row in _part(data, "not_landed")]
    if not rows:
        return []
    return [{
        "head": say("What has not been shared out, by the period that the money is for"),
        "heads": [say("Grower"), say("Period"), say("Pooled"), say("The grower may keep"), say("For workers"),
                  say("Never shared out"), say("Not shared out yet")],
        "rows": [*rows, [say("Together"), "", *(dollars(sums[c]) for c in NOT_LANDED)]],
        "notes": [say("It is shared in the next period that has work. Where none has come by its deadline, it was "
                      "never shared out.")],
    }]  # fmt: skip


def _ledger(speech: Speech, data: Data) -> Data:
    say, sums = speech.say, data["totals"]["ledger"]
    rows = [[*_place(speech, data, row), *(_money(speech, row[c]) for c in LEDGER)] for row in _part(data, "ledger")]
    rows.append([say("Together"), "", *(_money(speech, sums[c]) for c in LEDGER)])
    unknown = speech.count("In {number} row something is not known, and what is not known is in no sum.",
                           "In {number} rows something is not known, and what is not known is in no sum.",
                           sums["unknown_rows"])  # fmt: skip
    return {
        "head": say("What was due and paid, by the period that the money is for"),
        "heads": [say("Grower"), say("Period"), say("Due"), say("Paid"), say("Outstanding")],
        "rows": rows,
        "notes": [unknown] if sums["unknown_rows"] else [],
    }


def _part(data: Data, part: str) -> Sequence[Data]:
    return [row for row in data["rows"] if row["part"] == part]


def _place(speech: Speech, data: Data, row: Data) -> list[str]:
    return [name(row["grower_id"]), period(date.fromisoformat(row["period"]), data["pool"], speech.language)]


def _money(speech: Speech, cents: int | None) -> str:
    return speech.say("not known") if cents is None else dollars(cents)


def _told(speech: Speech, row: Data, column: str) -> str:
    """Return a figure of a pool; what is not told is neither zero nor unknown."""
    return speech.say("not told") if row[column] is None else dollars(row[column])


def _workers(speech: Speech, row: Data) -> str:
    return speech.say("fewer than 5") if row["suppressed"] else f"{row['workers']:,}"
