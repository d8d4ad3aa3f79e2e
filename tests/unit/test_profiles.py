"""All programmes along the values of a fact: cliffs, totals and what is left of a yuan more, worked out by hand from the policy brief.

April 2020 in Yuecheng: S is 850; the price subsidy at a rise of 7.8 % is 850 × 7.8 % × 2 × 2 = 265.20 each; the disability living allowance
30 % of S, 255; the card 500 once.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from shaoxing_benefits import Amount, Cliff, MismatchError, Profile, UsageError, assess, profile, sweep

from .test_solving import household

MONTH, RISE = "2020-04", "7.8"
NOTHING = Amount(Decimal(0), Decimal(0))


def exact(amount: str) -> Amount:
    return Amount(Decimal(amount), Decimal(amount))


def falls(cliff: Cliff) -> dict[str, tuple[str, str | None]]:
    return {period: (str(each.low), None if each.high is None else str(each.high)) for period, each in cliff.falls.items()}


def places(found: Profile) -> list[tuple[str, str]]:
    return [(str(each.at), str(each.next)) for each in found.cliffs]


def along(found: Profile, period: str = "month") -> list[tuple[str, str | None, str, str | None]]:
    """From, to, and what is paid together at both ends, where nothing else is open."""
    rows = []
    for piece in found.totals[period]:
        assert piece.least == piece.most
        high = piece.interval.high
        last = None if high is None else str(piece.least.at(high))
        rows.append((str(piece.interval.low), None if high is None else str(high), str(piece.least.at(piece.interval.low)), last))
    return rows


# One person in town


def test_losing_dibao_loses_the_price_subsidy_with_it() -> None:
    """At 850.00 the last fen of dibao and the subsidy of 265.20 go; the edge begins, and with it the card stays, until 1275."""
    found = profile(household(), MONTH, price_index=RISE)
    first, second = found.cliffs
    assert places(found) == [("849.99", "850.00"), ("1275.00", "1275.01")]
    assert falls(first) == {"month": ("265.21", "265.21")}
    assert (first.lost, first.reduced, first.gained) == (("dibao", "price_subsidy"), (), ("dibao_edge",))
    assert falls(second) == {"once": ("500.00", "500.00")}
    assert (second.lost, second.reduced, second.gained) == (("dibao_edge", "shopping_card"), (), ())


def test_what_is_paid_together_follows_the_income() -> None:
    found = profile(household(), MONTH, price_index=RISE)
    assert along(found) == [("0.00", "849.99", "1115.20", "265.21"), ("850.00", "5000.00", "0.00", "0.00")]
    assert along(found, "once") == [("0.00", "1275.00", "500.00", "500.00"), ("1275.01", "5000.00", "0.00", "0.00")]
    assert along(found, "year") == [("0.00", "5000.00", "0.00", "0.00")]


def test_on_dibao_a_yuan_more_is_lost_wholly() -> None:
    found = profile(household(), MONTH, price_index=RISE)
    assert [piece.lost for piece in found.totals["month"]] == [(1, 1), (0, 0)]
    assert found.totals["month"][0].to_dict()["marginal_rate"] == {"low": "1", "high": "1"}
    # What is paid by the year or once is not held against a month's income.
    assert {piece.lost for period in ("year", "once") for piece in found.totals[period]} == {None}


def test_the_disability_allowance_is_kept_on_the_edge_and_lost_after_it() -> None:
    """A hearing disability of grade 3: 255 on dibao and on its edge, so 265.21 are lost at 850.00, and 255 at 1275.01."""
    found = profile(household({"disability": {"kind": "hearing", "grade": 3}}), MONTH, price_index=RISE)
    assert places(found) == [("849.99", "850.00"), ("1275.00", "1275.01")]
    first, second = found.cliffs
    assert falls(first) == {"month": ("265.21", "265.21")}
    assert falls(second) == {"month": ("255.00", "255.00"), "once": ("500.00", "500.00")}
    assert second.lost == ("dibao_edge", "disability_living", "shopping_card")
    assert along(found) == [
        ("0.00", "849.99", "1370.20", "520.21"), ("850.00", "1275.00", "255.00", "255.00"), ("1275.01", "5000.00", "0.00", "0.00"),
    ]  # fmt: skip


def test_the_group_of_medical_aid_is_lost_with_the_edge() -> None:
    """Bills of 40 000: assisted (40 000 − 12 500) × 70 % = 19 250, and 60 to 100 % of the other 20 750; else (40 000 − 25 000) × 60 %.

    So of the year's help 19 250 + 12 450 to 20 750 become 9000: 22 700 to 31 000 less.
    """
    found = profile(household({"medical": {"year": 2020, "in_scope": 40_000}}), MONTH, price_index=RISE)
    last = found.cliffs[-1]
    assert (last.lost, last.reduced) == (("dibao_edge", "medical_aid", "shopping_card"), ("critical_illness",))
    assert falls(last) == {"year": ("22700.00", "31000.00"), "once": ("500.00", "500.00")}


# More people


def test_a_severely_disabled_member_softens_the_fall() -> None:
    """Two people: dibao 1700 − w / 2 and two price subsidies of 265.20 under 1700; then 850 and one subsidy for one alone, up to 2550.

    At 1700.00: 850.01 + 530.40 become 850 + 265.20, so 265.21 less; at 2550.01 the rest, with 255 for the disability: 1370.20.
    """
    stated = household({"disability": {"kind": "physical", "grade": 1}}, {})
    found = profile(stated, MONTH, vary="members[1].income.wages", price_index=RISE)
    assert places(found) == [("1699.99", "1700.00"), ("2550.00", "2550.01")]
    first, second = found.cliffs
    assert falls(first) == {"month": ("265.21", "265.21")}
    assert (first.lost, first.reduced, first.gained) == (("dibao",), ("price_subsidy",), ("dibao_edge", "single_person"))
    assert falls(second) == {"month": ("1370.20", "1370.20"), "once": ("1000.00", "1000.00")}
    assert [piece.lost for piece in found.totals["month"]] == [(Fraction(1, 2), Fraction(1, 2)), (0, 0), (0, 0)]


def test_an_income_that_does_not_count_costs_nothing() -> None:
    found = profile(household(), MONTH, vary="members[0].income.entitled_group", price_index=RISE)
    assert found.cliffs == ()
    assert found.is_income
    assert [piece.lost for piece in found.totals["month"]] == [(0, 0)]


# Other facts


def test_savings_are_no_income() -> None:
    """Between three and four years of the standard it is not published what holds: dibao or the edge."""
    found = profile(household(), MONTH, vary="assets.money", high=100_000, price_index=RISE)
    assert not found.is_income
    assert places(found) == [("30599.99", "30600.00"), ("40799.99", "40800.00"), ("61199.99", "61200.00")]
    assert [falls(each) for each in found.cliffs] == [
        {"month": ("0.00", "1115.20")}, {"month": ("0.00", "1115.20")}, {"once": ("500.00", "500.00")},
    ]  # fmt: skip
    assert "marginal_rate" not in found.to_dict()["totals"]["month"][0]


def test_more_bills_bring_more_and_no_cliff() -> None:
    found = profile(household({"medical": {"year": 2020, "in_scope": 0}}), MONTH, vary="members[0].medical.in_scope", high=200_000)
    assert found.cliffs == ()
    assert {piece.lost for pieces in found.totals.values() for piece in pieces} == {None}


def test_each_thing_more_is_a_step() -> None:
    """A vehicle takes dibao away, 850 and the subsidy; what it is worth, the edge asks."""
    found = profile(household(), MONTH, vary="assets.vehicles", price_index=RISE)
    (cliff,) = found.cliffs
    assert (cliff.at, cliff.next) == (0, 1)
    assert falls(cliff) == {"month": ("1115.20", "1115.20")}
    assert cliff.to_dict() == {
        "at": 0, "next": 1, "falls": {"month": {"low": "1115.20", "high": "1115.20"}}, "lost": ["dibao", "price_subsidy"], "reduced": [],
        "gained": ["dibao_edge"],
    }  # fmt: skip


# What is open


def test_without_a_price_index_nobody_knows_how_much_is_lost() -> None:
    """The last fen of dibao, and a subsidy of whatever size."""
    found = profile(household(), MONTH)
    assert falls(found.cliffs[0]) == {"month": ("0.01", None)}
    assert found.unbounded == ("price_subsidy",)
    assert found.totals["month"][0].most is None
    assert [str(piece.most and piece.most.at(0)) for piece in found.bounded["month"][:1]] == ["850.00"]
    assert found.to_dict()["unbounded"] == ["price_subsidy"]
    assert found.to_dict()["totals"]["month"][0]["marginal_rate"] == {"low": "1", "high": None}


def test_programmes_that_exclude_each_other_are_not_added_up() -> None:
    """Between 61 200 and 81 600 for two it is dibao of 1700 − 0 or 850 for the disabled member alone; with the allowance 1955 at most."""
    stated = household({"disability": {"kind": "physical", "grade": 1}}, {})
    found = profile(
        stated, MONTH, vary="assets.money", low="70000", high="70000.01", programmes=["dibao", "single_person", "disability_living"]
    )
    (piece,) = found.totals["month"]
    assert piece.most is not None
    assert (str(piece.least.at(70_000)), str(piece.most.at(70_000))) == ("1105.00", "1955.00")


# The rest


def test_only_what_is_asked_for_is_there() -> None:
    found = profile(household(), MONTH, programmes=["dibao", "dibao_edge"], low="800", high="900")
    assert list(found.programmes) == ["dibao", "dibao_edge"]
    assert [(str(each.interval.low), str(each.interval.high)) for each in found["dibao"].pieces] == [
        ("800.00", "849.99"),
        ("850.00", "900.00"),
    ]
    # A fen of dibao is lost at 850.00, and that is no cliff.
    assert found.cliffs == ()
    assert [each.matters for each in found.programmes.values()] == [True, True]


def test_the_data_say_what_was_asked() -> None:
    found = profile(household(), MONTH, price_index=RISE).to_dict()
    assert [found[key] for key in ("household", "month", "vary", "unit", "low", "high")] == [
        "H", "2020-04", "members[0].income.wages", "yuan a month", "0.00", "5000.00",
    ]  # fmt: skip
    assert len(found["programmes"]) == 16
    assert found["programmes"]["dibao"]["period"] == "month"
    assert [each["status"] for each in found["programmes"]["dibao"]["pieces"]] == ["eligible", "ineligible"]
    assert len(found["cliffs"]) == 2


def test_sources_are_those_of_what_is_given() -> None:
    found = profile(household(), MONTH, programmes=["dibao", "tekun"])
    assert "zhejiang-regulation:9" in found.sources
    assert "zhejiang-regulation:14" in found.sources  # who is on tekun is no head of the dibao household
    assert "yearbook:orphan-allowance-2020" not in profile(household(), MONTH, programmes=["resettler"]).sources


def test_totals_are_confirmed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "total_of", lambda *_: (1, 1))
    with pytest.raises(MismatchError, match="month is"):
        profile(household(), MONTH, price_index=RISE)


def test_what_cannot_be_answered_is_told() -> None:
    with pytest.raises(UsageError, match="vary: There is no fact 'wages'"):
        profile(household(), MONTH, vary="wages")
    stated = household({"income": {"pension": 600, "basic_pension": 600}})
    with pytest.raises(UsageError, match=r"high: No value in this range is possible.* lies between 600.00 and 9999999999.99"):
        profile(stated, MONTH, vary="members[0].income.pension", low=None, high="599.99")


def test_totals_are_those_of_assessments() -> None:
    """At some values in the middle."""
    stated = household({"disability": {"kind": "physical", "grade": 1}}, {"income": {"wages": 1234}})
    found = profile(stated, MONTH, vary="members[1].income.wages", price_index=RISE)
    for period, total in assess(stated, MONTH, price_index=RISE).totals.items():
        piece = next(each for each in found.totals[period] if Decimal(1234) in each.interval)
        assert piece.most is not None
        assert total.range == Amount(piece.least.at(1234), piece.most.at(1234))
