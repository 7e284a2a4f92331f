"""A buyer's own pages: what became of its premium, by grower and period, with no worker in it (decision 0014).

They read `buyer_answers` of the buyer's own answer. Sums are those of the certificate, by the same function, so that
no two of them leave a hidden row as their difference.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from pypdf import PdfReader

from premium.certified import ANSWERS, FIGURES, told
from premium.errors import NotHereError
from premium.harmless import slug_of
from premium.web.access import Buyer
from premium.web.pages.look import Looked, Number, listing, show
from premium.web.pages.parties import answered, look_own, party_of
from premium.web.pages.render import language_of
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace import answers
from reports.csv_files import spelled
from reports.languages import Speech
from reports.papers.certificate import CertificateLanguage, Entries, totals
from reports.papers.certificate_page import notes, sentence
from reports.papers.check import ATTACHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.web.settings import Settings
    from premium.workspace.people import Who

GROWERS, PERIODS = 25, 60
"""Growers that a page shows, and periods of one."""
COLUMNS = ("part", "grower_id", "period", *FIGURES["ledger"], *FIGURES["pool"])
Sums = dict[str, Any]


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter(prefix="/answers")
    routes.get("/{number}.csv")(as_csv)
    routes.get("/{number}/certificate.pdf")(certificate)
    routes.get("/{number}/certificates.json")(given_out)
    routes.get("/{number}")(overview)
    routes.get("/{number}/growers/{slug}")(grower)
    return routes


def overview(
    request: Request, number: Number, who: Buyer, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> Response:
    """Show what became of the premium in all, by grower and by period."""
    looked = look_own(request, number, who)
    rows = entries(looked, who)
    growers = [
        {"place": place, "grower_id": whose, "slug": slug_of(whose), **totals(rows_)}
        for place, (whose, rows_) in enumerate(_by(rows, "grower_id").items(), start=1)
        if place > after
    ]
    periods = [{"period": day, **totals(of_day)} for day, of_day in _by(rows, "period").items()]
    return _page(
        request, "buyer.html.j2", looked, who, rows, found=listing(growers[: GROWERS + 1], "place", GROWERS),
        periods=periods[::-1][:PERIODS], answered=answered(request, who),
        code=looked.opened.once("code", lambda: code_of(request, number, who)),
    )  # fmt: skip


def grower(
    request: Request, number: Number, slug: str, who: Buyer,
    before: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:  # fmt: skip
    """Show what became of the premium at one grower, period by period."""
    looked = look_own(request, number, who)
    rows = [row for row in entries(looked, who) if slug_of(row["grower_id"]) == slug]
    if not rows:
        raise nothing_here()
    days = sorted({row["period"] for row in rows if before is None or row["period"] < before}, reverse=True)
    found = listing([{"period": day} for day in days[: PERIODS + 1]], "period", PERIODS)
    first = found.rows[-1]["period"] if found.rows else ""
    shown = [row for row in reversed(rows) if first <= row["period"] and (before is None or row["period"] < before)]
    return _page(request, "buyer_grower.html.j2", looked, who, rows, grower_id=rows[0]["grower_id"], found=found,
                 parts={part: [row for row in shown if row["part"] == part] for part in FIGURES})  # fmt: skip


def _page(request: Request, template: str, looked: Looked, who: Who, rows: Entries, /, **facts: object) -> Response:
    """Return a page about some rows: what they come to, in a sentence and in sums."""
    speech, sums = Speech("letters", language_of(request, who)), totals(rows)
    return show(request, template, looked, sums=sums, sentence=sentence(speech, sums["pool"]),
                notes=notes(speech, sums), party=party_of(who), **facts)  # fmt: skip


def as_csv(request: Request, number: Number, who: Buyer) -> Response:
    """Give the buyer's rows as CSV: what is hidden is empty where `suppressed` is True, and unknown elsewhere."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(column.removesuffix("_cents") for column in COLUMNS)
    for row in entries(look_own(request, number, who), who):
        table.writerow(spelled(column, row.get(column)) for column in COLUMNS)
    head = {"Content-Disposition": f'attachment; filename="premium-run-{number}.csv"'}
    return Response(f"\ufeff{out.getvalue()}", media_type="text/csv; charset=utf-8", headers=head)


def certificate(request: Request, number: Number, who: Buyer, language: CertificateLanguage = "en") -> Response:
    """Give the buyer's certificate, which was written when the run was accepted."""
    look_own(request, number, who)
    try:
        path = answers.certificate(site(request).workspace, number, party_of(who), language)
    except NotHereError:
        raise nothing_here() from None
    return FileResponse(path, media_type="application/pdf", filename=f"certificate-run-{number}-{language}.pdf")


def given_out(request: Request, number: Number, who: Buyer) -> Response:
    """Give what certificates of the run are checked against; it names nobody, and holds nothing that was found."""
    look_own(request, number, who)
    try:
        path = answers.certificates_given_out(site(request).workspace, number)
    except NotHereError:
        raise nothing_here() from None
    return FileResponse(path, media_type="application/json", filename="certificates.json")


def code_of(request: Request, number: int, who: Who) -> str:
    """Return the code that stands on the certificate; nothing where a run has none, as a run of one grower."""
    try:
        path = answers.certificate(site(request).workspace, number, party_of(who), "en")
    except NotHereError:
        return ""
    attached = PdfReader(path).attachments[ATTACHED][0]
    return str(json.loads(attached)["code"])


def entries(looked: Looked, who: Who) -> Entries:
    """Return what the buyer is told: rows of its ledger and of pools, in the order of grower and period."""
    read: Callable[[], Entries] = lambda: told(looked.opened.rows(ANSWERS)).get(party_of(who), [])  # noqa: E731
    return looked.opened.once("told", read)


def _by(rows: Entries, column: str) -> dict[str, Entries]:
    groups: dict[str, Entries] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return dict(sorted(groups.items()))
