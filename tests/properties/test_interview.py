"""An interview about a random household of which random facts are hidden ends in the result of the full household."""

import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from shaoxing_benefits import UNKNOWN, UNSTATED, Assessment, Household, assess, next_questions, read_household
from shaoxing_benefits.cli import main
from shaoxing_benefits.statements import as_data, fact_at, fact_paths, with_fact

from ..talks import Terminal
from .households import MONTHS, households

ASKED_FIRST = ("district", "registration")
PRICE_INDEX = "7.8"


@st.composite
def hidden_in(draw: st.DrawFn, most: int = 12) -> tuple[Household, tuple[str, ...]]:
    """A household, and some of its facts."""
    full = attrs.evolve(read_household(draw(households(most=2))), unstated="unknown")
    paths = [path for path in fact_paths(full) if path not in ASKED_FIRST]
    return full, tuple(draw(st.lists(st.sampled_from(paths), min_size=1, max_size=most, unique=True)))


def without(full: Household, paths: tuple[str, ...]) -> Household:
    for path in paths:
        # Whoever is stated has a date of birth, at least as not known.
        full = with_fact(full, path, UNKNOWN if path.endswith(".birth_date") else UNSTATED)
    return full


def results(assessment: Assessment) -> dict[str, Any]:
    return {outcome.programme: (outcome.status, outcome.range) for outcome in assessment}


@given(hidden_in(), st.sampled_from(MONTHS), st.data())
@settings(max_examples=8)
def test_answering_what_is_asked_ends_in_the_result_of_the_full_household(
    hidden: tuple[Household, tuple[str, ...]], month: str, data: st.DataObject
) -> None:
    """Whatever is taken of what is asked; and nothing is asked that is known, or twice."""
    full, paths = hidden
    household, left = without(full, paths), set(paths)
    while questions := next_questions(household, month, price_index=PRICE_INDEX):
        assert {each.path for each in questions} <= left
        question = data.draw(st.sampled_from(questions))
        assert set(question.programmes)
        left.remove(question.path)
        household = with_fact(household, question.path, fact_at(full, question.path))
    assert results(assess(household, month, price_index=PRICE_INDEX)) == results(assess(full, month, price_index=PRICE_INDEX))


@given(hidden_in(), st.sampled_from(MONTHS))
@settings(max_examples=5)
def test_what_is_not_asked_makes_no_difference(hidden: tuple[Household, tuple[str, ...]], month: str) -> None:
    """So a household that states it as none comes to the same as long as that contradicts nothing."""
    full, paths = hidden
    household = without(full, paths)
    asked = {each.path for each in next_questions(household, month, price_index=PRICE_INDEX)}
    stated = household
    for path in set(paths) - asked:
        stated = with_fact(stated, path, fact_at(full, path))
    assert results(assess(stated, month, price_index=PRICE_INDEX)) == results(assess(household, month, price_index=PRICE_INDEX))


def data_of(household: Household) -> dict[str, Any]:
    """The household as its file says it, without what is not stated."""
    found: dict[str, Any] = {"id": household.id, "members": [{"id": member.id} for member in household.members]}
    for path in fact_paths(household):
        value = fact_at(household, path)
        if value is not UNSTATED:
            whose, bracket, name = path.rpartition("].")
            holder = found["members"][int(whose.removeprefix("members["))] if bracket else found
            part, _, fact = name.rpartition(".")
            (holder.setdefault(part, {}) if part else holder)[fact] = as_data(value)
    return found


def told(value: Any) -> str:
    """A fact as somebody says it."""
    stated = as_data(value)
    if isinstance(stated, bool):
        return "yes" if stated else "no"
    if isinstance(stated, list):
        return ", ".join(stated) or "none"
    return "none" if stated is None else str(stated)


@given(hidden_in(most=8), st.sampled_from(MONTHS), st.sampled_from(["zh", "en"]), st.integers(1, 3))
@settings(max_examples=8)
def test_the_interview_itself_does(hidden: tuple[Household, tuple[str, ...]], month: str, spoken: str, at_once: int) -> None:
    """Stopped after every few answers, and gone on with; each answer is as somebody says it."""
    full, paths = hidden
    household = without(full, tuple(path for path in paths if not path.endswith(".birth_date")))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "h.json"
        file.write_text(json.dumps(data_of(household)), encoding="utf-8")
        assert read_household(file) == household

        def answers() -> Iterator[str]:
            for _ in range(at_once):
                question = next_questions(read_household(file), month, price_index=PRICE_INDEX)[0]
                yield told(fact_at(full, question.path))

        arguments = ["interview", str(file), "--month", month, "--price-index", PRICE_INDEX, "--lang", spoken]
        for _ in range(len(paths) + 1):
            out = StringIO()
            with redirect_stdout(out), redirect_stderr(StringIO()), patch.object(sys, "stdin", Terminal(answers())):
                assert main(arguments) == 0
            if out.getvalue():
                break
        assert out.getvalue()
        assert results(assess(read_household(file), month, price_index=PRICE_INDEX)) == results(
            assess(full, month, price_index=PRICE_INDEX)
        )
