"""What to ask next: the facts that would settle the open programmes, those that decide most first."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from .assess import assess
from .assessment import Assessment
from .household import Household, Person
from .kinds import Group
from .months import Month
from .numbers import AREA, COUNT, FEN, FEN_A_MONTH, FEN_A_YEAR, FLAG, GRADE, YEAR
from .question_words import HOUSEHOLD_QUESTIONS, MEMBER_QUESTIONS
from .reading import read_household
from .results import Outcome
from .stated import UNSTATED
from .statements import as_data, fact_at, fact_paths, holder_of

if TYPE_CHECKING:
    from .overlays import Source

_ANSWERS: dict[Any, tuple[str, str]] = {
    FEN: ("money", "yuan"),
    FEN_A_MONTH: ("money", "yuan a month"),
    FEN_A_YEAR: ("money", "yuan a year"),
    AREA: ("area", "square metres"),
    COUNT: ("count", ""),
    GRADE: ("grade", ""),
    YEAR: ("year", ""),
    FLAG: ("flag", ""),
    Group: ("choices", ""),
}
"""The kind of answer, and what it is counted in, by the unit of the fact."""
_NO_UNIT = {"birth_date": ("date", ""), "new_job.since": ("month", "")}
_SELDOM = frozenset({"absence"})
"""Facts that bear on everything and are hardly ever otherwise than expected: a talk does not begin with prison."""


@frozen
class NextQuestion:
    """A fact to ask for. `wording` is the question in English, which is also the key for translation.

    `kind` says what is answered: "money", "area", "count", "grade", "year", "date", "month", "flag", "choice" (one of `choices`) or
    "choices" (any of them). `member` is the id of the person it is about, None for the household; `known` is what is stated of it now.
    """

    path: str
    member: str | None
    wording: str
    kind: str
    unit: str
    choices: tuple[str, ...]
    programmes: tuple[str, ...]
    known: Any

    def to_dict(self) -> dict[str, Any]:
        """Texts and lists only, ready for JSON."""
        found = attrs.asdict(self, recurse=False)
        known = None if self.known is UNSTATED else as_data(self.known)
        return {**found, "choices": list(self.choices), "programmes": list(self.programmes), "known": known}


def next_questions(
    household: Household | Mapping[str, Any],
    month: str | date | Month,
    *,
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> tuple[NextQuestion, ...]:
    """The facts on which open programmes depend; the first decides most. None are left when nothing that is asked can change the answer.

    Args:
        household: a built `Household`, or its data as a dict.
        month: as for `assess`, and so are the options.
        price_index: the month's rise of the price index in per cent.
        overlays: a county's own tables, or a reform's.
        known_on: what was known on this day.
        assume_planned: use announced values.
        beyond_horizon: carry the last values on.
        programmes: ids of the programmes that are to be settled; None means all.

    Raises:
        InputError: as for `assess`.
        UsageError: as for `assess`.
        OSError: an overlay cannot be opened.
    """
    stated = household if isinstance(household, Household) else read_household(household)
    assessment = assess(
        stated,
        month,
        price_index=price_index,
        overlays=overlays,
        known_on=known_on,
        assume_planned=assume_planned,
        beyond_horizon=beyond_horizon,
        programmes=programmes,
    )
    return open_questions(stated, assessment)


def open_questions(household: Household, assessment: Assessment) -> tuple[NextQuestion, ...]:
    """What an assessment leaves to be asked."""
    bearing: dict[str, list[Outcome]] = {}
    for outcome in assessment:
        if _is_open(outcome):
            for path in outcome.missing.facts:
                bearing.setdefault(path, []).append(outcome)
    # Where several decide as much, it is asked as a form asks: of the household, then of each member.
    places = {path: place for place, path in enumerate(fact_paths(household))}

    def rank(path: str) -> tuple[bool, int, int, int]:
        undecided = sum(outcome.status == "undetermined" for outcome in bearing[path])
        return path.rpartition("].")[2] in _SELDOM, -undecided, -len(bearing[path]), places[path]

    return tuple(question_of(household, path, [each.programme for each in bearing[path]]) for path in sorted(bearing, key=rank))


def _is_open(outcome: Outcome) -> bool:
    """Whether eligibility or amount is not certain; of a ceiling only the most is told, and what is missing shows whether that is."""
    if outcome.status == "undetermined" or outcome.ceiling:
        return True
    return outcome.range is not None and outcome.range.exact is None


def question_of(household: Household, path: str, programmes: Iterable[str] = ()) -> NextQuestion:
    """The question for one fact."""
    member = holder_of(household, path)
    wording, kind, unit, choices = asked_as(path.rpartition("].")[2], of_member=member is not None)
    return NextQuestion(path, member, wording, kind, unit, choices, tuple(programmes), fact_at(household, path))


def asked_as(name: str, *, of_member: bool) -> tuple[str, str, str, tuple[str, ...]]:
    """How a fact is asked for: wording, kind of answer, unit and choices."""
    wording = (MEMBER_QUESTIONS if of_member else HOUSEHOLD_QUESTIONS)[name]
    cls: Any = Person if of_member else Household
    for each in name.split("."):
        field = attrs.fields_dict(cls)[each]
        cls = field.type
    unit = field.type if name == "district" else field.metadata.get("unit")
    choices = tuple(each.name.lower() for each in unit) if isinstance(unit, type) and issubclass(unit, IntEnum) else ()
    kind, counted = _NO_UNIT.get(name) or _ANSWERS.get(unit, ("choice", ""))
    return wording, kind, counted, choices
