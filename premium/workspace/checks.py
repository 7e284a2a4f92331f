"""A grower's check before payday: who would be short if a draft were paid as it is. Nothing of it comes to the records.

The draft lies in `drafts/` until it is checked, and is gone then. What was found, counts and reasons too, is kept for
an hour, for people of the grower alone; the database holds whether it could be checked, and why not.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.audit import Settings, audit
from premium.engine import OnDuckDB
from premium.errors import NotHereError
from premium.run_tables import read_run
from premium.workspace.drafts import FOUND, KEPT_MS, is_theirs
from premium.workspace.place_of_work import scratch, snapshot
from premium.workspace.tables import JobState, now

if TYPE_CHECKING:
    from premium.run_folder import RunFolder
    from premium.workspace.asked import Check
    from premium.workspace.doing import Progress
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Job

MOST_SHORT = 5_000
FOR_GOOD = ("state", "code", "message", "hint")
"""What the database keeps of what a check told: the rest goes with what was found."""

SHORT = Path(__file__).parent / "sql" / "short_in_draft.sql"


def check(workspace: Workspace, who: Who, asked: Check, progress: Progress) -> dict[str, Any]:
    """Reconcile the records with a draft among them, in a folder that is gone afterwards, and tell how it ended."""
    from premium.workspace.records import File, bring_in  # noqa: PLC0415 - records are for checks too

    folder = is_theirs(workspace, who, asked.draft)
    draft = next(path for path in folder.iterdir() if path.name != FOUND)
    with scratch(workspace) as place:
        progress("records")
        records = snapshot(workspace, place / "records")
        said = bring_in(workspace, who, File("draft", draft), asked, records)
        if said["state"] == "taken" and said["table"] == "payroll":
            day = asked.as_of or max(date.fromisoformat(said["days"][1] or "0001-01-01"), datetime.now(UTC).date())
            how = Settings(memory=progress.memory, progress=progress, only=who.party)
            run = audit(records, str(workspace.path / "program.toml"), place / "run", day, how)
            found = _short(run, said["name"], who.party or "", place, progress.memory)
            said |= {"as_of": day.isoformat(), "cannot_say": run.cannot_say, **_counts(found)}
            said["short"] = found[:MOST_SHORT]
        elif said["state"] == "taken":
            said = {**said, "state": "refused", "code": "no_payroll", "message": "this is no payroll", "hint": ""}
    said.pop("name", None)
    kept = {key: said[key] for key in FOR_GOOD if key in said}
    if kept != said:
        (folder / FOUND).write_text(json.dumps(said), encoding="utf-8")
    return kept


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
