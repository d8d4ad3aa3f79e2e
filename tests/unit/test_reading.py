"""Households as people state them: read whole, or every mistake at once with its path and remedy."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from shaoxing_benefits import (
    UNKNOWN,
    UNSTATED,
    Assets,
    Between,
    Disability,
    Household,
    Income,
    InputError,
    Medical,
    Month,
    NewJob,
    OneOf,
    Person,
    Problem,
    ResidentMedical,
    ResidentPension,
    assess,
    read_household,
    read_households,
)
from shaoxing_benefits.kinds import (
    Absence,
    DisabilityKind,
    District,
    Emergency,
    Group,
    Guardianship,
    Placement,
    Registration,
    SelfCare,
    Supporter,
)

EXAMPLE = """
id = "H-1"
district = "yuecheng"
registration = "rural"
unstated = "none"
assets = { money = "12000.00", vehicles = 0, vehicle_value = 0, homes = 1, floor_area = 80, shops = 0, business_capital = 0 }
emergency = "none"

[[members]]
id = "P1"
name = "…"
birth_date = 1948-05-10
absence = "none"
disability = { kind = "physical", grade = 1 }
serious_illness = false
supporter = "capable"
self_care = "partial"
guardianship = "parents"
placement = "community"
groups = []
new_job = "none"
medical = { year = 2020, in_scope = "60000.00", basic_paid = "20000.00", special_drugs = 0, other_paid = 0 }
resident_pension = { receiving = true, tier = 0 }
resident_medical = { insured = true, student = false }
resettled = false

[members.income]
wages = 0
business = 0
property = 0
transfers = 0
pension = "230.00"
basic_pension = "230.00"
old_age_allowance = 0
entitled_group = 0
"""
"""The household of design section 4."""


def household(*members: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    """A household with one member, or with these; ids and birth dates are filled in."""
    listed = [{"id": f"P{place}", "birth_date": "1980-01-01", **member} for place, member in enumerate(members or [{}], 1)]
    return {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": listed, **facts}


def left_open(*members: Mapping[str, Any]) -> dict[str, Any]:
    """The same without a word on what is left out."""
    return {name: value for name, value in household(*members).items() if name != "unstated"}


def in_json(data: Any) -> io.BytesIO:
    return io.BytesIO(json.dumps(data).encode())


def mistakes(data: Any) -> dict[str, Problem]:
    """The mistakes by path; each must have a remedy, and each path only one mistake."""
    with pytest.raises(InputError) as caught:
        read_households(in_json(data) if isinstance(data, list) else data)
    found = {problem.path: problem for problem in caught.value.problems}
    assert len(found) == len(caught.value.problems)
    assert all(problem.problem and problem.remedy for problem in found.values())
    return found


def only_mistake(data: Any) -> tuple[str, str]:
    ((path, problem),) = mistakes(data).items()
    return path, str(problem)


def member_of(data: Mapping[str, Any]) -> Person:
    return read_household(data).members[0]


# What can be read


def test_the_example_of_the_design_is_read() -> None:
    read = read_household(io.BytesIO(EXAMPLE.encode()))
    assert (read.id, read.district, read.registration) == ("H-1", District.YUECHENG, Registration.RURAL)
    assert (read.assets.money, read.assets.homes, read.assets.floor_area) == (Decimal(12000), 1, Decimal(80))
    (member,) = read.members
    assert member.birth_date == date(1948, 5, 10)
    assert member.income.pension == member.income.basic_pension == Decimal(230)
    assert (member.disability.kind, member.disability.grade) == (DisabilityKind.PHYSICAL, 1)
    assert (member.supporter, member.self_care) == (Supporter.CAPABLE, SelfCare.PARTIAL)
    assert (member.medical.year, member.medical.in_scope) == (2020, Decimal(60000))
    assert member.resident_pension.receiving is True
    assert (member.resident_medical.insured, member.resident_medical.student) == (True, False)


def test_json_and_toml_say_the_same(tmp_path: Path) -> None:
    toml, as_json = tmp_path / "a.toml", tmp_path / "a.json"
    toml.write_text(
        'id = "H"\ndistrict = "yuecheng"\nregistration = "rural"\nunstated = "none"\n'
        '[[members]]\nid = "P1"\nbirth_date = 1980-01-01\nincome = { wages = 600.50 }\n'
    )
    data = household({"income": {"wages": 600.50}})
    as_json.write_text(json.dumps(data))
    assert read_household(toml) == read_household(as_json) == read_household(str(toml)) == read_household(in_json(data))


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_household(io.BytesIO(b"\xef\xbb\xbf" + EXAMPLE.encode())) == read_household(io.BytesIO(EXAMPLE.encode()))


@pytest.mark.parametrize("wrap", [lambda both: both, lambda both: {"households": both}], ids=["list", "households"])
def test_a_list_of_households_is_read_in_order(wrap: Any) -> None:
    both = [household(), {**household(), "id": "G"}]
    assert [each.id for each in read_households(in_json(wrap(both)))] == ["H", "G"]


def test_toml_households_are_a_list() -> None:
    text = b'[[households]]\ndistrict = "zhuji"\nregistration = "urban"\n[[households.members]]\nbirth_date = 1980-01-01\n'
    assert [each.district for each in read_households(io.BytesIO(text + text))] == [District.ZHUJI, District.ZHUJI]


def test_one_household_is_a_list_of_one() -> None:
    assert read_households(household()) == [read_household(household())]


def test_read_household_wants_exactly_one() -> None:
    with pytest.raises(InputError, match="2 households"):
        read_household(in_json([household(), household()]))


@pytest.mark.parametrize("data", [[], {"households": []}, {"households": {}}, {"households": None}])
def test_a_document_without_a_household_is_refused(data: Any) -> None:
    with pytest.raises(InputError, match="no household"):
        read_households(in_json(data))


@pytest.mark.parametrize("data", [None, 5, "A", "none", [None], [5], ["none"]])
def test_a_document_of_something_else_is_refused(data: Any) -> None:
    with pytest.raises(InputError):
        read_households(in_json(data))


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_household(tmp_path / "nowhere.json")


@pytest.mark.parametrize("named", ["yuecheng", "越城区", "330602", 330602])
def test_a_district_is_an_id_a_name_or_a_code(named: str | int) -> None:
    assert read_household(household(district=named)).district is District.YUECHENG


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("600", "600"),
        (600, "600"),
        (Decimal("600.50"), "600.50"),
        (" 600.5 ", "600.5"),
        ("600.500", "600.5"),
        ("1,000", "1000"),
        ("12,345,678.90", "12345678.90"),
        ("１２３４．５０", "1234.50"),
        ("１，０００", "1000"),
        ("9999999999.99", "9999999999.99"),
        ("none", "0"),
        (None, "0"),
        ("-0", "0"),
    ],
)
def test_an_amount_may_be_written_in_many_ways(written: Any, amount: str) -> None:
    assert member_of(household({"income": {"wages": written}})).income.wages == Decimal(amount)


def test_a_decimal_fraction_in_json_is_exact() -> None:
    (read,) = read_households(
        io.BytesIO(json.dumps(household()).replace('"1980-01-01"', '"1980-01-01", "income": {"wages": 0.07}').encode())
    )
    assert read.members[0].income.wages.hundredths == 7


@pytest.mark.parametrize("birth_date", ["1948-05-10", date(1948, 5, 10)])
def test_a_birth_date_is_a_date_or_its_text(birth_date: Any) -> None:
    assert member_of(household({"birth_date": birth_date})).birth_date == date(1948, 5, 10)


def test_groups_and_the_new_job_are_read() -> None:
    facts = {"groups": ["three_elders", "sickness_poor"], "new_job": {"since": "2020-02", "increase": "100"}, "income": {"wages": 100}}
    member = member_of(household(facts))
    assert member.groups == {Group.THREE_ELDERS, Group.SICKNESS_POOR}
    assert (member.new_job.since, member.new_job.increase) == (Month(2020, 2), Decimal(100))


def test_members_without_an_id_are_counted_through() -> None:
    data = household(members=[{"birth_date": "1980-01-01"}, {"birth_date": "1981-01-01"}])
    assert [member.id for member in read_household(data).members] == ["P1", "P2"]


# What is not stated

NOUGHT = Decimal(0)
NONE_MEANS: dict[str, Any] = {
    **dict.fromkeys(["absence"], Absence.NONE),
    **{f"income.{each.name}": NOUGHT for each in attrs.fields(Income)},
    "disability.kind": DisabilityKind.NONE,
    "disability.grade": 0,
    "serious_illness": False,
    "supporter": Supporter.CAPABLE,
    "self_care": SelfCare.FULL,
    "guardianship": Guardianship.PARENTS,
    "placement": Placement.COMMUNITY,
    "groups": frozenset(),
    "new_job.since": None,
    "new_job.increase": NOUGHT,
    **{f"medical.{name}": NOUGHT for name in ("year", "in_scope", "basic_paid", "special_drugs", "other_paid")},
    "resident_pension.receiving": False,
    "resident_pension.tier": NOUGHT,
    "resident_medical.insured": False,
    "resident_medical.student": False,
    "resettled": False,
}
"""Design section 4: what is left out under unstated = "none"."""
ASSETS = ("money", "vehicles", "vehicle_value", "homes", "floor_area", "shops", "business_capital")


def at(holder: Any, path: str) -> Any:
    for name in path.split("."):
        holder = getattr(holder, name)
    return holder


def leaves(of: Any, prefix: str = "") -> list[str]:
    found = []
    for each in attrs.fields(of):
        inner = isinstance(each.type, type) and attrs.has(each.type)
        found += leaves(each.type, f"{prefix}{each.name}.") if inner else [f"{prefix}{each.name}"]
    return found


def test_every_fact_of_a_member_is_looked_at_here() -> None:
    assert {*NONE_MEANS, "id", "name", "birth_date"} == set(leaves(Person))


@pytest.mark.parametrize("path", NONE_MEANS)
def test_what_is_left_out_under_none_is_none(path: str) -> None:
    assert at(member_of(household()), path) == NONE_MEANS[path]


def test_a_household_that_leaves_out_its_assets_under_none_has_none() -> None:
    read = read_household(household())
    assert {getattr(read.assets, name) for name in ASSETS} == {NOUGHT}
    assert read.emergency is Emergency.NONE
    assert not read.is_open


@pytest.mark.parametrize("path", NONE_MEANS)
def test_what_is_left_out_is_unknown_unless_said_otherwise(path: str) -> None:
    data = left_open()
    read = read_household(data)
    assert at(read.members[0], path) is UNSTATED
    assert read.is_open


def test_assets_and_emergency_left_out_are_unknown_unless_said_otherwise() -> None:
    data = left_open()
    read = read_household(data)
    assert all(getattr(read.assets, name) is UNSTATED for name in ASSETS)
    assert read.emergency is UNSTATED


def test_unstated_may_be_said_to_be_unknown() -> None:
    assert read_household(household(unstated="unknown")).members[0].absence is UNSTATED


def nested(path: str, value: Any) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    return {head: nested(rest, value) if rest else value}


PARTS = ("income", "disability", "new_job", "medical", "resident_pension", "resident_medical")
SAID_TO_BE_NONE = {**NONE_MEANS, "supporter": Supporter.NONE, "self_care": SelfCare.NONE}
del SAID_TO_BE_NONE["guardianship"], SAID_TO_BE_NONE["placement"]  # of these there is always one


@pytest.mark.parametrize("path", SAID_TO_BE_NONE)
@pytest.mark.parametrize("none", ["none", None])
def test_a_fact_can_be_said_to_be_none_where_the_others_are_unknown(path: str, none: Any) -> None:
    assert at(member_of(left_open(nested(path, none))), path) == SAID_TO_BE_NONE[path]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("none", ["none", None])
def test_a_whole_part_can_be_said_to_be_none(part: str, none: Any) -> None:
    data = left_open({part: none})
    read = getattr(member_of(data), part)
    assert read == getattr(member_of(household()), part)


@pytest.mark.parametrize("path", [*NONE_MEANS, "birth_date"])
def test_every_fact_can_be_said_to_be_unknown(path: str) -> None:
    assert at(member_of(household(nested(path, "unknown"))), path) is UNKNOWN


@pytest.mark.parametrize("part", PARTS)
def test_a_whole_part_can_be_said_to_be_unknown(part: str) -> None:
    read = getattr(member_of(household({part: "unknown"})), part)
    assert all(value is UNKNOWN for value in attrs.astuple(read))


@pytest.mark.parametrize(
    ("marker", "read"),
    [
        ({"low": "100", "high": "1,000.50"}, Between(Decimal(100), Decimal("1000.50"))),
        ({"low": 100}, Between(Decimal(100), None)),
        ({"high": 100}, Between(None, Decimal(100))),
        ({"low": 100, "high": 100}, Between(Decimal(100), Decimal(100))),
        ({"one_of": ["100", 200]}, OneOf((Decimal(100), Decimal(200)))),
    ],
)
def test_an_amount_may_be_a_range_or_one_of_several(marker: Any, read: Any) -> None:
    assert member_of(household({"income": {"wages": marker}})).income.wages == read


def test_other_facts_may_be_ranges_and_choices_too() -> None:
    facts = {
        "birth_date": {"low": "1960-01-01", "high": "1960-12-31"},
        "supporter": {"one_of": ["none", "capable"]},
        "resettled": {"one_of": [True, False]},
        "disability": {"kind": "physical", "grade": {"low": 1, "high": 2}},
        "new_job": {"since": {"one_of": ["2020-01", "2020-02"]}},
    }
    member = member_of(household(facts))
    assert member.birth_date == Between(date(1960, 1, 1), date(1960, 12, 31))
    assert member.supporter == OneOf((Supporter.NONE, Supporter.CAPABLE))
    assert member.resettled == OneOf((True, False))
    assert member.disability.grade == Between(1, 2)
    assert member.new_job.since == OneOf((Month(2020, 1), Month(2020, 2)))


# Mistakes


@pytest.mark.parametrize(
    ("wages", "says"),
    [
        ("-1", "is negative"),
        (-0.01, "is negative"),
        ("1.005", "more than two decimals"),
        (Decimal("0.001"), "more than two decimals"),
        ("1" * 40, "too large"),
        (10**39, "too large"),
        ("10000000000", "too large"),
        (10**5000, "too large"),
        (Decimal("1e999999"), "too large"),
        ("abc", "Write a plain number"),
        ("", "Write a plain number"),
        ("1 000", "Write a plain number"),
        ("1,00", "Write a plain number"),
        ("10,00.00", "Write a plain number"),
        ("1.000,00", "Write a plain number"),
        ("¥600", "Write a plain number"),
        ("1e3", "Write a plain number"),
        ("+5", "Write a plain number"),
        ("NaN", "Write a plain number"),
        (Decimal("NaN"), "Write a plain number"),
        (Decimal("sNaN"), "Write a plain number"),
        (Decimal("Infinity"), "Write a plain number"),
        (Decimal("-Infinity"), "Write a plain number"),
        (True, "Write a plain number"),
        ([600], "Write a plain number"),
        (date(2020, 1, 1), "Write a plain number"),
        ({"low": 5, "high": 4}, "range runs from"),
        ({"low": -1, "high": 4}, "is negative"),
        ({"low": 1, "hihg": 4}, "is no value"),
        ({}, "is no value"),
        ({"one_of": []}, "is no value"),
        ({"one_of": 600}, "is no value"),
        ({"one_of": [600, "x"]}, "Write a plain number"),
        ({"one_of": [600], "low": 1}, "is no value"),
    ],
    ids=lambda value: str(value)[:30] if not isinstance(value, int) else "number",
)
def test_a_wrong_amount_is_refused_with_its_path(wages: Any, says: str) -> None:
    given = Decimal(str(wages)) if isinstance(wages, float) else wages
    path, text = only_mistake(household({}, {"income": {"wages": given}}))
    assert path == "members[1].income.wages"
    assert says in text
    assert len(text) < 400


def test_a_float_from_python_is_refused() -> None:
    path, text = only_mistake(household({"income": {"wages": 600.5}}))
    assert path == "members[0].income.wages"
    assert "binary floating-point" in text
    assert '"600.50"' in text


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_json_without_a_number_is_refused_with_its_path(number: str) -> None:
    text = json.dumps(household({"income": {"wages": 0}})).replace('"wages": 0', f'"wages": {number}')
    with pytest.raises(InputError) as caught:
        read_household(io.BytesIO(text.encode()))
    assert [problem.path for problem in caught.value.problems] == ["members[0].income.wages"]


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_toml_without_a_number_is_refused_with_its_path(number: str) -> None:
    text = EXAMPLE.replace("wages = 0", f"wages = {number}")
    with pytest.raises(InputError) as caught:
        read_household(io.BytesIO(text.encode()))
    assert [problem.path for problem in caught.value.problems] == ["members[0].income.wages"]


MEMBER_MISTAKES = [
    ({"id": 5}, "id", "is no text"),
    ({"id": ""}, "id", "has no id"),
    ({"id": "x" * 101}, "id", "too long"),
    ({"id": "a\nb"}, "id", "control characters"),
    ({"name": 5}, "name", "is no text"),
    ({"birth_date": "10.05.1948"}, "birth_date", "is no date"),
    ({"birth_date": "1948-13-10"}, "birth_date", "is no date"),
    ({"birth_date": "2021-02-29"}, "birth_date", "is no date"),
    ({"birth_date": 1948}, "birth_date", "is no date"),
    ({"birth_date": "1848-05-10"}, "birth_date", "Born in 1848"),
    ({"birth_date": None}, "birth_date", ""),
    ({"birth_date": "none"}, "birth_date", ""),
    ({"absence": "jail"}, "absence", "Write one of: none, prison, clergy"),
    ({"absence": 1}, "absence", "is not known here"),
    ({"income": 600}, "income", "is not an object"),
    ({"income": []}, "income", "is not an object"),
    ({"income": {"wagse": 1}}, "income.wagse", "Did you mean: wages?"),
    ({"income": {"pension": "200", "basic_pension": "200.01"}}, "income.basic_pension", "more than all pension income (200)"),
    ({"income": {"basic_pension": "200"}}, "income.basic_pension", "more than all pension income"),
    ({"disability": "physical"}, "disability", "is not an object"),
    ({"disability": {"kind": "fysical", "grade": 1}}, "disability.kind", "is not known here"),
    ({"disability": {"kind": "physical", "grade": 5}}, "disability.grade", "Grade 5 does not exist"),
    ({"disability": {"kind": "physical", "grade": 0}}, "disability.grade", "Grade 0 does not exist"),
    ({"disability": {"kind": "physical", "grade": "1.5"}}, "disability.grade", "is no whole number"),
    ({"disability": {"kind": "physical"}}, "disability.grade", ""),
    ({"disability": {"kind": "none", "grade": 2}}, "disability.kind", "A grade is stated"),
    ({"disability": {"grade": 2}}, "disability.kind", "A grade is stated"),
    ({"serious_illness": "yes"}, "serious_illness", "neither true nor false"),
    ({"serious_illness": 1}, "serious_illness", "neither true nor false"),
    ({"supporter": "able"}, "supporter", "Write one of: none, incapable, capable"),
    ({"self_care": "part"}, "self_care", "Write one of: full, partial, none"),
    ({"placement": "home"}, "placement", "Write one of: community, institution"),
    ({"groups": "three_elders"}, "groups", "is no list of groups"),
    ({"groups": ["three_elder"]}, "groups", "is not known here"),
    ({"new_job": {"since": "2020-13", "increase": 0}}, "new_job.since", "is no month"),
    ({"income": {"wages": 99}, "new_job": {"since": "2020-02", "increase": 100}}, "new_job.increase", "more than the wages (99)"),
    ({"new_job": {"since": "2020-02", "increase": 100}}, "new_job.increase", "more than the wages"),
    ({"income": {"wages": 100}, "new_job": {"since": None, "increase": 100}}, "new_job.since", "not since when"),
    ({"medical": {"year": 2020, "in_scope": 10, "basic_paid": 11}}, "medical.basic_paid", "paid more (11)"),
    ({"medical": {"year": 2020, "basic_paid": 11}}, "medical.basic_paid", "paid more"),
    ({"resident_pension": {"tier": -100}}, "resident_pension.tier", "is negative"),
    ({"resident_pension": {"tier": "100.005"}}, "resident_pension.tier", "more than two decimals"),
    ({"resident_medical": {"insured": "no"}}, "resident_medical.insured", "neither true nor false"),
    ({"resettled": "maybe"}, "resettled", "neither true nor false"),
    ({"surname": "X"}, "surname", "is not known here"),
    ({"birthdate": "1980-01-01"}, "birthdate", "Did you mean: birth_date?"),
]


@pytest.mark.parametrize(("facts", "path", "says"), MEMBER_MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_about_a_member_is_refused_with_its_path(facts: dict[str, Any], path: str, says: str) -> None:
    found, text = only_mistake(household({}, facts))
    assert found == f"members[1].{path}"
    assert says in text


HOUSEHOLD_MISTAKES = [
    ({"district": "hangzhou"}, "district", "is no district of Shaoxing"),
    ({"district": "yuechen"}, "district", "the nearest: yuecheng"),
    ({"district": "诸暨"}, "district", "诸暨市"),
    ({"district": "unknown"}, "district", "must be known"),
    ({"district": None}, "district", ""),
    ({"district": {"one_of": ["yuecheng", "zhuji"]}}, "district", ""),
    ({"registration": "rurla"}, "registration", "Write one of: urban, rural"),
    ({"registration": "unknown"}, "registration", "must be known"),
    ({"registration": {"one_of": ["urban", "rural"]}}, "registration", ""),
    ({"registration": None}, "registration", ""),
    ({"unstated": "non"}, "unstated", "Write one of: none"),
    ({"unstated": 5}, "unstated", "is not known here"),
    ({"unstated": {"one_of": ["none"]}}, "unstated", ""),
    ({"id": 5}, "id", "is no text"),
    ({"assets": {"moeny": 5}}, "assets.moeny", "Did you mean: money?"),
    ({"assets": {"money": "x"}}, "assets.money", "Write a plain number"),
    ({"assets": {"vehicles": "1.5"}}, "assets.vehicles", "is no whole number"),
    ({"assets": {"vehicles": -1}}, "assets.vehicles", "out of range"),
    ({"assets": {"homes": 10_001}}, "assets.homes", "out of range"),
    ({"assets": {"floor_area": "80.125"}}, "assets.floor_area", "more than two decimals"),
    ({"assets": {"floor_area": 1_000_000}}, "assets.floor_area", "too large"),
    ({"assets": 12_000}, "assets", "is not an object"),
    ({"emergency": "flood"}, "emergency", "Write one of: none, accident, illness, expense, disaster"),
    ({"members": []}, "members", "has no members"),
    ({"members": None}, "members", "is no list of members"),
    ({"members": {"id": "P1"}}, "members", "is no list of members"),
    ({"members": ["P1"]}, "members[0]", "is not an object"),
    ({"members": [None]}, "members[0]", ""),
    ({"members": ["none"]}, "members[0]", ""),
    ({"members": [{"id": "P1"}]}, "members[0].birth_date", "is missing"),
    ({"memebers": []}, "memebers", "Did you mean: members?"),
]


@pytest.mark.parametrize(("facts", "path", "says"), HOUSEHOLD_MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_about_the_household_is_refused_with_its_path(facts: dict[str, Any], path: str, says: str) -> None:
    found, text = only_mistake(household(**facts))
    assert found == path
    assert says in text


@pytest.mark.parametrize("data", [household(id="unknown"), household({"id": "unknown"}), household({"id": {"one_of": ["A", "B"]}})])
def test_an_id_is_text_or_refused(data: Any) -> None:
    try:
        read = read_household(data)
    except InputError:
        return
    assert {type(each) for each in (read.id, read.members[0].id)} == {str}


@pytest.mark.parametrize("missing", ["district", "registration", "members"])
def test_what_is_required_and_missing_is_named(missing: str) -> None:
    data = household()
    del data[missing]
    path, text = only_mistake(data)
    assert path == missing
    assert "It is missing." in text


def test_an_empty_object_misses_all_that_is_required() -> None:
    assert set(mistakes({})) == {"district", "registration", "members"}


def test_duplicate_member_ids_are_refused_at_the_later_member() -> None:
    path, text = only_mistake(household({"id": "A"}, {"id": "B"}, {"id": "A"}))
    assert path == "members[2].id"
    assert "used by member members[0]" in text


def test_duplicate_member_ids_keep_their_places_behind_a_broken_member() -> None:
    data = household({"income": {"wages": -1}}, {"id": "A"}, {"id": "A"})
    assert set(mistakes(data)) == {"members[0].income.wages", "members[2].id"}


def test_the_id_of_a_broken_member_is_taken_too() -> None:
    data = household({"id": "A", "income": {"wages": -1}}, {"id": "A"})
    assert set(mistakes(data)) == {"members[0].income.wages", "members[1].id"}


MANY_MISTAKES = {
    "district": "hangzhou",
    "registraton": "rural",
    "unstated": "none",
    "assets": {"money": "-1", "cars": 1},
    "emergency": "flood",
    "members": [
        {"id": "A", "birth_date": "soon", "income": {"wages": "1.005", "pensoin": 1}},
        {"id": "B", "birth_date": "1980-01-01"},
        {"id": "C", "disability": {"kind": "physical", "grade": 7}, "groups": ["x"]},
        {"id": "D", "birth_date": "1980-01-01", "medical": {"in_scope": 1, "basic_paid": 2, "year": "x"}},
    ],
}
THEIR_PATHS = {
    "district",
    "registraton",
    "registration",
    "assets.money",
    "assets.cars",
    "emergency",
    "members[0].birth_date",
    "members[0].income.wages",
    "members[0].income.pensoin",
    "members[2].birth_date",
    "members[2].disability.grade",
    "members[2].groups",
    "members[3].medical.year",
    "members[3].medical.basic_paid",
}


def test_all_mistakes_are_reported_at_once() -> None:
    assert set(mistakes(MANY_MISTAKES)) == THEIR_PATHS


def test_mistakes_in_a_list_say_which_household() -> None:
    assert set(mistakes([household(), MANY_MISTAKES])) == {f"[1].{path}" for path in THEIR_PATHS}


def test_mistakes_in_households_say_which_household() -> None:
    found = mistakes({"households": [household(assets={"money": "x"}), household(), household(district="x")]})
    assert set(found) == {"households[0].assets.money", "households[2].district"}


def test_two_parts_that_contradict_what_is_left_out_are_both_reported() -> None:
    data = household({"income": {"basic_pension": "230"}}, {"disability": {"kind": "physical"}})
    assert set(mistakes(data)) == {"members[0].income.basic_pension", "members[1].disability.grade"}


def test_a_table_of_a_thousand_dotted_names_is_refused() -> None:
    with pytest.raises(InputError):
        read_household(io.BytesIO(b"assets.money" + b".a" * 1_500 + b" = 1\n" + EXAMPLE.replace("assets", "# assets").encode()))


def test_an_amount_with_a_billion_decimals_is_refused_at_once() -> None:
    text = json.dumps(household({"income": {"wages": 0}})).replace('"wages": 0', '"wages": 1e-999999999')
    code = "import io, sys, shaoxing_benefits as b\ntry: b.read_household(sys.stdin.buffer)\nexcept b.InputError as e: print(e)"
    done = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, text=True, timeout=10, check=True)
    assert "members[0].income.wages" in done.stdout


# Built objects


def built(**facts: Any) -> Household:
    return Household(id="H", district="yuecheng", registration="rural", unstated="none", **facts)


def test_built_objects_are_the_same_as_read_ones() -> None:
    member = Person(
        id="P1",
        birth_date=date(1980, 1, 1),
        absence=Absence.PRISON,
        income=Income(wages="600.50", pension=Decimal(100)),
        disability=Disability(kind="mental", grade=2),
        groups=["three_elders"],
        new_job=NewJob(since="2020-02", increase=100),
        medical=Medical(year=2020, in_scope="10", basic_paid="5"),
        resident_pension=ResidentPension(receiving=True, tier=500),
        resident_medical=ResidentMedical(insured=True),
    )
    data = {
        "absence": "prison",
        "income": {"wages": "600.50", "pension": 100},
        "disability": {"kind": "mental", "grade": 2},
        "groups": ["three_elders"],
        "new_job": {"since": "2020-02", "increase": "100"},
        "medical": {"year": 2020, "in_scope": "10", "basic_paid": "5"},
        "resident_pension": {"receiving": True, "tier": 500},
        "resident_medical": {"insured": True},
    }
    assets = {"money": "12000", "homes": 1, "floor_area": "80.5"}
    assert built(members=[member], assets=Assets(**assets)) == read_household(household(data, assets=assets))


def test_a_built_member_may_stand_in_a_dict() -> None:
    member = Person(id="P1", birth_date="1980-01-01")
    assert read_household(household(members=[member])) == read_household(household())


def test_a_built_household_and_its_dict_have_the_same_answer() -> None:
    one = assess(built(members=[Person(id="P1", birth_date="1980-01-01", income=Income(wages=600))]), "2020-04")
    assert one.to_dict() == assess(household({"income": {"wages": 600}}), "2020-04").to_dict()


def test_built_objects_are_frozen() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        built(members=[Person(id="P1", birth_date="1980-01-01")]).id = "X"


def test_a_built_part_reports_all_its_mistakes() -> None:
    with pytest.raises(InputError) as caught:
        Income(wages="-1", pension="x", business=Decimal("0.001"))
    assert [problem.path for problem in caught.value.problems] == ["wages", "business", "pension"]


def test_a_float_in_a_built_part_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        Income(wages=600.5)
    assert [problem.path for problem in caught.value.problems] == ["wages"]


def test_a_built_member_reports_all_its_mistakes() -> None:
    with pytest.raises(InputError) as caught:
        Person(id="", birth_date="x", absence="jail", income=Income(wages=1), new_job=NewJob(since="2020-01", increase=2))
    assert {problem.path for problem in caught.value.problems} == {"id", "birth_date", "absence", "new_job.increase"}


def test_a_built_household_reports_all_its_mistakes() -> None:
    twice = Person(id="A", birth_date="1980-01-01")
    with pytest.raises(InputError) as caught:
        Household(district="x", registration="y", members=[twice, twice])
    assert {problem.path for problem in caught.value.problems} == {"district", "registration", "members[1].id"}


def test_a_built_household_needs_members() -> None:
    with pytest.raises(InputError) as caught:
        built(members=[])
    assert [problem.path for problem in caught.value.problems] == ["members"]


# Facts that are not known

ORPHAN_ASKS = ("absence", "guardianship", "placement")


def missing_for(data: Mapping[str, Any], programme: str) -> set[str]:
    return set(assess(data, "2020-04", programmes=[programme])[programme].missing.facts)


def test_what_is_not_stated_is_missing_where_it_matters() -> None:
    """Of adults nobody gets an orphan's allowance, whatever else they are; of children it is the three facts that decide."""
    child = {"birth_date": "2010-01-01"}
    assert missing_for(left_open({}, child), "orphan") == {f"members[1].{name}" for name in ORPHAN_ASKS}
    assert missing_for(left_open({}, {}), "orphan") == set()


def test_household_and_members_are_named_by_their_paths() -> None:
    found = assess(left_open({}, {}), "2020-04")
    named = [path for outcome in found for path in outcome.missing.facts]
    needed = {f"members[{place}].{name}" for place in (0, 1) for name in ("supporter", "self_care", "income.wages", "disability.kind")}
    assert {"assets.money", "assets.vehicles", "assets.shops", "assets.homes", *needed} <= set(named)
    for outcome in found:
        assert len(outcome.missing.facts) == len(set(outcome.missing.facts))


@pytest.mark.parametrize("marker", ["unknown", {"low": 1, "high": 2000}, {"one_of": [1, 2000]}])
def test_a_needed_fact_stated_as_not_known_is_missing(marker: Any) -> None:
    """Wages of 1 leave something to be paid for two people, of 2000 nothing."""
    assert missing_for(household({}, {"income": {"wages": marker}}), "dibao") == {"members[1].income.wages"}


@pytest.mark.parametrize("marker", ["unknown", {"low": "2000-01-01"}, {"one_of": ["2000-01-01", "2012-01-01"]}])
def test_an_unknown_birth_date_is_missing_where_the_age_matters(marker: Any) -> None:
    assert missing_for(household({"birth_date": marker, "guardianship": "orphan"}), "orphan") == {"members[0].birth_date"}
    assert missing_for(household({"birth_date": marker}), "orphan") == set()


def test_what_the_programmes_asked_for_do_not_need_is_not_asked() -> None:
    data = left_open({name: NONE_MEANS[name].name.lower() for name in ORPHAN_ASKS})
    found = assess(data, "2020-04", programmes=["orphan"])["orphan"]
    assert (found.status, found.missing.facts) == ("ineligible", ())


def test_a_member_born_after_the_month_is_refused_with_its_path() -> None:
    with pytest.raises(InputError) as caught:
        assess(household({}, {"birth_date": "2020-05-01"}), "2020-04")
    assert [problem.path for problem in caught.value.problems] == ["members[1].birth_date"]


def test_a_member_born_after_the_month_is_refused_though_much_is_not_known() -> None:
    with pytest.raises(InputError) as caught:
        assess(left_open({}, {"birth_date": "2020-05-01"}), "2020-04")
    assert [problem.path for problem in caught.value.problems] == ["members[1].birth_date"]


def test_a_member_born_during_the_month_is_a_member() -> None:
    assert assess(household({}, {"birth_date": "2020-04-30"}), "2020-04")["dibao"].members.keys() == {"P1", "P2"}
