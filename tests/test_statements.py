"""A worker's statement: a true sentence for every way to stand, the lines that lead to it, and nothing of who asked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from paper_worlds import MONTHS, Pool, even, pages, squeezed, world
from premium.audit import audit
from premium.errors import InputError, RunError
from premium.run_folder import open_run
from report_runs import hostile
from reports.languages import LANGUAGES
from reports.papers import statements as making
from reports.papers import write_papers
from reports.papers.crews import read_crews
from reports.papers.printable import name, printable
from reports.papers.statement import Writer
from reports.papers.statements import Wanted, standings, statements
from reports.papers.tables import opened

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder
    from reports.papers.statement import Page
    from reports.papers.tables import Row

GROWERS = "grower_id,from_date,name,place\nfarm,,Peña Farms,FL"


def say(run: RunFolder, worker: str = "w1", **wanted: object) -> str:
    """The text of one worker's statement."""
    (paper,) = statements(run, Wanted(worker=worker, **wanted))  # type: ignore[arg-type] # what Wanted takes
    (text,) = pages(paper.content)
    return text


def test_what_is_missing_is_said_in_one_sentence_and_led_to_in_four_lines(tmp_path: Path) -> None:
    workers = {"w1": ("300.00", "20.00"), "w2": ("100.00", "21.75")}
    text = say(world(tmp_path, [Pool("2025-11", "100.00", workers)], growers=GROWERS))
    assert "For worker w1. As of 1 June 2026. $45.25 of your premium is missing from your paychecks." in text
    assert (
        "How we found it: November 2025 What Dollars "
        "Premium money that buyers paid to Peña Farms $100.00 "
        "Peña Farms may keep $13.00 of it. What is left is for all workers $87.00 "
        "Your share, by wages: you earned $300.00 $65.25 "
        "Your paychecks show $20.00. What is not on them $45.25 "
    ) in text
    assert "what Peña Farms has to do: Pay the worker the difference as a separate line on the next check. " in text
    assert "It has 14 days for it" in text


def test_where_nothing_was_paid_the_remedy_is_that_of_missing_premium(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "100.00", even(2, None))]))
    assert "$43.50 of your premium is missing from your paychecks." in text
    assert "Pay the worker the missing premium as a separate line on the next check" in text


def test_what_is_pending_is_not_missing(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2026-05", "100.00", even(2, "3.00"))]))
    assert "Nothing is missing so far. $40.50 of your premium must be on your paychecks by 30 June 2026" in text
    assert "What is not on your paychecks by then is missing." in text
    assert "has to do" not in text


def test_what_is_pending_beside_what_is_missing_is_told_apart(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "100.00", even(2, "3.00")), Pool("2026-05", "10.00", even(2, None))]))
    assert "$40.50 of your premium is missing" in text
    assert "$4.35 more is not due yet. It must be on your paychecks by 30 June 2026 at the latest." in text


def test_who_got_all_is_told_so(tmp_path: Path) -> None:
    text = say(
        world(tmp_path, [Pool("2025-11", "100.00", even(2, "43.50")), Pool("2025-12", "50.00", even(2, "30.00"))])
    )
    assert "All of your premium, $65.25, is on your paychecks." in text
    assert "There is nothing that you need to do." in text


def test_a_cent_of_rounding_is_said_and_not_charged(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "100.00", even(2, "43.49"))]))
    assert "Your premium is on your paychecks, but for $0.01 that the program’s rules count as rounding." in text
    assert "has to do" not in text


def test_less_than_a_cent_of_share_is_said_to_be_that(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "0.01", {"w1": ("1.00", None), "w2": ("9.00", "0.01")})]))
    assert "Your share of the premium was less than one cent." in text


def test_who_has_no_share_is_told_why_and_what_the_checks_show_all_the_same(tmp_path: Path) -> None:
    pool = Pool("2025-11", "100.00", even(2, "43.50") | {"cook": ("0.00", "5.00")})
    text = say(world(tmp_path, [pool]), "cook")
    assert "The records give you no share of the premium at farm. Your paychecks show $5.00 of premium" in text
    assert "A share is for work of these classes" in text
    assert "harvest, field." in text
    assert "How we found it" not in text


def test_who_stands_on_the_payroll_and_in_no_pool_has_a_statement_too(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "100.00", even(2, "43.50") | {"cook": ("0.00", None)})]), "cook")
    assert "The records give you no share of the premium at farm. A share is for work" in text


def months(tmp_path: Path, count: int) -> RunFolder:
    """A run of so many short pools, each with less than the one before."""
    pools = [Pool(month, f"{200 - 5 * n}.00", even(2, "1.00")) for n, month in enumerate(MONTHS[:count])]
    return world(tmp_path, pools, date(2028, 1, 1))


def test_the_largest_pool_has_the_four_lines_and_the_others_a_table(tmp_path: Path) -> None:
    text = say(months(tmp_path, 4))
    assert "How we found it: October 2025" in text
    others = "The other periods Period Your share On your paychecks Not on them November 2025 $84.83 $1.00 $83.83"
    assert others in text
    assert "January 2026 $80.48 $1.00 $79.48 What happens next" in text


def test_what_does_not_fit_is_counted_and_added_up_and_the_page_stays_one(tmp_path: Path) -> None:
    run = months(tmp_path, 20)
    rows = [row for row in rows_of(run) if row["worker_id"] == "w1"]
    left = sorted((row["short_cents"] for row in rows), reverse=True)[7:]
    assert f"And 13 more periods, together ${sum(left) / 100:.2f}." in say(run)
    for language in LANGUAGES:
        (paper,) = statements(run, Wanted((language,), worker="w1", call="W" * 5_000))
        assert len(pages(paper.content)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_and_words_still_fit_one_page(language: str, tmp_path: Path) -> None:
    pools = [Pool(month, f"{9_000_000 - n}.00", {"W" * 99: ("9000000.00", "1.00")}, "W" * 99)
             for n, month in enumerate(MONTHS[:12])]  # fmt: skip
    run = world(tmp_path, [*pools, Pool("2027-11", "5.00", {"W" * 99: ("1.00", None)}, "W" * 99)], date(2027, 11, 30))
    text = (run.path / "program.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(remedy|name|phone|en|es|ht) = .*$", rf'\1 = "{"W" * 500}"', text)
    (run.path / "program.toml").write_text(text.replace("remedy_in", "# "), encoding="utf-8")
    assert say(open_run(run.path), "W" * 99, languages=(language,)).count("W") > 500


def rows_of(run: RunFolder) -> list[Row]:
    with opened(run) as tables:
        return tables.ask("statements", grower=None, worker=None, everybody=True)


def shared_by(tmp_path: Path, basis: str, workers: int) -> RunFolder:
    """A run of one pool: w1, and so many others who have a quarter, or less, of what all have together."""
    head = "grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,hours,units,amount"
    rest = [f"{10 / (workers - 1)},{100 / (workers - 1)},{100 / (workers - 1):.2f}"] * (workers - 1)
    lines = [f"farm,w{n},c1,2025-11-12,2025-11-01,2025-11-07,PC,piece,harvest,{work}"
             for n, work in enumerate(["30,300.5,300.00", *rest], start=1)]  # fmt: skip
    growers = f"grower_id,basis\nfarm,{basis}"
    return world(tmp_path, [Pool("2025-11", "100.00", {})], payroll="\n".join([head, *lines]), growers=growers)


@pytest.mark.parametrize(("basis", "line"), [
    ("gross", "by wages: you earned $300.00 of the $400.00 that all workers earned $65.25"),
    ("hours", "by hours: you worked 30 of the 40 hours of all workers $65.25"),
    ("units", "by units: you have 300.5 of the 400.5 units of all workers $65.28"),
    ("equal", "Your share: one of 5 equal parts $17.40"),
])  # fmt: skip
def test_the_share_is_told_by_what_the_pool_is_shared_by(basis: str, line: str, tmp_path: Path) -> None:
    assert line in say(shared_by(tmp_path, basis, 5))


@pytest.mark.parametrize(("basis", "line"), [
    ("gross", "by wages: you earned $300.00 $65.25"), ("hours", "by hours: you worked 30 hours $65.25"),
    ("units", "by units: you have 300.5 units $65.28"), ("equal", "Your share: one of 3 equal parts $29.00"),
])  # fmt: skip
def test_in_a_pool_of_few_nobody_is_told_what_the_others_have(basis: str, line: str, tmp_path: Path) -> None:
    text = say(shared_by(tmp_path, basis, 3))
    assert line in text
    assert not [whole for whole in ("$400.00", "40 hours", "400.5") if whole in text]


def with_program(run: RunFolder, old: str, new: str) -> RunFolder:
    """The run with a changed program file."""
    path = run.path / "program.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return open_run(run.path)


def test_whom_to_call_is_what_was_said_or_the_programs_contact_or_whoever_gave_the_page(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(2, None))])
    real = with_program(run, '"1-555-0100"', '"1-239-555-0200"')
    assert "Whom to call Rosa, 1-555-0199 Fair Food Program." in say(real, call="Rosa, 1-555-0199")
    assert "Complaint line of the Fair Food Program (placeholder): 1-239-555-0200 Day and night" in say(real)
    assert "De día y de noche" in say(real, languages=("es",))
    text = (run.path / "program.toml").read_text(encoding="utf-8")
    nobody = with_program(run, text[text.index("[contact]") : text.index("# title_in")], "")
    assert "Whom to call Ask whoever gave you this page." in say(nobody)


def test_a_number_for_examples_is_not_printed(tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "100.00", even(2, None))]))
    assert "Whom to call Ask whoever gave you this page. Fair Food Program." in text
    assert "555" not in text


# What is not known


WAGES = "grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,amount"
DAYS = "c1,2025-11-12,2025-11-01,2025-11-07"
PAID = [f"farm,w{n},{DAYS},{line}" for n in (1, 2) for line in ("PC,piece,harvest,100.00", "FFP,premium,,43.50")]
UNREAD = "That is as far as the records could be read: there are pay lines of farm that could not be read"


def paid_in_full(tmp_path: Path, *lines: str) -> RunFolder:
    """A run in which w1 and w2 have got all of their share, as far as it is known, with some more pay lines."""
    return world(tmp_path, [Pool("2025-11", "100.00", {})], payroll="\n".join([WAGES, *PAID, *lines]))


def test_who_has_lines_without_a_class_is_not_told_that_all_is_paid(tmp_path: Path) -> None:
    run = paid_in_full(tmp_path, f"farm,w1,{DAYS},PC,piece,,50.00")
    text = say(run)
    assert "As far as the records could be read, all of your premium, $43.50, is on your paychecks." in text
    assert UNREAD in text
    assert "Keep your pay stubs, and ask whether they show work or premium that is not on this page." in text
    assert "nothing that you need to do" not in text
    other = say(run, "w2")
    assert "All of your premium, $43.50, is on your paychecks. " in other
    assert "There is nothing that you need to do." in other


def test_where_rows_of_the_growers_payroll_were_set_aside_nobody_is_told_that_all_is_paid(tmp_path: Path) -> None:
    text = say(paid_in_full(tmp_path, f"farm,w2,{DAYS},PC,piece,harvest,a lot"))
    assert "As far as the records could be read, all of your premium" in text
    assert "nothing that you need to do" not in text


def files_of_two(tmp_path: Path, *lines: str) -> RunFolder:
    """The farm's payroll, whole, in one file, and in another some more lines."""
    run = paid_in_full(tmp_path / "first")
    records = tmp_path / "first" / "records"
    (records / "payroll").mkdir()
    (records / "payroll.csv").rename(records / "payroll" / "farm.csv")
    (records / "payroll" / "ranch.csv").write_text("\n".join([WAGES, *lines]) + "\n", encoding="utf-8")
    return audit(records, "fair-food", tmp_path / "run", date.fromisoformat(run.manifest["as_of"]))


def test_rows_set_aside_in_another_growers_file_make_no_doubt_and_a_file_of_which_none_was_taken_does(
    tmp_path: Path,
) -> None:
    wrong = f"ranch,w8,{DAYS},PC,piece,harvest,a lot"
    theirs = files_of_two(tmp_path / "1", wrong, f"ranch,w9,{DAYS},PC,piece,harvest,1.00")
    assert "There is nothing that you need to do." in say(theirs)
    assert UNREAD in say(files_of_two(tmp_path / "2", wrong))


@pytest.mark.parametrize(("language", "told"), [
    ("es", "Hasta donde se pudieron leer los registros, toda su prima"), ("ht", "Dapre sa yo te kapab li nan dosye yo"),
])  # fmt: skip
def test_what_is_not_known_is_said_in_each_language(language: str, told: str, tmp_path: Path) -> None:
    assert told in say(paid_in_full(tmp_path, f"farm,w1,{DAYS},PC,piece,,50.00"), languages=(language,))


def test_without_an_article_nothing_is_promised(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(2, "1.00"))])
    text = (run.path / "program.toml").read_text(encoding="utf-8")
    (run.path / "program.toml").write_text(text.replace('"premium_short"', '"premium_over"'), encoding="utf-8")
    said = say(open_run(run.path))
    assert "The program’s rules do not say what has to be done about it." in said
    assert "has to do" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_is_spoken_in_its_language(language: str, tmp_path: Path) -> None:
    text = say(world(tmp_path, [Pool("2025-11", "100.00", even(2, "1.00"))]), languages=(language,))
    first = {"en": "$42.50 of your premium is missing from your paychecks.",
             "es": "En sus cheques de pago faltan $42.50 de su prima.",
             "ht": "$42.50 nan prim ou manke sou chèk peman ou yo."}[language]  # fmt: skip
    remedy = {"en": "Pay the worker the difference", "es": "Pagar al trabajador la diferencia",
              "ht": "Peye travayè a diferans lan"}[language]  # fmt: skip
    assert first in text
    assert remedy in text


# Who asked


def test_the_page_is_the_same_whoever_asked_for_it_and_however(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(3, "1.00"))])
    (batch,) = statements(run, Wanted())
    (everybody,) = statements(run, Wanted(everybody=True))
    assert pages(batch.content) == pages(everybody.content) == [say(run, w) for w in ("w1", "w2", "w3")]


def test_a_batch_has_those_from_whom_something_is_missing_and_all_has_everybody(tmp_path: Path) -> None:
    workers = even(3, "29.00") | {"w2": ("100.00", "1.00")}
    run = world(tmp_path, [Pool("2025-11", "100.00", workers)])
    (batch,) = statements(run, Wanted())
    (everybody,) = statements(run, Wanted(everybody=True))
    assert (batch.pages, everybody.pages) == (1, 3)


def test_nobody_to_write_to_is_said(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(3, "29.00"))])
    with pytest.raises(RunError, match="nothing is missing from anybody in the pools that were shared out") as told:
        list(statements(run, Wanted()))
    assert told.value.hint == "--all makes statements for every worker with a share"
    with pytest.raises(RunError, match="no grower 'nobody'"):
        list(statements(run, Wanted(grower="nobody")))


def test_money_that_was_not_shared_out_is_not_said_to_be_missing_from_nobody(tmp_path: Path) -> None:
    over = [Pool("2025-10", "5.00", even(3, "1.45")), Pool("2025-11", "100.00", {}, grower="ranch")]
    run = world(tmp_path, over)
    with pytest.raises(RunError, match=r"nothing is missing .* in the pools that were shared out") as told:
        list(statements(run, Wanted()))
    assert "other money has not been shared out" in told.value.hint
    for everybody in (False, True):
        with pytest.raises(RunError, match="the premium money has not been shared out, so nobody has a share") as told:
            list(statements(run, Wanted(grower="ranch", everybody=everybody)))
        assert "--all" not in told.value.hint


def test_that_nobody_has_a_share_is_said_without_asking_for_all_again(tmp_path: Path) -> None:
    pools = [Pool("2025-11", "100.00", even(3, "29.00")), Pool("2025-11", "0.00", even(2, None), grower="ranch")]
    run = world(tmp_path, pools)
    for everybody in (False, True):
        with pytest.raises(RunError, match="nobody has a share of any premium") as told:
            list(statements(run, Wanted(grower="ranch", everybody=everybody)))
        assert "--all" not in told.value.hint


IDENTITIES = """grower_id,worker_id,is_worker_id,reason,confirmed_by,confirmed_on,ended_by,ended_on
farm,7,w1,lost_zero,Ana Ruiz,2026-01-15,,"""


def test_who_is_counted_as_another_gets_the_page_of_that_one(tmp_path: Path) -> None:
    payroll = "\n".join([WAGES, *PAID[:1], *PAID[2:], f"farm,7,{DAYS},FFP,premium,,3.50"])
    run = world(tmp_path, [Pool("2025-11", "100.00", {})], payroll=payroll, identities=IDENTITIES)
    text = say(run, "7")
    assert "For worker w1. As of 1 June 2026. Your checks also say: 7. $40.00 of your premium is missing" in text
    assert text == say(run, "w1"), "the page does not tell who asked"
    assert "Sus cheques también dicen: 7." in say(run, "7", languages=("es",))
    assert "also say" not in say(run, "w2")
    with pytest.raises(RunError, match="no such worker"):
        say(run, "8")


def test_an_identifier_is_anothers_at_the_grower_where_it_was_confirmed_and_a_workers_own_elsewhere(
    tmp_path: Path,
) -> None:
    payroll = "\n".join([WAGES, *PAID[:1], *PAID[2:], f"farm,7,{DAYS},FFP,premium,,3.50",
                         f"ranch,7,{DAYS},PC,piece,harvest,5.00"])  # fmt: skip
    pools = [Pool("2025-11", "100.00", {}), Pool("2025-11", "10.00", {}, grower="ranch")]
    run = world(tmp_path, pools, payroll=payroll, identities=IDENTITIES)
    assert "For worker w1." in say(run, "7", grower="farm")
    assert "For worker 7." in say(run, "7", grower="ranch")
    with pytest.raises(RunError, match="may not be one person"):
        say(run, "7")


def test_an_error_about_a_worker_does_not_name_the_worker(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(3, "29.00"))])
    with pytest.raises(RunError) as told:
        list(statements(run, Wanted(worker="w77")))
    assert "w77" not in f"{told.value} {told.value.hint}"


def test_one_identifier_at_two_growers_may_be_two_people(tmp_path: Path) -> None:
    run = world(
        tmp_path, [Pool("2025-11", "100.00", even(2, None)), Pool("2025-11", "50.00", even(2, None), grower="ranch")]
    )
    with pytest.raises(RunError, match="may not be one person") as told:
        say(run)
    assert "--grower: farm, ranch" in told.value.hint
    assert "at ranch" in say(run, grower="ranch")


def test_a_run_that_cannot_say_what_reached_workers_has_no_statements(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "0.00", even(2, None))])
    with pytest.raises(RunError, match="nobody can say"):
        list(statements(run, Wanted()))


# Batches


def crews_file(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "crews.csv"
    path.write_text("\n".join(["grower_id,worker_id,crew", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_batch_goes_by_crew_and_who_is_in_none_comes_last(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(4, None))])
    crews = read_crews(crews_file(tmp_path, "farm,w3,A", "farm,w1,B", "farm,w2,A"))
    papers = list(statements(run, Wanted(("en", "es"), crews=crews)))
    assert [(p.file, p.about["crew"], p.pages) for p in papers[:3]] == [
        ("statement-en-001.pdf", "A", 2), ("statement-en-002.pdf", "B", 1), ("statement-en-003.pdf", "", 1),
    ]  # fmt: skip
    assert [p.about["language"] for p in papers] == ["en"] * 3 + ["es"] * 3
    assert ["For worker w2." in pages(papers[0].content)[0], "For worker w3." in pages(papers[0].content)[1]] == [
        True,
        True,
    ]


def test_a_crew_is_found_by_any_identifier_of_its_worker(tmp_path: Path) -> None:
    payroll = "\n".join([WAGES, *PAID[:1], *PAID[2:], f"farm,7,{DAYS},FFP,premium,,3.50"])
    run = world(tmp_path, [Pool("2025-11", "100.00", {})], payroll=payroll, identities=IDENTITIES)
    told: list[str] = []
    crews = read_crews(crews_file(tmp_path, " farm , 7 , A "))
    (paper,) = statements(run, Wanted(crews=crews, warn=lambda *said: told.extend(said)))
    assert (paper.about["crew"], told) == ("A", [])


def test_rows_of_crews_that_name_nobody_are_counted_and_no_worker_is_named(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(2, None))])
    told: list[str] = []
    crews = read_crews(crews_file(tmp_path, "farm,w1,A", "farm,w02,A", "barn,w2,A"))
    papers = list(statements(run, Wanted(crews=crews, warn=lambda *said: told.extend(said))))
    assert [paper.about["crew"] for paper in papers] == ["A", ""]
    assert told[0].startswith("2 rows of the crews file name nobody on the payroll")
    assert "identifiers are text" in told[1]
    assert "w02" not in " ".join(told)


def test_a_long_batch_goes_on_in_the_next_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_PAGES", 2)
    papers = list(statements(world(tmp_path, [Pool("2025-11", "100.00", even(5, None))]), Wanted()))
    assert [paper.pages for paper in papers] == [2, 2, 1]


@pytest.mark.parametrize(("rows", "told"), [
    (["farm,marisol"], "row 2: 2 values instead of 3"),
    (["farm,marisol,A", "farm,marisol,B"],
     "row 3, column worker_id: the worker of 'farm' stands in an earlier row too"),
    (["farm,marisol, "], "row 2, column crew: '' where a value is needed"),
    ([",marisol,A"], "row 2, column grower_id: ''"),
    (['"farm,marisol,A'], "cannot be read as CSV"),
])  # fmt: skip
def test_a_wrong_row_of_crews_is_named_by_file_row_and_column(rows: list[str], told: str, tmp_path: Path) -> None:
    path = crews_file(tmp_path, *rows)
    with pytest.raises(InputError) as error:
        read_crews(path)
    assert told in str(error.value)
    assert str(path) in str(error.value)
    assert "marisol" not in str(error.value), "a worker is not named in an error"


def test_a_crews_file_with_other_columns_or_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "crews.csv"
    path.write_text("grower,worker,crew\nfarm,w1,A\n", encoding="utf-8")
    with pytest.raises(InputError, match="the columns are grower_id, worker_id, crew, and not grower, worker, crew"):
        read_crews(path)
    path.write_bytes("grower_id,worker_id,crew\nfarm,w1,Peña\n".encode("latin-1"))
    with pytest.raises(InputError, match="not text in UTF-8"):
        read_crews(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_crews(tmp_path / "no.csv")


def test_a_wrong_file_of_crews_names_so_many_rows_and_counts_the_rest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="and 5 more"):
        read_crews(crews_file(tmp_path, *["farm"] * 15))


# The page as data, and as print


def strings(value: object) -> list[str]:
    """Every text of a page's data, in its order."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for inner in value.values() for text in strings(inner)]
        case list() | tuple():
            return [text for inner in value for text in strings(inner)]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_printed_is_what_was_put_in(
    language: str, valley_run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[Page] = []

    def page(writer: Writer, standing: object) -> Page:
        made = original(writer, standing)  # type: ignore[arg-type] # what it is called with
        put.append(made)
        return made

    original = Writer.page
    monkeypatch.setattr(Writer, "page", page)
    papers = list(statements(valley_run, Wanted((language,), everybody=True)))  # type: ignore[arg-type] # one of ours
    printed = [text for paper in papers for text in pages(paper.content)]
    assert len(printed) == len(put) == 9
    for text, data in zip(printed, put, strict=True):
        assert squeezed(text) == squeezed("".join(strings(data)))


def test_the_same_run_gives_the_same_bytes(valley_run: RunFolder) -> None:
    first, second = (list(statements(valley_run, Wanted(("es", "ht"), everybody=True))) for _ in range(2))
    assert [paper.content for paper in first] == [paper.content for paper in second]
    assert len(first) > 4


def test_names_that_try_to_be_something_else_are_names(valley_run: RunFolder, tmp_path: Path) -> None:
    evil = hostile(valley_run, tmp_path / "evil")
    papers = write_papers(statements(evil, Wanted(("en", "ht"), everybody=True)), tmp_path / "out")
    assert all(paper.file.replace("-", "").removesuffix(".pdf").isalnum() for paper in papers)
    with opened(evil) as tables:
        everybody = standings(tables, Wanted(everybody=True))
        growers = {row["grower_id"]: row["name"] for row in tables.ask("grower_names")}
    text = "".join(squeezed(t) for p in papers for t in pages((tmp_path / "out" / p.file).read_bytes()))
    for standing in everybody:
        assert squeezed(f"Your premium at {name(growers.get(standing.grower_id) or standing.grower_id)}") in text
        assert squeezed(name(standing.worker_id)) in text
    assert sum(paper.pages for paper in papers) == 2 * len(everybody)
    assert sum(len(pages((tmp_path / "out" / p.file).read_bytes())) for p in papers) == 2 * len(everybody)


def test_a_contact_and_a_remedy_that_are_endless_are_cut(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(2, "1.00"))])
    text = say(run, call="call " + "9" * 10_000)
    assert squeezed(printable("call " + "9" * 10_000, 240)) in squeezed(text)
