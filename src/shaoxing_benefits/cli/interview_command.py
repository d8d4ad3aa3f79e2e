"""The command `interview`: asks for the facts that decide, and ends with the assessment."""

import shlex
from collections.abc import Iterator

from .arguments import LANG, Arguments, Command, Operand, Option, language_of, operands_of
from .files import read_overlay_files
from .help import NAME
from .options import ASSUME_PLANNED, BEYOND_HORIZON, KNOWN_ON, OVERLAY, PRICE_INDEX

MONTH = Option("--month", "MONTH", "the month, such as 2020-04", required=True)
PROGRAMME = Option("--programme", "ID", "only this programme; may be repeated", repeated=True)
SAVE = Option("--save", "FILE", "where the answers go, where that is not the file that is read")
AGAIN = Option("--again", "", "also ask for what is stated as not known, or only as a range")


def _interview(asked: Arguments) -> str:
    from ..report.text import assessment_text  # noqa: PLC0415 - as in `language_of`
    from .interview import Interview  # noqa: PLC0415 - no other command needs it
    from .interview_file import Notes  # noqa: PLC0415 - as above

    file = next(iter(operands_of(asked, INTERVIEW)), "")
    options = {
        "month": asked.value(MONTH.flag),
        "price_index": asked.value(PRICE_INDEX.flag),
        "overlays": read_overlay_files(asked.values(OVERLAY.flag)),
        "known_on": asked.value(KNOWN_ON.flag),
        "assume_planned": asked.has(ASSUME_PLANNED.flag),
        "beyond_horizon": asked.has(BEYOND_HORIZON.flag),
        "programmes": asked.values(PROGRAMME.flag) or None,
    }
    notes = Notes.opened(file, asked.value(SAVE.flag) or "")
    spoken = language_of(asked)
    resume = shlex.join(_words(asked, notes.file))
    assessment = Interview(notes, spoken, options, asked.has(AGAIN.flag), resume).held()
    return "" if assessment is None else assessment_text(assessment, spoken)


def _words(asked: Arguments, file: str) -> Iterator[str]:
    """The command that goes on with the file."""
    yield from (NAME, *INTERVIEW.words, file)
    for option in (*INTERVIEW.options, LANG):
        if option is SAVE:
            continue
        if not option.takes_value and asked.has(option.flag):
            yield option.flag
        for value in asked.values(option.flag):
            yield from (option.flag, value)


INTERVIEW = Command(
    "interview",
    "ask for the facts that decide, in the order in which they do",
    (MONTH, PROGRAMME, PRICE_INDEX, KNOWN_ON, ASSUME_PLANNED, BEYOND_HORIZON, OVERLAY, SAVE, AGAIN),
    _interview,
    (Operand("FILE", "the household as far as it is known, in JSON; begun where it is not there"),),
)
