"""Facts stated as claims: read like any other value, every mistake told where it stands, and markers built in code checked too."""

import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from shaoxing_benefits import (
    UNKNOWN,
    UNSTATED,
    Assets,
    Between,
    Claim,
    Claims,
    Disability,
    Household,
    Income,
    InputError,
    Month,
    NewJob,
    OneOf,
    Person,
    read_household,
)
from shaoxing_benefits.kinds import DisabilityKind, Group, Supporter
from shaoxing_benefits.reading import MOST_CHOICES
from shaoxing_benefits.report.language import language
from shaoxing_benefits.schema import household_schema
from shaoxing_benefits.stated import Open, converted
from shaoxing_benefits.statements import as_data, fact_at, with_fact

BANK, DECLARED = {"value": "1200", "source": "bank"}, {"value": "800", "source": "declared"}


def household(path: str, claims: Any) -> dict[str, Any]:
    """A household of one person with this at a path."""
    member: dict[str, Any] = {"id": "P1", "birth_date": "1980-01-01"}
    data: dict[str, Any] = {"district": "yuecheng", "registration": "rural", "unstated": "none", "members": [member]}
    *parts, name = path.removeprefix("members[0].").split(".")
    holder = member if path.startswith("members") else data
    for part in parts:
        holder = holder.setdefault(part, {})
    holder[name] = claims
    return data


def of(*values: Any) -> dict[str, Any]:
    return {"claims": [{"value": value, "source": f"paper {place}"} for place, value in enumerate(values, start=1)]}


def problems(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read_household(data)
    for problem in caught.value.problems:
        assert language("zh").problem(problem) != language("en").problem(problem)
    return [(problem.path, str(problem)) for problem in caught.value.problems]


def test_claims_are_read_with_their_sources() -> None:
    read = read_household(household("members[0].income.wages", {"claims": [BANK, DECLARED]}))
    stated = fact_at(read, "members[0].income.wages")
    assert stated == Claims((Claim(Decimal("1200.00"), "bank"), Claim(Decimal("800.00"), "declared")))
    assert stated.values == (Decimal("1200.00"), Decimal("800.00"))
    assert read.is_open


@pytest.mark.parametrize(
    ("path", "claims", "values"),
    [
        ("members[0].income.wages", of("1,200", 800, Decimal("0.50"), "none", None), (1200, 800, Decimal("0.5"), 0)),
        ("members[0].birth_date", of("1960-04-01", date(1960, 4, 2)), (date(1960, 4, 1), date(1960, 4, 2))),
        ("members[0].supporter", of("none", "capable"), (Supporter.NONE, Supporter.CAPABLE)),
        ("members[0].disability.kind", of("none", "mental"), (DisabilityKind.NONE, DisabilityKind.MENTAL)),
        ("members[0].disability.grade", of(1, 2), (1, 2)),
        ("members[0].resettled", of(True, False), (True, False)),
        ("members[0].resettled", of(True, "none"), (True, False)),
        ("members[0].groups", of(["three_elders"], [], "none"), (frozenset({Group.THREE_ELDERS}), frozenset())),
        ("members[0].new_job.since", of("2020-02", "none", "2020-03"), (Month(2020, 2), None, Month(2020, 3))),
        ("members[0].medical.year", of(2019, 2020), (2019, 2020)),
        ("assets.money", of("12000.00", "30600"), (12000, 30600)),
        ("assets.vehicles", of(0, 1), (0, 1)),
        ("assets.floor_area", of("80", "120.5"), (80, Decimal("120.5"))),
        ("emergency", of("none", "illness", "none"), (0, 2)),
    ],
)
def test_any_fact_that_may_be_open_may_be_claimed(path: str, claims: Any, values: tuple[Any, ...]) -> None:
    data = household(path, claims)
    read = read_household(data)
    stated = fact_at(read, path)
    assert isinstance(stated, Claims)
    assert stated.values == values
    assert [claim.source for claim in stated.claims] == [claim["source"] for claim in claims["claims"]]
    written = json.loads(json.dumps(data, default=str))
    assert read_household(io.BytesIO(json.dumps(written).encode())) == read
    assert jsonschema.Draft202012Validator(household_schema()).is_valid(written)


def test_the_same_claimed_twice_is_one_value_and_stays_with_its_sources() -> None:
    stated = fact_at(read_household(household("assets.money", of("800", "800.00"))), "assets.money")
    assert stated.values == (Decimal("800.00"),)
    assert [claim.source for claim in stated.claims] == ["paper 1", "paper 2"]


def test_as_many_claims_as_may_be_are_read() -> None:
    stated = fact_at(read_household(household("assets.money", of(*range(MOST_CHOICES)))), "assets.money")
    assert len(stated.values) == MOST_CHOICES


def test_claims_are_written_as_they_are_read() -> None:
    for path, claims in (("assets.money", of("12000.00", "30600")), ("members[0].birth_date", of("1960-04-01", "1960-04-02"))):
        stated = fact_at(read_household(household(path, claims)), path)
        assert as_data(stated) == claims
    assert as_data(UNKNOWN) == as_data(UNSTATED) == "unknown"
    assert as_data(Between(Decimal("1.00"), None)) == {"low": "1.00"}
    assert as_data(OneOf((Supporter.NONE, Supporter.CAPABLE))) == {"one_of": ["none", "capable"]}
    assert as_data(frozenset({Group.THREE_ELDERS, Group.ENTITLED_GROUP})) == ["entitled_group", "three_elders"]
    assert [as_data(each) for each in (Month(2020, 2), True, 3, None)] == ["2020-02", True, 3, None]


# Mistakes


@pytest.mark.parametrize(
    ("given", "path", "says"),
    [
        ({"claims": "bank"}, ".claims", "is no list of claims"),
        ({"claims": None}, ".claims", "is no list of claims"),
        ({"claims": {"bank": 1}}, ".claims", "Write what each source says"),
        ({"claims": []}, ".claims", "Claims are two or more; here are 0."),
        ({"claims": [BANK]}, ".claims", "State the value itself"),
        (of(*range(MOST_CHOICES + 1)), ".claims", "101 claims cannot be compared"),
        ({"claims": [BANK, DECLARED], "low": 1}, ".low", "The name 'low' is not known here. Did you mean: claims?"),
        ({"claims": [BANK, "800"]}, ".claims[1]", "is no claim"),
        ({"claims": [BANK, {"value": "800"}]}, ".claims[1].source", "It is missing. Say in a few words"),
        ({"claims": [BANK, {"value": "800", "source": ""}]}, ".claims[1].source", "It is missing. Say in a few words"),
        ({"claims": [BANK, {"value": "800", "source": None}]}, ".claims[1].source", "It is missing. Say in a few words"),
        ({"claims": [BANK, {"value": "800", "source": 7}]}, ".claims[1].source", "is no text"),
        ({"claims": [BANK, {"value": "800", "source": "x" * 101}]}, ".claims[1].source", "too long"),
        ({"claims": [BANK, {"value": "800", "source": "a\nb"}]}, ".claims[1].source", "control characters"),
        ({"claims": [BANK, {"source": "declared"}]}, ".claims[1].value", "It is missing. State what the source says"),
        ({"claims": [{**BANK, "date": 1}, DECLARED]}, ".claims[0].date", "The name 'date' is not known here"),
        ({"claims": [{**BANK, "value": "much"}, DECLARED]}, ".claims[0].value", "is no number"),
        ({"claims": [{**BANK, "value": -1}, DECLARED]}, ".claims[0].value", "is negative"),
        ({"claims": [{**BANK, "value": "unknown"}, DECLARED]}, ".claims[0].value", "A claim is a value, and 'unknown' is none."),
        ({"claims": [{**BANK, "value": UNKNOWN}, DECLARED]}, ".claims[0].value", "leave out a source that does not know"),
        ({"claims": [{**BANK, "value": {"low": 1}}, DECLARED]}, ".claims[0].value", "A claim is a value"),
        ({"claims": [{**BANK, "value": {"claims": [BANK, DECLARED]}}, DECLARED]}, ".claims[0].value", "A claim is a value"),
    ],
)
def test_a_mistake_in_a_claim_is_told_where_it_stands(given: Any, path: str, says: str) -> None:
    ((where, text),) = problems(household("members[0].income.wages", given))
    assert where == f"members[0].income.wages{path}"
    assert says in text


def test_every_mistake_is_told_at_once() -> None:
    claims = [{"value": "x"}, {"source": "declared", "sorce": 1}, 3]
    found = problems(household("members[0].income.wages", {"claims": claims, "hihg": 2}))
    assert [path.removeprefix("members[0].income.wages.") for path, _ in found] == [
        "hihg",
        "claims[0].value",
        "claims[0].source",
        "claims[1].sorce",
        "claims[1].value",
        "claims[2]",
    ]


@pytest.mark.parametrize("name", ["district", "registration"])
def test_what_must_be_known_cannot_be_claimed(name: str) -> None:
    values = {"district": ("yuecheng", "zhuji"), "registration": ("urban", "rural")}[name]
    ((path, text),) = problems(household(name, of(*values)))
    assert path == name
    assert "It must be known." in text


@pytest.mark.parametrize("path", ["members[0].id", "members[0].name", "id", "unstated"])
def test_what_is_no_fact_cannot_be_claimed(path: str) -> None:
    assert path in [where for where, _ in problems(household(path, of("A", "B")))]


def test_a_part_cannot_be_claimed_as_a_whole() -> None:
    ((path, text),) = problems(household("members[0].disability", of("none", "unknown")))
    assert path == "members[0].disability.claims"
    assert "is not known here" in text


@pytest.mark.parametrize(
    "claims",
    [
        of("800"),
        {"claims": [BANK, {"value": "800"}]},
        {"claims": [BANK, {"value": "800", "source": ""}]},
        {"claims": [BANK, BANK], "low": 1},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(claims: Any) -> None:
    assert not jsonschema.Draft202012Validator(household_schema()).is_valid(household("members[0].income.wages", claims))


def test_claims_contradict_nothing_until_one_is_taken() -> None:
    """The first claim alone would be less than the new job's increase."""
    data = household("members[0].income.wages", of("150", "800"))
    data["members"][0]["new_job"] = {"since": "2020-02", "increase": "200"}
    read = read_household(data)
    assert with_fact(read, "members[0].income.wages", "800").members[0].new_job.increase == 200
    with pytest.raises(InputError, match="more than the wages"):
        with_fact(read, "members[0].income.wages", "150")


def nested(levels: int) -> Any:
    value: Any = "800"
    for _ in range(levels):
        value = {"claims": [{"value": value, "source": "paper"}, DECLARED]}
    return value


@pytest.mark.parametrize(
    "claims",
    [nested(2), nested(50_000), {"claims": [[[[]]], {1: 2, None: 3}]}, {"claims": [{"value": float("nan"), "source": b"x"}, {}]}],
    ids=["twice", "deep", "odd", "hostile"],
)
@pytest.mark.parametrize("path", ["assets.money", "members[0].birth_date", "members[0].groups", "members[0].supporter", "district"])
def test_hostile_claims_are_refused(path: str, claims: Any) -> None:
    assert problems(household(path, claims))


# Built in code


@pytest.mark.parametrize(
    ("built", "read"),
    [
        (
            Income(wages=Claims((Claim("1200", "bank"), Claim(800, "declared")))).wages,
            Claims((Claim(1200, "bank"), Claim(800, "declared"))),
        ),
        (Income(wages=Between("100", 200)).wages, Between(Decimal(100), Decimal(200))),
        (Income(wages=Between("100", None)).wages, Between(Decimal(100), None)),
        (Income(wages=OneOf(("100", 200))).wages, OneOf((Decimal(100), Decimal(200)))),
        (Assets(vehicles=OneOf(["0", 1])).vehicles, OneOf((0, 1))),
        (Disability(kind=OneOf(("none", "mental"))).kind, OneOf((DisabilityKind.NONE, DisabilityKind.MENTAL))),
        (NewJob(since=Claims((Claim("2020-02", "A"), Claim(None, "B")))).since, Claims((Claim(Month(2020, 2), "A"), Claim(None, "B")))),
    ],
)
def test_values_in_markers_are_converted_like_any_other(built: Any, read: Any) -> None:
    assert built == read
    assert converted(built, None) is built


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        (Between("much", None), "is no number"),
        (Between(2, 1), "The range runs from"),
        (Between(UNKNOWN, 1), "is no value"),
        (OneOf(()), "is no value"),
        (OneOf(5), "is no value"),  # type: ignore[arg-type]
        (OneOf((1, UNKNOWN)), "is no value"),
        (OneOf((1, -1)), "is negative"),
        (Claims(()), "Claims are two or more; here are 0."),
        (Claims((Claim(1, "bank"),)), "State the value itself"),
        (Claims((Claim(1, "bank"), Claim(2, ""))), "is no value"),
        (Claims((Claim(1, "bank"), Claim("x", "declared"))), "is no number"),
        (Claims((Claim(1, "bank"), Claim(UNKNOWN, "declared"))), "is no value"),
        (Claims((Claim(1, "bank"), 2)), "is no value"),  # type: ignore[arg-type]
        (Claims(7), "is no value"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_marker_is_refused_where_it_is_built(marker: Open, says: str) -> None:
    with pytest.raises(InputError) as caught:
        Income(wages=marker)
    (problem,) = caught.value.problems
    assert problem.path == "wages"
    assert says in str(problem)


def test_a_wrong_marker_is_told_with_its_path_in_the_household() -> None:
    built = Household(district="yuecheng", registration="rural", members=[Person(id="P1", birth_date="1980-01-01")])
    with pytest.raises(InputError, match=r"members\[0\]\.income\.wages: -1 is negative"):
        with_fact(built, "members[0].income.wages", OneOf((-1, 2)))
