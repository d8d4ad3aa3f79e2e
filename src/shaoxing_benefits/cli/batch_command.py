"""The command `batch`: files of households, as offices have them, to a file of answers; rows with mistakes are given back."""

from typing import Any

from ..errors import InputError, Problem, UsageError
from ..stated import shown
from .arguments import Arguments, Command, Operand, Option, language_of, operands_of
from .files import read_overlay_files, unopened
from .options import ASSUME_PLANNED, BEYOND_HORIZON, KNOWN_ON, OVERLAY, OVERWRITE, PRICE_INDEX
from .output import at_option
from .population_command import BOUNDS, MONEY, MONTH, PROGRAMMES, SCENARIO, UNSTATED, check_installed

FILES = Operand(
    "FILE",
    "a workbook (.xlsx), CSV or Parquet: a row for each person; or households and members in two sheets or files",
    "No file is given.",
    "Name a file of households; after it that of the members, if there is one.",
    repeated=True,
)
OUTPUT = Option("--output", "FILE", "the file for the answers: .xlsx, .csv or .parquet", required=True)
PER = Option("--per", "", "in CSV and Parquet, a row for each of these; default: household", choices=("household", "member"))
RESUME = Option("--resume", "", "go on with a run that was broken off")
PROCESSES = Option("--processes", "COUNT", "how many work side by side; default: one for each core")


MOST_PROCESSES = 256
_OPTIONS = ("month", "price_index", "overlays", "known_on", "programmes", "output")
"""What `run_batch` names as the command line does; other paths are those of files."""
_TABLES = 2


def _batch(asked: Arguments) -> str:
    from ..batch.job import all_cores, goes_by_columns, run_batch  # noqa: PLC0415 - few commands need it
    from .batch_text import batch_text, columns_text  # noqa: PLC0415 - as in `language_of`
    from .progress import progress  # noqa: PLC0415 - as above

    language = language_of(asked)
    files, month, output = operands_of(asked, BATCH), asked.value(MONTH.flag) or "", asked.value(OUTPUT.flag) or ""
    options: dict[str, Any] = {
        "unstated": asked.value(UNSTATED.flag) or "unknown",
        "per": asked.value(PER.flag) or "household",
        "lang": language.name,
        "resume": asked.has(RESUME.flag),
        "overwrite": asked.has(OVERWRITE.flag),
        "price_index": asked.value(PRICE_INDEX.flag),
        "overlays": read_overlay_files(asked.values(OVERLAY.flag)),
        "known_on": asked.value(KNOWN_ON.flag),
        "assume_planned": asked.has(ASSUME_PLANNED.flag),
        "beyond_horizon": asked.has(BEYOND_HORIZON.flag),
        "programmes": asked.values(PROGRAMMES.flag) or None,
    }
    by_columns = len(files) == _TABLES and goes_by_columns(files, output)
    _check_columns_alone(asked, by_columns=by_columns)
    try:
        with progress(language) as told:
            if not by_columns:
                processes = _count(asked) or all_cores()
                return batch_text(run_batch(files, month, output, processes=processes, progress=told, **options), language)
            check_installed()
            from ..batch.column_job import run_columns  # noqa: PLC0415 - the extra may not be installed

            options |= {"money": asked.value(MONEY.flag), "scenario": asked.value(SCENARIO.flag), "bounds": asked.has(BOUNDS.flag)}
            return columns_text(run_columns(files[0], files[1], month, output, progress=told, **options), language)
    except UsageError as error:
        raise UsageError(named_options(error)) from None
    except OSError as error:
        raise InputError(unopened(error, files, output)) from None


def _check_columns_alone(asked: Arguments, *, by_columns: bool) -> None:
    """Refuse what only whole populations are asked, where it would be passed over in silence."""
    flags = [each.flag for each in (MONEY, SCENARIO, BOUNDS) if asked.has(each.flag)]
    if flags and not by_columns:
        remedy = "Leave it out; or name two files in .parquet and an output in .parquet."
        raise UsageError(Problem(each, "It is for whole populations in Parquet.", remedy) for each in flags)


def _count(asked: Arguments) -> int | None:
    given = asked.value(PROCESSES.flag)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= MOST_PROCESSES:
        say = {"value": shown(given), "most": MOST_PROCESSES}
        raise UsageError(Problem(PROCESSES.flag, "{value} is no number of processes.", "Write a number from 1 to {most}.", say))
    return int(given)


def named_options(error: UsageError) -> list[Problem]:
    """The mistakes under the names that the command line has for options; files keep theirs."""
    return [at_option(each) if each.path in _OPTIONS else each for each in error.problems]


BATCH = Command(
    "batch",
    "assess the households in files of an office",
    (
        MONTH,
        OUTPUT,
        UNSTATED,
        PER,
        RESUME,
        OVERWRITE,
        PROCESSES,
        MONEY,
        SCENARIO,
        BOUNDS,
        PROGRAMMES,
        PRICE_INDEX,
        KNOWN_ON,
        ASSUME_PLANNED,
        BEYOND_HORIZON,
        OVERLAY,
    ),
    _batch,
    (FILES,),
)
