"""Puts household, rulebook and programmes together: the question goes in, the assessment comes out."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .asking import Asked, asked
from .assessment import Assessment, Rules
from .engine.evaluation import evaluate
from .errors import InputError, Problem
from .household import Household
from .months import Month
from .outcomes import Answer
from .reading import read_household
from .results import Outcome
from .rulebook import Overlay

if TYPE_CHECKING:
    from .claims import Disagreement
    from .overlays import Source


def assess(
    household: Household | Mapping[str, Any],
    month: str | date | Month,
    *,
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> Assessment:
    """Decide every programme for a household in a month.

    Args:
        household: a built `Household`, or its data as a dict.
        month: "2020-04", a `Month`, or any day of the month. Rules and ages are those of its first day.
        price_index: the month's rise of the price index in per cent, such as "7.8", for the price subsidy. Without it the amount is open.
        overlays: a county's own tables, or a reform's: paths, dicts, or what `read_overlay` gives; a later one stands above earlier ones.
        known_on: answer from what was known on this day; None means from everything in the tables.
        assume_planned: use announced values as if they had come into force.
        beyond_horizon: answer for months after the tables' last, carrying the last values on, each with a caveat.
        programmes: ids of the programmes wanted; None means all.

    Raises:
        InputError: with everything wrong or missing in the household, or everything wrong in the overlays.
        UsageError: the month, an option or a programme cannot be answered.
        OSError: an overlay cannot be opened.
    """
    question = asked(month, price_index, known_on, assume_planned, beyond_horizon, programmes, _local(overlays) if overlays != () else ())
    # A dict is read here, so that a script and a service need no second call.
    stated = household if isinstance(household, Household) else read_household(household)
    return _assessed(stated, question)


def _assessed(stated: Household, question: Asked) -> Assessment:
    _check_known(stated, question)
    evaluation = evaluate(question.context(stated.district), stated, question.month)
    answer = Answer(stated, evaluation, question.wanted, question.carried)
    outcomes: dict[str, Outcome] = dict(zip(answer.names, answer.outcomes(), strict=True))
    return Assessment(
        stated.id,
        question.month,
        partial(_rules, question),
        question.options,
        MappingProxyType(outcomes),
        answer.totals,
        answer.every_step,
        partial(_disagreements, stated, question) if stated.is_open else tuple,
    )


def _disagreements(household: Household, question: Asked) -> "tuple[Disagreement, ...]":
    from .claims import disagreements_of  # noqa: PLC0415 - most households have no claims

    return disagreements_of(household, partial(_assessed, question=question))


def _local(overlays: "Iterable[Source] | Source") -> tuple[Overlay, ...]:
    from .overlays import read_overlays  # noqa: PLC0415 - most questions come without

    return read_overlays(overlays)


def _rules(question: Asked) -> Rules:
    from .identity import digest  # noqa: PLC0415 - needed only where the answer is written down

    rulebook = question.rules.rulebook
    return Rules(rulebook.edition, digest(rulebook), question.overlays)


def _check_known(household: Household, question: Asked) -> None:
    """Nobody can be assessed for a month before his or her birth."""
    if household.last_birth <= question.month.number:
        return
    problems: list[Problem] = []
    for place, member in enumerate(household.members):
        born = member.birth_date
        if isinstance(born, date) and Month.number_of(born) > question.month.number:
            say = {"day": born, "month": question.month}
            remedy = "Correct the date, or leave the member out of this month."
            problems.append(Problem(f"members[{place}].birth_date", "Born on {day}, after {month}.", remedy, say))
    raise InputError(problems)
