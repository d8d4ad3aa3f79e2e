"""The commands `solve` and `profile`: what would change the answer, and where a little more costs more than it brings.

What answers them is loaded only when one of them is run.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import InputError, Problem, UsageError
from .arguments import Arguments, Command, Operand, Option, language_of, operands_of
from .files import Found, in_file, read_both
from .options import ASSUME_PLANNED, BEYOND_HORIZON, JSON, KNOWN_ON, OVERLAY, PRICE_INDEX
from .output import at_option, json_text

Answer = TypeVar("Answer")
FILE = Operand(
    "FILE",
    "JSON or TOML with one household; - for standard input",
    "No file is given.",
    "Name a JSON or TOML file, or - for standard input.",
)
MONTH = Option("--month", "MONTH", "the month, such as 2020-04", required=True)
VARY = Option("--vary", "PATH", "the number that varies, such as members[0].income.wages", required=True)
PROGRAMME = Option("--programme", "ID", "the programme", required=True)
PROGRAMMES = Option("--programme", "ID", "only this programme; may be repeated", repeated=True)
FROM = Option("--from", "VALUE", "from this value on; default: the least possible")
TO = Option("--to", "VALUE", "up to this value; default: whatever can be stated")
PROFILE_FROM = Option("--from", "VALUE", "from this value on; default: 0")
PROFILE_TO = Option("--to", "VALUE", "up to this value; default: 5000")
CHART = Option("--chart", "FILE", "also draw a chart, into a file whose name ends in .svg")
_TERMS = (PRICE_INDEX, KNOWN_ON, ASSUME_PLANNED, BEYOND_HORIZON, OVERLAY)
_FLAGS = {"low": FROM.flag, "high": TO.flag}
"""What the command line calls them."""


def _solve(asked: Arguments) -> str:
    from ..solving import solve  # noqa: PLC0415 - see above

    programme = asked.value(PROGRAMME.flag) or ""
    solution = _answer(asked, SOLVE, lambda household, **terms: solve(household, programme=programme, **terms))
    if asked.has(JSON.flag):
        return json_text(solution.to_dict())
    from ..report.solving_text import solution_text  # noqa: PLC0415 - see above

    return solution_text(solution, language_of(asked))


def _profile(asked: Arguments) -> str:
    from ..profiles import profile  # noqa: PLC0415 - see above

    programmes = asked.values(PROGRAMMES.flag) or None
    chart = asked.value(CHART.flag)
    if chart is not None:
        _draw(lambda charts: charts.check_drawable(chart))  # before anything is worked out
    found = _answer(asked, PROFILE, lambda household, **terms: profile(household, programmes=programmes, **terms))
    if chart is not None:
        _draw(lambda charts: charts.save_chart(found, chart, language_of(asked).name))
    if asked.has(JSON.flag):
        return json_text(found.to_dict())
    from ..report.solving_text import profile_text  # noqa: PLC0415 - see above

    return profile_text(found, language_of(asked))


def _draw(draw: Callable[[Any], None]) -> None:
    from .. import charts  # noqa: PLC0415 - see above

    try:
        draw(charts)
    except UsageError as error:
        raise UsageError(_named(problem) for problem in error.problems) from None


def _answer(asked: Arguments, command: Command, answer: Callable[..., Answer]) -> Answer:
    """What a question about the file's household comes to; mistakes in it under the file's name, or under the options'."""
    (file,) = operands_of(asked, command)
    households, overlays = read_both((file,), asked.values(OVERLAY.flag))
    found = _only(households, file)
    terms: dict[str, Any] = {
        "month": asked.value(MONTH.flag),
        "vary": asked.value(VARY.flag),
        "overlays": overlays,
        "price_index": asked.value(PRICE_INDEX.flag),
        "known_on": asked.value(KNOWN_ON.flag),
        "assume_planned": asked.has(ASSUME_PLANNED.flag),
        "beyond_horizon": asked.has(BEYOND_HORIZON.flag),
    }
    terms |= {name: asked.value(flag) for name, flag in _FLAGS.items() if asked.has(flag)}
    try:
        return answer(found.household, **terms)
    except InputError as error:
        raise InputError(in_file(problem, found.file, found.place) for problem in error.problems) from None
    except UsageError as error:
        raise UsageError(_named(problem) for problem in error.problems) from None


def _only(households: list[Found], file: str) -> Found:
    if len(households) == 1:
        return households[0]
    problem = Problem(file, "It holds {count} households.", "Name a file with one.", {"count": len(households)})
    raise InputError(problem)


def _named(problem: Problem) -> Problem:
    flag = _FLAGS.get(problem.path)
    return at_option(problem) if flag is None else Problem(flag, problem.problem, problem.remedy, problem.values)


SOLVE = Command(
    "solve",
    "show for which values of one fact a programme is given, and how much it is",
    (MONTH, VARY, PROGRAMME, FROM, TO, *_TERMS, JSON),
    _solve,
    (FILE,),
)
PROFILE = Command(
    "profile",
    "show all programmes along the values of one fact, and where a little more costs more than it brings",
    (MONTH, VARY, PROFILE_FROM, PROFILE_TO, PROGRAMMES, CHART, *_TERMS, JSON),
    _profile,
    (FILE,),
)
SOLVING_COMMANDS = (SOLVE, PROFILE)
