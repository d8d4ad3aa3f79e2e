"""Along the values of any fact, whatever is worked out for all of them at once is what an assessment of one of them says."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import Household, InputError, assess, profile, read_household, solve
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.piecewise import Piece, TotalPiece
from shaoxing_benefits.refining import Told, agree
from shaoxing_benefits.results import Outcome
from shaoxing_benefits.statements import with_fact
from shaoxing_benefits.sweep import total_of
from shaoxing_benefits.varying import Varied, numeric_facts, varied

from .households import MONTHS, MONTHS_OF_2020, households

PROGRAMMES = [each.id for each in rule_set().programmes]
PATHS = sorted(numeric_facts())
HIGHS = [None, "5000", "10000"]


Question = tuple[Household, str, str | None]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A household, one of its numbers, and up to where it varies."""
    household = read_household(draw(households(most=3)))
    fact = numeric_facts()[draw(st.sampled_from(PATHS))]
    member = draw(st.integers(0, len(household.members) - 1))
    return household, f"members[{member}].{fact.path}" if fact.of_member else fact.path, draw(st.sampled_from(HIGHS))


def values(draw: st.DataObject, fact: Varied, pieces: Any) -> list[int]:
    """Values anywhere, and on either side of where pieces meet."""
    span = draw.draw(st.sampled_from(fact.spans))
    anywhere = draw.draw(st.lists(st.integers(*span), min_size=1, max_size=3))
    ends = [end for piece in pieces for end in (piece.first, piece.last)]
    return [*anywhere, *draw.draw(st.lists(st.sampled_from(ends), max_size=3))]


def at(pieces: tuple[Piece, ...], value: int) -> tuple[Told, bool]:
    """What the pieces say of a value, and whether that is certain."""
    (piece,) = [each for each in pieces if each.first <= value <= each.last]
    if piece.least is None:
        return (piece.status, None), piece.status != "undetermined"
    told = (piece.status, (piece.least.fen(value), None if piece.most is None else piece.most.fen(value)))
    return told, piece.status != "undetermined" and piece.least == piece.most


def said(outcome: Outcome) -> Told:
    return outcome.status, outcome[2]


def is_possible(household: Household, fact: Varied, value: int) -> bool:
    try:
        with_fact(household, fact.path, fact.shown(value))
    except InputError:
        return False
    return True


@given(questions(), st.sampled_from(MONTHS_OF_2020), st.sampled_from([None, "7.8"]), st.data())
def test_a_profile_is_what_assessments_say(question: Question, month: str, rise: str | None, draw: st.DataObject) -> None:
    household, path, high = question
    first = varied(household, path).spans[0][0]
    found = profile(household, month, vary=path, low=None, high=None if first else high, price_index=rise)
    every = [piece for each in found.programmes.values() for piece in each.pieces]
    for value in values(draw, found.varied, every):
        answer = assess(with_fact(household, path, found.varied.shown(value)), month, price_index=rise)
        for outcome in answer:
            told, is_certain = at(found[outcome.programme].pieces, value)
            assert agree(told, said(outcome))
            assert not is_certain or told == said(outcome)
        for period, pieces in found.totals.items():
            (total,) = [each for each in pieces if each.first <= value <= each.last]
            assert within(total, value, total_of(answer, period))


def within(total: TotalPiece, value: int, ends: tuple[int, int | None]) -> bool:
    most = None if total.most is None else total.most.fen(value)
    return agree(("", (total.least.fen(value), most)), ("", ends)) and (total.least != total.most or ends == (most, most))


@given(questions(), st.sampled_from(MONTHS), st.sampled_from(PROGRAMMES), st.data())
def test_a_solution_is_what_assessments_say(question: Question, month: str, programme: str, draw: st.DataObject) -> None:
    household, path, _ = question
    found = solve(household, month, vary=path, programme=programme)
    assert all(one.last < other.first for one, other in zip(found.pieces, found.pieces[1:], strict=False))
    for value in values(draw, found.varied, found.pieces):
        outcome = assess(with_fact(household, path, found.varied.shown(value)), month, programmes=programme)[programme]
        told, is_certain = at(found.pieces, value)
        assert agree(told, said(outcome))
        assert not is_certain or told == said(outcome)


@given(questions(), st.data())
def test_values_outside_the_spans_contradict_what_is_stated(question: Question, draw: st.DataObject) -> None:
    household, path, _ = question
    fact = varied(household, path)
    for start, end in fact.spans:
        assert is_possible(household, fact, start)
        assert is_possible(household, fact, end)
        assert is_possible(household, fact, draw.draw(st.integers(start, end)))
        beyond = [each for each in (start - 1, end + 1) if each >= 0 and not any(low <= each <= high for low, high in fact.spans)]
        assert not any(is_possible(household, fact, each) for each in beyond)
