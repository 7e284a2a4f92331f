"""Hours of two kinds of pay in one column: which line of a row they are of, as every record bears out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premium.ingest.guess import values
from premium.ingest.sender.says import ZERO

if TYPE_CHECKING:
    import polars as pl

    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.sample import Sample

SAID = "[1-9]"
"""What stands in a cell that is neither blank nor zero."""
OF_THIS_LINE = "is taken to be of this line"
FEW = 12
"""Words by which a column can tell one kind of work from another."""


def hours(draft: Draft, seen: Sample) -> None:
    """Give hours that stand beside piece pay too, where the hourly line has none, to the piece line there."""
    by_kind: dict[str, dict[str, Any]] = {}
    for line in draft.line:
        by_kind.setdefault(str(line["kind"][0].get("constant")), line)
    hourly, piece = by_kind.get("hourly"), by_kind.get("piece")
    owner, other = (hourly, piece) if hourly and "hours" in hourly else (piece, hourly)
    if owner is None or other is None or "hours" in other or "hours" not in owner:
        return
    if hourly is None or piece is None or "amount" not in hourly or "amount" not in piece:
        return
    source: Source = owner["hours"][0]
    worked, straight, made = (_said(seen, s) for s in (source, hourly["amount"][0], piece["amount"][0]))
    alone = int((worked & made & ~straight).sum()), int((worked & straight & ~made).sum())
    if not alone[0 if owner is hourly else 1]:
        return
    both, neither = int((worked & straight & made).sum()), int((worked & ~straight & ~made).sum())
    _split(draft, seen, source, (piece, hourly), (made, straight))
    for line in (piece, hourly):
        entry = f"line.{draft.line.index(line)}.hours"
        told = alone[0] if line is piece else alone[1]
        draft.remark(entry, f"{source['from']} is of this line in {told} of {int(worked.sum())} records with hours")
    told_of_one = draft.remarks.get(f"line.{draft.line.index(owner)}", [])
    told_of_one[:] = [t for t in told_of_one if t != f"{source['from']} {OF_THIS_LINE}"]
    entry = f"line.{draft.line.index(hourly)}.hours"
    for count, where in ((both, "beside both kinds of pay"), (neither, "beside neither kind of pay")):
        if count:
            rows = f"{count} record{'s' if count != 1 else ''}"
            draft.ask(entry, f"in {rows} {source['from']} stands {where}, and is taken for hourly time: is that right?")


def _said(seen: Sample, source: Source) -> pl.Series:
    return seen.texts(source["from"]).str.contains(SAID).fill_null(value=False)


def _split(
    draft: Draft, seen: Sample, source: Source, of: tuple[dict[str, Any], dict[str, Any]],
    rows: tuple[pl.Series, pl.Series],
) -> None:  # fmt: skip
    """Write down which hours are of which line: by whose pay is filled in, or by words that tell the two apart."""
    piece, hourly = of
    made, straight = rows
    pays: str = piece["amount"][0]["from"]
    filled = seen.texts(pays).is_not_null()
    zeros = [seen.texts(li["amount"][0]["from"]).str.contains(ZERO).fill_null(value=False) for li in of]
    if not (filled & ~made & ~zeros[0]).any():
        nothing = "zero" if (zeros[0] | zeros[1]).any() else "empty"
        to_piece = [{"column": pays, nothing: False}]
        if (made & straight).any():
            straight_pay: str = hourly["amount"][0]["from"]
            piece["hours"] = [{**source, "when": [*to_piece, {"column": straight_pay, nothing: True}]}]
            rest = [{"column": straight_pay, nothing: False}]
            hourly["hours"] = [{**source, "when": rest}, {**source, "when": [{"column": pays, nothing: True}]}]
            return
        piece["hours"] = [{**source, "when": to_piece}]
        hourly["hours"] = [{**source, "when": [{"column": pays, nothing: True}]}]
        return
    teller = _teller(seen, made & ~straight)
    if not teller:
        draft.ask(f"line.{draft.line.index(hourly)}.hours", f"of which line is {source['from']} in which rows?")
        return
    title, of_piece, others = teller
    piece["hours"] = [{**source, "when": [{"column": title, "equals": w}]} for w in of_piece]
    hourly["hours"] = [{**source, "when": [{"column": title, "equals": w}]} for w in others]


def _teller(seen: Sample, made: pl.Series) -> tuple[str, list[str], list[str]] | None:
    """Return a title whose words tell records with piece pay from all others, and the words of both."""
    for title, e in seen.named.items():
        if e.is_words and e.filled == e.rows and 1 < e.distinct <= min(FEW, values.HALF * e.rows):
            texts = seen.texts(title)
            here, there = (texts.filter(which).unique(maintain_order=True).to_list() for which in (made, ~made))
            if here and there and not set(here) & set(there):
                return title, here, there
    return None
