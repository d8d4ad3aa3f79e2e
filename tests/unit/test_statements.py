"""Facts by their paths: every one is listed, can be looked up, and can be replaced by whatever could have been stated for it."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from shaoxing_benefits import UNKNOWN, UNSTATED, Between, Household, InputError, Month, OneOf, UsageError, read_household
from shaoxing_benefits.engine.facts import ASKED, all_facts
from shaoxing_benefits.kinds import DisabilityKind, District, Emergency, Group, Supporter
from shaoxing_benefits.stated import Stated
from shaoxing_benefits.statements import fact_at, fact_paths, with_fact

DATA: dict[str, Any] = {
    "id": "H",
    "district": "yuecheng",
    "registration": "rural",
    "assets": {"money": "12000.00"},
    "members": [
        {"id": "B", "birth_date": "1948-05-10", "income": {"wages": 0, "pension": "230.00"}},
        {"id": "A", "birth_date": "1975-01-01", "income": {"wages": "600.00"}, "new_job": {"since": "2020-02", "increase": "200"}},
    ],
}


def household(**changes: Any) -> Household:
    return read_household({**DATA, **changes})


def test_a_fact_is_found_at_its_path_where_members_are_counted_as_they_are_stated() -> None:
    stated = household()
    assert fact_at(stated, "district") == District.YUECHENG
    assert fact_at(stated, "assets.money") == Decimal("12000.00")
    assert fact_at(stated, "members[0].birth_date") == date(1948, 5, 10)
    assert fact_at(stated, "members[1].income.wages") == Decimal("600.00")
    assert fact_at(stated, "members[1].new_job.since") == Month(2020, 2)
    assert fact_at(stated, "assets.homes") is UNSTATED


def test_the_paths_are_those_of_all_facts_that_rules_know() -> None:
    read = {fact.path for fact in all_facts().values() if fact.path not in (ASKED, "id")}
    paths = fact_paths(household())
    assert {path.removeprefix("members[0].") for path in paths if not path.startswith("members[1]")} == read | {"district"}
    assert [path for path in paths if path.startswith("members[1].")] == [
        path.replace("members[0]", "members[1]") for path in paths if path.startswith("members[0].")
    ]
    assert len(set(paths)) == len(paths)


def test_every_fact_can_be_looked_up_and_stated_again() -> None:
    stated = household()
    for path in fact_paths(stated):
        assert with_fact(stated, path, fact_at(stated, path)) == stated


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("assets.money", "30600", Decimal("30600.00")),
        ("assets.money", 30600, Decimal("30600.00")),
        ("assets.money", None, Decimal("0.00")),
        ("assets.money", "unknown", UNKNOWN),
        ("assets.money", UNKNOWN, UNKNOWN),
        ("assets.money", UNSTATED, UNSTATED),
        ("assets.money", {"low": 1, "high": "2.50"}, Between(Decimal("1.00"), Decimal("2.50"))),
        ("assets.vehicles", {"one_of": [0, 1]}, OneOf((0, 1))),
        ("emergency", "accident", Emergency.ACCIDENT),
        ("emergency", Emergency.ILLNESS, Emergency.ILLNESS),
        ("district", "越城区", District.YUECHENG),
        ("members[1].birth_date", "1960-04-01", date(1960, 4, 1)),
        ("members[0].supporter", "none", Supporter.NONE),
        ("members[0].groups", ["three_elders"], frozenset({Group.THREE_ELDERS})),
        ("members[0].groups", "none", frozenset()),
        ("members[0].disability.kind", "physical", DisabilityKind.PHYSICAL),
        ("members[0].resettled", True, True),
        ("members[1].new_job.since", "2020-03", Month(2020, 3)),
    ],
)
def test_one_fact_is_replaced_and_all_else_stays(path: str, value: Any, read: Any) -> None:
    stated = household()
    before = attrs.asdict(stated)
    changed = with_fact(stated, path, value)
    assert fact_at(changed, path) == read
    assert {each for each in fact_paths(stated) if fact_at(changed, each) != fact_at(stated, each)} <= {path}
    assert attrs.asdict(stated) == before
    assert [member.id for member in changed.members] == ["B", "A"]


def test_what_is_worked_out_once_is_worked_out_again() -> None:
    stated = household(unstated="none")
    assert not stated.is_open
    assert with_fact(stated, "members[0].income.wages", "unknown").is_open
    assert with_fact(stated, "members[1].birth_date", "2020-03-31").last_birth == 2020 * 12 + 2


def test_where_the_rest_is_none_an_unstated_fact_is_none() -> None:
    assert fact_at(with_fact(household(unstated="none"), "assets.money", UNSTATED), "assets.money") == Decimal("0.00")
    assert with_fact(household(), "assets.money", UNSTATED).assets.money is UNSTATED


@pytest.mark.parametrize(
    ("path", "value", "where", "says"),
    [
        ("assets.money", "much", "assets.money", "is no number"),
        ("assets.money", {"low": 2, "high": 1}, "assets.money", "runs from"),
        ("district", "unknown", "district", "must be known"),
        ("members[1].birth_date", "none", "members[1].birth_date", "is no date"),
        ("members[1].birth_date", "1899-12-31", "members[1].birth_date", "Born in 1899?"),
        ("members[0].income.pension", 0, "members[0].income.pension", None),
        ("members[0].income.basic_pension", "230.01", "members[0].income.basic_pension", "more than all pension income"),
        ("members[1].income.wages", "199.99", "members[1].new_job.increase", "more than the wages"),
        ("members[1].new_job.since", None, "members[1].new_job.since", "not since when"),
    ],
)
def test_what_cannot_be_or_contradicts_the_rest_is_refused_at_its_path(path: str, value: Any, where: str, says: str | None) -> None:
    if says is None:
        assert fact_at(with_fact(household(), path, value), path) == 0
        return
    with pytest.raises(InputError) as caught:
        with_fact(household(), path, value)
    (problem,) = caught.value.problems
    assert problem.path == where
    assert says in str(problem)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("members[0].income.wage", "members[0].income.wages"),
        ("members[2].income.wages", "members[1].income.wages"),
        ("members[-1].income.wages", "members[1].income.wages"),
        ("members[00].birth_date", "members[0].birth_date"),
        ("wages", "members[0].income.wages"),
        ("money", "assets.money"),
        ("assets", "assets.shops"),
        ("members[0].id", None),
        ("members[0]", None),
        ("unstated", None),
        ("is_open", None),
        ("", None),
        (None, None),
        (["assets"], None),
    ],
)
def test_what_is_no_fact_is_refused_with_the_nearest_that_is(path: Any, near: str | None) -> None:
    for call in (lambda: fact_at(household(), path), lambda: with_fact(household(), path, 0)):
        with pytest.raises(UsageError) as caught:
            call()
        (problem,) = caught.value.problems
        assert problem.path == "path"
        assert near is None or f"Did you mean: {near}?" in str(problem)


def test_every_statable_field_has_a_path() -> None:
    """Nothing that has a value of its own is left out but identifiers, names and what `unstated` means."""

    def fields(cls: type[Stated]) -> int:
        parts = [each.type for each in attrs.fields(cls) if isinstance(each.type, type) and issubclass(each.type, Stated)]
        return sum(1 for each in attrs.fields(cls) if "none" in each.metadata) + sum(map(fields, parts))

    stated = household()
    assert len(fact_paths(stated)) == fields(Household) + 2 * fields(type(stated.members[0]))
