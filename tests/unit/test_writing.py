"""The two functions a plan is written as: what each gives, that both give the same, and that nothing is carried along in vain."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits import Month, read_household
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.engine import paths
from shaoxing_benefits.engine.evaluation import Evaluation, evaluate
from shaoxing_benefits.engine.graph import Segment, build
from shaoxing_benefits.engine.scalar import Plan, context, make_plan
from shaoxing_benefits.engine.writing import Writer
from shaoxing_benefits.numbers import FEN_A_MONTH, FLAG
from shaoxing_benefits.rulebook import Question

from ..modules import SOURCES, evaluated, family, parameter, rulebook, written

TEXT = """
from shaoxing_benefits.engine.rule import anyone, count, place, rule, total
from shaoxing_benefits.numbers import Count, MonthlyFen

@rule()
def kept_wages(income_wages: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
    return max(0, income_wages - aid_standard)

@rule()
def not_needed_later(kept_wages: MonthlyFen) -> MonthlyFen:
    return kept_wages + 1

@rule()
def earns(income_wages: MonthlyFen) -> bool:
    return income_wages > 0

all_wages = total("all_wages", of="income_wages", unit=MonthlyFen, summary="All wages.")
all_plus = total("all_plus", of="not_needed_later", unit=MonthlyFen, summary="All, and a fen each.")
earners = count("earners", of="earns", summary="Those who earn.")
any_earner = anyone("any_earner", of="earns", summary="Whether anybody earns.")
earns_place = place("earns_place", of="earns", summary="Those before who earn.")

@rule()
def spare(all_plus: MonthlyFen, earners: Count) -> MonthlyFen:
    return all_plus - earners

@rule()
def given_each(earns: bool, earns_place: Count, kept_wages: MonthlyFen, spare: MonthlyFen) -> MonthlyFen:
    if not earns:
        return 0
    return spare + earns_place - kept_wages

all_given = total("all_given", of="given_each", unit=MonthlyFen, summary="All that is given.")

@rule()
def twice(aid_standard: MonthlyFen) -> MonthlyFen:
    return aid_standard + aid_standard
"""
ENTRIES = (parameter("aid.standard", FEN_A_MONTH, 10_000),)
NAMES = ("kept_wages", "not_needed_later", "earns", "all_wages", "all_plus", "earners", "any_earner", "earns_place", "spare", "given_each",
         "all_given", "twice", "aid_standard", "income_wages", "registration")  # fmt: skip


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "writing_rules", TEXT) as module:
        yield module


def results(rules: ModuleType, *wanted: str, wages: tuple[int | str, ...] = ()) -> tuple[Any, ...]:
    found = evaluated([rules], ENTRIES, family(*wages), *wanted).results
    assert found is not None
    return found


WAGES = (150, 0, 300)
"""Above 100.00 yuan a month are 50.00 of P1 and 200.00 of P3."""


def test_of_what_members_have_the_sum_is_given(rules: ModuleType) -> None:
    assert results(rules, "kept_wages", "not_needed_later", wages=WAGES) == (25_000, 25_003)


@pytest.mark.parametrize(("wages", "any_of_them"), [(WAGES, True), ((0, 1), True), ((0,), False), ((0, 0), False)])
def test_of_flags_it_is_said_whether_any_is_true(rules: ModuleType, wages: tuple[int, ...], any_of_them: bool) -> None:
    (found,) = results(rules, "earns", wages=wages)
    assert bool(found) == any_of_them


def test_what_the_household_has_is_given_as_it_is(rules: ModuleType) -> None:
    found = results(rules, "all_wages", "all_plus", "earners", "any_earner", "spare", wages=WAGES)
    assert found == (45_000, 25_003, 2, True, 25_001)


def test_of_places_the_sum_is_given(rules: ModuleType) -> None:
    """P1 is the first who earns (0), P2 and P3 have one before them."""
    assert results(rules, "earns_place", wages=WAGES) == (2,)
    assert results(rules, "earns_place", wages=(0, 0, 0)) == (0,)
    assert results(rules, "earns_place", wages=(1, 1, 1, 1)) == (6,)  # 0 + 1 + 2 + 3


def test_what_a_later_pass_makes_is_summed_too(rules: ModuleType) -> None:
    """P1 25001 + 0 - 5000, P2 nothing, P3 25001 + 1 - 20000."""
    assert results(rules, "given_each", "all_given", wages=WAGES) == (25_003, 25_003)


def test_what_no_rule_makes_is_given_too(rules: ModuleType) -> None:
    """A parameter, what is made of parameters alone, a fact of the household; of a fact of members the sum, as of any value of theirs."""
    assert results(rules, "aid_standard", "twice", "registration", wages=WAGES) == (10_000, 20_000, 1)
    assert results(rules, "income_wages", wages=WAGES) == (45_000,)
    assert results(rules, "income_pension", "income_wages", "kept_wages", "all_wages", wages=WAGES) == (0, 45_000, 25_000, 45_000)


def test_results_stand_in_the_order_in_which_they_are_wanted(rules: ModuleType) -> None:
    assert results(rules, "spare", "kept_wages", "twice", "all_wages", wages=WAGES) == (25_001, 25_000, 20_000, 45_000)
    assert results(rules, "all_wages", "twice", "kept_wages", "spare", wages=WAGES) == (45_000, 20_000, 25_000, 25_001)


def test_what_is_wanted_twice_is_given_once(rules: ModuleType) -> None:
    assert results(rules, "kept_wages", "spare", "kept_wages", wages=WAGES) == (25_000, 25_001)


def test_nothing_wanted_gives_nothing(rules: ModuleType) -> None:
    assert results(rules, wages=WAGES) == ()


def agree(found: Evaluation) -> None:
    """What was wanted is what the trace has: the household's value, the sum of the members', of flags whether any is true."""
    plan = found.context.plan
    assert found.results is not None
    for name, result in zip(plan.wanted, found.results, strict=True):
        if getattr(plan.segment.nodes[name], "gives", None) is FLAG:
            assert bool(result) == any(found.exact(*each) for each in found.named(name)), name
        else:
            # Of what is open a sum knows less than its parts: each of those was rounded for itself.
            (low, high), (least, most) = paths.Path().bounds(result), found.spread_of_sum(found.named(name))
            assert low == least or (low < least and not isinstance(result, int)), name
            assert high == most or (high is not None and most is not None and high > most and not isinstance(result, int)), name


@pytest.mark.parametrize("wages", [(0,), (150,), WAGES, (300, 0, 150), (0, 0), (99, 100, 101, 5, 0)])
def test_results_and_trace_come_to_the_same(rules: ModuleType, wages: tuple[int, ...]) -> None:
    agree(evaluated([rules], ENTRIES, family(*wages), *NAMES))
    for name in NAMES:  # what is written into other rules depends on what is wanted
        agree(evaluated([rules], ENTRIES, family(*wages), name))


def test_results_and_trace_of_every_shipped_programme_come_to_the_same() -> None:
    plans: dict[Segment, Plan] = {}
    decided = 0
    for path in sorted((Path(__file__).parents[1] / "cases").glob("*/*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        household, asked = read_household(case["household"]), Month.parse(case["month"])
        segment = rule_set().segment(asked.first_day)
        if segment not in plans:
            plans[segment] = make_plan(segment, [name for each in segment.programmes.values() for name in (each.eligible, *each.figures)])
        found = evaluate(context(plans[segment], rule_set().rulebook, Question(household.district, asked.first_day)), household, asked)
        if found.results is not None:
            agree(found)
            decided += 1
    assert decided > 100


def text_of_results(rules: ModuleType, *wanted: str) -> str:
    segment = build([rules], rulebook(*ENTRIES), SOURCES).segments[0]
    stages = [
        ([], ["kept_wages", "not_needed_later", "earns", "earns_place"], ["all_plus", "earners"]),
        (["spare"], ["given_each"], ["all_given"] if "all_given" in wanted else []),
    ]
    return Writer(segment, stages, ["aid_standard"], [], ["income_wages"], {}).results(wanted)


@pytest.mark.parametrize("wanted", [["all_given"], ["given_each", "not_needed_later"]])
def test_from_pass_to_pass_only_what_is_used_further_on_is_carried(rules: ModuleType, wanted: list[str]) -> None:
    """The second pass takes of the first whether the member earns, after whom, and the wages above the standard; all else is done with."""
    text = text_of_results(rules, *wanted)
    (carried,) = re.findall(r"kept_\d\.append\((.*)\)", text)
    assert set(re.findall(r"\bn_(\w+)", carried)) == {"earns", "earns_place", "kept_wages"}


def test_what_is_nought_for_most_is_added_up_only_where_it_is_not(rules: ModuleType) -> None:
    text = text_of_results(rules, "given_each")
    assert re.search(r"^        if n_earns: s_given_each \+= ", text, re.MULTILINE)
    assert "n_given_each" not in text


@pytest.mark.parametrize("wanted", [["given_each", "all_given"], ["all_given", "given_each"]])
def test_what_something_else_takes_keeps_its_name(rules: ModuleType, wanted: list[str]) -> None:
    text = text_of_results(rules, *wanted)
    assert "s_given_each += n_given_each" in text
    assert "n_all_given += n_given_each" in text
