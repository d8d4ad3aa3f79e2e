"""Fact sheets: what they say, and every mistake in them with file and key."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from shaoxing_benefits import TableError
from shaoxing_benefits.shipped import cites_on, shipped_facts, shipped_rulebook
from shaoxing_benefits.sources import load_facts

DOCUMENT = {"id": '"paper"', "title_zh": '"文件"', "title_en": '"paper"', "kind": '"report"'}
FACT = {"place": '"p. 1"', "says_zh": '"文"', "says_en": '"text"'}
FILE = "seeds/paper.toml"


def sheet(document: dict[str, str | None] | None = None, fact: dict[str, str | None] | None = None, more: str = "") -> str:
    """A fact sheet with these changes; None leaves a key out."""
    parts = {"document": {**DOCUMENT, **(document or {})}, "facts.one": {**FACT, **(fact or {})}}
    return more + "".join(
        f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in part.items() if value is not None) for name, part in parts.items()
    )


def mistakes(folder: Path, **sheets: str) -> list[tuple[str, str]]:
    for name, text in sheets.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        load_facts(folder)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.path, str(problem)) for problem in caught.value.problems]


def test_a_fact_is_cited_by_document_and_key(tmp_path: Path) -> None:
    text = sheet(fact={"figures": '["850", "52.9", "-1"]', "dates": "[2020-01-01]"})
    (tmp_path / "paper.toml").write_text(text, encoding="utf-8")
    ((citation, fact),) = load_facts(tmp_path).items()
    assert citation == fact.id == "paper:one"
    assert fact.document.title == {"zh": "文件", "en": "paper"}
    assert (fact.place, fact.says) == ("p. 1", {"zh": "文", "en": "text"})
    assert fact.figures == {Decimal(850), Decimal("52.9"), Decimal(-1)}
    assert fact.dates == (date(2020, 1, 1),)


def test_a_fact_may_have_no_figures(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_text(sheet(), encoding="utf-8")
    fact = load_facts(tmp_path)["paper:one"]
    assert (fact.figures, fact.numbers, fact.dates) == (frozenset(), {}, ())
    assert (fact.use, fact.why) == (None, {}), "a rule or a value rests on it"
    assert (fact.document.use, fact.document.passed_over) == (None, ())


def test_a_number_with_a_name_is_a_figure_too(tmp_path: Path) -> None:
    text = sheet(fact={"figures": '["850"]', "numbers": '{ persons = "38980", cost_2020 = "3.15" }'})
    (tmp_path / "paper.toml").write_text(text, encoding="utf-8")
    fact = load_facts(tmp_path)["paper:one"]
    assert fact.numbers == {"persons": Decimal(38980), "cost_2020": Decimal("3.15")}
    assert fact.figures == {Decimal(850), Decimal(38980), Decimal("3.15")}


@pytest.mark.parametrize("use", ["check", "comparison"])
def test_a_fact_says_what_it_is_there_for(tmp_path: Path, use: str) -> None:
    (tmp_path / "paper.toml").write_text(sheet(fact={"use": f'"{use}"'}), encoding="utf-8")
    fact = load_facts(tmp_path)["paper:one"]
    assert (fact.use, fact.why) == (use, {})


def test_what_is_not_modelled_says_why(tmp_path: Path) -> None:
    text = sheet(fact={"use": '"not_modelled"', "why_zh": '"没有数字"', "why_en": '"no figure"'})
    (tmp_path / "paper.toml").write_text(text, encoding="utf-8")
    fact = load_facts(tmp_path)["paper:one"]
    assert (fact.use, fact.why) == ("not_modelled", {"zh": "没有数字", "en": "no figure"})


def test_the_use_of_a_document_is_that_of_its_facts_unless_they_say_another(tmp_path: Path) -> None:
    text = sheet({"use": '"comparison"'}) + '[facts.two]\nplace = "p. 2"\nsays_zh = "文"\nsays_en = "text"\nuse = "check"\n'
    (tmp_path / "paper.toml").write_text(text, encoding="utf-8")
    facts = load_facts(tmp_path)
    assert (facts["paper:one"].use, facts["paper:two"].use) == ("comparison", "check")
    assert facts["paper:one"].document.use == "comparison"


def test_a_document_says_what_was_read_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_text(sheet({"passed_over": '["weather", "sports"]'}), encoding="utf-8")
    assert load_facts(tmp_path)["paper:one"].document.passed_over == ("weather", "sports")


@pytest.mark.parametrize(
    ("document", "key", "says"),
    [
        ({"title_zh": None}, "title_zh", "missing or no text"),
        ({"title_en": "5"}, "title_en", "missing or no text"),
        ({"id": '"other"'}, "id", "differs from the file's name"),
        ({"kind": '"rumour"'}, "kind", "kind is not known"),
        ({"titel_zh": '"x"'}, "titel_zh", "Did you mean: title_zh?"),
        ({"use": '"check"'}, "use", "use is not known"),
        ({"use": '["comparison"]'}, "use", "use is not known"),
        ({"passed_over": '"weather"'}, "passed_over", "no list of texts"),
        ({"passed_over": '["weather", 5]'}, "passed_over", "no list of texts"),
        ({"passed_over": '["weather", " "]'}, "passed_over", "no list of texts"),
    ],
)
def test_a_mistake_about_the_document_is_reported(tmp_path: Path, document: dict[str, str | None], key: str, says: str) -> None:
    ((path, text),) = mistakes(tmp_path, paper=sheet(document))
    assert path == f"{FILE}: document.{key}"
    assert says in text


@pytest.mark.parametrize("key", ["id", "kind"])
def test_a_document_without_id_or_kind_is_reported(tmp_path: Path, key: str) -> None:
    assert {path for path, _ in mistakes(tmp_path, paper=sheet({key: None}))} == {f"{FILE}: document.{key}"}


@pytest.mark.parametrize(
    ("fact", "key", "says"),
    [
        ({"place": None}, "place", "missing or no text"),
        ({"says_zh": '" "'}, "says_zh", "missing or no text"),
        ({"says_en": "5"}, "says_en", "missing or no text"),
        ({"figures": "[850]"}, "figures", "no list of numbers in quotes"),
        ({"figures": '"850"'}, "figures", "no list of numbers in quotes"),
        ({"figures": '["eight"]'}, "figures", "no list of numbers in quotes"),
        ({"figures": '["850 yuan"]'}, "figures", "no list of numbers in quotes"),
        ({"figures": '["1-2"]'}, "figures", "no list of numbers in quotes"),
        ({"figures": '["5-"]'}, "figures", "no list of numbers in quotes"),
        ({"figures": '[""]'}, "figures", "no list of numbers in quotes"),
        ({"dates": '"2020"'}, "dates", ""),
        ({"dates": "2020-01-01"}, "dates", ""),
        ({"figure": '["850"]'}, "figure", "Did you mean: figures?"),
        ({"numbers": '["850"]'}, "numbers", "no numbers with names"),
        ({"numbers": "{ persons = 850 }"}, "numbers", "no numbers with names"),
        ({"numbers": '{ persons = "many" }'}, "numbers", "no numbers with names"),
        ({"numbers": '{ Persons = "850" }'}, "numbers", "no numbers with names"),
        ({"numbers": '{ of-persons = "850" }'}, "numbers", "no numbers with names"),
        ({"numbers": '{ persons_ = "850" }'}, "numbers", "no numbers with names"),
        ({"numbers": '{ 2020 = "850" }'}, "numbers", "no numbers with names"),
        ({"use": '"rule"'}, "use", "use is not known"),
        ({"use": '["check"]'}, "use", "use is not known"),
        ({"use": '"not_modelled"', "why_zh": '"文"'}, "why_en", "missing or no text"),
        ({"use": '"not_modelled"', "why_en": '"text"', "why_zh": '" "'}, "why_zh", "missing or no text"),
        ({"use": '"check"', "why_en": '"text"'}, "why_en", "only with what is not modelled"),
        ({"why_zh": '"文"'}, "why_zh", "only with what is not modelled"),
    ],
)
def test_a_mistake_about_a_fact_is_reported(tmp_path: Path, fact: dict[str, str | None], key: str, says: str) -> None:
    ((path, text),) = mistakes(tmp_path, paper=sheet(fact=fact))
    assert path == f"{FILE}: facts.one.{key}"
    assert says in text


def test_a_fact_that_is_no_table_is_reported(tmp_path: Path) -> None:
    ((path, text),) = mistakes(tmp_path, paper=sheet(more='facts.two = "x"\n'))
    assert path == f"{FILE}: facts.two"
    assert "is no fact" in text


def test_a_key_at_the_top_is_reported(tmp_path: Path) -> None:
    ((path, text),) = mistakes(tmp_path, paper=sheet(more='fact = "x"\n'))
    assert path == f"{FILE}: fact"
    assert "Did you mean: facts?" in text


@pytest.mark.parametrize("part", ["document", "facts"])
def test_a_part_that_is_no_table_is_reported(tmp_path: Path, part: str) -> None:
    rest = sheet().partition("[facts.one]")[0] if part == "facts" else ""
    assert f"{FILE}: {part}" in {path for path, _ in mistakes(tmp_path, paper=f"{part} = 5\n{rest}")}


def test_a_sheet_without_a_document_is_reported(tmp_path: Path) -> None:
    assert {path for path, _ in mistakes(tmp_path, paper="")} == {f"{FILE}: document.{key}" for key in DOCUMENT}


def test_a_sheet_that_is_no_toml_is_reported(tmp_path: Path) -> None:
    path, text = mistakes(tmp_path, paper="[document\n")[0]
    assert path == FILE
    assert "cannot be read" in text


def test_mistakes_of_all_sheets_are_reported_together(tmp_path: Path) -> None:
    found = mistakes(tmp_path, paper=sheet({"kind": '"x"'}, {"place": None}), second=sheet(), third=sheet({"id": '"third"'}))
    assert {path for path, _ in found} == {f"{FILE}: document.kind", f"{FILE}: facts.one.place", "seeds/second.toml: document.id"}


def test_the_shipped_sheets_hold_what_the_tables_cite() -> None:
    fact = shipped_facts()["yearbook:dibao-standard-2020"]
    assert {Decimal(810), Decimal(850)} <= fact.figures


def test_no_heading_is_passed_over_under_which_a_fact_stands() -> None:
    facts = shipped_facts().values()
    assert [fact.id for fact in facts if fact.place in fact.document.passed_over] == []


def test_the_reasons_of_the_shipped_sheets_are_in_both_languages() -> None:
    hanzi = re.compile(r"[\u4e00-\u9fff]")
    reasons = {fact.id: fact.why for fact in shipped_facts().values() if fact.why}
    assert {name: why for name, why in reasons.items() if not hanzi.search(why["zh"]) or hanzi.search(why["en"])} == {}


def test_a_total_to_check_against_has_numbers_with_names() -> None:
    assert [fact.id for fact in shipped_facts().values() if fact.use == "check" and not fact.numbers] == []


def test_what_a_table_rests_on_says_no_other_use() -> None:
    cited = {source for entries in shipped_rulebook().timelines.values() for entry in entries for source in entry.sources}
    facts = shipped_facts()
    assert {name: facts[name].use for name in cited if facts[name].use is not None} == {}


def test_a_law_has_a_first_and_a_last_day(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_text(sheet({"in_force": "2012-12-12", "ended": "2021-06-30"}), encoding="utf-8")
    document = load_facts(tmp_path)["paper:one"].document
    assert (document.in_force, document.ended) == (date(2012, 12, 12), date(2021, 6, 30))


@pytest.mark.parametrize("key", ["in_force", "ended"])
def test_the_days_of_a_law_are_dates(tmp_path: Path, key: str) -> None:
    ((path, text),) = mistakes(tmp_path, paper=sheet({key: '"2021-06-30"'}))
    assert path == f"{FILE}: document.{key}"
    assert "no date" in text


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (date(2012, 12, 11), ["children-opinion-2019:1"]),
        (date(2012, 12, 12), ["dibao-measures-2012:7", "children-opinion-2019:1"]),
        (date(2021, 6, 30), ["dibao-measures-2012:7", "children-opinion-2019:1"]),
        (date(2021, 7, 1), ["dibao-measures-2021:13", "children-opinion-2019:1"]),
    ],
)
def test_a_law_is_cited_on_its_days_only(day: date, cited: list[str]) -> None:
    """The measures of 2012 were issued on 2012-12-12 and replaced on 2021-07-01; the opinion's text bears no date."""
    assert cites_on(day, ("dibao-measures-2012:7", "dibao-measures-2021:13", "children-opinion-2019:1")) == tuple(cited)


def test_what_is_in_no_sheet_is_kept() -> None:
    assert cites_on(date(2020, 1, 1), ("made-up:1",)) == ("made-up:1",)
