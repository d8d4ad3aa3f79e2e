"""An assessment as text: the overview, and with `explain` the reasons of every programme."""

from ..assessment import Assessment
from .explained import explanations
from .language import Language
from .overview import overview


def assessment_text(assessment: Assessment, language: Language, *, explain: bool = False, near: str | None = None) -> str:
    """The whole answer for one household; `near` asks for the conditions that hold with so little to spare."""
    lines = [*overview(assessment, language, near=near, reasons=not explain)]
    if explain:
        lines += explanations(assessment, language)
    return "\n".join(lines) + "\n"
