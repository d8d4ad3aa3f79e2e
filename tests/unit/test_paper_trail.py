"""The tables as of a day and a parameter's history: worked out from the sources' figures, on both sides of every day."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import InputError, Month, UsageError
from shaoxing_benefits.asking import asked, rule_set
from shaoxing_benefits.kinds import District
from shaoxing_benefits.paper_trail.figures import Figure, percent
from shaoxing_benefits.paper_trail.history import History, history
from shaoxing_benefits.paper_trail.readers import readers, resting_on
from shaoxing_benefits.paper_trail.show import Shown, show
from shaoxing_benefits.paper_trail.terms import programmes_of, to_when
from shaoxing_benefits.rulebook import Entry

URBAN = (District.YUECHENG, District.KEQIAO, District.SHANGYU)
KEYS = [
    "parameter", "label", "unit", "period", "per", "districts", "value", "low", "high", "status", "from", "until", "known", "start_assumed",
    "overlay", "sources", "note",
]  # fmt: skip
RULEBOOK = rule_set().rulebook


def figures(shown: Shown, parameter: str) -> list[Figure]:
    return [each for each in shown.figures if each.entry.name == parameter]


def values(when: str, parameter: str, **terms: Any) -> list[str | None]:
    """The values of a parameter as of a day, one for each group of districts that agree."""
    found = figures(show(when, parameter.partition(".")[0], **terms), parameter)
    return [None if each.value is None else str(each.value) for each in found]


def problems(when: Any, programmes: Iterable[str] = (), **terms: Any) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        show(when, programmes, **terms)
    return [(problem.path, problem.problem) for problem in caught.value.problems]


# Days


@pytest.mark.parametrize(
    ("said", "day", "month"),
    [
        ("2020", date(2020, 12, 31), Month(2020, 12)),
        (2020, date(2020, 12, 31), Month(2020, 12)),
        ("2020-04", date(2020, 4, 1), Month(2020, 4)),
        ("2020-4", date(2020, 4, 1), Month(2020, 4)),
        ("２０２０-０４", date(2020, 4, 1), Month(2020, 4)),
        ("2020-04-15", date(2020, 4, 15), Month(2020, 4)),
        (Month(2020, 4), date(2020, 4, 1), Month(2020, 4)),
        (date(2020, 4, 15), date(2020, 4, 15), Month(2020, 4)),
    ],
)
def test_a_year_is_its_last_day_and_a_month_its_first(said: Any, day: date, month: Month) -> None:
    assert (to_when(said).day, to_when(said).month) == (day, month)


@pytest.mark.parametrize("said", ["", "20", "0000", "20200", "2020-13", "2020-04-31", "2020/04", "April 2020", None, 2.5, [2020]])
def test_what_is_no_year_month_or_day_is_refused(said: Any) -> None:
    ((_, problem),) = problems(said)
    assert problem == "This is no year, month or day."


# What holds on a day


@pytest.mark.parametrize(
    ("when", "standard"),
    [("2018", None), ("2019-01", "810.00"), ("2019", "810.00"), ("2020-01-01", "850.00"), ("2020", "850.00"), ("2021", None)],
)
def test_the_dibao_standard_as_of_a_day(when: str, standard: str | None) -> None:
    assert values(when, "dibao.standard") == [standard]


def test_an_unpublished_figure_has_its_bounds() -> None:
    bounds = [(each.low, each.high) for when in ("2018", "2021") for each in figures(show(when, "dibao"), "dibao.standard")]
    assert bounds == [(None, Decimal("810.00")), (Decimal("850.00"), None)]


@pytest.mark.parametrize(
    ("when", "factor"),
    [("2020-02-01", "1.5"), ("2020-02-29", "1.5"), ("2020-03-01", None), ("2020-03-31", None), ("2020-04", "2"), ("2020-06-30", "2"),
     ("2020-07", "1"), ("2020", "1"), ("2021-01", None)],
)  # fmt: skip
def test_a_figure_of_some_months_ends_with_them(when: str, factor: str | None) -> None:
    assert values(when, "price_subsidy.stage_factor") == [factor]


def test_districts_that_agree_stand_together() -> None:
    found = [(each.districts, str(each.value)) for each in figures(show("2020", "tekun"), "tekun.standard")]
    # 市区 1602; 诸暨 1434, 嵊州 1163, 新昌 1347: in the order of their codes.
    assert found == [
        (URBAN, "1602.00"),
        ((District.XINCHANG,), "1347.00"),
        ((District.ZHUJI,), "1434.00"),
        ((District.SHENGZHOU,), "1163.00"),
    ]
    before = [(each.districts, each.value) for each in figures(show("2019", "tekun"), "tekun.standard")]
    assert before == [(URBAN, Decimal("1486.00")), ((District.XINCHANG, District.ZHUJI, District.SHENGZHOU), None)]


def test_where_all_districts_agree_none_is_named() -> None:
    (figure,) = figures(show("2020", "tekun"), "tekun.elderly_age")
    assert (figure.districts, figure.to_dict()["districts"]) == (None, None)


def test_where_no_entry_holds_it_says_so() -> None:
    (figure,) = figures(show("2019", "shopping_card"), "shopping_card.value")
    assert not figure.is_held
    told = figure.to_dict()
    assert (told["status"], told["value"], told["from"], told["sources"]) == ("unpublished", None, None, [])
    assert told["note"]["en"] == "The tables hold no value for that day."


def test_a_yearly_programme_is_read_at_the_end_of_the_year(tmp_path: Path) -> None:
    rate = {"medical_aid": {"rate_dibao": {"from": "2020-07-01", "value": "0.80", "source": "a paper"}}}
    assert values("2020-02", "medical_aid.rate_dibao", overlays=rate) == ["0.8"]
    assert values("2019", "medical_aid.rate_dibao", overlays=rate) == [None]


def test_what_was_not_known_yet_is_not_shown() -> None:
    assert values("2020-01", "dibao.standard", known_on="2019-12-31") == ["810.00"]
    assert values("2020-01", "dibao.standard", known_on="2020-01-01") == ["850.00"]


def test_a_plan_is_shown_only_when_asked_for() -> None:
    (figure,) = figures(show("2021", "dibao", assume_planned=True), "dibao.standard")
    assert (str(figure.value), figure.entry.status) == ("890.00", "planned")
    assert values("2020", "dibao.standard", assume_planned=True) == ["850.00"]


def test_a_countys_figure_stands_above_the_tables_for_its_districts_and_days() -> None:
    own = {"overlay": {"name": "Zhuji"}, "dibao": {"standard": {"from": "2020-07-01", "until": "2020-12-31", "value": "900.00",
           "districts": ["zhuji"], "source": "notice 1"}}}  # fmt: skip
    others = (*URBAN, District.XINCHANG, District.SHENGZHOU)
    found = [(each.districts, str(each.value), each.overlay) for each in figures(show("2020", "dibao", overlays=own), "dibao.standard")]
    assert found == [(others, "850.00", None), ((District.ZHUJI,), "900.00", "Zhuji")]
    assert values("2020-06", "dibao.standard", overlays=own) == ["850.00"]
    local = figures(show("2020", "dibao", overlays=own), "dibao.standard")[1]
    assert [each.to_dict() for each in local.sources] == [{"id": "Zhuji: notice 1", "document": None, "place": None}]


def test_all_parameters_are_shown_programme_by_programme() -> None:
    shown = show("2020-04-15")
    assert list(dict.fromkeys(each.entry.name for each in shown.figures)) == [name for name, _ in shown]
    assert {name for name, _ in shown} == set(RULEBOOK.definitions)
    assert shown.programmes == programmes_of(RULEBOOK)
    parts = list(dict.fromkeys(name.partition(".")[0] for name, _ in shown))
    assert parts == [each for each in shown.programmes if each in parts]


def test_the_programmes_asked_for_are_shown_once_and_in_order() -> None:
    assert show("2020", ["tekun", "dibao", "tekun"]).programmes == ("dibao", "tekun")
    assert show("2020", "common").programmes == ("common",)
    assert {name.partition(".")[0] for name, _ in show("2020", "tekun")} == {"tekun"}


@pytest.mark.parametrize("month", ["2018-01", "2019-12", "2020-03", "2020-09", "2021-07", "2021-12"])
@pytest.mark.parametrize("district", District)
def test_what_is_shown_is_what_the_rules_read(month: str, district: District) -> None:
    """For the first day of a month: the very entries that an assessment of the month uses."""
    used = asked(month, None, None, False, False, None).context(district).entry_of
    shown = {each.entry.definition.code_name: each for each in show(month).figures if each.districts is None or district in each.districts}
    assert len(used) > 50
    assert {name: (entry.value, entry.low, entry.high, entry.begins, entry.status) for name, entry in used.items()} == {
        name: (each.entry.value, each.entry.low, each.entry.high, each.entry.begins, each.entry.status)
        for name, each in shown.items()
        if name in used
    }


# Outside of the tables, and other wrong use


@pytest.mark.parametrize(("when", "refused"), [("2017-12-31", True), ("2018-01", False), ("2021", False), ("2021-12-31", False),
                                               ("2022-01-01", True), ("2022", True)])  # fmt: skip
def test_days_outside_the_tables_are_refused(when: str, refused: bool) -> None:
    if refused:
        ((path, problem),) = problems(when)
        assert path == when
        assert "The tables" in problem
    else:
        assert show(when, "dibao").figures


def test_beyond_the_horizon_the_last_figures_are_shown_when_asked_for() -> None:
    assert values("2022", "dibao.standard_year_target", beyond_horizon=True, assume_planned=True) == ["11000.00"]
    assert problems("2017", beyond_horizon=True)


def test_all_mistakes_are_told_at_once() -> None:
    assert problems("2020-13", ["dibo", "tekun", "orphans"], known_on="x") == [
        ("'2020-13'", "This is no year, month or day."),
        ("known_on", "{value} is no date."),
        ("'dibo'", "There is no such programme."),
        ("'orphans'", "There is no such programme."),
    ]


def test_a_wrong_overlay_is_refused() -> None:
    with pytest.raises(InputError, match="No such parameter is defined"):
        show("2020", overlays={"dibao": {"standart": {"from": "2020-01-01", "value": "1", "source": "x"}}})


# The data


def test_what_is_shown_cannot_be_written_to() -> None:
    """The texts are those of the sheets, which all answers share."""
    source = figures(show("2020", "tekun"), "tekun.standard")[0].sources[0]
    with pytest.raises(TypeError):
        source.document["en"] = "another"  # type: ignore[index]
    source.to_dict()["document"]["en"] = "another"
    assert source.to_dict()["document"]["en"] == "Shaoxing yearbook, the year 2020"


def test_a_figure_as_data() -> None:
    told = figures(show("2020", "tekun"), "tekun.standard")[1].to_dict()
    assert list(told) == KEYS
    note = told.pop("note")
    assert list(note) == ["zh", "en"]
    assert all(note.values())
    assert told == {
        "parameter": "tekun.standard", "label": {"zh": "特困基本生活标准", "en": "tekun living standard"},
        "unit": "yuan", "period": "month", "per": "person", "districts": ["xinchang"], "value": "1347.00", "low": None, "high": None,
        "status": "published", "from": "2020-01-01", "until": None, "known": None, "start_assumed": True, "overlay": None,
        "sources": [{
            "id": "yearbook:tekun-standard-2020",
            "document": {"zh": "绍兴年鉴（2020年部分）", "en": "Shaoxing yearbook, the year 2020"},
            "place": "社会救助 / 提高特困人员基本生活标准",
        }],
    }  # fmt: skip


def test_ratios_counts_and_flags_as_data() -> None:
    shown = {each["parameter"]: each for each in show("2020").to_dict()["parameters"]}
    assert [shown[name]["value"] for name in ("dibao_edge.income_multiple", "tekun.elderly_age", "common.prisoners_excluded")] == [
        "1.5", 60, True,
    ]  # fmt: skip
    assert shown["dibao.rounding"]["value"] == "half_up"
    assert (shown["tekun.elderly_age"]["unit"], shown["tekun.elderly_age"]["period"]) == ("age", None)


def test_what_became_known_on_another_day_says_when() -> None:
    (target,) = history("dibao.standard_year_target").timelines[0].figures
    # The goal for 2022 was named in 2020.
    assert (target.to_dict()["from"], target.to_dict()["known"]) == ("2022-01-01", "2020-09-30")
    (standard,) = figures(show("2020", "dibao"), "dibao.standard")
    assert standard.to_dict()["known"] is None


def test_everything_is_ready_for_json() -> None:
    told = show("2020", ["tekun"], known_on="2020-12-31").to_dict()
    assert json.loads(json.dumps(told)) == told
    assert list(told) == ["day", "rules", "options", "programmes", "parameters"]
    assert (told["day"], told["options"]["known_on"], told["rules"]["edition"]) == ("2020-12-31", "2020-12-31", RULEBOOK.edition)
    assert json.loads(json.dumps(history("dibao.standard").to_dict())) == history("dibao.standard").to_dict()


# History


def timelines(found: History) -> list[tuple[Any, list[tuple[str, str | None, str, str | None]]]]:
    """For each group of districts: first day, value, status, change in per cent."""

    def row(dated: Any) -> tuple[str, str | None, str, str | None]:
        entry: Entry = dated.figure.entry
        change = None if dated.change is None or dated.change.percent is None else str(dated.change.percent)
        return (entry.begins.isoformat(), None if dated.figure.value is None else str(dated.figure.value), str(entry.status), change)

    return [(each.districts, [row(dated) for dated in each.figures]) for each in found.timelines]


def test_the_history_of_the_tekun_standard() -> None:
    # 114 of 1372 are 8.309 %, 116 of 1486 are 7.806 %.
    urban = [
        ("2018-01-01", "1372.00", "published", None),
        ("2019-01-01", "1486.00", "published", "8.31"),
        ("2020-01-01", "1602.00", "published", "7.81"),
    ]
    unpublished = ("2018-01-01", None, "unpublished", None)
    others = {District.XINCHANG: "1347.00", District.ZHUJI: "1434.00", District.SHENGZHOU: "1163.00"}
    rest = [((each,), [unpublished, ("2020-01-01", value, "published", None)]) for each, value in others.items()]
    found = history("tekun.standard")
    assert timelines(found) == [(URBAN, urban), *rest]
    assert all(dated.figure.sources for each in found.timelines for dated in each.figures if dated.figure.value is not None)


def test_the_history_has_plans_and_what_is_not_published() -> None:
    # 40 of 810 are 4.938 %; the plan is held against the 850 in force: 40 of 850 are 4.706 %.
    assert timelines(history("dibao.standard")) == [
        (None, [
            ("2018-01-01", None, "unpublished", None),
            ("2019-01-01", "810.00", "published", None),
            ("2020-01-01", "850.00", "published", "4.94"),
            ("2021-01-01", None, "unpublished", None),
            ("2021-01-01", "890.00", "planned", "4.71"),
        ])
    ]  # fmt: skip


def test_no_figure_is_held_against_a_plan() -> None:
    ((_, rows),) = timelines(
        history("dibao.standard", overlays={"dibao": {"standard": {"from": "2021-06-01", "value": "901.00", "source": "x"}}})
    )
    # 51 of 850 are 6 %, while 11 of the 890 that were planned would be 1.24 %.
    assert rows[-1] == ("2021-06-01", "901.00", "local", "6.00")


def test_a_countys_own_figure_has_a_history_of_its_own() -> None:
    own = {"dibao": {"standard": {"from": "2020-07-01", "value": "900.00", "districts": ["zhuji"], "source": "x"}}}
    found = timelines(history("dibao.standard", overlays=own))
    assert [districts for districts, _ in found] == [(*URBAN, District.XINCHANG, District.SHENGZHOU), (District.ZHUJI,)]
    assert [row[0] for row in found[1][1]] == ["2018-01-01", "2019-01-01", "2020-01-01", "2020-07-01", "2021-01-01", "2021-01-01"]


def test_every_parameter_has_a_history() -> None:
    for name in RULEBOOK.definitions:
        found = history(name)
        assert found.to_dict()["parameter"] == name
        told = {id(dated.figure.entry) for each in found.timelines for dated in each.figures}
        assert told == {id(entry) for entry in RULEBOOK.timelines[name]}
        assert sorted(district for each in found.timelines for district in each.districts or District) == sorted(District)


def test_ratios_change_by_a_difference_and_not_in_per_cent() -> None:
    changes = [each.change for each in history("price_subsidy.stage_factor").timelines[0].figures]
    # January 1, February 1.5, March open, then 2 against the 1.5 before it, from July 1.
    assert [None if each is None else (str(each.difference), each.percent) for each in changes[1:5]] == [
        ("0.5", None), None, ("0.5", None), ("-1", None),
    ]  # fmt: skip


def test_what_is_no_number_has_no_change() -> None:
    changes = [each.change for each in history("tekun.old_age_allowance_counted").timelines[0].figures]
    assert changes == [None, None]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (810, 850, "4.94"), (850, 810, "-4.71"), (1372, 1602, "16.76"), (100, 100, "0.00"), (100, 200, "100.00"),
        (20_000, 20_001, "0.01"), (20_000, 19_999, "-0.01"), (40_000, 40_001, "0.00"), (13_333, 13_334, "0.01"), (13_334, 13_333, "-0.01"),
    ],
)  # fmt: skip
def test_per_cent_are_exact_and_rounded_half_up_a_fall_like_a_rise(old: int, new: int, changed: str) -> None:
    assert str(percent(old, new)) == changed


@pytest.mark.parametrize(
    ("said", "problem", "says"),
    [
        ("tekun", "This is a programme, not a parameter.", "tekun.standard"),
        ("dibao_edge", "This is a programme, not a parameter.", "dibao_edge."),
        ("standard", "There is no such parameter.", "dibao.standard, tekun.standard"),
        ("tekun.standart", "There is no such parameter.", "tekun.standard"),
        ("dibao_standard", "There is no such parameter.", "dibao.standard"),
        ("", "There is no such parameter.", "`rules show` lists all"),
        ("zzz.qqq", "There is no such parameter.", "`rules show` lists all"),
    ],
)
def test_an_unknown_parameter_is_refused_with_a_hint(said: str, problem: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        history(said)
    (found,) = caught.value.problems
    assert found.problem == problem
    assert says in str(found)


# Readers


def test_the_rules_that_take_a_parameter_are_named() -> None:
    assert {"dibao_income_limit", "tekun_income_limit"} <= {each.rule for each in readers()["dibao.standard"]}
    (reader,) = readers()["dibao_edge.income_multiple"]
    assert not reader.is_condition
    assert [each.rule for each in readers()["orphan.age_limit"] if each.is_condition]
    assert "procedure.payment_day" not in readers()


def test_the_programmes_that_rest_on_a_parameter_are_named_though_it_is_not_their_own() -> None:
    resting = resting_on(RULEBOOK.definitions["dibao.standard"])
    assert {"dibao", "dibao_edge", "price_subsidy", "disability_living"} <= set(resting)
    assert "orphan" not in resting
    assert resting_on(RULEBOOK.definitions["dibao.averaging_months"]) == ()
    assert history("dibao.averaging_months").to_dict()["read_by"] == "people"
