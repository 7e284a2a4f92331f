"""The report: its answer, its numbers, what it says of what it could not see, and that nothing in it can run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oracle.findings import KINDS as KNOWN_TO_ORACLE
from page import Page
from premium.audit import audit
from premium.money import dollars
from premium.reconcile.plan import HERE, KINDS
from report_runs import LONG, SEASON, Written, many, rows, written
from reports import kinds, safely, words, write_report
from reports.answer import beside, sentence
from reports.ask import ask
from reports.facts import PER_KIND, gather

if TYPE_CHECKING:
    from reports.answer import Answer

pytest_plugins = ["report_fixtures"]

ROOT = Path(__file__).resolve().parents[1]
BY = date(2026, 4, 15)
BOUND = 3_000_000
ELEMENTS = set(
    """html head meta title style body a svg defs pattern rect line circle g path text header main footer section nav
    h1 h2 h3 h4 p ul li strong code div table caption thead tbody tr th td span details summary dl dt dd""".split()  # noqa: SIM905
)


@pytest.fixture(scope="session")
def answer(season: Written) -> Answer:
    with ask(season.run) as asked:
        return gather(asked).answer


def test_the_answer_of_the_season_is_a_sentence(season: Written) -> None:
    assert (
        "$1,266.95 of the $41,047.31 that workers were due by 15 April 2026 did not reach their paychecks: "
        "69 workers of 133, at 4 growers." in season.html
    )
    assert "43 of them by more than the $0.02 that is forgiven as rounding." in season.html
    assert "A further $1,564.05 of the workers’ share was never shared out, at 1 grower" in season.html
    assert "$5,537.07 more is pending for 46 workers" in season.html


def test_the_answer_counts_the_cents_shaved_off_within_the_tolerance(valley: Written) -> None:
    assert "$13.67 of the $272.76 that workers were due by 31 March 2026" in valley.html
    assert "4 workers of 8, at 2 growers." in valley.html


def test_everything_reached_says_so(answer: Answer) -> None:
    whole = replace(answer, missing_cents=0, stranded_cents=0, short_workers=0, beyond_rounding_workers=0)
    said = sentence(whole, BY, "", gaps=False)
    assert said.startswith("Everything reached the workers: all $41,047.31 that they were due by 15 April 2026 is on")
    assert said.endswith("(133 workers, 4 growers).")
    assert sentence(whole, BY, "", gaps=True).endswith("As far as could be checked.")


def test_money_never_shared_out_is_not_everything_reached(answer: Answer) -> None:
    said = sentence(replace(answer, missing_cents=0), BY, "", gaps=False)
    assert said == "$1,564.05 of premium that workers were due by 15 April 2026 was never shared out, at 1 grower."


def test_nothing_due_yet_says_so_and_tells_what_is_pending(answer: Answer) -> None:
    early = replace(answer, due_cents=0, missing_cents=0, stranded_cents=0, short_workers=0, beyond_rounding_workers=0)
    assert sentence(early, BY, "", gaps=False) == "No premium was due on workers’ paychecks by 15 April 2026."
    assert beside(early, "") == ("$5,537.07 more is pending for 46 workers: its deadline has not passed.",)


def test_without_payroll_nobody_can_say(tmp_path: Path) -> None:
    html = partial(tmp_path, "payroll").html
    assert "Nobody can say whether the premium reached the workers: nobody reported payroll." in html
    assert "Buyers owed $60,371.03 and paid $60,136.53." in html
    assert re.search(r"checks did not run because nobody reported payroll: .*Pool fell short", html)
    assert "The way ends here: nobody reported payroll" in html


@pytest.mark.parametrize("absent", [["purchases"], ["payments", "receipts"], ["payroll", "sales", "growers"]])
def test_what_nobody_reported_is_said_loudly(tmp_path: Path, absent: list[str]) -> None:
    report = partial(tmp_path, *absent)
    assert "Not everything could be looked at" in report.html
    for entry in report.run.manifest["not_run"]:
        assert entry["why"] in report.html


def test_a_weekly_program_writes_a_week_by_its_days(tmp_path: Path) -> None:
    run = audit(SEASON, "milk-with-dignity", tmp_path / "run", BY)
    assert "No rate for a product" in written(run).html


def partial(place: Path, *absent: str) -> Written:
    records = shutil.copytree(SEASON, place / "records")
    for name in absent:
        path = records / name
        shutil.rmtree(path) if path.is_dir() else path.with_suffix(".csv").unlink()
    return written(audit(records, "fair-food", place / "run", BY))


@pytest.mark.parametrize("name", ["valley", "season"])
def test_picture_and_table_of_the_way_have_the_numbers_of_the_run(name: str, request: pytest.FixtureRequest) -> None:
    report: Written = request.getfixturevalue(name)
    flow = sorted(rows(report.run, "flow", "place, item, amount_cents"))
    table = Page(report.html).tables["The way from due to reached, step by step"][1:]
    assert [(row[0], row[1]) for row in table] == [(words.item(i)[0], dollars(cents)) for _, i, cents in flow]
    picture = re.search(r"Picture: from due to reached.*?</svg>", report.html, re.DOTALL)
    assert picture
    drawn = [text.partition(" · ")[0] for text in re.findall(r">(-?\$[\d,]+\.\d\d[^<]*)<", picture.group())]
    assert drawn == [dollars(cents) for _, _, cents in flow]


def test_the_table_of_growers_has_the_numbers_of_the_run(season: Written) -> None:
    table = Page(season.html).tables["Per grower, over all periods"]
    shown = {row[0]: row[table[0].index("Missing")] for row in table[1:]}
    assert shown == {g: dollars(cents) for g, cents in rows(season.run, "grower_totals", "grower_id, missing_cents")}


def test_every_finding_of_the_valley_is_shown_with_its_id(valley: Written) -> None:
    for (finding_id,) in rows(valley.run, "findings", "finding_id"):
        assert f"<code>{finding_id}</code>" in valley.html


def test_buyers_are_told_without_any_worker(valley: Written) -> None:
    section = re.search(r'<section id="buyers".*?</section>', valley.html, re.DOTALL)
    assert section
    workers = {worker for (worker,) in rows(valley.run, "entitlements", "worker_id")}
    cells = {cell for table in Page(section.group()).tables.values() for row in table for cell in row}
    assert workers
    assert not workers & cells


def test_every_kind_of_the_contract_and_every_leak_has_words() -> None:
    grouped = [kind for group in kinds.GROUPS for kind in group.kinds]
    assert len(grouped) == len(set(grouped))
    assert set(KNOWN_TO_ORACLE) <= set(grouped) == set(kinds.LABELS) <= set(KINDS)
    assert all(kinds.sentence(kind).endswith(".") for kind in KINDS)
    flow = "".join((HERE / "steps" / f"{name}.sql").read_text(encoding="utf-8") for name in ("flow_in", "flow_out"))
    items = re.findall(r"SELECT \d+(?: AS place)?, '(\w+)'", flow)
    assert sorted(items) == sorted(words.ITEMS)


def test_a_new_kind_needs_no_words_here() -> None:
    assert kinds.label("grower_vanished") == "Grower vanished"
    assert kinds.group_of("grower_vanished") == kinds.OTHER
    assert kinds.sentence("grower_vanished") == ""


@pytest.mark.parametrize("name", ["valley", "season", "evil"])
def test_nothing_in_the_report_runs_or_fetches(name: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(name).html
    page = Page(html)
    assert "<script" not in html
    assert page.tags <= ELEMENTS
    for tag, attribute, value in page.attributes:
        assert not attribute.startswith("on"), (tag, attribute)
        if attribute in {"src", "href", "xlink:href", "action", "data", "srcset", "poster"}:
            assert value.startswith("#"), (tag, value)
        assert not re.search(r"url\((?!#)", value), (tag, attribute, value)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_hostile_names_are_words_like_others(evil: Written) -> None:
    page = Page(evil.html)
    assert "<script>alert('grower')</script>" in " ".join(page.texts)
    assert LONG not in evil.html
    assert max(len(text) for text in page.texts) < 1_000
    assert "\x07" not in evil.html
    picture = re.search(r"Picture: what became of each grower.*?</svg>", evil.html, re.DOTALL)
    assert picture
    assert "&lt;script&gt;" in picture.group()


def test_a_hundred_thousand_findings_stay_small(valley: Written, tmp_path: Path) -> None:
    run = many(valley.run, tmp_path / "run", 4_000)
    assert len(rows(run, "findings", "1")) >= 100_000
    html = write_report(run).read_text(encoding="utf-8")
    assert len(html.encode()) < BOUND
    assert f"showing {PER_KIND} of 4,000; the rest is in findings.xlsx and findings.parquet" in html


@pytest.mark.parametrize("tail", ['"' * 2_000, "\U0001f345" * 2_000], ids=["quotes", "tomatoes"])
def test_the_longest_names_stay_small(valley: Written, tmp_path: Path, tail: str) -> None:
    html = written(many(valley.run, tmp_path / "run", 80, tail)).html
    assert len(html.encode()) < BOUND


def test_the_same_run_gives_the_same_bytes(season: Written, tmp_path: Path) -> None:
    from premium.run_folder import open_run  # noqa: PLC0415 - the copy is another place, not another run

    shutil.copytree(season.run.path, tmp_path / "run")
    assert write_report(open_run(tmp_path / "run")).read_text(encoding="utf-8") == season.html


def test_a_document_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("the old one", encoding="utf-8")
    with pytest.raises(OSError, match="disk"):
        dies_half_way(target)
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text(encoding="utf-8") == "the old one"


def dies_half_way(target: Path) -> None:
    with safely.written(target) as building:
        building.write_text("half", encoding="utf-8")
        raise OSError("disk")


def test_importing_the_documents_is_quick() -> None:
    heavy = "{'duckdb', 'polars', 'jinja2', 'vl_convert', 'xlsxwriter'}"
    code = f"import sys, reports; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
