"""The command `batch`: files of households, as offices have them, to a file of answers; rows with mistakes are given back."""

import os

from ..errors import InputError, Problem, UsageError
from ..stated import shown
from .arguments import Arguments, Command, Operand, Option, language_of, operands_of
from .files import read_overlay_files, unreadable, unwritable
from .options import ASSUME_PLANNED, BEYOND_HORIZON, KNOWN_ON, OVERLAY, PRICE_INDEX
from .output import at_option

FILES = Operand(
    "FILE",
    "a workbook (.xlsx), CSV or Parquet: a row for each person; or households and members in two sheets or files",
    "No file is given.",
    "Name a file of households; after it that of the members, if there is one.",
    repeated=True,
)
MONTH = Option("--month", "MONTH", "the month, such as 2020-04", required=True)
OUTPUT = Option("--output", "FILE", "the file for the answers: .xlsx, .csv or .parquet", required=True)
UNSTATED = Option("--unstated", "", "what empty cells and absent columns mean; default: unknown", choices=("none", "unknown"))
PER = Option("--per", "", "in CSV and Parquet, a row for each of these; default: household", choices=("household", "member"))
RESUME = Option("--resume", "", "go on with a run that was broken off")
OVERWRITE = Option("--overwrite", "", "replace the output if it is there")
PROCESSES = Option("--processes", "COUNT", "how many work side by side; default: one for each core")
PROGRAMMES = Option("--programme", "ID", "only this programme; may be repeated", repeated=True)


def _batch(asked: Arguments) -> str:
    from ..batch.job import all_cores, run_batch  # noqa: PLC0415 - few commands need it
    from .batch_text import batch_text  # noqa: PLC0415 - as in `language_of`
    from .progress import progress  # noqa: PLC0415 - as above

    language = language_of(asked)
    files = operands_of(asked, BATCH)
    output = asked.value(OUTPUT.flag) or ""
    overlays = read_overlay_files(asked.values(OVERLAY.flag))
    try:
        with progress(language) as told:
            done = run_batch(
                files,
                asked.value(MONTH.flag) or "",
                output,
                unstated=asked.value(UNSTATED.flag) or "unknown",
                per=asked.value(PER.flag) or "household",
                lang=language.name,
                resume=asked.has(RESUME.flag),
                overwrite=asked.has(OVERWRITE.flag),
                processes=_count(asked) or all_cores(),
                progress=told,
                price_index=asked.value(PRICE_INDEX.flag),
                overlays=overlays,
                known_on=asked.value(KNOWN_ON.flag),
                assume_planned=asked.has(ASSUME_PLANNED.flag),
                beyond_horizon=asked.has(BEYOND_HORIZON.flag),
                programmes=asked.values(PROGRAMMES.flag) or None,
            )
    except UsageError as error:
        raise UsageError(named_options(error)) from None
    except OSError as error:
        raise InputError(unopened(error, files, output)) from None
    return batch_text(done, language)


def _count(asked: Arguments) -> int | None:
    given = asked.value(PROCESSES.flag)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= MOST_PROCESSES:
        say = {"value": shown(given), "most": MOST_PROCESSES}
        raise UsageError(Problem(PROCESSES.flag, "{value} is no number of processes.", "Write a number from 1 to {most}.", say))
    return int(given)


MOST_PROCESSES = 256
_OPTIONS = ("month", "price_index", "overlays", "known_on", "programmes", "output")


def named_options(error: UsageError) -> list[Problem]:
    """The mistakes under the names that the command line has for options; files keep theirs."""
    return [at_option(each) if each.path in _OPTIONS else each for each in error.problems]


def unopened(error: OSError, read: tuple[str, ...], output: str) -> Problem:
    """Which file it was: one of those to be read, or the one to be written."""
    for file in read:
        if error.filename is not None and os.path.normpath(file) == os.path.normpath(error.filename):
            return unreadable(file, error.errno)
    return unwritable(output, error.errno)


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
