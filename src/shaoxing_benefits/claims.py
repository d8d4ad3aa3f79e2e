"""Evidence that disagrees: what each claim of a fact implies, and for which programmes the difference matters."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from .errors import InputError, Problem
from .household import Household
from .results import Amount, Outcome
from .stated import Claims
from .statements import as_data, fact_at, fact_paths, holder_of, with_fact

Answer = Callable[[Household], Iterable[Outcome]]
"""The question that was asked, asked again of a household with one claim in its place."""


@frozen(eq=False)
class Implied:
    """What follows if a claim is right: the outcome of every programme, or the problems that stand against it.

    `sources` are all who claim this value. Other facts that are not known stay as they are.
    """

    sources: tuple[str, ...]
    value: Any
    outcomes: Mapping[str, Outcome] = field(factory=dict)
    problems: tuple[Problem, ...] = ()

    def to_dict(self, programmes: Iterable[str]) -> dict[str, Any]:
        """As in the output, with the outcomes of these programmes."""
        return {
            "sources": list(self.sources),
            "value": as_data(self.value),
            "programmes": {name: _outcome_data(self.outcomes[name]) for name in programmes if name in self.outcomes},
            "problems": [str(problem) for problem in self.problems],
        }


@frozen(eq=False, slots=False)
class Disagreement:
    """A fact that is given as claims, with what each value that is claimed implies; `member` is the id of the person it is about."""

    path: str
    member: str | None
    implied: tuple[Implied, ...]

    @cached_property
    def matters_for(self) -> tuple[str, ...]:
        """The programmes that come to something else with another claim: in status, amount, a member's part or a figure beside."""
        possible = [each.outcomes for each in self.implied if not each.problems]
        first, *others = possible or [{}]
        return tuple(name for name, outcome in first.items() if any(_told(other[name]) != _told(outcome) for other in others))

    @property
    def matters(self) -> bool:
        """Whether any programme comes to something else with another claim."""
        return bool(self.matters_for)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "path": self.path,
            "matters_for": list(self.matters_for),
            "implied": [each.to_dict(self.matters_for) for each in self.implied],
        }


def disagreements_of(household: Household, answer: Answer) -> tuple[Disagreement, ...]:
    """Every fact of the household that is given as claims, compared."""
    return tuple(_compared(household, answer))


def _compared(household: Household, answer: Answer) -> Iterator[Disagreement]:
    for path in fact_paths(household):
        stated = fact_at(household, path)
        if isinstance(stated, Claims):
            implied = tuple(_implied(household, path, stated, value, answer) for value in stated.values)
            yield Disagreement(path, holder_of(household, path), implied)


def _implied(household: Household, path: str, stated: Claims, value: Any, answer: Answer) -> Implied:
    sources = tuple(dict.fromkeys(claim.source for claim in stated.claims if claim.value == value))
    try:
        outcomes = {outcome.programme: outcome for outcome in answer(with_fact(household, path, value))}
    except InputError as error:
        return Implied(sources, value, problems=error.problems)
    return Implied(sources, value, MappingProxyType(outcomes))


def _told(outcome: Outcome) -> tuple[str, Amount | None, dict[str, Amount], dict[str, Amount]]:
    return outcome.status, outcome.range, dict(outcome.members), dict(outcome.beside)


def _outcome_data(outcome: Outcome) -> dict[str, Any]:
    whole = {"low": None, "high": None} if outcome.range is None else outcome.range.to_dict()
    members = {member: amount.to_dict() for member, amount in outcome.members.items()}
    return {"status": outcome.status, **whole, "members": members, **{name: amount.to_dict() for name, amount in outcome.beside.items()}}
