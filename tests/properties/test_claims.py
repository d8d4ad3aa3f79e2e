"""Claims about anything: the answer spans what each of them implies, and is that of a fact known to be one of the values."""

from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shaoxing_benefits import Claim, Claims, Household, InputError, OneOf, Outcome, assess, disagreements, read_household
from shaoxing_benefits.statements import fact_at, fact_paths, with_fact

from .households import MONTHS, households

Disputed = tuple[Household, Household, tuple[str, ...]]


@st.composite
def disputed(draw: st.DrawFn) -> Disputed:
    """A household in which one or two facts are claimed to be what they are in another, and the same with these facts as choices."""
    one, other = read_household(draw(households())), read_household(draw(households()))
    shared = [path for path in fact_paths(one) if path in fact_paths(other) and path not in ("district", "registration")]
    different = [path for path in shared if fact_at(one, path) != fact_at(other, path)]
    assume(different)
    paths = tuple(draw(st.lists(st.sampled_from(different), min_size=1, max_size=2, unique=True)))
    claimed = chosen = one
    for path in paths:
        values = draw(st.permutations([fact_at(one, path), fact_at(other, path)]))
        claimed = with_fact(claimed, path, Claims((Claim(values[0], "A"), Claim(values[1], "B"), Claim(values[0], "C"))))
        chosen = with_fact(chosen, path, OneOf(tuple(values)))
    return claimed, chosen, paths


def inside(implied: Outcome, answer: Outcome) -> bool:
    """Whether what is implied is not outside the answer."""
    if answer.status not in ("undetermined", implied.status):
        return False
    if implied.range is None or answer.range is None:
        return implied.range is answer.range
    if implied.range.low < answer.range.low:
        return False
    return answer.range.high is None or (implied.range.high is not None and implied.range.high <= answer.range.high)


def told(answer: Any) -> Iterator[tuple[Any, ...]]:
    for outcome in answer:
        yield outcome.programme, outcome.status, outcome.range, dict(outcome.members), dict(outcome.beside), outcome.missing


@settings(max_examples=40)
@given(disputed(), st.sampled_from(MONTHS))
def test_the_answer_spans_what_the_claims_imply(case: Disputed, month: str) -> None:
    claimed, chosen, paths = case
    try:
        answer = assess(claimed, month)
    except InputError:  # somebody of them is born after the month
        return
    found = answer.disagreements
    assert {each.path for each in found} == set(paths)
    for each in found:
        assert [implied.sources for implied in each.implied] == [("A", "C"), ("B",)]
        for implied in each.implied:
            assert bool(implied.outcomes) is not bool(implied.problems)
            assert all(inside(outcome, answer[name]) for name, outcome in implied.outcomes.items())
            if not implied.problems:
                assert list(told(implied.outcomes.values())) == list(told(assess(with_fact(claimed, each.path, implied.value), month)))
    assert list(told(answer)) == list(told(assess(chosen, month)))
    assert [each.to_dict() for each in disagreements(claimed, month)] == [each.to_dict() for each in found]
