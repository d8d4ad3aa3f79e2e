"""A county's own figures and reforms: what they change, what they leave alone, and what is said of them."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import InputError, Overlay, assess, read_overlay
from shaoxing_benefits.overlays import read_overlays

COUNTY = """
[overlay]
name = "诸暨市医疗救助"

[[medical_aid.rate_dibao]]
from = 2020-01-01
until = 2020-12-31
value = 0.80
districts = ["zhuji", "嵊州市", 330602]
source = "made-up notice, article 3"
note_en = "Made up."

[[tekun.standard]]
from = 2019-01-01
value = "1400.00"
districts = ["zhuji"]
source = ["one", "another"]
"""
REFORM = {"dibao": {"standard": {"from": "2020-07-01", "value": 950, "source": "budget talks"}}}


def county(tmp_path: Path, text: str = COUNTY, name: str = "county.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def patient(district: str = "zhuji") -> dict[str, Any]:
    """On dibao with bills of 2020: critical illness pays (40 000 - 12 500) x 70 % = 19 250, which leaves 20 750."""
    bills = {"year": 2020, "in_scope": "60000", "basic_paid": "20000", "special_drugs": 0, "other_paid": 0}
    member = {"id": "P1", "birth_date": "1970-01-01", "medical": bills}
    return {"district": district, "registration": "rural", "unstated": "none", "members": [member]}


def elder(district: str = "zhuji") -> dict[str, Any]:
    member = {"id": "P1", "birth_date": "1940-01-01", "supporter": "none"}
    return {"district": district, "registration": "rural", "unstated": "none", "members": [member]}


def mistakes(given: Any) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        read_overlay(given)
    return {each.path: str(each) for each in error.value.problems}


def row(**changed: Any) -> dict[str, Any]:
    whole = {"from": "2020-01-01", "value": "0.8", "source": "a notice"} | changed
    return {"medical_aid": {"rate_dibao": [{key: value for key, value in whole.items() if value is not None}]}}


@pytest.mark.parametrize("district", ["zhuji", "shengzhou", "yuecheng"])
def test_a_published_rate_of_a_county_makes_the_amount_firm(tmp_path: Path, district: str) -> None:
    """80 % of 20 750."""
    outcome = assess(patient(district), "2020-04", overlays=[county(tmp_path)])["medical_aid"]
    assert outcome.amount == Decimal("16600.00")
    assert outcome.missing.parameters == ()


def test_without_it_or_elsewhere_the_amount_is_open(tmp_path: Path) -> None:
    """60 % to 100 % of 20 750."""
    for household, overlays in ((patient(), []), (patient("keqiao"), [county(tmp_path)])):
        outcome = assess(household, "2020-04", overlays=overlays)["medical_aid"]
        assert (outcome.low, outcome.high) == (Decimal("12450.00"), Decimal("20750.00"))
        assert outcome.missing.parameters == ("medical_aid.rate_dibao",)


@pytest.mark.parametrize(
    ("month", "amount"),
    [("2018-12", None), ("2019-01", "1400.00"), ("2020-01", "1400.00"), ("2021-06", "1400.00")],
)
def test_it_stands_above_the_tables_from_its_first_day(tmp_path: Path, month: str, amount: str | None) -> None:
    """The tables have nothing for Zhuji before 2020, and 1434 from 2020-01-01."""
    found = assess(elder(), month, overlays=county(tmp_path))["tekun"]
    assert found.amount == (amount and Decimal(amount))
    assert assess(elder("shengzhou"), "2020-01", overlays=county(tmp_path))["tekun"].amount == Decimal("1163.00")


def test_where_it_ends_the_tables_hold_again() -> None:
    given = {"tekun": {"standard": {"from": "2020-03-01", "until": "2020-05-31", "value": 1500, "source": "x"}}}
    amounts = [assess(elder(), month, overlays=given)["tekun"].amount for month in ("2020-02", "2020-03", "2020-05", "2020-06")]
    assert [str(each) for each in amounts] == ["1434.00", "1500.00", "1500.00", "1434.00"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_its_entries_the_one_that_began_last_holds_and_after_it_the_tables(turned: bool) -> None:
    """One person without income: S, which is 850.00 in the tables."""
    rows = [
        {"from": "2020-07-01", "value": 950, "source": "x"},
        {"from": "2020-10-01", "until": "2020-11-30", "value": 960, "source": "x"},
    ]
    given = {"dibao": {"standard": rows[::-1] if turned else rows}}
    expected = {
        "2020-06": "850.00",
        "2020-07": "950.00",
        "2020-09": "950.00",
        "2020-10": "960.00",
        "2020-11": "960.00",
        "2020-12": "850.00",
    }
    assert {month: str(assess(patient(), month, overlays=given)["dibao"].amount) for month in expected} == expected


def test_a_reform_is_an_overlay_for_everybody() -> None:
    """One person without income: S."""
    amounts = [assess(patient(), month, overlays=[REFORM])["dibao"].amount for month in ("2020-06", "2020-07", "2021-03")]
    assert [str(each) for each in amounts] == ["850.00", "950.00", "950.00"]


def test_of_two_overlays_the_later_stands_above() -> None:
    second = {"dibao": {"standard": {"from": "2020-07-01", "value": 960, "districts": ["zhuji"], "source": "x"}}}
    found = [
        assess(patient(district), "2020-07", overlays=overlays)["dibao"].amount
        for district, overlays in (("zhuji", [REFORM, second]), ("zhuji", [second, REFORM]), ("keqiao", [REFORM, second]))
    ]
    assert [str(each) for each in found] == ["960.00", "950.00", "950.00"]


def test_it_holds_whatever_the_day_of_knowledge() -> None:
    assert assess(patient(), "2020-07", overlays=[REFORM], known_on="2018-06-01")["dibao"].high == Decimal("950.00")


def test_a_yearly_parameter_is_read_as_of_the_years_end() -> None:
    given = {"medical_aid": {"rate_dibao": {"from": "2020-12-31", "value": "0.9", "source": "x"}}}
    assert assess(patient(), "2020-01", overlays=given)["medical_aid"].amount == Decimal("18675.00")


def test_every_answer_names_it(tmp_path: Path) -> None:
    answer = assess(elder("shengzhou"), "2020-04", overlays=[county(tmp_path), REFORM]).to_dict()
    named = answer["rules"]["overlays"]
    assert [each["name"] for each in named] == ["诸暨市医疗救助", "overlay"]
    assert all(each["digest"].startswith("sha256:") and len(each["digest"]) == 71 for each in named)
    assert answer["rules"]["digest"] == assess(elder(), "2020-04").rules.digest


def test_a_local_value_is_a_caveat_with_its_source_and_stands_in_the_steps(tmp_path: Path) -> None:
    outcome = assess(patient(), "2020-04", overlays=[county(tmp_path)])["medical_aid"]
    caveat = next(each for each in outcome.caveats if each.parameter == "medical_aid.rate_dibao")
    assert caveat.status == "local"
    assert caveat.note == {
        "zh": "本地数值，依据：诸暨市医疗救助: made-up notice, article 3。",
        "en": "A local value, by 诸暨市医疗救助: made-up notice, article 3. Made up.",
    }
    steps = [each for each in assess(patient(), "2020-04", overlays=[county(tmp_path)]).every_step if each.id == "medical_aid.rate_dibao"]
    assert [(each.status, each.cites) for each in steps] == [("local", ("诸暨市医疗救助: made-up notice, article 3",))]


def test_the_digest_is_of_the_content_not_of_its_layout(tmp_path: Path) -> None:
    one = read_overlay(county(tmp_path))
    same = read_overlay(county(tmp_path, "# a comment\n" + COUNTY.replace("\n\n", "\n\n\n"), "other.toml"))
    other = read_overlay(county(tmp_path, COUNTY.replace("0.80", "0.81")))
    assert one == same
    assert one.digest == same.digest != other.digest


def test_the_digest_is_of_what_is_said_however_it_is_written() -> None:
    rows = {"value": 950, "source": "通知", "from": date(2020, 7, 1)}
    written = {"from": "2020-07-01", "source": ["通知"], "value": "950.00", "status": "local"}
    about = {"overlay": {"name": "x"}}
    digests = {
        read_overlay(given).digest
        for given in (
            {"dibao": {"standard": rows}, **about},
            {**about, "dibao": {"standard": [dict(reversed(rows.items()))]}},
            {**about, "dibao": {"standard": written}},
        )
    }
    others = {
        read_overlay({**about, "dibao": {"standard": rows | changed}}).digest
        for changed in (
            {"value": "950.01"},
            {"from": "2020-07-02"},
            {"until": "2020-12-31"},
            {"districts": ["zhuji"]},
            {"source": "别的通知"},
            {"note_en": "more"},
        )
    }
    assert len(digests) == 1
    assert len(others) == 6
    assert not digests & others


def test_the_order_of_what_is_said_makes_no_difference_to_the_digest() -> None:
    first, second = ({"from": f"2020-0{month}-01", "value": 950, "source": "x"} for month in (7, 9))
    given = (
        {"dibao": {"standard": [first, second]}, "tekun": {"standard": first}},
        {"tekun": {"standard": [first]}, "dibao": {"standard": (second, first)}},
    )
    assert len({read_overlay(each).digest for each in given}) == 1
    assert read_overlay({"dibao": {"standard": [first, second]}}).digest != read_overlay({"dibao": {"standard": first}}).digest


@pytest.mark.parametrize("nothing", ["", {}, [{}]])
def test_nothing_is_no_overlay(nothing: Any) -> None:
    with pytest.raises((InputError, OSError)):
        assess(patient(), "2020-04", overlays=nothing)


def test_a_file_without_a_name_is_called_after_itself(tmp_path: Path) -> None:
    path = tmp_path / "zhuji-2020.json"
    path.write_text(json.dumps(REFORM), encoding="utf-8")
    assert read_overlay(path).name == "zhuji-2020.json"
    assert read_overlay(str(path)) == read_overlay(path)


def test_what_is_read_once_may_be_used_again() -> None:
    overlay = read_overlay(REFORM)
    assert isinstance(overlay, Overlay)
    assert read_overlay(overlay) is overlay
    assert assess(patient(), "2020-07", overlays=[overlay]).rules.overlays == (overlay,)


@pytest.mark.parametrize("value", ["0.8", "0.80", Decimal("0.8")])
def test_a_value_may_be_text_or_a_number(value: Any) -> None:
    assert read_overlay(row(value=value)).entries["medical_aid.rate_dibao"][0].value == 8000


def test_an_amount_may_be_a_whole_number_and_dates_may_be_dates() -> None:
    entry = read_overlay({"dibao": {"standard": [{"from": date(2020, 7, 1), "value": 950, "source": "x"}]}}).entries["dibao.standard"][0]
    assert (entry.value, entry.begins, entry.ends, entry.districts) == (95_000, date(2020, 7, 1), None, None)


def test_whole_numbers_and_flags_are_no_text() -> None:
    given = {"from": "2020-07-01", "source": "x"}
    entries = read_overlay({"dibao": {"vehicles": given | {"value": 1}, "clergy_counted": given | {"value": True}}}).entries
    assert {name: [entry.value for entry in found] for name, found in entries.items()} == {
        "dibao.vehicles": [1],
        "dibao.clergy_counted": [1],
    }
    for value in ("1", Decimal(1), True):
        assert list(mistakes({"dibao": {"vehicles": given | {"value": value}}})) == ["overlay: dibao.vehicles.value"]


MISTAKES: list[tuple[Any, str, str]] = [
    (row(value=None), "[0].value", "is missing"),
    (row(value=0.8), "[0].value", "outside the unit ratio"),
    (row(value=True), "[0].value", "outside the unit ratio"),
    (row(value="1.01"), "[0].value", "more than this can be"),
    (row(value=-1), "[0].value", "outside the unit ratio"),
    (row(value=10**50), "[0].value", "outside the unit ratio"),
    (row(value=Decimal("1e999999")), "[0].value", "outside the unit ratio"),
    (row(value=Decimal("NaN")), "[0].value", "outside the unit ratio"),
    (row(value="0.80001"), "[0].value", "outside the unit ratio"),
    (row(source=None), "[0].source", "missing or no text"),
    (row(source=[]), "[0].source", "missing or no text"),
    (row(source=[1]), "[0].source", "missing or no text"),
    (row(source=" "), "[0].source", "missing or no text"),
    (row(source="a\x1b[31mb"), "[0].source", "control characters"),
    (row(source="x" * 301), "[0].source", "Use at most 300"),
    (row(source=["x"] * 101), "[0].source", "too much here: at most 100"),
    (row(note_zh="字" * 1001), "[0].note_zh", "Use at most 1000"),
    (row(note_en="x" * 1001), "[0].note_en", "Use at most 1000"),
    (row(note_zh=3), "[0].note_zh", "3 is no text"),
    (row(note_en=["x"]), "[0].note_en", "is no text"),
    (row(note_en="a\x1b[31mb"), "[0].note_en", "control characters"),
    (row(districts=["zhuji"] * 101), "[0].districts", "too much here: at most 100"),
    (row(**{f"key{place}": 1 for place in range(98)}), "[0]", "too much here: at most 100"),
    (row(status="published"), "[0].status", "is local"),
    (row(districts=["hangzhou"]), "[0].districts", "no district"),
    (row(districts=[]), "[0].districts", "no district"),
    (row(districts="hangzhou"), "[0].districts", "no district"),
    (row(**{"from": None}), "[0].from", "is missing"),
    (row(**{"from": "2020-02-30"}), "[0].from", "no date"),
    (row(**{"from": 2020}), "[0].from", "no date"),
    (row(until="2019-12-31"), "[0].until", "before it begins"),
    (row(known="2020-01-01"), "[0].known", "not known here"),
    (row(low="0.6"), "[0].low", "not known here"),
]


VALUES: list[tuple[str, Any, str]] = [
    ("dibao.standard", "950元", "'950元' is outside the unit yuan. Write yuan with at most two decimals"),
    ("dibao.standard", "10000000000.01", "10000000000.01 is more than this can be. Correct it."),
    ("dibao.standard", "9" * 60, "is more than this can be. Correct it."),
    ("dibao.floor_area_urban", True, "True is outside the unit square_metres. Write it with at most two decimals"),
    ("dibao.floor_area_urban", "1000000.01", "is more than this can be."),
    ("dibao_edge.income_multiple", "100.01", "is more than this can be."),
    ("disability_living.standard_share", "30", "30 is more than this can be. Correct it; 80 % is written 0.80."),
    ("disability_living.standard_share", "2.0001", "2.0001 is more than this can be."),
    ("price_subsidy.index_rise", "7.8", "7.8 is more than this can be. Correct it; 80 % is written 0.80."),
    ("dibao.vehicles", "1", "'1' is outside the unit count. Write a whole number without quotes"),
    ("tekun.elderly_age", 1000, "1000 is outside the unit age. Write a whole number without quotes"),
    ("dibao.prisoners_counted", "yes", "'yes' is outside the unit flag. Write true or false, without quotes."),
    ("dibao.rounding", "nearest", '\'nearest\' is outside the unit rounding. Write "half_up", "down" or "up".'),
    ("medical_aid.rate_dibao", "80%", "'80%' is outside the unit ratio. Write a part of one"),
    ("dibao.standard", None, "It is missing. Write the figure, or leave the entry out"),
]


def of(parameter: str, **changed: Any) -> dict[str, Any]:
    programme, _, key = parameter.partition(".")
    return {programme: {key: {"from": "2020-01-01", "source": "a notice"} | changed}}


@pytest.mark.parametrize(("parameter", "value", "says"), VALUES)
def test_a_wrong_value_is_told_with_how_it_is_written(parameter: str, value: Any, says: str) -> None:
    ((path, told),) = mistakes(of(parameter, value=value)).items()
    assert path == f"overlay: {parameter}.value"
    assert says in told


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("dibao.standard", "10000000000.00"),
        ("dibao.floor_area_urban", "1000000.00"),
        ("dibao_edge.income_multiple", "100"),
        ("disability_living.standard_share", "2"),
        ("price_subsidy.index_rise", "0.078"),
        ("price_subsidy.coefficient", "3"),
    ],
)
def test_what_makes_sense_is_taken(parameter: str, value: str) -> None:
    assert read_overlay(of(parameter, value=value)).entries[parameter][0].value


def test_a_key_without_a_value_counts_as_left_out() -> None:
    """JSON writes null; a local value without a value would be open, and still said to be local."""
    assert list(mistakes(row() | {"dibao": {"standard": {"from": "2020-01-01", "value": None, "source": "x"}}})) == [
        "overlay: dibao.standard.value"
    ]
    assert list(mistakes({"dibao": {"standard": {"from": None, "value": "1.00", "source": "x"}}})) == ["overlay: dibao.standard.from"]
    open_ended = {"dibao": {"standard": {"from": "2020-01-01", "until": None, "districts": None, "value": "1.00", "source": "x"}}}
    assert read_overlay(open_ended).entries["dibao.standard"][0].ends is None


def test_a_text_may_be_as_long_as_is_said() -> None:
    entry = read_overlay(row(source="x" * 300, note_zh="字" * 1000, note_en="y" * 1000)).entries["medical_aid.rate_dibao"][0]
    assert entry.sources == (f"overlay: {'x' * 300}",)
    assert entry.note["zh"].endswith("字" * 1000)
    assert entry.note["en"].endswith("y" * 1000)


def test_texts_of_several_lines_come_to_one() -> None:
    entry = read_overlay(row(source="Notice 12,\n  article 3", note_zh="一。\n二。")).entries["medical_aid.rate_dibao"][0]
    assert entry.sources == ("overlay: Notice 12, article 3",)
    assert entry.note["zh"] == "本地数值，依据：overlay: Notice 12, article 3。一。 二。"


@pytest.mark.parametrize(
    ("programme", "parameter", "near"),
    [("dibao", "standart", "dibao.standard?"), ("tekun", "rate_dibao", "medical_aid.rate_dibao?"), ("resettler", "zzz", "resettler.rate?")],
)
def test_an_unknown_parameter_is_told_what_it_may_be(programme: str, parameter: str, near: str) -> None:
    assert mistakes({programme: {parameter: []}})[f"overlay: {programme}.{parameter}"].endswith(near)


def test_of_a_name_that_many_programmes_have_six_are_told() -> None:
    told = mistakes({"resettler": {"rounding": []}})["overlay: resettler.rounding"]
    assert told.partition("Did you mean: ")[2].count(".rounding") == 6


def test_a_parameter_in_quotes_is_told_how_to_be_written() -> None:
    assert "Write [[dibao.standard]] with double brackets." in mistakes({"dibao.standard": "950.00"})["overlay: dibao.standard"]


@pytest.mark.parametrize(
    "given",
    [
        {"dibao": {f"standart{place}": 1 for place in range(20_000)}},
        {f"dibaostandart{place}": 1 for place in range(20_000)},
        {"dibao": {"standard": [{f"key{place}": 1 for place in range(20_000)}]}},
        {"dibao": {"standard": [1] * 1001}},
        {"overlay": {f"key{place}": 1 for place in range(20_000)}},
    ],
)
def test_of_far_too_much_no_more_is_looked_at_than_is_told(given: Any) -> None:
    assert 1 <= len(mistakes(given)) <= 1001


def test_a_file_without_a_name_is_called_by_what_a_terminal_can_show(tmp_path: Path) -> None:
    assert (
        read_overlay(county(tmp_path, COUNTY.replace("[overlay]\nname", "[overlay]\n# name"), "a\x1b[31m.toml")).name == "a\\x1b[31m.toml"
    )


@pytest.mark.parametrize("given", [5, None, 1.5])
def test_what_is_no_overlay_at_all_is_a_mistake_in_the_input(given: Any) -> None:
    with pytest.raises(InputError, match="is no overlay"):
        read_overlays(given)


@pytest.mark.parametrize(("given", "key", "says"), MISTAKES, ids=lambda value: str(value)[-40:])
def test_a_mistake_in_a_row_is_told_with_its_place(given: Any, key: str, says: str) -> None:
    found = mistakes(given)
    assert list(found) == [f"overlay: medical_aid.rate_dibao{key}"]
    assert says in found[f"overlay: medical_aid.rate_dibao{key}"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = """
    [overlay]
    nam = "x"
    [[medical_aid.rate_dibo]]
    value = 1
    [medical.rate]
    [[dibao.standard]]
    from = 2020-01-01
    value = 900
    source = "x"
    [[dibao.standard]]
    from = 2020-01-01
    value = 950
    source = "y"
    """
    path = county(tmp_path, text)
    with pytest.raises(InputError) as error:
        assess(patient(), "2020-04", overlays=[path, {"dibao": 1}, {}])
    found = {each.path.removeprefix(f"{path}: "): str(each) for each in error.value.problems}
    assert set(found) == {"overlay.nam", "medical_aid.rate_dibo", "medical", "dibao.standard", "overlay: dibao", "overlay"}
    assert "medical_aid.rate_dibao" in found["medical_aid.rate_dibo"]
    assert "Two entries begin on 2020-01-01" in found["dibao.standard"]
    assert "no value here" in found["overlay"]


def test_a_parameter_that_is_not_known_does_not_hide_the_next() -> None:
    found = mistakes({"medical_aid": {"rate_dibo": 1, "rate_dibao": 1, "rate_tekun": [], "rate_tekn": 1}, "dibo": 1, "dibao": 1})
    names = ["medical_aid.rate_dibo", "medical_aid.rate_dibao", "medical_aid.rate_tekun", "medical_aid.rate_tekn", "dibo", "dibao"]
    assert list(found) == [f"overlay: {name}" for name in names]


def standards(number: int, **more: str) -> list[dict[str, Any]]:
    """So many entries, each from the next day on."""
    return [{"from": date(2018, 1, 1) + timedelta(place), "value": 950, "source": "x", **more} for place in range(number)]


def test_a_thousand_entries_of_a_parameter_are_read() -> None:
    assert len(read_overlay({"dibao": {"standard": standards(1000)}}).entries["dibao.standard"]) == 1000
    assert list(mistakes({"dibao": {"standard": standards(1001)}})) == ["overlay: dibao.standard"]


def test_too_many_entries_of_one_parameter_do_not_hide_the_next() -> None:
    found = mistakes({"dibao": {"standard": standards(1001), "rounding": []}, "tekun": {"standard": [1]}})
    assert list(found) == ["overlay: dibao.standard", "overlay: dibao.rounding", "overlay: tekun.standard[0]"]


WRONG = standards(600, status="published")


@pytest.mark.parametrize(
    "given",
    [
        {"dibao": {"standard": WRONG}, "tekun": {"standard": WRONG}},
        {"dibao": {f"key{place}": 1 for place in range(600)}, "tekun": {f"key{place}": 1 for place in range(600)}},
        {f"programme{place}": 1 for place in range(1200)},
    ],
    ids=["entries", "parameters", "programmes"],
)
def test_after_a_thousand_mistakes_no_more_are_looked_for(given: Any) -> None:
    with pytest.raises(InputError) as error:
        read_overlay(given)
    *first, last = error.value.problems
    assert len(first) == 1000
    assert "of 1001 or more" in str(last)


@pytest.mark.parametrize("given", [{"overlay": {"name": 1}, **REFORM}, {"overlay": {"name": "a\u202eb"}, **REFORM}])
def test_a_name_is_a_short_text(given: Any) -> None:
    assert list(mistakes(given)) == ["overlay: overlay.name"]


@pytest.mark.parametrize("rows", [1, "x", [], [1], None])
def test_rows_are_a_list_of_tables(rows: Any) -> None:
    assert next(iter(mistakes({"dibao": {"standard": rows}}))).startswith("overlay: dibao.standard")


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        assess(patient(), "2020-04", overlays=[tmp_path / "none.toml"])


def test_a_file_that_is_no_toml_is_told_by_name(tmp_path: Path) -> None:
    path = county(tmp_path, "[[dibao.standard\n")
    assert next(iter(mistakes(path))).startswith(str(path))
