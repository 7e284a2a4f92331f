"""What is done a few at a time: who finds no room is told so at once, and nobody can take all of it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from premium.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN_S = 5


class Slots:
    """Room for `most` at once, of which one person has `each`; by default half of it, so that others find some."""

    def __init__(self, most: int, each: int | None = None) -> None:
        """Begin with all of it free."""
        self._most, self._each = most, max(1, most // 2) if each is None else each
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def one(self, who: str) -> Iterator[None]:
        """Take one for as long as the block runs.

        Raises:
            Problem: 503, with the seconds to wait.
        """
        with self._lock:
            if self._taken.total() >= self._most or self._taken[who] >= self._each:
                raise Problem(
                    503,
                    "busy",
                    "Too much is being done at once.",
                    hint=f"Try again in {AGAIN_S} seconds.",
                    headers={"Retry-After": str(AGAIN_S)},
                )
            self._taken[who] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[who] -= 1
                self._taken += Counter()  # those with none left are forgotten
