"""The commands that show the tables: `rules show`, `rules history`, `rules diff` and `rules check`.

What answers them is loaded only when one of them is run.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import Problem, UsageError
from .arguments import Arguments, Command, Operand, Option, language_of, operands_of
from .files import read_overlay_files
from .options import ASSUME_PLANNED, BEYOND_HORIZON, JSON, KNOWN_ON, OVERLAY, PRICE_INDEX
from .output import at_option, json_text, naming_options

Answer = TypeVar("Answer")
_A_DAY = "Name a year (its last day), a month (its first) or a day, such as 2020, 2020-04 or 2020-04-15."
PROGRAMME = Operand("PROGRAMME", "only the figures of this programme; all where none is named", repeated=True)
PARAMETER = Operand(
    "PARAMETER", "its id, such as dibao.standard", "No parameter is named.", "Name one, such as dibao.standard; `rules show` lists them."
)
DAY = Operand("DAY", "a year (its last day), a month (its first) or a day", "No day is named.", _A_DAY)
EARLIER = Operand("EARLIER", "a year (its last day), a month (its first) or a day", "The first day is not named.", _A_DAY)
LATER = Operand("LATER", "the same; it may be the same day, to see what a reform does", "The second day is not named.", _A_DAY)
NOTES = Option("--notes", "", "also why a figure is so, and what would settle it")
REFORM = Option("--reform", "TABLE", "like --overlay, for the second day only; may be repeated", repeated=True)


def _show(asked: Arguments) -> str:
    from ..paper_trail.show import show  # noqa: PLC0415 - see above

    when, *programmes = operands_of(asked, SHOW)
    overlays = read_overlay_files(asked.values(OVERLAY.flag))
    shown = _answer(asked, lambda **terms: show(when, programmes, overlays=overlays, **terms))
    if asked.has(JSON.flag):
        return json_text(shown.to_dict())
    from ..report.rules_text import shown_text  # noqa: PLC0415 - see above

    return shown_text(shown, language_of(asked), notes=asked.has(NOTES.flag))


def _history(asked: Arguments) -> str:
    from ..paper_trail.history import history  # noqa: PLC0415 - see above

    (parameter,) = operands_of(asked, HISTORY)
    found = history(parameter, overlays=read_overlay_files(asked.values(OVERLAY.flag)))
    if asked.has(JSON.flag):
        return json_text(found.to_dict())
    from ..report.rules_text import history_text  # noqa: PLC0415 - see above

    return history_text(found, language_of(asked))


def _diff(asked: Arguments) -> str:
    from ..paper_trail.difference import compare_tables  # noqa: PLC0415 - see above

    earlier, later, *programmes = operands_of(asked, DIFF)
    own, reform = asked.values(OVERLAY.flag), asked.values(REFORM.flag)
    read = read_overlay_files([*own, *reform])  # together, so that what is wrong in any of them is told at once
    more: dict[str, Any] = {"price_index": asked.value(PRICE_INDEX.flag), "overlays": read[: len(own)], "reform": read[len(own) :]}
    found = _answer(asked, lambda **terms: compare_tables(earlier, later, programmes, **more, **terms))
    if asked.has(JSON.flag):
        return json_text(found.to_dict())
    from ..report.difference_text import difference_text  # noqa: PLC0415 - see above

    return difference_text(found, language_of(asked))


def _check(asked: Arguments) -> str:
    from ..paper_trail.check import check  # noqa: PLC0415 - see above

    checked = check(overlays=read_overlay_files(asked.values(OVERLAY.flag)))
    if asked.has(JSON.flag):
        return json_text(checked.to_dict())
    from ..report.rules_text import checked_text  # noqa: PLC0415 - see above

    return checked_text(checked, language_of(asked))


def _answer(asked: Arguments, answer: Callable[..., Answer]) -> Answer:
    """What a question comes to on the terms that the options set; mistakes in them under the options' names."""
    terms: dict[str, Any] = {
        "known_on": asked.value(KNOWN_ON.flag),
        "assume_planned": asked.has(ASSUME_PLANNED.flag),
        "beyond_horizon": asked.has(BEYOND_HORIZON.flag),
    }
    try:
        return answer(**terms)
    except UsageError as error:
        raise UsageError(_named(problem) for problem in error.problems) from None


def _named(problem: Problem) -> Problem:
    return at_option(problem) if problem.path in ("known_on", "price_index") else naming_options(problem)


SHOW = Command(
    "rules show",
    "show the figures as of a day, with status and source",
    (NOTES, OVERLAY, KNOWN_ON, ASSUME_PLANNED, BEYOND_HORIZON, JSON),
    _show,
    (DAY, PROGRAMME),
)
HISTORY = Command(
    "rules history", "show all figures that a parameter has had, and which rules read it", (OVERLAY, JSON), _history, (PARAMETER,)
)
DIFF = Command(
    "rules diff",
    "show what differs between two days, and what that means for sample households",
    (PRICE_INDEX, OVERLAY, REFORM, KNOWN_ON, ASSUME_PLANNED, BEYOND_HORIZON, JSON),
    _diff,
    (EARLIER, LATER, PROGRAMME),
)
CHECK = Command("rules check", "check tables, fact sheets and rules, and list every figure that is not sure", (OVERLAY, JSON), _check)
RULES_COMMANDS = (SHOW, HISTORY, DIFF, CHECK)
