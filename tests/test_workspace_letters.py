"""Letters over a workspace's run: of which day they are, what came after them, and whose each printed paper is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from premium.errors import WorkspaceError
from premium.workspace import making
from premium.workspace.doing import Progress
from premium.workspace.letters import letter_day, letters_of
from premium.workspace.printing import make, papers_of
from premium.workspace.tables import Run
from workspaces import Place, a_place, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reports.papers.letters import Letters

AS_OF = date(2026, 3, 31)
ACCEPTED = int(datetime(2026, 5, 4, 23, 59, tzinfo=UTC).timestamp()) * 1000


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A workspace with a run over the small valley, without documents, which take long."""
    monkeypatch.setattr(making, "HANDY", -1)
    made = a_place(tmp_path / "workspace")
    made.bring_in_valley()
    told(made.run())
    yield made
    made.workspace.close()


def accept(here: Place, number: int) -> None:
    with here.workspace.writing() as session:
        run = session.get(Run, number)
        assert run is not None
        run.accepted_at = ACCEPTED


def wanted(here: Place, number: int = 1, grower: str | None = "alder-farm", dated: date | None = None) -> Letters:
    return letters_of(here.workspace, number, ("en",), grower, dated)


def test_a_letter_is_of_the_day_on_which_its_run_was_accepted_and_never_of_one_before_the_records() -> None:
    assert letter_day(AS_OF, ACCEPTED) == date(2026, 5, 4)
    assert letter_day(AS_OF, None) == AS_OF
    assert letter_day(date(2026, 6, 30), ACCEPTED) == date(2026, 6, 30)


def test_a_draft_is_of_the_runs_day_and_a_letter_of_its_acceptance_or_of_the_day_that_is_said(here: Place) -> None:
    draft = wanted(here)
    assert (draft.draft, draft.dated, draft.number) == (True, AS_OF, 1)
    accept(here, 1)
    letter = wanted(here)
    assert (letter.draft, letter.dated) == (False, date(2026, 5, 4))
    assert wanted(here, dated=date(2026, 5, 20)).dated == date(2026, 5, 20)


def test_a_run_after_it_is_told_on_a_draft_and_on_a_letter_once_it_was_accepted(here: Place) -> None:
    told(here.run("2026-04-01"))
    assert (wanted(here).newer, wanted(here, 2).newer) == (2, None)
    accept(here, 1)
    assert wanted(here).newer is None, "a grower knows nothing of it"
    accept(here, 2)
    assert wanted(here).newer == 2


def test_a_run_of_one_grower_comes_after_no_others_letter(here: Place) -> None:
    told(here.run("2026-04-01", only="cedar-farm"))
    assert wanted(here).newer is None
    assert wanted(here, grower="cedar-farm").newer == 2
    assert wanted(here, grower=None).newer is None


def test_a_grower_does_not_say_from_which_day_its_own_days_are_counted(here: Place) -> None:
    accept(here, 1)
    with pytest.raises(WorkspaceError, match="dated is for a monitor to say"):
        here.ask("papers", here.grower, run=1, kind="letter", options={"dated": "2030-01-01"})
    assert here.ask("papers", run=1, kind="letter", options={"dated": "2030-01-01"}).asked["options"]["dated"]


def test_a_job_tells_whose_each_paper_is_also_when_it_is_done_again(here: Place) -> None:
    job = here.ask("papers", run=1, kind="letter", options={"languages": ["en", "es"], "grower": "alder-farm"})
    here.work()
    files = told(here.job(job))["files"]
    assert [(f["name"], f["about"]) for f in files] == [
        (f"letter-alder-farm-{language}.{kind}", {"grower_id": "alder-farm", "language": language})
        for language in ("en", "es") for kind in ("pdf", "xlsx")
    ]  # fmt: skip
    place = papers_of(here.workspace, 1, job.id)
    assert all((place / f["name"]).stat().st_size == f["size"] for f in files)
    assert make(here.workspace, here.job(job), Progress(here.workspace, job.id))["files"] == files
