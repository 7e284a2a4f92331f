"""What can be asked of the worker, and by whom: one model for each kind of job. What is not in here cannot be asked."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from premium.errors import WorkspaceError
from premium.workspace.tables import Role

TableName = Literal["purchases", "sales", "payments", "receipts", "payroll", "growers", "standing"]


def _as_written(value: object) -> object:
    """Take a day as a day or as 2026-03-31: pydantic would take a number for one too."""
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError("write a day as 2026-03-31")


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_as_written)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=1, le=2**53)]


class Asked(BaseModel):
    """What all of them share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reading(Asked):
    """How a file is read: as a canonical table, by a profile, or as whichever of them fits."""

    table: TableName | None = None
    profile: Text | None = None


class Ingest(Reading):
    """Bring an upload into the records. `replaces` is the upload, or the line file, in whose place it comes."""

    upload: Text
    replaces: Text | None = None
    grower: Text | None = None
    buyer: Text | None = None
    beside: bool = False
    despite_totals: bool = False


class MakeRun(Asked):
    """Reconcile the records as of a day; `only` one grower's."""

    as_of: Day
    only: Text | None = None


class Check(Reading):
    """See who would be short if a draft were paid as it is. Without a day, on that of its last paycheck."""

    draft: Text
    as_of: Day | None = None


class Guess(Asked):
    """Propose a profile from an upload."""

    upload: Text
    table: TableName | None = None


class Accept(Asked):
    """Accept a run: its buyers' and growers' answers are written."""

    run: Number


class Papers(Asked):
    """Write papers over a run; what else they need is in `options`."""

    run: Number
    kind: Literal["statement", "letter", "certificate"]
    options: dict[str, Any] = {}


KINDS: dict[str, type[Asked]] = {
    "ingest": Ingest, "run": MakeRun, "check": Check, "guess": Guess, "accept": Accept, "papers": Papers,
}  # fmt: skip

PAPERS_OF: dict[Role, tuple[str, str]] = {Role.BUYER: ("certificate", "buyer"), Role.GROWER: ("letter", "grower")}
"""The one kind of paper that a party may ask for, and the option that names the party: nobody but they themselves."""

MAY: dict[str, frozenset[Role]] = {
    "ingest": frozenset({Role.MONITOR, Role.BUYER, Role.GROWER}),
    "run": frozenset({Role.MONITOR}),
    "check": frozenset({Role.GROWER}),
    "guess": frozenset({Role.MONITOR}),
    "accept": frozenset({Role.MONITOR}),
    "papers": frozenset(Role),
}
"""Who may ask for what. Which run or file somebody may name is looked at as well, where the job is asked for."""


def read(kind: str, asked: dict[str, Any]) -> Asked:
    """Return what is asked, if it can be.

    Raises:
        WorkspaceError: there is no such kind, or it is not asked so.
    """
    if kind not in KINDS:
        raise WorkspaceError(f"there is no job of the kind {kind!r}", hint=f"there are {', '.join(KINDS)}")
    try:
        return KINDS[kind].model_validate(asked)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "what is asked"
        raise WorkspaceError(f"{kind}: {where}: {first['msg']}", hint="see what the job asks for") from error
