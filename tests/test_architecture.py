"""Imports point one way only, files stay small, and the core stays what it promises to be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import shaoxing_benefits

PACKAGE = Path(shaoxing_benefits.__file__).parent
LAYERS = [
    {"errors", "kinds"},
    {"numbers"},
    {"months", "places"},
    {"stated", "compiled"},
    {"tables", "converters", "documents", "rulebook", "table_units"},
    {"household"},
    {"sources", "reading", "schema", "question_words"},
    {"entry_reading", "statements", "answers"},
    {"rulebook_reading"},
    {"shipped"},
    {"overlay_reading"},
    {"overlays"},
    {"engine.rule", "engine.ranges"},
    {"engine.uncertain"},
    {"engine.paths"},
    {"engine.diagrams", "engine.facts", "engine.inlining", "engine"},
    {"engine.search", "engine.unknowns", "engine.graph"},
    {"engine.writing"},
    {"engine.scalar"},
    {"engine.column_expressions"},
    {"engine.column_loops"},
    {"engine.column_writing"},
    {"engine.columns"},
    {"engine.bounds"},
    {"engine.cases"},
    {"engine.evaluation"},
    {"engine.pieces"},
    {"programmes", "margins", "varying", "lines"},
    {"explanation", "identity", "outline", "trials"},
    {"results", "explain"},
    {"claims", "refining", "piecewise"},
    {"assessment"},
    {"asking", "outcomes", "contribution_results"},
    {"assess", "contribution_question"},
    {"population.schema", "population.arrays", "population.threads", "population"},
    {"population.columns", "population.cells", "population.csv_cells", "population.told"},
    {"population.words", "population.grouping", "population.rows"},
    {"population.values", "population.checks"},
    {"population.door", "population.scenarios", "population.results"},
    {"population.prepared", "population.pairing", "population.formats"},
    {"population.alone"},
    {"population.bounding"},
    {"population.assessing"},
    {"population.streaming"},
    {"population.files"},
    {"contributions", "questions", "evidence", "sweep"},
    {"solving", "profiles"},
    {"paper_trail.figures", "paper_trail.readers", "paper_trail"},
    {"paper_trail.terms", "paper_trail.comparing"},
    {"paper_trail.samples", "paper_trail.published_assistance", "paper_trail.published_insurance", "paper_trail.published_living"},
    {"paper_trail.published"},
    {"paper_trail.coverage"},
    {"paper_trail.show", "paper_trail.history", "paper_trail.difference", "paper_trail.check"},
    {"report.layout", "report.language", "report"},
    {"report.values", "report.problems", "report.markdown", "report.fact_words"},
    {"report.conditions_text", "report.disagreements_text"},
    {"report.overview", "report.explained"},
    {"report.text", "report.contributions_text", "report.figures", "report.solving_text"},
    {"report.rules_text", "report.published_text", "report.coverage_text", "report.questions_text", "report.population_text", "charts"},
    {"report.difference_text", "report.pages"},
    {"batch.fields", "batch.safely", "batch.seen", "batch.sheet_names", "batch.template_example", "batch.workbooks", "batch"},
    {"batch.cells", "batch.template_words"},
    {"batch.sheets"},
    {"batch.csv_sheets", "batch.excel_sheets", "batch.arrow_sheets", "batch.records"},
    {"batch.source", "batch.reading", "batch.template_book"},
    {"batch.deciding", "batch.template_pages", "batch.template_sheets"},
    {"batch.kept", "batch.answer_columns", "batch.returned_rows", "batch.template", "batch.roll_paying", "batch.roll_causes"},
    {"batch.journal", "batch.pool", "batch.arrow_answers", "batch.answer_book", "batch.returned", "batch.tally"},
    {"batch.answer_files"},
    {"batch.returned_csv"},
    {"batch.job", "batch.columns"},
    {"batch.column_job", "batch.judging"},
    {"batch.roll_changes"},
    {"batch.roll_parts"},
    {"batch.roll", "batch.roll_words"},
    {"batch.roll_tables", "batch.roll_page"},
    {"batch.roll_arrow", "batch.roll_summary"},
    {"batch.roll_book"},
    {"batch.roll_files"},
    {"cli.arguments", "cli.files", "cli.output", "cli.progress", "cli.batch_text", "cli.roll_text"},
    {"cli.options", "cli.help", "cli.interview_file"},
    {"cli.rules_commands", "cli.interview"},
    {"cli.contributions_command", "cli.interview_command", "cli.population_command", "cli.solve_command", "cli.template_command"},
    {"cli.batch_command"},
    {"cli.roll_command"},
    {"cli.commands"},
    {"cli", "__init__"},
    {"__main__"},
]
LEVEL = {module: level for level, modules in enumerate(LAYERS) for module in modules}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def level_of(module: str) -> int:
    return LEVEL[module] if module in LEVEL else LEVEL[module.partition(".")[0]]


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, by their names inside the package."""
    base = path.parent.relative_to(PACKAGE).parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = base[: len(base) - node.level + 1]
            target = ".".join((*start, *(node.module or "").split("."))).strip(".")
            yield from [f"{target}.{each.name}".strip(".") for each in node.names] if not node.module else [target]


def others(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_downwards(path: Path) -> None:
    me = name_of(path)
    for other in imports(path):
        inside = me.partition(".")[0] == other.partition(".")[0] and me.partition(".")[0] == "programmes"
        assert inside or level_of(other) < level_of(me), f"{me} imports {other}, which is not below it"


@pytest.mark.parametrize("path", sorted((PACKAGE / "programmes").glob("[!_]*.py")), ids=name_of)
def test_a_programme_sees_only_how_rules_are_written(path: Path) -> None:
    assert set(imports(path)) <= {"engine.rule", "numbers", "kinds"}
    assert others(path) == set()


def test_errors_and_kinds_import_nothing_of_ours() -> None:
    assert [*imports(PACKAGE / "errors.py"), *imports(PACKAGE / "kinds.py")] == []


def test_only_populations_import_what_the_extra_batch_brings() -> None:
    extra = {"numba", "numpy", "platformdirs", "pyarrow"}
    users = {name_of(path) for path in MODULES if extra & others(path)}
    assert {name for name in users if not name.startswith("population.")} == {
        "engine.columns",
        "batch.arrow_answers",
        "batch.arrow_sheets",
        "batch.column_job",
        "batch.columns",
        "batch.roll_arrow",
    }


def test_only_report_imports_babel() -> None:
    users = {name_of(path) for path in MODULES if "babel" in others(path)}
    assert {name.partition(".")[0] for name in users} == {"report"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330
