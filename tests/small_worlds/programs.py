"""The shipped programs, and variants of their text."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from random import Random
from typing import Any

from premium.program.load import SHIPPED

NAMES = ("fair-food", "milk-with-dignity")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

RATE_CHANGE = '\n[[premium.rate]]\nproduct = "milk"\nper = "cwt"\namount = "1.3333"\nfrom = 2025-12-01\n'
LATE_PRODUCT = '\n[[premium.rate]]\nproduct = "melon"\nper = "lb"\namount = "0.005"\nfrom = 2025-12-01\n'
MINIMUM_CHANGE = '\n[[wages.minimum]]\nplace = "VT"\nhourly = "14.42"\nfrom = 2026-01-01\n'
PACK = '\n[[pack]]\nunit = "can"\nof = "cwt"\ncontains = "0.333"\n'


@lru_cache
def shipped(name: str) -> str:
    """The text of a shipped program."""
    return (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def parsed(text: str) -> dict[str, Any]:
    """The parsed program; nobody changes it. The articles are its longest part, alike in all variants."""
    terms, mark, articles = text.partition("[[code]]")
    return {**tomllib.loads(terms), **parsed_articles(mark + articles)}


@lru_cache
def parsed_articles(text: str) -> dict[str, Any]:
    """The `[[code]]` entries, which come last in a program file."""
    return tomllib.loads(text)


def with_block(text: str, block: str) -> str:
    """The program with one more entry, before the articles."""
    terms, mark, articles = text.partition("[[code]]")
    return f"{terms}{block}\n{mark}{articles}"


def without_entries(text: str, name: str) -> str:
    """The program without any entry of this list, such as `wages.minimum`."""
    return re.sub(rf"\[\[{re.escape(name)}\]\]\n(?:\w.*\n)+", "", text)


def set_value(text: str, key: str, value: str | int) -> str:
    """The text with the first line of this key saying something else."""
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    changed, count = re.subn(rf"(?m)^{key} = .*$", lambda _: f"{key} = {shown}", text, count=1)
    if count != 1:
        raise ValueError(f"the program has no line for {key}")
    return changed


def variant(rng: Random, text: str) -> str:
    """A program with some of its terms changed."""
    if rng.random() < 0.5:
        retention = rng.choice(("0", "0.13", "0.15", "0.1", "0.333", "0.60", "0.999"))
        text = set_value(text, "retention", retention)
        text = set_value(text, "retention_of", rng.choice(("total", "worker_share")))
    if rng.random() < 0.7:
        text = set_value(text, "basis", rng.choice(("gross", "hours", "units", "equal")))
    if rng.random() < 0.6:
        text = set_value(text, "tolerance", rng.choice(("0", "0", "0.01", "0.02", "0.05")))
    if rng.random() < 0.5:
        text = set_value(text, "payout_lag", rng.randint(0, 2))
    if rng.random() < 0.6:
        text = set_value(text, "pool", rng.choice(("week", "week", "month")))
        text = set_value(text, "week_start", rng.choice(WEEKDAYS))
    if rng.random() < 0.3:
        text = set_value(text, "pay_within_days", rng.choice((0, 1, 7)))
        text = set_value(text, "buyer_pays_within_days", rng.choice((0, 10)))
    if rng.random() < 0.3 and '"milk"' in text:
        text = with_block(text, RATE_CHANGE + MINIMUM_CHANGE + PACK)
    if rng.random() < 0.3:
        text = with_block(text, LATE_PRODUCT)
    if rng.random() < 0.04:
        text = without_entries(text, "wages.minimum")
    return text


def draw_program(rng: Random) -> tuple[str, str, dict[str, Any]]:
    """Which program, its text, and the text parsed; a third are as they ship."""
    name = rng.choice(NAMES)
    text = shipped(name)
    if rng.random() < 0.65:
        text = variant(rng, text)
    return name, text, parsed(text)
