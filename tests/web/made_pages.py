"""Pages as tests go through them: each way from the first page on, and a workspace in which every name is hostile."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from made_web import PASSWORD

from page import Page
from premium.audit import audit
from premium.workspace import index, open_workspace
from premium.workspace.people import add_user
from premium.workspace.tables import Job, JobState, Role, Run
from report_runs import HOSTILE, VALLEY

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient

RUNS = {1: date(2026, 1, 31), 2: date(2026, 3, 31)}
"""The hostile workspace's runs, and the day of each: every kind of finding is in the second."""
EVIL = {was: now.replace("\x07", "") for was, now in HOSTILE.items()} | {
    "W11": "<script>alert('worker')</script>", "W02": "'; DROP TABLE payroll; --",
}  # fmt: skip
FILES = (".pdf", ".xlsx", ".csv", ".json", ".parquet", ".html", ".svg")
"""How addresses end that are no pages."""
OF_EACH = 3
"""Pages of one kind that a test goes to; all ways on them are looked at."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """The pages that were gone to, by address, and every address that any of them leads to."""

    pages: dict[str, str] = field(default_factory=dict)
    ways: set[str] = field(default_factory=set)

    def one_of_each(self) -> dict[str, str]:
        """Return one address of each kind of page."""
        kinds: dict[str, str] = {}
        for address in self.pages:
            kinds.setdefault(kind_of(address), address)
        return kinds


def crawl(client: TestClient, begin: str = "/", of_each: int = OF_EACH) -> Crawled:
    """Go along the ways of pages, to a few of each kind."""
    found, todo, kinds, tried = Crawled(), [begin], Counter[str](), set[str]()
    while todo:
        address = todo.pop(0)
        if address in tried or kinds[kind_of(address)] >= of_each:
            continue
        tried.add(address)
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        address = str(answer.url).removeprefix("http://testserver")
        kinds[kind_of(address)] += 1
        found.pages[address] = answer.text
        attributes = Page(answer.text).attributes
        ways = {v for tag, name, v in attributes if name in {"href", "action", "hx-get"} and tag not in {"link", "use"}}
        found.ways.update(urljoin(address, way) for way in ways)
        gets = {v for tag, name, v in attributes if tag == "a" and name == "href"}
        ahead = sorted({urljoin(address, way).partition("#")[0] for way in gets})
        todo += [way for way in ahead if way.startswith("/") and not urlsplit(way).path.endswith(FILES)]
    return found


def kind_of(address: str) -> str:
    """Return what kind of page an address is of: its fixed parts, and the names of what is asked."""
    parts = urlsplit(address)
    fixed = re.sub(
        r"(?<=/growers/)[^/]+|(?<=/workers/)[^/]+|(?<=/findings/)[^/]+|(?<=/periods/)[^/]+|\d+", "*", parts.path
    )
    return f"{fixed}?{'&'.join(sorted(re.findall(r'([a-z]+)=', parts.query)))}"


def made_evil(place: Path) -> None:
    """Make a workspace of two runs of the small valley in which every party, worker and number has a hostile name."""
    workspace = open_workspace(place, "fair-food")
    who = add_user(workspace, "monitor", Role.MONITOR, None, PASSWORD)
    for number, day in RUNS.items():
        records = workspace.run(number) / "records"
        shutil.copytree(VALLEY, records)
        for path in records.rglob("*.csv"):
            _spoil(path)
        run = audit(records, str(place / "program.toml"), workspace.run(number) / "run", day)
        index.write(workspace, number)
        with workspace.writing() as session:
            session.add(
                Job(id=f"{number:08x}", kind="run", state=JobState.DONE, asked={}, told={"run": number}, user_id=who.id)
            )
            session.flush()
            session.add(
                Run(
                    number=number, job_id=f"{number:08x}", as_of=day.isoformat(), manifest_sha256="",
                    violations=run.violations, missing_cents=0,
                )
            )  # fmt: skip
    workspace.close()


def _spoil(path: Path) -> None:
    """Give names that are known a hostile one, and every worker and pay code that is not something to escape."""
    with path.open(encoding="utf-8", newline="") as file:
        title, *rows = list(csv.reader(file))
    spoilt = [[_spoilt(name, cell) for name, cell in zip(title, row, strict=False)] + row[len(title) :] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([title, *spoilt])


def _spoilt(title: str, cell: str) -> str:
    if cell in EVIL:
        return EVIL[cell]
    return f"{cell}<b onclick=x>&\u202e" if title in {"name", "pay_code", "check_id"} and cell else cell
