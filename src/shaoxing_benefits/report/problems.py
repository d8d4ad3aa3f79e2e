"""Mistakes as text: each with its place, what is wrong and the remedy."""

from collections.abc import Iterable, Iterator

from ..errors import BenefitsError, Problem
from .language import Language
from .layout import WIDE, hanging, wrapped


def problems_text(error: BenefitsError, language: Language) -> str:
    """Every mistake on a line of its own; facts of which the same is wrong stand together."""
    lines = (hanging(wrapped(language.problem(each), WIDE - 2), 2) for each in _together(error.problems, language))
    return "".join(f"{line}\n" for each in lines for line in each)


def _together(problems: Iterable[Problem], language: Language) -> Iterator[Problem]:
    """The problems, those that say the same of several facts of a household or member as one."""
    groups: dict[tuple[str, ...], list[tuple[str, Problem]]] = {}
    for problem in problems:
        holder, fact = _taken_apart(problem.path)
        # What is not a fact of somebody (a file, an option) stands alone.
        alone = "" if holder else problem.path
        groups.setdefault((holder, alone, problem.problem, problem.remedy, repr(dict(problem.values))), []).append((fact, problem))
    for (holder, *_), found in groups.items():
        facts, first = language.listed(fact for fact, _ in found), found[0][1]
        path = language.say("{name}: {text}", name=holder, text=facts)
        yield first if len(found) == 1 else Problem(path, first.problem, first.remedy, first.values)


def _taken_apart(path: str) -> tuple[str, str]:
    """Whose fact it is (file and household, or member), and which: `h.json: members[0]` and `income.wages`."""
    file, _, place = path.rpartition(": ")
    if not file:
        return "", path
    holder, bracket, fact = place.rpartition("].")
    return f"{file}: {holder}]" if bracket else file, fact
