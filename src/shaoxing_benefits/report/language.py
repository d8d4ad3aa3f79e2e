"""What is said in which language. The English text is the key; the Chinese stands in a Babel catalogue (`locale/`).

Names of facts and kinds are keys too; what they are called in English stands in a small catalogue of its own.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from ..errors import Names, Problem
from ..months import Month

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_CATALOGUES = Path(__file__).parent / "locale"
_MONTH = {"zh": "y年M月", "en": "MMMM y"}
_BETWEEN_NAMES = {"zh": "、", "en": ", "}
_BETWEEN_SENTENCES = {"zh": "", "en": " "}


@frozen(eq=False)
class Language:
    """One language: its texts, numbers, dates and months."""

    name: str
    locale: str
    texts: Mapping[str, str]

    def say(self, text: str, /, **values: Any) -> str:
        """The text in this language, filled in."""
        said = self.texts.get(text, text)
        return said.format(**values) if values else said

    def money(self, amount: Decimal) -> str:
        """Yuan, as ¥1,602.00."""
        return "¥" + format_decimal(amount, "#,##0.00", locale=self.locale)

    def number(self, number: Decimal | int) -> str:
        """A plain number."""
        return format_decimal(number, "#,##0.####", locale=self.locale)

    def percent(self, ratio: Decimal) -> str:
        """A ratio, as 70%."""
        return format_percent(ratio, "#,##0.##%", locale=self.locale)

    def month(self, month: Month) -> str:
        """A month, as April 2020 or 2020年4月."""
        return format_date(month.first_day, _MONTH[self.name], locale=self.locale)

    def day(self, day: date) -> str:
        """A day, as 1 April 2020 or 2020年4月1日."""
        return format_date(day, "long", locale=self.locale)

    def listed(self, names: Iterable[str]) -> str:
        """Several names one after another."""
        return _BETWEEN_NAMES[self.name].join(names)

    def problem(self, problem: Problem) -> str:
        """A mistake with its path, what is wrong and the remedy."""
        values = {name: self.listed(map(self.say, value)) if isinstance(value, Names) else value for name, value in problem.values.items()}
        text = _BETWEEN_SENTENCES[self.name].join(self.say(each).format(**values) for each in (problem.problem, problem.remedy))
        return self.say("{name}: {text}", name=problem.path, text=text) if problem.path else text


@cache
def language(name: str) -> Language:
    """The language `zh` or `en`."""
    with (_CATALOGUES / LOCALES[name] / "LC_MESSAGES" / "messages.po").open("rb") as file:
        texts = {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
    return Language(name, LOCALES[name], texts)


def preferred(asked: str | None, environment: Mapping[str, str] | None = None) -> str:
    """The language asked for; else the environment's; Chinese where it says neither."""
    if asked is not None:
        return asked
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].lower().startswith("en") else "zh"
    return "zh"
