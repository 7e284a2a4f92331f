"""What a fuzzer throws at the doors, and what must hold then: an answer with every row in it, or a sentence."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from premium.errors import PremiumError
from premium.ingest import ingest
from premium.ingest.profile import LoadedProfile, read_profile
from premium.ingest.sender import SenderFile, read_sender
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
FAR = date(9000, 1, 1)

TEXT_PROFILE = """
id = "fuzzed"
table = "payroll"
freeze = false
leftover = "drop"
keep_name = "Name"
[dialect]
format = "csv"
encoding = "{encoding}"
delimiter = "{delimiter}"
decimal = "{decimal}"
group = "{group}"
dates = "{dates}"
[[rows.skip]]
why = "page"
where = [{{ column = "*", begins = "Page" }}]
[[rows.group]]
where = [{{ begins = "Crew" }}]
gives = [{{ name = "Crew", after = "Crew", until = "-" }}]
[[rows.total]]
where = [{{ begins = "Total" }}]
of = "group"
[[rows.total]]
where = [{{ begins = "Grand" }}]
[columns]
worker_id = {{ from = "Emp", digits = 5 }}
check_id = {{ from = ["Emp", "Date"], join = "/" }}
check_date = {{ from = "Date", add_days = 5 }}
period_start = {{ from = "Date", add_days = -6 }}
period_end = "Date"
job_class = [{{ from = "Crew" }}, {{ constant = "harvest" }}]
[[line]]
kind = [{{ from = "Code", codes = {{ R = "hourly", P = "piece" }}, other = "empty" }}, {{ constant = "other_wage" }}]
pay_code = "Code"
hours = {{ from = "Hours", as = "hours_hmm" }}
units = {{ from = "Units", times = "1.5" }}
amount = "Pay"
[[line]]
kind = {{ constant = "premium" }}
pay_code = {{ constant = "FFP" }}
amount = {{ from = "Prem", rounded = true }}
"""
TITLES = ["Emp", "Name", "Date", "Code", "Hours", "Units", "Pay", "Prem"]
DIALECTS = [
    {"encoding": e, "delimiter": d, "decimal": p, "group": g, "dates": o}
    for e, d, p, g, o in (
        ("utf-8", ",", ".", ",", "mdy"),
        ("cp1252", ";", ",", ".", "dmy"),
        ("utf-16", "\\t", ".", "", "ymd"),
        ("latin-1", "|", ".", " ", "dmy"),
    )
]


def csv(data: bytes) -> None:
    """A sender's CSV: the first byte chooses how it is written, the rest are the file."""
    if data:
        dialect = DIALECTS[data[0] % len(DIALECTS)]
        head = dialect["delimiter"].replace("\\t", "\t").join(TITLES) + "\n"
        start = b"" if data[0] & 128 else head.encode("utf-16" if dialect["encoding"] == "utf-16" else "ascii")
        whole(start + data[1:], _text_profile(data[0] % len(DIALECTS)), "f.csv")


def fixed(data: bytes) -> None:
    """A sender's fixed width dump."""
    whole(data, _fixed_profile(), "f.txt")


def workbook(data: bytes) -> None:
    """A workbook of which one part is exchanged for what was thrown, or that is thrown as a whole."""
    whole(packed(data), _workbook_profile(), "f.xlsx")


def workbook_inside(data: bytes) -> None:
    """The same, in this very process: a fuzzer sees where it leads."""
    from premium.workbook.__main__ import answer  # noqa: PLC0415 - only where it is fuzzed
    from premium.workbook.limits import Limits  # noqa: PLC0415 - the same

    with tempfile.TemporaryDirectory() as folder:
        told = answer(io.BytesIO(packed(data)), None, Path(folder), Limits())
    assert "error" in told or told["sheets"]
    assert "(RecursionError)" not in str(told)


def profile(data: bytes) -> None:
    """A profile's TOML; one that is taken must read a small file or refuse it."""
    try:
        loaded = read_profile(data, "p.toml", HERE)
    except PremiumError as error:
        told(error)
        return
    if loaded.profile.dialect.format in ("csv", "fixed"):
        whole("\n".join([",".join(TITLES), "7,A,2026-01-11,R,38:15,4,10.00,1.00", ""]).encode(), loaded, "f.csv")


def canonical(data: bytes) -> None:
    """A canonical payroll as CSV: read = taken + set aside + later, or a sentence."""
    with tempfile.TemporaryDirectory() as place:
        records, out = Path(place, "records"), Path(place, "out")
        records.mkdir()
        out.mkdir()
        header = ",".join(c.name for c in INPUTS["payroll"].columns) + "\n"
        (records / "payroll.csv").write_bytes((b"" if data[:1] == b"\xff" else header.encode()) + data)
        try:
            receipt = ingest(records, out, FAR)
        except PremiumError as error:
            told(error)
            return
        (file,) = receipt.files
        assert file.rows_read == file.rows_taken + file.rows_set_aside + file.rows_later
        clean = pl.read_parquet(receipt.tables["payroll"])
        assert len(clean) == file.rows_taken


TARGETS: dict[str, Callable[[bytes], None]] = {
    t.__name__: t for t in (csv, fixed, workbook, workbook_inside, profile, canonical)
}


def whole(content: bytes, loaded: LoadedProfile, name: str) -> None:
    """Read a file by a profile, and see that nothing got lost."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, name)
        path.write_bytes(content)
        try:
            file = read_sender(path, loaded, given=_given(loaded))
        except PremiumError as error:
            told(error)
            return
    conserved(file)


def conserved(file: SenderFile) -> None:
    """See that every row has one place, every record a line or nothing in it, and every line stands or says why not."""
    placed, lines = file.placed, file.lines
    for _, rows in placed.group_by("from_sheet"):
        assert rows["from_row"].to_list() == list(range(1, len(rows) + 1))
    records = placed.filter(pl.col("place").is_in(["record", "fault"])).select("from_sheet", "from_row")
    gave = lines.select("from_sheet", "from_row").unique()
    uncovered = int(file.uncovered["rows"].sum())
    assert gave.join(records, on=["from_sheet", "from_row"], how="anti").is_empty()
    assert len(gave) + file.empty + uncovered >= len(records)
    assert uncovered or len(gave) + file.empty == len(records)
    required = [c.name for c in INPUTS[file.table].columns if c.required]
    stands = file.taken
    assert sum(stands.null_count().select(required).row(0)) == 0
    assert file.set_aside["from_text"].null_count() == 0


def told(error: PremiumError) -> None:
    """See that what is refused is refused in a sentence that no control character steers a terminal by."""
    said = f"{error}{error.hint}"
    assert str(error)
    assert all(c.isprintable() or c == "\n" for c in said), repr(said)


def packed(data: bytes) -> bytes:
    """Put what was thrown into a workbook: the first byte chooses the part."""
    parts = dict(_book())
    names = sorted(parts)
    if not data or data[0] % (len(names) + 1) == len(names):
        return data[1:]
    parts[names[data[0] % (len(names) + 1)]] = data[1:]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in parts.items():
            packing.writestr(name, content)
    return out.getvalue()


@lru_cache(maxsize=1)
def _book() -> tuple[tuple[str, bytes], ...]:
    """The parts of a small good workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Week")
    sheet.write_row(0, 0, TITLES)
    sheet.write_row(1, 0, ["00007", "Ana", "2026-01-11", "R", "38:15", 4, 10.5, 0.25])
    sheet.write_formula(2, 6, "=1+1", None, 2)
    sheet.merge_range(3, 0, 3, 3, "Crew 4 - x")
    book.close()
    with zipfile.ZipFile(out) as packing:
        return tuple((n, packing.read(n)) for n in packing.namelist())


def _given(loaded: LoadedProfile) -> dict[str, str]:
    said = set(loaded.profile.columns).union(*loaded.profile.line)
    names = {c.name for c in INPUTS[loaded.profile.table].columns}
    return {c: "someone" for c in ("grower_id", "buyer_id") if c in names - said}


@lru_cache(maxsize=8)
def _text_profile(number: int) -> LoadedProfile:
    return read_profile(TEXT_PROFILE.format(**DIALECTS[number]).encode(), "fuzzed", HERE)


@lru_cache(maxsize=1)
def _fixed_profile() -> LoadedProfile:
    fields = "".join(
        f'[[dialect.field]]\ntitle = "{t}"\nstart = {1 + 10 * i}\nwidth = 10\n' for i, t in enumerate(TITLES)
    )
    text = TEXT_PROFILE.format(**DIALECTS[0]).replace('format = "csv"', 'format = "fixed"')
    return read_profile(text.replace("[[rows.skip]]", fields + "[[rows.skip]]", 1).encode(), "fuzzed", HERE)


@lru_cache(maxsize=1)
def _workbook_profile() -> LoadedProfile:
    text = TEXT_PROFILE.format(**DIALECTS[0]).replace('format = "csv"', 'format = "workbook"')
    return read_profile(text.encode(), "fuzzed", HERE)
