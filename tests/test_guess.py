"""What is guessed of a file, what is asked, and what is never guessed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from guessing import PAY, guessed, payroll
from premium.errors import InputError, PremiumError
from premium.ingest.guess.propose import guess
from premium.ingest.guess.words import likeness, of_title
from premium.ingest.profile import read_profile

if TYPE_CHECKING:
    from pathlib import Path


# Days


def test_a_day_over_12_proves_the_order(tmp_path: Path) -> None:
    one = guessed(tmp_path, payroll("1,1,25/12/2025,21/12/2025,REG,8,112.00", "2,2,04/12/2025,01/12/2025,REG,8,112.00"))
    assert one.dialect["dates"] == "dmy"
    assert not one.asked("month or the day")


def test_days_that_could_be_either_are_asked_and_set_aside_until_somebody_says(tmp_path: Path) -> None:
    titles = "Emp #,Check #,Check Date,Pay Code,Hours,Amount"
    one = guessed(tmp_path, payroll("1,1,03/04/2026,REG,8,112.00", "2,2,05/04/2026,OT,1,21.00", titles=titles))
    assert one.asked("03/04/2026 could be the month or the day first: mdy or dmy?")
    read = one.read()
    assert read.taken.is_empty()
    assert set(read.set_aside["set_aside_reason"].str.extract(r"^(\w+)", 1)) == {"not_a_date"}


def test_pay_periods_no_longer_than_a_month_prove_the_order(tmp_path: Path) -> None:
    titles = "Emp #,Check #,Period Start,Period End,Check Date,Pay Code,Amount"
    one = guessed(tmp_path, payroll("1,1,12/01/2025,12/07/2025,12/12/2025,REG,112.00", titles=titles))
    assert one.dialect["dates"] == "mdy"
    assert "a pay period would be longer than a month" in one.remarks


def test_another_file_of_the_sender_can_prove_the_order(tmp_path: Path) -> None:
    titles = "Emp #,Check #,Check Date,Pay Code,Hours,Amount"
    doubtful = payroll("1,1,03/04/2026,REG,8,112.00", titles=titles)
    proving = payroll("1,1,04/17/2026,REG,8,112.00", titles=titles)
    assert guessed(tmp_path, doubtful).asked("03/04/2026")
    both = guessed(tmp_path, doubtful, proving)
    assert both.dialect["dates"] == "mdy"
    assert not both.asked("03/04/2026")


def test_one_slip_among_many_days_is_told_and_does_not_turn_the_order(tmp_path: Path) -> None:
    rows = [f"{n},{n},12/{n + 12}/2025,12/14/2025,REG,8,112.00" for n in range(1, 10)]
    one = guessed(tmp_path, payroll(*rows, "10,10,13/12/2025,12/14/2025,REG,8,112.00"))
    assert one.dialect["dates"] == "mdy"
    assert "against 1 such as 13/12/2025" in one.proposal.text


def test_orders_that_contradict_each_other_are_asked(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/14/2025,REG,8,112.00", "2,2,25/12/2025,14/12/2025,REG,8,112.00"]
    assert guessed(tmp_path, payroll(*rows)).asked("cannot both be days of one order")


# Numbers


def test_decimals_and_thousands_come_from_cells_that_can_be_read_in_one_way(tmp_path: Path) -> None:
    titles = "Emp #;Check #;Check Date;Period End;Pay Code;Hours;Amount"
    one = guessed(tmp_path, payroll("1;1;25/12/2025;21/12/2025;REG;8,25;1.112,50", titles=titles))
    assert (one.dialect["delimiter"], one.dialect["decimal"], one.dialect["group"]) == (";", ",", ".")
    assert str(one.read().lines["amount"][0]) == "1112.50"


@pytest.mark.parametrize(("amount", "delimiter"), [("1.120", ";"), ("1,120", ";")])
def test_a_number_that_could_be_thousands_or_decimals_is_asked_and_set_aside(
    tmp_path: Path, amount: str, delimiter: str
) -> None:
    rows = payroll(f"1,1,2025-12-25,2025-12-21,REG,8,{amount.replace(',', '@')}")
    one = guessed(tmp_path, rows.replace(",", delimiter).replace("@", ","))
    assert one.asked(f"{amount} could be thousands or decimals: which?")
    assert one.read().taken.is_empty()


def test_hours_and_minutes_are_seen(tmp_path: Path) -> None:
    one = guessed(tmp_path, payroll("1,1,12/25/2025,12/21/2025,REG,38:15,535.50"))
    assert one.columns["hours"] == {"from": "Hours", "as": "hours_hmm"}
    assert str(one.read().lines["hours"][0]) == "38.2500"


# How a file is written


def test_a_windows_file_is_cp1252_and_its_words_are_shown_but_not_written(tmp_path: Path) -> None:
    one = guessed(tmp_path, PAY.encode("cp1252"))
    assert one.dialect["encoding"] == "cp1252"
    assert "Muñoz" in one.proposal.accented
    assert "Muñoz" not in one.proposal.text


def test_utf_8_with_a_mark_and_utf_16_are_seen_by_their_marks(tmp_path: Path) -> None:
    assert guessed(tmp_path, PAY.encode("utf-8-sig")).dialect["encoding"] == "utf-8"
    assert guessed(tmp_path, PAY.encode("utf-16")).dialect["encoding"] == "utf-16"


def test_an_old_dos_file_is_asked_about(tmp_path: Path) -> None:
    one = guessed(tmp_path, PAY.encode("cp850"))
    assert one.dialect["encoding"] == "cp850"
    assert one.asked("spelled right?")


def test_files_that_are_not_written_alike_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"week 49\.csv and week 491\.csv are not written alike"):
        guessed(tmp_path, PAY, PAY.replace(",", ";"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "no records were found"),
        (b"hello\n", "no table was found"),
        (b"Emp #,Amount\n", "no records were found"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b'a,b\n"x,y\n', "quotation mark|unexpected end"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        guessed(tmp_path, content)


# Titles


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Emp #", ("employee", "number")),
        ("Núm. empleado", ("number", "empleado")),
        ("CheckDate", ("check", "date")),
        ("(5) Total Hours", ("total", "hours")),
        ("O/T Hrs.", ("overtime", "hours")),
        ("Fecha de Pago", ("fecha", "pago")),
    ],
)
def test_titles_are_compared_as_words(title: str, words: tuple[str, ...]) -> None:
    assert of_title(title) == words


def test_a_slip_of_the_pen_in_a_title_is_near_enough() -> None:
    assert likeness(of_title("Emplyee Number"), of_title("employee number")) > 0.75
    assert likeness(of_title("From"), of_title("Form")) == 0.0


@pytest.mark.parametrize(
    ("titles", "rows", "table"),
    [
        ("Check #,Vendor,Payment Date,Amount", ["9001,alder,1/15/2026,1234.50"], "payments"),
        ("Deposit Date,Received From,Reference,Deposit Amount", ["2026-01-20,market,D-1,500.00"], "receipts"),
        ("BOL #,Customer,Ship Date,Commodity,Qty,UOM", ["B1,market,12/14/2025,tomato-round,10,lb"], "sales"),
        ("Invoice No,Vendor,Ship Date,Item,Qty,Unit", ["7,alder,12/14/2025,tomato-round,10,lb"], "purchases"),
        ("Empleado;Cheque;Fecha;Concepto;Horas;Importe", ["7;1;2025-12-14;Destajo;8;112,50"], "payroll"),
    ],
)
def test_the_table_is_told_by_the_titles(tmp_path: Path, titles: str, rows: list[str], table: str) -> None:
    one = guessed(tmp_path, payroll(*rows, titles=titles))
    assert one.profile["table"] == table
    assert not one.asked("--table")


def test_a_named_table_overrides_what_the_titles_say(tmp_path: Path) -> None:
    text = payroll("9001,alder,1/15/2026,1234.50", titles="Check #,Vendor,Payment Date,Amount")
    assert guessed(tmp_path, text, table="receipts").profile["table"] == "receipts"


def test_canonical_files_are_their_own_profile(tmp_path: Path) -> None:
    titles = "line_id,grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,amount"
    row = "L1,alder,W1,C1,2025-12-12,2025-12-01,2025-12-07,X,premium,1.00"
    one = guessed(tmp_path, payroll(row, row.replace("L1", "L2"), titles=titles))
    assert one.columns["kind"] == "kind"
    assert not one.proposal.questions


def test_an_unknown_column_of_amounts_stops_the_file_until_somebody_names_it(tmp_path: Path) -> None:
    text = payroll("1,1,12/25/2025,12/21/2025,REG,8,112.00,55.10", titles=f"{PAY_TITLES},Zzyzx")
    one = guessed(tmp_path, text)
    assert one.asked("'Zzyzx' holds amounts")
    assert "Zzyzx" not in one.profile.get("ignore", [])
    with pytest.raises(PremiumError, match="Zzyzx"):
        one.read()


PAY_TITLES = "Emp #,Check #,Check Date,Period End,Pay Code,Hours,Amount"


# Rows


def test_totals_and_headings_become_rules_that_agree(tmp_path: Path) -> None:
    rows = [
        "Crew: 7,,,,,,", "1,1,12/25/2025,12/21/2025,REG,8,112.00", "2,2,12/25/2025,12/21/2025,REG,8,112.00",
        "Total crew 7,,,,,16,224.00", "Crew: 9,,,,,,", "3,3,12/25/2025,12/21/2025,REG,1,14.00",
        "Total crew 9,,,,,1,14.00", "Grand total,,,,,17,238.00", "Page 1 of 1,,,,,,",
    ]  # fmt: skip
    one = guessed(tmp_path, payroll(*rows))
    read = one.read()
    assert [t.agrees for t in read.totals] == [True] * 6
    assert len(read.taken) == 3
    assert one.profile["rows"]["group"][0]["gives"][0]["name"] == "Crew"


def test_a_total_that_does_not_add_up_is_proposed_all_the_same_and_said(tmp_path: Path) -> None:
    one = guessed(tmp_path, payroll("1,1,12/25/2025,12/21/2025,REG,8,112.00", "Total,,,,,8,113.00"))
    assert "1 of its 2 amounts are what the records add up to" in one.proposal.text
    assert not one.read().totals_agree


def test_numbers_without_words_are_a_total_only_where_they_add_up(tmp_path: Path) -> None:
    record = "1,1,12/25/2025,12/21/2025,REG,8,112.00"
    assert len(guessed(tmp_path, payroll(record, ",,,,,8,112.00")).read().totals) == 2
    kept = guessed(tmp_path, payroll(record, record, ",,,,,9,999.00")).read()
    assert kept.totals == ()
    assert len(kept.set_aside) == 1


def test_a_product_may_be_called_total(tmp_path: Path) -> None:
    titles = "Item,Invoice No,Vendor,Ship Date,Qty,Unit"
    rows = ["Total raisin bran,7,alder,12/14/2025,10,lb", "tomato-round,8,alder,12/15/2025,10,lb"]
    assert "rows" not in guessed(tmp_path, payroll(*rows, titles=titles)).profile


# Codes


def test_codes_are_known_by_their_words_in_two_languages(tmp_path: Path) -> None:
    codes = ["REG", "Horas extra", "DESTAJO", "FFP BONUS", "FICA", "Préstamo", "MIN WAGE ADJ"]
    rows = [f"{n},{n},12/25/2025,12/21/2025,{code},8,112.00"
            for n, code in enumerate(codes)]  # fmt: skip
    kinds = guessed(tmp_path, payroll(*rows)).columns["kind"]["codes"]
    assert kinds == {
        "REG": "hourly", "Horas extra": "overtime", "DESTAJO": "piece", "FFP BONUS": "premium", "FICA": "tax",
        "Préstamo": "deduction", "MIN WAGE ADJ": "makeup",
    }  # fmt: skip


def test_a_code_that_nobody_knows_is_asked_with_its_count_and_set_aside(tmp_path: Path) -> None:
    rows = ["1,1,12/25/2025,12/21/2025,REG,8,112.00", "2,2,12/25/2025,12/21/2025,ZZ,,9.00"]
    one = guessed(tmp_path, payroll(*rows))
    assert one.asked("ZZ (1 row)")
    assert one.read().set_aside["set_aside_reason"].str.extract(r"^(\w+)", 1).to_list() == ["unknown_word"]


def test_arithmetic_tells_hours_pieces_and_overtime_where_codes_say_nothing(tmp_path: Path) -> None:
    titles = "Emp #,Check #,Check Date,Period End,Pay Code,Hours,Pieces,Rate,Amount"
    rows = [f"{n},{n},12/25/2025,12/21/2025,{code},{hours},{pieces},{rate},{amount}"
            for n, (code, hours, pieces, rate, amount) in enumerate(
                [("1", 8, "", 14, "112.00"), ("1", 9, "", 16, "144.00"), ("2", 30, 500, "0.90", "450.00"),
                 ("2", 31, 400, "0.85", "340.00"), ("3", 2, "", 21, "42.00"), ("3", 3, "", 24, "72.00")])]  # fmt: skip
    one = guessed(tmp_path, payroll(*rows, titles=titles))
    assert one.columns["kind"]["codes"] == {"1": "hourly", "2": "piece", "3": "overtime"}
    assert "its rates are 1.5 times those of 1" in one.remarks


def test_a_rare_code_that_says_what_another_says_is_asked(tmp_path: Path) -> None:
    titles = "Emp #,Check #,Check Date,Period End,Pay Code,Stub Text,Amount"
    codes = [("RG", "Regular")] * 6 + [("PW", "Piecework")] * 6 + [("X1", "Regular")]
    rows = [f"{n},{n},12/25/2025,12/21/2025,{code},{told},112.00" for n, (code, told) in enumerate(codes)]
    one = guessed(tmp_path, payroll(*rows, titles=titles))
    assert "X1" not in one.columns["kind"]["codes"]
    assert one.asked("says the same as RG")


# People


def test_names_and_workers_are_shown_as_shapes(tmp_path: Path) -> None:
    text = guessed(tmp_path, PAY).proposal.text
    assert "99999" in text
    for private in ("Muñoz", "Ana", "Pérez", "00417", "01108"):
        assert private not in text


def test_without_numbers_names_tell_workers_apart_and_that_is_asked(tmp_path: Path) -> None:
    titles = "Employee,Check #,Check Date,Period End,Pay Code,Amount"
    one = guessed(tmp_path, payroll('"Muñoz, Ana",1,12/25/2025,12/21/2025,REG,112.00', titles=titles))
    assert one.columns["worker_id"] == {"from": "Employee", "as": "name"}
    assert one.asked("called the same?")


def test_what_the_file_does_not_say_is_derived_and_asked(tmp_path: Path) -> None:
    titles = "Emp #,Period End,Pay Code,Amount"
    one = guessed(tmp_path, payroll("1,12/21/2025,REG,112.00", titles=titles))
    assert one.columns["period_start"] == {"from": "Period End", "add_days": -6}
    assert one.columns["check_date"] == {"from": "Period End", "add_days": 5}
    assert one.columns["check_id"] == {"from": ["Emp #", "Period End"], "join": "/"}
    assert len(one.proposal.questions) == 4  # these three, and the class of work


def test_what_can_only_be_said_by_a_person_sets_every_line_aside_until_then(tmp_path: Path) -> None:
    one = guessed(tmp_path, payroll("1,REG,112.00", titles="Emp #,Pay Code,Amount"))
    assert one.asked("no title says it")
    assert one.read().taken.is_empty()


# Whatever comes


def random_file(r: random.Random) -> bytes:
    """Write a table of cells such as senders write, in an order in which none would."""
    cells = (
        "", "1", "007", "12.50", "1,234.50", "1.234,50", "12/05/2025", "13/12/2025", "38:15", "REG", "FFP",
        "Muñoz, José",
        "Total", "Crew 7", "Page 1", "-5.00", "(5.00)", "#DIV/0!", "12/01/2025-12/07/2025", "120725", "\x01", "'", "0",
        "EMPLOYEE 12  X", "VOID", "20 LB CTN", "S", "\u202e", "??", "tomato-round",
    )  # fmt: skip
    titles = (
        "Emp #",
        "Nombre",
        "Check Date",
        "Period End",
        "Reg Hours",
        "OT Pay",
        "FFP",
        "Amount",
        "Item",
        "Qty",
        "",
        "x",
    )
    width = r.randrange(1, 9)
    pools = [r.sample(cells, r.randrange(1, 5)) for _ in range(width)]
    rows = [[r.choice(titles) for _ in range(width)]] if r.random() < 0.85 else []
    rows += [[r.choice(pool) for pool in pools] for _ in range(r.randrange(12))]
    if r.random() < 0.25:
        return "\n".join("".join(c.ljust(14)[:14] for c in row) for row in rows).encode("cp1252", "replace")
    delimiter = r.choice(",;\t|")
    quoted = (delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in rows)
    return "\r\n".join(quoted).encode(r.choice(["utf-8", "cp1252", "utf-16"]), "replace")


@pytest.mark.parametrize("seed", [*range(60), 1484])
def test_whatever_a_file_holds_its_proposal_can_be_read_or_it_is_refused(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(random_file(random.Random(seed)))
    try:
        proposal = guess([path])
    except InputError:
        return
    read_profile(proposal.text.encode(), "proposed.toml", tmp_path)
