"""What an overlay leaves alone: other districts and days, and whatever it says as the tables do; and when knowledge makes no difference."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import Assessment, assess
from shaoxing_benefits.kinds import District, Rounding
from shaoxing_benefits.months import Month
from shaoxing_benefits.rulebook import Entry, Question
from shaoxing_benefits.shipped import shipped_rulebook

from .households import DISTRICTS, MONTHS, households

FIGURES = {
    "dibao.standard": "777.00",
    "dibao.money_years": "2",
    "dibao_edge.money_years": "5",
    "tekun.standard": "999.00",
    "tekun.care_partial": "111.00",
    "tekun.own_income_deducted": True,
    "orphan.community_rate": "1234.00",
    "disability_living.standard_share": "0.25",
    "price_subsidy.coefficient": "3",
    "medical_aid.rate_dibao": "0.75",
    "medical_aid.cap": "5000.00",
    "critical_illness.rate_assisted": "0.55",
    "resident_pension.base": "300.00",
    "premium_subsidy.premium": "333.00",
    "shopping_card.value": "250.00",
    "resettler.rate": "45.00",
}
"""Parameters of all kinds, monthly and yearly, each with a value that it has nowhere in the tables."""
SOURCE = "made up"
ALL_KNOWN = max(entry.known for entries in shipped_rulebook().timelines.values() for entry in entries)
"""The day from which on everything in the tables was known."""


def rows(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The figures as an overlay."""
    overlay: dict[str, dict[str, Any]] = {}
    for name, row in figures.items():
        programme, _, key = name.partition(".")
        overlay.setdefault(programme, {})[key] = {**row, "source": SOURCE}
    return overlay


def said(answer: Assessment) -> dict[str, Any]:
    """The whole answer but for which overlays it was asked with."""
    told = answer.to_dict()
    return told | {"rules": told["rules"] | {"overlays": None}}


@given(households(most=2), st.sampled_from(MONTHS), st.data())
def test_it_changes_nothing_in_other_districts(household: dict[str, Any], month: str, data: st.DataObject) -> None:
    others = [each for each in DISTRICTS if each != household["district"]]
    chosen = data.draw(st.lists(st.sampled_from(others), min_size=1, unique=True))
    overlay = rows({name: {"from": "2018-01-01", "value": value, "districts": chosen} for name, value in FIGURES.items()})
    asked: dict[str, Any] = {"price_index": "7.8", "assume_planned": data.draw(st.booleans())}
    assert said(assess(household, month, overlays=[overlay], **asked)) == said(assess(household, month, **asked))


@given(households(most=2), st.sampled_from(MONTHS), st.booleans(), st.integers(1, 400))
def test_it_changes_nothing_before_it_begins_or_after_it_has_ended(household: dict[str, Any], month: str, after: bool, days: int) -> None:
    """A monthly figure is read on the month's first day, a yearly one on the year's last; here the overlay leaves out both."""
    first = Month.parse(month).first_day
    begins = date(first.year, 12, 31) + timedelta(days)
    time: dict[str, Any] = {"from": "2015-01-01", "until": first - timedelta(days)} if after else {"from": begins}
    overlay = rows({name: {**time, "value": value} for name, value in FIGURES.items()})
    assert said(assess(household, month, price_index="7.8", overlays=[overlay])) == said(assess(household, month, price_index="7.8"))


@given(households(most=2), st.sampled_from(MONTHS))
def test_it_counts_from_its_first_day_to_its_last(household: dict[str, Any], month: str) -> None:
    """The same test the other way round: of one day alone, the month's first, and the year's last for what is read then."""
    first = Month.parse(month).first_day
    last = date(first.year, 12, 31)
    read_on = {name: last if shipped_rulebook().definitions[name].at_year_end else first for name in FIGURES}
    one_day = rows({name: {"from": read_on[name], "until": read_on[name], "value": value} for name, value in FIGURES.items()})
    always = rows({name: {"from": "2018-01-01", "value": value} for name, value in FIGURES.items()})
    brief, lasting = (assess(household, month, price_index="7.8", overlays=[each]) for each in (one_day, always))
    assert said(brief)["programmes"] == said(lasting)["programmes"]


def written(entry: Entry) -> dict[str, Any] | None:
    """The value as an overlay states it; None where there is none to state."""
    kind = entry.definition.kind
    if entry.value is None:
        return None
    if kind == "flag":
        return {"value": bool(entry.value)}
    if kind == "rounding":
        return {"value": Rounding(entry.value).name.lower()}
    scale = {"yuan": 2, "square_metres": 2, "ratio": 4, "multiple": 4}.get(kind)
    return {"value": entry.value if scale is None else Decimal(entry.value).scaleb(-scale)}


def decided(answer: Assessment) -> dict[str, Any]:
    """Status and amounts, and what they still depend on."""
    return {each.programme: (each.status, each.range, dict(each.members), dict(each.beside), each.missing) for each in answer}


@given(households(most=2), st.sampled_from(MONTHS))
def test_saying_what_the_tables_say_changes_no_status_and_no_amount(household: dict[str, Any], month: str) -> None:
    """Of all parameters at once; where each value is read, and from which district's entry, is the tables' own business."""
    rulebook, day = shipped_rulebook(), Month.parse(month).first_day
    question = Question(District[household["district"].upper()], day)
    held = {name: written(rulebook.holding(name, question)) for name in rulebook.definitions}
    overlay = rows({name: {**value, "from": "2018-01-01"} for name, value in held.items() if value is not None})
    same = assess(household, month, price_index="7.8", overlays=[overlay])
    assert decided(same) == decided(assess(household, month, price_index="7.8"))


@given(households(most=2), st.sampled_from(MONTHS), st.dates(ALL_KNOWN), st.booleans())
def test_to_know_everything_is_to_name_no_day(household: dict[str, Any], month: str, day: date, planned: bool) -> None:
    known, everything = (
        assess(household, month, price_index="7.8", assume_planned=planned, known_on=known_on).to_dict() for known_on in (day, None)
    )
    assert known | {"options": None} == everything | {"options": None}


@given(households(most=2), st.sampled_from(MONTHS))
def test_of_two_with_the_same_figures_the_later_alone_counts(household: dict[str, Any], month: str) -> None:
    one = rows({name: {"from": "2018-01-01", "value": value} for name, value in FIGURES.items()})
    other = rows({name: {"from": "2018-01-01", "value": False if value is True else "0.5"} for name, value in FIGURES.items()})
    both, alone = (assess(household, month, price_index="7.8", overlays=each) for each in ([other, one], [one]))
    assert said(both)["programmes"] == said(alone)["programmes"]
