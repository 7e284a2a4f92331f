"""Aligned columns: where they begin and end, from the characters that are blank in all the lines of records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from premium.ingest.guess import words
from premium.ingest.guess.values import SOLID_YMD

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = 4_000
SPARE = 40
"""Characters by which the last column may be longer than any line that was seen."""
FEW = 3
"""Columns and lines below which nothing is said."""
RECENT_MDY = r"(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])((20)?[1-4][0-9])"
"""A day of 2010 to 2049 without signs: other digits pass for a day too often."""
PASSES = ({"9a"}, {"9a", "9 "}, {"a9"}, {"a9", " 9"})
"""How all lines pass from digits to words, or back, where a column ends: a word may fill its column or not."""
RULE = re.compile(r"^[\s\-=_*.+|]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A column of characters: where it begins, counted from 1, and how wide it is."""

    start: int
    width: int


def pieces(lines: Sequence[str]) -> tuple[Piece, ...]:
    """Return the columns that lines are aligned in; nothing where they are not."""
    if any("\t" in line for line in lines):
        return ()
    alike = body(lines)
    if len(alike) < FEW:
        return ()
    width = max(len(line) for line in alike)
    taken = [False] * width
    for line in alike:
        for at, sign in enumerate(line):
            taken[at] = taken[at] or sign != " "
    runs = _runs(taken)
    split = [p for run in runs for p in _apart(alike, *run)]
    if len(split) < FEW:
        return ()
    return _spread(alike, split)


def body(lines: Sequence[str]) -> list[str]:
    """Return the lines that look like records: those whose numbers stand where most lines have theirs.

    A line's pattern is where its last two digits stand; titles, totals and page headers have other patterns.
    """
    bare = [line.strip("\f").rstrip() for line in lines]
    full = [line for line in bare if line and not RULE.match(line) and re.search(r"\d", line)]
    full = [line for line in full if not _is_furniture(line)]
    if not full:
        return []
    ends = Counter(end for line in full for end in _number_ends(line))
    usual = {end for end, n in ends.items() if n >= 0.5 * len(full)}
    if not usual:
        return full
    return [line for line in full if len(usual & _number_ends(line)) >= 0.7 * len(usual)]


def _is_furniture(line: str) -> bool:
    """Whether a line is a total, a heading, or of the page: what begins with such a word is no record."""
    entries = ("totals_all", "totals", "groups", "furniture")
    return any(words.begins(line, "rows", e) for e in entries) or bool(words.holds(line, "rows", "furniture"))


def _number_ends(line: str) -> set[int]:
    return {m.end() for m in re.finditer(r"\d(?=[ ]|$|[A-Za-z])", line)}


def _runs(taken: Sequence[bool]) -> list[tuple[int, int]]:
    """Return stretches of characters that are not blank in every line, as (first, one past the last)."""
    found, begin = [], -1
    for at, is_taken in enumerate([*taken, False]):
        if is_taken and begin < 0:
            begin = at
        elif not is_taken and begin >= 0:
            found.append((begin, at))
            begin = -1
    return found


def _apart(lines: Sequence[str], begin: int, end: int) -> list[tuple[int, int]]:
    """Part a stretch of packed records, which have no blanks between their columns.

    A column ends where all lines pass from digits to letters or back; behind a place that only ever holds a minus;
    around six or eight digits that are a day in nearly all lines; and before zeros that stand in all lines.
    """
    cuts = {at for at in range(begin + 1, end) if {_sort(x, at - 1) + _sort(x, at) for x in lines} in PASSES}
    cuts |= {at + 1 for at in range(begin + 1, end - 1) if _is_sign(lines, at)}
    for first, last in _between(begin, cuts, end):
        if all(_sort(x, at) != "a" for x in lines for at in range(first, last)):
            days = _days(lines, first, last)
            cuts |= {at for day in days for at in day if first < at < last}
            for start, stop in _between(first, {at for day in days for at in day if first < at < last}, last):
                if (start, stop) not in days:
                    cuts |= _zeros(lines, start, stop)
    return _between(begin, cuts, end)


def _between(begin: int, cuts: set[int], end: int) -> list[tuple[int, int]]:
    return list(pairwise([begin, *sorted(cuts), end]))


def _is_sign(lines: Sequence[str], at: int) -> bool:
    """Whether a place holds nothing but a minus, in some lines, behind digits."""
    here = {line[at : at + 1] for line in lines}
    return "-" in here and here <= {"-", " ", ""} and all(_sort(line, at - 1) == "9" for line in lines)


def _days(lines: Sequence[str], begin: int, end: int) -> set[tuple[int, int]]:
    """Return the most places, none over another, at which nearly all lines hold a day in digits."""
    sized = [(at, at + size) for size in (8, 6) for at in range(begin, end - size + 1)
             if _are_days([line[at : at + size] for line in lines])]  # fmt: skip
    best: set[tuple[int, int]] = set()
    for first in sized:
        chosen = [first]
        for other in sorted(sized):
            if other[0] >= chosen[-1][1]:
                chosen.append(other)
        best = max(
            best,
            set(chosen),
            key=lambda days: (len(days), sum({first, last} & {begin, end} != set() for first, last in days)),
        )
    return best


def _are_days(texts: Sequence[str]) -> bool:
    filled = [t for t in texts if t.strip()]
    if len(filled) < FEW:
        return False
    good = sum(bool(re.fullmatch(SOLID_YMD, t) or re.fullmatch(RECENT_MDY, t)) for t in filled)
    return good >= 0.9 * len(filled)


def _zeros(lines: Sequence[str], begin: int, end: int) -> set[int]:
    """Return where zeros begin that stand in all lines, behind digits that differ: a number filled up on its left."""
    fixed = [len({line[at : at + 1] for line in lines}) == 1 for at in range(begin, end)]
    zero = [{line[at : at + 1] for line in lines} == {"0"} for at in range(begin, end)]
    return {begin + i for i in range(1, end - begin) if zero[i] and not fixed[i - 1] and not all(zero[i:])}


def _sort(line: str, at: int) -> str:
    sign = line[at] if at < len(line) else " "
    return "9" if sign.isdigit() else "a" if sign.isalpha() else " " if sign == " " else "."


def _spread(lines: Sequence[str], split: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Let columns meet, so that nothing is outside: a wider number grows to its left, a longer word to its right."""
    starts = [0]
    for (begin, end), (following, until) in pairwise(split):
        if not _grows(_texts(lines, following, until)):
            starts.append(following)
        elif _is_numbers(_texts(lines, begin, end)):
            starts.append(end)
        else:
            starts.append((end + following + 1) // 2)
    ends = [*starts[1:], split[-1][1] + SPARE]
    return tuple(Piece(begin + 1, end - begin) for begin, end in zip(starts, ends, strict=True))


def _texts(lines: Sequence[str], begin: int, end: int) -> list[str]:
    return [line[begin:end].ljust(end - begin) for line in lines if line[begin:end].strip()]


def _is_numbers(texts: Sequence[str]) -> bool:
    return bool(texts) and all(re.fullmatch(r"[\s\d.,$()*%-]*", t) for t in texts)


def _grows(texts: Sequence[str]) -> bool:
    """Whether a column's numbers end together (a sign may follow) and differ in length: zeros on the left never do."""
    if not _is_numbers(texts) or len({len(t.strip(" -")) for t in texts}) == 1:
        return False
    return sum(t[-2:].strip() != "" for t in texts) >= 0.9 * len(texts)


def outweighs(columns: int, fields: int, lines: Sequence[str]) -> bool:
    """Whether aligned columns say more than a delimiter: more of them, in lines that are padded with blanks."""
    padded = sum("  " in line.strip() for line in lines if line.strip())
    full = sum(bool(line.strip()) for line in lines)
    return columns > fields and padded >= 0.5 * full


def titles(pieces_: Sequence[Piece], lines: Sequence[str]) -> list[str]:
    """Return each column's title: the words of the header's lines, given to the column that they stand over most."""
    words: list[list[str]] = [[] for _ in pieces_]
    for line in lines:
        for found in re.finditer(r"\S+(?: \S+)*", line):
            spots = _over(pieces_, found)
            for index, text in spots:
                words[index].append(text)
    return [" ".join(w) for w in words]


def _over(pieces_: Sequence[Piece], found: re.Match[str]) -> list[tuple[int, str]]:
    """Give a run of words to columns: whole where it stands over one, else word by word."""
    inside = [i for i, p in enumerate(pieces_) if p.start - 1 < found.end() and found.start() < p.start - 1 + p.width]
    if len(inside) <= 1:
        return [(inside[0] if inside else len(pieces_) - 1, found[0])]
    spots = []
    for word in re.finditer(r"\S+", found[0]):
        middle = found.start() + (word.start() + word.end()) / 2
        spots.append((max((i for i in inside if pieces_[i].start - 1 <= middle), default=inside[0]), word[0]))
    return spots


def header_lines(lines: Sequence[str], pieces_: Sequence[Piece]) -> tuple[int, int] | None:
    """Return where the header of aligned columns begins, as an index, and how many lines it fills; None without one.

    It is the last lines of two words and more, without a number, right above the first record.
    """
    records = set(body(lines))
    first = next((i for i, line in enumerate(lines) if line.strip("\f").rstrip() in records), None)
    if first is None:
        return None
    candidates = [i for i in range(first) if _is_titles(lines[i])]
    best: tuple[int, int] | None = None
    for start in candidates:
        count = 1
        while start + count in candidates:
            count += 1
        spread = sum(bool(t) for t in titles(pieces_, lines[start : start + count]))
        if start - 1 not in candidates and spread >= 0.5 * len(pieces_):
            best = (start, count)
    return best


def _is_titles(line: str) -> bool:
    return len(line.split()) > 1 and not RULE.match(line) and not re.search(r"\d", line)
