"""Expressions of `writing` made fit for columns: what is known beforehand is written in, and branches become choices.

A loop without a branch is compiled so that several rows are worked out at a time, and no row has to be guessed before it is known.
"""

import ast
from collections.abc import Mapping
from functools import reduce
from types import FunctionType
from typing import Any

from ..numbers import divide
from .inlining import definition_of

PREFIX = "n_"
PICK = "pick"
"""The function that takes a condition and two values, both of them worked out, and gives one."""


def folded(text: str, known: Mapping[str, int | str]) -> str:
    """An expression with what is known written in, and without what can then no longer matter.

    Args:
        text: the expression, over names that begin with `n_`.
        known: by name, the value or what else it is called.
    """
    return ast.unparse(_Folding(known).visit(ast.parse(text, mode="eval")))


def constant(text: str) -> int | None:
    """The expression's value, if it is nothing but that; flags stay flags."""
    node = ast.parse(text, mode="eval").body
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def branchless(text: str) -> str:
    """The expression with everything in it worked out, whatever comes of it."""
    return ast.unparse(_Choosing().visit(ast.parse(text, mode="eval")))


def never_fails(text: str, scope: Mapping[str, Any]) -> bool:
    """Whether the expression can be worked out where its value does not matter: it divides by nothing but fixed numbers.

    Args:
        text: the expression.
        scope: the rules and helpers that it calls, by the names it has for them.
    """
    return _all_safe(ast.parse(text, mode="eval"), scope)


def _all_safe(tree: ast.AST, outside: Mapping[str, Any]) -> bool:
    return all(_is_safe(node, outside) for node in ast.walk(tree))


def _is_safe(node: ast.AST, outside: Mapping[str, Any]) -> bool:
    if isinstance(node, ast.BinOp):
        return not isinstance(node.op, ast.FloorDiv | ast.Mod)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return True
    called = outside.get(node.func.id)
    if called is divide:
        divisor = node.args[1]
        by = outside.get(divisor.id) if isinstance(divisor, ast.Name) else None
        return isinstance(by, int) and by > 0
    if not isinstance(called, FunctionType):
        return True
    definition = definition_of(called)
    return definition is not None and _all_safe(definition, called.__globals__)


class _Folding(ast.NodeTransformer):
    def __init__(self, known: Mapping[str, int | str]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.known.get(node.id.removeprefix(PREFIX)) if node.id.startswith(PREFIX) else None
        if found is None:
            return node
        return ast.Name(found) if isinstance(found, str) else ast.Constant(found)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        decides = isinstance(node.op, ast.Or)  # what one part alone decides: true for "or", false for "and"
        if any(isinstance(each, ast.Constant) and bool(each.value) is decides for each in node.values):
            return ast.Constant(decides)
        open_ = [each for each in node.values if not isinstance(each, ast.Constant)]
        if len(open_) > 1:
            return ast.BoolOp(node.op, open_)
        return open_[0] if open_ else ast.Constant(not decides)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Constant):
            return ast.Constant(not node.operand.value)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        return node


class _Choosing(ast.NodeTransformer):
    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        return ast.Call(ast.Name(PICK), [node.test, node.body, node.orelse], [])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        sign: ast.operator = ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr()
        return reduce(lambda one, other: ast.BinOp(one, sign, other), node.values)
