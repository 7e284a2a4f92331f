"""What happens to clean tables on the way: bad cells, identifiers used again, files split, tables lost."""

from __future__ import annotations

from oracle.cells import Column
from oracle.reading import SPECS
from oracle.world import Cells, World

from .draw import Draft

BAD_NUMBERS = (
    "abc",
    "1e3",
    " 5",
    "5 ",
    "+1",
    "1.",
    ".5",
    "1,000",
    "$5.00",
    "(5.00)",
    "٣",
    "0x1",
    "--1",
    "NaN",
    "1_0",
    "½",
)
BAD_DATES = (
    "2025-1-5",
    "2025-02-30",
    "20251201",
    "01/02/2025",
    "2025-12-01 ",
    "0000-01-01",
    "２０２５-01-01",
    "2025-12-01T00",
)
ODD_WORDS = ("Piece", "bonus ", "unknown", "SEPARATE", "weekly")
FILES = ("a.csv", "b.csv", "B.csv", "a10.csv", "a9.csv", "é.csv")


def bad_value(draft: Draft, column: Column) -> str | None:
    """A value that this column refuses (a text column refuses nothing but nothing)."""
    rng = draft.rng
    if column.required and draft.chance(0.12):
        return rng.choice((None, "", "  "))
    if column.type == "number":
        long = rng.choice(("", "-")) + "9" * (19 - column.scale)
        many = f"{rng.randint(0, 99)}.{'0' * (column.scale + 1)}"
        return rng.choice((*BAD_NUMBERS[:8], rng.choice(BAD_NUMBERS), long, long, many, many, f"1.{'1' * 9}"))
    if column.type == "date":
        return rng.choice(BAD_DATES)
    return rng.choice(ODD_WORDS) if column.choices else rng.choice((None, "", " "))


def spoil(draft: Draft) -> None:
    """Put a few bad values into a world; a bad value for an optional text is none, so those columns stay."""
    rng = draft.rng
    for table, rows in draft.rows.items():
        if not rows:
            continue
        for _ in range(rng.choice((0, 0, 0, 0, 0, 0, 1, 2))):
            columns = [c for c in SPECS[table].columns if c.type != "text" or c.choices or draft.chance(0.3)]
            row, column = rng.choice(rows), rng.choice(columns)
            row[column.name] = bad_value(draft, column)
        if table == "payroll" and draft.chance(0.06):
            rng.choice(rows)["period_end"] = "2023-12-31"  # before every start
        if draft.chance(0.06):
            reuse(draft, table)


def reuse(draft: Draft, table: str) -> None:
    """Give a row the identifier of another: with other cells, before or after it, in any file."""
    rows, unique = draft.rows[table], SPECS[table].unique
    first, again = draft.rng.choice(rows), dict(draft.rng.choice(rows))
    for name in unique:
        again[name] = first.get(name)
    rows.insert(draft.rng.randint(0, len(rows)), again)


def filed(draft: Draft, table: str) -> dict[str, list[Cells]]:
    """The rows in one file, or spread over a folder; in any order; some without an optional column."""
    rng = draft.rng
    rows = [dict(row) for row in draft.rows.get(table, ())]
    if draft.chance(0.5):
        rng.shuffle(rows)
    if draft.chance(0.6):
        files = {f"{table}.csv": rows}
    else:
        names = rng.sample(FILES, rng.randint(1, 3))
        files = {f"{table}/{name}": [] for name in names}
        for row in rows:
            files[f"{table}/{rng.choice(names)}"].append(row)
    for held in files.values():
        drop_unused(draft, table, held)
    return files


def drop_unused(draft: Draft, table: str, rows: list[Cells]) -> None:
    """Take an optional column out of a file in which no row has a value for it."""
    for column in SPECS[table].columns:
        if not column.required and draft.chance(0.5) and not any(row.get(column.name) for row in rows):
            for row in rows:
                row.pop(column.name, None)


ABSENT = {
    "purchases": 0.05,
    "sales": 0.3,
    "payments": 0.12,
    "receipts": 0.4,
    "payroll": 0.03,
    "growers": 0.05,
    "standing": 0.25,
}


def to_world(draft: Draft) -> World:
    """The tables as files: some absent, some there without a row, the others with what was drawn."""
    world: World = {}
    for table, probability in ABSENT.items():
        draw = draft.rng.random()
        if draw < probability:
            continue
        if draw < probability + 0.02:
            world[table] = {f"{table}.csv": []}
        else:
            world[table] = filed(draft, table)
    return world
