"""Titles of wide payrolls, in which a title says both the kind of pay and what is measured: `OT Hours`, `Piece Pay`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from premium.ingest.guess import words

MEASURES: dict[str, frozenset[str]] = {
    "hours": frozenset({"hours", "time"}),
    "units": frozenset({"units", "quantity", "buckets", "bins", "boxes", "count", "cubetas", "cajas", "piezas", "pails",
                        "trays", "flats", "baldes", "cantidad", "bucket"}),
    "rate": frozenset({"rate", "tarifa", "tasa", "price", "precio"}),
    "amount": frozenset({"pay", "amount", "earnings", "wages", "dollars", "gross", "importe", "pago", "monto", "paid",
                         "total", "earned"}),
    "code": frozenset({"code", "codigo", "clave"}),
}  # fmt: skip
PLAIN: dict[str, str] = {
    "regular": "hourly", "straight": "hourly", "hourly": "hourly", "ordinarias": "hourly", "normales": "hourly",
    "ordinario": "hourly", "overtime": "overtime", "double": "overtime", "piece": "piece", "piecework": "piece",
    "destajo": "piece", "tarea": "piece", "normal": "hourly",
}  # fmt: skip
COUNTED = frozenset({"pieces", "pcs", "piezas"})
"""Plurals that count, where the singular only says the kind of pay: Pieces, and Piece Pay."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a wide title holds: the kind of pay (empty: said by a code beside it), its measure, what it is named by."""

    kind: str
    measure: str
    stem: str


@cache
def of(title: str) -> Measure | None:
    """Return what a title measures of which kind of pay; None where it does not say a kind."""
    bare = re.sub(r" \([0-9]+\)$", "", title)
    said = words.of_title(bare)
    measure = next((m for m, known in MEASURES.items() if said and said[-1] in known), None)
    measure = measure or next((m for m, known in MEASURES.items() if said and said[0] in known), None)
    if measure is None and len(said) > 1:
        measure = next((m for m, known in MEASURES.items() if set(said) & known), None)
    if set(words.tokens(bare)) & COUNTED and measure is None:
        measure = "units"
    rest = [w for w in said if measure is None or w not in MEASURES[measure]]
    kind = _kind(rest, bare)
    if not kind:
        return None
    return Measure(kind, measure or "amount", " ".join(rest) or " ".join(said))


def _kind(rest: list[str], title: str) -> str:
    """Return the kind that words say: those of pay themselves first, then what pay codes say."""
    sure = next((k for k in ("premium", "makeup", "reimbursement") if words.holds(title, "kinds", k)), "")
    if sure:
        return sure
    plain = next((PLAIN[w] for w in rest if w in PLAIN), "")
    return plain or kind_of(" ".join(rest), short=False)


def kind_of(text: str, *, short: bool = True) -> str:
    """Return the kind of pay that a code, a job or a description says; empty where it says none.

    `short` is whether codes of one or two letters count, which titles hardly mean.
    """
    for kind in words.row_words()["kinds"]:
        phrase = words.holds(text, "kinds", kind)
        if phrase and (short or len("".join(phrase)) > 2):  # noqa: PLR2004 - letters
            return str(kind)
    return ""
