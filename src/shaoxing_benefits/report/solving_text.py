"""Solutions and profiles as text: for which values what is given, where the cliffs are, and what is left of a yuan more."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from ..numbers import AREA, GRADE, YEAR
from ..piecewise import Formula, Interval, Piece, TotalPiece
from ..profiles import Cliff, Profile, ProgrammeProfile
from ..results import Amount
from ..solving import Solution
from ..sweep import Answered
from .conditions_text import MOST_FACTS, missing_text
from .fact_words import fact_of_text
from .language import Language
from .layout import WIDE, grid, hanging, indented, wrapped
from .overview import asked_for, together_text, which_rules
from .values import amount_text

STATUSES = {"eligible": "eligible", "ineligible": "not eligible", "undetermined": "undetermined"}
FALLS = {"month": "{amount} a month less", "year": "{amount} a year less", "once": "{amount} once less"}
"""By how much what is paid together falls."""
_PAID = {"month": "Amount a month", "year": "Amount a year", "once": "Amount once"}
_MORE = {"money": "per yuan", "area": "per m²", "count": "per unit"}
_WIDTHS, _TOTAL_WIDTHS = (26, 12, 24, 8), (26, 32, 14)
"""How wide the columns may be: values, status (not of totals), amount, and what each yuan more changes."""
_DECIMALS = 10_000
"""What has no more than four decimals is written with them, all else as a fraction."""


def solution_text(solution: Solution, language: Language) -> str:
    """For which values a programme is given."""
    lines = [*_title(solution, language), *_programme(solution, solution.pieces, solution, language)]
    return _ended(lines, solution, language)


def profile_text(profile: Profile, language: Language) -> str:
    """All programmes along the values."""
    say = language.say
    lines = [*_title(profile, language), *_cliffs(profile, language)]
    for period, pieces in profile.totals.items():
        if any(each.least.fen(each.first) or each.most != each.least or not each.least.is_constant for each in pieces):
            lines += ["", together_text(period, language), *indented(_total(pieces, profile, language), 2)]
    for each in profile.programmes.values():
        if each.matters:
            given = [piece for piece in each.pieces if piece.status != "ineligible"]
            lines += _programme(each, given, profile, language)
    never = language.listed(say(each.title) for each in profile.programmes.values() if not each.matters)
    if never:
        lines += ["", *hanging(wrapped(say("Given for none of these values: {names}", names=never), WIDE - 2), 2)]
    return _ended(lines, profile, language)


def _title(answer: Answered, language: Language) -> Iterator[str]:
    say = language.say
    yield say("Household {household}, {month}", household=answer.household or "–", month=language.month(answer.month))
    yield from asked_for(answer.options, language)
    values = interval_text(answer.interval, answer, language)
    text = say("What varies: {fact} [{path}], {values}", fact=fact_text(answer, language), path=answer.vary, values=values)
    yield from hanging(wrapped(text, WIDE - 2), 2)


def _ended(lines: Iterable[str], answer: Answered, language: Language) -> str:
    """The whole, with what it rests on."""
    confirmed = wrapped(language.say("Every boundary was confirmed by an assessment on both of its sides."), WIDE)
    return "\n".join([*lines, "", *confirmed, *which_rules(answer.rules, language)]) + "\n"


def fact_text(answer: Answered, language: Language) -> str:
    """The fact that varies, after the member whose it is."""
    return fact_of_text(answer.vary, answer.stated, language)


def value_text(value: Decimal | int, answer: Answered, language: Language) -> str:
    """A value of the fact that varies."""
    unit = answer.varied.unit
    if unit == AREA:
        return language.say("{number} m²", number=language.number(value))
    if unit in (GRADE, YEAR):
        return str(value) if value else language.say("none")
    return language.money(value) if isinstance(value, Decimal) else language.number(value)


def interval_text(interval: Interval, answer: Answered, language: Language) -> str:
    """Values from one to another."""
    low = value_text(interval.low, answer, language)
    if interval.high is None:
        return language.say("{low} or more", low=low)
    if interval.low == interval.high:
        return low
    return language.say("{low} to {high}", low=low, high=value_text(interval.high, answer, language))


def fall_text(amount: Amount, period: str, language: Language) -> str:
    """By how much what is paid in a period falls."""
    return language.say(FALLS[period], amount=amount_text(amount, language))


def cliff_lines(cliff: Cliff, profile: Profile, language: Language) -> Iterator[str]:
    """A cliff: between which values, how much is lost, and which programmes are."""
    say = language.say
    yield f"{value_text(cliff.at, profile, language)} → {value_text(cliff.next, profile, language)}"
    yield language.listed(fall_text(amount, period, language) for period, amount in cliff.falls.items())
    for text, names in (("lost: {names}", cliff.lost), ("less: {names}", cliff.reduced), ("gained: {names}", cliff.gained)):
        if names:
            yield say(text, names=language.listed(say(profile[name].title) for name in names))


def _cliffs(profile: Profile, language: Language) -> Iterator[str]:
    say = language.say
    yield ""
    if not profile.cliffs:
        yield from wrapped(say("No cliff: nowhere does a little more cost more than a yuan."), WIDE)
        return
    yield say("Cliffs: where a little more costs more than a yuan")
    for cliff in profile.cliffs:
        first, *rest = cliff_lines(cliff, profile, language)
        yield f"  {first}"
        for line in rest:
            yield from indented(hanging(wrapped(line, WIDE - 6), 2), 4)


def _programme(about: Solution | ProgrammeProfile, pieces: Sequence[Piece], answer: Answered, language: Language) -> Iterator[str]:
    """A programme's pieces in a table, and what the open ones depend on."""
    say = language.say
    yield ""
    yield say(about.title)
    rows = [(say("Values"), say("Status"), say(_PAID[about.period]) if about.period else "", say(_MORE[_kind(answer)]))]
    rows += [_row(each, about.ceiling, answer, language) for each in pieces]
    yield from indented(_columns(rows), 2)
    facts = dict.fromkeys(name for each in pieces for name in (*each.missing.facts, *each.missing.parameters))
    if facts:
        ids = {f"members[{place}]": member.id for place, member in enumerate(answer.stated.members)}
        text = say("depends on: {names}", names=missing_text(facts, ids, language, most=MOST_FACTS))
        yield from indented(hanging(wrapped(text, WIDE - 4), 2), 2)


def _kind(answer: Answered) -> str:
    return "money" if answer.varied.is_money else "area" if answer.varied.unit == AREA else "count"


def _row(piece: Piece, ceiling: bool, answer: Answered, language: Language) -> tuple[str, str, str, str]:
    values, status = interval_text(piece.interval, answer, language), language.say(STATUSES[piece.status])
    if piece.least is None or piece.status == "ineligible":
        return values, status, "–" if piece.least else "", ""
    slopes = _slopes([piece.most if ceiling else piece.least, piece.most], language)
    return values, status, _along(piece, language, ceiling=ceiling), slopes


def _along(piece: Piece | TotalPiece, language: Language, *, ceiling: bool = False) -> str:
    """The amount at the first value and at the last; of what goes on without an end, at the first."""
    first = _amount(piece, piece.first, language, ceiling)
    if all(line is None or line.is_constant for line in (piece.least, piece.most)) or piece.first == piece.last:
        return first
    return f"{first} → {'…' if piece.interval.high is None else _amount(piece, piece.last, language, ceiling)}"


def _amount(piece: Piece | TotalPiece, inner: int, language: Language, ceiling: bool) -> str:
    assert piece.least is not None
    amount = Amount.of_fen(piece.least.fen(inner), None if piece.most is None else piece.most.fen(inner))
    if not ceiling:
        return amount_text(amount, language)
    return language.say("not known") if amount.high is None else language.say("up to {most}", most=language.money(amount.high))


def _slopes(lines: Iterable[Formula | None], language: Language) -> str:
    """By how much an amount changes with each yuan more, at its least and at its most; nothing where it does not."""
    told = dict.fromkeys(_slope(line.slope, language) for line in lines if line is not None and not line.is_constant)
    return " / ".join(told)


def _slope(slope: Fraction, language: Language) -> str:
    sign = "+" if slope > 0 else "−" if slope < 0 else ""
    whole = abs(slope) * _DECIMALS
    if whole.denominator == 1:
        return f"{sign}{language.number(Decimal(whole.numerator) / _DECIMALS)}"
    return f"{sign}{abs(slope)}"


def _total(pieces: Sequence[TotalPiece], profile: Profile, language: Language) -> Iterator[str]:
    """What is paid together, and how much of a yuan more of income is lost again."""
    say = language.say
    of_income = any(each.lost for each in pieces)
    rows = [(say("Values"), say("Amount"), say("of each yuan more lost") if of_income else say(_MORE[_kind(profile)]))]
    for each in pieces:
        lines = [each.least, *([] if each.most is None else [each.most])]
        rates = " / ".join(dict.fromkeys(_rate(line.slope, language) for line in lines))
        told = rates if of_income else _slopes(lines, language)
        rows.append((interval_text(each.interval, profile, language), _along(each, language), told))
    yield from _columns(rows)


def _rate(slope: Fraction, language: Language) -> str:
    return language.percent(Decimal(-slope.numerator) / slope.denominator)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The table, without columns that have nothing in them but their heading."""
    kept = [place for place in range(len(rows[0])) if any(row[place] for row in rows[1:])]
    widths = _WIDTHS if len(rows[0]) == len(_WIDTHS) else _TOTAL_WIDTHS
    yield from grid([[row[place] for place in kept] for row in rows], [widths[place] for place in kept])
