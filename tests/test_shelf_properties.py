"""What must hold of any files on the shelf: nothing lost, nothing twice, and a correction leaves no trace."""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from folders import take_in_folder
from how_many import examples
from premium.ingest.shelf import Owner, Terms, on_shelf, shelve
from sent_files import crews, pay, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER = Owner(grower="g")
AMOUNTS = st.one_of(st.none(), st.decimals(-99, 99, places=2).map(str))
ROWS = st.builds(
    pay, st.sampled_from("abc"), AMOUNTS, st.integers(0, 2), kind=st.sampled_from(["piece", "premium", "deduction"])
)
FILES = st.lists(ROWS, min_size=1, max_size=12)


def stand(records: Path) -> tuple[Counter[tuple[Any, ...]], Counter[str], list[tuple[int, ...]]]:
    """What a run takes in of a folder, what it sets aside, and how it counts."""
    got = take_in_folder(records)
    cells = ("worker_id", "period_end", "kind", "amount_cents")
    lines = Counter(tuple(row[c] for c in cells) for row in got.tables["payroll"])
    return lines, Counter(row["reason"] for row in got.rejects), list(got.counts)


def folders() -> Iterator[Path]:
    """A records folder that is not there yet."""
    with tempfile.TemporaryDirectory(prefix="shelf-") as place:
        yield Path(place) / "records"


@examples(20, 60)
@given(st.lists(FILES, min_size=1, max_size=3))
def test_every_line_of_every_file_is_taken_or_set_aside_by_the_run(files: list[list[dict[str, Any]]]) -> None:
    for records in folders():
        reads = [sent(f"{n}.csv", *rows, text=f"{n}{rows}") for n, rows in enumerate(files)]
        for read in reads:
            shelve(records, read, crews(), OWNER, Terms(beside=True))
        lines, rejects, counts = stand(records)
        assert sum(lines.values()) == sum(len(read.taken) for read in reads)
        assert sum(rejects.values()) == sum(len(read.set_aside) for read in reads)
        assert sorted(counts) == sorted((len(r.lines), len(r.taken), len(r.set_aside), 0) for r in reads)
        cents = sum(amount * n for (*_, amount), n in lines.items())
        assert cents == sum(slot.receipt["sums"]["taken"]["amount_cents"] for slot in on_shelf(records, "payroll"))


@examples(20, 40)
@given(FILES)
def test_twice_is_once(rows: list[dict[str, Any]]) -> None:
    for records in folders():
        first = shelve(records, sent("a.csv", *rows), crews(), OWNER)
        before = {p: p.read_bytes() for p in records.rglob("*") if p.is_file()}
        again = shelve(records, sent("a.csv", *rows), crews(), OWNER)
        assert (first.status, again.status, again.name) == ("shelved", "already_here", first.name)
        assert {p: p.read_bytes() for p in records.rglob("*") if p.is_file()} == before


@examples(20, 60)
@given(FILES, FILES, FILES)
def test_what_was_replaced_leaves_no_trace_in_what_is_read(
    first: list[dict[str, Any]], second: list[dict[str, Any]], third: list[dict[str, Any]]
) -> None:
    reads = [sent(f"{n}.csv", *rows, text=f"{n}{rows}") for n, rows in enumerate((first, second, third))]
    for corrected, only in zip(folders(), folders(), strict=True):
        shelve(corrected, reads[0], crews(), OWNER)
        for before, read in pairwise(reads):
            done = shelve(corrected, read, crews(), OWNER, Terms(replaces=before.name))
            assert done.changes is not None
            changes = done.changes
            assert changes.same + changes.changed + changes.gone == len(before.lines)
            assert changes.same + changes.changed + changes.new == len(read.lines)
        shelve(only, reads[-1], crews(), OWNER)
        assert stand(corrected) == stand(only)
        assert [len(s.receipt["replaced"]) for s in on_shelf(corrected, "payroll")] == [2]


@examples(20, 40)
@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_lines_is_no_change(rows: list[dict[str, Any]], chance: Any) -> None:  # noqa: ANN401 - Hypothesis' own
    other = list(rows)
    chance.shuffle(other)
    for records in folders():
        shelve(records, sent("a.csv", *rows, text="a"), crews(), OWNER)
        changes = shelve(records, sent("b.csv", *other, text="b"), crews(), OWNER, Terms(replaces="a.csv")).changes
        assert changes is not None
        assert (changes.same, changes.gone, changes.new, changes.changed, changes.sums) == (len(rows), 0, 0, 0, ())
