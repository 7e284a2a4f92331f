"""What a worker's statement says: one page, in the worker's language, of one worker at one grower.

What is missing in one sentence, how it was found in four lines, what happens next, whom to call. Nothing on it comes
from who asked for it, or when: it is of the run's day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from premium.money import dollars, plain
from reports.languages import Speech, day, period
from reports.papers.printable import name, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from premium.program import Program
    from premium.program.model import Code, InLanguages
    from reports.languages import Language
    from reports.papers.tables import Row

MOST_ROWS = 6
"""Other periods that a page lists; past them it says how many there are, and their sum."""
SENTENCE = 240
CONTACT = 90
"""Characters of a remedy, or of a text about whom to call; and of a contact's name or number."""


FEW = 5
"""Workers of a pool below whom what all of them have together is not told: it would tell what the others have."""
LONG = 2_000
"""Characters of a page, with the words of its form, past which it is set smaller to stay one page."""

Page = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A worker at a grower: how they stand in each pool, in the order of the page. No pools: no share.

    `others` are the other identifiers that people confirmed to be this worker's.
    """

    grower_id: str
    worker_id: str
    pools: Sequence[Row]
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes statements of one run in one language; `call` stands in for the program's own contact."""

    program: Program
    as_of: date
    language: Language
    growers: Mapping[str, str]
    call: str | None = None

    @property
    def speech(self) -> Speech:
        """The sentences of papers in this language."""
        return Speech("papers", self.language)

    def page(self, standing: Standing) -> Page:
        """Return one worker's page."""
        grower = self.grower(standing.grower_id)
        say = self.speech.say
        worker = name(standing.worker_id)
        page = {
            "head": say("Your premium at {grower}", grower=grower),
            "who": say("For worker {worker}. As of {day}.", worker=worker, day=day(self.as_of, self.language)),
            "others": self._others(standing),
            **self._sentences(standing, grower),
            "how": self._how(standing, grower),
            "rest": self._rest(standing),
            "next": {"head": say("What happens next"), "lines": self._next(standing)},
            "call": {"head": say("Whom to call"), "lines": self._whom()},
            "foot": say(
                "{program}. The figures come from the records that buyers and growers gave to the program, as they "
                "stood on {day}.", program=name(self.program.name), day=day(self.as_of, self.language),
            ),
        }  # fmt: skip
        return {**page, "is_long": len(str(page)) > LONG}

    def grower(self, grower_id: str) -> str:
        """Return what a grower is called on paper."""
        return name(self.growers.get(grower_id) or grower_id)

    def _others(self, standing: Standing) -> list[str]:
        """Return what says which other identifiers this worker's checks bear, where people confirmed some."""
        others = printable(", ".join(map(name, standing.others)), SENTENCE)
        return [self.speech.say("Your checks also say: {workers}.", workers=others)] if others else []

    def _sentences(self, standing: Standing, grower: str) -> Page:
        """Return the first sentence and those beside it."""
        if not standing.pools or not standing.pools[0]["shares"]:
            return self._no_share(standing, grower)
        first, say = standing.pools[0], self.speech.say
        missing, pending = first["all_missing_cents"], first["all_pending_cents"]
        last = day(first["last_deadline"], self.language) if pending else ""
        if missing:
            sentence = say("{amount} of your premium is missing from your paychecks.", amount=dollars(missing))
            beside = [say("{amount} more is not due yet. It must be on your paychecks by {day} at the latest.",
                          amount=dollars(pending), day=last)] if pending else []  # fmt: skip
            return {"sentence": sentence, "beside": beside}
        unsure = [say("That is as far as the records could be read: there are pay lines of {grower} that could not be "
                      "read, or that do not say what work they are for.", grower=grower)]  # fmt: skip
        return {"sentence": self._nothing_missing(first, last), "beside": unsure if first["is_unsure"] else []}

    def _nothing_missing(self, first: Row, last: str) -> str:
        say = self.speech.say
        if first["all_pending_cents"]:
            return say("Nothing is missing so far. {amount} of your premium must be on your paychecks by {day} at the "
                       "latest.", amount=dollars(first["all_pending_cents"]), day=last)  # fmt: skip
        if first["all_rounding_cents"]:
            rounding = dollars(first["all_rounding_cents"])
            return say("Your premium is on your paychecks, but for {amount} that the program’s rules count as "
                       "rounding.", amount=rounding)  # fmt: skip
        if not first["all_entitled_cents"]:
            return say("Your share of the premium was less than one cent.")
        reached = dollars(first["all_reached_cents"])
        if first["is_unsure"]:
            return say("As far as the records could be read, all of your premium, {amount}, is on your paychecks.",
                       amount=reached)  # fmt: skip
        return say("All of your premium, {amount}, is on your paychecks.", amount=reached)

    def _no_share(self, standing: Standing, grower: str) -> Page:
        say = self.speech.say
        classes = ", ".join(name(work) for work in self.program.work.qualifying)
        beside = [say("A share is for work of these classes, in a period for which premium money came in: {classes}.",
                      classes=classes)]  # fmt: skip
        paid = standing.pools[0]["all_paid_cents"] if standing.pools else 0
        if paid:
            beside.insert(0, say("Your paychecks show {amount} of premium all the same.", amount=dollars(paid)))
        return {
            "sentence": say("The records give you no share of the premium at {grower}.", grower=grower),
            "beside": beside,
        }

    def _how(self, standing: Standing, grower: str) -> Page | None:
        """Return the four lines, for the pool that comes first."""
        if not standing.pools or standing.pools[0]["basis"] is None:
            return None
        pool, say = standing.pools[0], self.speech.say
        rows = [
            (say("Premium money that buyers paid to {grower}", grower=grower), pool["pool_cents"]),
            (say("{grower} may keep {amount} of it. What is left is for all workers", grower=grower,
                 amount=dollars(pool["retained_cents"])), pool["distributable_cents"]),
            (self._share(pool), pool["entitled_cents"]),
            (say("Your paychecks show {amount}. What is not on them", amount=dollars(pool["paid_cents"])),
             pool["short_cents"]),
        ]  # fmt: skip
        return {
            "head": say("How we found it: {period}", period=self._period(pool)),
            "heads": [say("What"), say("Dollars")],
            "rows": [[text, dollars(cents)] for text, cents in rows],
        }

    def _share(self, pool: Row) -> str:
        """Return the line about the worker's share, by what the pool is shared by."""
        if pool["workers"] < FEW and pool["basis_kind"] in {"gross", "hours", "units"}:
            return self._own_basis(pool)
        say, basis, whole = self.speech.say, pool["basis"], pool["basis_total"]
        match pool["basis_kind"]:
            case "gross":
                return say("Your share, by wages: you earned {basis} of the {whole} that all workers earned",
                           basis=dollars(basis), whole=dollars(whole))  # fmt: skip
            case "hours":
                return say("Your share, by hours: you worked {basis} of the {whole} hours of all workers",
                           basis=plain(basis, 4), whole=plain(whole, 4))  # fmt: skip
            case "units":
                return say("Your share, by units: you have {basis} of the {whole} units of all workers",
                           basis=plain(basis, 4), whole=plain(whole, 4))  # fmt: skip
            case _:
                return self.speech.count(
                    "Your share: there is one worker", "Your share: one of {number} equal parts", whole
                )

    def _own_basis(self, pool: Row) -> str:
        """Return the line about the share in a pool of few, without what all workers have together."""
        say, basis = self.speech.say, pool["basis"]
        match pool["basis_kind"]:
            case "gross":
                return say("Your share, by wages: you earned {basis}", basis=dollars(basis))
            case "hours":
                return say("Your share, by hours: you worked {basis} hours", basis=plain(basis, 4))
            case _:
                return say("Your share, by units: you have {basis} units", basis=plain(basis, 4))

    def _rest(self, standing: Standing) -> Page | None:
        """Return the other pools that stand as the first does, as far as they fit."""
        same = [pool for pool in standing.pools[1:] if pool["stands"] == standing.pools[0]["stands"]]
        if not same or standing.pools[0]["stands"] == "reached":
            return None
        say = self.speech.say
        shown, left = same[:MOST_ROWS], same[MOST_ROWS:]
        more = self.speech.count("And {number} more period: {amount}.", "And {number} more periods, together {amount}.",
                                 len(left), amount=dollars(sum(pool["short_cents"] for pool in left)))  # fmt: skip
        return {
            "head": say("The other periods"),
            "heads": [say("Period"), say("Your share"), say("On your paychecks"), say("Not on them")],
            "rows": [
                [self._period(p), *(dollars(p[c]) for c in ("entitled_cents", "paid_cents", "short_cents"))]
                for p in shown
            ],
            "more": [more] if left else [],
        }

    def _next(self, standing: Standing) -> list[str]:
        say = self.speech.say
        pools = standing.pools
        if not pools or not pools[0]["shares"]:
            return [say("If you think that this is wrong, ask, and bring your pay stubs.")]
        if pools[0]["stands"] == "pending":
            return [say("What is not on your paychecks by then is missing. Keep your pay stubs.")]
        if pools[0]["stands"] != "missing" and pools[0]["is_unsure"]:
            return [say("Keep your pay stubs, and ask whether they show work or premium that is not on this page.")]
        if pools[0]["stands"] != "missing":
            return [say("There is nothing that you need to do. Keep your pay stubs.")]
        code = self._code(pools[0])
        if code is None:
            return [say("The program’s rules do not say what has to be done about it. Keep your pay stubs, and ask.")]
        remedy = getattr(code.remedy_in, self.language) or code.remedy
        return [
            say("The program’s rules say what {grower} has to do: {remedy}.",
                remedy=printable(remedy.rstrip(". "), SENTENCE), grower=self.grower(standing.grower_id)),
            self.speech.count("It has {number} day for it, from the day on which the program tells it to.",
                              "It has {number} days for it, from the day on which the program tells it to.",
                              code.remedy_days),
            say("Keep your pay stubs."),
        ]  # fmt: skip

    def _code(self, pool: Row) -> Code | None:
        kind = "premium_missing" if pool["status"] == "missing" else "premium_short"
        return next((code for code in self.program.code if code.finding == kind), None)

    def _whom(self) -> list[str]:
        say = self.speech.say
        if self.call is not None:
            return [printable(self.call, SENTENCE)]
        contact = self.program.contact
        if contact is None or contact.is_nobodys:
            return [say("Ask whoever gave you this page.")]
        hours = spoken(contact.hours, self.language)
        return [
            f"{printable(contact.name, CONTACT)}: {printable(contact.phone, CONTACT)}",
            *([printable(hours, SENTENCE)] if hours else []),
        ]

    def _period(self, pool: Row) -> str:
        return period(pool["period"], self.program.calendar.pool, self.language)


def spoken(words: InLanguages, language: Language) -> str | None:
    """Return the words in a language, else in the first that they are there in."""
    return getattr(words, language) or words.en or words.es or words.ht
