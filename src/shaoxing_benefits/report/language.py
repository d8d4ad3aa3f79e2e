"""What is said in which language. The English text is the key; the Chinese stands in a Babel catalogue (`locale/`)."""

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from ..errors import Problem
from ..months import Month

LANGUAGES = ("zh", "en")
_CATALOGUES = Path(__file__).parent / "locale"


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

    def month(self, month: Month) -> str:
        """A month, as April 2020 or 2020年4月."""
        return format_date(month.first_day, "y年M月" if self.name == "zh" else "MMMM y", locale=self.locale)

    def problem(self, problem: Problem) -> str:
        """A mistake with its path, what is wrong and the remedy."""
        said = [self.say(each).format(**problem.values) for each in (problem.problem, problem.remedy)]
        text = ("" if self.name == "zh" else " ").join(said)
        return self.say("{name}: {text}", name=problem.path, text=text) if problem.path else text


@cache
def language(name: str) -> Language:
    """The language `zh` or `en`."""
    locale = {"zh": "zh_CN", "en": "en"}[name]
    path = _CATALOGUES / locale / "LC_MESSAGES" / "messages.po"
    texts: dict[str, str] = {}
    if path.exists():
        with path.open("rb") as file:
            texts = {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
    return Language(name, locale, texts)


def preferred(asked: str | None, environment: Mapping[str, str] | None = None) -> str:
    """The language asked for; else the environment's; Chinese where it says neither."""
    if asked is not None:
        return asked
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].lower().startswith("en") else "zh"
    return "zh"
