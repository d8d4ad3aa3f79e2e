"""An assessment as text: the overview, and with `explain` the reasons of every programme."""

from ..assessment import Assessment
from .explained import explanations
from .language import Language
from .overview import overview


def assessment_text(assessment: Assessment, language: Language, *, explain: bool = False) -> str:
    """The whole answer for one household."""
    return "\n".join([*overview(assessment, language), *(explanations(assessment, language) if explain else ())]) + "\n"
