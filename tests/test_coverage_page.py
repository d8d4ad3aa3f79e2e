"""Every fact has its place on the coverage page, and the pages in the tree are what is made from tables and fact sheets."""

import re
import runpy
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from shaoxing_benefits.errors import TableError
from shaoxing_benefits.paper_trail.check import check
from shaoxing_benefits.paper_trail.coverage import Coverage, coverage, problems
from shaoxing_benefits.paper_trail.published import published_totals
from shaoxing_benefits.report.coverage_text import coverage_page
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.markdown import number_text, table
from shaoxing_benefits.report.pages import pages
from shaoxing_benefits.shipped import shipped_facts
from shaoxing_benefits.sources import CHECK, COMPARISON, DOCUMENT_KINDS, NOT_MODELLED, Document, Fact

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COVERED = {each.fact.id: each for document in coverage() for each in document.facts}
PAGES = pages()


@pytest.mark.parametrize("name", ["published-totals.md", "published-totals.zh.md", "coverage.md", "coverage.zh.md"])
def test_the_page_in_the_tree_is_the_one_that_is_made(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "make docs writes it anew"


def test_make_docs_writes_all_pages(tmp_path: Path) -> None:
    script = tmp_path / "generate.py"
    script.write_text((DOCS / "generate.py").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "coverage.md").write_text("stale", encoding="utf-8")
    runpy.run_path(str(script), run_name="__main__")
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.md")} == PAGES
    written = (tmp_path / "coverage.md").stat().st_mtime_ns
    runpy.run_path(str(script), run_name="__main__")
    assert (tmp_path / "coverage.md").stat().st_mtime_ns == written, "what is as it should be is left alone"


def test_the_makefile_has_the_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^docs:.*\n\t.* docs/generate\.py$", makefile, re.MULTILINE)
    assert re.search(r"^\.PHONY:.* docs\b", makefile, re.MULTILINE)


def test_no_fact_is_left_over() -> None:
    assert list(problems()) == []
    assert COVERED.keys() == shipped_facts().keys()


@pytest.mark.parametrize("name", ["coverage.md", "coverage.zh.md"])
def test_every_fact_has_its_place_on_the_page(name: str) -> None:
    spoken = "zh" if ".zh." in name else "en"
    for document in coverage():
        _, _, part = PAGES[name].partition(f"\n## {document.document.title[spoken]}\n")
        rows = [line for line in part.partition("\n## ")[0].splitlines() if line.startswith("| `")]
        assert [row.split("|")[1].strip(" `") for row in rows] == [each.fact.key for each in document.facts]
        for row, each in zip(rows, document.facts, strict=True):
            assert each.fact.place in row
            assert each.fact.says[spoken] in row
            assert all(f"{figure:f}" in row for figure in each.fact.numbers.values())
            assert row.rstrip(" |").rpartition("|")[2].strip(), f"{each.fact.id} says no use"


@pytest.mark.parametrize("name", ["coverage.md", "coverage.zh.md"])
def test_what_was_passed_over_stands_there_too(name: str) -> None:
    for document in coverage():
        for heading in document.document.passed_over:
            assert f"\n- {heading}\n" in PAGES[name]


def uses(each: Coverage) -> tuple[list[str], list[str], list[str]]:
    return [cited.definition.name for cited in each.parameters], [rule.name for rule in each.rules], [made.id for made in each.checks]


def test_a_rule_is_a_parameter_or_a_citation() -> None:
    standard = COVERED["yearbook:dibao-standard-2020"]
    parameters, _, checks = uses(standard)
    assert "dibao.standard" in parameters
    assert {"dibao_goal", "two_documents"} <= set(checks)
    article = COVERED["zhejiang-regulation:9"]
    assert "dibao_income_below_limit" in uses(article)[1]
    assert article.is_rule
    assert not article.is_comparison
    assert not article.is_not_modelled


def test_other_cities_are_for_comparison() -> None:
    cities = [each for each in COVERED.values() if each.fact.document.id in ("ningbo", "pinghu")]
    assert len(cities) >= 15
    assert all(each.is_comparison and not each.is_rule for each in cities)
    assert uses(COVERED["ningbo:dibao-recipients-2020"])[2] == ["dibao_spending_elsewhere"]


def test_of_what_is_planned_the_page_says_so() -> None:
    row = next(line for line in PAGES["coverage.md"].splitlines() if line.startswith("| `gradual-exit` "))
    assert "draft; parameter: " in row
    assert "[dibao.gradual_exit_months] (planned)" in row


def test_what_is_not_modelled_says_why() -> None:
    why = shipped_facts()["bureau-report:orphans-at-college-2020"].why
    for name, spoken in (("coverage.md", "en"), ("coverage.zh.md", "zh")):
        row = next(line for line in PAGES[name].splitlines() if line.startswith("| `orphans-at-college-2020` "))
        assert why[spoken].rstrip(".。") in row


def test_the_table_on_top_counts_facts_and_uses() -> None:
    for document in coverage():
        counts = [
            len(document.facts),
            sum(bool(each.parameters or each.rules) for each in document.facts),
            sum(bool(each.checks) for each in document.facts),
            sum(each.fact.use == COMPARISON for each in document.facts),
            sum(each.fact.use == NOT_MODELLED for each in document.facts),
        ]
        assert f"| {document.document.title['en']} | {' | '.join(map(str, counts))} |" in PAGES["coverage.md"]
    assert f"| together | {len(shipped_facts())} |" in PAGES["coverage.md"]


def test_own_documents_come_first_then_other_cities_then_the_law() -> None:
    order = [each.document.id for each in coverage()]
    assert order[:5] == ["yearbook", "bureau-report", "draft-opinion", "ningbo", "pinghu"]
    assert order[-1] == "elsewhere"


def made_up(use: str | None, kind: str = "report") -> Mapping[str, Fact]:
    document = Document("made-up", kind, {"zh": "虚构", "en": "made up"}, None, ())
    fact = Fact(document, "a-fact", "a heading", {"zh": "…", "en": "…"}, frozenset(), {}, (), use, {})
    return {**shipped_facts(), fact.id: fact}


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_a_document_of_any_kind_has_its_place(kind: str) -> None:
    for name, title in (("en", "made up"), ("zh", "虚构")):
        page = coverage_page(coverage(made_up(COMPARISON, kind), checks=()), {}, language(name))
        assert f"\n## {title}\n\n`made-up`" in page


@pytest.mark.parametrize(
    ("use", "told"),
    [
        (None, "No rule, table or check rests on it."),
        (CHECK, "no published total is held against it"),
        (COMPARISON, ""),
        (NOT_MODELLED, ""),
    ],
)
def test_a_fact_that_is_there_for_nothing_is_told(use: str | None, told: str) -> None:
    found = [str(each) for each in problems(made_up(use))]
    assert len(found) == bool(told)
    assert all(each.startswith("seeds/made-up.toml: facts.a-fact: ") and told in each for each in found)


def test_checking_the_rules_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shaoxing_benefits.paper_trail.coverage.shipped_facts", lambda: made_up(None))
    with pytest.raises(TableError, match=r"^seeds/made-up\.toml: facts\.a-fact: No rule, table or check rests on it\."):
        check()


def test_a_fact_that_rules_rest_on_is_modelled() -> None:
    name = "yearbook:dibao-standard-2020"
    facts = {**shipped_facts(), name: shipped_facts()[name]._replace(use=NOT_MODELLED)}
    (found,) = problems(facts)
    assert found.path == "seeds/yearbook.toml: facts.dibao-standard-2020"
    assert "rules or tables rest on it" in str(found)


def test_checks_have_the_same_number_on_both_pages() -> None:
    for number, each in enumerate(published_totals(), 1):
        assert f"\n### {number}. {language('zh').say(each.title)}\n" in PAGES["published-totals.zh.md"]
        assert f"\n### {number}. {each.title}\n" in PAGES["published-totals.md"]
    pharmacies = [each.id for each in published_totals()].index("pharmacies") + 1
    row = next(line for line in PAGES["coverage.md"].splitlines() if line.startswith("| `pharmacies-2020` "))
    assert row.endswith(f"| check {pharmacies} |")


def test_all_that_differs_stands_on_top_of_the_page_of_totals() -> None:
    _, _, rest = PAGES["published-totals.md"].partition("\nAll that differs:\n")
    rows = [line for line in rest.partition("\n## ")[0].splitlines() if re.match(r"\| \d", line)]
    differing = [line for each in published_totals() for line in each.lines if line.verdict == "differs"]
    assert len(rows) == len(differing) == 10
    assert "| Zhuji | ten thousand yuan | 1,551.24 | 1,554.195 | -2.955 |" in rest


def test_a_limit_and_a_rounding_are_shown_as_such() -> None:
    page = PAGES["published-totals.md"]
    assert "| ≈ 673.42 | ≤ 850 |" in page
    assert "| 1,163 | ≥ 1,105 | +58 |" in page
    assert "| 17,880.75 | 17,880 | +0.75 | ≈ +0.0042% | within rounding (cut to 1) |" in page
    assert "within rounding (rounded to 0.1) |" in page
    assert "| months of one person | 591 | a whole number | – | – | holds |" in page


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "0"),
        ("850", "850"),
        ("4286.195", "4,286.195"),
        ("-2.955", "-2.955"),
        ("0.0001", "0.0001"),
        ("2/3", "≈ 0.67"),
        ("-2/3", "≈ -0.67"),
        ("1/1000000", "≈ 0"),
        ("1/3000", "≈ 0.0003"),
        ("0.12345", "≈ 0.12"),
        ("673.425001", "≈ 673.43"),
    ],
)
def test_figures_are_shown_in_full_or_said_to_be_rounded(number: str, shown: str) -> None:
    assert number_text(Fraction(number), language("en")) == shown


def test_a_sign_is_shown_where_it_is_asked_for() -> None:
    shown = [number_text(Fraction(number), language("en"), signed=True) for number in (0, 1, -1)]
    assert shown == ["0", "+1", "-1"]


def test_a_table_keeps_its_cells_apart() -> None:
    assert list(table(("a", "b"), [("1|2", "3")], right=frozenset((1,)))) == ["| a | b |", "| --- | ---: |", "| 1\\|2 | 3 |"]
