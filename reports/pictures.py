"""The report's pictures: Vega-Lite charts as SVG, offline. Each stands beside a table with the same numbers.

Layout is fixed (no room is measured from a font), so the same run gives the same bytes. Numbers and names are written
by us, as data; a chart only places them, so its floating point never becomes a figure and no name is ever a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import vl_convert
from markupsafe import Markup

from premium.money import dollars
from reports import words
from reports.spell import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.facts import Bar

Spec = dict[str, Any]
"""A part of a chart, in Vega-Lite's own words."""

STATION, LEAK, REACHED, PENDING, KEPT = "#1f4e79", "#b5471b", "#1b7a5a", "#e0b84c", "#b8bec6"
PATTERNS = {LEAK: "url(#missing)", PENDING: "url(#pending)"}
"""Colours that are drawn as lines or dots (`_patterns.html.j2`), so that colour is not the only sign."""

PARTS = (
    ("reached_cents", "Reached", REACHED),
    ("pending_cents", "Pending", PENDING),
    ("missing_cents", "Missing", LEAK),
    ("retained_cents", "Kept", KEPT),
)
WAITING = frozenset({"pending", "waiting_for_harvest", "not_yet_payable"})
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
LEFT, RIGHT, WIDTH, ROW = 190, 220, 440, 26
NAME = 26
"""Characters of a name that fit to the left of its bar."""

BASIC = "\uffff"
"""The last character that the chart's writer counts as one; it takes a later one for two, and fails on half of it."""

PLACE: Spec = {"field": "at", "type": "ordinal", "axis": None, "sort": None}
"""Each row has a place of its own, so that two of the same name stay two."""

AXIS: Spec = {
    "labelExpr": "format(datum.value / 100, '$,.0f')",
    "tickCount": 5,
    "domain": False,
    "ticks": False,
    "gridColor": "#e4e7eb",
    "labelColor": "#4a5560",
    "labelFontSize": 12,
}


def way(bars: Sequence[Bar]) -> Markup:
    """Draw the way from due to reached: stations stand on the ground, leaks hang between them."""
    rows = [
        {
            "at": place,
            **_label(words.item(bar.item)[0]),
            "from": bar.from_cents,
            "to": bar.to_cents,
            "right": max(bar.from_cents, bar.to_cents),
            "paint": _paint(bar),
            "said": _said(bar),
        }
        for place, bar in enumerate(bars)
        if bar.amount_cents is not None
    ]
    drawn = {
        "mark": {"type": "bar", "size": 16},
        "encoding": {
            "y": PLACE,
            "x": {"field": "from", "type": "quantitative", "axis": AXIS, "title": None},
            "x2": {"field": "to"},
            "color": {"field": "paint", "type": "nominal", "scale": None},
        },
    }
    return _svg(rows, [drawn, *_written("right")], len(rows))


def shares(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> Markup:
    """Draw pools' parts end to end, one bar per name: reached, pending, missing, kept."""
    bars = [
        {
            "at": place,
            **_label(clip(name, NAME)),
            "right": row["pool_cents"],
            "said": f"{dollars(row['missing_cents'])} missing" if row["missing_cents"] else "nothing missing",
            "parts": [{"order": n, "cents": row[column], "paint": paint} for n, (column, _, paint) in enumerate(PARTS)],
        }
        for place, (row, name) in enumerate(zip(rows, names, strict=True))
    ]
    drawn = {
        "transform": [
            {"flatten": ["parts"]},
            {"calculate": "datum.parts.cents", "as": "cents"},
            {"calculate": "datum.parts.paint", "as": "paint"},
            {"calculate": "datum.parts.order", "as": "order"},
        ],
        "mark": {"type": "bar", "size": 16},
        "encoding": {
            "y": PLACE,
            "x": {"field": "cents", "type": "quantitative", "axis": AXIS, "title": None, "stack": "zero"},
            "color": {"field": "paint", "type": "nominal", "scale": None},
            "order": {"field": "order", "type": "ordinal"},
        },
    }
    return _svg(bars, [drawn, *_written("right")], len(bars))


def _written(end: str) -> list[Spec]:
    """Write each row's name before its bar, and its number after it."""
    text = {"type": "text", "fontSize": 13, "clip": False, "fill": "#1d2733"}
    return [
        {
            "mark": {**text, "align": "right", "dx": -10, "limit": {"expr": "datum.room"}},
            "encoding": {"y": PLACE, "x": {"value": 0}, "text": {"field": "label"}},
        },
        {
            "mark": {**text, "align": "left", "dx": 8},
            "encoding": {"y": PLACE, "x": {"field": end, "type": "quantitative"}, "text": {"field": "said"}},
        },
    ]


def _label(name: str) -> dict[str, str | int]:
    """Return a name and the pixels that it may take: 0, for any, where to cut it would cut a character in two."""
    if max(name, default="") > BASIC:
        return {"label": clip(name, NAME // 2), "room": 0}
    return {"label": name, "room": LEFT - 14}


def _said(bar: Bar) -> str:
    answers = f" · {words.ANSWERS[bar.answers]} answers" if bar.answers not in (None, "none") else ""
    return f"{dollars(bar.amount_cents or 0)}{answers}"


def _paint(bar: Bar) -> str:
    if bar.kind == "station":
        return REACHED if bar.item == "reached" else STATION
    if bar.answers not in (None, "none"):
        return LEAK
    return PENDING if bar.item in WAITING else KEPT


def _svg(rows: Sequence[Spec], layers: Sequence[Spec], bars: int) -> Markup:
    spec = {
        "data": {"values": rows},
        "layer": layers,
        "width": WIDTH,
        "height": ROW * max(bars, 1),
        "autosize": {"type": "none"},
        "padding": {"left": LEFT, "right": RIGHT, "top": 6, "bottom": 26},
        "background": "transparent",
        "config": {"font": FONT, "aria": False, "view": {"stroke": None}},
    }
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    for colour, pattern in PATTERNS.items():
        svg = svg.replace(f'fill="{colour}"', f'fill="{pattern}"')
    return Markup(svg)  # noqa: S704 - the chart's writer has escaped every text in it; a test says so
