"""The whole error family; imports nothing of ours.

```
BenefitsError
├── InputError        what the user stated is wrong or incomplete: `.problems` lists every mistake
├── UsageError        a month, option or programme that cannot be answered: `.problems` too
├── TableError        a rule table or fact sheet is broken: file and key of every mistake
├── RuleError         the rules do not fit together: raised when the rule set is built
└── MismatchError     two ways to the same answer do not agree: a failure of ours
```
"""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

MOST_SIGNS = 300
"""What is longer is cut when it is shown: as long as the path of a file with the path of a fact in it may be."""


def harmless(text: str) -> str:
    """The text without what a terminal obeys, or what has no UTF-8, and not longer than somebody would read."""
    text = _cut(text)
    if text.isprintable():
        return text
    return _cut("".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text))


def _cut(text: str) -> str:
    # File and fact stand at the two ends of a path.
    return text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS // 2]}…{text[-MOST_SIGNS // 2 :]}"


class Names(tuple[str, ...]):
    """Names among the values of a problem that are keys of the translation catalogue as well, such as districts; they are listed."""

    __slots__ = ()


def _harmless_values(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: _harmless_value(value) for name, value in values.items()}


def _harmless_value(value: Any) -> Any:
    if isinstance(value, Names):
        return Names(map(harmless, value))
    return harmless(value) if isinstance(value, str) else value


@frozen
class Problem:
    """One mistake: where it is, what is wrong, and what to do about it.

    `problem` and `remedy` are English templates and serve as the keys of the translation catalogue; `values` fills them in. Path and
    values may hold what a stranger wrote, and are made harmless.
    """

    path: str = field(converter=harmless)
    problem: str
    remedy: str
    values: Mapping[str, Any] = field(factory=dict, converter=_harmless_values)

    def __str__(self) -> str:
        values = {name: ", ".join(value) if isinstance(value, Names) else value for name, value in self.values.items()}
        text = f"{self.problem} {self.remedy}".format(**values)
        return f"{self.path}: {text}" if self.path else text


MOST_PROBLEMS = 1000


def first_of(problems: list[Problem]) -> list[Problem]:
    """As many mistakes as anybody works through at once, and how many there are."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    say = {"most": MOST_PROBLEMS, "all": len(problems)}
    rest = Problem("", "Only the first {most} mistakes are listed, of {all} or more.", "Correct these, and read the rest again.", say)
    return [*problems[:MOST_PROBLEMS], rest]


class BenefitsError(Exception):
    """The root of the family; `.problems` lists every mistake found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["BenefitsError"], tuple[tuple[Problem, ...]]]:
        """Pickle by the problems, so that an error crosses process borders whole."""
        return (type(self), (self.problems,))


class InputError(BenefitsError):
    """What was stated about a household is wrong, contradictory or not enough."""


class UsageError(BenefitsError):
    """The question cannot be answered: a month outside the tables, an unknown programme or option."""


class TableError(BenefitsError):
    """A rule table, definition or fact sheet is broken; each path is `file: key`."""


class RuleError(BenefitsError):
    """The rules do not fit together: an unknown name, a cycle, a unit mismatch, an overlap or a gap in time."""


class MismatchError(BenefitsError):
    """What was worked out for many values at once is not what an assessment of one of them says: a failure of ours."""
