"""The identities of the contract's section 7 and the sums of section 8, looked for in the tables alone."""

from __future__ import annotations

from collections import Counter
from typing import Any


def assert_every_cent_has_one_place(tables: dict[str, Any]) -> None:
    """The identities of section 7, and the sums of section 8."""
    workers: dict[tuple[Any, ...], Counter[str]] = {}
    lines: Counter[tuple[Any, ...]] = Counter()
    for row in tables["entitlements"]:
        sums = workers.setdefault((row["grower_id"], row["period"]), Counter())
        sums.update({name: row[name] for name in row if name.endswith("_cents")})
    for row in tables["premium_lines"]:
        assert (row["period"] is None) <= (row["status"] in ("orphan", "duplicate"))
        if row["status"] not in ("duplicate", "orphan"):
            lines[(row["grower_id"], row["period"])] += row["amount_cents"]
    for pool in tables["pools"]:
        place = (pool["grower_id"], pool["period"])
        assert pool["pool_cents"] == pool["retained_cents"] + pool["distributable_cents"]
        assert pool["distributable_cents"] == pool["reached_cents"] + pool["short_cents"]
        assert workers[place]["entitled_cents"] == pool["distributable_cents"]
        assert lines[place] == pool["reached_cents"] + pool["excess_cents"] == workers[place]["paid_cents"]
        rows = [row for row in tables["passthrough"] if (row["grower_id"], row["period"]) == place]
        for name in ("pool_cents", "retained_cents", "distributable_cents", "reached_cents", "short_cents"):
            assert sum(row[name] for row in rows) == pool[name]
            assert all(row[name] >= 0 for row in rows)
    landed = sum(row["pool_cents"] for row in tables["origins"] if row["landed_period"] is not None)
    assert landed == sum(pool["pool_cents"] for pool in tables["pools"])
