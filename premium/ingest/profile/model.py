"""A profile as data: what one sender's files look like, and how they become rows of a canonical table.

A profile is written by `premium profile guess`, read and corrected by a person, and approved. It holds names and a
closed list of named ways to read a cell; nothing in it is ever evaluated. Whatever this page does not know is refused.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from premium import money
from premium.ingest.profile.checks import columns_fit, counted_once, named_once, not_carried, not_read_twice
from premium.tables import INPUTS

Entry = TypeVar("Entry")
Entries = Annotated[tuple[Entry, ...], Field(strict=False)]
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
RowNumber = Annotated[int, Field(ge=1, le=1_048_576)]


MOST = 1_000_000_000
"""Units per container beyond which a product would not fit 128 bits."""


def _titles(value: object) -> object:
    """Take one title for a list of one."""
    return [value] if isinstance(value, str) else value


def _exact(value: object) -> Decimal:
    if not isinstance(value, str):
        raise ValueError(f'write this number in quotes, such as "{value}", so that it stays exact')  # noqa: TRY004 - pydantic wants ValueError
    number = money.exact(value)
    if number == 0 or abs(number) > MOST or money.decimals(number) > money.NUMBER_DECIMALS:
        raise ValueError(
            f"{value} must not be zero, nor above {MOST:,}, nor have more than {money.NUMBER_DECIMALS} decimals"
        )
    return number


Titles = Annotated[tuple[Words, ...], BeforeValidator(_titles), Field(strict=False, min_length=1)]
Times = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema({"type": "string", "pattern": money.NUMBER_PATTERN})]


class _Part(BaseModel):
    """Strict, unchangeable, and closed: an unknown word is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Match(_Part):
    """Which files are this sender's: by name, by sheet, and by the titles in their header."""

    files: Entries[Words] = Field(default=("*",), description="file names, with * and ?")
    sheets: Entries[Words] = Field(default=(), description="names of sheets, with * and ?; empty: the only filled one")
    other_sheets: Entries[Words] = Field(
        default=(), description="names of further sheets, with * and ?, from which nothing is taken on purpose"
    )
    titles: Entries[str] = Field(default=(), description="every title of the header, in order; frozen once approved")


class FixedField(_Part):
    """One field of a fixed-width line; positions count characters from 1."""

    title: Words
    start: Annotated[int, Field(ge=1, le=10_000)]
    width: Annotated[int, Field(ge=1, le=10_000)]


class Dialect(_Part):
    """How the file is written: what a reader must know before it sees a cell."""

    format: Literal["csv", "workbook", "fixed", "parquet"]
    encoding: Literal["utf-8", "cp1252", "utf-16", "latin-1", "cp850", "mac-roman"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quote: Annotated[str, Field(max_length=1)] = Field(default='"', description="empty: nothing is quoted")
    short_rows: Literal["refuse", "blank"] = Field(
        default="refuse",
        description="csv: a record with fewer cells than the header is set aside, for its cells may be others'; or, of "
        "a system that leaves out empty cells at the end, its last cells are blank",
    )
    header_row: RowNumber | None = Field(
        default=None,
        description="first row of the titles; without it, the first row from which all titles in use stand",
    )
    header_rows: Annotated[int, Field(ge=0, le=5)] = Field(
        default=1, description="rows of titles, from the first on, that are joined"
    )
    decimal: Literal[".", ","] = "."
    group: Literal["", ",", ".", "'", " "] = Field(default="", description="between thousands")
    dates: Literal["ymd", "dmy", "mdy"] = Field(default="ymd", description="order of day, month and year")
    century: Literal[1900, 2000] = Field(default=2000, description="of years written with two digits")
    field: Entries[FixedField] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Dialect:
        if (self.format == "fixed") != bool(self.field):
            raise ValueError('[[dialect.field]] entries go with format = "fixed", and it needs them')
        if self.group == self.decimal:
            raise ValueError("decimal and group must be different characters")
        return self


class Test(_Part):
    """Something a row says. `column` is a title; without it, the row's first filled cell; `*` is the whole row."""

    column: Words | None = None
    equals: str | None = None
    begins: Words | None = None
    contains: Words | None = None
    lacks: Words | None = Field(default=None, description="it does not contain this; a blank lacks everything")
    empty: bool | None = None
    zero: bool | None = Field(default=None, description="a blank or a plain 0 stands in it, or (false) something else")

    @model_validator(mode="after")
    def _one(self) -> Test:
        if (
            sum(v is not None for v in (self.equals, self.begins, self.contains, self.lacks, self.empty, self.zero))
            != 1
        ):
            raise ValueError("say exactly one of equals, begins, contains, lacks, empty, zero")
        return self


Tests = Annotated[tuple[Test, ...], Field(strict=False, min_length=1)]


class Skip(_Part):
    """Rows that are no records, by name; all its tests must hold."""

    why: Words
    where: Tests


class Cut(_Part):
    """A piece of a cell: what follows `after`, up to `until`, without spaces around it."""

    name: Words = Field(description="what [columns] calls it, like a title")
    after: str = ""
    until: str = ""


class Group(_Part):
    """A row above others that says something of them (a crew's header); it holds until the next such row."""

    where: Tests
    gives: Annotated[tuple[Cut, ...], Field(strict=False, min_length=1)]
    column: Words | None = Field(
        default=None, description="whose cell is cut; without it, the first filled one; * is the whole row"
    )


class Total(_Part):
    """A row that adds others up: it is no record, and what it says must be what we read, to the cent."""

    where: Tests
    of: Literal["group", "since_last", "all"] = Field(
        default="all",
        description="the records since the last total or group row; since the last total of this very entry; all",
    )
    columns: Entries[Words] = Field(default=(), description="titles that it adds up; empty: all filled ones in use")
    not_read: Entries[Words] = Field(
        default=(),
        description="titles in which it states a number, and from which nothing is read on purpose, such as a gross "
        "that adds up other columns; any other such number stops the file",
    )


class Label(_Part):
    """Something that the file says once: above the table, in the sheet's name, or in the file's name."""

    name: Words
    within: Literal["above", "below", "sheet_name", "file_name"] = "above"
    after: str = ""
    until: str = ""


class Rows(_Part):
    """What each row is. A row that nothing here names, below the header and not empty, is a record."""

    skip: Entries[Skip] = ()
    group: Entries[Group] = ()
    total: Entries[Total] = ()
    carry: Entries[Words] = Field(
        default=(), description="titles whose empty cells mean what the record above says (merged, or printed once)"
    )


As = Literal["text", "id", "money", "number", "hours_hmm", "date", "name", "product", "row"]
Lookup = Annotated[dict[Words, str], Field(min_length=1)]


class Source(_Part):
    """Where a canonical column comes from, and how its cells are read."""

    titles: Titles | None = Field(default=None, alias="from", description="a title, or several whose texts are joined")
    constant: str | None = Field(default=None, description="the same for every row")
    as_: As | None = Field(default=None, alias="as")
    join: str = Field(default=" ", description="between the texts of several titles")
    when: Tests | None = Field(default=None, description="counts only in rows in which all of this holds")
    after: str = Field(default="", description="only what follows this in the cell; nothing where it does not stand")
    until: str = Field(default="", description="only what stands before this, or the whole where it does not stand")
    digits: Annotated[int, Field(ge=1, le=40)] | None = Field(
        default=None, description="id: a number shorter than this gets zeros on its left"
    )
    zeros: Literal["none"] | None = Field(
        default=None, description="id: somebody knows that none has zeros on its left, though a workbook stores numbers"
    )
    dates: Literal["ymd", "dmy", "mdy"] | None = None
    add_days: Annotated[int, Field(ge=-400, le=400)] = 0
    implied: Annotated[int, Field(ge=1, le=4)] | None = Field(
        default=None, description="money, number: so many of the last digits are decimals; the file writes no point"
    )
    times: Times | None = Field(default=None, description='units per container, in quotes: "8"')
    rounded: bool = Field(default=False, description="money: the sender's sheet holds parts of cents; round to cents")
    codes: Lookup | None = Field(default=None, description="the sender's word = ours; exact")
    contains: Lookup | None = Field(
        default=None, description="a piece of the sender's words = ours; the first that fits counts"
    )
    other: Literal["refuse", "keep", "empty"] = Field(default="refuse", description="words that codes do not know")
    order: Literal["last_first", "first_last"] = "last_first"
    table: Words | None = Field(default=None, description="product: the file of products beside this profile")

    @model_validator(mode="after")
    def _agrees(self) -> Source:
        said = (self.titles is not None) + (self.constant is not None)
        if said != (0 if self.as_ == "row" else 1):
            raise ValueError('say either from (a title) or constant; as = "row" needs neither')
        if (self.as_ == "product") != (self.table is not None):
            raise ValueError('as = "product" and table go together')
        if self.digits is not None and self.zeros is not None:
            raise ValueError('digits gives zeros back, and zeros = "none" says that there were none: keep one')
        if self.codes is not None and self.contains is not None:
            raise ValueError("codes and contains do not go together: write a list of two sources")
        more = self.model_fields_set - {"titles", "constant", "as_"}
        if more and self.titles is None:
            raise ValueError(f"{', '.join(sorted(more))}: this goes with from (a title), and there is none")
        return self


def _sources(value: object) -> object:
    """Take a title for a source, and one source for a list of one."""
    several = value if isinstance(value, list | tuple) else [value]
    return [{"from": source} if isinstance(source, str) else source for source in several]


Sources = Annotated[tuple[Source, ...], BeforeValidator(_sources), Field(strict=False, min_length=1)]
"""A title in quotes, a section of lines, or a list of these, of which the first that gives something counts."""


class Share(_Part):
    """A crew's count that is shared over the crew's records, in whole ten-thousandths, none lost."""

    name: Words = Field(description="what [columns] and [[line]] call the worker's part, like a title")
    count: Words = Field(alias="from", description="title (in the total row) or name (of a group row's piece)")
    over: Words | None = Field(default=None, description="title of the numbers to share by; without it, equally")


class Profile(_Part):
    """One sender's files, and the canonical table that they become."""

    id: Id
    table: Literal["purchases", "sales", "payments", "receipts", "payroll", "growers", "standing"]
    about: str = ""
    version: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    approved_by: str = ""
    approved_on: date | None = None
    freeze: bool = Field(default=True, description="a title that is new or gone stops the file, with a proposal")
    leftover: Literal["refuse", "keep", "drop"] = Field(
        default="refuse", description="what becomes of titles that nothing here names"
    )
    ignore: Entries[Words] = Field(default=(), description="titles that are left out on purpose")
    match: Match = Match()
    dialect: Dialect
    rows: Rows = Rows()
    label: Entries[Label] = ()
    columns: dict[str, Sources]
    line: Entries[dict[str, Sources]] = Field(
        default=(), description="the lines that one row gives, where it gives several; each adds to [columns]"
    )
    share: Share | None = None
    keep_name: Titles | None = Field(default=None, description="titles of the worker's name, kept beside for likeness")

    @model_validator(mode="after")
    def _agrees(self) -> Profile:
        table = INPUTS[self.table]
        columns_fit(table, self.columns, "columns")
        for number, line in enumerate(self.line, 1):
            columns_fit(table, line, f"line, entry {number}")
        given = [set(self.columns) | set(line) for line in self.line] or [set(self.columns)]
        sure = set.intersection(*given) | {"grower_id", "buyer_id"}
        missing = [c.name for c in table.columns if c.required and c.name not in sure]
        if missing:
            raise ValueError(f"[columns] must say where {', '.join(missing)} comes from: {self.table} needs it")
        counted_once(self.columns, self.line)
        not_carried(table, self)
        named_once(self)
        not_read_twice(self)
        if (self.approved_by == "") != (self.approved_on is None):
            raise ValueError("approved_by and approved_on go together: who looked at it, and when")
        return self
