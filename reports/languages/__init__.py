"""The languages of pages and papers: sentences by gettext, days and months as people of each language write them.

    <language>/<domain>.po   the sentences of a domain; the English sentence is the key, and English needs no file
    haitian.py               Haitian Creole days, which Babel would write in French

A sentence is marked where it is used, with `say` and `count` of `Speech`, or with gettext's own functions in pages.
Dollars are written `$1,234.50` in every language (`premium.money.dollars`): people compare them with a pay stub.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from reports import spell
from reports.languages import haitian

Language = Literal["en", "es", "ht"]
Domain = Literal["papers", "letters", "web"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DOMAINS: dict[Domain, tuple[Language, ...]] = {"papers": ("es", "ht"), "letters": ("es",), "web": ("es",)}
"""The languages beside English that a domain has a catalogue of."""

OWN_NAMES: dict[Language, str] = {"en": "English", "es": "Español", "ht": "Kreyòl ayisyen"}
"""What a language calls itself."""

HERE = Path(__file__).parent
WEEK = timedelta(days=6)


@cache
def translations(domain: Domain, language: Language) -> gettext.NullTranslations:
    """Return a domain's sentences in a language, with `gettext` and `ngettext`; a sentence without one stays English.

    Raises:
        KeyError: the domain is not spoken in that language.
    """
    if language == "en":
        return gettext.NullTranslations()
    if language not in DOMAINS[domain]:
        raise KeyError(f"{domain} is not spoken in {language}")
    with (HERE / language / f"{domain}.po").open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Speech:
    """One domain in one language: sentences with their values filled in.

    A sentence has named places, as `{amount} is short.`; values go in as they are and are never read as a sentence.
    """

    domain: Domain
    language: Language

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence in this language."""
        return translations(self.domain, self.language).gettext(sentence).format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a sentence about a number of things, in the form that it asks for; `{number}` is the number."""
        chosen = translations(self.domain, self.language).ngettext(one, many, number)
        return chosen.format(number=f"{number:,}", **values)


def day(value: date, language: Language) -> str:
    """Write a day: `15 April 2026`, `15 de abril de 2026`, `15 avril 2026`."""
    match language:
        case "en":
            return spell.day(value)
        case "es":
            return format_date(value, format="long", locale="es")
        case "ht":
            return haitian.day(value)


def period(value: date, pool: Literal["week", "month"], language: Language) -> str:
    """Write a period by its month, `April 2026`, `abril de 2026`, or by the first and last day of its week."""
    if pool == "week":
        last = date.max if value > date.max - WEEK else value + WEEK
        return f"{day(value, language)} – {day(last, language)}"
    match language:
        case "en":
            return f"{value:%B} {value.year}"
        case "es":
            return format_date(value, format="MMMM 'de' y", locale="es")
        case "ht":
            return haitian.month(value)
