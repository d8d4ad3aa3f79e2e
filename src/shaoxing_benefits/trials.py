"""Which inputs mattered to a step: those of which another value could have led it to another result."""

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import Any

from attrs import frozen

from .engine.evaluation import Spread
from .engine.rule import Rule
from .numbers import FLAG, Unit, What

_HUGE = 10**15


@frozen(eq=False)
class Trial:
    """A rule with the values of its arguments, and others each of them could have had."""

    rule: Rule
    values: list[Any]
    others: list[Iterable[int]]
    usual: Any

    def that_mattered(self) -> list[int]:
        """The places of the inputs that made a difference alone."""
        return [place for place in range(len(self.values)) if self._differs(place)]

    def pairs_that_mattered(self) -> list[tuple[int, int]]:
        """Where no input mattered alone: the pairs of which both must have been otherwise for another result."""
        return [pair for pair in combinations(range(len(self.values)), 2) if self._differs(*pair)]

    def _differs(self, *places: int) -> bool:
        """Whether the result can be another when the arguments in these places are."""
        for chosen in product(*(self.others[place] for place in places)):
            tried = [*self.values]
            for place, value in zip(places, chosen, strict=True):
                tried[place] = value
            if _result(self.rule, tried) != self.usual:
                return True
        return False


def trial(rule: Rule, inputs: Sequence[tuple[int, Spread, What]]) -> Trial:
    """Prepare a trial from the rule's arguments: the value each has, or has in some possible case, its spread and its unit."""
    values: list[Any] = [value for value, _, _ in inputs]
    return Trial(rule, values, [_other_values(unit, spread) for _, spread, unit in inputs], _result(rule, values))


def _result(rule: Rule, values: list[Any]) -> Any:
    try:
        return rule.function(*values)
    except ZeroDivisionError:
        return None


def _other_values(unit: What, spread: Spread) -> Iterable[int]:
    if not isinstance(unit, Unit):
        return [other for other in unit if other != spread.low]
    if unit is FLAG:
        return [0 if spread.low else 1]
    # A limit in money is never nought: to have nothing is to be below any.
    least = 1 if unit.name == "fen" else 0
    return [least, _HUGE] if spread.exact is not None else [least, _HUGE, spread.high or _HUGE]
