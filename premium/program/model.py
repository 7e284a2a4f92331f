"""A program as data: what its file may say (contract, section 3), and what makes it contradict itself.

Every figure that a program decides for itself stands in its file and is exact: decimals are written as text. Whatever
the file says that this page does not know is refused, because a misspelt line would otherwise be a silent default.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema  # noqa: TC002 - pydantic reads the annotations

from premium import money

NOBODYS = re.compile(r"55501\d\d$")
"""Digits that a number for examples ends in: in North America, 555-0100 to 555-0199 belong to nobody."""

RATE_DECIMALS = 8
"""Decimals a rate may have; ten times finer than any rate seen, and it keeps every product inside 128 bits."""


def _exact(value: object) -> Decimal:
    """Take a decimal from text (or a whole number); a bare TOML decimal has already lost its exactness."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f'write this number in quotes, such as "{value}", so that it stays exact')  # noqa: TRY004 - pydantic wants ValueError
    return money.exact(str(value))


def _at_most(places: int) -> Any:  # noqa: ANN401 - pydantic's own type for a validator
    def check(value: object) -> Decimal:
        number = _exact(value)
        if money.decimals(number) > places:
            raise ValueError(f"{number} has more than {places} decimals")
        return number

    return BeforeValidator(check)


_AS_TEXT = WithJsonSchema({"type": "string", "pattern": money.NUMBER_PATTERN})

Share = Annotated[Decimal, _at_most(RATE_DECIMALS), Field(ge=0, lt=1), _AS_TEXT]
Rate = Annotated[Decimal, _at_most(RATE_DECIMALS), Field(ge=0, lt=1_000_000), _AS_TEXT]
Contents = Annotated[Decimal, _at_most(money.NUMBER_DECIMALS), Field(gt=0, lt=1_000_000), _AS_TEXT]
Hourly = Annotated[Decimal, _at_most(money.NUMBER_DECIMALS), Field(ge=0, lt=1_000_000), _AS_TEXT]
Dollars = Annotated[Decimal, _at_most(money.MONEY_DECIMALS), Field(ge=0, lt=1_000_000), _AS_TEXT]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Days = Annotated[int, Field(ge=0, le=3650)]
Entry = TypeVar("Entry")
Entries = Annotated[tuple[Entry, ...], Field(strict=False)]
"""TOML gives lists; a program is unchangeable, so it keeps tuples."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _nth(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number if number < 20 else number % 10, 'th') }"  # noqa: PLR2004 - English


def _refuse_twice(entry: str, keys: list[str]) -> None:
    for key, times in Counter(keys).items():
        if times > 1:
            first, second = [i for i, k in enumerate(keys, 1) if k == key][:2]
            raise ValueError(
                f"the {_nth(first)} and the {_nth(second)} [[{entry}]] are both for {key}: only one can hold"
            )


class _Part(BaseModel):
    """Strict, unchangeable, and closed: an unknown word is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Calendar(_Part):
    """How the program cuts time."""

    pool: Literal["week", "month"] = Field(description="the period that premium money is pooled by")
    week_start: Weekday = Field(default="monday", description="the first day of a week")


class PremiumRate(_Part):
    """What a product's premium is from a day on, until the next rate of the same product."""

    product: Words
    per: Words = Field(description="the unit that the amount is for; one per product")
    amount: Rate = Field(description='dollars per unit, in quotes: "0.01"')
    first_day: date = Field(alias="from", description="first day on which the rate holds")


class Premium(_Part):
    """The premium's terms: rates, the share kept, deadlines, and how a pool is shared."""

    retention: Share = Field(description='the share a grower may keep, in quotes: "0.13"')
    retention_of: Literal["total", "worker_share"]
    basis: Literal["gross", "hours", "units", "equal"] = Field(description="what a pool is shared by")
    buyer_pays_within_days: Days = Field(description="counted from a period's last day")
    pay_within_days: Days = Field(description="days a grower has to pass the money on")
    payout_lag: Annotated[int, Field(ge=0, le=60)] = Field(
        default=0, description="periods by which a premium line without for_period follows its own period"
    )
    tolerance: Dollars = Field(default=Decimal(0), description='a worker\'s rounding forgiven: "0.02"')
    rate: Entries[PremiumRate] = Field(min_length=1)

    @model_validator(mode="after")
    def _rates_agree(self) -> Premium:
        _refuse_twice("premium.rate", [f"{r.product} from {r.first_day}" for r in self.rate])
        units: dict[str, str] = {}
        for number, rate in enumerate(self.rate, 1):
            unit = units.setdefault(rate.product, rate.per)
            if unit != rate.per:
                raise ValueError(
                    f"the {_nth(number)} [[premium.rate]] gives {rate.product} per {rate.per}, an earlier one per "
                    f"{unit}: a product has one rate unit; say the other with a [[pack]]"
                )
        return self


class Pack(_Part):
    """A unit that goods are sold in, and how many rate units it contains."""

    unit: Words
    of: Words
    contains: Contents

    @model_validator(mode="after")
    def _not_of_itself(self) -> Pack:
        if self.unit == self.of:
            raise ValueError(f"a pack of {self.unit} cannot be counted in {self.of}")
        return self


class Work(_Part):
    """Whose work qualifies for the premium."""

    qualifying: Entries[Words] = Field(min_length=1, description="the job classes that qualify")


class MinimumWage(_Part):
    """A place's minimum wage from a day on, until the next one of the same place."""

    place: Words
    hourly: Hourly
    first_day: date = Field(alias="from")


class Wages(_Part):
    """The wage floors that the program checks."""

    minimum: Entries[MinimumWage] = ()

    @model_validator(mode="after")
    def _one_a_day(self) -> Wages:
        _refuse_twice("wages.minimum", [f"{w.place} from {w.first_day}" for w in self.minimum])
        return self


class InLanguages(_Part):
    """The same words in the languages that papers speak."""

    en: Words | SkipJsonSchema[None] = None
    es: Words | SkipJsonSchema[None] = None
    ht: Words | SkipJsonSchema[None] = None


class Contact(_Part):
    """Whom a worker may call, as it stands on the worker's statement."""

    name: Words
    phone: Words
    hours: InLanguages = Field(default=InLanguages(), description="when somebody answers, per language")

    @property
    def is_nobodys(self) -> bool:
        """Return whether the number is one of those that are kept for examples: nobody answers there."""
        return NOBODYS.search(re.sub(r"\D", "", self.phone)) is not None


class Code(_Part):
    """The article that a kind of finding violates, and what puts it right."""

    finding: Words
    article: Words
    class_: Literal["zero-tolerance", "serious", "process"] = Field(alias="class")
    title: Words
    remedy: Words
    remedy_days: Days
    title_in: InLanguages = Field(default=InLanguages(), description="the title in other languages, for papers")
    remedy_in: InLanguages = Field(default=InLanguages(), description="the remedy in other languages, for papers")


class Program(_Part):
    """One Worker-driven Social Responsibility program, as its file states it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Words
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    calendar: Calendar
    premium: Premium
    pack: Entries[Pack] = ()
    work: Work
    wages: Wages = Wages()
    code: Entries[Code] = ()
    contact: Contact | SkipJsonSchema[None] = None

    @model_validator(mode="after")
    def _said_once(self) -> Program:
        _refuse_twice("pack", [p.unit for p in self.pack])
        _refuse_twice("code", [c.finding for c in self.code])
        return self

    def remarks(self) -> list[str]:
        """Return what is allowed but probably not meant, in sentences."""
        units = {r.per for r in self.premium.rate}
        said = [
            f"pack {p.unit}: no rate is per {p.of}, so nothing sold by the {p.unit} will have a price"
            for p in self.pack
            if p.of not in units
        ]
        if self.contact is not None and self.contact.is_nobodys:
            said.append(f"contact: {self.contact.phone} is a number for examples; workers' statements do not print it")
        return said
