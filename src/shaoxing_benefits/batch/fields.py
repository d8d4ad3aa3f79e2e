"""The columns that files of households may have: their names, what they are called in both languages, and what stands in their cells.

The columns are those of a population's tables (`docs/populations.md`); beside them there are names of people, and what empty cells mean.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from attrs import field, frozen

from ..answers import choice_words
from ..household import UNSTATED_MEANS, Household, Person
from ..kinds import District, Group
from ..questions import asked_as
from ..report.fact_words import fact_words
from ..report.language import LOCALES, Language, language
from ..report.questions_text import choice_text
from ..statements import facts_of

HOUSEHOLD, ID, NAME, UNSTATED, PLACE, WRONG = "household", "id", "name", "unstated", "place", "wrong"
"""The columns that are no facts: whose rows, the id, a name, what empty cells mean; where a returned row stood, and what is wrong."""
_CALLED = {
    HOUSEHOLD: "household id",
    ID: "member id",
    NAME: "name of the member",
    UNSTATED: "empty cells mean",
    PLACE: "row in the file",
    WRONG: "what is wrong",
}
_ALSO_CALLED = {
    HOUSEHOLD: ("户号", "家庭编号"),
    ID: ("成员编号", "身份证号", "身份证号码", "证件号码"),
    "district": ("区县", "县市区", "区（县、市）"),
    "registration": ("户口性质", "户籍", "城乡"),
    "birth_date": ("出生年月日",),
}
"""What offices write over these columns."""
_GROUPS, _DISTRICT = "groups", "district"
_BESIDE = re.compile(r"[(\[](.*?)[)\]]|[*\s]")
"""What stands in a heading beside the name: a unit, a note, a star for what is needed."""
_SAID_BESIDE = {
    "yuan a month": ("元", "元/月", "元每月", "每月", "月", "yuan", "yuan/month", "month"),
    "yuan a year": ("元", "元/年", "元每年", "每年", "年", "yuan", "yuan/year", "year"),
    "yuan": ("元", "yuan"),
    "square metres": ("平方米", "平米", "㎡", "m2", "m²"),
    "": (),
}
"""What may stand in the brackets, by unit, and says nothing more: of an income by the year the amounts would be other ones."""
_NOTES = ("必填", "选填", "是/否", "needed", "optional", "yes/no", "年-月-日", "year-month-day", "年-月", "year-month")


@frozen(eq=False)
class Field:
    """A column. `kind` and `choices` are those of a question; `words` is what may be written for a choice, each with its name.

    Attributes:
        path: its name, such as `income.wages`.
        of_member: whether it is about one person.
        kind: what stands in its cells (see `questions.NextQuestion`), or "text".
        unit: what is counted, in English; empty where nothing is.
        choices: what there is to choose from.
        is_needed: whether nothing can be said without it.
        words: what may be written for a choice.
    """

    path: str
    of_member: bool
    kind: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    is_needed: bool = False
    words: Mapping[str, str] = field(factory=dict, repr=False)

    def called(self, spoken: Language) -> str:
        """The heading in a language."""
        if self.path in _CALLED:
            return spoken.say(_CALLED[self.path])
        group = self.path.removeprefix(f"{_GROUPS}.")
        return fact_words(self.path, spoken) if group == self.path else choice_text(_GROUPS, group, spoken)

    def choice(self, name: str, spoken: Language) -> str:
        """What a choice is called."""
        return choice_text(self.path, name, spoken)


@cache
def household_fields() -> Mapping[str, Field]:
    """The columns that are about a household, by name, without its id."""
    found = [Field(UNSTATED, False, "choice", choices=UNSTATED_MEANS, words=_words(UNSTATED, UNSTATED_MEANS))]
    return MappingProxyType({each.path: each for each in (*_fields(Household, of_member=False), *found)})


@cache
def member_fields() -> Mapping[str, Field]:
    """The columns that are about a person, by name, without the ids."""
    return MappingProxyType({each.path: each for each in (Field(NAME, True, "text"), *_fields(Person, of_member=True))})


@cache
def id_fields() -> Mapping[str, Field]:
    """The columns that say whose row it is, and those of returned rows, which are passed over."""
    needed = (Field(HOUSEHOLD, False, "text", is_needed=True), Field(ID, True, "text", is_needed=True))
    found = (*needed, Field(PLACE, False, "text"), Field(WRONG, False, "text"))
    return MappingProxyType({each.path: each for each in found})


def _fields(cls: type, *, of_member: bool) -> Iterator[Field]:
    for path, needed in facts_of(cls):
        _, kind, unit, choices = asked_as(path, of_member=of_member)
        if path == _GROUPS:
            yield from (Field(f"{path}.{each.name.lower()}", of_member, "flag") for each in Group)
            continue
        yield Field(path, of_member, kind, unit, choices, needed, _words(path, choices))


def _words(path: str, choices: tuple[str, ...]) -> Mapping[str, str]:
    languages = [language(name) for name in LOCALES]
    # A choice may be called by its name alone too, where the question has words of its own for it.
    ways = [lambda name, spoken=each: choice_text(path, name, spoken) for each in languages]
    words = choice_words(choices, *ways, *[lambda name, spoken=each: spoken.say(name) for each in languages])
    return words | ({str(each.value): each.name.lower() for each in District} if path == _DISTRICT else {})


def heading(text: str) -> str:
    """A heading without what makes no difference."""
    return _BESIDE.sub("", unicodedata.normalize("NFKC", text)).lower()


def says_otherwise(text: str, field: Field) -> bool:
    """Whether a heading has something in brackets that is neither its unit nor a mere note."""
    whole = _plain(text)
    if any(whole == _plain(each) for each in _words_of(field)):
        return False
    units = {_plain(_unit_words(field.unit, language(name))) for name in LOCALES if field.unit}
    known = units | {_plain(each) for each in (*_SAID_BESIDE[field.unit], *_NOTES)}
    return any(each[1] and _plain(each[1]) not in known for each in _BESIDE.finditer(unicodedata.normalize("NFKC", text)))


def _unit_words(unit: str, spoken: Language) -> str:
    return spoken.say(unit)


def _plain(text: str) -> str:
    return re.sub(r"[*\s]", "", unicodedata.normalize("NFKC", text)).lower()


def _words_of(field: Field) -> tuple[str, ...]:
    return (field.path, *(field.called(language(name)) for name in LOCALES), *_ALSO_CALLED.get(field.path, ()))


@cache
def headings() -> Mapping[str, Field]:
    """Every column by what it may be called: its name, and the words of both languages."""
    found: dict[str, Field] = {}
    for each in (*id_fields().values(), *household_fields().values(), *member_fields().values()):
        for word in _words_of(each):
            found.setdefault(heading(word), each)
    return MappingProxyType(found)
