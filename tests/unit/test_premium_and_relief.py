"""The terms of the premium and contribution subsidies, temporary relief and resettlement support, in other values than the tables hold.

Unless something else is said: Yuecheng, urban, April 2020, when the dibao standard S is 850.00 and the edge ends at 1.5 S a head.
"""

from typing import Any

import pytest

from shaoxing_benefits import Outcome

from .test_assumptions import CHILD, INSURED, NOTHING, OLD, ORPHAN, PRISONER, SEVERE, assessed, earner, failed, paid, shares, worked_out

PREMIUMS = {"premium_subsidy__premium": 52_000, "premium_subsidy__premium_student": 10_000}
"""Those of 2021."""
POLICY = {"resident_medical": {"insured": True}}
STUDENT = {"resident_medical": {"insured": True, "student": True}}
MEMBERS = {
    "tekun": OLD,
    "dibao": NOTHING,
    "edge": earner("1275.00"),  # 1.5 x 850
    "orphan": ORPHAN,
    "unsupported child": CHILD | {"absence": "clergy"},  # who does not count for dibao
    "entitled group": earner("3000.00", groups=["entitled_group"]),
}
"""Those whose whole premium is paid."""


# The premium subsidy


@pytest.mark.parametrize("who", MEMBERS)
def test_the_whole_premium_is_paid_for_each_group(who: str) -> None:
    assert paid(assessed(MEMBERS[who] | POLICY, **PREMIUMS)["premium_subsidy"]) == "520.00"
    assert paid(assessed(MEMBERS[who] | STUDENT, **PREMIUMS)["premium_subsidy"]) == "100.00"
    assert failed(assessed(MEMBERS[who], **PREMIUMS)["premium_subsidy"]) == ["premium_subsidy_is_insured"]


def test_assisted_alone_is_on_the_edge_anyway() -> None:
    found = assessed(SEVERE | POLICY, earner("2000.00"), **PREMIUMS)
    assert paid(found["single_person"]) == "850.00"
    assert shares(found["premium_subsidy"]) == {"P1": "520.00"}


@pytest.mark.parametrize(("wages", "amount"), [("1275.00", "520.00"), ("1275.01", "ineligible")])
def test_of_those_in_no_group_the_premium_is_paid_up_to_the_edge(wages: str, amount: str) -> None:
    assert paid(assessed(earner(wages) | POLICY, **PREMIUMS)["premium_subsidy"]) == amount


@pytest.mark.parametrize("group", ["three_elders", "retrenched_worker", "sickness_poor"])
@pytest.mark.parametrize(
    ("part", "amount", "of_student"),
    [
        (5_000, "50.00", "50.00"),
        (10_001, "100.01", "100.00"),
        (52_000, "520.00", "100.00"),
        (52_001, "520.00", "100.00"),
        (0, "0.00", "0.00"),
    ],
)
def test_a_part_of_the_premium_is_never_more_than_the_whole(group: str, part: int, amount: str, of_student: str) -> None:
    terms = PREMIUMS | {"premium_subsidy__critical_illness_part": part}
    assert paid(assessed(earner("3000.00", groups=[group]) | POLICY, **terms)["premium_subsidy"]) == amount
    assert paid(assessed(earner("3000.00", groups=[group]) | STUDENT, **terms)["premium_subsidy"]) == of_student
    # On the edge the whole is paid.
    assert paid(assessed(earner("1275.00", groups=[group]) | POLICY, **terms)["premium_subsidy"]) == "520.00"


@pytest.mark.parametrize(
    ("included", "mildest", "grade", "amount"),
    [
        (1, 2, 1, "520.00"),
        (1, 2, 2, "520.00"),
        (1, 2, 3, "ineligible"),
        (1, 3, 3, "520.00"),
        (1, 3, 4, "ineligible"),
        (1, 1, 2, "ineligible"),
        (0, 2, 1, "ineligible"),
        (0, 2, 2, "ineligible"),
    ],
)
def test_whether_the_disabled_are_included_and_to_which_grade(included: int, mildest: int, grade: int, amount: str) -> None:
    member = earner("3000.00", disability={"kind": "visual", "grade": grade}) | POLICY
    terms = PREMIUMS | {"premium_subsidy__disability_included": included, "premium_subsidy__mildest_grade": mildest}
    found = assessed(member, earner("3000.00") | POLICY, **terms)["premium_subsidy"]
    assert paid(found) == amount
    assert "P2" not in found.members


# The contribution subsidy


TIERS = {
    "100": "130.00",  # 30, and the tier itself
    "300": "30.00",
    "500": "80.00",
    "800": "80.00",
    "1000": "250.00",
    "1500": "375.00",
    "2000": "500.00",
    "3000": "600.00",
    "5000": "600.00",
}


def contributor(tier: str, **more: Any) -> dict[str, Any]:
    return earner("3000.00", resident_pension={"tier": tier}, disability={"kind": "speech", "grade": 4}) | more


@pytest.mark.parametrize(("tier", "amount"), TIERS.items())
def test_what_is_added_to_each_tier(tier: str, amount: str) -> None:
    assert paid(assessed(contributor(tier))["contribution_subsidy"]) == amount
    for other in (f"{int(tier) - 1}.99", f"{tier}.01"):
        assert failed(assessed(contributor(other))["contribution_subsidy"]) == ["contribution_subsidy_tier_offered"]


NAMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@pytest.mark.parametrize(("name", "tier"), list(zip(NAMES, TIERS, strict=True)))
def test_each_tier_and_its_addition_can_be_another(name: str, tier: str) -> None:
    """A tier of 700.00 to which 77.00 are added; the lowest is paid too."""
    terms = {f"contribution_subsidy__{name}_tier": 70_000, f"contribution_subsidy__{name}_addition": 7_700}
    amount = "777.00" if name == "first" else "77.00"
    assert paid(assessed(contributor("700"), **terms)["contribution_subsidy"]) == amount
    assert failed(assessed(contributor(tier), **terms)["contribution_subsidy"]) == ["contribution_subsidy_tier_offered"]


@pytest.mark.parametrize(("flag", "amount"), [(1, "130.00"), (0, "30.00")])
def test_whether_the_district_pays_the_lowest_tier(flag: int, amount: str) -> None:
    assert paid(assessed(contributor("100"), contribution_subsidy__lowest_tier_paid=flag)["contribution_subsidy"]) == amount
    assert paid(assessed(contributor("300"), contribution_subsidy__lowest_tier_paid=flag)["contribution_subsidy"]) == "30.00"


@pytest.mark.parametrize(
    ("member", "is_paid"),
    [
        (NOTHING, True),  # on dibao
        (earner("1275.00"), True),  # on its edge
        (earner("1275.01"), False),
        (OLD, True),  # on tekun
        (earner("3000.00", disability={"kind": "multiple", "grade": 1}), True),
        (earner("3000.00", groups=["entitled_group", "three_elders", "retrenched_worker", "sickness_poor"]), False),
    ],
)
def test_who_may_choose_the_lowest_tier(member: dict[str, Any], is_paid: bool) -> None:
    found = assessed(member | {"resident_pension": {"tier": 100}})["contribution_subsidy"]
    assert (paid(found) == "130.00") == is_paid
    assert failed(found) == ([] if is_paid else ["contribution_subsidy_lowest_tier_for_the_group"])
    assert paid(assessed(member | {"resident_pension": {"tier": 300}})["contribution_subsidy"]) == "30.00"


@pytest.mark.parametrize("tier", ["0.01", "100", "5000"])
def test_before_2020_one_sum_stands_for_every_tier(tier: str) -> None:
    member = earner("3000.00", resident_pension={"tier": tier})
    found = assessed(member, month="2019-12", contribution_subsidy__earlier_addition=3_000)["contribution_subsidy"]
    assert (paid(found), [each.id for each in found.conditions]) == (
        "30.00",
        ["contribution_subsidy_has_tier", "contribution_subsidy_not_in_prison"],
    )


def test_without_a_tier_there_is_nothing_to_add_to() -> None:
    for month in ("2019-12", "2020-01"):
        found = assessed(earner("3000.00"), month=month)["contribution_subsidy"]
        assert "contribution_subsidy_has_tier" in failed(found)
        assert (str(found.amount), found.missing.parameters) == ("0.00", ())


def test_a_tier_that_is_not_offered_comes_to_nothing_in_every_step() -> None:
    steps = worked_out(assessed(contributor("700"))["contribution_subsidy"])
    made = ("paid_tier", "addition", "amount")
    assert {name: steps[f"contribution_subsidy_{name}"] for name in made} == dict.fromkeys(made, "0.00")


# Temporary relief


def most(outcome: Outcome) -> tuple[str, str]:
    assert outcome.exceptional is not None
    return str(outcome.high), str(outcome.exceptional.high)


def test_how_many_standards_the_ceilings_are() -> None:
    """Two members: 2 x 3 x 850 and 2 x 5 x 850."""
    terms = {"temporary_relief__standards": 3, "temporary_relief__exceptional_standards": 5}
    found = assessed(earner("3000.00"), earner("3000.00"), emergency="accident", **terms)["temporary_relief"]
    assert most(found) == ("5100.00", "8500.00")
    assert {member: str(amount.high) for member, amount in found.members.items()} == {"P1": "2550.00", "P2": "2550.00"}


@pytest.mark.parametrize("emergency", ["accident", "illness", "disaster"])
def test_an_emergency_befalls_any_household(emergency: str) -> None:
    assert most(assessed(earner("30000.00"), emergency=emergency)["temporary_relief"]) == ("5100.00", "10200.00")


@pytest.mark.parametrize(
    ("wages", "is_relieved"),
    [
        ("0.00", True),
        ("849.99", True),
        ("850.00", True),
        ("1275.00", True),
        ("1275.01", False),
    ],  # on dibao, or on its edge, up to 1.5 x 850
)
def test_a_rise_of_expense_counts_for_dibao_and_its_edge(wages: str, is_relieved: bool) -> None:
    found = assessed(earner(wages), emergency="expense")["temporary_relief"]
    assert failed(found) == ([] if is_relieved else ["temporary_relief_expense_on_dibao_or_edge"])
    assert most(found) == (("5100.00", "10200.00") if is_relieved else ("0.00", "0.00"))


@pytest.mark.parametrize("member", [NOTHING, earner("1275.00"), earner("3000.00")])
def test_no_emergency_no_relief(member: dict[str, Any]) -> None:
    found = assessed(member)["temporary_relief"]
    assert (failed(found), most(found)) == (["temporary_relief_has_emergency"], ("0.00", "0.00"))


@pytest.mark.parametrize(
    ("parameter", "second"),
    [
        ("clergy_counted", NOTHING | {"absence": "clergy"}),
        ("tekun_members_counted", OLD),
        ("orphan_members_counted", ORPHAN),
        ("prisoners_counted", PRISONER),
    ],
)
def test_only_counted_members_are_relieved(parameter: str, second: dict[str, Any]) -> None:
    held = assessed(NOTHING, second, emergency="illness")["temporary_relief"]
    assert most(held) == ("5100.00", "10200.00")
    assert failed(held)[0] == "temporary_relief_member_counted"
    turned = assessed(NOTHING, second, emergency="illness", **{f"dibao__{parameter}": 1})["temporary_relief"]
    assert most(turned) == (("5100.00", "10200.00") if second is PRISONER else ("10200.00", "20400.00"))


# Resettlement support


@pytest.mark.parametrize(("rate", "amount"), [(5_000, "100.00"), (6_000, "120.00"), (0, "0.00")])
def test_every_resettler_gets_the_rate(rate: int, amount: str) -> None:
    found = assessed(INSURED | {"resettled": True}, NOTHING, OLD | {"resettled": True}, resettler__rate=rate)["resettler"]
    assert paid(found) == amount
    assert failed(found) == ["resettler_is_resettled"]
