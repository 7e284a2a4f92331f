"""What was not looked at: checks that did not run, places they could not see, rows set aside, rows of a later day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from premium.classes import nobodys
from premium.money import dollars
from premium.tables import INPUTS
from reports.kinds import label
from reports.spell import SENTENCE, clip, count

MOST = 20


@dataclass(frozen=True, slots=True)
class Gaps:
    """Sentences, the gravest first; `more` says how many of a sort are not shown."""

    not_run: tuple[str, ...]
    unchecked: tuple[str, ...]
    set_aside: tuple[str, ...]
    warnings: tuple[str, ...]
    later: tuple[str, ...]
    more: dict[str, int]
    no_pool_checks: str
    """Why nothing can be said of pools and workers; empty when it can."""

    @property
    def any(self) -> bool:
        """Whether something should have been looked at and was not."""
        return bool(self.not_run or self.unchecked or self.set_aside or self.warnings)


def gaps(manifest: dict[str, Any]) -> Gaps:
    """Return what a run says that it did not look at."""
    why = {entry["kind"]: entry["why"] for entry in manifest["not_run"]}
    later = manifest["later"]
    return Gaps(
        not_run=_not_run(why),
        unchecked=tuple(_unchecked(entry) for entry in manifest["unchecked"][:MOST]),
        set_aside=tuple(_set_aside(entry) for entry in manifest["set_aside"]),
        warnings=tuple(clip(_text(warning), SENTENCE) for warning in manifest["warnings"][:MOST]),
        later=tuple(f"{count(rows, 'row')} of {table}" for table, rows in later.items() if rows),
        more={name: max(0, len(manifest[name]) - MOST) for name in ("unchecked", "warnings")},
        no_pool_checks=why.get("pool_short", "") or nobodys(manifest.get("classes", {})),
    )


def _not_run(why: dict[str, str]) -> tuple[str, ...]:
    """Say each reason once, with the checks that it kept from running."""
    reasons: dict[str, list[str]] = {}
    for kind, reason in why.items():
        reasons.setdefault(reason, []).append(label(kind))
    return tuple(
        f"{count(len(labels), 'check')} did not run because {clip(reason, SENTENCE)}: {'; '.join(labels)}."
        for reason, labels in reasons.items()
    )


def _unchecked(entry: dict[str, Any]) -> str:
    where = f"{count(entry['places'], 'place')} at {clip(entry['grower_id'])}"
    return f"“{label(entry['kind'])}” could not be checked in {where}: {clip(entry['reason'], SENTENCE)}."


def _set_aside(entry: dict[str, Any]) -> str:
    measured = any(column.name == "amount" for column in INPUTS[entry["table_name"]].columns)
    read = entry["rows"] - entry["unread_amounts"] if measured else 0
    # What is above zero and what below take from each other: a sum of nothing is not "no money".
    total = dollars(entry["amount_cents"])
    money = [total if entry["amount_cents"] else f"amounts that add up to {total}"] if read else []
    if entry["unread_amounts"]:
        money.append(f"{count(entry['unread_amounts'], 'amount')} that could not be read")
    with_money = f", with {' and '.join(money)}" if money else ""
    return f"{count(entry['rows'], 'row')} of {entry['table_name']} set aside{with_money}."


def _text(warning: Any) -> str:  # noqa: ANN401 - a warning is a sentence, or a row that has one
    return "; ".join(str(v) for v in warning.values()) if isinstance(warning, dict) else str(warning)
