"""The limits under which a sender's file is opened; the process that reads workbooks owns them."""

from __future__ import annotations

from premium.workbook.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits"]
