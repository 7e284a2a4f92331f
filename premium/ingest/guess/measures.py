"""Titles of wide payrolls, in which a title says both the kind of pay and what is measured: `OT Hours`, `Piece Pay`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from premium.ingest.guess import words
from premium.tables import WAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from premium.ingest.guess.values import Evidence

MEASURES: dict[str, frozenset[str]] = {
    "hours": frozenset({"hours", "time"}),
    "units": frozenset({"units", "quantity", "bucket", "buckets", "bins", "boxes", "count", "cubetas", "cajas",
                        "piezas", "pails", "trays", "flats", "baldes", "cantidad"}),
    "rate": frozenset({"rate", "tarifa", "tasa", "price", "precio"}),
    "amount": frozenset({"pay", "amount", "earnings", "wages", "dollars", "gross", "importe", "pago", "monto", "paid",
                         "total", "earned"}),
    "code": frozenset({"code", "codigo", "clave"}),
}  # fmt: skip
COUNTED = frozenset({"pieces", "pcs", "piezas"})
"""Plurals that count, where the singular only says the kind of pay: Pieces, and Piece Pay."""
PLAIN: dict[str, str] = {
    "regular": "hourly", "straight": "hourly", "hourly": "hourly", "ordinarias": "hourly", "normales": "hourly",
    "ordinario": "hourly", "normal": "hourly", "overtime": "overtime", "double": "overtime", "piece": "piece",
    "piecework": "piece", "destajo": "piece", "tarea": "piece",
}  # fmt: skip
SHORT = 2
"""Letters of a code that says too little in a title."""
SURE = 0.95
"""How well a title must say something else not to be a kind of pay."""
SLOT = re.compile(r"(?i)[\s_-]*(code|codigo|clave|amount|importe|monto)$")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a wide title holds: the kind of pay (empty: said by a code beside it), its measure, what it is named by."""

    kind: str
    measure: str
    stem: str
    words: str = ""
    """All words that say it."""


@cache
def of(title: str, over: str = "") -> Measure | None:
    """Return what a title measures of which kind of pay; None where it does not say a kind.

    What stands `over` several titles says the kind for those that say none themselves: `Pago` under `Por pieza`.
    """
    bare = re.sub(r" \([0-9]+\)$", "", title)
    own, above = _alone(bare), _alone(over) if over else None
    said, measure = words.of_title(bare), _measure(words.of_title(bare), bare)
    if own is None and above is None:
        return _alone(f"{over} {bare}") if over else None
    if own is None and above is not None:
        stem = above.words if measure else f"{above.words} {' '.join(said)}"
        return Measure(above.kind, measure or "amount", stem)
    if own is not None and above is None and over and not measure:
        return Measure(own.kind, _measure(words.of_title(over), over) or "amount", own.stem)
    if own is not None and above is not None and measure and own.kind == above.kind:
        return Measure(own.kind, measure, above.words)
    return own


def _alone(bare: str) -> Measure | None:
    said = words.of_title(bare)
    measure = _measure(said, bare)
    rest = [w for w in said if measure is None or w not in MEASURES[measure]]
    kind = _kind(rest, bare)
    if not kind:
        return None
    return Measure(kind, measure or "amount", " ".join(rest) or " ".join(said), " ".join(said))


def _measure(said: words.Words, title: str) -> str | None:
    """Return what a title measures: by its last word, else its first, else any."""
    for place in (said[-1:], said[:1], said):
        found = next((m for m, known in MEASURES.items() if set(place) & known), None)
        if found:
            return found
    return "units" if set(words.tokens(title)) & COUNTED else None


def _kind(rest: Sequence[str], title: str) -> str:
    """Return the kind that words say: first what no other word changes, then plain words of pay, then codes' words."""
    sure = next((k for k in ("premium", "makeup", "reimbursement") if words.holds(title, "kinds", k)), "")
    plain = next((PLAIN[w] for w in rest if w in PLAIN), "")
    return sure or plain or kind_of(" ".join(rest), short=False)


def kind_of(text: str, *, short: bool = True) -> str:
    """Return the kind of pay that a code, a job or a description says; empty where it says none.

    `short` is whether codes of one or two letters count, which titles hardly mean.
    """
    for kind in words.row_words()["kinds"]:
        phrase = words.holds(text, "kinds", kind)
        if phrase and (short or len("".join(phrase)) > SHORT):
            return str(kind)
    return ""


def wide(evidence: Sequence[Evidence]) -> dict[str, Measure]:
    """Return the titles that say kinds of pay, if there are several kinds of money; else they are plain columns."""
    read = {e.title: of(e.own or e.title, e.over) for e in evidence}
    found = {e.title: m for e in evidence if (m := read[e.title]) and (e.empty or e.measures or m.measure == "code")}
    found |= _slots(evidence)
    found = {t: m for t, m in found.items() if not _is_something_else(t, m)}
    plain = any(words.best(e.own or e.title, "payroll", "amount") >= SURE and e.title not in found for e in evidence)
    return found if is_wide(found, plain=plain) else {}


def is_wide(found: Mapping[str, Measure], *, plain: bool) -> bool:
    """Whether several kinds of money stand in one row, `plain` amounts among them."""
    several = len({m.stem for m in found.values() if m.measure in ("amount", "units")}) > 1
    return several or (plain and any(m.measure == "amount" for m in found.values()))


def leaves(name: str, found: Mapping[str, Measure]) -> bool:
    """Whether wide titles leave a column to a plain one: where wages have columns of their own, others add them up."""
    if name == "hours":
        return not any(m.measure == "hours" and m.kind == "hourly" for m in found.values())
    if name == "amount":
        return not any(m.measure == "amount" and m.kind in WAGE_KINDS for m in found.values())
    return True


def _is_something_else(title: str, measure: Measure) -> bool:
    """Whether a title is a known column that only sounds like a kind: `Tax Frequency`, `Hours Offered`."""
    bare = re.sub(r" \([0-9]+\)$", "", title)
    sure = max((words.best(bare, "left_out", e) for e in words.vocabulary()["left_out"]), default=0.0)
    return sure >= SURE and measure.measure != "code"


def _slots(evidence: Sequence[Evidence]) -> dict[str, Measure]:
    """Return pairs of a code and what it measures: `Earnings 3 Code` beside `Earnings 3 Amount`."""
    pairs: dict[str, list[str]] = {}
    for e in evidence:
        stem = SLOT.sub("", e.title)
        if stem != e.title and stem[-1:].isdigit():
            pairs.setdefault(stem, []).append(e.title)
    found = {}
    for stem, titles in pairs.items():
        number = re.findall(r"[0-9]+$", stem)[0]
        measured = "hours" if "hours" in words.of_title(stem) else "amount"
        for title in titles if len(titles) > 1 else ():
            is_code = "code" if re.search(r"(?i)(code|codigo|clave)$", title) else measured
            found[title] = Measure("", is_code, f"slot {number}")
    return found
