"""The whole error family; imports nothing of ours.

```
BenefitsError
├── InputError        what the user stated is wrong or incomplete: `.problems` lists every mistake
├── UsageError        a month, option or programme that cannot be answered: `.problems` too
├── TableError        a rule table or fact sheet is broken: file and key of every mistake
└── RuleError         the rules do not fit together: raised when the rule set is built
```
"""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen


@frozen
class Problem:
    """One mistake: where it is, what is wrong, and what to do about it.

    `problem` and `remedy` are English templates and serve as the keys of the translation catalogue; `values` fills them in.
    """

    path: str
    problem: str
    remedy: str
    values: Mapping[str, Any] = field(factory=dict)

    def __str__(self) -> str:
        text = f"{self.problem} {self.remedy}".format(**self.values)
        return f"{self.path}: {text}" if self.path else text


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
