"""What is told of an upload, as JSON: counts, reasons by column, totals; rows by number, nobody by name.

state        taken or refused
message      why it is refused, and hint: what to do
table, profile, name (of the file in the records), status (shelved, replaced, already_here), days [first, last]
lines        {read, taken, set_aside}
set_aside    [{column, reason, lines, rows: the first few}], the most first
totals       those that do not agree; unread_totals, the same of columns from which nothing is read
looks_like   {upload, name} of the file that it seems to correct, or null, null and a mark that tells a monitor which it
             is where it is not for its sender to see; null where there is none
in_place_of  {upload, name} of the file that a draft was checked in the place of
warnings, receipt (of a sender's file), replaced_upload
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.faults import ALSO
from premium.workspace.tables import Role

if TYPE_CHECKING:
    from pathlib import Path

    from premium.errors import PremiumError
    from premium.ingest.shelf import ThereAlreadyError
    from premium.workspace import likeness
    from premium.workspace.likeness import Like
    from premium.workspace.readings import Read
    from premium.workspace.slots import Old

MOST_REASONS = 50
FIRST_ROWS = 5
MOST_WARNINGS = 50


def refused(error: PremiumError, workspace: Path) -> dict[str, Any]:
    """Tell a refusal, without the place where the workspace lies."""
    return {"state": "refused", "code": error.code, **in_words(error, workspace)}


def in_words(error: PremiumError, workspace: Path) -> dict[str, str]:
    """Return an error's sentence and hint, without the place where the workspace lies."""
    places = {f"{workspace}/": "", f"{workspace.resolve()}/": ""}
    said = {"message": str(error), "hint": error.hint}
    for place, name in places.items():
        said = {key: text.replace(place, name) for key, text in said.items()}
    return said


def taken(read: Read, name: str, status: str, old: Old | None, receipt: dict[str, Any] | None = None) -> dict[str, Any]:
    """Tell what lies in the records now."""
    said = {"state": "taken", **_facts(read), "name": name, "status": status}
    if old is not None and old.upload is not None:
        said["replaced_upload"] = old.upload
    if receipt is not None:
        said["receipt"] = {part: receipt[part] for part in ("rows", "sums", "skipped", "unmapped", "left_out")}
    return said


def totals_disagree(read: Read) -> dict[str, Any]:
    """Tell that a file's own totals are not what was read of it: nothing is in the records."""
    return {
        "state": "refused", "code": "totals", **_facts(read),
        "message": "the file states totals that are not what was read of it",
        "hint": "correct the profile or ask the sender; a monitor may bring it in despite its totals",
    }  # fmt: skip


def nothing_taken(read: Read) -> dict[str, Any]:
    """Tell that no line could be taken: nothing is in the records."""
    return {
        "state": "refused", "code": "nothing_taken", **_facts(read),
        "message": f"none of its {read.set_aside:,} lines could be taken",
        "hint": "set_aside says why; correct the file, or the profile, and send it again",
    }  # fmt: skip


def looks_like(read: Read, like: Like, old: likeness.Told, name: str) -> dict[str, Any]:
    """Tell that most of a table's rows stand in another file: nothing is in the records."""
    return {
        "state": "refused", "code": "looks_like", **_facts(read),
        "message": f"{name} looks like a corrected copy of {old.words}: "
        f"{like.both:,} of its {like.rows:,} rows stand there",
        "hint": _in_its_place(old), "looks_like": old.which(),
    }  # fmt: skip


def there_already(read: Read, error: ThereAlreadyError, old: likeness.Told, name: str) -> dict[str, Any]:
    """Tell that a sender's file is there in another form: nothing is in the records."""
    said = {
        "read_otherwise": f"{name} is there already{f' as {old.words}' if old.name else ''}, "
        + (error.otherwise if old.reader == Role.MONITOR else "read in another way"),
        "replaced": f"{name} was there before, and was replaced by {old.words}",
        "alike": f"{name} looks like a corrected copy of {old.words}: {error.both:,} of its {error.lines:,} lines "
        "stand there",
    }
    return {
        "state": "refused", "code": "looks_like" if error.how == "alike" else "there_already", **_facts(read),
        "message": said[error.how], "hint": _in_its_place(old), "looks_like": old.which(),
    }  # fmt: skip


def draft_looks_like(read: Read, like: Like, old: likeness.Told, name: str) -> dict[str, Any]:
    """Tell that a draft corrects what it cannot take the place of: a part of a file, or more than one."""
    return {
        "state": "refused", "code": "looks_like", **_facts(read),
        "message": f"{name} looks like a corrected copy of {old.words}, but of a part of it, or not of it "
        f"alone: {like.both:,} of its {like.rows:,} rows stand there, and would count twice",
        "hint": "check all of that file's rows as they are to be, or ask a monitor to take it back first",
    }  # fmt: skip


def rows_twice(like: Like, old: likeness.Told) -> str:
    """Say that some rows of a draft may be in the records too."""
    return (
        f"{like.both:,} of its {like.rows:,} rows stand in {old.words} too: where they are the same, they count twice"
    )


def _in_its_place(old: likeness.Told) -> str:
    if not old.name:
        return "ask a monitor, who can bring it in in its place, or beside it"
    beside = "or, if both are right, beside it"
    if old.reader != Role.MONITOR:
        beside = "if both are right, ask a monitor, who can bring it in beside it"
    return f"if it corrects it, bring it in in its place; {beside}"


def taken_back_meanwhile(said: dict[str, Any]) -> dict[str, Any]:
    """Tell that a file was taken out of the records between its coming there and its being told of."""
    return {
        "state": "refused", "code": "taken_back", "table": said["table"], "profile": said["profile"],
        "message": "what it shares its place in the records with was taken back while it was brought in",
        "hint": "bring it in again",
    }  # fmt: skip


def _facts(read: Read) -> dict[str, Any]:
    said: dict[str, Any] = {
        "table": read.table.name,
        "profile": read.profile.profile.id if read.profile else None,
        "days": list(read.days),
        "lines": {"read": read.taken + read.set_aside, "taken": read.taken, "set_aside": read.set_aside},
        "set_aside": _reasons(read.rejects),
        "warnings": list(read.warnings[:MOST_WARNINGS]),
    }
    if read.sender is not None:
        wrong = (total for total in read.sender.totals if not total.agrees)
        said["totals"] = [{**asdict(total), "difference": total.difference} for total in wrong]
        said["unread_totals"] = [asdict(total) for total in read.sender.unread_totals if not total.known]
    return said


def _reasons(rejects: pl.DataFrame) -> list[dict[str, Any]]:
    """Count rejects by column and by what is wrong first; the cells themselves are not told."""
    by = ["column", "reason"]
    counted = (
        rejects.select(column="column_name", reason=pl.col("reason").str.replace(ALSO, ""), row="source_row")
        .group_by(by)
        .agg(lines=pl.len(), rows=pl.col("row").sort().head(FIRST_ROWS))
        .sort(["lines", *by], descending=[True, False, False], nulls_last=True)
    )
    return counted.head(MOST_REASONS).to_dicts()
