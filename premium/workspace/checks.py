"""A grower's check before payday: who would be short if a draft were paid as it is. Nothing of it comes to the records.

The draft lies in `drafts/` until it is checked, and is gone then. What was found, counts and reasons too, is kept for
an hour, for people of the grower alone; the database holds whether it could be checked, and why not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.audit import Settings, audit
from premium.engine import OnDuckDB
from premium.errors import NotHereError
from premium.ingest.shelf import Owner, Terms, shelve
from premium.run_tables import read_run
from premium.workspace import told
from premium.workspace.drafts import FOUND, KEPT_MS, is_theirs
from premium.workspace.likeness import as_told, lines_sent, parties_in, shared
from premium.workspace.place_of_work import scratch, snapshot
from premium.workspace.readings import DRAFT
from premium.workspace.records import File, judged, sent_table, shelve_table
from premium.workspace.slots import as_folder
from premium.workspace.tables import JobState, now

if TYPE_CHECKING:
    from premium.run_folder import RunFolder
    from premium.workspace.asked import Check
    from premium.workspace.doing import Progress
    from premium.workspace.likeness import Like
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace
    from premium.workspace.readings import Read
    from premium.workspace.tables import Job

MOST_SHORT = 5_000
PAYROLL = "payroll"
FOR_GOOD = ("state", "code", "message", "hint")
"""What the database keeps of what a check told: the rest goes with what was found."""

SHORT = Path(__file__).parent / "sql" / "short_in_draft.sql"


def check(workspace: Workspace, who: Who, asked: Check, progress: Progress) -> dict[str, Any]:
    """Reconcile the records with a draft among them, in a folder that is gone afterwards, and tell how it ended."""
    folder = is_theirs(workspace, who, asked.draft)
    draft = next(path for path in folder.iterdir() if path.name != FOUND)
    with scratch(workspace) as place:
        progress("records")
        records = snapshot(workspace, place / "records")
        file = File(DRAFT, draft)
        said = judged(workspace, who, file, asked, lambda read: _lay(_Among(workspace, who, records), file, read))
        if said["state"] == "taken":
            day = asked.as_of or max(date.fromisoformat(said["days"][1] or "0001-01-01"), datetime.now(UTC).date())
            how = Settings(memory=progress.memory, progress=progress, only=who.party)
            run = audit(records, str(workspace.path / "program.toml"), place / "run", day, how)
            found = _short(run, said["name"], who.party or "", place, progress.memory)
            said |= {"as_of": day.isoformat(), "cannot_say": run.cannot_say, **_counts(found)}
            said["short"] = found[:MOST_SHORT]
    said.pop("name", None)
    kept = {key: said[key] for key in FOR_GOOD if key in said}
    if kept != said:
        (folder / FOUND).write_text(json.dumps(said), encoding="utf-8")
    return kept


@dataclass(frozen=True, slots=True)
class _Among:
    """Whose draft is laid among which records: a snapshot, which nobody reads afterwards."""

    workspace: Workspace
    who: Who
    records: Path


def _lay(among: _Among, file: File, read: Read) -> dict[str, Any]:
    """Lay a draft among the records: in the place of the grower's one file that it corrects, else beside all.

    Rows that are in the records already would count twice, or be set aside as used before.
    """
    if read.table.name != PAYROLL:
        return {"state": "refused", "code": "no_payroll", "table": read.table.name, "message": "this is no payroll",
                "hint": ""}  # fmt: skip
    workspace, who, records = among.workspace, among.who, among.records
    as_folder(records, read.table.name)
    with scratch(workspace) as place:
        mine = (
            sent_table(file, read, place)
            if read.sender is None
            else lines_sent(read.table, read.sender.lines, read.days)
        )
        likes = shared(workspace, records, mine)
    corrected = [like for like in likes if like.most]
    olds = [as_told(workspace, who, like.name) for like in likes]
    if len(corrected) > 1 or not all(_is_corrected(read, records, like, who.party or "") for like in corrected):
        return told.draft_looks_like(read, corrected[0], olds[0], file.path.name)
    for like in corrected:
        (records / like.name).unlink()
    if read.sender is None:
        name = shelve_table(records, file, read, None)
    else:
        assert read.profile is not None  # noqa: S101 - a sender's file was read by one
        terms = Terms(beside=True)
        name = shelve(records, read.sender, read.profile, Owner(*read.owner), terms, for_people=False).name
    said = told.taken(read, name, "checked", None)
    said["warnings"] += [told.rows_twice(*pair) for pair in zip(likes, olds, strict=True) if not pair[0].most]
    return said | ({"in_place_of": {"upload": olds[0].upload, "name": olds[0].name}} if corrected else {})


def _is_corrected(read: Read, records: Path, like: Like, party: str) -> bool:
    """Return whether a draft stands for all of a file: that is the grower's alone, and not of many other weeks too."""
    parties = parties_in(read.table, records / like.name, "grower_id")
    return parties.keys() <= {party, None} and like.both * 2 > sum(parties.values())


def checked(workspace: Workspace, who: Who, job: Job) -> dict[str, Any] | None:
    """Return what a check found, for people of the grower who asked; None once it is gone, or where it found nothing.

    `short` is who would be short; a file that could not be checked has none.
    """
    if job.kind != "check" or job.state != JobState.DONE:
        return None
    try:
        path = is_theirs(workspace, who, job.asked["draft"]) / FOUND
        if path.stat().st_mtime_ns // 1_000_000 < now() - KEPT_MS:
            return None
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (NotHereError, FileNotFoundError):
        return None


def _short(run: RunFolder, name: str, grower: str, place: Path, memory: str | None) -> list[dict[str, Any]]:
    with OnDuckDB(place / "spill", memory) as engine:
        read_run(engine, run)
        rows = engine.rows(SHORT.read_text(encoding="utf-8"), {"draft": name, "grower": grower})
    return [{k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} for row in rows]


def _counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    late = [row for row in rows if row["status"] != "pending"]
    return {
        "short_workers": len({row["worker_id"] for row in late}),
        "short_cents": sum(row["short_cents"] for row in late),
        "pending_workers": len({row["worker_id"] for row in rows if row["status"] == "pending"}),
        "pending_cents": sum(row["short_cents"] for row in rows if row["status"] == "pending"),
    }
