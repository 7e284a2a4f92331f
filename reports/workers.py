"""What the terminal says of workers' identifiers: proposals with what speaks for and against, and what was said."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from premium.harmless import harmless
from reports.text import templates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from premium.ingest.workers.identities import Identity
    from premium.ingest.workers.propose import Proposed

SWAPPED = ["transposed_digits"]
MANY = 20
"""Up to so many pairs that only two swapped digits speak for are shown without being asked for."""

WORDS = {
    "same_name": "they bear the same name",
    "premium_apart": "one has premium and no wages, the other wages",
    "fills_gap": "one was paid only where the other was away",
    "both_paid": "both were paid for the same days, in N periods: probably two persons",
    "other_name": "they bear different names",
    "taken_back": "it was confirmed once, and taken back",
}


def tell_proposals(proposed: Proposed, records: Path, *, everything: bool, show_names: bool) -> str:
    """Return the proposals in sentences; of `everything` else, pairs with no more than two swapped digits are counted.

    Names are told only where asked for: a terminal is looked at by more people than a payroll.
    """
    pairs = proposed.pairs.to_dicts()
    weak = [p for p in pairs if p["reasons"] == SWAPPED and not p["likely"]]
    hidden = [] if everything or len(weak) <= MANY else weak
    names: dict[tuple[str, str], list[str]] = {}
    for grower, worker, name in proposed.names.iter_rows():
        names.setdefault((grower, worker), []).append(name)
    return (
        templates()
        .get_template("proposals.txt.j2")
        .render(
            pairs=[p for p in pairs if p not in hidden] if hidden else pairs,
            hidden=len(hidden),
            crowded=proposed.crowded,
            words=WORDS,
            names=names if show_names else None,
            records=records,
            ids=_ids,
        )
    )


def tell_identities(rows: Sequence[Identity]) -> str:
    """Return what was confirmed and taken back, row by row."""
    return templates().get_template("identities.txt.j2").render(rows=rows)


def _ids(pair: dict[str, Any]) -> str:
    """Return the two identifiers as a command takes them; one that begins with a dash is no option."""
    ids = [pair["worker_id"], pair["is_worker_id"]]
    told = " ".join(shlex.quote(harmless(worker)) for worker in ids)
    return f"-- {told}" if any(worker.startswith("-") for worker in ids) else told
