"""The command line: results on standard output, all else on standard error; 0 done, 2 wrong use or input, 1 a failure of ours."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..assess import assess
from ..assessment import Assessment
from ..documents import parse
from ..errors import BenefitsError, InputError, Problem, UsageError
from ..household import Household
from ..places import data_folder
from ..reading import households_from
from ..schema import household_schema

DEMO_MONTH = "2020-04"
Found = tuple[str, str, Household]
"""A household with its file, and its place there if it is one of several."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is returned."""
    asked = _parser().parse_args(arguments)
    try:
        sys.stdout.write(asked.run(asked))
        sys.stdout.flush()
    except BenefitsError as error:
        # Babel is loaded only when there is text to make: JSON and services never need it.
        from ..report.language import language, preferred  # noqa: PLC0415
        from ..report.text import problems_text  # noqa: PLC0415

        sys.stderr.write(problems_text(error, language(preferred(asked.lang))))
        # Tables or rules that do not hold are ours to mend, whatever the user asked.
        return 2 if isinstance(error, InputError | UsageError) else 1
    except BrokenPipeError:
        # Whoever reads on has seen enough; the interpreter must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # whatever it is, it is a mistake of ours, and the user is owed a sentence, not a traceback
        sys.stderr.write(f"shaoxing-benefits: internal error ({type(error).__name__}: {error}); please report it\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shaoxing-benefits",
        description="Decide social assistance in Shaoxing from a household's facts, with the source of every amount.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=("zh", "en"), help="language of text and errors; default: the environment's")

    demo = commands.add_parser("demo", parents=[shared], help="assess the shipped example and explain it")
    demo.set_defaults(run=_demo)

    command = commands.add_parser("assess", parents=[shared], help="assess households")
    command.add_argument("files", nargs="+", metavar="FILE", help="JSON or TOML, one household or a list; - for standard input")
    command.add_argument("--month", required=True, help="the month, such as 2020-04")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument("--explain", action="store_true", help="conditions, calculation, sources and caveats")
    command.add_argument("--programme", action="append", metavar="P", help="only this programme; may be repeated")
    command.add_argument("--overlay", action="append", default=[], type=Path, metavar="T.toml", help="a county's table (not read yet)")
    command.add_argument("--known-on", type=_day, metavar="DATE", help="answer from what was known on this day")
    command.add_argument("--price-index", metavar="PERCENT", help="the month's rise of the price index, such as 7.8")
    command.add_argument("--assume-planned", action="store_true", help="use announced values as if in force")
    command.add_argument("--beyond-horizon", action="store_true", help="carry values on beyond the tables' last month")
    command.set_defaults(run=_assess)

    schema = commands.add_parser("schema", parents=[shared], help="print the JSON Schema of the input")
    schema.add_argument("of", choices=("household",))
    schema.set_defaults(run=lambda _: _json(household_schema()))
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write year-month-day, such as 2020-12-31") from None


def _demo(asked: argparse.Namespace) -> str:
    paths = sorted((data_folder("examples") / "demo").glob("*.toml"))
    households = _read((str(path), path.read_bytes()) for path in paths)
    return _texts([assess(household, DEMO_MONTH) for *_, household in households], asked.lang, explain=True)


def _assess(asked: argparse.Namespace) -> str:
    households = _read(_contents(asked.files))
    assessments = _each(households, asked)
    if not asked.json:
        return _texts(assessments, asked.lang, explain=asked.explain)
    answers = [assessment.to_dict(steps=asked.explain) for assessment in assessments]
    return _json(answers[0] if len(asked.files) == 1 and len(answers) == 1 else answers)


def _contents(names: Iterable[str]) -> Iterator[tuple[str, bytes | InputError]]:
    """What the files hold, or why that cannot be read."""
    for name in names:
        try:
            yield name, sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            say = {"reason": error.strerror}
            yield name, InputError(Problem(name, "The file cannot be read: {reason}.", "Check its name and whether you may read it.", say))


def _read(files: Iterable[tuple[str, bytes | InputError]]) -> list[Found]:
    """The households of all files with where they stand, or every mistake in any of them."""
    found: list[Found] = []
    problems: list[Problem] = []
    for name, content in files:
        try:
            if isinstance(content, InputError):
                raise content
            data = parse(content, name)
        except InputError as error:
            problems += error.problems
            continue
        try:
            households = households_from(data)
        except InputError as error:
            problems += (_in_file(problem, name, "") for problem in error.problems)
        else:
            listed = "households" if isinstance(data, Mapping) else ""
            found += ((name, "" if len(households) == 1 else f"{listed}[{place}]", each) for place, each in enumerate(households))
    if problems:
        raise InputError(problems)
    return found


def _in_file(problem: Problem, name: str, place: str) -> Problem:
    path = ".".join(each for each in (place, problem.path) if each)
    return Problem(f"{name}: {path}" if path else name, problem.problem, problem.remedy, problem.values)


def _each(households: Iterable[Found], asked: argparse.Namespace) -> list[Assessment]:
    """Every household assessed, or every mistake in any of them."""
    assessments: list[Assessment] = []
    problems: list[Problem] = []
    for name, place, household in households:
        try:
            assessments.append(
                assess(
                    household,
                    asked.month,
                    price_index=asked.price_index,
                    overlays=asked.overlay,
                    known_on=asked.known_on,
                    assume_planned=asked.assume_planned,
                    beyond_horizon=asked.beyond_horizon,
                    programmes=asked.programme,
                )
            )
        except InputError as error:
            problems += (_in_file(problem, name, place) for problem in error.problems)
    if problems:
        raise InputError(problems)
    return assessments


def _texts(assessments: Sequence[Assessment], lang: str | None, *, explain: bool) -> str:
    from ..report.language import language, preferred  # noqa: PLC0415 - as above
    from ..report.text import assessment_text  # noqa: PLC0415 - as above

    spoken = language(preferred(lang))
    return "\n\n".join(assessment_text(assessment, spoken, explain=explain) for assessment in assessments)


def _json(data: Any) -> str:
    # Half a character (a lone surrogate, which JSON can state) has no UTF-8: it goes out as JSON wrote it.
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return (text if _is_writable(text) else json.dumps(data, indent=2)) + "\n"


def _is_writable(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
