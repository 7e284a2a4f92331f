"""Purchases and sales: products by a table, containers by what their text says that they hold, and the mode of payment."""

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
FEW = 40


def fill(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Say what products, units, quantities and modes are, as far as the file shows it; the rest is asked."""
    if "product" in matched.columns:
        title = matched.columns["product"].title
        draft.columns["product"] = [{"from": title, "as": "product", "table": "products.csv"}]
        draft.ask(
            "columns.product",
            "which product is each text? Say so in products.csv beside this profile (columns text, product)",
        )
    if "unit" in matched.columns and "quantity" in matched.columns:
        _containers(draft, seen, matched)
    if "payment_mode" in matched.columns:
        _modes(draft, seen, matched)
    for party in ("grower_id", "buyer_id"):
        if (
            party in matched.columns
            and seen.texts(matched.columns[party].title).drop_nulls().str.contains(r"\pL .*\pL").any()
        ):
            draft.ask(f"columns.{party}", "these are names: which ids of yours are they? codes = { … } says it")


def _containers(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Read containers such as `20 LB CTN` as so many pounds, or as a pack that a program knows."""
    unit, quantity = matched.columns["unit"].title, matched.columns["quantity"].title
    texts = seen.texts(unit).drop_nulls().str.replace_all(r"\s+", " ").unique(maintain_order=True).head(FEW).to_list()
    pounds = {t: n for t in texts if (n := _pounds(t))}
    if not pounds:
        return
    ours = {t: _packs().get(n, "lb") for t, n in pounds.items()}
    asked = [t for t in texts if t not in pounds]
    draft.columns["unit"] = [{"from": unit, "codes": ours}]
    times = [(t, n) for t, n in pounds.items() if ours[t] == "lb" and n != 1]
    conditional: list[Source] = [
        {"from": quantity, "times": format(n, "f"), "when": [{"column": unit, "equals": t}]} for t, n in times
    ]
    draft.columns["quantity"] = [*conditional, {"from": quantity}]
    draft.ask("columns.unit", "is what these texts say what a container holds?")
    if asked:
        draft.ask("columns.unit", f"which unit is {', '.join(asked)}? Until codes say so, such rows are set aside")


def _pounds(text: str) -> Decimal | None:
    """Return how many pounds a container holds by its text: `8/2 LB BAG` holds 16."""
    if re.match(POUND, text):
        return Decimal(1)
    found = re.match(POUNDS, text)
    return Decimal(found[1] or 1) * Decimal(found[2]) if found else None


@cache
def _packs() -> dict[Decimal, str]:
    """Return the packs of pounds that the shipped programs know, by what they contain."""
    packs = {}
    for name in shipped():
        for pack in load(name).program.pack:
            if pack.of == "lb":
                packs.setdefault(Decimal(pack.contains), pack.unit)
    return packs


def _modes(draft: Draft, seen: Sample, matched: Matched) -> None:
    title = matched.columns["payment_mode"].title
    texts = seen.texts(title).drop_nulls().unique(maintain_order=True).head(FEW).to_list()
    known = {t: mode for t in texts for mode in words.row_words()["modes"] if words.begins(t, "modes", mode)}
    draft.columns["payment_mode"] = [{"from": title, "codes": known}] if known else [{"from": title}]
    draft.ask("columns.payment_mode", "is the premium in the price (embedded) or beside it (separate)?")
