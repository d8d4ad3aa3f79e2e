"""Social-assistance eligibility and amounts for Shaoxing: exact, sourced, explainable, versioned.

```python
from shaoxing_benefits import assess, read_household

answer = assess(read_household("household.json"), "2020-04")
answer["dibao"].status, answer["dibao"].amount
```
"""

from .assess import assess
from .assessment import Amount, Assessment, Missing, Outcome, Total
from .errors import BenefitsError, InputError, Problem, RuleError, TableError, UsageError
from .explanation import Caveat, Condition, Range, Step
from .household import Assets, Disability, Household, Income, Medical, NewJob, Person, ResidentMedical, ResidentPension
from .months import Month
from .overlays import read_overlay
from .reading import read_household, read_households
from .rulebook import Overlay
from .stated import UNKNOWN, UNSTATED, Between, OneOf

__all__ = [
    "UNKNOWN",
    "UNSTATED",
    "Amount",
    "Assessment",
    "Assets",
    "BenefitsError",
    "Between",
    "Caveat",
    "Condition",
    "Disability",
    "Household",
    "Income",
    "InputError",
    "Medical",
    "Missing",
    "Month",
    "NewJob",
    "OneOf",
    "Outcome",
    "Overlay",
    "Person",
    "Problem",
    "Range",
    "ResidentMedical",
    "ResidentPension",
    "RuleError",
    "Step",
    "TableError",
    "Total",
    "UsageError",
    "assess",
    "read_household",
    "read_households",
    "read_overlay",
]
