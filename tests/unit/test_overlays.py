"""A county's own figures and reforms: what they change, what they leave alone, and what is said of them."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import InputError, Overlay, assess, read_overlay

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
    (row(source="a\nb"), "[0].source", "missing or no text"),
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
