"""What is asked of the contribution calculators, checked: amounts, month and options, with every mistake at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict

from attrs import frozen

from .asking import asked
from .assessment import Rules
from .contribution_results import About
from .converters import is_none, to_district, to_money
from .errors import Problem, UsageError
from .identity import digest
from .kinds import District
from .months import Month
from .numbers import Hundredths
from .overlays import Source, read_overlays
from .rulebook import Entry, Overlay, Question, Rulebook
from .stated import Misfit, Open, shown

When = str | date | Month
Money = str | int | Decimal
TABLE = "contributions"
"""The parameters of the calculators have this name before their own."""


class Asking(TypedDict, total=False):
    """The options that every calculator takes.

    `known_on`, `assume_planned`, `beyond_horizon` and `overlays` are those of `assess`; a district is needed only where an overlay has
    values for some districts.
    """

    known_on: date | str | None
    assume_planned: bool
    beyond_horizon: bool
    overlays: Iterable[Source] | Source
    district: District | str | int | None


@frozen(eq=False)
class Checked:
    """A question that can be answered; `stated` are amounts in fen."""

    about: About
    carried: bool
    stated: Mapping[str, int]
    _question: Question
    _rulebook: Rulebook

    def holding(self, name: str) -> Entry:
        """The entry of a parameter that holds."""
        return self._rulebook.holding(f"{TABLE}.{name}", self._question)


def checked(
    month: When,
    stated: Mapping[str, Money],
    problems: Iterable[Problem] = (),
    *,
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    overlays: Iterable[Source] | Source = (),
    district: District | str | int | None = None,
) -> Checked:
    """Check a question; `problems` were found before.

    Raises:
        UsageError: with everything wrong in amounts, month and options.
        InputError: with everything wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    local = read_overlays(overlays) if overlays != () else ()
    mistakes: list[Problem] = []
    found = None
    try:
        found = asked(month, None, known_on, assume_planned, beyond_horizon, (), local)
    except UsageError as error:
        mistakes += error.problems
    mistakes += problems
    amounts = {name: _fen(name, given, mistakes) for name, given in stated.items()}
    where = _district(district, local, mistakes)
    if mistakes or found is None:
        raise UsageError(mistakes)
    known = None if found.options.known_on is None else date.fromisoformat(found.options.known_on)
    # The tables have one value for all districts; where overlays do too, any of them stands for the others.
    question = Question(where or District.YUECHENG, found.month.first_day, known, assume_planned, (), local)
    rulebook = found.rules.rulebook
    about = About(found.month, found.options, where, Rules(rulebook.edition, digest(rulebook), local))
    return Checked(about, found.carried, amounts, question, rulebook)


def _fen(path: str, given: Money, mistakes: list[Problem]) -> int:
    read = None if is_none(given) else to_money(given)
    if isinstance(read, Hundredths):
        return read.hundredths
    if not isinstance(read, Misfit):
        # What a household may leave open is needed here.
        remedy = 'Write a plain number with at most two decimals, such as 600 or "600.50".'
        read = Misfit("{value} is no number.", remedy, {"value": shown(given)})
    mistakes.append(Problem(path, read.problem, read.remedy, read.values))
    return 0


def _district(given: District | str | int | None, overlays: Iterable[Overlay], mistakes: list[Problem]) -> District | None:
    if given is None:
        if any(_for_some_districts(overlay) for overlay in overlays):
            mistakes.append(Problem("district", "An overlay has values for some districts only.", "Say which district is meant."))
        return None
    # What a household may leave open is needed here.
    read = to_district(shown(given) if isinstance(given, Open) else given)
    if isinstance(read, District):
        return read
    assert isinstance(read, Misfit)
    mistakes.append(Problem("district", read.problem, read.remedy, read.values))
    return None


def _for_some_districts(overlay: Overlay) -> bool:
    return any(
        entry.districts is not None for name, entries in overlay.entries.items() if name.partition(".")[0] == TABLE for entry in entries
    )
