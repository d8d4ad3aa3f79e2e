"""Social-assistance eligibility and amounts for Shaoxing: exact, sourced, explainable, versioned.

```python
from shaoxing_benefits import assess, read_household

answer = assess(read_household("household.json"), "2020-04")
answer["dibao"].status, answer["dibao"].amount
```
"""

from typing import TYPE_CHECKING, Any

from .assess import assess
from .assessment import Assessment, Total
from .errors import BenefitsError, InputError, MismatchError, Problem, RuleError, TableError, UsageError
from .explanation import Caveat, Condition, Range, Step
from .household import Assets, Disability, Household, Income, Medical, NewJob, Person, ResidentMedical, ResidentPension
from .months import Month
from .overlays import read_overlay
from .reading import read_household, read_households
from .results import Amount, Missing, Outcome
from .rulebook import Overlay
from .stated import UNKNOWN, UNSTATED, Between, Claim, Claims, OneOf

if TYPE_CHECKING:
    from .batch.job import run_batch
    from .batch.roll import make_roll
    from .batch.roll_files import write_roll
    from .batch.template import write_template
    from .charts import save_chart
    from .claims import Disagreement, Implied
    from .evidence import disagreements
    from .population.assessing import assess_table, explain_row
    from .population.files import assess_files
    from .population.results import in_yuan
    from .population.schema import household_schema, member_schema
    from .population.streaming import assess_batches
    from .profiles import Cliff, Profile, profile
    from .questions import NextQuestion, next_questions
    from .solving import Solution, solve

_LATER = {
    "Cliff": "profiles",
    "Disagreement": "claims",
    "Implied": "claims",
    "NextQuestion": "questions",
    "Profile": "profiles",
    "Solution": "solving",
    "assess_batches": "population.streaming",
    "assess_files": "population.files",
    "assess_table": "population.assessing",
    "disagreements": "evidence",
    "explain_row": "population.assessing",
    "household_schema": "population.schema",
    "in_yuan": "population.results",
    "make_roll": "batch.roll",
    "member_schema": "population.schema",
    "next_questions": "questions",
    "profile": "profiles",
    "run_batch": "batch.job",
    "save_chart": "charts",
    "solve": "solving",
    "write_roll": "batch.roll_files",
    "write_template": "batch.template",
}
"""What most programs do without, and its module: loaded when it is first asked for."""

__all__ = [
    "UNKNOWN",
    "UNSTATED",
    "Amount",
    "Assessment",
    "Assets",
    "BenefitsError",
    "Between",
    "Caveat",
    "Claim",
    "Claims",
    "Cliff",
    "Condition",
    "Disability",
    "Disagreement",
    "Household",
    "Implied",
    "Income",
    "InputError",
    "Medical",
    "MismatchError",
    "Missing",
    "Month",
    "NewJob",
    "NextQuestion",
    "OneOf",
    "Outcome",
    "Overlay",
    "Person",
    "Problem",
    "Profile",
    "Range",
    "ResidentMedical",
    "ResidentPension",
    "RuleError",
    "Solution",
    "Step",
    "TableError",
    "Total",
    "UsageError",
    "assess",
    "assess_batches",
    "assess_files",
    "assess_table",
    "disagreements",
    "explain_row",
    "household_schema",
    "in_yuan",
    "make_roll",
    "member_schema",
    "next_questions",
    "profile",
    "read_household",
    "read_households",
    "read_overlay",
    "run_batch",
    "save_chart",
    "solve",
    "write_roll",
    "write_template",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - needed for these alone

    globals()[name] = found = getattr(import_module(f".{_LATER[name]}", __name__), name)
    return found
