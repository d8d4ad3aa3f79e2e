"""The commands `population`, which decides every programme for a whole population in files, and `schema population`.

What answers them needs the extra `batch`, and is loaded only when one of them is run.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..errors import InputError, Problem, UsageError
from .arguments import Arguments, Command, Operand, Option, language_of, operands_of
from .files import read_overlay_files, unopened
from .options import ASSUME_PLANNED, BEYOND_HORIZON, JSON, KNOWN_ON, OVERLAY, PRICE_INDEX
from .output import at_option, json_text

if TYPE_CHECKING:
    from ..assessment import Assessment
    from ..population.files import Summary

HOUSEHOLDS = Operand(
    "HOUSEHOLDS",
    "the households: a file in .parquet, .arrow, .feather or .csv",
    "No file of households is given.",
    "Name the file of households, and after it that of members.",
)
MEMBERS = Operand(
    "MEMBERS",
    "the members, grouped by household in the households' order",
    "No file of members is given.",
    "Name the file of members after that of households.",
)
MONTH = Option("--month", "MONTH", "the month, such as 2020-04", required=True)
OUTPUT = Option("--output", "FILE", "the file for the answers, in one of the same forms")
UNSTATED = Option("--unstated", "", "what empty cells and absent columns mean; default: unknown", choices=("none", "unknown"))
MONEY = Option("--money", "", "what whole numbers of money count where the file does not say it", choices=("fen", "yuan"))
SCENARIO = Option("--scenario", "", "take every figure that is not published at this end", choices=("low", "high"))
BOUNDS = Option("--bounds", "", "give bounds where facts are missing")
PER = Option("--per", "", "a row for each of these; default: household", choices=("household", "member"))
EXPLAIN = Option("--explain", "ID", "explain this household with every step; no file is written")
_EXTRA = ("numba", "numpy", "platformdirs", "pyarrow")
PROGRAMMES = Option("--programme", "ID", "only this programme; may be repeated", repeated=True)


def _population(asked: Arguments) -> str:
    check_installed()
    households, members = operands_of(asked, POPULATION)
    wanted = asked.value(EXPLAIN.flag)
    output = asked.value(OUTPUT.flag)
    if wanted is None and output is None:
        raise UsageError(Problem(OUTPUT.flag, "It is missing.", "Name the file to be written, or ask for one household with --explain."))
    options = _options(asked)
    try:
        if wanted is not None:
            return _explained(asked, households, members, wanted, options)
        return _summed_up(asked, households, members, output or "", options)
    except UsageError as error:
        raise UsageError(_named(problem) for problem in error.problems) from None
    except OSError as error:
        raise InputError(unopened(error, (households, members), output or households)) from None


def _options(asked: Arguments) -> dict[str, Any]:
    """The options of `assess_table`; what was not asked for is not among them."""
    given = {
        "unstated": asked.value(UNSTATED.flag),
        "money": asked.value(MONEY.flag),
        "scenario": asked.value(SCENARIO.flag),
        "per": asked.value(PER.flag),
        "price_index": asked.value(PRICE_INDEX.flag),
        "known_on": asked.value(KNOWN_ON.flag),
        "programmes": asked.values(PROGRAMMES.flag) or None,
    }
    return {name: value for name, value in given.items() if value is not None} | {
        "bounds": asked.has(BOUNDS.flag),
        "overlays": read_overlay_files(asked.values(OVERLAY.flag)),
        "assume_planned": asked.has(ASSUME_PLANNED.flag),
        "beyond_horizon": asked.has(BEYOND_HORIZON.flag),
    }


def _explained(asked: Arguments, households: str, members: str, wanted: str, options: dict[str, Any]) -> str:
    from ..population.files import explain_in_files  # noqa: PLC0415 - see above
    from ..report.text import assessment_text  # noqa: PLC0415 - as in `language_of`

    answer: Assessment = explain_in_files(households, members, wanted, asked.value(MONTH.flag) or "", **options)
    return assessment_text(answer, language_of(asked), explain=True)


def _summed_up(asked: Arguments, households: str, members: str, output: str, options: dict[str, Any]) -> str:
    from ..population.files import assess_files  # noqa: PLC0415 - see above
    from ..report.population_text import population_text  # noqa: PLC0415 - as in `language_of`

    summary: Summary = assess_files(households, members, output, asked.value(MONTH.flag) or "", **options)
    return population_text(summary, output, language_of(asked))


def _named(problem: Problem) -> Problem:
    """The problem under the name that the command line has: files stand there without one."""
    if problem.path in ("households", "members"):
        return problem
    named = {"to": "output"}.get(problem.path, problem.path)
    return problem if "." in named else at_option(Problem(named, problem.problem, problem.remedy, problem.values))


def _schema(asked: Arguments) -> str:
    check_installed()
    from ..population.told import columns_told  # noqa: PLC0415 - see above

    tables = columns_told()
    if asked.has(JSON.flag):
        return json_text(tables)
    from ..report.population_text import columns_text  # noqa: PLC0415 - as in `language_of`

    return columns_text(tables, language_of(asked))


def check_installed() -> None:
    """Hold the machine to what whole populations need.

    Raises:
        UsageError: the extra is not installed.
    """
    if any(find_spec(each) is None for each in _EXTRA):
        remedy = "Install it: pip install 'shaoxing-benefits[batch]'"
        raise UsageError(Problem("", "Whole populations need the extra `batch`, which is not installed.", remedy))


POPULATION = Command(
    "population",
    "assess a whole population in files",
    (
        MONTH,
        OUTPUT,
        UNSTATED,
        MONEY,
        SCENARIO,
        BOUNDS,
        PER,
        EXPLAIN,
        PROGRAMMES,
        PRICE_INDEX,
        KNOWN_ON,
        ASSUME_PLANNED,
        BEYOND_HORIZON,
        OVERLAY,
    ),
    _population,
    (HOUSEHOLDS, MEMBERS),
)
POPULATION_SCHEMA = Command("schema population", "print the columns of a population's two tables", (JSON,), _schema)
