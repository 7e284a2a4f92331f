"""Each buyer's and each grower's answer, written as files of their own when a run is accepted.

    runs/N/answers/growers/KEY/TABLE/*.parquet   that grower's rows of the run's tables: pools, workers, lines, findings
    runs/N/answers/buyers/KEY/TABLE/*.parquet    that buyer's money and what became of it; no worker (decision 0014)
    runs/N/answers/buyers/KEY/certificate-LANGUAGE.pdf, buyers/certificates.json (what they are checked against)
    runs/N/answers/*/nobody/TABLE/*.parquet      the same tables without a row, and the program's own, which name nobody

Pages and API of a buyer or a grower open these and nothing else: what is another's is not in them, so no filter can
forget it. KEY is made of the party's name, so that no name is ever a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from premium.engine import OnDuckDB
from premium.errors import NotHereError
from premium.reconcile.run import Plan
from premium.run_folder import PARTIAL, RunFolder, open_run
from premium.run_tables import not_kept, read_run
from premium.workspace import index
from premium.workspace.tables import PARTIES, Role
from reports.papers.certificate import GIVEN_OUT, CertificateLanguage, Certificates, certificates, write_given_out

if TYPE_CHECKING:
    from premium.workspace.place import Workspace

FOLDERS = {Role.BUYER: "buyers", Role.GROWER: "growers"}
OF_A_BUYER = ("buyer_answers",)
"""The tables of a buyer's answer: few workers are suppressed in them, and none is named."""

OF_EVERYBODY = (
    "terms", "qualifying", "codes", "conversions", "minimum_wages", "prices", "reported", "pool_checks"
)  # fmt: skip
"""The program's own tables, and what was reported at all: they name nobody."""

OF_A_GROWER = (
    "payroll", "workers", "weeks", "placed_rejects", "growers", "standing", "purchases", "sales", "payments",
    "receipts", "worker_identities", "words", "ledger", "buyer_ledger", "basis_periods", "origins", "shares",
    "entitlements", "pools", "premium_lines", "wages", "passthrough", "findings", "grower_terms", "grower_totals",
    "unchecked", "period_basis",
)  # fmt: skip
"""The tables of a grower's answer: what it reported, what buyers say of it, and what became of that, to each worker."""

VIEWS_OF_A_GROWER = (
    "priced_purchases", "purchases_by_period", "dated_payments", "dated_receipts", "worker_weeks", "worked",
    "measured_work", "worker_basis", "floored_weeks", "premium_repeats", "premium_dated", "premium_by_check",
)  # fmt: skip
"""The steps that a run keeps no table of and that explaining a grower's worker or finding reads."""

TOLD_TO_A_GROWER = """
SELECT f.* FROM findings f WHERE f.answers = 'grower' OR f.kind = 'premium_over'
"""
"""What a grower is told of: what it answers for, and what it paid beyond a share."""

REJECTS_OF_A_GROWER = """
SELECT * FROM placed_rejects WHERE table_name IN ('payroll', 'receipts', 'sales')
"""
"""What a grower may correct itself; a row of a buyer's that names it is for the buyer."""

IDENTITIES_OF_A_GROWER = """
SELECT * REPLACE (CAST(NULL AS VARCHAR) AS confirmed_by) FROM worker_identities
"""
"""A grower is told that two identifiers are one worker, and not who said so."""

EVIDENCE = """
SELECT e.*, f.grower_id FROM evidence e JOIN told_findings f ON f.finding_id = e.finding_id
"""
PROVENANCE = """
SELECT o.*, l.grower_id FROM provenance o
JOIN (
    SELECT grower_id, source_file, source_row FROM payroll
    UNION ALL SELECT grower_id, source_file, source_row FROM receipts
    UNION ALL SELECT grower_id, source_file, source_row FROM sales
) l ON l.source_file = o.source_file AND l.source_row = o.source_row
"""
KEYED = "substr(sha256({column}), 1, 32)"
"""What `key` makes of a party's name, in SQL."""
CERTIFICATES: tuple[CertificateLanguage, ...] = ("en", "es")
MEMORY = "2GB"
TOLD = "answer.json"
KEPT_OF_MANIFEST = ("as_of", "program", "worker_identities")
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Part:
    """A table of an answer: the SELECT that holds everybody's rows, and the column that says whose each is."""

    name: str
    sql: str
    column: str
    hidden: bool = False


def write(workspace: Workspace, number: int, memory: str | None = None) -> None:
    """Write all answers of a run in an engine of `memory`; a run that has them already keeps them.

    Raises:
        RunError: the run is not there, or not whole.
    """
    target, memory = workspace.run(number) / "answers", memory or MEMORY
    if target.is_dir():
        return
    run = open_run(workspace.run(number) / "run")
    indexed = {name: workspace.run(number) / "index" / f"{name}.parquet" for name in index.INDEXED}
    building = Path(tempfile.mkdtemp(prefix=f"answers{PARTIAL}", dir=workspace.run(number)))
    try:
        with OnDuckDB(building / "spill", memory) as engine:
            read_run(engine, run, indexed)
            engine.define("told_findings", TOLD_TO_A_GROWER)
            tables = [*(Path(name).stem for name in run.manifest["tables"]), *indexed]
            for role, parts in ((Role.BUYER, _of_buyers(tables)), (Role.GROWER, _of_growers(tables))):
                _parts(engine, building / FOLDERS[role], parts)
        _certificates(run, building / FOLDERS[Role.BUYER], memory)
        told = {"run": number, **{k: run.manifest[k] for k in KEPT_OF_MANIFEST if k in run.manifest}}
        (building / TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(building / "spill", ignore_errors=True)
        os.sync()  # thousands of small files: one after the other would take minutes
        building.chmod(0o700)
        building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def key(party: str) -> str:
    """Return the name of a party's folder."""
    return hashlib.sha256(party.encode()).hexdigest()[:32]


def tells(workspace: Workspace, number: int, role: Role, party: str) -> bool:
    """Return whether a run has an answer for a party: it was accepted, and says something of them."""
    return (workspace.run(number) / "answers" / FOLDERS[role] / key(party)).is_dir()


def certificate(workspace: Workspace, number: int, buyer: str, language: str) -> Path:
    """Return a buyer's certificate.

    Raises:
        NotHereError: there is none: the run was not accepted, says nothing of that buyer, or it is not written so.
    """
    path = workspace.run(number) / "answers" / FOLDERS[Role.BUYER] / key(buyer) / f"certificate-{language}.pdf"
    if language not in CERTIFICATES or not path.is_file():
        raise NotHereError(f"run {number} has no certificate for you")
    return path


def certificates_given_out(workspace: Workspace, number: int) -> Path:
    """Return what certificates of a run are checked against; it names nobody, and holds nothing that was found.

    Raises:
        NotHereError: the run was not accepted, or gave out none.
    """
    path = workspace.run(number) / "answers" / FOLDERS[Role.BUYER] / GIVEN_OUT
    if not path.is_file():
        raise NotHereError(f"run {number} gave out no certificates")
    return path


def read_answer(engine: OnDuckDB, workspace: Workspace, number: int, role: Role, party: str) -> RunFolder:
    """Let an engine read one party's answer, and return what it is an answer of, as a run's folder.

    Raises:
        NotHereError: there is none: the run was not accepted, or says nothing of that party.
    """
    place = workspace.run(number) / "answers" / FOLDERS[role]
    mine = place / key(party)
    if role not in PARTIES or not mine.is_dir():
        raise NotHereError(f"run {number} has no answer for you", hint="it was not accepted, or says nothing of you")
    for nobodys in sorted((place / NOBODY).iterdir()):
        own = mine / nobodys.name
        engine.load(nobodys.name, (own if own.is_dir() else nobodys) / "*.parquet")
    if role is Role.GROWER:
        for step in not_kept(Plan()):
            if step.name in VIEWS_OF_A_GROWER:
                engine.define(step.name, step.text)
    return RunFolder(mine, json.loads((place.parent / TOLD).read_text(encoding="utf-8")))


def _certificates(run: RunFolder, place: Path, memory: str) -> None:
    """Lay each buyer's certificate beside its answer; a run of one grower has none."""
    if "only_grower" in run.manifest:
        return
    for paper in certificates(run, Certificates(CERTIFICATES, memory=memory)):
        mine = place / key(paper.about["buyer_id"])
        mine.mkdir(exist_ok=True)
        (mine / f"certificate-{paper.about['language']}.pdf").write_bytes(paper.content)
    write_given_out(run, place)


def _of_buyers(tables: list[str]) -> list[Part]:
    return [Part(name, f"SELECT * FROM {name}", "buyer_id") for name in OF_A_BUYER if name in tables]  # noqa: S608 - our own names


def _of_growers(tables: list[str]) -> list[Part]:
    """Return the grower's part of its tables and of what proves it, and the program's own."""
    own = {
        "findings": "SELECT * FROM told_findings", "placed_rejects": REJECTS_OF_A_GROWER,
        "worker_identities": IDENTITIES_OF_A_GROWER,
    }  # fmt: skip
    parts = [
        Part(name, own.get(name, f"SELECT * FROM {name}"), "grower_id")  # noqa: S608 - our own names
        for name in OF_A_GROWER
        if name in tables
    ]
    parts += [
        Part("evidence", EVIDENCE, "grower_id", hidden=True),
        Part("provenance", PROVENANCE, "grower_id", hidden=True),
    ]
    return parts + [Part(name, f"SELECT * FROM {name}", "") for name in OF_EVERYBODY]  # noqa: S608 - our own names


def _parts(engine: OnDuckDB, place: Path, parts: list[Part]) -> None:
    """Write each table's rows into the folders of those whose they are, and one without rows for whoever has none."""
    for part in parts:
        nobodys = place / NOBODY / part.name
        nobodys.mkdir(parents=True)
        kept = f"SELECT * EXCLUDE ({part.column}) FROM ({part.sql})" if part.hidden else part.sql  # noqa: S608 - ours
        if not part.column:
            engine.copy(part.name, kept, nobodys / "all.parquet")
            continue
        engine.copy(part.name, f"SELECT * FROM ({kept}) WHERE false", nobodys / "none.parquet")  # noqa: S608 - ours
        split = place / part.name
        columns = f"* EXCLUDE ({part.column})" if part.hidden else "*"
        engine.split(
            f"SELECT {columns}, {KEYED.format(column=part.column)} AS party FROM ({part.sql}) "  # noqa: S608 - ours
            f"WHERE {part.column} IS NOT NULL",
            "party",
            split,
        )
        for folder in split.glob("party=*"):
            mine = place / folder.name.removeprefix("party=")
            mine.mkdir(exist_ok=True)
            folder.rename(mine / part.name)
        shutil.rmtree(split, ignore_errors=True)
