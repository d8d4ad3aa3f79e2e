"""Amounts and values as people write them."""

from decimal import Decimal

from ..assessment import Amount, Outcome
from ..explanation import Range, Value
from ..numbers import AREA, GRADE, RATE, YEAR, What
from ..shipped import shipped_rulebook
from .language import Language

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
    return _spread(_single(value.low, unit, language), None if value.high is None else _single(value.high, unit, language), language)


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
