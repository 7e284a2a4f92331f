"""A buyer's pass-through certificate: what became of its premium, with no worker in it, and a code that can be checked.

Everything on the page follows from the data that is attached to it; the data follows from the run (decision 0014).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from pypdf import PdfReader

from premium.certified import ANSWERS, POOL, Under, canonical, code, fingerprint, told
from premium.errors import RunError
from premium.run_folder import MANIFEST
from reports.papers import Paper
from reports.papers.certificate_page import page
from reports.papers.tables import opened
from reports.papers.typeset import typeset, typesetter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from premium.run_folder import RunFolder

FORMAT = 1
GIVEN_OUT = "certificates.json"
SUMS = tuple(column for column in POOL if column.endswith("_cents"))
CertificateLanguage = Literal["en", "es"]
Data = dict[str, Any]
Entries = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Certificates:
    """To which buyer (all of them without one), and in which languages."""

    languages: Sequence[CertificateLanguage] = ("en",)
    buyer: str | None = None
    progress: Callable[[str], None] = field(default=lambda _: None)
    memory: str | None = None


def certificates(run: RunFolder, wanted: Certificates) -> Iterator[Paper]:
    """Give each buyer's certificate in each language.

    Raises:
        RunError: the run has no such buyer, or looked at one grower only.
    """
    if "only_grower" in run.manifest:
        raise RunError("the run looked at one grower only, and a buyer's premium goes to others too",
                       hint="reconcile without --only for certificates")  # fmt: skip
    with opened(run, wanted.memory) as tables:
        each = told(tables.engine.rows(ANSWERS))
        pool = tables.program.calendar.pool
    if wanted.buyer is not None and wanted.buyer not in each:
        raise RunError(f"the run has no buyer {wanted.buyer!r}", hint="buyers are named by their identifiers")
    of_run = given_out(run.manifest, (run.path / MANIFEST).read_bytes())
    buyers = [buyer for buyer in each if wanted.buyer in (None, buyer)]
    for number, buyer in enumerate(buyers, start=1):
        wanted.progress(f"certificate {number} of {len(buyers)}")
        for language in wanted.languages:
            made = certified(of_run, Said(buyer, pool, language, typesetter()), each[buyer])
            pdf = print_certificate(made)
            about = {"buyer_id": buyer, "language": language, "code": made["code"]}
            yield Paper(f"certificate-{language}-{number:03d}.pdf", pdf, len(PdfReader(BytesIO(pdf)).pages), about)


@dataclass(frozen=True, slots=True)
class Said:
    """What a certificate says of itself, beside its figures."""

    buyer_id: str
    pool: str
    language: str
    typesetter: str


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What a run gave out: enough to check any certificate of it, and nothing of what it found.

    `certificates` has each buyer's fingerprint under the SHA-256 of the buyer's identifier, so that it names nobody.
    """

    format: int
    run_sha256: str
    as_of: str
    program: dict[str, str]
    certificates: dict[str, str]


def given_out(manifest: Mapping[str, Any], manifest_bytes: bytes) -> GivenOut:
    """Return what a run gave out, from its manifest."""
    hashed = {buyer_sha256(buyer): sha256 for buyer, sha256 in manifest["certificates"].items()}
    run_sha256 = hashlib.sha256(manifest_bytes).hexdigest()
    return GivenOut(FORMAT, run_sha256, manifest["as_of"], dict(manifest["program"]), dict(sorted(hashed.items())))


def buyer_sha256(buyer: str) -> str:
    """Return what stands for a buyer in what a run gave out."""
    return hashlib.sha256(buyer.encode()).hexdigest()


def write_given_out(run: RunFolder, folder: Path) -> Path:
    """Write what a run gave out, for whoever checks a certificate and must not see the run's totals (decision 0014)."""
    of_run = given_out(run.manifest, (run.path / MANIFEST).read_bytes())
    path = folder / GIVEN_OUT
    path.write_text(json.dumps(asdict(of_run), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def certified(of_run: GivenOut, said: Said, rows: Entries) -> Data:
    """Return a certificate's data: it follows from what the run gave out, the rows, and what it says of itself."""
    under = Under(of_run.as_of, said.pool, of_run.program["sha256"])
    sha256 = fingerprint(said.buyer_id, under, rows)
    return {
        "format": FORMAT,
        **asdict(said),
        "as_of": of_run.as_of,
        "program": of_run.program,
        "run_sha256": of_run.run_sha256,
        "rows": rows,
        "totals": totals(rows),
        "sha256": sha256,
        "code": code(sha256),
    }


def print_certificate(data: Data) -> bytes:
    """Return the PDF of a certificate's data, with the data attached; the same data gives the same bytes."""
    return typeset("certificate", page(data), canonical(data))


def totals(rows: Entries) -> Data:
    """Return the sums of what is told: of the ledger over what is known, of pools over the rows that are shown whole.

    A hidden row is in no sum, not even with its pool, so that no two figures leave it as their difference.
    """
    ledger = [row for row in rows if row["part"] == "ledger"]
    pools = [row for row in rows if row["part"] == "pool"]
    shown = [row for row in pools if not row["suppressed"]]
    known = ("due_cents", "money_in_cents", "outstanding_cents")
    return {
        "ledger": {
            **{column: _sum(ledger, column) for column in known},
            "rows": len(ledger),
            "unknown_rows": sum(1 for row in ledger if any(row[column] is None for column in known)),
        },
        "pool": {
            **{column: _sum(shown, column) for column in SUMS},
            "rows": len(shown),
            "hidden_rows": len(pools) - len(shown),
        },
    }


def _sum(rows: Entries, column: str) -> int | None:
    """Return the sum of a column of the run; None where no row knows it."""
    values = [row[column] for row in rows if row[column] is not None]
    return sum(values) if values else None
