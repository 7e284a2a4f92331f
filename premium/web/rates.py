"""How often somebody may ask: a moving window each, in this process's memory."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from premium.web.problems import Problem

if TYPE_CHECKING:
    from premium.web.settings import Settings


class Rates:
    """The windows; each is known by what is done and who does it."""

    def __init__(self, settings: Settings) -> None:
        """Begin with empty windows."""
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._most = {
            "sign_in": parse(settings.sign_ins), "ask": parse(settings.asks), "upload": parse(settings.uploads)
        }  # fmt: skip

    def hit(self, what: str, who: str) -> None:
        """Count one.

        Raises:
            Problem: 429, with the seconds to wait.
        """
        most = self._most[what]
        if self._windows.hit(most, what, who):
            return
        again = max(1, round(self._windows.get_window_stats(most, what, who).reset_time - time.time()))
        raise Problem(
            429,
            "too_often",
            "That was asked too often.",
            hint=f"Wait {again} seconds.",
            headers={"Retry-After": str(again)},
        )
