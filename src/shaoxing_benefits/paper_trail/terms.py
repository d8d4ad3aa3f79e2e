"""On what terms the tables are read: for which day, which programmes, as of which knowledge, and with which overlays."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..asking import Mistakes, asked, rule_set
from ..assessment import Options, Rules
from ..converters import to_date
from ..errors import Problem, UsageError
from ..identity import digest
from ..kinds import District
from ..months import Month
from ..rulebook import Definition, Overlay, Question, Rulebook
from ..stated import Open, shown, suggestion
from .figures import Figure, by_districts, overlay_of

_YEAR = re.compile(r"[1-9][0-9]{3}")
Day = str | int | date | Month
"""A year (its last day), a month (its first) or a day."""


@frozen
class When:
    """A day, with what was said for it."""

    said: str
    day: date

    @property
    def month(self) -> Month:
        """The month that holds it: for a year December."""
        return Month(self.day.year, self.day.month)


@frozen(eq=False)
class Terms:
    """A day, as of which knowledge, and with which overlays."""

    when: When
    options: Options
    overlays: tuple[Overlay, ...]
    rulebook: Rulebook

    @property
    def rules(self) -> Rules:
        """Which rules an answer rests on."""
        return Rules(self.rulebook.edition, digest(self.rulebook), self.overlays)

    def figure(self, definition: Definition, district: District) -> Figure:
        """What holds in a district, read as the rules read it: a yearly programme's parameters as of the year's end."""
        options = self.options
        known_on = None if options.known_on is None else date.fromisoformat(options.known_on)
        question = Question(district, self.when.day, known_on, options.assume_planned, (), self.overlays)
        entry = self.rulebook.holding(definition.name, question)
        return Figure(entry, (district,), overlay_of(entry, self.overlays))

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {"day": self.when.day.isoformat(), "rules": self.rules.to_dict(), "options": self.options.to_dict()}

    def figures(self, definition: Definition) -> Iterator[Figure]:
        """What holds, once for all districts that agree."""
        for districts, found in by_districts(lambda each: self.figure(definition, each), lambda figure: figure.content):
            yield found.of(districts)


def to_when(given: Day) -> When:
    """Read a year, month or day.

    Raises:
        UsageError: it is none of these.
    """
    if isinstance(given, Month):
        return When(str(given), given.first_day)
    if isinstance(given, date):
        return When(given.isoformat(), given)
    text = unicodedata.normalize("NFKC", str(given)).strip() if isinstance(given, str | int) else ""
    if _YEAR.fullmatch(text):
        return When(text, date(int(text), 12, 31))
    try:
        return When(text, Month.parse(text).first_day)
    except ValueError:
        read = to_date(text)
    if isinstance(read, Open):
        raise UsageError(Problem(shown(given), "This is no year, month or day.", "Write it such as 2020, 2020-04 or 2020-04-15."))
    return When(text, read)


def to_terms(
    when: Day,
    known_on: date | str | None,
    assume_planned: bool,
    beyond_horizon: bool,
    overlays: tuple[Overlay, ...],
    price_index: str | Decimal | int | None = None,
) -> Terms:
    """Check on what terms the tables are to be read.

    Raises:
        UsageError: with everything that is wrong in day and options.
    """
    rules, mistakes = rule_set(), Mistakes()
    read = mistakes.of(to_when, when)
    # Where the day is wrong the options are checked all the same: with a month that is surely in the tables.
    first = rules.rulebook.begins
    month = Month(first.year, first.month) if read is None else read.month
    question = mistakes.of(lambda each: asked(each, price_index, known_on, assume_planned, beyond_horizon, (), overlays), month)
    if mistakes.problems:
        raise UsageError(_at(problem, when) for problem in mistakes.problems)
    assert read is not None
    assert question is not None
    return Terms(read, question.options, overlays, rules.rulebook)


def _at(problem: Problem, when: Day) -> Problem:
    """A problem with the month, under what was said for the day."""
    return Problem(str(when), problem.problem, problem.remedy, problem.values) if problem.path == "month" else problem


def programmes_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The programmes in the order of an answer; after them what else has parameters, such as what all programmes have in common."""
    named = dict.fromkeys(name.partition(".")[0] for name in rulebook.definitions)
    known = [programme.id for programme in rule_set().programmes]
    return (*known, *(name for name in named if name not in known))


def to_programmes(given: Iterable[str] | str) -> tuple[str, ...]:
    """The programmes asked for, in the order of an answer; all of them where none is.

    Raises:
        UsageError: with every name that is no programme.
    """
    known = programmes_of(rule_set().rulebook)
    wanted = (given,) if isinstance(given, str) else tuple(given)
    problem, remedy = "There is no such programme.", "Did you mean: {near}?"
    unknown = [Problem(shown(each), problem, remedy, {"near": suggestion(each, known)}) for each in wanted if each not in known]
    if unknown:
        raise UsageError(unknown)
    return tuple(each for each in known if each in wanted) if wanted else known


def definitions_of(programmes: Iterable[str], rulebook: Rulebook) -> Iterator[Definition]:
    """Their parameters, in the order of the tables."""
    for programme in programmes:
        yield from (each for each in rulebook.definitions.values() if each.name.partition(".")[0] == programme)
