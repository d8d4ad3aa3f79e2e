"""Every total that the sources publish, held against what tables and facts come to. Nothing is tuned to fit."""

from collections.abc import Mapping

from ..rulebook import Rulebook
from ..shipped import shipped_facts, shipped_rulebook
from ..sources import Fact
from .comparing import Check
from .published_assistance import ASSISTANCE
from .published_insurance import INSURANCE
from .published_living import LIVING

SECTIONS = (*ASSISTANCE, *INSURANCE, *LIVING)


def published_totals(facts: Mapping[str, Fact] | None = None, rulebook: Rulebook | None = None) -> tuple[Check, ...]:
    """All checks in order, worked out from the fact sheets and tables that come with the package, or from others.

    Raises:
        TableError: a check reads a fact, a number of it, or a parameter that is not there.
    """
    facts = shipped_facts() if facts is None else facts
    rulebook = shipped_rulebook() if rulebook is None else rulebook
    return tuple(check for section in SECTIONS for check in section.checks(facts, rulebook))
