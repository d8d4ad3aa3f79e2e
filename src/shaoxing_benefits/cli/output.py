"""What several commands need for their output: JSON, and mistakes under the name that the command line has for an option."""

import codecs
import json
import sys
from typing import Any

from ..errors import Problem

STAND_INS = "shaoxing_benefits.stand_ins"
"""The error handler that writes another sign where the output does not have one; GBK has no ¥, and an amount must not begin with a ?."""
_INSTEAD = {"¥": "￥", "✓": "√", "✗": "×", "²": "2", "\N{NO-BREAK SPACE}": " "}


def _with_stand_ins(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_instead(sign, error.encoding) for sign in error.object[error.start : error.end]), error.end


def _instead(sign: str, encoding: str) -> str:
    other = _INSTEAD.get(sign, "?")
    return other.encode(encoding, "replace").decode(encoding)


codecs.register_error(STAND_INS, _with_stand_ins)


def json_text(data: Any) -> str:
    """The data as JSON."""
    # What the output cannot hold (half a character, which JSON can state; Chinese, where it is not UTF-8) goes out escaped.
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return (text if _is_writable(text) else json.dumps(data, indent=2)) + "\n"


def _is_writable(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def at_option(problem: Problem) -> Problem:
    """The problem under the name of its option: `known_on` is `--known-on` here."""
    named = naming_options(problem)
    return Problem(_flag(problem.path), named.problem, named.remedy, named.values)


def naming_options(problem: Problem) -> Problem:
    """The problem with the name that the command line has for the option it speaks of."""
    values = {name: _flag(value) if name == "option" else value for name, value in problem.values.items()}
    return Problem(problem.path, problem.problem, problem.remedy, values)


def _flag(name: str) -> str:
    return {"programmes": "--programme", "overlays": "--overlay", "monthly_wage": "--wage"}.get(name, f"--{name.replace('_', '-')}")
