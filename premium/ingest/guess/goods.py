"""Purchases and sales: products by a table, containers by what their texts hold, the mode of payment."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from premium.ingest.guess import words
from premium.program import load, shipped

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.sample import Sample

POUNDS = r"(?i)^\s*(?:([0-9]+)\s*/\s*)?([0-9]+(?:\.[0-9]+)?)\s*(?:LBS?|#|POUNDS?|LIBRAS?)\b"
POUND = r"(?i)^\s*(LBS?|POUNDS?|#|LIBRAS?)\s*$"
NAMED = r"\pL .*\pL"
TABLE = "products.csv"
FEW = 40
"""Texts that are looked at."""


def fill(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Say what products, units, quantities and modes are, as far as the file shows it; the rest is asked."""
    if matched.title("product"):
        _products(draft, seen, matched.title("product"))
    if matched.title("unit") and matched.title("quantity"):
        _containers(draft, seen, matched.title("unit"), matched.title("quantity"))
    elif "pounds" in words.of_title(matched.title("quantity")):
        draft.columns["unit"] = [{"constant": "lb"}]
        draft.ask("columns.unit", f"{matched.title('quantity')} speaks of pounds: are all quantities in pounds?")
    if matched.title("payment_mode"):
        _modes(draft, seen, matched.title("payment_mode"))
    for party in ("grower_id", "buyer_id"):
        title = matched.title(party)
        if title and seen.texts(title).drop_nulls().str.contains(NAMED).any():
            draft.ask(f"columns.{party}", "these are names: which ids of yours are they? codes = { … } says it")


def _texts(seen: Sample, title: str) -> list[str]:
    texts = seen.texts(title).drop_nulls().str.replace_all(r"\s+", " ").unique(maintain_order=True)
    return [str(t) for t in texts.head(FEW).to_list()]


def _products(draft: Draft, seen: Sample, title: str) -> None:
    """Map products in free text by a table; products in a program's own words are themselves."""
    if set(_texts(seen, title)) <= _program_words():
        return
    draft.columns["product"] = [{"from": title, "as": "product", "table": TABLE}]
    draft.ask("columns.product", f"which product is each text? {TABLE} beside this profile says it, with the columns "
              "text,product,decided_by,decided_on")  # fmt: skip


def _containers(draft: Draft, seen: Sample, unit: str, quantity: str) -> None:
    """Read containers such as `20 LB CTN` as so many pounds, or as a pack that a program knows."""
    texts = _texts(seen, unit)
    if set(texts) <= _program_words():
        return
    pounds = {t: n for t in texts if t not in _program_words() and (n := _pounds(t))}
    ours = {t: _packs().get(n, "lb") for t, n in pounds.items()} | {t: t for t in texts if t in _program_words()}
    if not ours:
        return
    draft.columns["unit"] = [{"from": unit, "codes": ours}]
    times: list[Source] = [
        {"from": quantity, "times": format(n, "f"), "when": [{"column": unit, "equals": t}]}
        for t, n in pounds.items() if ours[t] == "lb" and n != 1
    ]  # fmt: skip
    draft.columns["quantity"] = [*times, {"from": quantity}]
    draft.ask("columns.unit", "is what these texts say what a container holds?")
    asked = [t for t in texts if t not in ours]
    if asked:
        draft.ask("columns.unit", f"which unit is {', '.join(asked)}? Until codes say so, such rows are set aside")


def _pounds(text: str) -> Decimal | None:
    """Return how many pounds a container holds by its text: `8/2 LB BAG` holds 16."""
    if re.match(POUND, text):
        return Decimal(1)
    found = re.match(POUNDS, text)
    return Decimal(found[1] or 1) * Decimal(found[2]) if found else None


@cache
def _program_words() -> frozenset[str]:
    """Return the products and units of the shipped programs."""
    programs = [load(name).program for name in shipped()]
    rates = [r for p in programs for r in p.premium.rate]
    packs = [unit for p in programs for pack in p.pack for unit in (pack.unit, pack.of)]
    return frozenset([*(r.product for r in rates), *(r.per for r in rates), *packs])


@cache
def _packs() -> dict[Decimal, str]:
    """Return the packs of pounds that the shipped programs know, by what they contain."""
    packs = [pack for name in shipped() for pack in load(name).program.pack if pack.of == "lb"]
    return {Decimal(pack.contains): pack.unit for pack in reversed(packs)}


def _modes(draft: Draft, seen: Sample, title: str) -> None:
    texts = _texts(seen, title)
    known = {t: mode for t in texts for mode in words.row_words()["modes"] if words.begins(t, "modes", mode)}
    draft.columns["payment_mode"] = [{"from": title, "codes": known}] if known else [{"from": title}]
    draft.ask("columns.payment_mode", "is the premium in the price (embedded) or beside it (separate)?")
