"""Did the premium reach the workers' paychecks, and if not, where does each missing cent lie and who answers for it?

Example:
    import datetime
    import premium

    result = premium.reconcile("data/samples/season/records", "fair-food", as_of=datetime.date(2026, 4, 15))
    print(result.findings)
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from premium.errors import EngineError, InputError, PremiumError, ProfileError, ProgramError, ProofError, RunError

if TYPE_CHECKING:
    from premium.audit import Settings
    from premium.result import Result, open_result, reconcile

__all__ = [
    "EngineError",
    "InputError",
    "PremiumError",
    "ProfileError",
    "ProgramError",
    "ProofError",
    "Result",
    "RunError",
    "Settings",
    "open_result",
    "reconcile",
]


class _Door(ModuleType):
    """The package `premium.reconcile`, which can be called: the function of that name is what people look for there."""

    def __call__(self, *args: Any, **named: Any) -> Result:  # noqa: ANN401 - `premium.result.reconcile` types them
        from premium.result import reconcile  # noqa: PLC0415 - see __getattr__

        return reconcile(*args, **named)


class _Premium(ModuleType):
    """This module: an import of the package `premium.reconcile` puts it in the function's place, so it gets a door."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "reconcile" and isinstance(value, ModuleType):
            value.__class__ = _Door
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Premium


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute can be anything
    """Import the engine only when it is asked for: `premium --help` needs none of it."""
    if name == "Settings":
        from premium.audit import Settings  # noqa: PLC0415 - see above

        return Settings
    if name in {"Result", "open_result", "reconcile"}:
        from premium import result  # noqa: PLC0415 - see above

        return getattr(result, name)
    raise AttributeError(f"module 'premium' has no attribute {name!r}")
