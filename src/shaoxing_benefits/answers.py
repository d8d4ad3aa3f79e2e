"""What somebody answers in an interview, or writes into a cell -> what is stated in a household's file. Both languages are understood.

A number is left as it was written, for the reader of households to judge; here it is only seen what kind of answer it is: a value, "not
known", a range, one of several, or none.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from .household import MOST_MEMBERS
from .stated import Misfit, shown

MOST_SIGNS = 100
FEWEST_LETTERS = 4
"""Less than that of an English word may be anything; a Chinese sign is a word."""
UNKNOWN_WORDS = frozenset({"?", "unknown", "not known", "don't know", "不知道", "不清楚", "不详", "未知"})
STOP_WORDS = frozenset({"stop", "quit", "停", "停止", "退出"})
BACK_WORDS = frozenset({"back", "返回", "上一步"})
_NONE_WORDS = frozenset({"none", "无", "没有", "没"})
_YES_WORDS = frozenset({"yes", "y", "true", "是", "有", "对"})
_NO_WORDS = frozenset({"no", "n", "false", "否", "不是", "不"}) | _NONE_WORDS

_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?[千万]?"
_TIMES = {"千": 1000, "万": 10_000}
_DAY = r"[0-9]{4}(?:-[0-9]{1,2}){0,2}"
_DAY_OTHERWISE = re.compile(r"(?<![0-9./-])([0-9]{4})(?:年|[年/.]([0-9]{1,2})(?:月|[月/.]([0-9]{1,2})[日号]?)?)(?![0-9年月日/-])")
"""A day, month or year that begins with the year, in signs of its own: nothing else can be meant."""
_TO = r"\.{2,3}|~|—|–|到|至|\bto\b|\band\b"
_BEGINS = r"(?:from|between|从|在)?\s*"
_LEAST = re.compile(r"(?:from|at least|>=|≥|最少|至少|不少于|不低于)\s*(.+)|(.+?)\s*(?:or more|以上|\+)")
_MOST = re.compile(r"(?:at most|up to|<=|≤|最多|至多|不多于|不超过)\s*(.+)|(.+?)\s*(?:or less|以下|以内)")
_OR = re.compile(r"\s*(?:\bor\b|或者|或)\s*")
_BETWEEN_CHOICES = re.compile(r"\s*(?:,|、|;|\bor\b|\band\b|或者|或|和|\s)\s*")
_UNITS = {
    "money": re.compile(r"¥|元|块钱|块|\byuan\b"),
    "area": re.compile(r"m2|平方米|平米|平方|平|\bsquare met(?:re|er)s\b"),
    "count": re.compile(r"[辆套间个]"),
    "grade": re.compile(r"级|\bgrade\b"),
    "year": re.compile(r"年"),
}
"""What may stand beside a number and says nothing more."""
_WHOLE = ("count", "grade", "year")
_DAYS = ("date", "month")
_NUMBER_WORDS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
"""What else the members are counted with, where somebody writes as he or she speaks."""
_CHINESE_GRADES = {"一": "1", "二": "2", "三": "3", "四": "4"}
_MILDEST_GRADE = 4
"""Of a certificate: the kinds of answer are those of the form, not of any rule."""


class Sought(Protocol):
    """What is asked: the kind of answer, and what there is to choose from (see `questions.NextQuestion`)."""

    @property
    def kind(self) -> str:
        """The kind of answer."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What there is to choose from."""


def plain(text: str) -> str:
    """The answer without what makes no difference: blanks at its ends, full-width signs, capitals."""
    return unicodedata.normalize("NFKC", text).strip().lower().replace("’", "'")


def read_answer(text: str, question: Sought, words: Mapping[str, str]) -> Any:
    """What an answer states, as a household file says it, or a `Misfit`; `words` are what the choices are called, each with its name."""
    said = plain(text)
    if len(said) > MOST_SIGNS:
        return Misfit("{value} is too long or has control characters.", "Use at most 100 printable characters.", {"value": shown(text)})
    if said in UNKNOWN_WORDS:
        return "unknown"
    if question.kind == "flag":
        return _flag(said, text)
    if question.kind in ("choice", "choices"):
        return _chosen(said, text, question, words)
    if said in _NONE_WORDS:
        return "none"
    return _numeric(said, question.kind)


def read_members(text: str) -> list[dict[str, str]] | Misfit:
    """The members of a household that is begun, from their number or their names."""
    said = plain(text)
    counted = re.fullmatch(rf"([0-9]{{1,9}}|{'|'.join(_NUMBER_WORDS)})\s*(?:people|persons?|members?|[个位]?人|口人?|口之家)?", said)
    if counted:
        count = int(_NUMBER_WORDS.get(counted[1], counted[1]))
        members = [{"id": f"P{place + 1}"} for place in range(min(count, MOST_MEMBERS + 1))]
    elif said in UNKNOWN_WORDS:
        return Misfit("It must be known.", "State it: every figure depends on it.")
    elif said in _NONE_WORDS:
        members = []
    elif re.match("[0-9]", said):  # "2-3", or "2 adults": nobody's name, and no number to go by
        return Misfit("{value} is no whole number.", "Write 0, 1, 2, …", {"value": shown(text)})
    else:
        names = [each.strip() for each in re.split("[,，、;；]", text)]
        members = [{"id": f"P{place}", "name": name} for place, name in enumerate(filter(None, names), 1)]
    return members or Misfit("The household has no members.", "List everybody who lives in it, at least one person.")


def _flag(said: str, text: str) -> bool | Misfit:
    if said in _YES_WORDS or said in _NO_WORDS:
        return said in _YES_WORDS
    return Misfit("{value} is neither yes nor no.", "Answer yes or no.", {"value": shown(text)})


def _chosen(said: str, text: str, question: Sought, words: Mapping[str, str]) -> Any:
    names: list[str] = []
    if said in words:  # a word may have blanks in it
        names = [words[said]]
    elif question.kind == "choices" and said in _NO_WORDS:
        return []
    elif said in _NO_WORDS and "none" in question.choices:
        names = ["none"]
    else:
        for each in filter(None, _BETWEEN_CHOICES.split(said)):
            name = words.get(each) or _numbered(each, question.choices) or begun(each, words)
            if name is None:
                say = {"value": shown(text), "count": len(question.choices)}
                return Misfit("{value} is not in the list.", "Answer with its number, from 1 to {count}.", say)
            names.append(name)
    names = list(dict.fromkeys(names))
    if question.kind == "choices":
        return names
    return names[0] if len(names) == 1 else {"one_of": names}


def _numbered(said: str, choices: tuple[str, ...]) -> str | None:
    return choices[int(said) - 1] if re.fullmatch("[1-9][0-9]?", said) and int(said) <= len(choices) else None


def begun(said: str, words: Mapping[str, str]) -> str | None:
    """The only choice that begins so: 越城 is no other than 越城区, and "intellect" nothing but intellectual."""
    if said.isascii() and len(said) < FEWEST_LETTERS:
        return None
    found = {name for word, name in words.items() if word.startswith(said)}
    return found.pop() if len(found) == 1 else None


def _numeric(said: str, kind: str) -> Any:
    """A number, a day or a month; with what is known of it, where that is not all."""
    if kind in _UNITS:
        said = _UNITS[kind].sub("", said).strip()
    single = _DAY if kind in _DAYS else _NUMBER
    if kind in _DAYS:
        said = _DAY_OTHERWISE.sub(_day, said)
    between = _TO if kind in _DAYS else f"-|{_TO}"
    if found := re.fullmatch(f"{_BEGINS}({single})\\s*(?:{between})\\s*({single})", said):
        low, high = _alike([found[1], found[2]])
        return _range(low, high, kind)
    if kind in _DAYS and (found := re.fullmatch("([0-9]{4})-([0-9]{4})", said)):
        return _range(found[1], found[2], kind)
    if (found := _LEAST.fullmatch(said)) and re.fullmatch(single, least := found[1] or found[2]):
        return _range(least, None, kind)
    if (found := _MOST.fullmatch(said)) and re.fullmatch(single, most := found[1] or found[2]):
        return _range(None, most, kind)
    several = _OR.split(said)
    if len(several) > 1 and all(re.fullmatch(single, each) for each in several):
        return _checked({"one_of": [_value(each, kind) for each in _alike(several)]}, kind)
    if kind in _DAYS and re.fullmatch(single, said) and said.count("-") < _parts(kind):
        return _range(said, said, kind)  # the year alone is something known of a day
    return _checked(_value(said, kind), kind)


def _day(found: re.Match[str]) -> str:
    return "-".join(filter(None, found.groups()))


def _alike(said: list[str]) -> list[str]:
    """The numbers as they are meant: in "3-5万" both are ten thousands, in "8000-1万" one is."""
    last = said[-1]
    if last[-1] not in _TIMES:
        return said
    most = Decimal(last[:-1].replace(",", ""))
    return [f"{each}{last[-1]}" if each[-1].isdecimal() and Decimal(each.replace(",", "")) < most else each for each in said]


def _parts(kind: str) -> int:
    return 2 if kind == "date" else 1


def _range(low: str | None, high: str | None, kind: str) -> Any:
    ends = {"low": low and _end(low, kind, first=True), "high": high and _end(high, kind, first=False)}
    return _checked({end: value for end, value in ends.items() if value is not None}, kind)


def _end(said: str, kind: str, *, first: bool) -> Any:
    """An end of a range; of a year or month that stands for a day, its first or last."""
    if kind not in _DAYS:
        return _value(said, kind)
    year, *rest = (int(each) for each in said.split("-"))
    month = rest[0] if rest else 1 if first else 12
    if kind == "month":
        return f"{year:04d}-{month:02d}"
    if len(rest) > 1 or not 1 <= month <= 12 or not year:
        return said
    return f"{year:04d}-{month:02d}-{1 if first else monthrange(year, month)[1]:02d}"


def _value(said: str, kind: str) -> Any:
    if kind == "grade":
        said = _CHINESE_GRADES.get(said, said)
    if kind in _WHOLE and re.fullmatch("[0-9]{1,9}", said):
        return int(said)
    if kind == "money" and re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?[千万]", said):
        return f"{(Decimal(said[:-1]) * _TIMES[said[-1]]).normalize():f}"
    return said


def _checked(value: Any, kind: str) -> Any:
    """The same, or what is wrong with it: a grade without its kind is judged nowhere else."""
    if kind != "grade":
        return value
    numbers = value.get("one_of", list(value.values())) if isinstance(value, dict) else [value]
    wrong = next((each for each in numbers if isinstance(each, int) and each > _MILDEST_GRADE), None)
    if wrong is None:
        return value
    return Misfit("Grade {grade} does not exist.", "Write the certificate's grade: 1, 2, 3 or 4.", {"grade": wrong})


def choice_words(choices: Iterable[str], *called: Callable[[str], str]) -> dict[str, str]:
    """What the choices may be called in an answer, each with its name: the name itself, and what each of the languages calls it."""
    found = {word: name for name in choices for word in (name, *(plain(words_of(name)) for words_of in called))}
    return {**found, **{name.replace("_", " "): name for name in choices}}
