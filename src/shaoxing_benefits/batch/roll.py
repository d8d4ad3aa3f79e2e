"""A county's monthly roll: who is paid how much, what is open, and what differs from the month before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..asking import Asked, asked, rule_set
from ..assessment import Rules
from ..errors import MismatchError, Problem, UsageError
from ..household import UNSTATED_MEANS
from ..identity import digest
from ..kinds import District
from ..months import Month
from ..numbers import MONTHS_A_YEAR
from ..overlays import read_overlays
from ..stated import shown
from ..statements import as_data
from .judging import Files, Judged, Reader
from .roll_changes import changes
from .roll_parts import Comparison, Counts, HouseholdPaid, OpenAmount, PersonPaid, Roll, Sum
from .roll_paying import Open, Paid
from .source import FileName

if TYPE_CHECKING:
    from ..overlays import Source


def make_roll(
    files: Sequence[FileName],
    month: str | date | Month,
    *,
    before: Sequence[FileName] = (),
    before_price_index: str | Decimal | int | None = None,
    unstated: str = "unknown",
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> Roll:
    """Decide what every household of one or two files is paid in a month.

    Args:
        files: the households: a table with a row for each person, or one of households and one of members.
        month: "2020-04", a `Month`, or any day of the month.
        before: last month's files; what differs from them is told with its causes.
        before_price_index: last month's rise of the price index in per cent.
        unstated: what empty cells mean: "none" or "unknown".
        price_index: this month's rise of the price index in per cent.
        overlays: as in `assess`.
        known_on: as in `assess`, for both months.
        assume_planned: as in `assess`, for both months.
        beyond_horizon: as in `assess`, for both months.
        programmes: their ids; None means all that are paid monthly.

    Raises:
        InputError: a file cannot be understood. What is wrong with a household's own rows does not stop the others.
        UsageError: the month, an option or a programme cannot be answered.
        MismatchError: sums that must be the same are not, which is a mistake of ours.
        OSError: a file cannot be read.
    """
    if unstated not in UNSTATED_MEANS:
        say = {"value": shown(unstated), "all": ", ".join(UNSTATED_MEANS)}
        raise UsageError(Problem("unstated", "{value} is not known here.", "Write one of: {all}.", say))
    wanted = _payable(programmes)
    options = {
        "overlays": read_overlays(overlays),
        "known_on": known_on,
        "assume_planned": assume_planned,
        "beyond_horizon": beyond_horizon,
        "programmes": wanted,
    }
    question = _question(month, price_index, options)
    earlier = None
    if before:
        earlier = _question_before(question.month, before_price_index, options)
    elif before_price_index is not None:
        raise UsageError(Problem("before_price_index", "There is no month before to compare with.", "Name last month's files too."))
    reader = Reader(unstated)
    found = reader.judged(files, question.month, {**options, "price_index": price_index})
    comparison = None
    if earlier is not None:
        comparison = _compared(earlier, reader.judged(before, earlier.month, {**options, "price_index": before_price_index}), found)
    return _roll(question, unstated, found, comparison)


def _question(month: str | date | Month, price_index: str | Decimal | int | None, options: Mapping[str, Any]) -> Asked:
    names = ("known_on", "assume_planned", "beyond_horizon", "programmes", "overlays")
    return asked(month, price_index, *(options[name] for name in names))


def _payable(programmes: Iterable[str] | None) -> tuple[str, ...] | None:
    """The programmes that a roll can pay; one that is not known is told with the question."""
    known = {each.id: each for each in rule_set().programmes}
    if programmes is None:
        return tuple(each.id for each in known.values() if each.period == "month" and each.amount is not None and not each.ceiling)
    names = (programmes,) if isinstance(programmes, str) else tuple(programmes)
    problems = []
    for name in names:
        if name in known and (known[name].amount is None or known[name].ceiling):
            problem = "A roll cannot pay {name}: it has no amount, or the county decides how much is given."
            problems.append(Problem("programmes", problem, "Leave it out.", {"name": name}))
    if problems:
        raise UsageError(problems)
    return names


def _question_before(month: Month, price_index: str | Decimal | int | None, options: Mapping[str, Any]) -> Asked:
    """What is asked of the month before."""
    year, place = divmod(month.number - 1, MONTHS_A_YEAR)
    try:
        return _question(Month(year, place + 1), price_index, options)
    except UsageError as error:
        named = {"price_index": "before_price_index"}
        problems = [Problem(named.get(each.path, each.path), each.problem, each.remedy, each.values) for each in error.problems]
        raise UsageError(problems) from None


def _counts(files: Files) -> Counts:
    paid, open_, nothing = 0, 0, 0
    for each in files.households.values():
        if any(isinstance(got, Paid) and got.amount for got in each.payments.values()):
            paid += 1
        elif any(isinstance(got, Open) for got in each.payments.values()):
            open_ += 1
        else:
            nothing += 1
    _hold(files.count, paid + open_ + nothing + len(files.returned))
    return Counts(files.count, paid, open_, nothing, len(files.returned))


def _hold(one: int, other: int) -> None:
    """Hold two numbers that must be the same to each other."""
    if one != other:
        problem = "Two sums of the roll that must be the same are not: {one} and {other}."
        raise MismatchError(Problem("", problem, "This is a mistake of ours: please report it.", {"one": one, "other": other}))


def _sum(files: Files) -> int:
    return sum(got.amount for each in files.households.values() for got in each.payments.values() if isinstance(got, Paid))


def _compared(question: Asked, last: Files, found: Files) -> Comparison:
    differ = changes(last, found, question.wanted)
    amount = _sum(last)
    _hold(_sum(found) - amount, sum(each.difference for each in differ))
    return Comparison(question.month, question.options.price_index, _counts(last), amount, differ)


def _roll(question: Asked, unstated: str, found: Files, comparison: Comparison | None) -> Roll:
    households = tuple(_households(found, question.wanted))
    people = tuple(_people(found, question.wanted))
    rulebook = question.rules.rulebook
    roll = Roll(
        question.month,
        question.wanted,
        unstated,
        question.options,
        Rules(rulebook.edition, digest(rulebook), question.overlays),
        _counts(found),
        households,
        people,
        tuple(_totals(households, people, question.wanted)),
        tuple(_open(found, question.wanted)),
        comparison,
        found.returned,
        found.tables,
    )
    _hold(roll.counts.paid, len(households))
    _hold(roll.amount, _sum(found))
    _hold(roll.amount, sum(each.total for each in people))
    return roll


def _households(found: Files, programmes: Sequence[str]) -> Iterator[HouseholdPaid]:
    for id_, each in found.households.items():
        of_programmes = ((name, each.payments[name]) for name in programmes)
        amounts = {name: got.amount for name, got in of_programmes if isinstance(got, Paid) and got.amount}
        if amounts:
            yield HouseholdPaid(id_, each.name, *_where(each), len(each.household.members), amounts)


def _people(found: Files, programmes: Sequence[str]) -> Iterator[PersonPaid]:
    for id_, each in found.households.items():
        for member in each.household.members:
            of_programmes = ((name, each.payments[name]) for name in programmes)
            parts = {name: got.members.get(member.id, 0) for name, got in of_programmes if isinstance(got, Paid)}
            amounts = {name: part for name, part in parts.items() if part}
            if amounts:
                yield PersonPaid(id_, member.id, member.name, amounts)


def _open(found: Files, programmes: Sequence[str]) -> Iterator[OpenAmount]:
    for id_, each in found.households.items():
        people = {f"members[{place}]": member.name or member.id for place, member in enumerate(each.household.members)}
        for name in programmes:
            got = each.payments[name]
            if isinstance(got, Open):
                district, _ = _where(each)
                yield OpenAmount(id_, each.name, district, name, got.low, got.high, got.facts, got.parameters, people)


def _where(each: Judged) -> tuple[str, str]:
    return as_data(each.household.district), as_data(each.household.registration)


def _totals(households: Sequence[HouseholdPaid], people: Sequence[PersonPaid], programmes: Sequence[str]) -> Iterator[Sum]:
    """By district, registration and programme, and over all of each; places where nobody is paid are left out but for the whole."""
    found: dict[tuple[str | None, str | None, str | None], list[int]] = {(None, None, name): [0, 0, 0] for name in (*programmes, None)}
    where = {each.id: (each.district, each.registration) for each in households}
    for household in households:
        for key in _keys(*where[household.id], household.amounts):
            counted = found.setdefault(key, [0, 0, 0])
            counted[0] += 1
            counted[2] += household.total if key[2] is None else household.amounts[key[2]]
    for person in people:
        for key in _keys(*where[person.household], person.amounts):
            found[key][1] += 1
    order = {name: place for place, name in enumerate((*programmes, None))}
    places = dict.fromkeys((None, *sorted({each.district for each in households}, key=_code)))
    for district in places:
        for registration in ("urban", "rural", None):
            keys = sorted((key for key in found if key[:2] == (district, registration)), key=lambda key: order[key[2]])
            yield from (Sum(*key, *found[key]) for key in keys)


def _code(district: str) -> int:
    return District[district.upper()].value


def _keys(district: str, registration: str, amounts: Iterable[str]) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Every sum that somebody with these amounts is part of."""
    for where in (district, None):
        for kind in (registration, None):
            yield from ((where, kind, name) for name in (*amounts, None))
