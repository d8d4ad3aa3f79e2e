"""Broken rule tables: every mistake with file and key, all at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import TableError
from shaoxing_benefits.kinds import District, Rounding
from shaoxing_benefits.numbers import RATE_ONE
from shaoxing_benefits.rulebook import Question

from .test_rulebook import RATE, load

LABELS = 'label_zh = "名"\nlabel_en = "name"\n'
DEFINITIONS = RATE + "".join(
    f"[{key}]\n{LABELS}{unit}\n"
    for key, unit in {
        "cap": 'unit = "yuan"\nperiod = "once"',
        "part": 'unit = "ratio"',
        "heads": 'unit = "count"',
        "old": 'unit = "age"',
        "severe": 'unit = "grade"',
        "length": 'unit = "months"',
        "floor": 'unit = "square_metres"',
        "counted": 'unit = "flag"',
        "rounding": 'unit = "rounding"',
    }.items()
)
FILE = "rules/2020/aid.toml"
NOTED = {"note_zh": '"注"', "note_en": '"note"'}
ASSUMED = {"from": "2020-01-01", "status": '"assumed"', **NOTED}
PUBLISHED = {"from": "2020-01-01", "status": '"published"', "value": '"850.00"', "source": '["paper:one"]'}
UNPUBLISHED = {"from": "2020-01-01", "status": '"unpublished"', **NOTED}


def entry(key: str, **facts: str | None) -> str:
    return f"[[{key}]]\n" + "".join(f"{name} = {said}\n" for name, said in facts.items() if said is not None)


def mistakes(folder: Path, files: str | dict[str, str], **more: str) -> list[tuple[str, str]]:
    """Path and text of each mistake, in order."""
    with pytest.raises(TableError) as caught:
        load(folder, {"2020/aid.toml": files} if isinstance(files, str) else files, **{"definitions": DEFINITIONS, **more})
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.path, str(problem)) for problem in caught.value.problems]


def only_mistake(folder: Path, files: str | dict[str, str], **more: str) -> tuple[str, str]:
    (found,) = mistakes(folder, files, **more)
    return found


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({**PUBLISHED, "vaule": '"850"', "value": '"850.00"'}, "vaule", "Did you mean: value?"),
    ({**PUBLISHED, "until": "2019-12-31"}, "until", "ends before it begins"),
    ({**PUBLISHED, "from": None}, "from", "is missing"),
    ({**PUBLISHED, "until": '"2020-12-31"'}, "until", "is no date"),
    ({**PUBLISHED, "known": '"2020-12-31"'}, "known", "is no date"),
    ({**PUBLISHED, "until": "2020-12-31T00:00:00"}, "until", "is no date"),
    ({**PUBLISHED, "source": '["paper:two"]'}, "source", "paper:two is in no sheet"),
    ({**PUBLISHED, "source": '["paper:one", "paper:two"]'}, "source", "paper:two is in no sheet"),
    ({**ASSUMED, "value": '"1"', "source": '["nowhere:1"]'}, "source", "nowhere:1 is in no sheet"),
    ({**PUBLISHED, "value": '"851.00"'}, "value", "851.00 is not among the figures of paper:one"),
    ({**PUBLISHED, "status": '"statute"', "value": '"851.00"'}, "value", "is not among the figures"),
    ({**PUBLISHED, "status": '"publishd"'}, "status", "status is not known"),
    ({**PUBLISHED, "status": None}, "status", "status is not known"),
    ({**PUBLISHED, "status": '"local"'}, "status", "status is not known"),
    ({**PUBLISHED, "low": '"850"'}, "low", "unpublished parameters only"),
    ({**UNPUBLISHED, "value": '"850"'}, "value", "has no value"),
    ({**UNPUBLISHED, "low": '"2"', "high": '"1.99"'}, "low", "above the upper one"),
    ({**PUBLISHED, "value": None}, "value", "is missing"),
    ({**PUBLISHED, "districts": '["hangzhou"]'}, "districts", "hangzhou is no district"),
    ({**PUBLISHED, "start": '"guessed"'}, "start", 'start = "assumed"'),
    ({**PUBLISHED, "start": '"assumed"'}, "note_en", "note in both languages is missing"),
]


@pytest.mark.parametrize(("facts", "key", "says"), MISTAKES, ids=lambda value: str(value)[-50:])
def test_a_mistake_in_an_entry_is_reported_with_file_and_key(tmp_path: Path, facts: dict[str, Any], key: str, says: str) -> None:
    path, text = only_mistake(tmp_path, entry("rate", **facts))
    assert path == f"{FILE}: rate[0].{key}"
    assert says in text


@pytest.mark.parametrize("status", ["published", "statute", "derived", "planned", "secondary"])
@pytest.mark.parametrize("source", [None, "[]"])
def test_these_statuses_need_a_source(tmp_path: Path, status: str, source: str | None) -> None:
    facts = {**ASSUMED, "value": '"850"', "status": f'"{status}"', "source": source}
    path, text = mistakes(tmp_path, entry("rate", **facts))[0]
    assert path == f"{FILE}: rate[0].source"
    assert "is missing" in text


@pytest.mark.parametrize("status", ["assumed", "unpublished", "planned", "derived", "secondary"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_these_statuses_need_a_note_in_both_languages(tmp_path: Path, status: str, language: str) -> None:
    value = None if status == "unpublished" else '"850"'
    facts = {**ASSUMED, "status": f'"{status}"', "value": value, "source": '["paper:one"]', f"note_{language}": None}
    path, text = only_mistake(tmp_path, entry("rate", **facts))
    assert path.startswith(f"{FILE}: rate[0].note_")
    assert "both languages" in text


def test_a_published_value_may_come_without_a_note_and_in_other_words(tmp_path: Path) -> None:
    rulebook = load(tmp_path, {"2020/aid.toml": entry("rate", **{**PUBLISHED, "value": '"850"'})})
    assert rulebook.timelines["aid.rate"][0].value == 85_000


OUTSIDE = {
    "rate": ['"1.005"', '"-5"', "850", "850.0", '"850,00"', '"1e3"', '""', '"."', "true", '["850"]', '"NaN"'],
    "cap": ['"0.001"', "0"],
    "part": ['"0.00001"', '"50%"', "1.5", "1", '"-1"'],
    "heads": ["-1", '"2"', "10001", "true", "1.5"],
    "old": ["-1", "151", '"60"'],
    "severe": ["-1", "5", '"2"'],
    "length": ["-1", "1201", '"6"'],
    "floor": ['"52.905"', "52", "52.9"],
    "counted": ['"true"', "0", "1"],
    "rounding": ['"nearest"', '""', "0", "true"],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in OUTSIDE.items() for value in values])
def test_a_value_outside_its_unit_is_reported(tmp_path: Path, key: str, value: str) -> None:
    path, text = mistakes(tmp_path, entry(key, **ASSUMED, value=value))[0]
    assert path == f"{FILE}: {key}[0].value"
    assert "is outside the unit" in text


@pytest.mark.parametrize("end", ["low", "high"])
def test_a_bound_outside_its_unit_is_reported(tmp_path: Path, end: str) -> None:
    path, text = only_mistake(tmp_path, entry("rate", **UNPUBLISHED, **{end: '"1.005"'}))
    assert path == f"{FILE}: rate[0].{end}"
    assert "is outside the unit yuan" in text


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("rate", '"0"', 0),
        ("cap", '"12.34"', 1_234),
        ("part", '"1.5"', RATE_ONE * 3 // 2),
        ("part", '"0.0001"', 1),
        ("heads", "10000", 10_000),
        ("old", "150", 150),
        ("severe", "4", 4),
        ("length", "1200", 1_200),
        ("floor", '"52.9"', 5_290),
        ("counted", "true", True),
        ("counted", "false", False),
        ("rounding", '"half_up"', Rounding.HALF_UP),
        ("rounding", '"down"', Rounding.DOWN),
        ("rounding", '"up"', Rounding.UP),
    ],
)
def test_a_value_is_read_in_its_unit(tmp_path: Path, key: str, written: str, value: int) -> None:
    rulebook = load(tmp_path, {"2020/aid.toml": entry(key, **ASSUMED, value=written)}, definitions=DEFINITIONS)
    assert rulebook.timelines[f"aid.{key}"][0].value == value


def test_districts_need_a_parameter_kept_by_district(tmp_path: Path) -> None:
    path, text = only_mistake(tmp_path, entry("cap", **PUBLISHED, districts='["zhuji"]'))
    assert path == f"{FILE}: cap[0].districts"
    assert "not kept by district" in text


def test_an_entry_in_another_years_folder_is_reported(tmp_path: Path) -> None:
    path, text = only_mistake(tmp_path, {"2019/aid.toml": entry("rate", **PUBLISHED)})
    assert path == "rules/2019/aid.toml: rate[0].from"
    assert "year is not the folder's" in text


def test_a_parameter_that_is_not_defined_is_reported(tmp_path: Path) -> None:
    path, text = only_mistake(tmp_path, entry("rat", **PUBLISHED))
    assert path == f"{FILE}: rat"
    assert "rules/definitions/aid.toml" in text


def test_a_programme_that_is_not_defined_is_reported(tmp_path: Path) -> None:
    assert only_mistake(tmp_path, {"2020/other.toml": entry("rate", **PUBLISHED)})[0] == "rules/2020/other.toml: rate"


def test_an_entry_with_single_brackets_is_reported(tmp_path: Path) -> None:
    path, text = only_mistake(tmp_path, "[rate]\nfrom = 2020-01-01\n")
    assert path == f"{FILE}: rate"
    assert "[[rate]]" in text


def test_an_entry_that_is_no_table_is_reported(tmp_path: Path) -> None:
    assert mistakes(tmp_path, 'rate = ["850.00"]\n')[0][0] == f"{FILE}: rate[0]"


def test_the_second_entry_is_counted_from_nought(tmp_path: Path) -> None:
    later = {**PUBLISHED, "from": "2020-07-01", "value": '"851"'}
    assert only_mistake(tmp_path, entry("rate", **PUBLISHED) + entry("rate", **later))[0] == f"{FILE}: rate[1].value"


@pytest.mark.parametrize("broken", ["rate = [\n", "[[rate]]\nfrom = \n", "rate = 1\nrate = 2\n"])
def test_a_table_that_is_no_toml_is_reported(tmp_path: Path, broken: str) -> None:
    path, text = only_mistake(tmp_path, broken)
    assert path == FILE
    assert "cannot be read" in text


def test_a_table_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    load(tmp_path, {})
    (tmp_path / "rules" / "2020").mkdir()
    (tmp_path / FILE).write_bytes("# 标准".encode("gb18030"))
    with pytest.raises(TableError) as caught:
        load(tmp_path, {})
    assert [problem.path for problem in caught.value.problems] == [FILE]


# Overlaps


def both(*entries: dict[str, Any], key: str = "rate") -> str:
    return "".join(entry(key, **{**PUBLISHED, **each}) for each in entries)


def test_two_entries_of_one_day_overlap(tmp_path: Path) -> None:
    found = mistakes(tmp_path, both({}, {}))
    assert {path.split(" ")[0] for path, _ in found} == {f"{FILE}:"}
    assert all("rate" in path and "Two entries begin on 2020-01-01" in text for path, text in found)


def test_entries_overlap_in_the_districts_they_share(tmp_path: Path) -> None:
    path, _ = only_mistake(tmp_path, both({"districts": '["zhuji", "keqiao"]'}, {"districts": '["zhuji", "xinchang"]'}))
    assert path == f"{FILE}: rate zhuji"


def test_an_entry_for_all_districts_overlaps_with_that_of_one(tmp_path: Path) -> None:
    assert only_mistake(tmp_path, both({}, {"districts": '["zhuji"]'}))[0] == f"{FILE}: rate zhuji"


def test_an_entry_that_ends_after_the_next_begins_is_reported(tmp_path: Path) -> None:
    found = mistakes(tmp_path, both({"until": "2020-07-01"}, {"from": "2020-07-01"}))
    assert all("rate" in path and "runs until 2020-07-01, but the next begins on 2020-07-01" in text for path, text in found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"districts": '["zhuji"]'}, {"districts": '["keqiao"]'}),
        ({}, {"known": "2020-05-01"}),
        ({"until": "2020-06-30"}, {"from": "2020-07-01"}),
        ({}, {"status": '"planned"', **NOTED}),
    ],
    ids=["other districts", "known later", "ends the day before", "planned"],
)
def test_entries_that_do_not_overlap_are_read(tmp_path: Path, first: dict[str, str], second: dict[str, str]) -> None:
    assert len(load(tmp_path, {"2020/aid.toml": both(first, second)}).timelines["aid.rate"]) == 2


def test_two_plans_for_one_day_overlap(tmp_path: Path) -> None:
    plan = {"status": '"planned"', **NOTED}
    assert mistakes(tmp_path, both(plan, plan))


# Definitions and the rulebook itself


@pytest.mark.parametrize(
    ("definition", "key", "says"),
    [
        (f'{LABELS}unit = "euro"', "unit", "unit and period are not known"),
        (f'{LABELS}unit = "yuan"', "unit", "unit and period are not known"),
        (f'{LABELS}unit = "yuan"\nperiod = "week"', "unit", "yuan month"),
        (f'{LABELS}unit = "count"\nperiod = "month"', "unit", "unit and period are not known"),
        (f'{LABELS}unit = "flag"\nperiods = ""', "periods", "Did you mean: period?"),
        ('label_zh = "名"\nunit = "flag"', "label_en", "is missing"),
        ('label_en = "name"\nunit = "flag"', "label_zh", "is missing"),
        (f'{LABELS}unit = "flag"\nread_by = "nobody"', "read_by", "reader is not known"),
        (f'{LABELS}unit = "flag"\nby = "member"', "by", "by district or not at all"),
        (f'{LABELS}unit = "ratio"\nmost = 1', "most", "1 is outside the unit ratio"),
        (f'{LABELS}unit = "ratio"\nmost = "all"', "most", "all is outside the unit ratio"),
        (f'{LABELS}unit = "flag"\nread_on = "yearend"', "read_on", "Write month or year_end."),
        (f'{LABELS}unit = "flag"\nread_on = "year"', "read_on", "day of reading is not known"),
        (f'{LABELS}unit = "flag"\nread_on = "Year_end"', "read_on", "day of reading is not known"),
        (f'{LABELS}unit = "flag"\nread_on = ""', "read_on", "day of reading is not known"),
        (f'{LABELS}unit = "flag"\nread_on = true', "read_on", "day of reading is not known"),
        (f'{LABELS}unit = "flag"\nread_on = ["year_end"]', "read_on", "day of reading is not known"),
        (f'{LABELS}unit = "flag"\nreadon = "year_end"', "readon", "Did you mean: read_on?"),
    ],
)
def test_a_mistake_in_a_definition_is_reported_with_file_and_key(tmp_path: Path, definition: str, key: str, says: str) -> None:
    path, text = only_mistake(tmp_path, {}, definitions=f"[x]\n{definition}\n")
    assert path == f"rules/definitions/aid.toml: x.{key}"
    assert says in text


@pytest.mark.parametrize(("said", "at_year_end"), [("", False), ('read_on = "month"', False), ('read_on = "year_end"', True)])
def test_a_parameter_is_read_by_the_month_unless_it_says_otherwise(tmp_path: Path, said: str, at_year_end: bool) -> None:
    rulebook = load(tmp_path, {}, definitions=f'[x]\n{LABELS}unit = "flag"\n{said}\n')
    assert rulebook.definitions["aid.x"].at_year_end == at_year_end


BOUNDED = f'[part]\n{LABELS}unit = "ratio"\nmost = "1"\n'


@pytest.mark.parametrize("number", [{"value": '"1.01"', "status": '"assumed"'}, {"high": '"1.01"', "status": '"unpublished"'}])
def test_a_value_is_not_more_than_it_can_be_by_its_nature(tmp_path: Path, number: dict[str, str]) -> None:
    _, text = only_mistake(tmp_path, entry("part", **{"from": "2020-01-01"}, **number, **NOTED), definitions=BOUNDED)
    assert "1.01 is more than the definition's `most`" in text


def test_what_is_not_published_is_bounded_by_what_it_can_be_by_its_nature(tmp_path: Path) -> None:
    rows = entry("part", **UNPUBLISHED, low='"0.6"') + entry("part", **{**UNPUBLISHED, "from": "2020-07-01"}, high='"0.8"')
    rulebook = load(tmp_path, {"2020/aid.toml": rows}, definitions=BOUNDED)
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2020, 7, 1))
    found = [rulebook.holding("aid.part", Question(District.ZHUJI, day)) for day in days]
    assert [(each.low, each.high) for each in found] == [(None, RATE_ONE), (6_000, RATE_ONE), (None, 8_000)]


def test_a_definition_that_is_no_table_is_reported(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {}, definitions='label_zh = "名"\n')[0][0] == "rules/definitions/aid.toml: label_zh"


@pytest.mark.parametrize("missing", ["edition", "begins", "horizon"])
def test_a_rulebook_that_lacks_its_frame_is_reported(tmp_path: Path, missing: str) -> None:
    about = {"edition": '"1"', "begins": "2018-01-01", "horizon": "2021-12-31"}
    del about[missing]
    text = "".join(f"{key} = {value}\n" for key, value in about.items())
    assert only_mistake(tmp_path, {}, about=text)[0] == f"rules/rulebook.toml: {missing}"


def test_mistakes_of_all_files_are_reported_together(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        {
            "2019/aid.toml": "rate = [\n",
            "2020/aid.toml": entry("rate", **{**PUBLISHED, "value": '"851"', "until": "2019-12-31"})
            + entry("heads", **ASSUMED, value="-1"),
            "2021/aid.toml": entry("cap", **{**PUBLISHED, "from": "2021-01-01", "source": '["paper:two"]'}),
        },
        definitions=DEFINITIONS + '[odd]\nlabel_zh = "名"\nunit = "flag"\n',
    )
    assert {path for path, _ in found} == {
        "rules/definitions/aid.toml: odd.label_en",
        "rules/2019/aid.toml",
        "rules/2020/aid.toml: rate[0].until",
        "rules/2020/aid.toml: rate[0].value",
        "rules/2020/aid.toml: heads[0].value",
        "rules/2021/aid.toml: cap[0].source",
    }
