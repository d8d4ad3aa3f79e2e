"""Random households, as data: with what matters near the lines that the rules draw."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shaoxing_benefits.kinds import District

DISTRICTS = [district.name.lower() for district in District]
MONTHS = ["2018-06", "2019-12", "2020-01", "2020-04", "2020-08", "2020-09", "2021-03", "2021-06", "2021-07", "2021-12"]
MONTHS_OF_2020 = [month for month in MONTHS if month.startswith("2020")]
"""The standard, and most of what rests on it, is published."""
TIERS = ["0", "0", "100", "300", "500", "1000", "5000", "200"]
"""Contribution tiers: none, some of the nine, and one that is not among them."""
GROUPS = [[], [], [], ["entitled_group"], ["sickness_poor"], ["three_elders", "sickness_poor"], ["retrenched_worker", "entitled_group"]]


def yuan_of(fen: int) -> str:
    return str(Decimal(fen).scaleb(-2))


def yuan(*lines: int) -> st.SearchStrategy[str]:
    """Amounts: nought, near a line, or anywhere."""
    near = st.sampled_from([0, *lines]).flatmap(lambda line: st.integers(max(0, line * 100 - 2), line * 100 + 2))
    fen = st.one_of(st.just(0), near, st.integers(0, 500_000))
    return fen.map(yuan_of)


@st.composite
def bills(draw: st.DrawFn) -> dict[str, Any]:
    """A year's medical bills: near the deductibles and the cap, or anywhere."""
    basic = draw(st.sampled_from([0, 1_000_000]))
    burden = draw(
        st.one_of(
            st.sampled_from([1_250_000, 2_500_000, 9_250_000]).flatmap(lambda line: st.integers(line - 2, line + 2)),
            st.integers(0, 30_000_000),
        )
    )
    return {
        "year": draw(st.sampled_from([2020, 2020, 2020, 2021])),
        "in_scope": yuan_of(burden + basic),
        "basic_paid": yuan_of(basic),
        "special_drugs": yuan_of(draw(st.sampled_from([0, 0, 400_000, 400_001, 2_000_000]))),
        "other_paid": yuan_of(draw(st.sampled_from([0, 0, 500_000, 20_000_000]))),
    }


@st.composite
def members(draw: st.DrawFn, place: int) -> dict[str, Any]:
    wages, pension = Decimal(draw(yuan(810, 850, 1275, 1700))), Decimal(draw(yuan(180, 215, 850)))
    kind = draw(st.sampled_from(["none", "visual", "physical", "intellectual", "mental", "multiple", "hearing"]))
    job = draw(st.booleans()) and wages > 0
    return {
        "id": f"P{place}",
        "birth_date": draw(st.dates(date(1930, 1, 1), date(2018, 6, 1))).isoformat(),
        "absence": draw(st.sampled_from(["none", "none", "none", "prison", "clergy"])),
        "income": {
            "wages": str(wages),
            "transfers": draw(yuan(100)),
            "pension": str(pension),
            "basic_pension": str(draw(st.sampled_from([Decimal(0), pension, (pension / 2).quantize(Decimal("0.01"), "ROUND_DOWN")]))),
            "old_age_allowance": draw(yuan(100)),
            "entitled_group": draw(yuan(100)),
        },
        "disability": "none" if kind == "none" else {"kind": kind, "grade": draw(st.integers(1, 4))},
        "serious_illness": draw(st.booleans()),
        "supporter": draw(st.sampled_from(["none", "incapable", "capable", "capable"])),
        "self_care": draw(st.sampled_from(["full", "full", "partial", "none"])),
        "guardianship": draw(st.sampled_from(["parents", "parents", "orphan", "unsupported"])),
        "placement": draw(st.sampled_from(["community", "institution"])),
        "new_job": {
            "since": draw(st.sampled_from(["2019-08", "2020-03", "2020-10", "2021-01", "2021-09"])),
            "increase": str((wages / 2).quantize(Decimal("0.01"), "ROUND_DOWN")),
        }
        if job
        else "none",
        "groups": draw(st.sampled_from(GROUPS)),
        "medical": draw(st.one_of(st.just("none"), bills())),
        "resident_pension": draw(
            st.one_of(st.just("none"), st.fixed_dictionaries({"receiving": st.booleans(), "tier": st.sampled_from(TIERS)}))
        ),
        "resident_medical": draw(st.one_of(st.just("none"), st.fixed_dictionaries({"insured": st.booleans(), "student": st.booleans()}))),
        "resettled": draw(st.booleans()),
    }


@st.composite
def households(draw: st.DrawFn, most: int = 5) -> dict[str, Any]:
    """A household of one to `most` members."""
    count = draw(st.integers(1, most))
    return {
        "id": "H",
        "district": draw(st.sampled_from(DISTRICTS)),
        "registration": draw(st.sampled_from(["urban", "rural"])),
        "unstated": "none",
        "assets": {
            "money": draw(st.one_of(st.just("0"), yuan(30_600 * count, 40_800 * count, 61_200 * count), st.integers(0, 300_000).map(str))),
            "vehicles": draw(st.sampled_from([0, 0, 0, 1])),
            "vehicle_value": draw(yuan(81_600)),
            "homes": draw(st.integers(0, 3)),
            "floor_area": draw(st.integers(0, 300)),
            "shops": draw(st.sampled_from([0, 0, 0, 1])),
            "business_capital": draw(yuan(200_000)),
        },
        "emergency": draw(st.sampled_from(["none", "accident", "illness", "expense", "expense", "disaster"])),
        "members": [draw(members(place)) for place in range(1, count + 1)],
    }
