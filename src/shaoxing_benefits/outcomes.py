"""From an evaluation to outcomes: status and amount at once, everything else when it is asked for."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .assessment import Total
from .engine.evaluation import Evaluation, Spread
from .engine.rule import Programme
from .engine.scalar import Plan
from .engine.uncertain import Uncertain
from .explanation import Caveat, Condition, Step
from .household import Household
from .results import About, Amount, Ends, Missing, Outcome, Told

if TYPE_CHECKING:
    from .explain import Explainer

PERIODS = ("month", "year", "once")
Place = tuple[About, int, str | None, int, tuple[tuple[str, str, int], ...]]
"""Where a programme's results stand: eligibility, the amount (with its name, if there is one), and the figures beside it."""


@lru_cache(maxsize=256)
def _places(plan: Plan, names: tuple[str, ...]) -> tuple[Place, ...]:
    at = {name: place for place, name in enumerate(plan.wanted)}
    found = []
    for programme in (plan.segment.programmes[name] for name in names):
        named = zip(programme.beside, programme.figures_beside, strict=True)
        beside = tuple((figure, name, at[name]) for figure, name in named)
        amount = 0 if programme.amount is None else at[programme.amount]
        found.append((_about(programme), at[programme.eligible], programme.amount, amount, beside))
    return tuple(found)


@lru_cache(maxsize=256)
def _about(programme: Programme) -> About:
    return About(programme.id, programme.title, programme.period, programme.ceiling)


class Answer:
    """One evaluation of a household, and what it says of the programmes it was made for."""

    __slots__ = ("_explainer", "carried", "evaluation", "household", "names")

    def __init__(self, household: Household, evaluation: Evaluation, names: tuple[str, ...], carried: bool) -> None:
        self.household, self.evaluation, self.names, self.carried = household, evaluation, names, carried
        self._explainer: Explainer | None = None

    def outcomes(self) -> list[Outcome]:
        """The programmes' outcomes in their order."""
        results = self.evaluation.results
        if results is None:
            return [self._open_outcome(self.evaluation.programme(name)) for name in self.names]
        outcomes = []
        for about, eligible, name, amount, beside in _places(self.evaluation.context.plan, self.names):
            found = results[eligible]
            # A flag that nothing has been asked about yet may itself be what is open.
            status = "undetermined" if found.__class__ is Uncertain else "eligible" if found else "ineligible"
            whole: Ends | None = None
            if name is not None:
                result = results[amount]
                # Most results are plain numbers: asking `_ends` about them would cost more than the rest.
                whole = (result, result) if result.__class__ is not Uncertain else self._ends(result, name)
            told = tuple([(figure, self._ends(results[place], named)) for figure, named, place in beside]) if beside else ()
            if about.ceiling:
                whole, told = _most_alone(whole, told)
            outcomes.append(Outcome((about, status, whole, told, self)))
        return outcomes

    def _open_outcome(self, programme: Programme) -> Outcome:
        """An outcome where a comparison was left undecided, perhaps one that does not matter to it."""
        found = {self.evaluation.exact(*each) for each in self.evaluation.named(programme.eligible)}
        # A programme about members is eligible if any member is.
        status = "eligible" if 1 in found else "undetermined" if None in found else "ineligible"
        whole: Ends | None = None if programme.amount is None else self._sum((programme.amount,))
        told: Told = tuple((figure, self._sum((name,))) for figure, name in zip(programme.beside, programme.figures_beside, strict=True))
        if programme.ceiling:
            whole, told = _most_alone(whole, told)
        return Outcome((_about(programme), status, whole, told, self))

    def _ends(self, result: Any, name: str) -> Ends:
        """A result with its ends; where several roundings are in it, the members' values say more about it."""
        if result.__class__ is not Uncertain:
            return result, result
        if result.rounded_once:
            low, high = result.bounds()
            return _paid(Spread(low or 0, high))
        return self._sum((name,))

    def _sum(self, names: Iterable[str]) -> Spread:
        return _paid(self.evaluation.spread_of_sum([each for name in names for each in self.evaluation.named(name)]))

    def shares(self, programme: str) -> Mapping[str, Ends]:
        """What each member gets in fen, for those who get or may get something."""
        about = self.evaluation.programme(programme)
        named = self.evaluation.named(about.shares or about.amount)
        spreads = [(member.id, _paid(self.evaluation.spread(*each))) for member, each in zip(self.evaluation.members, named, strict=False)]
        return {member: (0 if about.ceiling else spread.low, spread.high) for member, spread in spreads if spread.high != 0}

    def missing(self, programme: str) -> Missing:
        """What status, amounts and figures still depend on."""
        about = self.evaluation.programme(programme)
        told = [each for name in (about.eligible, *about.figures) for each in self.evaluation.named(name)]
        names = self.evaluation.depends_on(told)
        if not names:
            return _NOTHING_MISSING
        parameters = {entry.name for entry in self.evaluation.context.entries} & names
        return Missing(tuple(sorted(names - parameters, key=_in_the_household)), tuple(sorted(parameters)))

    def paid(self, period: str) -> tuple[Spread, tuple[str, ...]]:
        """What the programmes of a period pay together, and those without an upper limit; of a ceiling nobody knows what is paid."""
        told = map(self.evaluation.programme, self.names)
        about = [each for each in told if each.period == period and each.amount is not None and not each.ceiling]
        whole = self._sum(each.amount for each in about if each.amount is not None)
        if whole.high is not None:
            return whole, ()
        return whole, tuple(each.id for each in about if each.amount is not None and self._sum((each.amount,)).high is None)

    def totals(self) -> Mapping[str, Total]:
        """What is paid in each period, over all programmes."""
        found = {}
        for period in PERIODS:
            whole, unbounded = self.paid(period)
            found[period] = Total(Amount.of_fen(whole.low, None if unbounded else whole.high), unbounded)
        return MappingProxyType(found)

    def conditions(self, programme: str) -> tuple[Condition, ...]:
        """Every condition of a programme."""
        return self._explains().conditions(programme)

    def caveats(self, programme: str, missing: Iterable[str]) -> tuple[Caveat, ...]:
        """What was doubtful and mattered."""
        return self._explains().caveats(programme, missing)

    def steps(self, programme: str) -> tuple[Step, ...]:
        """The calculation."""
        return self._explains().steps(programme)

    def every_step(self) -> tuple[Step, ...]:
        """Every fact, parameter and value of this evaluation."""
        return self._explains().every_step

    def _explains(self) -> "Explainer":
        if self._explainer is None:
            from .explain import Explainer  # noqa: PLC0415 - slow to load, and needed only here

            with _MAKING:
                self._explainer = self._explainer or Explainer(self.household, self.evaluation, carried=self.carried)
        return self._explainer


_MAKING = Lock()
_NOTHING_MISSING = Missing((), ())
_PLACE = re.compile(r"members\[([0-9]+)\]\.(.*)")


def _in_the_household(path: str) -> tuple[int, str]:
    """The household's own facts first, then the members' as they are stated."""
    member = _PLACE.fullmatch(path)
    return (int(member[1]), member[2]) if member else (-1, path)


def _paid(spread: Spread) -> Spread:
    """Nobody is paid less than nothing: the ranges of unknowns, each taken for itself, may not show that."""
    return Spread(max(0, spread.low), spread.high)


def _most_alone(whole: Ends | None, told: Told) -> tuple[Ends | None, Told]:
    """Of a ceiling and the figures beside it the most is known, and no least."""
    return None if whole is None else (0, whole[1]), tuple([(figure, (0, ends[1])) for figure, ends in told])
