"""How far what a condition compares lies from its limit, and what counts as near.

Whether less or more is better is not guessed: the condition's own function is asked just below the limit and just above it. Where it
answers the same both times there is no such side: a year either is the year or is not, and what a severely disabled member earns is not
asked. Then there is no margin either.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

from attrs import frozen

from .converters import is_none, to_money
from .engine.rule import Rule
from .errors import Problem, UsageError
from .numbers import AREA, AREA_ONE, FEN_PER_YUAN, FLAG, GRADE, RATE, RATE_ONE, Hundredths, Unit, What, scaled, yuan
from .stated import Misfit, shown

Ends = tuple[Any, Any]
"""Between what a value lies, as people see it: the same twice where it is known; the second is None where no upper limit is."""
_HUGE = 10**15
_PER_CENT = ("%", "\N{FULLWIDTH PERCENT SIGN}")


@frozen
class Distance:
    """How much there is to spare, in whole units: at least `low` and at most `high`; None where that end is open.

    Less than nothing is lacking. `limit` is the limit where it comes nearest to what is compared; None where no upper one is known.
    """

    low: int | None
    high: int | None
    limit: int | None
    unit: Unit

    def said(self, end: int) -> Decimal | int:
        """An end as people see it."""
        if _is_money(self.unit):
            return yuan(end)
        one = _one(self.unit)
        return end if one == 1 else Decimal(end) / one


@frozen
class Near:
    """How near is near: so many fen, or so many ten-thousandths of the limit."""

    amount: int | None
    share: int | None

    def covers(self, distance: Distance | None) -> bool:
        """Whether what is to spare is no more than that, or may be."""
        if distance is None or distance.low is None:
            return False
        if self.share is None:
            return self.amount is not None and _is_money(distance.unit) and distance.low <= self.amount
        return distance.limit is None or distance.low * RATE_ONE <= self.share * distance.limit


def near_of(given: str | int | Decimal) -> Near:
    """Read how near is near: yuan, such as 50, or a per cent of the limit, such as 5%.

    Raises:
        UsageError: it is neither.
    """
    text = given.strip() if isinstance(given, str) else given
    is_share = isinstance(text, str) and text.endswith(_PER_CENT)
    number = text[:-1].strip() if is_share and isinstance(text, str) else text
    read = None if is_none(number) else to_money(number)
    if not isinstance(read, Hundredths):
        say = read.values if isinstance(read, Misfit) else {"value": shown(number)}
        problem = read.problem if isinstance(read, Misfit) else "{value} is no number."
        raise UsageError(Problem("near", problem, "Write an amount in yuan, such as 50, or a per cent of the limit, such as 5%.", say))
    # A per cent has two decimals at most: its hundredths are ten-thousandths.
    return Near(None, read.hundredths) if is_share else Near(read.hundredths, None)


def distance(rule: Rule, arguments: Iterable[Ends], holds: bool | None) -> Distance | None:
    """How far what a condition compares lies from its limit; `arguments` are the values of its arguments.

    None where it compares nothing with a limit, or where the distance is not what decides: of whoever has no grade of disability none is
    too high.
    """
    if rule.actual is None or rule.limit is None:
        return None
    unit = rule.takes[rule.limit]
    if not isinstance(unit, Unit) or unit is FLAG:
        return None
    values = dict(zip(rule.takes, arguments, strict=True))
    side = _side_of(rule, [_possible(ends, rule.takes[name]) for name, ends in values.items()])
    least, most = _whole(values[rule.actual], unit)
    low_limit, high_limit = _whole(values[rule.limit], unit)
    if unit is GRADE and least == 0 and most != 0:
        least = 1  # to have none is no grade
    low: int | None
    limit: int | None
    if side > 0:
        low, high, limit = _less(low_limit, most), _less(high_limit, least), low_limit
    else:
        low, high, limit = _less(least, high_limit), _less(most, low_limit), high_limit
    is_lacking, is_spare = high is not None and high < 0, low is not None and low > 0
    if not side or (holds is True and is_lacking) or (holds is False and is_spare):
        return None
    # Actual and limit may stem from the same unknown: what is known of the answer is then known of the distance too.
    if holds is True:
        low = max(0, low or 0)
    elif holds is False:
        high = min(0, high or 0)
    return Distance(low, high, limit, unit)


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _side_of(rule: Rule, possible: Sequence[tuple[int, ...]]) -> int:
    """1 where less is better, -1 where more is; 0 where neither is so, or where it depends on what is not known."""
    actual = list(rule.takes).index(rule.actual or "")
    # What is compared is put beside the limit in each case; it is no part of the cases.
    cases = product(*(values[:1] if place == actual else values for place, values in enumerate(possible)))
    sides = {_side(rule, case) for case in cases} - {0}
    return sides.pop() if len(sides) == 1 else 0


@lru_cache(maxsize=4096)
def _side(rule: Rule, arguments: tuple[int, ...]) -> int:
    names = list(rule.takes)
    actual, limit = names.index(rule.actual or ""), arguments[names.index(rule.limit or "")]

    def held(value: int) -> bool:
        return bool(rule.function(*arguments[:actual], value, *arguments[actual + 1 :]))

    # A grade of nought is none: nothing is asked below the first.
    below = held(limit if rule.takes[names[actual]] is GRADE and limit == 1 else limit - 1)
    return below - held(limit + 1)


def _possible(ends: Ends, unit: What) -> tuple[int, ...]:
    """The value as the rule takes it; of what is open, every kind, or the ends of the range."""
    low, high = ends
    if low == high:
        return (_raw(low, unit),)
    if not isinstance(unit, Unit):
        return tuple(int(each) for each in unit)
    return _raw(low, unit), _HUGE if high is None else _raw(high, unit)


def _whole(ends: Ends, unit: Unit) -> tuple[int, int | None]:
    low, high = ends
    return _raw(low, unit), None if high is None else _raw(high, unit)


def _raw(value: Any, unit: What) -> int:
    """A value as rules see it."""
    if isinstance(value, Decimal):
        return scaled(value, FEN_PER_YUAN if _is_money(unit) else _one(unit))
    return int(value) if isinstance(unit, Unit) else int(unit[value.upper()])


def _is_money(unit: What) -> bool:
    return isinstance(unit, Unit) and unit.name == "fen"


def _one(unit: What) -> int:
    """How many whole units one of what people write is."""
    return {RATE: RATE_ONE, AREA: AREA_ONE}.get(unit, 1) if isinstance(unit, Unit) else 1
