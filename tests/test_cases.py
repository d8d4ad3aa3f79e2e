"""Every case in tests/cases, as a policy officer wrote it."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import Assessment, Outcome, assess
from shaoxing_benefits.explanation import plain
from shaoxing_benefits.shipped import shipped_facts

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.toml"))
OPTIONS = ("price_index", "known_on", "assume_planned", "beyond_horizon")
CASE_KEYS = {"name", "month", "why", "cites", *OPTIONS, "overlay", "household", "expect"}


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def named(condition: Any) -> str:
    return condition.id if condition.member is None else f"{condition.id}@{condition.member}"


def found(outcome: Outcome, key: str) -> Any:
    """What the outcome says under a key of an expectation, in the words of the case files."""
    if key in ("status", "amount", "low"):
        value = getattr(outcome, key)
        return value if value is None else str(value)
    if key == "high":
        return "none" if outcome.high is None else str(outcome.high)
    if key in ("copay_low", "copay_high", "exceptional_low", "exceptional_high"):
        figure, _, which = key.rpartition("_")
        end = getattr(outcome.beside[figure], which)
        return "none" if end is None else str(end)
    if key == "members":
        return {member: amount.to_dict() if amount.exact is None else str(amount.exact) for member, amount in outcome.members.items()}
    if key in ("failed", "undecided"):
        holds = False if key == "failed" else None
        return sorted(named(condition) for condition in outcome.conditions if condition.holds is holds)
    if key in ("missing_facts", "missing_parameters"):
        return sorted(getattr(outcome.missing, key.removeprefix("missing_")))
    if key == "missing":
        return sorted((*outcome.missing.facts, *outcome.missing.parameters))
    if key in ("actual", "limit"):
        return {named(condition): plain(getattr(condition, key)) for condition in outcome.conditions}
    if key in ("caveats", "no_caveats"):
        return {caveat.parameter for caveat in outcome.caveats}
    raise AssertionError(f"a case expects {key!r}, which is not one of the keys")


def agrees(key: str, expected: Any, actual: Any) -> bool:
    if key in ("actual", "limit"):
        return all(actual[condition] == value for condition, value in expected.items())
    if key == "caveats":
        return set(expected) <= actual
    if key == "no_caveats":
        return not set(expected) & actual
    if key in ("failed", "undecided", "missing", "missing_facts", "missing_parameters"):
        return sorted(expected) == actual
    return expected == actual


def answer(case: dict[str, Any]) -> Assessment:
    options = {key: case[key] for key in OPTIONS if key in case}
    overlays = [case["overlay"]] if "overlay" in case else []
    return assess(case["household"], case["month"], overlays=overlays, **options)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    case = load(path)
    assert not set(case) - CASE_KEYS
    assert set(case.get("cites", [])) <= set(shipped_facts())
    assessment = answer(case)
    wrong = []
    for programme, expectation in case["expect"].items():
        for key, expected in expectation.items():
            actual = found(assessment[programme], key)
            if not agrees(key, expected, actual):
                wrong.append(f"{programme}.{key}: expected {expected}, found {actual}")
    assert not wrong, f"{case['name']}\n{case['why']}\n" + "\n".join(wrong)


def test_each_case_has_a_name_of_its_own() -> None:
    names = [load(path)["name"] for path in CASES]
    assert len(names) == len(set(names))
    assert len(names) > 150
