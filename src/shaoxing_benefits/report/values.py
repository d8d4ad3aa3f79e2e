"""Amounts and values as people write them."""

from decimal import Decimal

from ..assessment import Amount, Outcome
from ..explanation import Range, Value
from ..numbers import AREA, GRADE, RATE, YEAR, What
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


def value_text(value: Value | Range, unit: What | None, language: Language) -> str:
    """A value in its unit; without one it is money where it has decimals."""
    if not isinstance(value, Range):
        return _single(value, unit, language)
    if isinstance(value.low, bool):
        return language.say("undetermined")
    return _spread(_single(value.low, unit, language), None if value.high is None else _single(value.high, unit, language), language)


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
    if unit == RATE and isinstance(value, Decimal):
        # A part of something is a percentage; what is more than the whole is a multiple.
        return language.percent(value) if value <= 1 else language.number(value)
    return language.money(value) if isinstance(value, Decimal) else language.number(value)
