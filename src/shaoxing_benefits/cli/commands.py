"""The commands: what each takes, and what it prints."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..assess import assess
from ..assessment import Assessment
from ..errors import MOST_PROBLEMS, InputError, Problem, UsageError, first_of
from ..places import data_folder
from ..schema import household_schema
from .arguments import Arguments, Command, Option, language_of, operands_of
from .files import Found, in_file, read_files

DEMO_MONTH = "2020-04"
DEMO_PRICE_INDEX = "7.8"
PRICE_INDEX = Option("--price-index", "PERCENT", "the month's rise of the price index in per cent, such as 7.8")


def _demo(asked: Arguments) -> str:
    households = read_files(str(path) for path in sorted((data_folder("examples") / "demo").glob("*.toml")))
    price_index = asked.value(PRICE_INDEX.flag) if asked.has(PRICE_INDEX.flag) else DEMO_PRICE_INDEX
    return _texts(_each(households, month=DEMO_MONTH, price_index=price_index), asked, explain=True)


def _assess(asked: Arguments) -> str:
    files = operands_of(asked, ASSESS)
    assessments = _each(
        read_files(files),
        month=asked.value("--month"),
        price_index=asked.value(PRICE_INDEX.flag),
        overlays=[Path(each) for each in asked.values("--overlay")],
        known_on=asked.value("--known-on"),
        assume_planned=asked.has("--assume-planned"),
        beyond_horizon=asked.has("--beyond-horizon"),
        programmes=asked.values("--programme") or None,
    )
    explain = asked.has("--explain")
    if not asked.has("--json"):
        return _texts(assessments, asked, explain=explain)
    answers = [assessment.to_dict(steps=explain) for assessment in assessments]
    return _json(answers[0] if len(files) == 1 and len(answers) == 1 else answers)


def _schema(_: Arguments) -> str:
    return _json(household_schema())


ASSESS = Command(
    "assess",
    "assess households",
    (
        Option("--month", "MONTH", "the month, such as 2020-04", required=True),
        Option("--explain", "", "conditions, calculation, sources and caveats"),
        Option("--json", "", "print JSON"),
        Option("--programme", "ID", "only this programme; may be repeated", repeated=True),
        PRICE_INDEX,
        Option("--known-on", "DATE", "answer from what was known on this day"),
        Option("--assume-planned", "", "use announced values as if in force"),
        Option("--beyond-horizon", "", "carry values on beyond the tables' last month"),
        Option("--overlay", "TABLE", "a county's table (not read yet)", repeated=True),
    ),
    _assess,
    "FILE",
    "JSON or TOML, one household or a list; - for standard input",
)
COMMANDS = (
    Command("demo", "assess the shipped example and explain it", (PRICE_INDEX,), _demo),
    ASSESS,
    Command("schema household", "print the JSON Schema of the input", (), _schema),
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
            raise UsageError(_at_option(problem) for problem in error.problems) from None
    if problems:
        raise InputError(first_of(problems))
    return assessments


def _at_option(problem: Problem) -> Problem:
    """The problem under the name of its option: `known_on` is `--known-on` here."""
    flag = {"programmes": "--programme", "overlays": "--overlay"}.get(problem.path, f"--{problem.path.replace('_', '-')}")
    return Problem(flag, problem.problem, problem.remedy, problem.values)


def _texts(assessments: Sequence[Assessment], asked: Arguments, *, explain: bool) -> str:
    from ..report.text import assessment_text  # noqa: PLC0415 - as in `language_of`

    language = language_of(asked)
    return "\n\n".join(assessment_text(assessment, language, explain=explain) for assessment in assessments)


def _json(data: Any) -> str:
    # What the output cannot hold (half a character, which JSON can state; Chinese, where it is not UTF-8) goes out escaped.
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return (text if _is_writable(text) else json.dumps(data, indent=2)) + "\n"


def _is_writable(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
