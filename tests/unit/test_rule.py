"""Declaring rules: what the decorators ask for, what they leave as it is, and what is collected from modules."""

from datetime import date
from typing import Any

import pytest

from shaoxing_benefits.engine.rule import Programme, Rule, anyone, condition, count, declared, place, rule, total
from shaoxing_benefits.kinds import Registration
from shaoxing_benefits.numbers import COUNT, FEN_A_MONTH, FLAG, RATE, Count, Fen, MonthlyFen, Rate

from ..modules import module


def described(function: Any) -> Rule:
    found = function.__rule__
    assert isinstance(found, Rule)
    return found


def test_an_argument_without_a_unit_is_refused_by_name() -> None:
    def half(income: MonthlyFen, rate: int) -> MonthlyFen:
        return income * rate

    with pytest.raises(TypeError, match=r"^half\(rate\) needs a unit"):
        rule()(half)


def test_an_argument_without_an_annotation_is_refused() -> None:
    def half(income) -> MonthlyFen:  # type: ignore[no-untyped-def]  # that is what is tested
        return 0

    with pytest.raises(TypeError, match=r"^half\(income\) needs a unit"):
        rule()(half)


def test_a_result_without_a_unit_is_refused() -> None:
    def half(income: MonthlyFen) -> int:
        return income

    with pytest.raises(TypeError, match=r"^the result of half needs a unit .*<class 'int'>"):
        rule()(half)


@pytest.mark.parametrize("annotation", [int, float, str, None, "MonthlyFen"])
def test_what_is_no_unit_is_refused(annotation: Any) -> None:
    def low(income: MonthlyFen) -> bool:
        return income > 0

    low.__annotations__["income"] = annotation
    with pytest.raises(TypeError, match=r"^low\(income\) needs a unit"):
        condition()(low)


def test_a_total_without_a_unit_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^incomes needs a unit"):
        total("incomes", of="income", unit=int, summary="All incomes.")


def test_a_decorated_function_stays_a_plain_function() -> None:
    def more(income: MonthlyFen, other: MonthlyFen) -> MonthlyFen:
        return income + other

    def below(income: MonthlyFen, limit: MonthlyFen) -> bool:
        return income < limit

    assert rule()(more) is more
    assert condition(actual="income", limit="limit")(below) is below
    assert more(1, 2) == 3
    assert below(1, 2)


def test_a_rule_keeps_what_was_declared() -> None:
    @rule(name="scaled", since="2020-09-01", until="2021-06-30", cites="paper:1 paper:2")
    def scaled_once(income: MonthlyFen, rate: Rate, registration: Registration, small: bool) -> Fen:
        """The income, scaled.

        More about it.
        """
        return income * rate

    found = described(scaled_once)
    assert found.name == "scaled"
    assert found.function is scaled_once
    assert found.takes == {"income": FEN_A_MONTH, "rate": RATE, "registration": Registration, "small": FLAG}
    assert str(found.gives) == "fen"
    assert found.cites == ("paper:1", "paper:2")
    assert (found.since, found.until) == (date(2020, 9, 1), date(2021, 6, 30))
    assert found.summary == "The income, scaled."
    assert not found.is_condition


def test_a_rule_is_called_as_its_function_is() -> None:
    @rule()
    def nothing() -> Count:
        return 0

    found = described(nothing)
    assert (found.name, found.takes, found.cites, found.since, found.until, found.summary) == ("nothing", {}, (), None, None, "")


def test_a_condition_says_what_it_compares() -> None:
    @condition(actual="income", limit="limit")
    def below(income: MonthlyFen, limit: MonthlyFen) -> bool:
        return income < limit

    found = described(below)
    assert found.is_condition
    assert (found.actual, found.limit) == ("income", "limit")


def test_a_day_that_does_not_exist_is_refused() -> None:
    def nothing() -> Count:
        return 0

    with pytest.raises(ValueError, match="day is out of range"):
        rule(since="2021-02-29")(nothing)


def test_totals_say_how_they_are_made_and_of_what() -> None:
    made = [
        total("a", of="x", unit=MonthlyFen, summary="A."),
        count("b", of="x", summary="B."),
        anyone("c", of="x", summary="C."),
        place("d", of="x", summary="D."),
    ]
    assert [each.how for each in made] == ["sum", "count", "any", "place"]
    assert [each.gives for each in made] == [FEN_A_MONTH, COUNT, FLAG, COUNT]
    assert [each.takes for each in made] == [{"x": FEN_A_MONTH}, {"x": FLAG}, {"x": FLAG}, {"x": FLAG}]


def test_what_modules_declare_is_collected_in_its_order() -> None:
    @rule()
    def second() -> Count:
        return 0

    @condition()
    def first() -> bool:
        return True

    @condition()
    def third() -> bool:
        return True

    @rule()
    def elsewhere() -> Count:
        return 0

    many = count("many", of="third", summary="Many.")
    aid, other = Programme("aid", "Aid", None), Programme("other", "Other", None)
    found = declared([module("one", second, aid, first, many, third), module("two", elsewhere, other)])
    assert [each.name for each in found.rules] == ["second", "first", "third", "elsewhere"]
    assert found.totals == (many,)
    assert found.programmes == (aid, other)
    assert {name: [each.name for each in rules] for name, rules in found.conditions.items()} == {"aid": ["first", "third"], "other": []}


def test_a_rule_imported_from_another_module_is_not_declared_again() -> None:
    @rule()
    def shared() -> Count:
        return 0

    home = module("home", shared)
    guest = module("guest")
    guest.shared = shared  # type: ignore[attr-defined]  # as `from home import shared` does
    assert [each.name for each in declared([guest, home]).rules] == ["shared"]
    assert declared([guest]).rules == ()


def test_the_conjunction_of_a_programme_is_named_after_it() -> None:
    assert Programme("aid", "Aid", None).eligible == "aid_eligible"


@pytest.mark.parametrize(
    ("programme", "figures", "beside"),
    [
        (Programme("aid", "Aid", None), (), ()),
        (Programme("aid", "Aid", "month", amount="aid_amount"), ("aid_amount",), ()),
        (Programme("aid", "Aid", "month", amount="all", shares="part"), ("all", "part"), ()),
        (Programme("aid", "Aid", "year", amount="all", beside=("copay",)), ("all", "aid_copay"), ("aid_copay",)),
        (
            Programme("aid", "Aid", "year", amount="all", shares="part", beside=("b", "a")),
            ("all", "part", "aid_b", "aid_a"),
            ("aid_b", "aid_a"),
        ),
    ],
)
def test_the_figures_of_a_programme_are_all_it_tells_in_money(
    programme: Programme, figures: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    assert programme.figures == figures
    assert programme.figures_beside == beside
