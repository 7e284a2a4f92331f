"""How Hypothesis runs: the same bounded examples every time, or many new ones when PREMIUM_WORLDS asks for them."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]

settings.register_profile(
    "normal", derandomize=True, deadline=None, max_examples=10, suppress_health_check=SLOW
)  # fmt: skip
settings.register_profile("many", deadline=None, max_examples=100, suppress_health_check=SLOW, print_blob=True)
settings.load_profile("many" if "PREMIUM_WORLDS" in os.environ else "normal")
