"""For which values of a fact a programme is given: sets and amounts, worked out by hand from the policy brief.

April 2020 in Yuecheng, where nothing else is said: the standard S is 850 a month and person. Dibao is what is lacking to it, for incomes
below; the edge goes up to 1.5 S, that included; money counts by three or four years of S a head (which, nobody says), 30 600 or 40 800.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from shaoxing_benefits import UNKNOWN, Household, InputError, MismatchError, UsageError, assess, read_household, solve, sweep
from shaoxing_benefits.solving import Solution

MONTH = "2020-04"
TIERS = {"100": "130", "300": "30", "500": "80", "800": "80", "1000": "250", "1500": "375", "2000": "500", "3000": "600", "5000": "600"}
"""Each tier with what is added to it in a year; of the lowest the district pays the 100 too."""


def household(*members: dict[str, Any], **facts: Any) -> Household:
    """People of 45, and nothing else that is not said."""
    people = [{"id": f"P{place}", "birth_date": "1975-01-01", **each} for place, each in enumerate(members or ({},), 1)]
    return read_household({"id": "H", "district": "yuecheng", "registration": "urban", "unstated": "none", "members": people, **facts})


def sets(solution: Solution) -> dict[str, list[tuple[str, str | None]]]:
    """The intervals of each status; None goes on and on."""
    named = {"eligible": solution.eligible, "undetermined": solution.undetermined, "ineligible": solution.ineligible}
    return {
        status: [(str(each.low), None if each.high is None else str(each.high)) for each in intervals]
        for status, intervals in named.items()
        if intervals
    }


def ends(solution: Solution, value: Any) -> tuple[str, str | None]:
    """The least and the most at a value."""
    piece = solution.at(value)
    assert piece is not None
    assert piece.least is not None
    return str(piece.least.at(value)), None if piece.most is None else str(piece.most.at(value))


def formula(solution: Solution, value: Any) -> tuple[Fraction, Fraction, str]:
    """Slope, constant and rounding of the amount where it is certain."""
    piece = solution.at(value)
    assert piece is not None
    assert piece.least is not None
    assert piece.least == piece.most
    return piece.least.slope, piece.least.constant, piece.least.rounding


# Incomes


def test_dibao_is_given_below_the_standard_and_is_what_is_lacking() -> None:
    solution = solve(household(), MONTH)
    assert sets(solution) == {"eligible": [("0.00", "849.99")], "ineligible": [("850.00", None)]}
    assert formula(solution, "0") == (-1, 850, "exact")
    assert [ends(solution, value)[0] for value in ("0", "600.50", "849.99", "850", "9999999999.99")] == [
        "850.00", "249.50", "0.01", "0.00", "0.00",
    ]  # fmt: skip


def test_the_edge_is_between_the_standard_and_one_and_a_half_of_it_both_included() -> None:
    solution = solve(household(), MONTH, programme="dibao_edge")
    assert sets(solution) == {"eligible": [("850.00", "1275.00")], "ineligible": [("0.00", "849.99"), ("1275.01", None)]}
    assert {piece.least for piece in solution.pieces} == {None}


def test_what_is_stated_of_the_fact_itself_plays_no_part() -> None:
    stated = [household({"income": {"wages": wages}}) for wages in ("0", "5000", "unknown")]
    assert len({str(solve(each, MONTH).to_dict()["pieces"]) for each in stated}) == 1


def test_other_members_incomes_count() -> None:
    """1700 for two, of which 300 is there."""
    solution = solve(household({}, {"income": {"pension": "300"}}), MONTH, vary="members[0].income.transfers")
    assert sets(solution) == {"eligible": [("0.00", "1399.99")], "ineligible": [("1400.00", None)]}


def test_what_does_not_count_changes_nothing() -> None:
    solution = solve(household(), MONTH, vary="members[0].income.old_age_allowance")
    assert sets(solution) == {"eligible": [("0.00", None)]}
    assert formula(solution, 0) == (0, 850, "exact")


def test_a_range_may_be_asked_for() -> None:
    solution = solve(household(), MONTH, low="800", high=Decimal("900.00"))
    assert sets(solution) == {"eligible": [("800.00", "849.99")], "ineligible": [("850.00", "900.00")]}
    assert solution.at("799.99") is None
    assert solution.at("900.01") is None


def test_the_same_from_a_dict() -> None:
    person = {"id": "P1", "birth_date": "1975-01-01"}
    data = {"id": "H", "district": "yuecheng", "registration": "urban", "unstated": "none", "members": [person]}
    assert solve(data, MONTH).to_dict() == solve(household(), MONTH).to_dict()


def test_income_from_a_new_job_may_be_left_out() -> None:
    """Article 50 leaves out a rise up to k × S, k between 0 and 3: of wages of 1000, all new, nothing or everything.

    Two people, so the limit is 1700: surely below it under wages of 1700, perhaps still so under 2700. Less than the rise of 1000 the
    wages cannot be.
    """
    stated = household({"income": {"wages": 1000}, "new_job": {"since": "2020-02", "increase": 1000}}, {})
    solution = solve(stated, MONTH)
    assert sets(solution) == {
        "eligible": [("1000.00", "1699.99")], "undetermined": [("1700.00", "2699.99")], "ineligible": [("2700.00", None)],
    }  # fmt: skip
    assert [ends(solution, value) for value in (1000, 1200, "1699.99", 1700, "2699.99")] == [
        ("700.00", "1700.00"), ("500.00", "1500.00"), ("0.01", "1000.01"), ("0.00", "1000.00"), ("0.00", "0.01"),
    ]  # fmt: skip
    assert [each.missing.parameters for each in solution.pieces[:2]] == [("dibao.work_disregard_multiple",)] * 2


def test_a_severely_disabled_member_keeps_the_full_standard() -> None:
    """1700 for two, of which the income takes off the other's half only: 1700 − w / 2, to the fen half up; under 1700 of income."""
    stated = household({"disability": {"kind": "physical", "grade": 1}}, {})
    solution = solve(stated, MONTH, vary="members[1].income.wages")
    assert sets(solution) == {"eligible": [("0.00", "1699.99")], "ineligible": [("1700.00", None)]}
    assert formula(solution, 0) == (Fraction(-1, 2), 1700, "half_up")
    assert [ends(solution, value)[0] for value in ("0.01", "0.02", "0.03", "1699.99")] == ["1700.00", "1699.99", "1699.99", "850.01"]


def test_who_loses_dibao_with_such_a_disability_is_assisted_alone() -> None:
    """On the edge, up to 2550 for two, the member alone has the standard of 850."""
    stated = household({"disability": {"kind": "physical", "grade": 1}}, {})
    solution = solve(stated, MONTH, vary="members[1].income.wages", programme="single_person")
    assert sets(solution)["eligible"] == [("1700.00", "2550.00")]
    assert formula(solution, 2000) == (0, 850, "exact")


def test_thirds_are_shown_as_fractions() -> None:
    """Three people, one severely disabled: 2550 − 2/3 of the income."""
    stated = household({"disability": {"kind": "physical", "grade": 2}}, {}, {})
    solution = solve(stated, MONTH, vary="members[1].income.wages")
    assert formula(solution, 0) == (Fraction(-2, 3), 2550, "half_up")
    assert ends(solution, 830)[0] == "1996.67"


# What is owned


def test_money_is_certain_below_three_years_and_from_four_years_on() -> None:
    solution = solve(household(), MONTH, vary="assets.money")
    assert sets(solution) == {
        "eligible": [("0.00", "30599.99")], "undetermined": [("30600.00", "40799.99")], "ineligible": [("40800.00", None)],
    }  # fmt: skip
    assert ends(solution, "30600") == ("0.00", "850.00")
    assert solution.pieces[1].missing == ((), ("dibao.money_years",))
    assert solution.pieces[0].missing == ((), ())


def test_where_the_county_states_its_years_the_boundary_is_exact() -> None:
    years = {"from": "2020-01-01", "value": "3.5", "source": "made up"}
    solution = solve(household({}, {}), MONTH, vary="assets.money", overlays={"dibao": {"money_years": years}})
    assert sets(solution) == {"eligible": [("0.00", "71399.99")], "ineligible": [("71400.00", None)]}


def test_things_are_counted() -> None:
    solution = solve(household(), MONTH, vary="assets.vehicles")
    assert [(piece.interval.low, piece.interval.high, piece.status) for piece in solution.pieces] == [
        (0, 0, "eligible"), (1, None, "ineligible"),
    ]  # fmt: skip


def test_two_homes_are_allowed_where_they_are_small() -> None:
    """Under 52.9 m² a head in town; the averages hold from the end of 2020, and the 890 of 2021 is only planned."""
    two = household(assets={"homes": 2})
    solution = solve(two, "2021-01", vary="assets.floor_area", assume_planned=True)
    assert sets(solution) == {"eligible": [("0.00", "52.89")], "ineligible": [("52.90", None)]}
    assert ends(solution, "52.89") == ("890.00", "890.00")


# Bills


def test_critical_illness_pays_seventy_per_cent_above_the_deductible() -> None:
    """An assisted member: 70 % above 12 500, to the fen half up."""
    bills = household({"medical": {"year": 2020, "in_scope": 0}})
    solution = solve(bills, MONTH, vary="members[0].medical.in_scope", programme="critical_illness")
    assert sets(solution) == {"eligible": [("12500.01", None)], "ineligible": [("0.00", "12500.00")]}
    assert formula(solution, "40000") == (Fraction(7, 10), -8750, "half_up")
    assert [ends(solution, value)[0] for value in ("12500", "12500.01", "12500.02", "40000")] == ["0.00", "0.01", "0.01", "19250.00"]


def test_medical_aid_lies_between_two_lines() -> None:
    """60 % to 100 % of what critical illness leaves: of x up to 12 500, of 0.3 x + 8750 above.

    The yearly cap is at least 80 000, so the least stays there once 60 % come to more: 0.18 x + 5250 ≥ 80 000 from 415 277.78 on.
    """
    bills = household({"medical": {"year": 2020, "in_scope": 0}})
    solution = solve(bills, MONTH, vary="members[0].medical.in_scope", programme="medical_aid", high=600_000)
    assert sets(solution) == {"eligible": [("0.00", "600000.00")]}
    assert [ends(solution, value) for value in (0, 10_000, 12_500, 20_000, 300_000, 500_000)] == [
        ("0.00", "0.00"), ("6000.00", "10000.00"), ("7500.00", "12500.00"), ("8850.00", "14750.00"), ("59250.00", "98750.00"),
        ("80000.00", "158750.00"),
    ]  # fmt: skip
    assert [ends(solution, value)[0] for value in ("415277", "415278")] == ["79999.86", "80000.00"]
    piece = solution.at(20_000)
    assert piece is not None
    assert piece.least is not None
    assert piece.most is not None
    assert (piece.least.slope, piece.most.slope) == (Fraction(9, 50), Fraction(3, 10))
    assert "medical_aid.rate_dibao" in piece.missing.parameters


def test_bills_count_in_the_year_that_is_assessed() -> None:
    bills = household({"medical": {"year": 2020, "in_scope": 40_000}})
    solution = solve(bills, MONTH, vary="members[0].medical.year", programme="critical_illness")
    assert sets(solution) == {"eligible": [("2020", "2020")], "ineligible": [("2000", "2019"), ("2021", "2100")]}


# Several intervals


def test_the_contribution_subsidy_is_given_at_the_nine_tiers_only() -> None:
    solution = solve(household(), MONTH, vary="members[0].resident_pension.tier", programme="contribution_subsidy")
    assert sets(solution)["eligible"] == [(f"{tier}.00", f"{tier}.00") for tier in TIERS]
    assert {tier: ends(solution, tier) for tier in TIERS} == {tier: (f"{added}.00", f"{added}.00") for tier, added in TIERS.items()}
    assert sets(solution)["ineligible"][:2] == [("0.00", "99.99"), ("100.01", "299.99")]
    assert sets(solution)["ineligible"][-1] == ("5000.01", None)


def test_the_lowest_tier_is_for_the_poor() -> None:
    earner = household({"income": {"wages": 5000}})
    solution = solve(earner, MONTH, vary="members[0].resident_pension.tier", programme="contribution_subsidy")
    assert sets(solution)["eligible"] == [(f"{tier}.00", f"{tier}.00") for tier in TIERS if tier != "100"]


def test_grades_are_few_and_each_is_assessed() -> None:
    """Grades 1 and 2 keep the full standard: 1700 − 300 of 600; with a milder one 1700 − 600."""
    stated = household({"disability": {"kind": "physical", "grade": 4}}, {"income": {"wages": 600}})
    solution = solve(stated, MONTH, vary="members[0].disability.grade")
    assert [(piece.interval.low, piece.interval.high) for piece in solution.pieces] == [(1, 2), (3, 4)]
    assert [ends(solution, grade)[0] for grade in (1, 2, 3, 4)] == ["1400.00", "1400.00", "1100.00", "1100.00"]


# What is open beside


def test_another_fact_that_is_not_known_leaves_a_range() -> None:
    """The other's income of 300 to 500: surely below 1700 under 1200, not from 1400 on."""
    stated = household({}, {"income": {"wages": {"low": 300, "high": 500}}})
    solution = solve(stated, MONTH)
    assert sets(solution) == {
        "eligible": [("0.00", "1199.99")], "undetermined": [("1200.00", "1399.99")], "ineligible": [("1400.00", None)],
    }  # fmt: skip
    assert [ends(solution, value) for value in (0, "1199.99", 1200, "1399.99")] == [
        ("1200.00", "1400.00"), ("0.01", "200.01"), ("0.00", "200.00"), ("0.00", "0.01"),
    ]  # fmt: skip
    assert solution.pieces[0].missing.facts == ("members[1].income.wages",)


def test_a_choice_that_is_not_known_leaves_the_values_open() -> None:
    """Whether the other is in prison decides whether there are one or two heads: 850 or 1700."""
    stated = household({}, {"absence": {"one_of": ["none", "prison"]}})
    solution = solve(stated, MONTH)
    assert sets(solution) == {
        "eligible": [("0.00", "849.99")], "undetermined": [("850.00", "1699.99")], "ineligible": [("1700.00", None)],
    }  # fmt: skip
    assert ends(solution, "100") == ("750.00", "1600.00")


def test_an_unpublished_standard_leaves_what_is_certain() -> None:
    """At least 850 in 2021, nobody knows how much: below that dibao is certain, above it is not."""
    solution = solve(household(), "2021-03")
    assert sets(solution) == {"eligible": [("0.00", "849.99")], "undetermined": [("850.00", None)]}
    assert ends(solution, "100") == ("750.00", None)
    assert ends(solution, "850") == ("0.00", None)


def test_a_fact_that_no_rule_of_the_programme_takes_decides_nothing() -> None:
    solution = solve(household(), MONTH, vary="assets.money", programme="orphan")
    assert sets(solution) == {"ineligible": [("0.00", None)]}
    assert solve(household(), MONTH, vary="assets.money", programme="resettler").to_dict()["pieces"][0]["high"] is None


def test_of_a_ceiling_only_the_most_follows() -> None:
    """A sudden expense counts on dibao and its edge only, up to 1275; six standards at most."""
    stated = household(emergency="expense")
    solution = solve(stated, MONTH, programme="temporary_relief")
    assert solution.ceiling
    assert sets(solution) == {"eligible": [("0.00", "1275.00")], "ineligible": [("1275.01", None)]}
    assert ends(solution, 1000) == ("0.00", "5100.00")


# What is checked, and what comes of it


def test_every_boundary_is_assessed_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Decimal] = []

    def watched(stated: Household, *rest: Any, **options: Any) -> Any:
        seen.append(stated.members[0].income.wages)  # type: ignore[arg-type]  # known in every run
        return assess(stated, *rest, **options)

    monkeypatch.setattr(sweep, "assess", watched)
    solve(household(), MONTH, programme="dibao_edge")
    sides = ["0.00", "849.99", "850.00", "1275.00", "1275.01", "9999999999.99"]
    assert sorted(seen) == [Decimal(each) for each in sides]


def test_an_assessment_that_says_otherwise_is_a_failure_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(stated: Household, *rest: Any, **options: Any) -> Any:
        return assess(household({"income": {"wages": 300}}), *rest, **options)

    monkeypatch.setattr(sweep, "assess", wrong)
    with pytest.raises(MismatchError, match=r"members\[0\].income.wages: At 0.00 it was worked out that dibao is .*please report it"):
        solve(household(), MONTH)


def test_the_answer_says_what_was_asked() -> None:
    solution = solve(household(), MONTH, price_index="7.8", vary="assets.floor_area")
    found = solution.to_dict()
    assert [found[key] for key in ("household", "month", "vary", "unit", "low", "high", "programme", "period")] == [
        "H", "2020-04", "assets.floor_area", "square metres", "0.00", None, "dibao", "month",
    ]  # fmt: skip
    assert found["options"]["price_index"] == "7.8"
    assert found["rules"]["digest"].startswith("sha256:")
    assert (solution.household, str(solution.month), solution.vary) == ("H", "2020-04", "assets.floor_area")
    assert "850" in repr(solve(household(), MONTH))


def test_the_data_have_the_sets_and_the_pieces() -> None:
    found = solve(household(), MONTH).to_dict()
    assert found["eligible"] == [{"low": "0.00", "high": "849.99"}]
    assert (found["ineligible"], found["undetermined"]) == ([{"low": "850.00", "high": None}], [])
    falling = {"slope": "-1", "constant": "850", "rounding": "exact"}
    assert found["pieces"][0] == {
        "low": "0.00", "high": "849.99", "status": "eligible", "amount": {"low": falling, "high": falling},
        "missing": {"facts": [], "parameters": []},
    }  # fmt: skip
    counted = solve(household(), MONTH, vary="assets.vehicles", programme="dibao_edge").to_dict()
    assert counted["pieces"][0] == {
        "low": 0, "high": 0, "status": "ineligible", "amount": None, "missing": {"facts": [], "parameters": []}
    }  # fmt: skip


# Mistakes


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"vary": "income.wages"}, r"vary: There is no fact 'income.wages' in this household. Did you mean: members\[0\].income.wages\?"),
        ({"vary": "members[1].income.wages"}, r"vary: There is no fact 'members\[1\]"),
        (
            {"vary": "members[0].birth_date"},
            r"vary: members\[0\].birth_date is no number, and cannot be varied. Name one of: assets.money,",
        ),
        ({"vary": "members[0].new_job.since"}, "is no number"),
        ({"vary": "members[0].supporter"}, "is no number"),
        ({"vary": "members[0].groups"}, "is no number"),
        ({"vary": "members[0].resettled"}, "is no number"),
        ({"vary": "registration"}, "is no number"),
        ({"low": "-1"}, "low: '-1' is negative"),
        ({"high": "0.001"}, "high: '0.001' has more than two decimals"),
        ({"high": 10**10}, "high: 10000000000 is too large"),
        ({"low": "five"}, "low: 'five' is no number"),
        ({"low": 0.5}, "low: 0.5 is a binary floating-point number"),
        ({"low": UNKNOWN}, "low: UNKNOWN is no number"),
        ({"low": 5, "high": 4}, "high: 4 is less than 5"),
        ({"vary": "assets.vehicles", "low": "0.5"}, "low: '0.5' is no whole number"),
        ({"programme": "dibau"}, "programmes: There is no programme 'dibau'. Did you mean: dibao"),
    ],
)
def test_what_cannot_be_answered_is_told(options: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        solve(household(), MONTH, **options)


def test_mistakes_are_told_together() -> None:
    with pytest.raises(UsageError) as caught:
        solve(household(), "2020-13", vary="wages", programme="dibau")
    assert [problem.path for problem in caught.value.problems] == ["month", "programmes", "vary"]


def test_a_value_must_be_one_of_the_fact() -> None:
    solution = solve(household(), MONTH, vary="assets.vehicles")
    with pytest.raises(UsageError, match="is no whole number"):
        solution.at("0.5")


def test_a_household_that_cannot_be_assessed_is_told() -> None:
    with pytest.raises(InputError, match="Born on"):
        solve(household({"birth_date": "2020-06-01"}), MONTH)


# Where a figure is not known


def test_an_income_far_too_high_is_certain_though_the_disregard_is_not_known() -> None:
    """1500 of wages, of which the disregard takes nought to 1000: for two, 2550 is the edge's limit and 1700 that of dibao.

    With 200 of transfers dibao is no longer certain, with more than 1050 the edge is not, and with more than 2050 it is excluded.
    """
    working = {"income": {"wages": "1500"}, "new_job": {"since": "2020-01", "increase": "1000"}}
    solution = solve(household(working, {}), MONTH, vary="members[1].income.transfers", programme="dibao_edge")
    assert sets(solution) == {
        "ineligible": [("0.00", "199.99"), ("2050.01", None)],
        "undetermined": [("200.00", "2050.00")],
    }


def test_a_standard_that_is_not_known_leaves_few_pieces() -> None:
    """In 2018 the standard was 810 at most: two people with 400 are refused from 1.5 × 1620 − 400 = 2030 on.

    Up to 1220 more a standard of half their income is the greatest for which they are on the edge and not on dibao: the severely disabled
    member then gets that; afterwards 810.
    """
    severe = {"disability": {"kind": "physical", "grade": 1}}
    couple = household({"income": {"wages": "400"}}, severe)
    solution = solve(couple, "2018-06", vary="members[1].income.wages", programme="single_person")
    assert sets(solution) == {"undetermined": [("0.00", "2030.00")], "ineligible": [("2030.01", None)]}
    assert len(solution.pieces) == 3
    assert ends(solution, "600") == ("0.00", "500.00")
    assert ends(solution, "1220") == ends(solution, "2030") == ("0.00", "810.00")


def test_a_vehicle_too_dear_for_any_standard_with_which_the_edge_is_open() -> None:
    """With 400 and a standard of 400 or more there is dibao, so the edge is for standards up to 400: 8 × 12 × 400 = 38 400 excludes it."""
    solution = solve(household({"income": {"wages": "400"}}), "2018-06", vary="assets.vehicle_value", programme="dibao_edge")
    assert sets(solution) == {"undetermined": [("0.00", "38399.99")], "ineligible": [("38400.00", None)]}
