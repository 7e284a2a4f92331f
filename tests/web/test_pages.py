"""The pages of monitors and worker organizations: who may see them, what they say, and where they lead."""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from made_pages import FILES
from made_web import PEOPLE, Web, work
from sqlalchemy import select

from page import Page
from premium.reconcile.plan import KINDS
from premium.web.access import doors
from premium.web.app import make_app
from premium.web.pages import look as pages
from premium.web.pages.look import ask, text_of
from premium.web.pages.render import environment
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.tables import Deed, Role, Run, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient
    from made_pages import Crawled

    from premium.web.site import Site
    from premium.workspace.shelf import Opened

pytest_plugins = ["web_fixtures"]

OVERSEERS = {Role.MONITOR, Role.WORKER_ORGANIZATION}
CANE = "/runs/1/growers/cane-creek"


@pytest.fixture(scope="module")
def monitor(web: Web) -> TestClient:
    return web.client("monitor")


@pytest.fixture(scope="module")
def opened(web: Web) -> Opened:
    site: Site = web.app.state.site
    return site.shelf.opened(1)


@pytest.fixture
def own_web(evil_workspace: Path, tmp_path: Path) -> Iterator[Web]:
    """A web of its own over runs that nobody accepted."""
    shutil.copytree(evil_workspace, tmp_path / "workspace")
    workspace = open_workspace(tmp_path / "workspace")
    yield Web(make_app(workspace, Settings(hosts=("testserver",))), workspace)
    workspace.close()


def cells(page: str, caption: str) -> list[list[str]]:
    return next(rows for name, rows in Page(page).tables.items() if name.startswith(caption))


IN_JOURNEYS = {"/uploads/{upload_id}", "/jobs/{job_id}/papers/{place}"}
"""Pages to which nothing leads before something was sent or printed; `test_work_pages` goes there."""


def who_sees(address: str) -> set[Role]:
    """Say to whom a page of the monitor's is there too; what a monitor asked for is for monitors."""
    if address in {"/", "/program", "/api"}:
        return set(Role)
    if address == "/uploads":
        return set(Role) - {Role.WORKER_ORGANIZATION}
    monitors = ("/jobs", "/start", "/uploads/")
    return {Role.MONITOR} if address.endswith("/accept") or address.startswith(monitors) else OVERSEERS


def test_a_page_of_a_whole_run_is_there_for_overseers_and_for_nobody_else(web: Web, season_pages: Crawled) -> None:
    clients = {name: web.client(name) for name in PEOPLE}
    stranger = web.client()
    for address in ("/", "/runs/1/accept", "/runs/1/compare/1", *season_pages.one_of_each().values()):
        wanted = who_sees(address)
        for name, (role, _) in PEOPLE.items():
            status = clients[name].get(address).status_code
            assert (status in {200, 303}) == (role in wanted), f"{address} for {name}: {status}"
            assert status in {200, 303, 404}
        assert stranger.get(address).headers["location"] == "/sign-in"


def test_every_page_that_there_is_was_gone_to(web: Web, season_pages: Crawled) -> None:
    pages = {
        door.path for door in doors(web.app)
        if "GET" in door.methods and not door.path.startswith("/api") and not door.anyone and Role.MONITOR in door.roles
        and not door.path.endswith(FILES)
    }  # fmt: skip
    been = {*season_pages.pages, "/", "/compare", "/runs/1/compare/1", "/runs/1/accept"}
    patterns = {path: re.compile(re.sub(r"\{[a-z_]+\}", "[^/]+", path) + "$") for path in pages}
    assert {
        path for path, pattern in patterns.items() if not any(pattern.match(urlsplit(a).path) for a in been)
    } == IN_JOURNEYS


def test_no_address_holds_a_workers_identifier_and_no_title_says_one(opened: Opened, season_pages: Crawled) -> None:
    workers = {row["worker_id"] for row in opened.rows("SELECT DISTINCT worker_id FROM payroll")}
    for way in season_pages.ways:
        parts = set(re.split(r"[/?&=#]", unquote(way)))
        assert not parts & workers, way
    for address, page in season_pages.pages.items():
        title = unescape(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1])  # type: ignore[index]
        assert not set(re.split(r"\W+", title)) & workers, address


def test_the_first_page_says_the_answer_and_what_is_worst(monitor: TestClient) -> None:
    assert monitor.get("/").headers["location"] == "/runs/1"
    page = monitor.get("/runs/1").text
    assert "$1,266.95 of the $41,047.31 that workers were due by 15 April 2026 did not reach their paychecks" in page
    queue = re.findall(r'<span class="amount[^"]*">([^<]+)</span>', page)
    assert queue[:3] == ["$1,564.05 missing", "$597.19 missing", "$520.86 missing"]
    assert cells(page, "How each grower")[2][0] == "Alder Bend Farms"
    assert "no data received" in cells(page, "How each grower")[3][-1]


def test_weeks_are_shown_by_state_by_grower_and_further_back(monitor: TestClient) -> None:
    rejects = cells(monitor.get("/runs/1?state=rejects").text, "How each grower")
    assert [row[0] for row in rejects[2:]] == ["Cane Creek Growers"]
    one = cells(monitor.get("/runs/1?grower=palm-hollow").text, "How each grower")
    assert [row[0] for row in one[2:]] == ["Palm Hollow Tomato"]
    newest, older = monitor.get("/runs/1").text, monitor.get("/runs/1?until=2025-11-24").text
    assert "24–30 Nov" not in newest
    assert len(cells(newest, "How each grower")[1]) == 13
    assert cells(older, "How each grower")[1] == ["Grower", "24–30 Nov"]


def test_a_difference_runs_down_to_zero_in_every_pool(opened: Opened) -> None:
    pools = opened.rows("SELECT grower_id AS grower, period, short_cents FROM pools")
    assert any(pool["short_cents"] for pool in pools)
    for pool in pools:
        causes = ask(opened, "causes", grower=pool["grower"], period=pool["period"])
        assert sum(cause["amount_cents"] for cause in causes) == pool["short_cents"]
        levels = [pool["short_cents"], *(cause["to_cents"] for cause in causes)]
        assert levels[-1] == 0
        assert [cause["from_cents"] for cause in causes] == levels[:-1]


def test_a_growers_period_says_what_is_owed_paid_and_why_it_differs(monitor: TestClient) -> None:
    page = monitor.get(f"{CANE}/periods/2025-12-01").text
    way = {row[0]: row[2:] for row in cells(page, "From owed to paid")}
    assert way["Owed to workers"][:2] == ["30", "$4,005.92"]
    assert way["On their paychecks"][1] == "$3,857.54"
    assert way["Too little paid"] == ["1", "-$148.38", "$0.00"]
    apart = {row[0]: row[1:] for row in cells(page, "Beside it")}
    assert apart["Taken back as premium"] == ["1", "-$148.38"]
    assert [row[0] for row in cells(page, "Workers in this pool")][1] == "00214"


def test_workers_of_a_pool_are_shown_by_status_and_page_by_page(monitor: TestClient, opened: Opened) -> None:
    short = cells(monitor.get(f"{CANE}/periods/2025-12-01?status=short").text, "Workers in this pool")
    assert [row[0] for row in short[1:]] == ["00214"]
    place = {"grower": "alder-bend", "period": ask(opened, "grower_periods", grower="alder-bend", most=1)[0]["period"]}
    every = ask(opened, "pool_workers", most=1000, **place)
    first = ask(opened, "pool_workers", most=7, **place)
    rest = ask(opened, "pool_workers", most=1000, after=first[-1]["token"], **place)
    assert [w["worker_id"] for w in [*first, *rest]] == [w["worker_id"] for w in every]


def test_a_worker_is_explained_to_the_cent_and_each_row_opens(monitor: TestClient, opened: Opened) -> None:
    token = ask(opened, "found_worker", worker="00214")
    where = next(t["token"] for t in token if t["grower_id"] == "cane-creek")
    page = monitor.get(f"/runs/1/workers/{where}").text
    assert "156 hours, of 4,211.75 hours among 30 workers." in page
    assert " 156 / 4,211.75 = <strong>$148.37</strong> and 2,617.25/4,211.75 of a cent" in page
    assert "This worker stands at place 12 in that queue and got one." in page
    lines = cells(page, "Premium lines on paychecks")
    assert [row[4] for row in lines[1:]] == ["$148.38", "-$148.38"]
    way = re.findall(r'href="(/runs/1/files/\d+/rows/\d+)">payroll/2026-w03.csv row 445<', page)[0]
    row = dict(cells(monitor.get(way).text, "The cells of the row")[1:])
    assert row["worker_id"] == "00214"
    assert row["amount"] == "148.38"
    assert row["line_id"] == "26-w03-0150"


def test_premium_out_of_no_pool_is_not_said_to_be_for_want_of_work(monitor: TestClient, opened: Opened) -> None:
    none, work = "No pool is known for that period: there is no share to work out.", "No qualifying work in that period"
    for kind, said, not_said in (("premium_orphan", none, work), ("premium_unqualified", work, none)):
        found = opened.one(f"SELECT finding_id FROM findings WHERE kind = '{kind}' ORDER BY finding_id")  # noqa: S608
        assert found
        page = monitor.get(f"/runs/1/findings/{found['finding_id']}").text
        assert said in page
        assert not_said not in page


def test_looking_for_somebody_leads_to_their_page_and_not_to_an_address_with_their_number(
    monitor: TestClient, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', monitor.get("/runs/1").text)[1]  # type: ignore[index]

    def look(what: str) -> str:
        answer = monitor.post("/runs/1/look-up", data={"csrf": token, "what": what})
        return answer.headers.get("location", answer.text)

    worker = opened.one("SELECT worker_id, token FROM workers QUALIFY COUNT(*) OVER (PARTITION BY worker_id) = 1")
    finding = opened.one("SELECT finding_id FROM findings ORDER BY finding_id")
    assert worker
    assert finding
    assert look(worker["worker_id"]) == f"/runs/1/workers/{worker['token']}"
    assert look(f" {finding['finding_id'][:12]} ") == f"/runs/1/findings/{finding['finding_id']}"
    assert "More than one is called so" in look("00214")
    assert "not listed" not in look("00214")
    sql = text_of("found_worker")
    few = sql.replace("LIMIT 100", "LIMIT 1")
    monkeypatch.setattr(pages, "text_of", lambda name: few if name == "found_worker" else text_of(name))
    assert "1 more is called so and is not listed." in look("00214")
    monkeypatch.undo()
    for nobody in ("", "nobody", "%", "0"):
        assert "Nobody and nothing in this run is called so" in look(nobody) or "More than one" in look(nobody)


def test_findings_are_filtered_and_each_is_met_once_from_page_to_page(monitor: TestClient, opened: Opened) -> None:
    met: list[str] = []
    address: str | None = "/runs/1/findings"
    while address:
        page = monitor.get(address).text
        met += re.findall(r'data-stop href="/runs/1/findings/([0-9a-f]+)"', page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/runs/1/findings{unescape(more[1])}" if more else None
    known = {row["finding_id"] for row in opened.rows("SELECT finding_id FROM findings")}
    assert len(met) == len(set(met)) == len(known)
    some = monitor.get("/runs/1/findings?kind=premium_missing&grower=alder-bend&class=serious&answers=grower").text
    rows = cells(some, "Findings, the largest amount first")[1:]
    assert {(row[0], row[3]) for row in rows} == {("Worker got no premium", "Alder Bend Farms")}
    assert '<option value="premium_missing" selected>' in some
    nothing = next(kind for kind in KINDS if kind not in {row["kind"] for row in ask(opened, "findings_sum")})
    assert "Nothing was found like that." in monitor.get(f"/runs/1/findings?kind={nothing}").text
    assert monitor.get("/runs/1/findings?grower=nobody").status_code == 404
    assert monitor.get("/runs/1/findings/ffffffffff").status_code == 404


def test_a_row_set_aside_says_what_to_fix_and_shows_the_cell(monitor: TestClient) -> None:
    page = monitor.get("/runs/1/rejects").text
    rows = cells(page, "Each row set aside")[1:]
    assert len(rows) == 5
    assert rows[0][:3] == ["payments.csv row 55", "amount", "pending"]
    assert rows[0][3].startswith("Write a plain number such as 1234.50")
    row = monitor.get(re.findall(r'data-queue>\s*<tr><th scope="row"><a href="([^"]+)"', page)[0]).text
    assert "This row was set aside, and took part in nothing." in row
    assert ["amount", "pending ← this cell"] in cells(row, "The cells of the row")
    some = cells(monitor.get("/runs/1/rejects?table=payroll&grower=cane-creek").text, "Each row set aside")[1:]
    assert len(some) == 3
    assert monitor.get("/runs/1/files/99/rows/2").status_code == 404
    assert monitor.get("/runs/1/files/2/rows/99999").status_code == 404


def test_the_program_is_told_with_its_rates_now_and_before(web: Web) -> None:
    for name in ("monitor", "alder", "bluebird"):
        page = web.client(name).get("/program").text
        rates = cells(page, "Premium by product")[1:]
        assert ["tomato-round", "$0.015", "lb", "1 Dec 2025", "now"] in rates
        assert ["tomato-round", "$0.01", "lb", "1 Jan 2011", "before 1 Dec 2025"] in rates
        assert "The grower may keep 13% of a pool" in page


def test_what_is_not_there_is_not_there(monitor: TestClient) -> None:
    for address in (
        "/runs/2", "/runs/2/findings", "/runs/1/growers/nobody", f"{CANE}/periods/2031-01-01", f"{CANE}/periods/x",
        "/runs/1/workers/00214", "/runs/1/compare/2", "/runs/1?until=x", "/runs/0084",
    ):  # fmt: skip
        assert monitor.get(address).status_code == 404, address


def test_accepting_is_asked_for_once_more_and_is_work_for_later(own_web: Web) -> None:
    monitor = own_web.client("monitor")
    asked = monitor.get("/runs/2/accept").text
    assert "It cannot be taken back" in asked
    assert monitor.post("/runs/2/accept").status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', asked)[1]  # type: ignore[index]
    for _ in range(2):
        assert monitor.post("/runs/2/accept", data={"csrf": token}).headers["location"].startswith("/jobs/")
    work(own_web)
    assert (own_web.workspace.run(2) / "answers").is_dir()
    with own_web.workspace.reading() as session:
        run = session.get_one(Run, 2)
        deeds = session.scalars(select(Deed).where(Deed.what == "accepted")).all()
    assert [deed.about for deed in deeds] == ["2"]
    assert run.accepted_by == deeds[0].user_id
    assert "not accepted yet" not in monitor.get("/runs/2").text
    assert "not accepted yet" in monitor.get("/runs/1").text


def test_two_runs_are_compared_in_findings_and_dollars(own_web: Web) -> None:
    monitor = own_web.client("monitor")
    assert monitor.get("/compare?older=2&newer=1").headers["location"] == "/runs/1/compare/2"
    page = monitor.get("/runs/1/compare/2").text
    sums = {row[0]: int(row[1]) for row in cells(page, "What became of findings")[1:]}
    assert sums["appeared"]
    assert set(sums) == {"appeared", "changed", "vanished", "the same"}
    appeared = cells(monitor.get("/runs/1/compare/2?became=appeared").text, "Findings, where the money differs")[1:]
    assert len(appeared) == min(sums["appeared"], 50)


def test_gaps_beyond_twenty_of_a_kind_are_counted(web: Web) -> None:
    entry = {"kind": "premium_short", "grower_id": "g", "places": 1, "reason": "r"}
    told = {"not_run": [], "unchecked": [entry] * 23, "set_aside": []}
    facts = {"run": {"opened": {"run": {"manifest": told}}, "number": 1}, "gaps": {"any": True, "warnings": []}}
    pool = web.workspace.program.program.calendar.pool
    assert "and 3 more of that kind" in environment("en", pool).get_template("_gaps.html.j2").render(facts)


def test_papers_that_are_made_while_one_waits_are_few_at_a_time(web: Web, monitor: TestClient) -> None:
    with web.workspace.reading() as session:
        who = session.scalars(select(User.id).where(User.name == "monitor")).one()
    papers = web.app.state.site.papers
    with papers.one(who), papers.one(who):
        busy = monitor.get("/runs/1/growers/alder-bend/letter.pdf")
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert monitor.get("/runs/1/growers/alder-bend/letter.pdf").status_code == 200


def test_a_finding_leads_to_its_worker(monitor: TestClient, opened: Opened) -> None:
    found = opened.one("SELECT * FROM findings JOIN workers USING (grower_id, worker_id) ORDER BY finding_id LIMIT 1")
    assert found
    page = monitor.get(f"/runs/1/findings/{found['finding_id']}").text
    assert f'<a href="/runs/1/workers/{found["token"]}">' in page
