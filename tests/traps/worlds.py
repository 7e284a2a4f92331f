"""The traps put together: one world pooled by months and one by weeks, so that an engine has to run only twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oracle.world import Cells
from small_worlds.programs import parsed, shipped, with_block
from strategies import SmallWorld
from traps import days, money, names, shares
from traps.rows import Rows, together

FINE_RATE = '\n[[premium.rate]]\nproduct = "fine"\nper = "lb"\namount = "0.01234567"\nfrom = 2011-01-01\n'
FINE_PACK = '\n[[pack]]\nunit = "pinch"\nof = "lb"\ncontains = "0.0123"\n'
PROGRAMS = {
    "months": ("fair-food", with_block(shipped("fair-food"), FINE_RATE + FINE_PACK)),
    "weeks": ("milk-with-dignity", shipped("milk-with-dignity")),
}
LOOKED_AT = date(2026, 6, 1)


@dataclass(frozen=True)
class Trap:
    """Rows that an exact engine reconciles, and the naive ways (`naive.NAIVE`) that go wrong on them."""

    name: str
    world: str
    rows: Rows
    catches: tuple[str, ...]

    @property
    def alone(self) -> SmallWorld:
        return small_world(self.world, self.rows)


DOUBLES = ("products in doubles", "quotients in doubles", "shares as fractions in doubles")
ORDERS = (
    "UTF-16 order", "order of composed letters", "order without case", "order of a dictionary",
    "order without blanks at the end",
)  # fmt: skip

TRAPS = (
    Trap("quotients above 2^53", "months", shares.quotients_above_2_53(), (*DOUBLES, "retained in doubles")),
    Trap("fractions that are all but tied", "months", shares.all_but_tied(), DOUBLES),
    Trap("products above 2^63", "months", shares.products_above_2_63(), ("products in 64 bits",)),
    Trap("products near the largest", "months", shares.the_largest_products(), ("products in 64 bits", *DOUBLES)),
    Trap("tied workers", "months", shares.tied_workers(), ORDERS),
    Trap("tied buyers", "weeks", shares.tied_buyers(), ORDERS),
    Trap("half cents", "months", money.half_cents(), ("halves to even", "halves up", "cut towards zero")),
    Trap("half cents of wages", "months", money.half_cents_of_wages(), ("halves to even", "cut towards zero")),
    Trap("halves of large sums", "months", money.halves_of_large_sums(), ("rounded in doubles",)),
    Trap("dues above 2^53", "months", money.dues_above_2_53(), ("rounded in doubles",)),
    Trap("shaved evenly", "months", money.shaved_evenly(), ("rounded in doubles",)),
    Trap("negative pools", "months", money.negative_pools(), ("sums in doubles",)),
    Trap("kept part of a cent", "months", money.kept_parts(), ("retained is rounded",)),
    Trap("one cent apart", "months", money.one_cent_apart(), ("status in dollars",)),
    Trap("all decimals", "months", money.all_decimals(), ("read through doubles",)),
    Trap("absent cells", "months", names.absent_cells(), ("lines without an id first",)),
    Trap("odd names", "months", names.odd_names(), ()),
    Trap("weeks across years", "weeks", days.weeks_across_years(), ("weeks end with the year",)),
    Trap("the calendar's ends by weeks", "weeks", days.ends_of_the_calendar(), ("a calendar without an end",)),
    Trap("the calendar's ends by months", "months", days.ends_of_the_calendar(), ("a calendar without an end",)),
)


def small_world(name: str, rows: Rows) -> SmallWorld:
    """Rows as a world under the program of that name; each table in two files, the second sorting first by case."""
    program_id, text = PROGRAMS[name]
    world = {table: _filed(table, cells) for table, cells in rows.tables.items()}
    return SmallWorld(world, parsed(text), text, LOOKED_AT, program_id)


def _filed(table: str, rows: list[Cells]) -> dict[str, list[Cells]]:
    half = len(rows) // 2
    return {f"{table}/a.csv": rows[:half], f"{table}/B.csv": rows[half:]}


def whole_world(name: str) -> SmallWorld:
    """All traps of a world's name together."""
    return small_world(name, together(trap.rows for trap in TRAPS if trap.world == name))
