"""Runs of records that stand still, compared with each other; a draft checked, of which nothing is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import VALLEY, payments
from premium.audit import Settings, audit
from premium.engine import OnDuckDB
from premium.errors import NotHereError, RunError, WorkspaceError
from premium.ingest.shelf import copies
from premium.run_folder import open_run
from premium.verify import verify
from premium.workspace import drafts, kinds, making
from premium.workspace.checks import checked
from premium.workspace.compare import compare, compared
from premium.workspace.doing import Progress
from premium.workspace.drafts import Drafting, sweep_drafts
from premium.workspace.jobs import cancel, jobs
from premium.workspace.jobs import job as one_job
from premium.workspace.people import add_user
from premium.workspace.profiles import save_profile
from premium.workspace.records import take_back
from premium.workspace.runs import opened, run, runs
from premium.workspace.shelf import Shelf
from premium.workspace.source import TWIN, rows_as_sent
from premium.workspace.tables import Role
from premium.workspace.worker import begin as begin_job
from premium.workspace.worker import carry_out
from sent_files import PROFILE
from workspaces import a_place, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from premium.run_folder import RunFolder
    from premium.workspace.people import Who
    from premium.workspace.tables import Job
from workspaces import Place

ALDER = (VALLEY / "records" / "payroll" / "alder-farm.csv").read_text(encoding="utf-8")
CEDAR = (VALLEY / "records" / "payroll" / "cedar-farm.csv").read_text(encoding="utf-8")
HEADER, *LINES = ALDER.splitlines(keepends=True)


@pytest.fixture
def valley(place: Place) -> Place:
    """A workspace into which the small valley was brought."""
    place.bring_in_valley()
    return place


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    """The same, on SQLite alone."""
    made = a_place(tmp_path / "workspace")
    made.bring_in_valley()
    yield made
    made.workspace.close()


@pytest.fixture(autouse=True)
def _without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs have no documents: they take long, and one test is about them."""
    monkeypatch.setattr(making, "HANDY", -1)


def test_a_run_in_a_workspace_says_what_a_run_of_the_folder_says(
    valley: Place, valley_run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "HANDY", 1_000)
    said = told(valley.run())
    row = run(valley.workspace, valley.monitor, said["run"])
    made = opened(valley.workspace, row.number)
    assert (row.as_of, row.violations) == ("2026-03-31", valley_run.violations)
    assert made.manifest["totals"] == valley_run.manifest["totals"]
    assert row.missing_cents == said["missing_cents"]
    assert row.missing_cents is not None
    assert row.missing_cents > 0
    assert (made.path / "report.html").is_file()
    assert (made.path / "findings.xlsx").is_file()


def test_a_run_can_be_made_again_from_the_records_beside_it_although_the_workspaces_have_changed(here: Place) -> None:
    number = told(here.run())["run"]
    upload = here.bring_in(payments("Z1,market,alder-farm,2025-12-20,1.00"), "more.csv").asked["upload"]
    take_back(here.workspace, here.monitor, upload)
    other = next(u for u in here.workspace.records.rglob("*.csv"))
    other.unlink()
    assert verify(opened(here.workspace, number)).tables > 45


def test_records_are_linked_into_a_run_not_copied(here: Place) -> None:
    number = told(here.run())["run"]
    for path in (here.workspace.run(number) / "records").rglob("*.csv"):
        name = path.relative_to(here.workspace.run(number) / "records")
        assert path.samefile(here.workspace.records / name)


def test_runs_are_numbered_one_after_the_other(valley: Place) -> None:
    numbers = [told(valley.run(day))["run"] for day in ("2026-03-31", "2026-02-28")]
    assert numbers == [1, 2]
    assert [r.number for r in runs(valley.workspace, valley.monitor).rows] == [2, 1]


def test_buyers_and_growers_know_of_a_run_once_a_monitor_accepts_it(valley: Place) -> None:
    number = told(valley.run())["run"]
    for who in (valley.buyer, valley.grower):
        assert runs(valley.workspace, who).rows == ()
        with pytest.raises(NotHereError):
            run(valley.workspace, who, number)
    assert run(valley.workspace, valley.organization, number).accepted_at is None
    accepted = valley.ask("accept", run=number)
    valley.work()
    told(valley.job(accepted))
    assert (valley.workspace.run(number) / "answers").is_dir()
    for who in (valley.buyer, valley.grower):
        row = run(valley.workspace, who, number)
        assert row.accepted_by == valley.monitor.id


def test_accepting_is_cancelled_however_late(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.bring_in_valley()
    number = told(place.run())["run"]
    accepting = kinds.KINDS["accept"]

    def work(*given: Any) -> dict[str, Any]:  # noqa: ANN401 - as a job's work is called
        said = accepting.work(*given)
        cancel(place.workspace, place.monitor, asked.id)
        return said

    monkeypatch.setitem(kinds.KINDS, "accept", replace(accepting, work=work))
    asked = place.ask("accept", run=number)
    place.work()
    assert place.job(asked).state == "cancelled"
    assert run(place.workspace, place.monitor, number).accepted_at is None
    assert runs(place.workspace, place.buyer).rows == ()
    assert sorted(path.name for path in place.workspace.run(number).iterdir()) == ["index", "records", "run"]
    monkeypatch.setitem(kinds.KINDS, "accept", accepting)
    again = place.ask("accept", run=number)
    place.work()
    assert told(place.job(again)) == {"run": number}
    monkeypatch.setitem(kinds.KINDS, "accept", replace(accepting, work=work))
    asked = place.ask("accept", run=number)
    place.work()
    assert place.job(asked).state == "cancelled"
    assert (place.workspace.run(number) / "answers").is_dir(), "it stands accepted by the job before"


def test_a_run_of_one_grower_is_not_accepted(here: Place) -> None:
    number = told(here.run(only="alder-farm"))["run"]
    with pytest.raises(WorkspaceError, match="looked at alder-farm alone: each buyer would see"):
        here.ask("accept", run=number)
    assert here.ask("accept", run=told(here.run())["run"]).kind == "accept"


def test_only_a_monitor_asks_for_runs_and_accepts_them(here: Place) -> None:
    number = told(here.run())["run"]
    for who in (here.organization, here.buyer, here.grower):
        with pytest.raises(NotHereError):
            here.ask("run", who, as_of="2026-03-31")
        with pytest.raises(NotHereError):
            here.ask("accept", who, run=number)


def test_a_party_asks_for_its_own_papers_and_no_others(here: Place) -> None:
    number = told(here.run())["run"]
    here.ask("accept", run=number)
    here.work()
    job = here.ask("papers", here.buyer, run=number, kind="certificate")
    assert job.asked["options"] == {"buyer": "market"}
    letter = here.ask("papers", here.grower, run=number, kind="letter", options={"grower": "alder-farm"})
    assert letter.asked["options"] == {"grower": "alder-farm"}
    asked: list[tuple[Who, str, dict[str, str]]] = [
        (here.buyer, "statement", {}), (here.buyer, "certificate", {"buyer": "bistro"}), (here.grower, "statement", {}),
        (here.grower, "letter", {"grower": "birch-farm"}),
    ]  # fmt: skip
    for who, kind, options in asked:
        with pytest.raises(NotHereError):
            here.ask("papers", who, run=number, kind=kind, options=options)


def test_a_workspace_without_records_says_so_and_leaves_no_run(place: Place) -> None:
    ended = place.run()
    assert (ended.state, (ended.told or {})["code"]) == ("failed", "input")
    assert str(place.workspace.path) not in json.dumps(ended.told)
    assert list((place.workspace.path / "runs").iterdir()) == []


def test_nobody_can_say_what_is_missing_where_there_is_no_payroll(place: Place) -> None:
    place.bring_in(payments("1,market,alder-farm,2025-11-20,1.00"))
    said = told(place.run())
    assert (said["missing_cents"], bool(said["cannot_say"])) == (None, True)
    assert run(place.workspace, place.monitor, said["run"]).missing_cents is None


# --- two runs beside each other


def test_two_runs_of_the_same_differ_in_nothing(here: Place) -> None:
    one, two = (told(here.run())["run"] for _ in range(2))
    found = compared(here.workspace, one, two)
    findings = open_run(here.workspace.run(one) / "run").table("findings")
    assert {b.became: b.findings for b in found.in_all} == {"same": pl.read_parquet(findings).height}
    assert pl.read_parquet(found.differences).is_empty()


def by_hand(older: RunFolder, newer: RunFolder) -> dict[str, list[tuple[object, ...]]]:
    """What became of findings, by plain dictionaries."""
    facts = ("kind", "buyer_id", "grower_id", "worker_id", "period", "ref")
    both = []
    for made in (older, newer):
        rows = pl.read_parquet(made.table("findings")).to_dicts()
        both.append({tuple(r[f] for f in facts): (r["amount_cents"], r["quantity"]) for r in rows})
    then, now = both
    return {
        "appeared": [key for key in now if key not in then],
        "vanished": [key for key in then if key not in now],
        "changed": [key for key in now if key in then and now[key] != then[key]],
        "same": [key for key in now if key in then and now[key] == then[key]],
    }


def test_what_appeared_vanished_and_changed_is_what_plain_dictionaries_say(here: Place, tmp_path: Path) -> None:
    number = told(here.run())["run"]
    first = next(u for u in here.workspace.records.glob("payroll/*.csv") if "alder-farm" in u.read_text())
    fewer = HEADER + "".join(line for n, line in enumerate(LINES) if n % 4)
    ended = here.bring_in(fewer.replace("3.0", "2.9"), "alder new.csv", replaces=first.name)
    assert told(ended)["status"] == "replaced"
    later = told(here.run())["run"]
    older, newer = opened(here.workspace, number), opened(here.workspace, later)
    wanted = by_hand(older, newer)
    found = compared(here.workspace, number, later)
    assert {b: found.of(b).findings for b in wanted} == {b: len(keys) for b, keys in wanted.items()}
    assert all(wanted[b] for b in ("appeared", "vanished", "changed", "same")), "each of them occurs here"
    for became, keys in wanted.items():
        assert found.of(became).workers == len({(k[2], k[3]) for k in keys if k[3] is not None})
        assert sum(b.findings for b in found.by_kind if b.became == became) == len(keys)
    rows = pl.read_parquet(found.differences)
    assert len(rows) == sum(len(wanted[b]) for b in ("appeared", "vanished", "changed"))
    back = compare(newer, older, tmp_path / "back")
    assert back.of("appeared").newer_cents == found.of("vanished").older_cents
    assert back.of("changed").older_cents == found.of("changed").newer_cents


def test_a_run_of_one_grower_is_compared_for_that_grower_alone(valley_run: RunFolder, tmp_path: Path) -> None:
    records, day = VALLEY / "records", date(2026, 3, 31)
    alder, birch = (
        audit(records, "fair-food", tmp_path / grower, day, Settings(only=grower))
        for grower in ("alder-farm", "birch-farm")
    )
    found = compare(valley_run, alder, tmp_path / "compared")
    assert found.only_grower == "alder-farm"
    assert found.of("vanished").findings == found.of("appeared").findings == 0
    assert found.of("same").findings > 0
    with pytest.raises(RunError, match="different growers"):
        compare(alder, birch, tmp_path / "not compared")


# --- a draft, before payday


def drafted(place: Place, content: str, who: Who | None = None) -> str:
    """Send a draft."""
    drafting = Drafting(place.workspace, who or place.grower, "draft.csv")
    drafting.write(content.encode())
    return drafting.finish()


def check(place: Place, content: str, **asked: str) -> Job:
    """Have a draft checked; return the job as it ended."""
    job = place.ask("check", place.grower, draft=drafted(place, content), **asked)
    place.work()
    return one_job(place.workspace, place.grower, job.id)


def everything(place: Place) -> list[str]:
    """All that lies in a workspace, but its database and its log."""
    inside = (p.relative_to(place.workspace.path).as_posix() for p in place.workspace.path.rglob("*") if p.is_file())
    return sorted(name for name in inside if not name.startswith("premium.sqlite"))


@pytest.fixture
def unpaid(place: Place) -> Place:
    """The valley without the paychecks of Cedar Farm, and one of Cedar Farm's people."""
    for path in sorted((VALLEY / "records").rglob("*.csv")):
        if path.name != "cedar-farm.csv":
            place.ask("ingest", upload=place.upload(path.read_bytes(), path.name).id)
    place.work()
    return replace(place, grower=add_user(place.workspace, "cedar", Role.GROWER, "cedar-farm", None))


def test_a_check_says_who_would_be_short_and_keeps_nothing_of_the_draft(unpaid: Place, valley_run: RunFolder) -> None:
    before = everything(unpaid)
    ended = check(unpaid, CEDAR, as_of="2026-03-31")
    assert told(ended) == {"state": "taken"}
    said = checked(unpaid.workspace, unpaid.grower, ended)
    assert said is not None
    short = pl.read_parquet(valley_run.table("entitlements")).filter(
        pl.col("status").is_in(["short", "missing"]), grower_id="cedar-farm"
    )
    assert len(short)
    assert said["short_workers"] == short["worker_id"].n_unique()
    assert said["short_cents"] == short["short_cents"].sum()
    late = [row for row in said["short"] if row["status"] != "pending"]
    assert sorted((r["worker_id"], r["period"], r["short_cents"]) for r in late) == sorted(
        (r["worker_id"], r["period"].isoformat(), r["short_cents"]) for r in short.to_dicts()
    )
    left = [name for name in everything(unpaid) if name not in before]
    assert left == [f"drafts/{ended.asked['draft']}/found.json"]
    assert not any(worker in json.dumps(ended.told) for worker in short["worker_id"])


PAYDAY = "2025-11-21"


def a_week(amount: str | None = None, *, numbered: bool = True) -> str:
    """Alder Farm's paychecks of a payday; its premium lines of another amount, or all lines without numbers."""
    titles = HEADER.strip().split(",")
    rows = [dict(zip(titles, line.strip().split(","), strict=True)) for line in LINES if PAYDAY in line]
    if amount is not None:
        rows = [row | {"amount": amount} if row["kind"] == "premium" else row for row in rows]
    if not numbered:
        titles.remove("line_id")
    return "".join(",".join(row[title] for title in titles) + "\n" for row in [dict(zip(titles, titles)), *rows])  # noqa: B905 - one list


@pytest.fixture
def alder(tmp_path: Path) -> Iterator[Place]:
    """The valley without Alder Farm's paychecks of that payday, on SQLite alone."""
    made = a_place(tmp_path / "alder")
    for path in sorted((VALLEY / "records").rglob("*.csv")):
        content = path.read_text(encoding="utf-8")
        if path.name == "alder-farm.csv":
            content = HEADER + "".join(line for line in LINES if PAYDAY not in line)
        made.ask("ingest", upload=made.upload(content, path.name).id)
    made.work()
    yield made
    made.workspace.close()


def lines(found: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Who would be short, as a check found it."""
    assert found is not None
    return list(found["short"])


@pytest.mark.parametrize("lines_have", ["numbers", "no numbers"])
@pytest.mark.parametrize("whose", ["grower", "monitor"])
def test_a_draft_that_corrects_a_file_of_the_records_is_checked_in_its_place(
    alder: Place, lines_have: str, whose: str
) -> None:
    place, numbered = alder, lines_have == "numbers"
    alone = check(place, a_week("0.01", numbered=numbered), as_of="2026-03-31")
    wanted = lines(checked(place.workspace, place.grower, alone))
    assert any(row["paid_cents"] for row in wanted)
    sent = place.bring_in(a_week(numbered=numbered), "paid.csv", getattr(place, whose))
    assert told(sent)["state"] == "taken"
    ended = check(place, a_week("0.01", numbered=numbered), as_of="2026-03-31")
    said = checked(place.workspace, place.grower, ended)
    assert said is not None
    assert lines(said) == wanted
    mine = {"upload": sent.asked["upload"], "name": "paid.csv"} if whose == "grower" else {"upload": None, "name": None}
    assert said["in_place_of"] == mine
    assert (place.workspace.records / told(sent)["name"]).is_file()
    assert "in_place_of" not in (checked(place.workspace, place.grower, alone) or {})


def test_a_senders_draft_is_checked_in_the_place_of_its_predecessor_and_writes_no_copies(
    alder: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = {
        "grower_id": "Grower", "worker_id": "Worker", "check_id": "Check", "check_date": "Paid",
        "period_start": "From", "period_end": "To", "pay_code": "Code", "kind": "Kind", "amount": "Amount",
        "job_class": "Class", "for_period": "For",
    }  # fmt: skip

    def crew(amount: str | None) -> str:
        frame = pl.read_csv(a_week(amount).encode(), infer_schema=False).select(titles.keys()).rename(titles)
        return frame.write_csv()

    more = 'job_class = "Class"\nfor_period = "For"\n'
    save_profile(alder.workspace, alder.monitor, PROFILE.format(version=1, by="", on="") + more)
    wanted = lines(
        checked(alder.workspace, alder.grower, check(alder, crew("0.01"), as_of="2026-03-31", profile="crews"))
    )
    sent = alder.bring_in(crew(None), "crew.csv", alder.grower)
    assert wanted
    assert told(sent)["state"] == "taken"

    def copied(_: object) -> None:
        raise AssertionError("a snapshot that is gone in a moment needs no copies for people")

    monkeypatch.setattr(copies, "bring_in_step", copied)
    for draft, asked in ((crew("0.01"), {"profile": "crews"}), (a_week("0.01"), {})):
        ended = check(alder, draft, as_of="2026-03-31", **asked)
        found = checked(alder.workspace, alder.grower, ended)
        assert lines(found) == wanted
        assert found is not None
        assert found["in_place_of"]["name"] == "crew.csv"


@pytest.mark.parametrize("whose", ["its own, of other weeks", "of others too"])
def test_a_draft_of_a_part_of_what_is_there_is_refused_in_words(here: Place, alder: Place, whose: str) -> None:
    place = here if whose == "its own, of other weeks" else alder
    if place is alder:
        place.bring_in(a_week() + LINES[0].replace("alder-farm", "birch-farm").replace("2025-10", "2025-09"), "all.csv")
    said = told(check(place, a_week("0.01")))
    assert (said["state"], said["code"]) == ("refused", "looks_like")
    assert "looks like a corrected copy of a file that is there already, but of a part of it" in said["message"]


def test_rows_of_a_draft_that_are_there_already_are_warned_of(alder: Place) -> None:
    head, *rows = a_week(numbered=False).splitlines(keepends=True)
    alder.bring_in(head + rows[0], "first.csv", alder.grower)
    said = checked(alder.workspace, alder.grower, check(alder, head + "".join(rows)))
    assert said is not None
    assert any(f"1 of its {len(rows)} rows stand in first.csv, received on" in w for w in said["warnings"])


def test_what_a_check_found_is_for_the_grower_alone_and_for_an_hour(
    unpaid: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = check(unpaid, CEDAR)
    assert checked(unpaid.workspace, unpaid.grower, ended) is not None
    for who in (unpaid.monitor, unpaid.organization, unpaid.buyer):
        assert checked(unpaid.workspace, who, ended) is None
    sweep_drafts(unpaid.workspace)
    assert checked(unpaid.workspace, unpaid.grower, ended) is not None
    monkeypatch.setattr(drafts, "KEPT_MS", -1)
    sweep_drafts(unpaid.workspace)
    assert checked(unpaid.workspace, unpaid.grower, ended) is None
    assert list((unpaid.workspace.path / "drafts").iterdir()) == []


def test_a_draft_with_rows_of_another_grower_is_refused(unpaid: Place) -> None:
    said = told(check(unpaid, CEDAR + CEDAR.splitlines()[1].replace("cedar-farm", "birch-farm").replace("C01", "C99")))
    assert (said["state"], "1 of its rows are of another grower" in said["message"]) == ("refused", True)
    assert list((unpaid.workspace.path / "drafts").iterdir()) == []


def test_a_draft_is_checked_by_its_own_party_only(unpaid: Place) -> None:
    draft = drafted(unpaid, CEDAR)
    assert unpaid.ask("check", unpaid.grower, draft=draft).kind == "check"
    for who, name in ((unpaid.monitor, draft), (unpaid.grower, draft[:-1] + "x"), (unpaid.grower, "../secret")):
        with pytest.raises(NotHereError):
            unpaid.ask("check", who, draft=name)


def test_a_cancelled_check_leaves_no_draft_once_it_is_swept(unpaid: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    job = unpaid.ask("check", unpaid.grower, draft=drafted(unpaid, CEDAR))
    sweep_drafts(unpaid.workspace)
    assert len(list((unpaid.workspace.path / "drafts").iterdir())) == 1, "a job is about it"
    cancel(unpaid.workspace, unpaid.grower, job.id)
    monkeypatch.setattr(drafts, "KEPT_MS", -1)
    sweep_drafts(unpaid.workspace)
    assert list((unpaid.workspace.path / "drafts").iterdir()) == []


def test_nobody_else_is_told_what_a_check_found_nor_anybody_after_an_hour(
    unpaid: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = check(unpaid, CEDAR)
    wrong = CEDAR.replace("2026-", "2026/").replace("2025-", "2025/")
    refused = check(unpaid, wrong)
    assert refused.told is not None
    assert (refused.told["state"], set(refused.told)) == ("refused", {"state", "code", "message", "hint"})
    found = checked(unpaid.workspace, unpaid.grower, refused)
    assert found is not None
    assert found["set_aside"][0]["reason"]
    for job in (short, refused):
        assert one_job(unpaid.workspace, unpaid.grower, job.id).told
        assert one_job(unpaid.workspace, unpaid.monitor, job.id).told is None
    assert [row.told for row in jobs(unpaid.workspace, unpaid.monitor, kind="check").rows] == [None, None]
    assert all(row.told for row in jobs(unpaid.workspace, unpaid.grower, kind="check").rows)
    monkeypatch.setattr(drafts, "KEPT_MS", -1)
    sweep_drafts(unpaid.workspace)
    assert list((unpaid.workspace.path / "drafts").iterdir()) == []


def test_a_growers_answer_does_not_tell_who_confirmed_that_two_are_one(here: Place) -> None:
    said = "grower_id,worker_id,is_worker_id,reason,confirmed_by,confirmed_on,ended_by,ended_on\n"
    said += "alder-farm,W01,W02,a lost badge,Ana Reyes,2026-03-01,,\n"
    (here.workspace.records / "identities.csv").write_text(said, encoding="utf-8")
    here.run()
    here.ask("accept", run=1)
    here.work()
    shelf = Shelf(here.workspace, "512MB", 1)
    told = shelf.answer(1, Role.GROWER, "alder-farm").rows("SELECT * FROM worker_identities")
    assert [(row["worker_id"], row["confirmed_by"]) for row in told] == [("W01", None)]
    shelf.close()
    place = here.workspace.run(1) / "answers" / "growers"
    for path in place.rglob("*.parquet"):
        assert "Ana Reyes" not in str(pl.read_parquet(path).to_dicts()), path


def test_a_file_whose_columns_are_called_as_ours_or_alike_can_be_looked_at_all_the_same(here: Place) -> None:
    files = (here.workspace.records / "payroll").iterdir()
    path = next(p for p in files if "alder-farm" in p.read_text(encoding="utf-8"))
    head, first, *rest = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[head.split(",").index("amount")] = "not money"
    rows = [f"{head},source_row,a,a,a\u200b", f"{','.join(cells)},77,1,2,3", *(f"{row},78,1,2,3" for row in rest)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    here.run()
    shelf = Shelf(here.workspace, "512MB", 1)
    told = shelf.opened(1).rows("SELECT source_row, grower_id, value FROM placed_rejects WHERE value = 'not money'")
    assert told == [{"source_row": 2, "grower_id": "alder-farm", "value": "not money"}]
    shelf.close()
    sent = rows_as_sent(here.workspace.run(1) / "records", f"payroll/{path.name}", [2])[2]
    assert [text for title, text in sent if title.rstrip(TWIN) == "source_row"] == ["77"]
    assert [text for title, text in sent if title.rstrip(TWIN) == "a"] == ["1", "2", "3"]


def test_all_engines_of_a_job_are_held_to_the_workers_memory(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str | None] = []
    begin = OnDuckDB.__init__

    def noted(
        self: OnDuckDB, spill: Path, memory: str | None = None, threads: int | None = None, profile: Path | None = None
    ) -> None:
        given.append(memory)
        begin(self, spill, memory, threads, profile)

    monkeypatch.undo()  # documents are made too
    monkeypatch.setattr(OnDuckDB, "__init__", noted)
    papers: list[dict[str, Any]] = [
        {"run": 1, "kind": kind, "options": {}} for kind in ("statement", "letter", "certificate")
    ]
    wanted: list[tuple[str, dict[str, Any]]] = [("run", {"as_of": "2026-03-31"}), ("accept", {"run": 1})]
    wanted += [("papers", asked) for asked in papers]
    for kind, asked in wanted:
        here.ask(kind, **asked)
        taken = begin_job(here.workspace)
        assert taken is not None
        given.clear()
        carry_out(here.workspace, taken, Progress(here.workspace, taken.id, "333MB"))
        assert one_job(here.workspace, here.monitor, taken.id).state == "done"
        assert set(given) == {"333MB"}, taken.asked
