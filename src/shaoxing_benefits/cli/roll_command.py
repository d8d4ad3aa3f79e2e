"""The command `roll`: a county's monthly payments as a workbook to be sent on, with what differs from the month before and why."""

from datetime import date
from pathlib import Path

from ..converters import to_date
from ..errors import InputError, Problem, UsageError
from ..stated import Misfit
from .arguments import Arguments, Command, Option, language_of, operands_of
from .batch_command import FILES
from .files import read_overlay_files, unopened
from .options import ASSUME_PLANNED, BEYOND_HORIZON, KNOWN_ON, OVERLAY, OVERWRITE, PRICE_INDEX
from .output import at_option
from .population_command import MONTH, PROGRAMMES, UNSTATED

OUTPUT = Option("--output", "FILE", "the file for the roll: .xlsx or .parquet", required=True)
BEFORE = Option("--before", "FILE", "last month's households, to compare with; a second time for their members", repeated=True)
BEFORE_PRICE_INDEX = Option("--before-price-index", "PERCENT", "last month's rise of the price index in per cent")
TITLE = Option("--title", "TEXT", "the title; default: made from the month")
DAY = Option("--date", "DAY", "the day at the top; default: today")
MOST_FILES = 2
_OPTIONS = ("month", "price_index", "before_price_index", "overlays", "known_on", "programmes", "output", "title")


def _roll(asked: Arguments) -> str:
    from ..batch.roll import make_roll  # noqa: PLC0415 - few commands need it
    from ..batch.roll_files import check_output, write_roll  # noqa: PLC0415 - as above
    from ..batch.roll_words import title_text  # noqa: PLC0415 - as above
    from .roll_text import roll_text  # noqa: PLC0415 - as in `language_of`

    language = language_of(asked)
    files, before = operands_of(asked, ROLL), asked.values(BEFORE.flag)
    output, title = asked.value(OUTPUT.flag) or "", asked.value(TITLE.flag)
    _check_number(files, before)
    day = _day(asked.value(DAY.flag))
    overlays = read_overlay_files(asked.values(OVERLAY.flag))
    try:
        check_output(Path(output), title=title, overwrite=asked.has(OVERWRITE.flag), read=(*files, *before))
        roll = make_roll(
            files,
            asked.value(MONTH.flag) or "",
            before=before,
            before_price_index=asked.value(BEFORE_PRICE_INDEX.flag),
            unstated=asked.value(UNSTATED.flag) or "unknown",
            price_index=asked.value(PRICE_INDEX.flag),
            overlays=overlays,
            known_on=asked.value(KNOWN_ON.flag),
            assume_planned=asked.has(ASSUME_PLANNED.flag),
            beyond_horizon=asked.has(BEYOND_HORIZON.flag),
            programmes=asked.values(PROGRAMMES.flag) or None,
        )
        written = write_roll(roll, output, language=language.name, title=title, day=day, overwrite=asked.has(OVERWRITE.flag))
    except UsageError as error:
        raise UsageError(at_option(each) if each.path in _OPTIONS else each for each in error.problems) from None
    except OSError as error:
        raise InputError(unopened(error, (*files, *before), output)) from None
    return roll_text(roll, title or title_text(roll.month, language), written, language)


def _check_number(files: tuple[str, ...], before: tuple[str, ...]) -> None:
    problems = [
        Problem(where, "More than two files are given.", "Give one table; or two, of the households and of the members.")
        for where, given in (("", files), (BEFORE.flag, before))
        if len(given) > MOST_FILES
    ]
    if problems:
        raise UsageError(problems)


def _day(given: str | None) -> date:
    if given is None:
        return date.today()
    read = to_date(given)
    if isinstance(read, Misfit):
        raise UsageError(Problem(DAY.flag, read.problem, "Write year-month-day, such as 2020-04-30.", read.values))
    if not isinstance(read, date):
        raise UsageError(Problem(DAY.flag, "It is no day.", "Write year-month-day, such as 2020-04-30."))
    return read


ROLL = Command(
    "roll",
    "make a month's payments as a workbook to be sent on",
    (
        MONTH,
        OUTPUT,
        BEFORE,
        BEFORE_PRICE_INDEX,
        TITLE,
        DAY,
        UNSTATED,
        OVERWRITE,
        PROGRAMMES,
        PRICE_INDEX,
        KNOWN_ON,
        ASSUME_PLANNED,
        BEYOND_HORIZON,
        OVERLAY,
    ),
    _roll,
    (FILES,),
)
