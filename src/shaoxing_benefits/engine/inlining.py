"""A rule's body as an expression, to be written straight into the function that `writing` makes: a call costs more than most rules.

Only what stays one expression is taken over: `if … return …` chains that end in a return. Of any other rule the chain it begins with is,
so that the rule is called only where it has something to work out. Either way it is the rule's own code that runs; a test holds the two
to each other.
"""

import ast
from collections.abc import Callable, Mapping
from copy import deepcopy
from enum import IntEnum
from functools import cache
from typing import Any


def inlined(function: Callable[..., Any], call: str, names: dict[str, Any]) -> str | None:
    """The function's value as an expression over `n_<argument>`; what it needs besides is added to `names`.

    `call` is the text of a call of the function, for what is more than an expression. None: there is nothing but the call.
    """
    definition = definition_of(function)
    if definition is None:
        return None
    written = ast.Name(call, ast.Load())
    returned = _one_expression(definition.body, written)
    if returned is None or returned is written:
        return None
    arguments = {each.arg for each in definition.args.args}
    scope = _Scope(arguments, function.__globals__, call)
    try:
        expression = scope.visit(deepcopy(returned))  # the tree is kept for the next plan, and visiting changes it
    except _NotPlainError:
        return None
    names.update(scope.helpers)
    return ast.unparse(expression)


def definition_of(function: Callable[..., Any]) -> ast.FunctionDef | None:
    """The function as it is written; None where its source is not at hand."""
    return _definitions(function.__code__.co_filename).get(function.__name__)


@cache
def _definitions(file: str) -> Mapping[str, ast.FunctionDef]:
    from pathlib import Path  # noqa: PLC0415 - slow to load, and needed only where a plan is not kept

    try:
        tree = ast.parse(Path(file).read_bytes())
    except OSError:  # no source at hand, as in a frozen program: rules are called
        return {}
    return {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}


def _one_expression(body: list[ast.stmt], call: ast.Name) -> ast.expr | None:
    """`if a: return x` … `return y` as `x if a else y`; what is not of that form is left to the call."""
    first, rest = body[0], body[1:]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return _one_expression(rest, call)
    if isinstance(first, ast.Return) and not rest:
        return first.value
    if isinstance(first, ast.If) and len(first.body) == 1 and not first.orelse and rest:
        taken, otherwise = first.body[0], _one_expression(rest, call)
        if isinstance(taken, ast.Return) and taken.value is not None and otherwise is not None:
            return ast.IfExp(first.test, taken.value, otherwise)
    return call


class _NotPlainError(Exception):
    pass


class _Scope(ast.NodeTransformer):
    """Arguments become the generated function's variables, kinds and constants become numbers, helpers get names of their own."""

    def __init__(self, arguments: set[str], outside: Mapping[str, Any], call: str) -> None:
        self.arguments, self.outside, self.call = arguments, outside, call
        self.helpers: dict[str, Any] = {}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == self.call:
            return node
        if node.id in self.arguments:
            return ast.Name(f"n_{node.id}", ast.Load())
        found = self.outside.get(node.id)
        if isinstance(found, int):
            return ast.Constant(int(found))
        if found is None and node.id in ("min", "max"):
            return node
        if not callable(found):
            raise _NotPlainError
        # Two modules may give one name to different things.
        name = f"h_{found.__module__}_{found.__qualname__}".replace(".", "_")
        self.helpers[name] = found
        return ast.Name(name, ast.Load())

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        owner = self.outside.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(owner, type) and issubclass(owner, IntEnum):
            return ast.Constant(int(owner[node.attr]))
        raise _NotPlainError
