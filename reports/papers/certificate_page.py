"""What a certificate's page says, all of it from the data that is attached to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from premium.money import dollars
from reports.languages import Speech, day, period
from reports.papers.printable import name

if TYPE_CHECKING:
    from collections.abc import Sequence

Data = dict[str, Any]
LEDGER = ("due_cents", "money_in_cents", "outstanding_cents")
POOL = ("pool_cents", "retained_cents", "distributable_cents", "reached_cents", "short_cents", "pending_cents")


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
        "sentence": sentence(speech, data["totals"]["pool"]),
        "notes": notes(speech, data["totals"]),
        "parts": [_pools(speech, data), _ledger(speech, data)],
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


def sentence(speech: Speech, sums: Data) -> str:
    """Return what became of the money of the pools that are told, in a sentence of `letters`."""
    say = speech.say
    if not sums["rows"]:
        return say("There is no pool of which can be told what reached workers.")
    return say("Of {share} for workers, {reached} is on their paychecks, {short} is missing, and {pending} is not due "
               "yet.", share=dollars(sums["distributable_cents"]), reached=dollars(sums["reached_cents"]),
               short=dollars(sums["short_cents"]), pending=dollars(sums["pending_cents"]))  # fmt: skip


def notes(speech: Speech, totals: Data) -> list[str]:
    """Return what stands beside that sentence: how many pools are not in it."""
    sums, said = totals["pool"], []
    if sums["hidden_rows"]:
        said.append(speech.count(
            "{number} pool is not in these sums: fewer than five workers have a share in it, and what reached them is "
            "not told.",
            "{number} pools are not in these sums: fewer than five workers have a share in each, and what reached them "
            "is not told.", sums["hidden_rows"]))  # fmt: skip
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
