"""Amounts and values as people write them."""

from decimal import Decimal

from ..engine.unknowns import LAST_YEAR, MILDEST_GRADE
from ..explanation import Condition, Range, Value
from ..numbers import AGE, AREA, GRADE, RATE, YEAR, Unit, What
from ..results import Amount, Outcome
from ..shipped import shipped_rulebook
from .language import Language

_OLDEST = 100
_ALL = {AGE: _OLDEST, GRADE: MILDEST_GRADE, YEAR: LAST_YEAR}
"""Of what lies between nought and these nothing is known."""
A_PERIOD = {"month": "{amount} a month", "year": "{amount} a year", "once": "{amount} once"}


def amount_text(amount: Amount, language: Language) -> str:
    """What is paid, or between what it lies."""
    if amount.exact is not None:
        return language.money(amount.exact)
    return _spread(language.money(amount.low), None if amount.high is None else language.money(amount.high), language)


def periodic_text(amount: Amount, period: str, language: Language) -> str:
    """The amount with how often it is paid."""
    return language.say(A_PERIOD[period], amount=amount_text(amount, language))


def ceiling_text(outcome: Outcome, period: str, language: Language) -> str:
    """The most that can be given, where somebody else decides how much is."""
    if outcome.high is None:
        return language.say("no upper limit is known; the county decides")
    most = language.say(A_PERIOD[period], amount=language.money(outcome.high))
    if outcome.exceptional is None or outcome.exceptional.high is None:
        return language.say("up to {most}; the county decides", most=most)
    told = "up to {most}, in exceptional hardship up to {exceptional}; the county decides"
    return language.say(told, most=most, exceptional=language.money(outcome.exceptional.high))


def is_multiple(parameter: str) -> bool:
    """Whether it is said as a number of times: 1, 1.5 or 2. A ratio is a part of something, and said in per cent."""
    definition = shipped_rulebook().definitions.get(parameter)
    return definition is not None and definition.kind == "multiple"


def value_text(value: Value | Range, unit: What | None, language: Language, parameter: str = "") -> str:
    """A value in its unit; without one it is money where it has decimals. A parameter's definition tells how a ratio is said."""
    if unit == RATE:
        return _ratio(value, language, multiple=is_multiple(parameter) if parameter else _is_above_one(value))
    if not isinstance(value, Range):
        return _single(value, unit, language)
    if isinstance(value.low, bool):
        return language.say("undetermined")
    if isinstance(value.low, str) or _is_wholly_open(value, unit):
        # Kinds have an order in the code only: what lies between two of them says nothing.
        return language.say("not known")
    assert value.low is not None
    return _spread(_single(value.low, unit, language), None if value.high is None else _single(value.high, unit, language), language)


def stated_text(value: Value | Range, unit: What | None, language: Language) -> str:
    """A value that is stated or compared: of a flag it is not known what it is, where a result would be undetermined."""
    is_open = isinstance(value, Range) and isinstance(value.low, bool)
    return language.say("not known") if is_open else value_text(value, unit, language)


def _is_wholly_open(value: Range, unit: What | None) -> bool:
    most = _ALL.get(unit) if isinstance(unit, Unit) else None
    return most is not None and value.low == 0 and isinstance(value.high, int) and value.high >= most


def margin_text(condition: Condition, language: Language) -> str:
    """By how much a condition fails, or how much there is to spare; nothing where there is no distance."""
    margin, fails = condition.margin, condition.holds is False
    if margin is None:
        return ""
    if margin == 0:
        return language.say("exactly at the limit")
    least, most = (margin.low, margin.high) if isinstance(margin, Range) else (margin, margin)
    if fails:
        # What is lacking is told without a sign: the most that is to spare is the least that is lacking.
        least, most = _size(most), _size(least)
    if least is None or (fails and not least and most is None):
        return ""
    unit = condition.compared_unit
    amount = _distance(_number(least), unit, language)
    if least != most:
        amount = _spread(amount, None if most is None else _distance(_number(most), unit, language), language)
    return language.say("missed by {amount}", amount=amount) if fails else language.say("{amount} to spare", amount=amount)


def _size(end: Value | None) -> Decimal | int | None:
    if end is None:
        return None
    number = _number(end)
    return -number if number < 0 else number


def _number(end: Value) -> Decimal | int:
    assert not isinstance(end, str)
    return end


def _distance(size: Decimal | int, unit: What | None, language: Language) -> str:
    """A difference: nought is no amount of grades, and not "none"."""
    return language.number(size) if unit in (GRADE, YEAR) else value_text(size, unit, language)


def parameter_value_text(value: Value | Range, unit: What | None, language: Language, parameter: str) -> str:
    """The value of a parameter; of what is nought or more nothing is known."""
    nothing = isinstance(value, Range) and not isinstance(value.low, str) and not value.low and value.high is None
    return language.say("not known") if nothing else value_text(value, unit, language, parameter)


def _is_above_one(value: Value | Range) -> bool:
    """Whether a ratio, or either of its ends, is more than the whole; what is made on the way has no id that would tell."""
    ends = (value.low, value.high) if isinstance(value, Range) else (value,)
    return any(isinstance(end, Decimal) and end > 1 for end in ends)


def _ratio(value: Value | Range, language: Language, *, multiple: bool) -> str:
    def said(end: Value) -> str:
        assert isinstance(end, Decimal)
        return language.number(end) if multiple else language.percent(end)

    if not isinstance(value, Range):
        return said(value)
    assert value.low is not None
    return _spread(said(value.low), None if value.high is None else said(value.high), language)


def _spread(low: str, high: str | None, language: Language) -> str:
    return language.say("{low} or more", low=low) if high is None else language.say("{low} to {high}", low=low, high=high)


def _single(value: Value, unit: What | None, language: Language) -> str:
    if isinstance(value, bool):
        return language.say("yes") if value else language.say("no")
    if isinstance(value, str):
        return language.say(value)
    if unit in (GRADE, YEAR):
        return str(value) if value else language.say("none")
    if unit == AREA:
        return language.say("{number} m²", number=language.number(value))
    return language.money(value) if isinstance(value, Decimal) else language.number(value)
