"""Ctrl-C: a command stops in order, and says what it leaves behind."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Stopped(BaseException):
    """Somebody pressed Ctrl-C; the sentence says what is left. It is no fault: what handles faults does not see it."""


def stop(*_: object) -> NoReturn:
    """Stop what is being done, as the handler of SIGINT.

    Raises:
        Stopped: always.
    """
    raise Stopped("stopped")


@contextmanager
def leaving(left: Callable[[], str]) -> Iterator[None]:
    """Let a stop inside the block say what is left by it, which is looked up then."""
    try:
        yield
    except Stopped:
        raise Stopped(f"stopped; {left()}") from None
