"""From a file to an answer over the API: sent, run, followed, read, accepted, compared; and a grower's draft."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from live_web import live

from folders import VALLEY
from premium.workspace import open_workspace
from premium.workspace.people import add_key
from workspaces import a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT = b"""line_id,grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,units,rate,amount
D01,alder-farm,W01,K900,2026-03-27,2026-03-16,2026-03-22,PICK,piece,250,0.80,200.00
D02,alder-farm,W02,K901,2026-03-27,2026-03-16,2026-03-22,PICK,piece,375,0.80,300.00
"""


class Asking:
    """A program that asks a server that runs."""

    def __init__(self, url: str, key: str) -> None:
        self.number = 0
        self.client = httpx.Client(base_url=f"{url}/api", headers={"Authorization": f"Bearer {key}"}, timeout=60)

    def post(self, path: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the client takes
        self.number += 1
        kind = {"Content-Type": "application/octet-stream"} if "content" in body else {}
        answer = self.client.post(path, headers={"Idempotency-Key": f"test-{self.number}", **kind}, **body)
        assert answer.status_code in {200, 202}, answer.text
        return dict(answer.json())

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def followed(self, job: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the events of a job until it has ended: their names and what they say."""
        events: list[tuple[str, dict[str, Any]]] = []
        mark: dict[str, str] = {}
        while not events or events[-1][1]["ended_at"] is None:
            with self.client.stream("GET", f"/jobs/{job}/events", headers=mark) as answer:
                assert answer.headers["content-type"].startswith("text/event-stream")
                name = ""
                for line in answer.iter_lines():
                    word, _, said = line.partition(": ")
                    if word == "event":
                        name = said
                    elif word == "data":
                        events.append((name, json.loads(said)))
                    elif word == "id":
                        mark = {"Last-Event-ID": said}
        return events

    def done(self, job: dict[str, Any]) -> dict[str, Any]:
        name, told = self.followed(job["id"])[-1]
        assert name == "done", told
        return dict(told["told"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asking]]:
    folder = tmp_path_factory.mktemp("api-jobs") / "workspace"
    a_place(folder).workspace.close()
    workspace = open_workspace(folder)
    keys = {name: add_key(workspace, name, "test") for name in ("monitor", "grower", "buyer")}
    workspace.close()
    with live(folder, worker=True) as server:
        asking = {name: Asking(server.url, key) for name, key in keys.items()}
        yield asking
        for one in asking.values():
            one.client.close()


def test_a_program_sends_files_has_a_run_made_follows_it_reads_accepts_and_compares_it(
    served: dict[str, Asking],
) -> None:
    monitor, grower = served["monitor"], served["grower"]
    for path in sorted((VALLEY / "records").rglob("*.csv")):
        sent = monitor.post(f"/uploads?name={path.name}", content=path.read_bytes())
        assert monitor.done(sent["job"])["state"] == "taken"
    assert {upload["state"] for upload in monitor.get("/uploads")["uploads"]} == {"taken"}
    job = monitor.post("/runs", json={"as_of": "2026-03-31"})
    events = monitor.followed(job["id"])
    assert events[-1][0] == "done"
    assert len({told["doing"] for _, told in events}) >= 1
    number = events[-1][1]["told"]["run"]
    assert monitor.get(f"/runs/{number}")["violations"] > 0
    assert monitor.get(f"/runs/{number}/tables/findings?limit=1")["rows"]
    assert grower.get("/runs")["runs"] == []
    monitor.done(monitor.post(f"/runs/{number}/accept"))
    assert [run["number"] for run in grower.get("/runs")["runs"]] == [number]
    assert "violations" not in grower.get(f"/runs/{number}")
    assert {r["grower_id"] for r in grower.get(f"/answers/{number}/tables/pools")["rows"]} == {"alder-farm"}
    again = monitor.done(monitor.post("/runs", json={"as_of": "2026-03-31"}))["run"]
    compared = monitor.get(f"/runs/{number}/compare/{again}")
    assert [became["became"] for became in compared["in_all"]] == ["same"]
    earlier = monitor.done(monitor.post("/runs", json={"as_of": "2026-01-31"}))["run"]
    differing = {became["became"] for became in monitor.get(f"/runs/{earlier}/compare/{number}")["in_all"]}
    assert "appeared" in differing
    rows = monitor.get(f"/runs/{earlier}/compare/{number}/differences?became=appeared")["rows"]
    assert rows
    draft(served)


def draft(served: dict[str, Asking]) -> None:
    """Check a grower's draft over the same server: what is short is told to them, and to nobody else."""
    grower, buyer = served["grower"], served["buyer"]
    job = grower.post("/checks?name=draft.csv&as_of=2026-03-31", content=DRAFT)
    assert grower.followed(job["id"])[-1][0] == "done"
    found = grower.get(f"/checks/{job['id']}")
    assert found["found"]["state"] == "taken"
    assert {row["worker_id"] for row in found["found"]["short"]} <= {"W01", "W02", "W03"}
    assert grower.get(f"/jobs/{job['id']}")["told"] == {"state": "taken"}
    assert served["monitor"].get(f"/jobs/{job['id']}")["told"] is None
    assert served["monitor"].followed(job["id"])[-1][1]["told"] is None
    assert buyer.client.get(f"/checks/{job['id']}").status_code == 404
    assert buyer.client.get(f"/jobs/{job['id']}").status_code == 404


def test_a_job_that_waits_is_cancelled_at_once_and_following_it_ends(served: dict[str, Asking]) -> None:
    monitor = served["monitor"]
    job = monitor.post("/runs", json={"as_of": "2026-03-30"})
    monitor.post(f"/jobs/{job['id']}/cancel")
    assert monitor.followed(job["id"])[-1][0] in {"cancelled", "done"}
    with monitor.client.stream("GET", f"/jobs/{'0' * 16}/events") as answer:
        assert answer.status_code == 404
