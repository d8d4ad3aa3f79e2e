"""Whatever is read: either households, or an `InputError` of which every mistake can be shown; and the same each time."""

import copy
import io
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shaoxing_benefits import UNKNOWN, UNSTATED, Household, InputError, Problem, read_household, read_households
from shaoxing_benefits.reading import households_from
from shaoxing_benefits.report.language import language

from .households import households

Outcome = list[Household] | tuple[Problem, ...]
MANY = settings(max_examples=200)


def outcome(read: Callable[[], list[Household]]) -> Outcome:
    """What reading leads to, twice the same; nothing but an `InputError` may come out of it."""
    first, second = _once(read), _once(read)
    assert first == second
    return first


def _once(read: Callable[[], list[Household]]) -> Outcome:
    try:
        return read()
    except InputError as refused:
        error = refused
    assert error.problems
    for problem in error.problems:
        _check(problem)
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
    return error.problems


def _check(problem: Problem) -> None:
    assert problem.problem
    assert problem.remedy
    for text in (str(problem), *(language(name).problem(problem) for name in ("zh", "en"))):
        assert text.isprintable()
        assert len(text) < 1500


LIKE_A_DOCUMENT = st.text(alphabet="[]{}\",':=.-+#\\ \n\t0123456789eEaiunx年０", max_size=200)
NAMES = st.sampled_from(
    [
        "id",
        "district",
        "registration",
        "unstated",
        "assets",
        "members",
        "households",
        "birth_date",
        "income",
        "wages",
        "low",
        "high",
        "one_of",
        "claims",
        "value",
        "source",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**35, max_value=10**45),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["none", "unknown", "yuecheng", "2020-04", "1980-01-01", "１，０００", "43922.0", "NaN", "600.505", "\ud800", "\x1b[2J"]
    ),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(NAMES, st.text(max_size=5)), inner, max_size=5)),
    max_leaves=20,
)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"low": [value]}
    return value


ODD = st.one_of(
    JSON,
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=5),
    st.sampled_from(
        [UNKNOWN, UNSTATED, Decimal("sNaN"), Decimal("1e-999999"), 10**5000, "x" * 100_000, (), {1, 2}, {None: 1}, nested(2000)]
    ),
)
"""What a program may hand over where JSON cannot."""


@MANY
@given(st.one_of(st.binary(max_size=200), LIKE_A_DOCUMENT.map(str.encode)))
@example(b"[" * 100_000)
@example(b"a = " + b"{a=" * 100_000)
@example(b'{"district": 1e' + b"9" * 400 + b"}")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    outcome(lambda: read_households(io.BytesIO(content)))


@MANY
@given(JSON)
def test_any_json_is_read_or_refused_and_the_same_as_data_and_as_text(value: Any) -> None:
    outcome(lambda: households_from(value))
    outcome(lambda: read_households(io.BytesIO(json.dumps(value).encode())))


@given(households(), st.data())
def test_a_household_with_something_hostile_in_it_is_read_or_refused(household: dict[str, Any], data: st.DataObject) -> None:
    household = copy.deepcopy(household)
    for holder, key in data.draw(st.lists(st.sampled_from(places(household)), min_size=1, max_size=3)):
        mutate(holder, key, data)
    outcome(lambda: households_from(household))
    outcome(lambda: households_from([household, household]))


@given(households())
def test_a_valid_household_stays_valid_however_it_is_given(household: dict[str, Any]) -> None:
    kept = copy.deepcopy(household)
    read = read_household(household)
    assert household == kept
    assert outcome(lambda: read_households(io.BytesIO(json.dumps(household).encode()))) == [read]
    assert outcome(lambda: households_from([household])) == [read]
    assert read_household({**household, "members": list(read.members)}) == read
    assert Household(**{name: getattr(read, name) for name in (*household, "emergency")}) == read


def mutate(holder: Any, key: Any, data: st.DataObject) -> None:
    """Replace, add or take away something at a place of the household, if it is still there."""
    what = data.draw(st.sampled_from(["replace", "replace", "insert", "delete"]))
    values = [] if what == "delete" else [data.draw(ODD)]
    if isinstance(holder, list):
        holder[key : key + (what != "insert")] = values
    elif what == "delete":
        holder.pop(key, None)
    else:
        name = key if what == "replace" else data.draw(st.one_of(NAMES, st.text(max_size=5), st.integers()))
        holder[name] = values[0]


def places(holder: Any) -> list[tuple[Any, Any]]:
    """Every place in the household: what holds it, and its name or number there."""
    keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
    return [found for key in keys for found in [(holder, key), *places(holder[key])]]
