"""The pages of `docs/` that are made from tables and fact sheets: `make docs` writes them, a test compares them."""

from collections.abc import Mapping

from ..paper_trail.coverage import coverage
from ..paper_trail.published import published_totals
from ..shipped import shipped_rulebook
from .coverage_text import coverage_page
from .language import language
from .published_text import published_page


def pages() -> Mapping[str, str]:
    """The content of each page, by the name of its file."""
    rulebook, checks = shipped_rulebook(), published_totals()
    documents = coverage(rulebook=rulebook, checks=checks)
    numbers = {check.id: number for number, check in enumerate(checks, 1)}
    made: dict[str, str] = {}
    for name, ending in (("en", ""), ("zh", ".zh")):
        spoken = language(name)
        made[f"published-totals{ending}.md"] = published_page(checks, rulebook, spoken)
        made[f"coverage{ending}.md"] = coverage_page(documents, numbers, spoken)
    return made
