"""Products in free text: which of the program's products each is, by a table that people decided and can review."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.sender.values import Read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COLUMNS = ["text", "product", "decided_by", "decided_on"]
UNMAPPED = "unmapped_product: nobody has decided yet which of the program's products this is, or that it is none"
UNCOVERED = "uncovered_product: it was decided that this is none of the program's products"


@dataclass(frozen=True, slots=True)
class Products:
    """Decisions by text, as compared: no case, one space between words; an empty product is none of the program's."""

    by_text: Mapping[str, str] = field(default_factory=dict)


def load_products(path: Path) -> Products:
    """Read a table of products.

    Raises:
        ProfileError: there is no such file, its columns are others, or one text is decided twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProfileError(
            f"the table of products {path} cannot be read: {error}",
            hint=f"it is CSV UTF-8 with the columns {','.join(COLUMNS)}",
        ) from error
    if not rows or rows[0] != COLUMNS:
        raise ProfileError(f"{path} must have the columns {','.join(COLUMNS)}", hint="and no others, in this order")
    decided: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(COLUMNS) or not row[0].strip():
            raise ProfileError(f"{path}, row {number}: it must have a text and {len(COLUMNS)} cells")
        if not row[2].strip():
            raise ProfileError(f"{path}, row {number}: nobody decided it", hint="decided_by names who did")
        text, product = compared(row[0]), row[1].strip()
        if decided.setdefault(text, product) != product:
            raise ProfileError(f"{path}, row {number}: {row[0]!r} is decided twice, and differently")
    return Products(decided)


def compared(text: str) -> str:
    """Return a text as it is compared."""
    return " ".join(text.split()).lower()


def as_product(read: Read, products: Products) -> Read:
    """Look products up: there is no product where nobody decided (`UNMAPPED`) or it is none of ours (`UNCOVERED`)."""
    text = read.text.str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase()
    found = text.replace_strict(dict(products.by_text), default=None, return_dtype=pl.String)
    undecided = pl.when(found.is_null()).then(pl.lit(UNMAPPED)).when(found == "").then(pl.lit(UNCOVERED))
    why = pl.coalesce(read.why, pl.when(read.text.is_not_null()).then(undecided))
    return Read(pl.when(why.is_null()).then(found), why, read.raw)
