"""The report's pictures: altair's charts as SVG, offline. Each stands beside a table with the same numbers.

Layout is fixed (no room is measured from a font), so the same run gives the same bytes. Numbers are written by us;
a chart only places them, so that its floating point never becomes a figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert
from markupsafe import Markup

from premium.money import dollars
from reports import words
from reports.spell import CELL, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.facts import Bar

STATION, LEAK, REACHED, PENDING, KEPT = "#1f4e79", "#b5471b", "#1b7a5a", "#e0b84c", "#b8bec6"
PATTERNS = {LEAK: "url(#missing)", PENDING: "url(#pending)"}
"""Colours that are drawn as a pattern of lines or dots, so that colour is not the only sign."""

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
LEFT, RIGHT, WIDTH, ROW = 190, 190, 380, 26
PARTS = (("reached_cents", "Reached", REACHED), ("pending_cents", "Pending", PENDING),
         ("short_cents", "Missing", LEAK), ("retained_cents", "Kept", KEPT))  # fmt: skip
DOLLARS = "format(datum.value / 100, '$,.0f')"


def way(bars: Sequence[Bar]) -> Markup:
    """Draw the way from due to reached: stations stand on the ground, leaks hang between them."""
    rows = [
        {
            "at": place, "label": words.item(bar.item)[0], "from": bar.from_cents, "to": bar.to_cents,
            "paint": _paint(bar), "said": _said(bar),
        }
        for place, bar in enumerate(bars) if bar.amount_cents is not None
    ]  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(y=_row())
    bar = base.mark_bar(size=16).encode(
        x=alt.X("from:Q", axis=_axis(), title=None), x2="to:Q", color=alt.Color("paint:N", scale=None)
    )
    end = alt.expr.max(alt.datum["from"], alt.datum["to"])
    said = base.transform_calculate(end=end).mark_text(align="left", dx=6, fontSize=13, clip=False)
    return _svg(alt.layer(bar, said.encode(x="end:Q", text="said:N"), _names(rows)), len(rows))


def shares(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> Markup:
    """Draw each pool's parts end to end, one bar per name: reached, pending, missing, kept."""
    parts = [
        {"at": place, "label": clip(name, CELL - 6), "part": order, "cents": row[column] or 0, "paint": paint}
        for place, (row, name) in enumerate(zip(rows, names, strict=True))
        for order, (column, _, paint) in enumerate(PARTS)
    ]
    said = [
        {"at": place, "label": clip(name, CELL - 6), "end": row["pool_cents"] or 0,
         "said": f"{dollars(row['short_cents'] or 0)} missing" if row["short_cents"] else "nothing missing"}
        for place, (row, name) in enumerate(zip(rows, names, strict=True))
    ]  # fmt: skip
    bar = alt.Chart(alt.Data(values=parts)).mark_bar(size=16).encode(
        y=_row(), x=alt.X("sum(cents):Q", axis=_axis(), title=None, stack="zero"),
        color=alt.Color("paint:N", scale=None), order="part:O",
    )  # fmt: skip
    text = alt.Chart(alt.Data(values=said)).mark_text(align="left", dx=6, fontSize=13, clip=False)
    return _svg(alt.layer(bar, text.encode(y=_row(), x="end:Q", text="said:N"), _names(said)), len(names))


def _said(bar: Bar) -> str:
    answers = f" · {words.ANSWERS[bar.answers]} answers" if bar.answers not in (None, "none") else ""
    return f"{dollars(bar.amount_cents or 0)}{answers}"


def _paint(bar: Bar) -> str:
    if bar.kind == "station":
        return REACHED if bar.item == "reached" else STATION
    if bar.answers not in (None, "none"):
        return LEAK
    return PENDING if bar.item in ("pending", "waiting_for_harvest", "not_yet_payable") else KEPT


def _row() -> alt.Y:
    """Give each row its own place, so that two of the same name stay two."""
    return alt.Y("at:O", axis=None, sort=None)


def _names(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """Write the rows' names at the left: as text of the data, never as part of an expression."""
    text = alt.Chart(alt.Data(values=rows)).mark_text(align="right", dx=-10, fontSize=13, clip=False, limit=LEFT - 14)
    return text.encode(y=_row(), x=alt.value(0), text="label:N")


def _axis() -> alt.Axis:
    return alt.Axis(labelExpr=DOLLARS, tickCount=5, domain=False, ticks=False, gridColor="#e4e7eb", labelColor="#4a5560")


def _svg(chart: alt.LayerChart, rows: int) -> Markup:
    height = ROW * max(rows, 1)
    drawn = (
        chart.properties(
            width=WIDTH, height=height, autosize=alt.AutoSizeParams(type="none"),
            padding={"left": LEFT, "right": RIGHT, "top": 6, "bottom": 26}, background="transparent",
        )
        .configure(font=FONT, aria=False)
        .configure_view(stroke=None)
    )  # fmt: skip
    svg = vl_convert.vegalite_to_svg(drawn.to_dict(), allowed_base_urls=[])
    for colour, pattern in PATTERNS.items():
        svg = svg.replace(f'fill="{colour}"', f'fill="{pattern}"')
    return Markup(svg)  # noqa: S704 - the chart's own writer has escaped every text in it; a test says so
