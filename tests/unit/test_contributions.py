"""The contribution calculators: cases worked by hand (`tests/contributions/`), what is told beside the amount, and the command."""

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import asking
from shaoxing_benefits.cli import main
from shaoxing_benefits.contribution_results import Contribution
from shaoxing_benefits.contributions import employee_base, every_contribution, flexible_medical, flexible_pension, medical_base
from shaoxing_benefits.errors import InputError, UsageError
from shaoxing_benefits.explanation import Range
from shaoxing_benefits.kinds import District
from shaoxing_benefits.months import Month
from shaoxing_benefits.numbers import FEN_A_MONTH, FEN_A_YEAR, RATE_ONE
from shaoxing_benefits.report.layout import width
from shaoxing_benefits.rulebook import Entry, Status
from shaoxing_benefits.shipped import shipped_rulebook
from shaoxing_benefits.stated import UNKNOWN

FOLDER = Path(__file__).parents[1] / "contributions"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
FACTS = ("monthly_wage", "last_year_wage", "last_year_base")
RANGES = tuple[str, str | None, tuple[str, ...]]


def overlay(*rows: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """An overlay with these parameters of the calculators, from 2020-01-01 on where nothing else is said."""
    made: dict[str, list[dict[str, Any]]] = {
        name: [{"from": "2020-01-01", "value": value, "source": "Notice 1"}] for name, value in values.items()
    }
    for row in rows:
        plain = {key: each for key, each in row.items() if key != "parameter"}
        made.setdefault(row["parameter"], []).append({"from": "2020-01-01", "source": "Notice 1", **plain})
    return {"contributions": made}


def bounded(monkeypatch: pytest.MonkeyPatch, **bounds: tuple[int | None, int | None]) -> None:
    """Lets the tables hold bounds alone for these parameters, in their units."""
    rules = asking.rule_set()
    definitions, timelines = rules.rulebook.definitions, dict(rules.rulebook.timelines)
    for key, (low, high) in bounds.items():
        name = f"contributions.{key}"
        timelines[name] = (Entry(definitions[name], rules.rulebook.begins, None, Status.UNPUBLISHED, None, low, high),)
    changed = attrs.evolve(rules, rulebook=attrs.evolve(rules.rulebook, timelines=timelines))
    monkeypatch.setattr(asking, "rule_set", lambda: changed)


def ranged(found: Contribution) -> RANGES:
    return str(found.low), None if found.high is None else str(found.high), found.missing.parameters


@pytest.mark.parametrize(("which", "case"), CASES)
def test_a_case_comes_to_what_was_worked_out_by_hand(which: str, case: Mapping[str, Any]) -> None:
    found = every_contribution(case["month"], **{name: case[name] for name in FACTS if name in case})[which]
    low, high = case.get("low", case.get("amount")), case.get("high", case.get("amount"))
    assert (str(found.low), "none" if found.high is None else str(found.high)) == (low, high)
    assert found.amount == (Decimal(case["amount"]) if "amount" in case else None)
    assert [*found.missing.facts, *found.missing.parameters] == case.get("missing", [])
    assert [caveat.parameter for caveat in found.caveats] == case.get("caveats", [])
    assert [str(choice.exact) for choice in found.choices] == case.get("choices", [])


def test_every_case_has_a_name_of_its_own() -> None:
    names = [(param.values[0], param.values[1]["name"]) for param in CASES]
    assert len(set(names)) == len(names) > 45


def test_each_calculator_gives_what_all_of_them_give_together() -> None:
    whole = every_contribution("2020-08", monthly_wage="5000.00", last_year_wage="80000")
    assert list(whole.by_id) == [each.id for each in whole] == ["employee_base", "medical_base", "flexible_pension", "flexible_medical"]
    assert employee_base("5000.00", "2020-08") == whole["employee_base"]
    assert medical_base("2020-08", last_year_wage="80000") == whole["medical_base"]
    assert flexible_pension("2020-08") == whole["flexible_pension"]
    assert flexible_medical("2020-08") == whole["flexible_medical"]
    undeclared = every_contribution("2020-08", last_year_base=6000)
    assert medical_base("2020-08", last_year_base=6000) == undeclared["medical_base"]


def test_the_choices_and_298_are_what_their_rates_come_to() -> None:
    """18 % of 3322 and of 60, 80, 100, 200 and 300 % of 5960; 5 % of 5960."""
    rulebook = shipped_rulebook()

    def held(name: str) -> int:
        (entry,) = rulebook.timelines[f"contributions.{name}"]
        assert entry.value is not None
        return entry.value

    bases = [held("employee_base_low"), *(held("medical_base_low") * share // 100 for share in (60, 80, 100, 200, 300))]
    names = ["first", "second", "third", "fourth", "fifth", "sixth"]
    assert [held(f"flexible_pension_{name}") * RATE_ONE for name in names] == [base * held("flexible_pension_rate") for base in bases]
    assert held("flexible_medical") * RATE_ONE == held("medical_base_low") * held("flexible_medical_rate")
    assert bases[-1] == held("medical_base_high") == held("employee_base_high")


def test_the_sources_lines_are_twelve_times_the_limits_when_cut_to_the_yuan() -> None:
    """71 523 ÷ 12 = 5960.25 and 214 569 ÷ 12 = 17 880.75 (decision 19)."""
    assert (71_523 // 12, 214_569 // 12) == (5960, 17_880)
    assert (Decimal(71_523) / 12, Decimal(214_569) / 12) == (Decimal("5960.25"), Decimal("17880.75"))


def test_every_figure_of_the_calculators_has_its_status() -> None:
    statuses = {
        name.partition(".")[2]: str(entries[0].status)
        for name, entries in shipped_rulebook().timelines.items()
        if name.startswith("contributions.")
    }
    others = {name: status for name, status in statuses.items() if status != "published"}
    assert others == {
        "flexible_pension_rate": "derived",
        "flexible_medical_rate": "derived",
        "averaging_months": "derived",
        "undeclared_at_least_low": "assumed",
        "rounding": "assumed",
    }
    assert len(statuses) == 17


# What is told beside the amount


def test_a_base_tells_its_limits_whatever_the_wage() -> None:
    found = every_contribution("2020-08", monthly_wage="5000.00")
    limits = {each.id: None if each.limits is None else (str(each.limits.low), str(each.limits.high)) for each in found}
    assert limits == {
        "employee_base": ("3322.00", "17880.00"),
        "medical_base": ("5960.00", "17880.00"),
        "flexible_pension": None,
        "flexible_medical": None,
    }


def test_the_steps_lead_from_what_was_stated_to_cited_parameters() -> None:
    found = medical_base("2020-08", last_year_wage="80000")
    assert [(step.kind, step.id, str(step.value), step.status, step.cites) for step in found.steps] == [
        ("fact", "last_year_wage", "80000.00", None, ()),
        ("parameter", "contributions.averaging_months", "12", "derived", ("yearbook:medical-contribution-bases-2020",)),
        ("parameter", "contributions.rounding", "half_up", "assumed", ()),
        ("rule", "average_wage", "6666.67", None, ()),
        ("parameter", "contributions.medical_base_low", "5960.00", "published", ("yearbook:medical-contribution-bases-2020",)),
        ("parameter", "contributions.medical_base_high", "17880.00", "published", ("yearbook:medical-contribution-bases-2020",)),
    ]


def test_where_wages_are_undeclared_the_steps_tell_the_share() -> None:
    found = medical_base("2020-08", last_year_base="5000")
    assert [(step.id.removeprefix("contributions."), str(step.value)) for step in found.steps] == [
        ("last_year_base", "5000.00"),
        ("undeclared_share", "1.1"),
        ("rounding", "half_up"),
        ("raised_base", "5500.00"),
        ("undeclared_at_least_low", "True"),
        ("medical_base_low", "5960.00"),
        ("medical_base_high", "17880.00"),
    ]


def test_last_year_s_wage_is_for_a_year_and_all_else_for_a_month() -> None:
    declared = every_contribution("2020-08", monthly_wage="5000", last_year_wage="80000")
    undeclared = every_contribution("2020-08", last_year_base="5000")
    steps = [step for contribution in (*declared, *undeclared) for step in contribution.steps]
    assert {step.id: step.unit for step in steps if step.kind != "parameter"} == {
        "monthly_wage": FEN_A_MONTH,
        "last_year_wage": FEN_A_YEAR,
        "average_wage": FEN_A_MONTH,
        "last_year_base": FEN_A_MONTH,
        "raised_base": FEN_A_MONTH,
    }


def test_an_assumed_end_is_said_in_a_note() -> None:
    low = employee_base(0, "2020-08").steps[1]
    assert (low.id, low.status) == ("contributions.employee_base_low", "published")
    assert "June 2021" in low.note["en"]
    assert "2021年6月" in low.note["zh"]


def test_plain_data_has_identity_options_and_every_part() -> None:
    found = every_contribution(
        Month(2020, 8), monthly_wage=Decimal("3000.5"), known_on="2020-07-01", assume_planned=True, district="诸暨市"
    )
    data = json.loads(json.dumps(found.to_dict()))
    assert data["month"] == "2020-08"
    assert data["rules"]["digest"].startswith("sha256:")
    assert data["options"] == {"known_on": "2020-07-01", "assume_planned": True, "beyond_horizon": False, "district": "zhuji"}
    assert list(data["contributions"]) == list(found.by_id)
    base = data["contributions"]["employee_base"]
    assert {key: base[key] for key in ("amount", "low", "high", "period", "limits", "choices", "caveats")} == {
        "amount": "3322.00",
        "low": "3322.00",
        "high": "3322.00",
        "period": "month",
        "limits": {"low": "3322.00", "high": "17880.00"},
        "choices": [],
        "caveats": [],
    }
    assert base["missing"] == {"facts": [], "parameters": []}
    assert base["steps"][0] == {"fact": "monthly_wage", "value": "3000.50"}
    assert base["steps"][1]["parameter"] == "contributions.employee_base_low"
    assert base["steps"][1]["cites"] == ["yearbook:contribution-bases-2020"]
    # An assumed end is said in both languages, as in the commands on the rules.
    note = base["steps"][1]["note"]
    assert ("2021年6月30日" in note["zh"], "the end of June 2021" in note["en"], list(note)) == (True, True, ["zh", "en"])
    choices = data["contributions"]["flexible_pension"]["choices"]
    assert choices[0] == {"low": "597.96", "high": "597.96"}
    alone = employee_base("3000.5", "2020-08", known_on="2020-07-01", assume_planned=True, district=District.ZHUJI).to_dict()
    assert alone == {**{key: data[key] for key in ("month", "rules", "options")}, "id": "employee_base", **base}


def test_caveats_in_plain_data_are_in_both_languages() -> None:
    found = medical_base("2020-08", last_year_wage="80000").to_dict()
    (caveat,) = found["caveats"]
    assert (caveat["parameter"], caveat["status"], list(caveat["note"])) == ("contributions.rounding", "assumed", ["zh", "en"])
    assert "四舍五入" in caveat["note"]["zh"]
    assert "half up" in caveat["note"]["en"]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readmes_name_every_key(name: str) -> None:
    def keys(data: Any) -> set[str]:
        if isinstance(data, list):
            return set().union(*map(keys, data))
        return set(data) | set().union(*map(keys, data.values())) if isinstance(data, dict) else set()

    page = (FOLDER.parents[1] / name).read_text(encoding="utf-8")
    section = page.partition("`shaoxing-benefits contributions ")[2].partition("\n## ")[0]
    told = every_contribution("2020-08", monthly_wage=3000, last_year_wage=80_000).to_dict()
    # What stands in the answer of `assess` too is told there.
    known = {"edition", "digest", "overlays", "known_on", "assume_planned", "beyond_horizon"}
    alone = employee_base(3000, "2020-08").to_dict()
    assert {key for key in (keys(told) | keys(alone)) - known if f"`{key}`" not in section} == set()


# Time of knowledge, the horizon and overlays


@pytest.mark.parametrize(("day", "amount"), [("2020-06-30", None), ("2020-07-01", Decimal("3322.00"))])
def test_what_was_not_known_yet_is_open(day: str, amount: Decimal | None) -> None:
    assert employee_base(3000, "2020-08", known_on=day).amount == amount


def test_before_even_the_rounding_was_known_it_is_told_as_open() -> None:
    found = medical_base(
        "2020-08",
        last_year_wage="71520.06",
        known_on="2017-12-31",
        overlays=overlay(averaging_months=12, medical_base_low=5960, medical_base_high=17880),
    )
    # 71 520.06 ÷ 12 = 5960.005
    assert ranged(found) == ("5960.00", "5960.01", ("contributions.rounding",))
    assert [step.value for step in found.steps if step.id == "contributions.rounding"] == [Range("down", "up")]


def test_a_month_beyond_the_tables_is_refused_or_left_open() -> None:
    with pytest.raises(UsageError, match="2021-12"):
        employee_base(3000, "2022-01")
    assert ranged(employee_base(3000, "2022-01", beyond_horizon=True))[:2] == ("0.00", None)
    with pytest.raises(UsageError, match="2018-01"):
        employee_base(3000, "2017-12", beyond_horizon=True)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ({"employee_base_low": "3500.00"}, ("3500.00", "4000.00", ("contributions.employee_base_high",))),
        ({"employee_base_low": "4000.00"}, ("4000.00", "4000.00", ())),
        ({"employee_base_low": "4000.01"}, ("4000.01", "4000.01", ())),
        ({"employee_base_high": "4000.01"}, ("4000.00", "4000.01", ("contributions.employee_base_low",))),
        ({"employee_base_high": "4000.00"}, ("4000.00", "4000.00", ())),
        ({"employee_base_high": "3999.99"}, ("3999.99", "3999.99", ())),
        ({"employee_base_low": "3500.00", "employee_base_high": "3900.00"}, ("3900.00", "3900.00", ())),
    ],
)
def test_one_limit_alone_narrows_the_base_as_far_as_it_can(local: dict[str, str], expected: RANGES) -> None:
    """For a wage of 4000.00 in a month without published limits."""
    assert ranged(employee_base("4000.00", "2021-09", overlays=overlay(**local))) == expected


def test_a_share_alone_bounds_the_medical_base_only_with_the_limits() -> None:
    local = overlay(medical_base_low=6000, medical_base_high=18000)
    assert ranged(medical_base("2021-09", last_year_base=5000, overlays=local)) == (
        "0.00",
        "18000.00",
        ("contributions.undeclared_share", "contributions.undeclared_at_least_low"),
    )
    # 5000 × 1.1 = 5500, lifted to 6000 or not.
    local = overlay(medical_base_low=6000, medical_base_high=18000, undeclared_share="1.1")
    assert ranged(medical_base("2021-09", last_year_base=5000, overlays=local)) == (
        "5500.00",
        "6000.00",
        ("contributions.undeclared_at_least_low",),
    )
    # 6000 × 1.1 = 6600 is above the lowest base either way.
    assert ranged(medical_base("2021-09", last_year_base=6000, overlays=local)) == ("6600.00", "6600.00", ())


def test_nought_is_the_least_where_only_the_highest_base_is_known() -> None:
    employee = every_contribution("2021-09", overlays=overlay(employee_base_high="4000.00"))["employee_base"]
    assert ranged(employee) == ("0.00", "4000.00", ("contributions.employee_base_low",))
    assert employee.missing.facts == ("monthly_wage",)
    # How many months 80 000 is averaged over is not known either.
    medical = medical_base("2021-09", last_year_wage=80_000, overlays=overlay(medical_base_high="17880.00"))
    assert ranged(medical) == ("0.00", "17880.00", ("contributions.averaging_months", "contributions.medical_base_low"))


def test_without_a_floor_a_base_of_nought_stays_nought() -> None:
    found = medical_base("2020-08", last_year_base=0, overlays=overlay(undeclared_at_least_low=False))
    assert ranged(found) == ("0.00", "0.00", ())
    assert medical_base("2020-08", last_year_base=0).amount == Decimal("5960.00")


def test_limits_of_a_few_fen_matter_like_any_other() -> None:
    """A wage of 0.01, lifted to 0.05 and cut to 0.02; with a lowest base of 0.01 it would stay."""
    found = employee_base("0.01", "2020-08", overlays=overlay(employee_base_low="0.05", employee_base_high="0.02"))
    assert found.amount == Decimal("0.02")
    assert [caveat.parameter for caveat in found.caveats] == ["contributions.employee_base_low", "contributions.employee_base_high"]


def test_a_part_of_the_choices_is_told() -> None:
    found = flexible_pension("2021-09", overlays=overlay(flexible_pension_first="650.00", flexible_pension_third="900.00"))
    assert [str(choice.exact) for choice in found.choices] == ["650.00", "900.00"]
    names = ("second", "fourth", "fifth", "sixth")
    assert ranged(found) == ("0.00", None, tuple(f"contributions.flexible_pension_{name}" for name in names))


def test_a_local_value_that_mattered_is_a_caveat_and_the_overlay_is_named() -> None:
    local = overlay({"parameter": "employee_base_low", "value": "3500.00", "until": "2020-08-31"})
    found = employee_base(3000, "2020-08", overlays=local)
    assert found.amount == Decimal("3500.00")
    assert [(caveat.parameter, caveat.status) for caveat in found.caveats] == [("contributions.employee_base_low", "local")]
    assert [each.name for each in found.about.rules.overlays] == ["overlay"]
    after = employee_base(3000, "2020-09", overlays=local)
    assert (after.amount, after.caveats) == (Decimal("3322.00"), ())


def test_values_for_some_districts_ask_for_the_district() -> None:
    local = overlay({"parameter": "employee_base_low", "value": "3500.00", "districts": ["zhuji"]})
    with pytest.raises(UsageError, match="district: An overlay has values for some districts only"):
        employee_base(3000, "2020-08", overlays=local)
    assert employee_base(3000, "2020-08", overlays=local, district="zhuji").amount == Decimal("3500.00")
    assert employee_base(3000, "2020-08", overlays=local, district=330602).amount == Decimal("3322.00")
    # Those of other programmes do not matter here.
    elsewhere = {"dibao": {"standard": {"from": "2020-01-01", "value": 900, "districts": ["zhuji"], "source": "Notice 1"}}}
    assert employee_base(3000, "2020-08", overlays=elsewhere).amount == Decimal("3322.00")


def test_a_value_that_is_carried_on_is_no_local_one() -> None:
    """What comes with the question is meant for its month; there is nothing of the tables' own to carry on but the rounding."""
    found = medical_base(
        "2022-01",
        last_year_wage="80000",
        beyond_horizon=True,
        overlays=overlay(averaging_months=12, medical_base_low=6000, medical_base_high=18000),
    )
    assert found.amount == Decimal("6666.67")
    assert [(each.parameter.partition(".")[2], each.status) for each in found.caveats] == [
        ("averaging_months", "local"),
        ("rounding", "assumed"),
        ("rounding", "assumed"),
        ("medical_base_low", "local"),
        ("medical_base_high", "local"),
    ]


# Where the tables have bounds: none of them does so far


@pytest.mark.parametrize(
    ("months", "wage", "expected"),
    [
        ((10, 12), "72000.00", ("6000.00", "7200.00")),
        ((10, 12), "60000.00", ("5960.00", "6000.00")),  # 5000, lifted, to 6000
        ((10, None), "72000.00", ("5960.00", "7200.00")),
        ((None, 12), "72000.00", ("6000.00", "17880.00")),
        ((0, 12), "72000.00", ("6000.00", "17880.00")),
    ],
)
def test_months_within_bounds(
    monkeypatch: pytest.MonkeyPatch, months: tuple[int | None, int | None], wage: str, expected: tuple[str, str]
) -> None:
    bounded(monkeypatch, averaging_months=months)
    assert ranged(medical_base("2020-08", last_year_wage=wage)) == (*expected, ("contributions.averaging_months",))


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ((10_000, 12_000), ("6000.00", "7200.00")),
        ((9_000, 12_000), ("5960.00", "7200.00")),  # 5400, lifted
        ((10_000, None), ("6000.00", "17880.00")),
        ((None, 10_000), ("5960.00", "6000.00")),
    ],
)
def test_a_share_within_bounds(monkeypatch: pytest.MonkeyPatch, share: tuple[int | None, int | None], expected: tuple[str, str]) -> None:
    bounded(monkeypatch, undeclared_share=share)
    assert ranged(medical_base("2020-08", last_year_base=6000)) == (*expected, ("contributions.undeclared_share",))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("4000.00", ("5000.00", "6000.00")),  # 4400
        ("5000.00", ("5500.00", "6000.00")),
        ("6000.00", ("6600.00", "6600.00")),
    ],
)
def test_a_lowest_medical_base_within_bounds(monkeypatch: pytest.MonkeyPatch, base: str, expected: tuple[str, str]) -> None:
    bounded(monkeypatch, medical_base_low=(500_000, 600_000))
    found = medical_base("2020-08", last_year_base=base)
    assert (str(found.low), str(found.high)) == expected
    assert (str(found.limits and found.limits.low), str(found.limits and found.limits.high)) == ("5000.00", "17880.00")


@pytest.mark.parametrize(
    ("wage", "expected"),
    [
        ("2999.99", ("3000.00", "4000.00")),
        ("3500.00", ("3500.00", "4000.00")),
        ("4000.00", ("4000.00", "4000.00")),
        ("16000.00", ("16000.00", "16000.00")),
        ("17000.00", ("16000.00", "17000.00")),
        ("18000.01", ("16000.00", "18000.00")),
        (None, ("3000.00", "18000.00")),
    ],
)
def test_both_limits_within_bounds(monkeypatch: pytest.MonkeyPatch, wage: str | None, expected: tuple[str, str]) -> None:
    bounded(monkeypatch, employee_base_low=(300_000, 400_000), employee_base_high=(1_600_000, 1_800_000))
    found = every_contribution("2020-08", monthly_wage=wage)["employee_base"]
    assert (str(found.low), str(found.high)) == expected
    assert (str(found.limits and found.limits.low), str(found.limits and found.limits.high)) == ("3000.00", "18000.00")


def test_what_flexible_workers_pay_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    bounded(
        monkeypatch, flexible_pension_first=(50_000, 60_000), flexible_pension_sixth=(320_000, 330_000), flexible_medical=(29_000, 30_000)
    )
    found = flexible_pension("2020-08")
    assert ranged(found) == ("500.00", "3300.00", ("contributions.flexible_pension_first", "contributions.flexible_pension_sixth"))
    assert [str(choice.exact) for choice in found.choices] == ["643.68", "858.24", "1072.80", "2145.60"]
    assert ranged(flexible_medical("2020-08")) == ("290.00", "300.00", ("contributions.flexible_medical",))


# For all amounts


MONEY = st.decimals(min_value=0, max_value=400_000, places=2)


@given(wage=MONEY, low=MONEY, more=MONEY)
def test_every_pair_of_limits_gives_a_base_inside_the_open_one(wage: Decimal, low: Decimal, more: Decimal) -> None:
    limits = {"employee_base_low": str(low), "employee_base_high": str(low + more)}
    exact = employee_base(wage, "2021-09", overlays=overlay(**limits))
    assert exact.amount == min(max(wage, low), low + more)
    for name, value in limits.items():
        wide = employee_base(wage, "2021-09", overlays=overlay(**{name: value}))
        assert wide.low <= exact.amount
        assert wide.high is None or exact.amount <= wide.high


@given(wage=MONEY)
def test_a_base_stays_between_its_limits_and_is_a_twelfth_to_half_a_fen(wage: Decimal) -> None:
    base = medical_base("2020-08", last_year_wage=wage).amount
    assert base is not None
    assert Decimal(5960) <= base <= Decimal(17_880)
    if Decimal(5960) < base < Decimal(17_880):
        assert abs(base * 12 - wage) <= Decimal("0.06")


# Mistakes


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        every_contribution(
            "August",
            monthly_wage=3000.5,  # type: ignore[arg-type]
            last_year_wage="-1",
            last_year_base="0.001",
            known_on="yesterday",
            district="Ningbo",
        )
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["month", "known_on", "last_year_base", "monthly_wage", "last_year_wage", "last_year_base", "district"]
    assert all(problem.problem and problem.remedy for problem in caught.value.problems)


@pytest.mark.parametrize("wage", [None, "none", "unknown", "", "1.234", "-0.01", "10000000000", True, 1.0, UNKNOWN, "1e3"])
def test_what_is_no_amount_is_refused(wage: Any) -> None:
    with pytest.raises(UsageError) as caught:
        employee_base(wage, "2020-08")
    assert [problem.path for problem in caught.value.problems] == ["monthly_wage"]


@pytest.mark.parametrize("wage", ["3,400.00", "３４００", 3400, Decimal("3400.0"), "3400."])
def test_an_amount_may_be_written_as_in_a_household(wage: Any) -> None:
    assert employee_base(wage, "2020-08").amount == Decimal(3400)


def test_the_medical_base_takes_exactly_one_of_the_two() -> None:
    with pytest.raises(UsageError, match=r"^last_year_wage: Neither"):
        medical_base("2020-08")
    with pytest.raises(UsageError, match=r"^last_year_base: Last year's wage is given too\."):
        medical_base("2020-08", last_year_wage=1, last_year_base=1)


@pytest.mark.parametrize("district", [0, "", "Ningbo", UNKNOWN, True])
def test_what_is_no_district_is_refused(district: Any) -> None:
    with pytest.raises(UsageError, match="district"):
        flexible_medical("2020-08", district=district)


def test_a_broken_overlay_is_a_mistake_in_the_input() -> None:
    with pytest.raises(InputError, match="employee_base_lowest"):
        employee_base(3000, "2020-08", overlays=overlay(employee_base_lowest=1))


# The command


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (main(["contributions", *arguments]), *capsys.readouterr())


def test_json_is_the_plain_data(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--month", "2020-08", "--wage", "3000", "--last-year-wage", "80000", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == every_contribution("2020-08", monthly_wage="3000", last_year_wage="80000").to_dict()


def test_the_text_has_every_amount_with_status_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--month", "2020-08", "--wage", "3000", "--last-year-base", "5000", "--lang", "en")
    assert (status, err) == (0, "")
    assert out.startswith("Monthly social insurance contributions, August 2020\n")
    amounts = ["¥3,322.00", "¥17,880.00", "¥5,500.00", "¥5,960.00", "¥597.96", "¥643.68", "¥858.24", "¥1,072.80", "¥2,145.60", "¥3,218.40"]
    assert [amount for amount in [*amounts, "¥298.00"] if amount not in out] == []
    assert "[contributions.flexible_medical, published]" in out
    assert "[yearbook:contribution-bases-2020]" in out
    assert "[yearbook:medical-contribution-bases-2020]" in out
    assert "contributions.undeclared_at_least_low (assumed)" in out
    assert "Rules: edition" in out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("month", ["2020-08", "2020-06", "2021-07"])
def test_the_text_fits_in_eighty_columns(capsys: pytest.CaptureFixture[str], month: str, lang: str) -> None:
    _, out, _ = run(capsys, "--month", month, "--last-year-base", "5000", "--lang", lang)
    assert max(width(line) for line in out.splitlines()) <= 80


def test_the_limits_and_choices_are_told_without_any_wage(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--month", "2020-08", "--lang", "en")
    assert "unemployment: ¥3,322.00 to ¥17,880.00\n  Depends on figures that are not published or not given: monthly wage\n" in out
    assert "one of ¥597.96, ¥643.68," in out


def test_where_nothing_is_known_the_text_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """The limits end with June 2021; nought yuan or more would look like a figure."""
    _, out, _ = run(capsys, "--month", "2021-07", "--wage", "3000", "--lang", "en")
    assert "Employees' base for pension, injury and unemployment: not known\n" in out
    assert "  not known  lowest monthly base of employees" in out
    assert "¥0.00" not in out


def test_a_share_is_said_in_per_cent_though_it_is_more_than_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--month", "2020-08", "--last-year-base", "5000", "--lang", "en")
    assert "  110%  share of last year's base" in out


def test_the_text_is_chinese_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--month", "2020-08", "--wage", "3000", "--lang", "zh", "--district", "诸暨市", "--known-on", "2020-12-31")
    assert out.startswith("社会保险月缴费，2020年8月\n适用地区：诸暨市。\n")
    assert "职工养老、工伤、失业保险缴费基数：¥3,322.00\n" in out


def test_the_text_says_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--month", "2022-01", "--beyond-horizon", "--assume-planned", "--lang", "en")
    assert "Planned values are used as if they had come into force.\nWhere the tables have ended, their last values are used.\n" in out


def test_an_overlay_of_the_command_line_is_read_and_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "zhuji.toml"
    path.write_text(
        '[[contributions.employee_base_low]]\nfrom = 2021-07-01\nvalue = "3500.00"\nsource = "Notice 1"\ndistricts = ["zhuji"]\n',
        encoding="utf-8",
    )
    asked = ("--month", "2021-09", "--wage", "3000", "--overlay", str(path))
    status, out, _ = run(capsys, *asked, "--district", "zhuji", "--lang", "en")
    assert status == 0
    assert "unemployment: ¥3,500.00" in out
    assert "Overlay: zhuji.toml, sha256:" in out
    status, out, err = run(capsys, *asked, "--lang", "en")
    assert (status, out) == (2, "")
    assert err.startswith("--district: An overlay has values for some districts only.")
    status, out, err = run(capsys, *asked, "--overlay", "nowhere.toml", "--lang", "en")
    assert (status, out) == (2, "")
    assert err.startswith("nowhere.toml: There is no such file.")


def test_mistakes_stand_under_their_options(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ("--month", "x", "--wage", "a", "--last-year-wage", "-1", "--last-year-base", "1", "--known-on", "b")
    status, out, err = run(capsys, *wrong, "--lang", "en")
    assert (status, out) == (2, "")
    flags = ["--month", "--known-on", "--last-year-base", "--wage", "--last-year-wage", "Help"]
    assert [line.partition(":")[0] for line in err.splitlines() if not line.startswith(" ")] == flags


@pytest.mark.parametrize(
    "arguments", [(), ("--month", "2022-01"), ("--month", "2020-08", "file.json"), ("--month", "2020-08", "--programme", "x")]
)
def test_wrong_use_is_refused(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err


def test_every_parameter_that_is_there_for_the_calculators_is_looked_up_by_one() -> None:
    ways = ({"monthly_wage": "3000.00", "last_year_wage": "80000.00"}, {"last_year_base": "5000.00"})
    found = [every_contribution("2020-08", **way).to_dict()["contributions"].values() for way in ways]
    read = {step.get("parameter") for contributions in found for each in contributions for step in each["steps"]}
    definitions = shipped_rulebook().definitions.values()
    assert {each.name for each in definitions if each.read_by == "contributions"} == read - {None}
