"""From a file in a form to an accepted run, as a monitor goes; the worker's part is done here and now."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from api_client import program
from made_web import PASSWORD, PEOPLE, SEASON, Web, work
from pypdf import PdfReader

from premium.web.app import make_app
from premium.web.pages.uploads import FILES_AT_MOST
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.people import add_user
from premium.workspace.tables import Job, JobState, Upload, UploadState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Web]:
    """The web over a workspace in which there is nothing yet."""
    workspace = open_workspace(tmp_path / "workspace", "fair-food")
    for name, (role, party) in PEOPLE.items():
        add_user(workspace, name, role, party, PASSWORD)
    yield Web(make_app(workspace, Settings(hosts=("testserver",), upload_bytes=1_000_000)), workspace)
    workspace.close()


def token(client: TestClient, address: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def send(client: TestClient, path: Path, way: str = "", csrf: str | None = None) -> tuple[int, str]:
    fields = {"csrf": token(client, "/uploads") if csrf is None else csrf, "way": way}
    answer = client.post("/uploads", data=fields, files={"file": (path.name, path.read_bytes())})
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_monitor_goes_from_files_to_an_accepted_run_and_its_letter(empty: Web) -> None:
    monitor = empty.client("monitor")
    assert "There is no run yet" in monitor.get("/").text
    for name in ("purchases", "payments", "growers", "sales", "receipts", "standing"):
        status, place = send(monitor, SEASON / f"{name}.csv")
        assert status == 303, place
    for path in sorted((SEASON / "payroll").iterdir()):
        assert send(monitor, path)[0] == 303
    work(empty)
    assert "refused" not in monitor.get("/uploads").text
    started = monitor.post("/start", data={"csrf": token(monitor, "/start"), "as_of": "2026-04-15"})
    job = started.headers["location"]
    assert "waiting" in monitor.get(job).text
    work(empty)
    assert 'href="/runs/1"' in monitor.get(job).text
    assert "$1,266.95" in monitor.get("/runs/1").text
    draft = monitor.get("/runs/1/growers/alder-bend/letter.pdf?language=es")
    assert "Borrador" in PdfReader(BytesIO(draft.content)).pages[0].extract_text()
    accepting = monitor.post("/runs/1/accept", data={"csrf": token(monitor, "/runs/1/accept")})
    work(empty)
    assert 'href="/runs/1"' in monitor.get(accepting.headers["location"]).text
    letter = monitor.get("/runs/1/growers/alder-bend/letter.pdf?language=es")
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.headers["content-disposition"] == 'inline; filename="letter-alder-bend-es.pdf"'
    text = PdfReader(BytesIO(letter.content)).pages[0].extract_text()
    assert "De: Fair Food Program" in text
    assert "Borrador" not in text
    assert "(alder-bend)" in text


def test_a_run_of_one_grower_is_not_offered_to_be_accepted_on_any_door(empty: Web) -> None:
    shutil.copytree(SEASON, empty.workspace.records, dirs_exist_ok=True)
    monitor, by_key = empty.client("monitor"), program(empty, "monitor")
    by_key.post("/runs", {"as_of": "2026-04-15", "only": "alder-bend"})
    work(empty)
    page = monitor.get("/runs/1/accept").text
    assert "looked at one grower alone" in page
    assert '<form method="post" action="/runs/1/accept"' not in page
    assert monitor.post("/runs/1/accept", data={"csrf": token(monitor, "/start")}).status_code == 409
    refused = by_key.post("/runs/1/accept")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "workspace")
    assert "looked at alder-bend alone" in refused.json()["error"]["message"]


def test_a_form_with_a_file_is_refused_before_a_byte_is_kept_if_its_token_is_not_ours(empty: Web) -> None:
    monitor = empty.client("monitor")
    assert send(monitor, SEASON / "growers.csv", csrf="not ours")[0] == 403
    assert list((empty.workspace.path / "received").iterdir()) == []


def test_a_file_over_the_limit_leaves_nothing(empty: Web, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 1_000_001)
    monitor = empty.client("monitor")
    assert send(monitor, large)[0] == 413
    assert list((empty.workspace.path / "received").iterdir()) == []


def test_the_same_file_sent_twice_is_kept_once_and_said_so(empty: Web) -> None:
    monitor = empty.client("monitor")
    first, again = send(monitor, SEASON / "growers.csv")[1], send(monitor, SEASON / "growers.csv")[1]
    assert again == f"{first}?again=1"
    assert "had been sent before" in monitor.get(again).text


def test_several_files_in_one_form_are_each_kept_and_brought_in(empty: Web) -> None:
    monitor = empty.client("monitor")
    paths = [SEASON / f"{name}.csv" for name in ("purchases", "payments", "growers")]
    files = [("file", (path.name, path.read_bytes())) for path in paths]
    fields = {"csrf": token(monitor, "/uploads"), "way": ""}
    answer = monitor.post("/uploads", data=fields, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, "/uploads")
    work(empty)
    with empty.workspace.reading() as session:
        kept = {u.name: (u.size, u.state) for u in session.query(Upload)}
    assert kept == {path.name: (path.stat().st_size, UploadState.TAKEN) for path in paths}
    more = [*files, ("file", ("receipts.csv", (SEASON / "receipts.csv").read_bytes()))]
    again = monitor.post("/uploads", data=fields, files=more)
    assert again.status_code == 303
    told = monitor.get(again.headers["location"]).text
    twice = told.partition("These had been sent before")[2].partition("</ul>")[0]
    assert re.findall(r">([a-z]+\.csv)</a>: ([a-z]+)", twice) == [(path.name, "taken") for path in paths]
    alone = monitor.post("/uploads", data=fields, files=[("file", ("sales.csv", (SEASON / "sales.csv").read_bytes()))])
    assert "sent before" not in monitor.get(alone.headers["location"]).text
    with empty.workspace.reading() as session:
        assert session.query(Upload).count() == len(paths) + 2


def readings(web: Web) -> list[dict[str, Any]]:
    """What was asked of files, the first one first."""
    with web.workspace.reading() as session:
        return [job.asked for job in session.query(Job).filter(Job.kind == "ingest").order_by(Job.created_at)]


def test_bytes_that_were_sent_before_are_read_again_unless_they_are_in_the_records_or_about_to_be(
    empty: Web, tmp_path: Path
) -> None:
    monitor, other = empty.client("monitor"), tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    place = send(monitor, other)[1]
    assert send(monitor, other)[1] == f"{place}?again=1"
    assert len(readings(empty)) == 1, "it is about to be read"
    work(empty)
    assert send(monitor, other, "table:payments")[1] == f"{place}?again=1"
    assert [asked["table"] for asked in readings(empty)] == [None, "payments"]
    work(empty)
    assert "payments needs the column" in monitor.get(place).text
    for _ in range(2):
        send(monitor, SEASON / "growers.csv")
        work(empty)
    assert len(readings(empty)) == 3, "it is in the records"


def test_how_a_reading_ended_that_came_to_nothing_is_told_to_who_sent_the_file(empty: Web, tmp_path: Path) -> None:
    grower, path = empty.client("alder"), tmp_path / "week.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    place = send(grower, path)[1]
    (asked,) = readings(empty)
    monitors = empty.client("monitor")
    for _ in range(51):  # it is not among the newest any more
        monitors.post(f"{send_other(monitors)}/bring", data={"csrf": token(monitors, "/uploads"), "way": ""})
    assert "it is being read" in grower.get(place).text
    for state, words in ((JobState.FAILED, "the worker ended 3 times"), (JobState.CANCELLED, "Somebody cancelled")):
        with empty.workspace.writing() as session:
            job = next(j for j in session.query(Job).filter(Job.kind == "ingest") if j.asked == asked)
            job.state, job.told = (
                state,
                {"code": "worker", "message": "the worker ended 3 times", "hint": "more memory"},
            )
        page = grower.get(place).text
        assert words in page
        assert ("more memory" in page) == (state is JobState.FAILED)
        assert "it is being read" not in page
    assert send(grower, path)[0] == 303
    work(empty)
    assert "Somebody cancelled" not in grower.get(place).text


def send_other(client: TestClient) -> str:
    answer = client.post("/uploads", data={"csrf": token(client, "/uploads")}, files={"file": ("other.csv", b"c,d\n")})
    return answer.headers["location"].partition("?")[0]


def test_of_several_files_none_is_kept_where_one_cannot_be(empty: Web) -> None:
    monitor = empty.client("monitor")
    fields = {"csrf": token(monitor, "/uploads"), "way": ""}
    large = [("file", ("a.csv", b"a,b")), ("file", ("b.csv", b"x" * 1_000_001))]
    assert monitor.post("/uploads", data=fields, files=large).status_code == 413
    many = [("file", (f"{number}.csv", b"a,b")) for number in range(FILES_AT_MOST + 1)]
    refused = monitor.post("/uploads", data=fields, files=many)
    assert refused.status_code == 413
    assert "more than 100 files" in refused.text
    nameless = [("file", ("", b"bytes that nobody named")), ("file", ("b.csv", b"a,b"))]
    parts = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n%b\r\n' % (name.encode(), content)
        for _, (name, content) in nameless
    )
    csrf = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + fields["csrf"].encode() + b"\r\n"
    head = {"content-type": "multipart/form-data; boundary=b"}
    assert monitor.post("/uploads", content=csrf + parts + b"--b--\r\n", headers=head).status_code == 400
    assert list((empty.workspace.path / "received").iterdir()) == []


def test_a_form_that_is_cut_off_or_has_no_file_is_told_so(empty: Web) -> None:
    monitor = empty.client("monitor")
    csrf = token(monitor, "/uploads")
    part = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + csrf.encode() + b"\r\n"
    head = {"content-type": "multipart/form-data; boundary=b"}
    file = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf of'
    assert monitor.post("/uploads", content=part + file, headers=head).status_code == 400
    assert monitor.post("/uploads", content=part + b"--b--\r\n", headers=head).status_code == 422
    assert monitor.post("/uploads", content=b"nonsense", headers=head).status_code == 400
    assert monitor.post("/uploads", data={"csrf": csrf}).status_code == 415
    assert list((empty.workspace.path / "received").iterdir()) == []


def test_a_refused_file_says_why_and_a_profile_can_be_proposed_and_approved(empty: Web, tmp_path: Path) -> None:
    monitor = empty.client("monitor")
    sent = tmp_path / "buyers.csv"
    shutil.copy(SEASON / "purchases.csv", sent)
    text = sent.read_text(encoding="utf-8").replace("ship_date", "Shipped on").replace("quantity", "Qty")
    sent.write_text(text, encoding="utf-8")
    place = send(monitor, sent)[1]
    work(empty)
    assert "refused" in monitor.get(place).text
    job = monitor.post(f"{place}/propose", data={"csrf": token(monitor, place)}).headers["location"]
    work(empty)
    assert "<textarea" in monitor.get(job).text
    fields = dict(re.findall(r'type="hidden" name="(csrf|upload|job)" value="([^"]+)"', monitor.get(job).text))
    wrong = monitor.post("/profiles", data={**fields, "text": "# an hour's work\nid = 'half"})
    assert wrong.status_code == 422
    assert "The profile is not saved yet" in wrong.text
    assert "# an hour&#39;s work" in wrong.text
    assert 'name="back" value="/"' in wrong.text
    again = dict(re.findall(r'type="hidden" name="(csrf|upload|job)" value="([^"]+)"', wrong.text))
    assert again == fields
    assert list((empty.workspace.path / "profiles").iterdir()) == []
    assert 'name="back" value="/jobs?before=7"' in monitor.get("/jobs?before=7").text


def test_a_bookkeeper_may_not_start_a_run_nor_send_another_growers_rows(empty: Web) -> None:
    grower = empty.client("alder")
    assert grower.get("/start").status_code == 404
    assert grower.post("/start", data={"csrf": token(grower, "/uploads"), "as_of": "2026-04-15"}).status_code == 404
    place = send(grower, SEASON / "payroll" / "2026-w01.csv")[1]
    work(empty)
    page = grower.get(place).text
    assert "refused" in page
    assert "another grower" in page


def test_a_corrected_table_is_brought_in_in_the_place_of_the_first_by_a_button(empty: Web, tmp_path: Path) -> None:
    monitor = empty.client("monitor")
    first = send(monitor, SEASON / "receipts.csv")[1]
    work(empty)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text((SEASON / "receipts.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    place = send(monitor, corrected)[1]
    work(empty)
    page = monitor.get(place).text
    assert "looks like a corrected copy of receipts.csv" in page
    fields = dict(re.findall(r'type="hidden" name="(csrf|way|replaces)" value="([^"]+)"', page))
    assert fields["replaces"] == first.removeprefix("/uploads/")
    assert "Bring it in in its place" in page
    assert monitor.post(f"{place}/bring", data=fields).status_code == 303
    work(empty)
    assert "Take it back" in monitor.get(place).text
    assert "Take it back" not in monitor.get(first).text


def corrected(folder: Path) -> Path:
    """A week of Alder Bend's alone, with its premium lines corrected."""
    path = folder / "corrected.csv"
    week = (SEASON / "payroll" / "2026-w12.csv").read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"(,premium,.*?,)[0-9.]+(,[^,]*)$", r"\g<1>1.00\2", week, flags=re.MULTILINE), encoding="utf-8"
    )
    assert path.read_text(encoding="utf-8") != week
    return path


def instead(page: str) -> dict[str, str]:
    """The form that brings a file in in the place of another one; empty where there is none."""
    form = re.search(r"<form(?:(?!<form).)*Bring it in in its place", page, re.DOTALL)
    return (
        {} if form is None else dict(re.findall(r'type="hidden" name="(csrf|way|replaces)" value="([^"]+)"', form[0]))
    )


def test_a_grower_brings_a_correction_in_in_the_place_of_its_own_file_by_a_button(empty: Web, tmp_path: Path) -> None:
    grower, other = empty.client("alder"), empty.client("cane")
    first = send(grower, SEASON / "payroll" / "2026-w12.csv")[1]
    work(empty)
    place = send(grower, corrected(tmp_path))[1]
    work(empty)
    page = grower.get(place).text
    assert "looks like a corrected copy of 2026-w12.csv" in page
    assert "ask a monitor, who can bring it in beside it" in page
    fields = instead(page)
    assert fields["replaces"] == first.removeprefix("/uploads/")
    assert other.post(f"{place}/bring", data={**fields, "csrf": token(other, "/uploads")}).status_code == 404
    assert grower.post(f"{place}/bring", data={**fields, "beside": "true"}).status_code == 409
    assert grower.post(f"{place}/bring", data=fields).status_code == 303
    work(empty)
    assert "taken" in grower.get(place).text
    assert "replaced" in grower.get(first).text
    assert instead(grower.get(place).text) == {}


def test_where_a_growers_file_looks_like_a_monitors_the_monitor_has_the_button(empty: Web, tmp_path: Path) -> None:
    grower, monitor = empty.client("alder"), empty.client("monitor")
    names = tmp_path / "Ana Reyes.csv"
    shutil.copy(SEASON / "payroll" / "2026-w12.csv", names)
    first = send(monitor, names)[1]
    work(empty)
    place = send(grower, corrected(tmp_path))[1]
    work(empty)
    page = grower.get(place).text
    assert "looks like a corrected copy of a file that is there already" in page
    assert "Reyes" not in page
    assert instead(page) == {}
    assert "Ana Reyes.csv" in monitor.get(place).text
    assert monitor.post(f"{place}/bring", data=instead(monitor.get(place).text)).status_code == 303
    work(empty)
    assert "taken" in grower.get(place).text
    assert "replaced" in monitor.get(first).text


def test_a_profile_that_cannot_be_read_is_told_to_monitors_and_closes_no_page(empty: Web) -> None:
    (empty.workspace.path / "profiles" / "broken.toml").write_text("id = ", encoding="utf-8")
    monitor, grower = empty.client("monitor"), empty.client("alder")
    assert "broken.toml" in monitor.get("/uploads").text
    for client, address in ((monitor, "/uploads"), (grower, "/uploads"), (grower, "/check")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert str(empty.workspace.path) not in answer.text
        assert client is monitor or "broken" not in answer.text
    assert program(empty, "monitor").get("/profiles").json() == {"profiles": []}
