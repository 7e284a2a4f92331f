"""How values are written on pages: days and numbers of a language, codes as words, names that can do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from babel.dates import format_date

from premium import money
from premium.harmless import harmless
from premium.web.pages import words
from reports import fixes, kinds, spell
from reports.languages import Language, Speech, day, period, translations

if TYPE_CHECKING:
    from collections.abc import Callable

Pool = Literal["week", "month"]
UNKNOWN = "—"
NAME, TEXT = 60, 400
"""Characters of a name, and of any other text of a sender's, that a page shows."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The spelling of one language; `pool` is what the program's periods are."""

    language: Language
    pool: Pool

    @property
    def speech(self) -> Speech:
        """Return the sentences of pages."""
        return Speech("web", self.language)

    def gettext(self, text: str) -> str:
        """Translate a sentence; one that has no translation stays."""
        return translations("web", self.language).gettext(text) if text else ""

    def word(self, code: str | None, of: str) -> str:
        """Write a code of the tables in words; a new one is called by its own name."""
        if code is None:
            return UNKNOWN
        return self.gettext(words.OF[of].get(code) or code.replace("_", " "))

    def says(self, kind: str) -> str:
        """Say what a kind of finding means."""
        return self.gettext(kinds.sentence(kind))

    def fix(self, reason: str) -> str:
        """Say what to do about a row set aside."""
        return self.gettext(fixes.fix(reason))

    def day(self, value: date | None) -> str:
        """Write a day in full."""
        return UNKNOWN if value is None else day(value, self.language)

    def short_day(self, value: date | None) -> str:
        """Write a day as tables have it: `15 Apr 2026`, `15 abr 2026`."""
        if value is None:
            return UNKNOWN
        return spell.short_day(value) if self.language == "en" else format_date(value, "d MMM y", locale="es")

    def iso_day(self, value: str) -> str:
        """Write a day that is kept as text."""
        return self.short_day(date.fromisoformat(value))

    def week(self, value: date, *, year: bool = False) -> str:
        """Write the days of a week that begins on a day: `24–30 Nov`, with its last day's year if that is wanted."""
        last = value + timedelta(days=6) if value < date.max - timedelta(days=6) else date.max
        begin = str(value.day) if value.month == last.month else self._day_of_month(value)
        return f"{begin}–{self._day_of_month(last)}" + (f" {last.year}" if year else "")

    def _day_of_month(self, value: date) -> str:
        return f"{value.day} {value:%b}" if self.language == "en" else format_date(value, "d MMM", locale="es")

    def period(self, value: date | None) -> str:
        """Write a period by its month, or by the days of its week."""
        if value is None:
            return UNKNOWN
        if self.pool == "week":
            return self.week(value, year=True)
        return period(value, self.pool, self.language)

    def iso_period(self, value: str) -> str:
        """Write a period that is kept as text."""
        return self.period(date.fromisoformat(value))

    def moment(self, ms: int | None) -> str:
        """Write a moment, in UTC."""
        if ms is None:
            return UNKNOWN
        at = datetime.fromtimestamp(ms // 1000, UTC)
        return f"{self.short_day(at.date())}, {at:%H:%M} UTC"

    def filters(self) -> dict[str, Callable[..., str]]:
        """Return the filters of templates."""
        return {
            "dollars": dollars, "number": number, "quantity": quantity, "name": name, "text": text, "word": self.word,
            "says": self.says, "fix": self.fix, "day": self.day, "short_day": self.short_day, "week": self.week,
            "iso_day": self.iso_day, "iso_period": self.iso_period, "percent": percent, "price": price,
            "period": self.period, "moment": self.moment, "own": self.gettext, "label": lambda k: self.word(k, "kind"),
        }  # fmt: skip


def dollars(cents: int | None) -> str:
    """Write an amount; what nobody knows is neither zero nor empty."""
    return UNKNOWN if cents is None else money.dollars(cents)


def price(amount: Decimal) -> str:
    """Write a rate or a wage in dollars with all its decimals, and never fewer than two."""
    whole, _, part = f"{amount:,f}".partition(".")
    return f"${whole}.{part.rstrip('0'):0<2}"


def percent(share: Decimal) -> str:
    """Write a share such as 0.13 as `13%`."""
    return f"{spell.quantity(share * 100)}%"


def number(value: int | None) -> str:
    """Write a whole number."""
    return UNKNOWN if value is None else f"{value:,}"


def quantity(value: int | Decimal | None) -> str:
    """Write a quantity: ten-thousandths as a whole number, or a decimal."""
    if value is None:
        return UNKNOWN
    return spell.quantity(value) if isinstance(value, Decimal) else money.plain(value, money.NUMBER_DECIMALS)


def name(value: Any, most: int = NAME) -> str:  # noqa: ANN401 - whatever a table holds
    """Write a name of somebody else's: short, and without characters that would turn the text around it."""
    return UNKNOWN if value is None else harmless(spell.clip(str(value), most))


def text(value: Any) -> str:  # noqa: ANN401 - whatever a table holds
    """Write any other text of a sender's."""
    return name(value, TEXT)
