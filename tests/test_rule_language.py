"""Rules keep to the small language that every evaluator understands (design, section 2), and hold no policy number."""

import ast
from pathlib import Path

import pytest

from shaoxing_benefits import kinds, numbers, programmes

FILES = sorted(Path(programmes.__file__).parent.glob("[!_]*.py"))
HELPERS = {"divide", "portion", "share", "min", "max"}
ALLOWED = (
    ast.If, ast.Return, ast.Assign, ast.Name, ast.Load, ast.Store, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not,
    ast.Compare, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.BinOp, ast.Add, ast.Sub, ast.Mult,
)  # fmt: skip


def problems(body: list[ast.stmt]) -> list[str]:
    found: list[str] = []
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                if not (isinstance(node.func, ast.Name) and node.func.id in HELPERS and not node.keywords):
                    found.append(f"line {node.lineno}: calls {ast.unparse(node.func)}")
            elif isinstance(node, ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                if not hasattr(kinds, owner):
                    found.append(f"line {node.lineno}: looks up {ast.unparse(node)}")
            elif isinstance(node, ast.Constant):
                if node.value not in (0, 1):
                    found.append(f"line {node.lineno}: the number {node.value!r} belongs in rules/")
            elif isinstance(node, ast.Compare) and len(node.ops) > 1:
                found.append(f"line {node.lineno}: compares three things at once")
            elif not isinstance(node, ALLOWED):
                found.append(f"line {getattr(node, 'lineno', '?')}: {type(node).__name__}")
    return found


def rule_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rules_keep_to_their_language(path: Path) -> None:
    found = []
    for function in rule_functions(ast.parse(path.read_text(encoding="utf-8"))):
        assert ast.get_docstring(function), f"{function.name} says nothing of what it means"
        assert [each.func.id for each in function.decorator_list if isinstance(each, ast.Call)] in (["rule"], ["condition"])  # type: ignore[attr-defined]  # decorators are names here
        found += [f"{function.name}, {problem}" for problem in problems(function.body[1:])]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_condition_is_one_condition(path: Path) -> None:
    """A condition's docstring is one sentence, which is what a refusal prints."""
    for function in rule_functions(ast.parse(path.read_text(encoding="utf-8"))):
        text = ast.get_docstring(function) or ""
        assert text.endswith("."), function.name
        assert "\n" not in text, function.name


@pytest.mark.parametrize(
    "body",
    [
        "return income is None",
        "return income // 2",
        "return income / 2",
        "return income in (1, 2)",
        "return 0 < income < limit",
        "return sum(incomes)",
        "return table[income]",
        "return 850",
        "return 1.5",
        "for each in incomes:\n    return each",
        "return round(income)",
        "return income if income else 0",
        "return numbers.divide(income, 1, 0)",
        "while income:\n    income = 0",
    ],
)
def test_the_lint_finds_what_is_not_allowed(body: str) -> None:
    assert problems(ast.parse(body).body)


def test_the_helpers_are_those_of_numbers() -> None:
    assert all(hasattr(numbers, name) for name in HELPERS - {"min", "max"})
