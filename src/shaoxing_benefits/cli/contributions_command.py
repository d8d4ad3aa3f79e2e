"""The command `contributions`: what employees' contributions are reckoned on, and what flexible workers pay."""

from ..errors import UsageError
from .arguments import Arguments, Command, Option, language_of
from .files import read_overlay_files
from .options import ASSUME_PLANNED, BEYOND_HORIZON, JSON, KNOWN_ON, OVERLAY
from .output import at_option, json_text

WAGE = Option("--wage", "YUAN", "this month's wage, for the base of pension, work injury and unemployment")
LAST_YEAR_WAGE = Option("--last-year-wage", "YUAN", "last year's whole wage, for the medical base")
LAST_YEAR_BASE = Option("--last-year-base", "YUAN", "last year's monthly medical base, where the wage was not declared")
DISTRICT = Option("--district", "ID", "the district, where an overlay has values for some only")


def _contributions(asked: Arguments) -> str:
    from ..contributions import every_contribution  # noqa: PLC0415 - no other command needs it

    overlays = read_overlay_files(asked.values(OVERLAY.flag))
    try:
        found = every_contribution(
            asked.value("--month") or "",
            monthly_wage=asked.value(WAGE.flag),
            last_year_wage=asked.value(LAST_YEAR_WAGE.flag),
            last_year_base=asked.value(LAST_YEAR_BASE.flag),
            known_on=asked.value(KNOWN_ON.flag),
            assume_planned=asked.has(ASSUME_PLANNED.flag),
            beyond_horizon=asked.has(BEYOND_HORIZON.flag),
            overlays=overlays,
            district=asked.value(DISTRICT.flag),
        )
    except UsageError as error:
        raise UsageError(at_option(problem) for problem in error.problems) from None
    if asked.has(JSON.flag):
        return json_text(found.to_dict())
    from ..report.contributions_text import contributions_text  # noqa: PLC0415 - as in `language_of`

    return contributions_text(found, language_of(asked))


CONTRIBUTIONS = Command(
    "contributions",
    "work out contribution bases, and what flexible workers pay",
    (
        Option("--month", "MONTH", "the month, such as 2020-04", required=True),
        WAGE,
        LAST_YEAR_WAGE,
        LAST_YEAR_BASE,
        JSON,
        KNOWN_ON,
        ASSUME_PLANNED,
        BEYOND_HORIZON,
        OVERLAY,
        DISTRICT,
    ),
    _contributions,
)
