"""Buyers and growers see their own answer of an accepted run, and nothing of anybody else, whatever they open."""

from __future__ import annotations

import html
import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import duckdb
import pytest
from made_web import Web
from pypdf import PdfReader

from premium.web.app import make_app
from premium.web.pages.sources import file_places
from premium.web.settings import Settings
from premium.workspace import answers, open_workspace
from premium.workspace.tables import Role, Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient

EACH = 6
"""Pages of a kind that a walk opens: those of the first workers, rows and periods stand for the rest."""
GROWERS = {
    "alder-bend": "Alder Bend", "cane-creek": "Cane Creek", "palm-hollow": "Palm Hollow", "sable-ridge": "Sable Ridge"
}  # fmt: skip
SHARED = "payroll/2025-w49.csv"
NUMBER = re.compile(r"[0-9a-f]{16,}|\d+")


def everything(client: TestClient, start: str = "/") -> dict[str, str]:
    """Walk from a page along its links, and return the text of all that was given: pages, CSV and the text of PDF."""
    given: dict[str, str] = {}
    seen, left, kinds = {start}, [start], dict[str, int]()
    while left:
        address = left.pop(0)
        answer = client.get(address)
        found = [answer.headers["location"]] if answer.status_code == 303 else []
        if not found:
            assert answer.status_code == 200, address
            given[address] = text_of(answer.headers["content-type"], answer.content)
            if answer.headers["content-type"].startswith("text/html"):
                found = [html.unescape(link) for link in re.findall(r'href="([^"#]+)', given[address])]
        for link in found:
            whole = f"{address.partition('?')[0]}{link}" if link.startswith("?") else link
            kind = NUMBER.sub("#", whole)
            if whole not in seen and not whole.startswith("/static") and kinds.get(kind, 0) < EACH:
                seen.add(whole)
                kinds[kind] = kinds.get(kind, 0) + 1
                left.append(whole)
    return given


def text_of(kind: str, content: bytes) -> str:
    if kind != "application/pdf":
        return content.decode()
    reader = PdfReader(BytesIO(content))
    attached = [part.decode() for parts in reader.attachments.values() for part in parts]
    return "\n".join([*(page.extract_text() for page in reader.pages), *attached])


def words_of(text: str) -> set[str]:
    """Return the words of a text, of which identifiers are some; parts of amounts and of fingerprints are none."""
    return set(re.findall(r"(?<![\w.,$-])[\w-]+(?![\w-])", text))


def workers_of(web: Web, *growers: str) -> set[str]:
    rows = web.app.state.site.shelf.opened(1).rows("SELECT DISTINCT grower_id, worker_id FROM payroll")
    return {row["worker_id"] for row in rows if row["grower_id"] in growers}


@pytest.mark.parametrize("name", ["bluebird", "cobalt"])
def test_no_worker_of_the_sample_is_in_anything_that_a_buyer_gets(name: str, web: Web) -> None:
    given = everything(web.client(name))
    kinds = {NUMBER.sub("#", address.partition("?")[0]) for address in given}
    assert {"/answers/#", "/answers/#.csv", "/answers/#/certificate.pdf", "/uploads"} <= kinds
    everybody = workers_of(web, *GROWERS)
    assert len(everybody) > 80
    for address, text in given.items():
        assert not words_of(text) & everybody, address


@pytest.mark.parametrize(("name", "party"), [("alder", "alder-bend"), ("cane", "cane-creek")])
def test_no_other_grower_and_no_worker_of_theirs_is_in_anything_that_a_grower_gets(
    name: str, party: str, web: Web
) -> None:
    given = everything(web.client(name))
    kinds = {NUMBER.sub("#", address.partition("?")[0]) for address in given}
    assert {"/own/#/workers/#", "/own/#/findings/#", "/own/#/files/#/rows/#", "/own/#/periods/#-#-#"} <= kinds
    others = {word for grower, called in GROWERS.items() if grower != party for word in (grower, called)}
    theirs = workers_of(web, *(GROWERS.keys() - {party})) - workers_of(web, party)
    assert theirs
    for address, text in given.items():
        assert not any(word in text for word in others), address
        assert not words_of(text) & theirs, address


def test_a_grower_is_told_what_it_answers_for_and_nothing_that_a_buyer_answers_for(web: Web) -> None:
    assert "owed by a buyer" not in web.client("cane").get("/own/1/findings").text
    with web.app.state.site.shelf.opened(1).engine.beside() as whole:
        of_buyers = whole.rows("SELECT finding_id FROM findings WHERE answers = 'buyer' AND grower_id = 'cane-creek'")
    assert of_buyers
    for finding in of_buyers:
        assert web.client("cane").get(f"/own/1/findings/{finding['finding_id']}").status_code == 404


def test_everybody_begins_at_their_own_answer(web: Web) -> None:
    assert web.client("bluebird").get("/").headers["location"] == "/answers/1"
    assert web.client("alder").get("/").headers["location"] == "/own/1"


def test_a_row_that_is_anothers_is_not_there_though_its_file_is_shared(web: Web) -> None:
    alder, cane = web.client("alder"), web.client("cane")
    for client, party, other in ((alder, "alder-bend", "cane-creek"), (cane, "cane-creek", "alder-bend")):
        file = file_places(web.app.state.site.shelf.answer(1, Role.GROWER, party))[SHARED]
        for grower, status in ((party, 200), (other, 404)):
            answer = web.app.state.site.shelf.answer(1, Role.GROWER, grower)
            row = answer.one("SELECT MIN(source_row) AS row FROM payroll WHERE source_file = $file", {"file": SHARED})
            assert client.get(f"/own/1/files/{file}/rows/{row['row']}").status_code == status


def test_a_buyers_sums_are_those_of_its_certificate(web: Web) -> None:
    buyer = web.client("bluebird")
    page = buyer.get("/answers/1").text
    paper = text_of("application/pdf", buyer.get("/answers/1/certificate.pdf").content)
    assert answer_of(page) in " ".join(paper.split())
    assert (
        buyer.get("/answers/1/certificate.pdf?language=es").content != buyer.get("/answers/1/certificate.pdf").content
    )
    assert buyer.get("/answers/1/certificate.pdf?language=fr").status_code == 422


@pytest.fixture
def changed(season_workspace: Path, tmp_path: Path) -> Iterator[Web]:
    """The web over a workspace of one's own."""
    shutil.copytree(season_workspace, tmp_path / "workspace")
    workspace = open_workspace(tmp_path / "workspace")
    yield Web(make_app(workspace, Settings(hosts=("testserver",))), workspace)
    workspace.close()


def test_few_workers_are_not_shown_and_are_in_no_sum(changed: Web) -> None:
    few(changed, "grower_id = 'alder-bend' AND period = '2025-11-01'")
    buyer = changed.client("bluebird")
    whole, grower = buyer.get("/answers/1").text, buyer.get("/answers/1/growers/alder-bend").text
    assert "fewer than five workers: not shown" in grower
    for page in (whole, grower):
        assert "1 pool is not in these sums: fewer than five workers have a share in it" in page
        assert "1 pool</td>" in page or page is grower
    table = buyer.get("/answers/1.csv").text
    assert sum(line.endswith(",True") for line in table.splitlines()) == 1


def test_where_all_is_few_nothing_is_summed(changed: Web) -> None:
    few(changed, "true")
    page = changed.client("bluebird").get("/answers/1").text
    assert "There is no pool of which can be told what reached workers." in page
    assert "fewer than five workers: not shown" in page


@pytest.mark.parametrize(("short", "pending", "note"), [
    (870, 0, "$8.70 of what is missing was never shared out"),
    (0, 870, "$8.70 of what is not due yet has not been shared out yet"),
])  # fmt: skip
def test_money_that_was_not_shared_out_is_told_apart_and_in_the_sentence(
    short: int, pending: int, note: str, changed: Web
) -> None:
    buyer = changed.client("bluebird")
    other = changed.client("cobalt").get("/answers/1").text
    assert not re.search(r"[Nn]ever shared out|[Nn]ot shared out yet|not been shared out yet", other)
    added = f"""SELECT * FROM told UNION ALL BY NAME SELECT 'bluebird-burgers' AS buyer_id,
        'sable-ridge' AS grower_id, DATE '2026-03-01' AS period, 'not_landed' AS part, 1000 AS pool_cents,
        130 AS retained_cents, 870 AS distributable_cents, {short} AS short_cents, {pending} AS pending_cents,
        FALSE AS suppressed"""  # noqa: S608 - our own text
    rewritten(changed, added)
    whole, grower = (buyer.get(f"/answers/1{page}").text for page in ("", "/growers/sable-ridge"))
    for page in (whole, grower):
        assert note in page
        assert "Never shared out, of the workers’ share" in page
    assert "What has not been shared out" in grower
    assert "$10.00" in grower
    assert "not_landed,sable-ridge,2026-03-01," in buyer.get("/answers/1.csv").text


def answer_of(page: str) -> str:
    """The first sentence of a buyer's page."""
    found = re.search(r'<h1 class="answer">([^<]+)<', page)
    assert found is not None
    return html.unescape(found[1])


def few(web: Web, which: str) -> None:
    """Let a buyer's pools be of few workers, as the run's step leaves them."""
    hidden = ("reached_cents", "short_cents", "pending_cents", "workers")
    named = ", ".join(f"CASE WHEN few THEN NULL ELSE {column} END AS {column}" for column in hidden)
    rewritten(
        web,
        f"SELECT * EXCLUDE (few) REPLACE ({named}, few OR suppressed AS suppressed) "  # noqa: S608 - our own text
        f"FROM (SELECT *, part = 'pool' AND ({which}) AS few FROM told)",
    )


def rewritten(web: Web, select: str) -> None:
    """Let a buyer's answer hold the rows of a SELECT over what it holds."""
    place = web.workspace.run(1) / "answers" / "buyers" / answers.key("bluebird-burgers") / "buyer_answers"
    file = next(place.glob("*.parquet"))
    with duckdb.connect() as db:
        db.read_parquet(str(file)).create("told")
        db.sql(select).write_parquet(str(file))


def test_a_run_that_nobody_accepted_is_not_there_for_a_party(changed: Web) -> None:
    with changed.workspace.writing() as session:
        session.get_one(Run, 1).accepted_at = None
    for name, address in (("bluebird", "/answers/1"), ("alder", "/own/1")):
        client = changed.client(name)
        assert client.get(address).status_code == 404
        assert "Your answer appears here when the monitors have accepted a run." in client.get("/").text


def test_a_formula_in_a_growers_name_is_text_in_the_buyers_table(changed: Web) -> None:
    evil = "=HYPERLINK(''http://x'') <script>alert(1)</script>"
    rewritten(changed, f"SELECT * REPLACE ('{evil}' AS grower_id) FROM told")  # noqa: S608 - our own text
    buyer = changed.client("bluebird")
    assert "'=HYPERLINK" in buyer.get("/answers/1.csv").text
    assert ",=HYPERLINK" not in buyer.get("/answers/1.csv").text
    page = buyer.get("/answers/1").text
    assert "<script>alert" not in page
    link = re.search(r'href="(/answers/1/growers/[^"]+)"', page)
    assert link is not None
    assert buyer.get(link[1]).status_code == 200
