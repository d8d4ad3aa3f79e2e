"""More cases than are told apart: values are summarised, and the answer is wider but never wrong."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits.engine import bounds
from shaoxing_benefits.engine.evaluation import Evaluation, Spread

from ..modules import written
from ..open_rules import EVERYTHING, TEXT, earning, household, numbers, opened, within


@pytest.fixture(scope="module", name="rules")
def _rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with written(tmp_path_factory.mktemp("rules"), "summary_rules", TEXT) as module:
        yield module


OPEN_MEMBER: dict[str, Any] = {
    "resettled": "unknown",
    "self_care": "unknown",
    "disability": "unknown",
    "income": {"wages": {"low": "300", "high": "700"}, "business": {"low": "300", "high": "700"}},
}


def spreads(found: Evaluation) -> dict[tuple[str, int | None], Spread]:
    return {named: found.spread(*named) for name in EVERYTHING for named in found.named(name)}


@pytest.mark.parametrize("choices", [64, 1])
@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 13])
def test_where_too_many_cases_would_be_told_apart_the_answer_is_wider(
    rules: ModuleType, monkeypatch: pytest.MonkeyPatch, most: int, choices: int
) -> None:
    given = household(*[OPEN_MEMBER] * 3)
    exact = opened(rules, given, *EVERYTHING)
    expected = spreads(exact)
    assert not exact.summarised, "every case is told apart here"
    monkeypatch.setattr(bounds, "MOST_CASES", most)
    monkeypatch.setattr(bounds, "MOST_CHOICES", choices)
    found = opened(rules, given, *EVERYTHING)
    wider = {named: spread for named, spread in spreads(found).items() if spread != expected[named]}
    assert found.summarised
    assert all(within(expected[named], spread) for named, spread in wider.items()), wider


def test_a_value_that_is_summarised_keeps_its_few_ends(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of six members none to six are resettled: the count is a choice of seven then, and no longer tied to who they are."""
    monkeypatch.setattr(bounds, "MOST_CASES", 20)
    found = opened(rules, household(*[{"resettled": "unknown"}] * 6), "settled", "unsettled", "everybody", "part_of_pot")
    assert numbers(found, "settled") == {0, 1, 2, 3, 4, 5, 6}
    assert found.summarised
    assert numbers(found, "part_of_pot") == {0, 10_000, 5_000, 3_333, 2_500, 2_000, 1_666}
    # Whom it is made of is known no longer: nobody and everybody may both be so.
    assert within(Spread(6, 6), found.spread("everybody"))
    assert found.depends_on([("part_of_pot", None)]) == {f"members[{place}].resettled" for place in range(6)}


def test_a_division_that_only_a_summary_makes_possible_is_no_case(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is forgotten that nobody is resettled where the count is nought, dividing by that count is no mistake of a rule."""
    monkeypatch.setattr(bounds, "MOST_CASES", 20)
    found = opened(rules, household(*[{"resettled": "unknown"}] * 6), "if_anybody", "settled", "anybody")
    assert found.spread("if_anybody") == Spread(0, 10_000)
    assert found.summarised


@pytest.mark.parametrize("count", [25, 70])
def test_a_count_of_very_many_divides_too(rules: ModuleType, count: int) -> None:
    """100.00 among as many as are resettled: 100.00 / 70 is 1.42, 100.00 / 25 is 4.00; the one who is known to be gets 100.00 at most."""
    members: list[dict[str, Any]] = [{"resettled": True}, *[{"resettled": "unknown"}] * (count - 1)]
    found = opened(rules, household(*members), "part_of_pot", "settled", "own_part")
    assert found.spread("settled") == Spread(1, count)
    assert within(Spread(10_000 // count, 10_000), found.spread("part_of_pot"))
    assert within(Spread(-(-10_000 // count), 10_000), found.spread("own_part", 0))


def test_what_is_summarised_still_names_what_it_stems_from(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CASES", 3)
    monkeypatch.setattr(bounds, "MOST_CHOICES", 1)
    found = opened(rules, household({"self_care": "unknown", "resettled": "unknown", **earning("490", "510")}), "handed_on", "grant")
    assert found.spread("handed_on", 0).low <= 10_000
    assert found.depends_on([("handed_on", 0)]) == {"members[0].self_care", "members[0].income.wages"}


def test_too_many_ways_through_one_rule_leave_its_result_open(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be summarised of two numbers that are unknown already: the result is any number from nought, and still says why."""
    given = household({"income": {"wages": {"low": "300", "high": "700"}, "business": {"low": "300", "high": "700"}}})
    assert opened(rules, given, "four_ways").spread("four_ways", 0) == Spread(0, 50_000)
    monkeypatch.setattr(bounds, "MOST_PATHS", 1)
    found = opened(rules, given, "four_ways", "lacking")
    assert found.spread("four_ways", 0) == Spread(0, None)
    assert found.summarised
    assert found.depends_on([("four_ways", 0)]) == {"members[0].income.wages", "members[0].income.business"}
    # Values that are given up in two rules are two, even where what they take is the same.
    assert found.spread("lacking", 0) == Spread(0, None)
    assert found.spread_of_sum([("lacking", 0), ("four_ways", 0)]) == Spread(0, None)


def test_more_cases_than_are_told_apart_where_each_value_is_one_question_already(
    rules: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind and grade are two choices: with one case allowed, whether it is severe is left open, and what it stems from is named."""
    monkeypatch.setattr(bounds, "MOST_CASES", 1)
    found = opened(rules, household({"disability": {"kind": {"one_of": ["visual", "mental"]}, "grade": "unknown"}}), "severe")
    assert within(Spread(0, 1), found.spread("severe", 0))
    assert found.summarised
    assert found.depends_on([("severe", 0)]) >= {"members[0].disability.grade"}
