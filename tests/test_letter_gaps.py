"""What a letter says of what could not be seen: no class of work, rows set aside, places that were not checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from folders import PAYMENTS, write
from paper_worlds import LATE, Pool, even, world
from premium.audit import audit
from premium.ingest.shelf import lines
from premium.tables import INPUTS
from sent_files import pay, sent
from test_letters import one, sheets

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder

UNSAID = (
    "Nobody can say whether the premium reached the workers: no wage line has a class of work (job_class), so nobody "
    "knows whose work qualifies."
)
OF_POOLS = ("Pool never shared out", "Nothing to share a pool by", "Pool fell short", "Worker got no premium",
            "Premium to someone without a share", "Premium out of no known pool")  # fmt: skip
HEAD = "grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,hours,amount"


def payroll(*rows: str, grower: str = "farm", work: str = "") -> str:
    """A payroll of one week: `amount` per worker, and a premium line each."""
    week = "2025-11-12,2025-11-01,2025-11-07"
    said = [HEAD]
    for number, amount in enumerate(rows, start=1):
        said.append(f"{grower},w{number},c1,{week},PC,piece,{work},40,{amount}")
        said.append(f"{grower},w{number},c1,{week},FFP,premium,,,20.00")
    return "\n".join(said)


def records(folder: Path, **tables: str) -> RunFolder:
    """Reconcile some records with a payment of $100 to each of two growers."""
    paid = f"{PAYMENTS}\np1,market,farm,2025-11-20,100.00\np2,market,ranch,2025-11-20,50.00"
    files = {f"{name.replace('__', '/')}.csv": f"{text}\n" for name, text in {"payments": paid, **tables}.items()}
    write(folder / "records", files)
    return audit(folder / "records", "fair-food", folder / "run", LATE)


def test_where_nobody_can_say_that_stands_first_and_nothing_is_charged_that_only_pools_tell(tmp_path: Path) -> None:
    run = records(tmp_path, payroll=payroll("500.00", "500.00"), growers="grower_id,place\nfarm,FL")
    text, workbook = one(run)
    _, _, after = text.partition("What was found at farm ")
    assert after.startswith(
        f"{UNSAID} 4 findings about pools and premium are left out until it can be said. $87.00 of premium for workers "
        "waits until then. The Fair Food Program has compared"
    )
    assert not any(kind in text for kind in OF_POOLS)
    assert "No job class" in text, "the grower is told what to send"
    assert "Paid below the minimum wage" in text or "Premium used to make up the minimum wage" in text
    found = sheets(workbook)
    assert not {row[1] for row in found["findings"]} & set(OF_POOLS)
    assert not {row[1] for row in found["rows that prove them"]} & set(OF_POOLS)
    assert any(str(row[0]).startswith(UNSAID) for row in found["letter"])
    assert "ninguna línea de salario tiene clase de trabajo" in one(run, languages=("es",))[0]


def test_a_grower_whose_payroll_has_no_class_is_not_charged_for_it_where_others_have_theirs(tmp_path: Path) -> None:
    run = records(tmp_path, payroll__a=payroll("500.00"),
                  payroll__b=payroll("5000.00", grower="ranch", work="harvest"))  # fmt: skip
    assert run.cannot_say == ""
    text, _ = one(run)
    assert UNSAID in text
    assert not any(kind in text for kind in OF_POOLS)
    assert UNSAID not in one(run, "ranch")[0]


def test_where_no_pool_money_is_known_the_rest_is_told(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "0.00", even(2, None))], payroll=payroll("1.00", work="harvest"),
                growers="grower_id,place\nfarm,FL")  # fmt: skip
    text, _ = one(run)
    assert "Nobody can say whether the premium reached the workers: no pool money is known" in text
    assert "left out" not in text, "nothing was found of it"
    assert "Paid below the minimum wage" in text


def test_rows_of_the_growers_files_that_were_set_aside_are_told_and_listed(tmp_path: Path) -> None:
    run = records(tmp_path, payroll__a=payroll("500.00", '"1,234.50"', "12,5", work="harvest"),
                  payroll__b=payroll("500.00", "x", grower="ranch", work="harvest"))  # fmt: skip
    text, workbook = one(run)
    assert (
        "2 rows of the files that hold your records could not be used, and took part in nothing; the workbook lists "
        "them. What they say may change what is found here: correct them, and send the files again."
    ) in text
    assert "Other growers" not in text
    head, *rows = sheets(workbook)["rows set aside"]
    assert head == ("Records", "File", "Sheet", "Row", "Column", "Why", "To do")
    assert [row[:5] for row in rows] == [
        ("payroll", "payroll/a.csv", None, 4, "amount"), ("payroll", "payroll/a.csv", None, 6, None),
    ]  # fmt: skip
    assert rows[0][6] == "Write a plain number such as 1234.50, without signs, spaces or thousands."
    assert not any("1,234.50" in str(cell) for row in rows for cell in row), "nor what stood in it"
    spanish = sheets(one(run, languages=("es",))[1])["filas apartadas"]
    assert spanish[1][6] == "Escriba un número simple como 1234.50, sin signos, espacios ni separador de miles."


def test_rows_of_files_that_growers_share_may_be_anothers(tmp_path: Path) -> None:
    both = payroll("500.00", work="harvest") + payroll("500.00", "x", grower="ranch", work="harvest").removeprefix(HEAD)
    text, _ = one(records(tmp_path, payroll=both))
    assert "1 row of the files that hold your records could not be used" in text
    assert "Other growers’ records stand in the same files: some of these rows may be theirs." in text


def test_rows_of_a_file_of_which_nothing_could_be_read_may_be_anybodys(tmp_path: Path) -> None:
    other = payroll("x", grower="ranch", work="harvest").splitlines()
    run = records(tmp_path, payroll__a=payroll("500.00", work="harvest"), payroll__b="\n".join(other[:2]))
    text, workbook = one(run)
    assert "1 row stands in a file of which no row could be read; it may be yours. What they say" in text
    assert len(sheets(workbook)["rows set aside"]) == 1, "whose it is nobody knows: it is not shown"


def test_what_buyers_files_hold_is_no_gap_of_a_growers(tmp_path: Path) -> None:
    purchases = (
        "purchase_id,buyer_id,grower_id,product,unit,quantity,ship_date\n1,market,farm,tomatoes,lb,many,2025-11-03"
    )
    text, _ = one(records(tmp_path, purchases=purchases, payroll=payroll("500.00", work="harvest")))
    assert "could not be used" not in text
    assert "no row could be read" not in text


def test_what_could_not_be_checked_at_the_grower_is_told(tmp_path: Path) -> None:
    run = records(
        tmp_path, payroll__a=payroll("500.00", work="harvest"), growers="grower_id,place\nfarm,Narnia\nranch,"
    )
    text, _ = one(run)
    assert (
        "“Paid below the minimum wage” could not be checked in 1 place: the program has no minimum wage for Narnia on "
        "that day."
    ) in text
    spanish, _ = one(run, languages=("es",))
    assert "no se pudo comprobar en 1 lugar: el programa no tiene salario mínimo para Narnia en ese día." in spanish


def test_rows_are_named_as_the_grower_sent_them_and_a_buyers_file_is_not_named(tmp_path: Path) -> None:
    sheet = sent("crew.xlsx", pay("w1", "100.00", grower_id="farm"), pay("w2", None, grower_id="farm"))
    payment: dict[str, Any] = {
        "from_file": "the buyer's own.xlsx", "from_sheet": "S", "from_row": 9, "payment_id": "p1", "buyer_id": "market",
        "grower_id": "farm", "paid_date": date(2025, 11, 20), "amount": Decimal(100),
    }  # fmt: skip
    paid = pl.DataFrame([payment], schema=lines.schema(INPUTS["payments"]), orient="row")
    write(tmp_path / "records", {
        "payments/p.parquet": lines.as_stored(INPUTS["payments"], paid),
        "payroll/x.parquet": lines.as_stored(INPUTS["payroll"], sheet.lines),
    })  # fmt: skip
    _, workbook = one(audit(tmp_path / "records", "fair-food", tmp_path / "run", LATE))
    found = sheets(workbook)
    assert {row[2:] for row in found["rows that prove them"][1:]} == {
        ("payments", "payments/p.parquet", None, 2), ("payroll", "crew.xlsx", "Crew 1", 4),
    }  # fmt: skip
    assert found["rows set aside"][1][:5] == ("payroll", "crew.xlsx", "Crew 1", 5, "amount")
