"""How many examples Hypothesis takes where each costs much: few for everybody, many on the long road (`make many`)."""

from __future__ import annotations

import os

from hypothesis import settings


def examples(few: int, many: int) -> settings:
    """Return how many, for the road that this is; the rest is as the profile says."""
    return settings(max_examples=many if "PREMIUM_WORLDS" in os.environ else few)
