"""For every route what is asked of it in the role matrix: something of one's own, and something of somebody else's.

A route that is missing here fails the test. What is written here is only how to ask; who may is said by the route.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from made_web import PEOPLE, Web

from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.drafts import Drafting
from premium.workspace.jobs import ask
from premium.workspace.people import Who, add_key
from premium.workspace.printing import papers_of
from premium.workspace.tables import Job, JobState, Role, Run, Upload, UploadState, User, now
from premium.workspace.uploads import receive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from premium.workspace import Workspace

OTHER = {"alder": "cane", "cane": "alder", "bluebird": "cobalt", "cobalt": "bluebird"}
"""For each party another one of the same kind; whoever has no party looks at what growers sent."""

CSV = b"grower_id,from_date,name,place,basis\nalder-bend,,Alder,FL,gross\n"
NEVER = "0000000000000000"


@dataclass(frozen=True)
class World:
    """A workspace in which each has something of their own, and a key for each."""

    web: Web
    keys: dict[str, str]
    uploads: dict[str, str]
    jobs: dict[str, str]
    checks: dict[str, str]
    papers: dict[str, str]
    finding: str
    token: str


@dataclass(frozen=True)
class Ask:
    """How a route is asked: what stands in its address for somebody's own thing and for another's, and the body."""

    own: Callable[[World, str], dict[str, Any]] = lambda _, __: {}
    others: Callable[[World, str], dict[str, Any]] | None = None
    query: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    ends: frozenset[int] = frozenset()
    """Statuses beyond 200 to 303 that say that somebody was let in."""


def _run(_: World, __: str) -> dict[str, Any]:
    return {"number": 1}


def _later_run(_: World, __: str) -> dict[str, Any]:
    return {"number": 2}


def _table(_: World, who: str) -> dict[str, Any]:
    return {"number": 1, "table": "buyer_answers" if who in {"bluebird", "cobalt"} else "findings"}


def _upload(world: World, who: str) -> dict[str, Any]:
    return {"upload": world.uploads[who]}


def _job(world: World, who: str) -> dict[str, Any]:
    return {"job": world.jobs[who]}


def _check(world: World, who: str) -> dict[str, Any]:
    return {"job": world.checks.get(who, NEVER)}


def _place(name: str, value: str = "") -> Callable[[World, str], dict[str, Any]]:
    """What stands in an address of a party's own answer: one value for all, or what its own answer has."""
    return lambda world, who: {"number": 1, name: value or _held(world, who)[name]}


def _held(world: World, who: str) -> dict[str, Any]:
    """A worker and a finding that a grower is told of, and a grower that a buyer buys from."""
    role, party = PEOPLE[who]
    answer = world.web.app.state.site.shelf.answer(1, Role.GROWER, party if role is Role.GROWER else "alder-bend")
    worker = answer.one("SELECT token FROM workers ORDER BY token")
    finding = answer.one("SELECT finding_id FROM findings ORDER BY finding_id")
    slug = "sable-ridge" if who == "cobalt" else "alder-bend"
    return {"token": worker["token"], "finding": finding["finding_id"], "slug": slug}


def _of_page(mine: Callable[[World, str], dict[str, Any]]) -> Callable[[World, str], dict[str, Any]]:
    """What the API calls `job` is called `job_id` by the pages."""
    return lambda world, who: {f"{name}_id": value for name, value in mine(world, who).items()}


def _paper(world: World, who: str) -> dict[str, Any]:
    return {"job_id": world.papers[who], "place": 0}


def _of_another(mine: Callable[[World, str], dict[str, Any]]) -> Callable[[World, str], dict[str, Any]]:
    return lambda world, who: mine(world, OTHER.get(who, "alder"))


def _two(_: World, __: str) -> dict[str, Any]:
    return {"older": 1, "newer": 1, "number": 1, "table": "differences.csv"}


TAKEN_IN = frozenset({409, 422})
"""It was looked at, and could not be done as it stands."""

ASKS: dict[str, Ask] = {
    "GET /api": Ask(),
    "GET /api/openapi.json": Ask(),
    "GET /api/me": Ask(),
    "GET /api/runs": Ask(),
    "GET /api/runs/{number}": Ask(_run, _later_run),
    "POST /api/runs": Ask(body={"json": {"as_of": "2026-04-15"}}),
    "POST /api/runs/{number}/accept": Ask(_run),
    "GET /api/runs/{number}/tables": Ask(_run),
    "GET /api/runs/{number}/tables/{table}": Ask(_table),
    "POST /api/runs/{number}/tables/{table}/search": Ask(_table, body={"json": {}}),
    "GET /api/answers/{number}/tables": Ask(_run, _later_run),
    "GET /api/answers/{number}/tables/{table}": Ask(_table, lambda w, who: {**_table(w, who), "number": 2}),
    "POST /api/answers/{number}/tables/{table}/search": Ask(
        _table, lambda w, who: {**_table(w, who), "number": 2}, body={"json": {}}
    ),
    "GET /api/runs/{older}/compare/{newer}": Ask(_two),
    "GET /api/runs/{older}/compare/{newer}/{table}": Ask(_two),
    "GET /api/runs/{number}/findings/{finding}/explanation": Ask(lambda w, _: {"number": 1, "finding": w.finding}),
    "POST /api/runs/{number}/workers/explanation": Ask(_run, body={"json": {"worker_id": "0074"}}),
    "POST /api/uploads": Ask(query="?name=growers.csv", body={"content": CSV}),
    "GET /api/uploads": Ask(),
    "GET /api/uploads/{upload}": Ask(_upload, _of_another(_upload)),
    "POST /api/uploads/{upload}/ingest": Ask(_upload, _of_another(_upload), body={"json": {}}),
    "POST /api/uploads/{upload}/guess": Ask(_upload, body={"json": {}}),
    "POST /api/uploads/{upload}/take-back": Ask(_upload, ends=TAKEN_IN),
    "GET /api/profiles": Ask(),
    "POST /api/profiles": Ask(body={"json": {"text": "id = 1"}}, ends=TAKEN_IN),
    "GET /api/jobs": Ask(),
    "GET /api/jobs/{job}": Ask(_job, _of_another(_job)),
    "GET /api/jobs/{job}/events": Ask(_job, _of_another(_job)),
    "POST /api/jobs/{job}/cancel": Ask(_job, _of_another(_job)),
    "POST /api/checks": Ask(query="?name=draft.csv", body={"content": CSV}),
    "GET /api/checks/{job}": Ask(_check, _of_another(_check), ends=frozenset({410})),
    "GET /sign-in": Ask(),
    "POST /sign-in": Ask(body={"data": {"name": "nobody", "password": "not the one"}}, ends=frozenset({401})),
    "POST /sign-out": Ask(),
    "POST /language/{language}": Ask(lambda _, __: {"language": "es"}, body={"data": {"back": "/"}}),
    "GET /": Ask(),
    "GET /runs": Ask(),
    "GET /compare": Ask(query="?older=1&newer=1"),
    "GET /runs/{number}": Ask(_run),
    "GET /runs/{number}/queue": Ask(_run),
    "GET /runs/{number}/growers": Ask(_run, query="?grower=alder-bend"),
    "GET /runs/{number}/growers/{slug}": Ask(lambda _, __: {"number": 1, "slug": "alder-bend"}),
    "GET /runs/{number}/growers/{slug}/periods/{period}": Ask(
        lambda _, __: {"number": 1, "slug": "alder-bend", "period": "2025-12-01"}
    ),
    "POST /runs/{number}/look-up": Ask(_run, body={"data": {"worker": "00214", "grower": "alder-bend"}}),
    "GET /runs/{number}/workers/{token}": Ask(lambda w, _: {"number": 1, "token": w.token}),
    "GET /runs/{number}/files/{file}/rows/{row}": Ask(lambda _, __: {"number": 1, "file": 0, "row": 2}),
    "GET /runs/{number}/findings": Ask(_run),
    "GET /runs/{number}/findings/{finding}": Ask(lambda w, _: {"number": 1, "finding": w.finding}),
    "GET /runs/{number}/rejects": Ask(_run),
    "GET /program": Ask(),
    "GET /runs/{number}/accept": Ask(_run),
    "POST /runs/{number}/accept": Ask(_run),
    "GET /runs/{number}/compare/{newer}": Ask(_two),
    "GET /answers/{number}": Ask(_run, _later_run),
    "GET /answers/{number}.csv": Ask(_run, _later_run),
    "GET /answers/{number}/certificate.pdf": Ask(_run, _later_run),
    "GET /answers/{number}/certificates.json": Ask(_run, _later_run),
    "GET /answers/{number}/growers/{slug}": Ask(_place("slug"), lambda _, __: {"number": 1, "slug": "nobody"}),
    "GET /own/{number}": Ask(_run, _later_run),
    "GET /own/{number}/periods/{period}": Ask(_place("period", "2025-12-01"), _place("period", "1999-12-01")),
    "GET /own/{number}/workers": Ask(_run, _later_run),
    "GET /own/{number}/workers/{token}": Ask(_place("token"), _of_another(_place("token"))),
    "POST /own/{number}/look-up": Ask(_run, _later_run, body={"data": {"what": "00214"}}),
    "GET /own/{number}/findings": Ask(_run, _later_run),
    "GET /own/{number}/findings/{finding}": Ask(_place("finding"), _of_another(_place("finding"))),
    "GET /own/{number}/rejects": Ask(_run, _later_run),
    "GET /own/{number}/files/{file}/rows/{row}": Ask(
        lambda _, __: {"number": 1, "file": 0, "row": 2},
        lambda _, __: {"number": 2, "file": 0, "row": 2},
        ends=frozenset({404}),
    ),
    "GET /check": Ask(),
    "POST /check": Ask(ends=frozenset({415})),
    "GET /check/{job_id}": Ask(
        lambda w, who: {"job_id": w.checks.get(who, NEVER)},
        lambda w, who: {"job_id": w.checks.get(OTHER.get(who, "alder"), NEVER)},
    ),
    "GET /uploads": Ask(),
    "POST /uploads": Ask(ends=frozenset({415})),
    "GET /uploads/{upload_id}": Ask(_of_page(_upload), _of_another(_of_page(_upload))),
    "POST /uploads/{upload_id}/bring": Ask(
        _of_page(_upload), _of_another(_of_page(_upload)), body={"data": {"way": "table:growers"}}
    ),
    "POST /uploads/{upload_id}/take-back": Ask(_of_page(_upload), ends=TAKEN_IN),
    "POST /uploads/{upload_id}/propose": Ask(_of_page(_upload)),
    "GET /start": Ask(),
    "POST /start": Ask(body={"data": {"as_of": "2026-04-15"}}),
    "GET /jobs": Ask(),
    "GET /jobs/{job_id}": Ask(_of_page(_job), _of_another(_of_page(_job))),
    "POST /jobs/{job_id}/cancel": Ask(_of_page(_job), _of_another(_of_page(_job))),
    "GET /jobs/{job_id}/papers/{place}": Ask(_paper, _of_another(_paper)),
    "POST /profiles": Ask(body={"data": {"text": "id = 1", "upload": NEVER}}, ends=TAKEN_IN),
    "POST /runs/{number}/growers/{slug}/statements": Ask(_place("slug"), body={"data": {"language": "es"}}),
    "GET /runs/{number}/growers/{slug}/letter.pdf": Ask(_place("slug")),
    "GET /runs/{number}/growers/{slug}/letter.xlsx": Ask(_place("slug")),
    "GET /runs/{number}/workers/{token}/statement.pdf": Ask(_place("token")),
}


def the_world(season: Path, place: Path) -> World:
    """Copy a workspace, and let each have something of their own in it: an upload, a job, and growers a check.

    A second run is there that nobody has accepted, though its answers are written already.
    """
    shutil.copytree(season, place)
    workspace = open_workspace(place)
    settings = Settings(hosts=("testserver",), sign_ins="100000/minute", asks="1000000/minute", uploads="10000/minute")
    web = Web(make_app(workspace, settings), workspace)
    people = {name: _who(workspace, name) for name in PEOPLE}
    uploads = {name: _an_upload(workspace, who) for name, who in people.items()}
    asked = {name: _a_job(workspace, who, uploads[name]) for name, who in people.items()}
    checks = {name: _a_check(workspace, people[name]) for name in ("alder", "cane")}
    for part in ("run", "index", "answers"):
        shutil.copytree(workspace.run(1) / part, workspace.run(2) / part)
    with workspace.writing() as session:
        session.add(
            Run(
                number=2, job_id=asked["monitor"], as_of="2026-04-15", manifest_sha256="", violations=0,
                missing_cents=None,
            )
        )  # fmt: skip
    opened = make_opened(web)
    keys = {name: add_key(workspace, name, "matrix") for name in PEOPLE}
    papers = {name: _papers(workspace, who) for name, who in people.items()}
    return World(web, keys, uploads, asked, checks, papers, *opened)


def make_opened(web: Web) -> tuple[str, str]:
    """Return a finding's id and a worker's token of the first run."""
    opened = web.app.state.site.shelf.opened(1)
    finding = opened.one("SELECT finding_id FROM findings ORDER BY finding_id")
    worker = opened.one("SELECT token FROM workers ORDER BY token")
    assert finding is not None
    assert worker is not None
    return str(finding["finding_id"]), str(worker["token"])


def _who(workspace: Workspace, name: str) -> Who:
    with workspace.reading() as session:
        found = next(user for user in session.query(User) if user.name == name)
    return Who.of(found)


def _an_upload(workspace: Workspace, who: Who) -> str:
    upload = receive(workspace, who, f"{who.name}.csv", [CSV + who.name.encode()]).upload
    with workspace.writing() as session:
        kept = session.get(Upload, upload.id)
        assert kept is not None
        kept.state = UploadState.REFUSED
    return upload.id


def _a_job(workspace: Workspace, who: Who, upload: str) -> str:
    """Return a job of somebody that has ended; the worker organization asked for none that anybody could."""
    job = Job(
        id=f"{who.id[:8]}{upload[:8]}",
        kind="ingest",
        state=JobState.DONE,
        asked={"upload": upload},
        told={"upload": upload},
        user_id=who.id,
        ended_at=now(),
    )
    with workspace.writing() as session:
        session.add(job)
    return job.id


def _a_check(workspace: Workspace, who: Who) -> str:
    drafting = Drafting(workspace, who, "draft.csv")
    drafting.write(CSV)
    return ask(workspace, who, "check", {"draft": drafting.finish()}).id


def _papers(workspace: Workspace, who: Who) -> str:
    """Return a job of somebody that has printed a file."""
    job = Job(
        id=f"{who.id[:15]}f", kind="papers", state=JobState.DONE, asked={"run": 1}, user_id=who.id, ended_at=now(),
        told={"files": [{"name": "paper.txt"}]},
    )  # fmt: skip
    with workspace.writing() as session:
        session.add(job)
    place = papers_of(workspace, 1, job.id)
    place.mkdir(parents=True)
    (place / "paper.txt").write_text("a paper")
    return job.id
