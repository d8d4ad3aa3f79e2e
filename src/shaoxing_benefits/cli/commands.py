"""The commands: what each takes, and what it prints."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..assess import assess
from ..assessment import Assessment
from ..errors import MOST_PROBLEMS, InputError, Problem, UsageError, first_of
from ..places import data_folder
from ..schema import household_schema
from .arguments import Arguments, Command, Operand, Option, language_of, operands_of
from .batch_command import BATCH
from .contributions_command import CONTRIBUTIONS
from .files import Found, in_file, read_both, read_files
from .interview_command import INTERVIEW
from .options import ASSUME_PLANNED, BEYOND_HORIZON, JSON, KNOWN_ON, NEAR, OVERLAY, PRICE_INDEX
from .output import at_option, json_text
from .population_command import POPULATION, POPULATION_SCHEMA
from .roll_command import ROLL
from .rules_commands import RULES_COMMANDS
from .solve_command import SOLVING_COMMANDS
from .template_command import TEMPLATE

DEMO_MONTH = "2020-04"
DEMO_PRICE_INDEX = "7.8"
FILES = Operand(
    "FILE",
    "JSON or TOML, one household or a list; - for standard input",
    "No file is given.",
    "Name at least one JSON or TOML file, or - for standard input.",
    repeated=True,
)


def _demo(asked: Arguments) -> str:
    households = read_files(str(path) for path in sorted((data_folder("examples") / "demo").glob("*.toml")))
    price_index = asked.value(PRICE_INDEX.flag) if asked.has(PRICE_INDEX.flag) else DEMO_PRICE_INDEX
    return _texts(_each(households, month=DEMO_MONTH, price_index=price_index), asked, explain=True)


def _assess(asked: Arguments) -> str:
    files = operands_of(asked, ASSESS)
    households, overlays = read_both(files, asked.values("--overlay"))
    problems = list(_wrong_near(asked))
    try:
        assessments = _each(
            households,
            month=asked.value("--month"),
            price_index=asked.value(PRICE_INDEX.flag),
            overlays=overlays,
            known_on=asked.value("--known-on"),
            assume_planned=asked.has("--assume-planned"),
            beyond_horizon=asked.has("--beyond-horizon"),
            programmes=asked.values("--programme") or None,
        )
    except UsageError as error:
        raise UsageError([*error.problems, *problems]) from None
    if problems:
        raise UsageError(problems)
    explain = asked.has("--explain")
    if not asked.has("--json"):
        return _texts(assessments, asked, explain=explain, near=asked.value(NEAR.flag))
    answers = [assessment.to_dict(steps=explain) for assessment in assessments]
    return json_text(answers[0] if len(files) == 1 and len(answers) == 1 else answers)


def _wrong_near(asked: Arguments) -> Iterator[Problem]:
    near = asked.value(NEAR.flag)
    if near is None:
        return
    if asked.has("--json"):
        yield Problem(NEAR.flag, "In JSON every condition has its margin.", "Leave it out.")
    from ..margins import near_of  # noqa: PLC0415 - few ask for it

    try:
        near_of(near)
    except UsageError as error:
        yield from map(at_option, error.problems)


def _schema(_: Arguments) -> str:
    return json_text(household_schema())


ASSESS = Command(
    "assess",
    "assess households",
    (
        Option("--month", "MONTH", "the month, such as 2020-04", required=True),
        Option("--explain", "", "conditions, calculation, sources and caveats"),
        NEAR,
        JSON,
        Option("--programme", "ID", "only this programme; may be repeated", repeated=True),
        PRICE_INDEX,
        KNOWN_ON,
        ASSUME_PLANNED,
        BEYOND_HORIZON,
        OVERLAY,
    ),
    _assess,
    (FILES,),
)
COMMANDS = (
    Command("demo", "assess the shipped example and explain it", (PRICE_INDEX,), _demo),
    ASSESS,
    INTERVIEW,
    *SOLVING_COMMANDS,
    BATCH,
    TEMPLATE,
    POPULATION,
    ROLL,
    CONTRIBUTIONS,
    *RULES_COMMANDS,
    Command("schema household", "print the JSON Schema of the input", (), _schema),
    POPULATION_SCHEMA,
)


def _each(households: Iterable[Found], **question: Any) -> list[Assessment]:
    """Every household assessed, or every mistake in any of them."""
    assessments: list[Assessment] = []
    problems: list[Problem] = []
    for found in households:
        try:
            assessments.append(assess(found.household, **question))
        except InputError as error:
            problems += (in_file(problem, found.file, found.place) for problem in error.problems)
            if len(problems) > MOST_PROBLEMS:
                break  # what is open in one household usually is in all
        except UsageError as error:
            raise UsageError(at_option(problem) for problem in error.problems) from None
    if problems:
        raise InputError(first_of(problems))
    return assessments


def _texts(assessments: Sequence[Assessment], asked: Arguments, *, explain: bool, near: str | None = None) -> str:
    from ..report.text import assessment_text  # noqa: PLC0415 - as in `language_of`

    language = language_of(asked)
    return "\n\n".join(assessment_text(assessment, language, explain=explain, near=near) for assessment in assessments)
