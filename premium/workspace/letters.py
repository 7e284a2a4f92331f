"""Letters over a workspace's run: their day, whether anybody stands behind them, and which run came after it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from premium.errors import NotHereError
from premium.workspace.tables import Job, Run
from reports.papers.letters import LetterLanguage, Letters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from premium.workspace.place import Workspace


def letters_of(  # noqa: PLR0913, PLR0917 - what is asked, of which run
    workspace: Workspace,
    number: int,
    languages: Sequence[LetterLanguage],
    grower: str | None,
    dated: date | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Letters:
    """Return what letters of a run are made with; without a day they are of the run's own (`letter_day`).

    Raises:
        NotHereError: there is no such run.
    """
    with workspace.reading() as session:
        run = session.get(Run, number)
        if run is None:
            raise NotHereError("there is no such run")
        newer = _newer(session, run, grower)
        day = dated or letter_day(date.fromisoformat(run.as_of), run.accepted_at)
        return Letters(languages, grower, day, progress, run.accepted_at is None, number, newer)


def letter_day(as_of: date, accepted_at: int | None) -> date:
    """Return the day of a run's letters: the same whenever they are made, and none on which nobody stood behind them.

    It is that of the run's acceptance, in UTC, so that no remedy is due before the letter could be sent; a draft is of
    the day of the records, and so is the letter of a run that was accepted before that day.
    """
    accepted = as_of if accepted_at is None else datetime.fromtimestamp(accepted_at // 1000, UTC).date()
    return max(as_of, accepted)


def _newer(session: Session, run: Run, grower: str | None) -> int | None:
    """Return the newest run after one, of all growers or of this one; None where there is none.

    The letter of an accepted run goes to a grower, who knows nothing of a run before it is accepted.
    """
    later = select(Run.number, Job.asked).join(Job, Job.id == Run.job_id).where(Run.number > run.number)
    if run.accepted_at is not None:
        later = later.where(Run.accepted_at.is_not(None))
    found = session.execute(later.order_by(Run.number.desc()))
    return next((number for number, asked in found if asked.get("only") in (None, grower)), None)
