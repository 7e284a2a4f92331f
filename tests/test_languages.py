"""Every sentence of pages and papers is there in each of their languages, with the same places for values."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from folders import ROOT
from premium.web.pages.words import of_reports
from reports import fixes, kinds
from reports.languages import DOMAINS, HERE, LANGUAGES, Domain, Language, Speech, day, period, translations
from reports.papers.letter_words import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog

WORKERS = [ROOT / "reports" / "papers" / name for name in ("statement.py", "statements.py")]
SOURCES: dict[Domain, list[Path]] = {
    "papers": [*WORKERS],
    "letters": [path for path in (ROOT / "reports" / "papers").glob("*.py") if path not in WORKERS],
    "web": [ROOT / "premium" / "web", ROOT / "reports" / "answer.py"],
}
"""The files and folders in which a domain's sentences are marked."""
CONSTANTS: dict[Domain, set[str]] = {
    "papers": set(), "letters": {*kinds.LABELS.values(), *fixes.every(), *REASONS}, "web": set(of_reports()),
}  # fmt: skip
"""Sentences that stand in tables of ours, and are said from there."""
METHODS = {".py": "python", ".j2": "jinja2.ext:babel_extract"}
KEYWORDS: dict[str, Any] = {
    "say": None, "count": (1, 2), "gettext": None, "_": None, "ngettext": (1, 2), "N_": None,
}  # fmt: skip
CATALOGUES = [(domain, language) for domain, languages in DOMAINS.items() for language in languages]
Sentence = tuple[str, ...]
"""A sentence, or its two forms."""


def marked(domain: Domain) -> set[Sentence]:
    """Every sentence that the code and templates of a domain use."""
    found: set[Sentence] = {(sentence,) for sentence in CONSTANTS[domain]}
    every = [p for source in SOURCES[domain] for p in (source, *sorted(source.rglob("*")))]
    files = [p for p in every if p.suffix in METHODS]
    for path in files:
        with path.open("rb") as file:
            for _, message, _, _ in extract(METHODS[path.suffix], file, KEYWORDS, options={"encoding": "utf-8"}):
                found.add((message,) if isinstance(message, str) else tuple(message))
    return found


def catalogue(domain: Domain, language: Language) -> Catalog:
    with (HERE / language / f"{domain}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def forms(value: Any) -> Sentence:  # noqa: ANN401 - Babel's ids are text, or lists of it
    return (value,) if isinstance(value, str) else tuple(value)


def places(text: str) -> list[str]:
    """The named places of a sentence, in both spellings: `{name}` and `%(name)s`."""
    named = [name for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    return sorted({*named, *re.findall(r"%\((\w+)\)s", text)})


def faults(known: Catalog, wanted: set[Sentence]) -> Iterator[str]:
    """What is wrong with a catalogue, for the sentences that are used."""
    there = {forms(message.id): message for message in known if message.id}
    yield from (f"{sentence[0]!r} has no translation" for sentence in sorted(wanted - set(there)))
    yield from (f"{sentence[0]!r} is used nowhere" for sentence in sorted(set(there) - wanted))
    for sentence, message in there.items():
        said = forms(message.string)
        if message.fuzzy or not all(said):
            yield f"{sentence[0]!r} is fuzzy or empty"
        if len(said) != (known.num_plurals if len(sentence) > 1 else 1):
            yield f"{sentence[0]!r} has {len(said)} forms"
        meant = sentence if len(said) == len(sentence) else sentence[-1:]
        if any(places(text) != places(english) for text, english in zip(said, meant, strict=False)):
            yield f"{sentence[0]!r} has other places for values"


@pytest.mark.parametrize(("domain", "language"), CATALOGUES)
def test_every_sentence_is_translated_and_no_catalogue_has_more(domain: Domain, language: Language) -> None:
    assert list(faults(catalogue(domain, language), marked(domain))) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "One"\nmsgstr ""', "fuzzy or empty"),
        ('#, fuzzy\nmsgid "One"\nmsgstr "Uno"', "fuzzy or empty"),
        ('msgid "One"\nmsgstr "Uno {more}"', "other places"),
        ('msgid "One"\nmsgstr "Uno"\n\nmsgid "Two"\nmsgstr "Dos"', "used nowhere"),
        ("", "no translation"),
    ],
)
def test_a_catalogue_that_lacks_something_is_found_out(entry: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    path.write_text(head + entry + "\n", encoding="utf-8")
    with path.open("rb") as file:
        found = list(faults(read_po(file), {("One",)}))
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(("domain", "language"), CATALOGUES)
def test_a_catalogue_says_which_language_it_is(domain: Domain, language: Language) -> None:
    assert translations(domain, language).info()["language"] == language
    assert (HERE / language / f"{domain}.po").read_text(encoding="utf-8").startswith("# To be read by a native speaker")


def test_english_needs_no_catalogue_and_a_language_that_is_not_spoken_is_refused() -> None:
    assert Speech("papers", "en").say("{amount} and {what}", amount="$1.00", what="{amount}") == "$1.00 and {amount}"
    assert Speech("web", "en").count("{number} row", "{number} rows", 1) == "1 row"
    assert Speech("web", "en").count("{number} row", "{number} rows", 1204) == "1,204 rows"
    with pytest.raises(KeyError, match="web is not spoken in ht"):
        translations("web", "ht")


def test_days_are_written_as_people_write_them() -> None:
    april, first = date(2026, 4, 15), date(2026, 3, 1)
    assert [day(april, language) for language in LANGUAGES] == ["15 April 2026", "15 de abril de 2026", "15 avril 2026"]
    assert [day(first, language) for language in LANGUAGES] == ["1 March 2026", "1 de marzo de 2026", "1ye mas 2026"]


def test_haitian_creole_is_not_french() -> None:
    said = [day(date(2026, month, 2), "ht") for month in range(1, 13)]
    assert len(set(said)) == 12
    assert not any(french in text for text in said for french in ("janvier", "mars", "juillet", "août", "décembre"))


def test_a_period_is_named_by_its_month_or_by_the_days_of_its_week() -> None:
    months = [period(date(2025, 12, 1), "month", language) for language in LANGUAGES]
    assert months == ["December 2025", "diciembre de 2025", "desanm 2025"]
    assert period(date(2025, 12, 29), "week", "en") == "29 December 2025 – 4 January 2026"
    assert period(date(2025, 12, 29), "week", "es") == "29 de diciembre de 2025 – 4 de enero de 2026"
    assert period(date(9999, 12, 30), "week", "en") == "30 December 9999 – 31 December 9999"
