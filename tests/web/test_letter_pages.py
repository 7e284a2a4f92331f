"""The letter on a grower's page: asked for with its language and day, named after its grower, gone without cause."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from made_web import PASSWORD, Web, work
from pypdf import PdfReader

from paper_worlds import LATE, Pool, even, world
from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import index, open_workspace
from premium.workspace.jobs import ask
from premium.workspace.people import Who, add_user
from premium.workspace.tables import Job, JobState, Role, Run, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient

ALDER = "/runs/1/growers/alder-bend"
ACCEPTED = int(datetime(2026, 5, 4, 12, tzinfo=UTC).timestamp()) * 1000


@pytest.fixture
def own(season_workspace: Path, tmp_path: Path) -> Iterator[Web]:
    """A web of its own over the accepted season."""
    shutil.copytree(season_workspace, tmp_path / "workspace")
    workspace = open_workspace(tmp_path / "workspace")
    with workspace.writing() as session:
        session.query(Run).update({Run.accepted_at: ACCEPTED})
    yield Web(make_app(workspace, Settings(hosts=("testserver",))), workspace)
    workspace.close()


def text(client: TestClient, asked: str = "") -> str:
    answer = client.get(f"{ALDER}/letter.pdf{asked}")
    assert answer.status_code == 200, answer.text
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_page_asks_for_language_and_day_and_begins_with_that_of_the_acceptance(own: Web) -> None:
    page = own.client("monitor").get(ALDER).text
    form = re.search(rf'<form action="{ALDER}/letter.pdf".*?</form>', page, re.DOTALL)
    assert form is not None
    assert 'name="dated" required min="2026-04-15" value="2026-05-04"' in form[0]
    assert f'formaction="{ALDER}/letter.xlsx"' in form[0]
    assert "letter.pdf" not in own.client("organization").get(ALDER).text


def test_a_letter_is_of_the_day_of_acceptance_and_the_same_bytes_each_time(own: Web) -> None:
    monitor = own.client("monitor")
    assert "Days are counted from 4 May 2026." in text(monitor)
    assert "Draft" not in text(monitor)
    assert monitor.get(f"{ALDER}/letter.pdf").content == monitor.get(f"{ALDER}/letter.pdf?dated=2026-05-04").content
    assert "Days are counted from 1 June 2026." in text(monitor, "?dated=2026-06-01")
    with own.workspace.writing() as session:
        session.query(Run).update({Run.accepted_at: None})
    assert "Days are counted from 15 April 2026." in text(monitor)
    assert "Draft: the program has not accepted this comparison." in text(monitor)


@pytest.mark.parametrize(("dated", "told"), [
    ("2026-04-14", "a letter of 2026-04-14 cannot tell what stood in the records on 2026-04-15"),
    ("soon", "Write the day as 2025-12-01."),
])  # fmt: skip
def test_a_day_that_cannot_be_is_told(own: Web, dated: str, told: str) -> None:
    answer = own.client("monitor").get(f"{ALDER}/letter.pdf?dated={dated}")
    assert (answer.status_code, told in answer.text) == (422, True)


def test_letter_and_list_are_named_after_the_grower_in_their_language(own: Web) -> None:
    monitor = own.client("monitor")
    asked = {kind: monitor.get(f"{ALDER}/letter.{kind}?language=es") for kind in ("pdf", "xlsx")}
    assert asked["pdf"].headers["content-disposition"] == 'inline; filename="letter-alder-bend-es.pdf"'
    assert asked["xlsx"].headers["content-disposition"] == 'attachment; filename="letter-alder-bend-es.xlsx"'
    sheet = openpyxl.load_workbook(BytesIO(asked["xlsx"].content)).worksheets[0]
    assert sheet.title == "carta"
    assert ("Identificador de la finca", "alder-bend") in set(sheet.iter_rows(max_col=2, values_only=True))
    assert any(str(row[1]).startswith("1 (run.json, SHA-256 ") for row in sheet.iter_rows(values_only=True))


def test_where_nothing_was_found_that_a_grower_answers_there_is_no_letter_to_ask_for(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "workspace", "fair-food")
    who = add_user(workspace, "monitor", Role.MONITOR, None, PASSWORD)
    world(workspace.run(1), [Pool("2025-11", "100.00", even(4, "21.75"))])
    index.write(workspace, 1)
    with workspace.writing() as session:
        session.add(Job(id="00000001", kind="run", state=JobState.DONE, asked={}, told={"run": 1}, user_id=who.id))
        session.flush()
        session.add(Run(number=1, job_id="00000001", as_of=LATE.isoformat(), manifest_sha256="", violations=0))
    monitor = Web(make_app(workspace, Settings(hosts=("testserver",))), workspace).client("monitor")
    page, letter = monitor.get("/runs/1/growers/farm").text, monitor.get("/runs/1/growers/farm/letter.pdf")
    assert "Nothing was found that this grower answers, so there is no letter to it." in page
    assert "letter.pdf" not in page
    assert (letter.status_code, "nothing was found that farm answers" in letter.text) == (404, True)
    workspace.close()


def test_printed_letters_show_whose_they_are(own: Web) -> None:
    with own.workspace.reading() as session:
        who = Who.of(next(user for user in session.query(User) if user.name == "monitor"))
    job = ask(own.workspace, who, "papers", {"run": 1, "kind": "letter", "options": {"grower": "alder-bend"}})
    work(own)
    page = own.client("monitor").get(f"/jobs/{job.id}").text
    assert [re.sub(r"<.*?>", "", line) for line in re.findall(r"<li>(<a href=\"/jobs/.*?)<span", page)] == [
        "letter-alder-bend-en.pdf alder-bend ", "letter-alder-bend-en.xlsx alder-bend ",
    ]  # fmt: skip
