"""Hostile and careless input, by file, standard input and API: refused at once, with place and remedy, never with a traceback."""

import io
import json
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shaoxing_benefits import (
    UNKNOWN,
    UNSTATED,
    Assets,
    Disability,
    Household,
    Income,
    InputError,
    Medical,
    Month,
    NewJob,
    Person,
    Problem,
    assess,
    read_household,
    read_households,
)
from shaoxing_benefits.cli import main
from shaoxing_benefits.documents import MOST_BYTES, MOST_TOML_BYTES, read_file, read_stream
from shaoxing_benefits.errors import MOST_PROBLEMS, Names
from shaoxing_benefits.household import MOST_MEMBERS
from shaoxing_benefits.reading import MOST_CHOICES, households_from
from shaoxing_benefits.report.language import language
from shaoxing_benefits.schema import household_schema

SOON = 10.0
"""Seconds. What is meant is one; what is refused here took minutes or for ever where it was not, and machines that test are busy."""
DIGITS = "1" * 40
LANGUAGES = ("zh", "en")


def household(*members: Any, **facts: Any) -> dict[str, Any]:
    listed = [{"id": f"P{place}", "birth_date": "1980-01-01", **member} for place, member in enumerate(members or [{}], 1)]
    return {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": listed, **facts}


def in_json(*members: Any, **facts: Any) -> bytes:
    return json.dumps(household(*members, **facts)).encode()


def with_wages(written: str) -> bytes:
    return in_json({"income": {"wages": 0}}).replace(b'"wages": 0', f'"wages": {written}'.encode())


@contextmanager
def soon() -> Iterator[None]:
    begun = time.perf_counter()
    yield
    assert time.perf_counter() - begun < SOON


def problems(run: Callable[[], object]) -> tuple[Problem, ...]:
    """The mistakes that something raises: each can be read in both languages, and on any terminal."""
    with soon(), pytest.raises(InputError) as caught:
        run()
    for problem in caught.value.problems:
        assert problem.problem
        assert problem.remedy
        plain, chinese, english = str(problem), language("zh").problem(problem), language("en").problem(problem)
        assert all(text.isprintable() and len(text) < 1000 for text in (plain, chinese, english))
        assert has_hanzi(chinese)
    return caught.value.problems


def only(run: Callable[[], object]) -> Problem:
    (problem,) = problems(run)
    return problem


def has_hanzi(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def nested(value: Any, levels: int, wrap: Callable[[Any], Any]) -> Any:
    for _ in range(levels):
        value = wrap(value)
    return value


# The same bytes by file, by standard input and through the API

BYTES: dict[str, tuple[bytes, str, str]] = {
    "not UTF-8": ("越城区".encode("gb18030"), "", "not UTF-8"),
    "UTF-16": (in_json().decode().encode("utf-16"), "", "not UTF-8"),
    "empty": (b"", "", "is empty"),
    "blank": (b" \n" * 1000, "", "is empty"),
    "noughts": (b"\0" * 1000, "", "is no JSON"),
    "nested lists": (b"[" * 100_000 + b"]" * 100_000, "", "nested too deeply"),
    "open lists": (b"[" * 100_000, "", "nested too deeply"),
    "nested objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "", "nested too deeply"),
    "nested TOML lists": (b"a = " + b"[" * 100_000 + b"]" * 100_000, "", "nested too deeply"),
    "nested TOML tables": (b"a = " + b"{a=" * 100_000, "", "nested too deeply"),
    "dotted names": (b"a" + b".a" * 100_000 + b" = 1", "", "nested too deeply"),
    "a dotted heading": (b"[a" + b' . "a"' * 50_000 + b"]", "", "nested too deeply"),
    "hundreds of levels of a fact": (with_wages('{"low": ' * 300 + "1" + "}" * 300), "members[0].income.wages", "is no number"),
    "megabytes of brackets": (b"[" * (MOST_BYTES + 1), "", "too large"),
    "megabytes of TOML": (b"a = 1\n" * (MOST_TOML_BYTES // 6 + 1), "", "too large"),
    "a repeated name": (b'{%s, "z": 1, "z": 2}' % b", ".join(b'"k%d": 1' % place for place in range(50_000)), "", "given twice"),
    "a repeated escape": (rb'{"\u001b[31m": 1, "\u001b[31m": 2}', "", "given twice"),
    "NaN": (with_wages("NaN"), "members[0].income.wages", "is no number"),
    "Infinity": (with_wages("Infinity"), "members[0].income.wages", "is no number"),
    "-Infinity": (with_wages("-Infinity"), "members[0].income.wages", "is no number"),
    "NaN as text": (with_wages('"NaN"'), "members[0].income.wages", "is no number"),
    "infinity as text": (with_wages('"inf"'), "members[0].income.wages", "is no number"),
    "NaN for a date": (in_json().replace(b'"1980-01-01"', b"NaN"), "members[0].birth_date", "is no date"),
    "forty digits": (with_wages(DIGITS), "members[0].income.wages", "too large"),
    "forty digits as text": (with_wages(f'"{DIGITS}"'), "members[0].income.wages", "too large"),
    "a hundred digits": (with_wages(f'"{"9" * 100}"'), "members[0].income.wages", "too large"),
    "a million digits as text": (with_wages(f'"{"9" * 1_000_000}"'), "members[0].income.wages", "is no number"),
    "a million digits": (with_wages("9" * 1_000_000), "", "far too long"),
    "a million decimals": (with_wages("0." + "1" * 1_000_000), "", "far too long"),
    "an exponent of 400 digits": (with_wages("1e" + "9" * 400), "", "far too long"),
    "an exponent of 18 digits": (with_wages("1e" + "9" * 18), "members[0].income.wages", "too large"),
    "three decimals": (with_wages("0.005"), "members[0].income.wages", "more than two decimals"),
    "three decimals as text": (with_wages('"600.505"'), "members[0].income.wages", "more than two decimals"),
    "seventy decimals": (with_wages(f'"0.{"0" * 69}1"'), "members[0].income.wages", "more than two decimals"),
    "an Excel day": (in_json({"birth_date": 43922}), "members[0].birth_date", "2020-04-01"),
    "an Excel day and no hour": (in_json({"birth_date": 43922.0}), "members[0].birth_date", "2020-04-01"),
    "born in the future": (in_json({"birth_date": "2030-01-01"}), "members[0].birth_date", "after 2020-04"),
    "born in 1800": (in_json({"birth_date": "1800-01-01"}), "members[0].birth_date", "Born in 1800?"),
    "an id twice": (in_json({"id": "A"}, {"id": "A"}), "members[1].id", "already used by member members[0]"),
    "ten thousand members": (in_json(*[{} for _ in range(10_000)]), "members", "10000 members"),
    "ten thousand wrong members": (in_json(*[{"x": 1, "absence": 5} for _ in range(10_000)]), "members", "10000 members"),
    "paid more than the cost": (
        in_json({"medical": {"year": 2020, "in_scope": 10, "basic_paid": "10.01"}}), "members[0].medical.basic_paid", "paid more"
    ),
    "bills without a year": (in_json({"medical": {"in_scope": 10}}), "members[0].medical.year", "but not their year"),
    "bills of long ago": (in_json({"medical": {"year": 1999}}), "members[0].medical.year", "bills of 1999?"),
    "an increase above wages": (
        in_json({"income": {"wages": 9}, "new_job": {"since": "2020-02", "increase": 10}}), "members[0].new_job.increase", "than the wages"
    ),
    "a basic pension above the pension": (
        in_json({"income": {"pension": 100, "basic_pension": "100.01"}}), "members[0].income.basic_pension", "than all pension income"
    ),
    "a name with an escape": (rb'{"\u001b[31m\u202e": 1, %s' % in_json()[1:], r"\x1b[31m\u202e", "is not known here"),
    "half a character for a name": (rb'{"\ud800": 1, %s' % in_json()[1:], r"\ud800", "is not known here"),
    "a name of a million signs": (b'{"%s": 1, %s' % (b"x" * 1_000_000, in_json()[1:]), "xxx", "is not known here"),
    "an id with an escape": (in_json({"id": "\x1b[31m"}), "members[0].id", "control characters"),
    "an id that turns the writing": (in_json(id="\u202eH"), "id", "control characters"),
    "half a character for an id": (in_json(id="\ud800"), "id", "control characters"),
    "an id of a million signs": (in_json(id="x" * 1_000_000), "id", "too long"),
    "a text": (b'"household"', "", "is not an object"),
    "a number": (b"5", "", "is not an object"),
    "nothing": (b"null", "", "is not an object"),
    "a thousand choices": (with_wages('{"one_of": [1' + ", 1" * 1000 + "]}"), "members[0].income.wages", "as good as unknown"),
}  # fmt: skip
kinds = pytest.mark.parametrize(("content", "path", "says"), BYTES.values(), ids=BYTES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("by", ["file", "standard input"])
@kinds
def test_it_is_refused_on_the_command_line(
    content: bytes,
    path: str,
    says: str,
    by: str,
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "-" if by == "standard input" else "h"
    Path("h").write_bytes(content)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with soon():
        status = main(["assess", name, "--month", "2020-04", "--lang", lang])
    out, err = capsys.readouterr()
    assert status == 2
    assert out == ""
    assert err.startswith(name)
    assert path in err
    assert all(line.isprintable() for line in err.splitlines())
    assert len(err) < 1000
    assert has_hanzi(err) == (lang == "zh")
    if lang == "en":
        assert says in " ".join(err.split())


@kinds
def test_it_is_refused_by_the_api(content: bytes, path: str, says: str) -> None:
    problem = only(lambda: [assess(each, "2020-04") for each in read_households(io.BytesIO(content))])
    assert problem.path.startswith(path or "-") or (path == "" and problem.path == "")
    assert says in str(problem)


def test_a_real_process_ends_with_2_and_no_traceback(tmp_path: Path) -> None:
    for place, name in enumerate(["not UTF-8", "nested lists", "ten thousand members", "a name with an escape"]):
        file = tmp_path / f"{place}.json"
        file.write_bytes(BYTES[name][0])
        for given, content in ((str(file), b""), ("-", BYTES[name][0])):
            command = [sys.executable, "-m", "shaoxing_benefits", "assess", given, "--month", "2020-04", "--lang", "en"]
            done = subprocess.run(command, input=content, capture_output=True, timeout=60, check=False)
            assert (done.returncode, done.stdout) == (2, b"")
            assert b"Traceback" not in done.stderr
            assert b"\x1b" not in done.stderr


# What only Python can give

LOOP: dict[str, Any] = {}
LOOP["low"] = LOOP


class Sly:
    """Cannot be shown, compared or hashed."""

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError


HOSTILE: dict[str, Any] = {
    "a float": 0.5,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "decimal NaN": Decimal("NaN"),
    "signalling NaN": Decimal("sNaN"),
    "a number of a million digits": 1 << 3_000_000,
    "a decimal of a million digits": Decimal("0." + "1" * 1_000_000),
    "a text of a million signs": "x" * 1_000_000,
    "half a character": "\ud800",
    "an escape": "\x1b]0;x\x07",
    "bytes": b"none",
    "a moment": datetime(2020, 1, 1, 12),
    "lists in lists": nested(1, 50_000, lambda value: [value]),
    "objects in objects": nested(1, 50_000, lambda value: {"a": value}),
    "lows in lows": nested(1, 50_000, lambda value: {"low": value}),
    "choices in choices": nested(1, 50_000, lambda value: {"one_of": [value]}),
    "itself": LOOP,
    "what is known of what is not": {"low": UNKNOWN, "high": UNSTATED},
    "a choice of what is not known": {"one_of": [UNKNOWN]},
    "an end of nothing": {"low": 1, "high": None},
    "no text for a name": {1: 2, None: 3},
    "a set": {1, 2},
    "an object that cannot be shown": Sly(),
    "a class": Income,
    "a function": print,
}
hostile = pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)


@pytest.mark.parametrize("path", ["district", "registration", "unstated", "emergency", "members", "assets", "assets.money", "assets.homes"])
@hostile
def test_it_is_refused_in_a_dict_of_the_household(value: Any, path: str) -> None:
    first, _, second = path.partition(".")
    found = problems(lambda: read_household(household(**{first: {second: value} if second else value})))
    assert all(problem.path.startswith(path) for problem in found)


@pytest.mark.parametrize(
    "path", ["birth_date", "absence", "income", "income.wages", "disability.grade", "resettled", "groups", "new_job.since"]
)
@hostile
def test_it_is_refused_in_a_dict_of_a_member(value: Any, path: str) -> None:
    first, _, second = path.partition(".")
    found = problems(lambda: read_household(household({first: {second: value} if second else value})))
    assert all(problem.path.startswith(f"members[0].{path}") for problem in found)


@hostile
def test_it_is_no_household_and_no_member(value: Any) -> None:
    problems(lambda: households_from(value))
    problems(lambda: households_from([value]))
    problems(lambda: read_household(household(members=[value])))


@hostile
def test_it_is_refused_where_classes_are_built(value: Any) -> None:
    assert only(lambda: Income(wages=value)).path == "wages"
    assert only(lambda: Person(id="A", birth_date=value)).path == "birth_date"
    assert only(lambda: Assets(homes=value)).path == "homes"
    assert only(lambda: Household(district=value, registration="rural", members=[person()])).path == "district"


def person(**facts: Any) -> Person:
    return Person(**{"id": "A", "birth_date": date(1980, 1, 1), **facts})


@pytest.mark.parametrize("value", [UNKNOWN, UNSTATED])
def test_an_id_is_known(value: Any) -> None:
    assert only(lambda: person(id=value)).path == "id"
    assert only(lambda: person(name=value)).path == "name"


BUILT: dict[str, tuple[Callable[[], object], str]] = {
    "paid more than the cost": (lambda: Medical(year=2020, in_scope=10, basic_paid=11), "basic_paid"),
    "bills without a year": (lambda: Medical(year=0, special_drugs="0.01"), "year"),
    "bills of a year to come": (lambda: Medical(year=2101), "year"),
    "an increase above wages": (
        lambda: person(income=Income(wages=1), new_job=NewJob(since="2020-01", increase=2)), "new_job.increase"
    ),
    "a basic pension above the pension": (lambda: Income(pension=1, basic_pension=2), "basic_pension"),
    "a fifth grade": (lambda: Disability(kind="mental", grade=5), "grade"),
    "an id twice": (lambda: Household(district="zhuji", registration="rural", members=[person()] * 2), "members[1].id"),
    "ten thousand members": (lambda: Household(district="zhuji", registration="rural", members=[person()] * 10_000), "members"),
    "groups as an object": (lambda: person(groups={"three_elders": True}), "groups"),
    "an endless list of groups": (lambda: person(groups=range(10**12)), "groups"),
}  # fmt: skip


@pytest.mark.parametrize(("build", "path"), BUILT.values(), ids=BUILT)
def test_what_contradicts_itself_is_refused_where_classes_are_built(build: Callable[[], object], path: str) -> None:
    assert only(build).path == path


def test_other_payers_may_have_paid_more_than_is_left() -> None:
    assert Medical(year=2020, in_scope=10, basic_paid=10, other_paid=5).other_paid == 5


def test_bills_of_an_unknown_year_are_no_contradiction() -> None:
    assert Medical(in_scope=10).year is UNSTATED


def test_a_member_born_after_the_month_is_refused_however_the_household_came() -> None:
    child = {"birth_date": "2020-05-01"}
    built = Household(district="zhuji", registration="rural", unstated="none", members=[person(**child)])
    for given in (household(child), built, read_household(household(child))):
        assert only(lambda given=given: assess(given, "2020-04")).path == "members[0].birth_date"  # type: ignore[misc]


def test_as_many_members_as_may_be_are_read() -> None:
    many = household(*[{} for _ in range(MOST_MEMBERS)])
    assert len(read_household(many).members) == MOST_MEMBERS
    schema = jsonschema.Draft202012Validator(household_schema())
    assert schema.is_valid(many)
    assert not schema.is_valid({**many, "members": [*many["members"], *many["members"]]})


def test_as_many_choices_as_may_be_are_read() -> None:
    choices = {"one_of": list(range(MOST_CHOICES))}
    assert len(read_household(household({"income": {"wages": choices}})).members[0].income.wages.values) == MOST_CHOICES  # type: ignore[union-attr]


# What is accepted


@pytest.mark.parametrize("written", ["1,000", "１０００", "１，０００", " 1000 ", "1000.00"])
def test_amounts_and_counts_may_be_grouped_and_full_width(written: str) -> None:
    read = read_household(household({"income": {"wages": written}}, assets={"homes": written}))
    assert (read.members[0].income.wages, read.assets.homes) == (1000, 1000)
    assert Income(wages=written).wages == 1000


@pytest.mark.parametrize("written", ["1948-05-10", "１９４８-０５-１０", "１９４８－０５－１０", " 1948-5-10 "])
def test_dates_may_be_full_width(written: str) -> None:
    assert read_household(household({"birth_date": written})).members[0].birth_date == date(1948, 5, 10)


@pytest.mark.parametrize("written", ["2020-02", "２０２０-０２", "２０２０－２"])
def test_months_may_be_full_width(written: str) -> None:
    job = {"since": written, "increase": 0}
    assert read_household(household({"new_job": job})).members[0].new_job.since == Month(2020, 2) == Month.parse(written)


@pytest.mark.parametrize("written", ["٦٠٠", "६००", "六百", "Ⅵ"])
def test_other_digits_are_no_number(written: str) -> None:
    assert only(lambda: Income(wages=written)).path == "wages"


# Dates that were meant


@pytest.mark.parametrize("serial", [43922, 43922.0, 43922.75, "43922", "43922.0", Decimal("43922.0"), "４３９２２"])
def test_an_excel_day_is_named_and_not_taken(serial: Any) -> None:
    problem = only(lambda: read_household(household({"birth_date": serial})))
    assert problem.path == "members[0].birth_date"
    assert "where Excel counts days it would be 2020-04-01. If that is the day, write 2020-04-01." in str(problem)


@pytest.mark.parametrize(
    "written",
    [
        "2020/4/1", "2020/04/01", "2020.4.1", "20200401", 20200401, "2020年4月1日", "2020年04月01日", "2020 04 01", "2020-04-01T00:00:00",
        "2020-04-01 00:00:00", datetime(2020, 4, 1), "２０２０／４／１",
    ],
)  # fmt: skip
def test_a_date_in_another_writing_is_named_and_not_taken(written: Any) -> None:
    problem = only(lambda: person(birth_date=written))
    assert "is not written as year-month-day. If that is the day, write 2020-04-01." in str(problem)


@pytest.mark.parametrize(
    "written",
    ["4/1/2020", "01.04.2020", "2020/13/1", "2020-02-30", "2020-W14-3", "2020", 1948, "1948", "20-4-1", "202004", 0, -1, 999_999, True],
)
def test_what_can_be_no_day_or_several_is_no_date(written: Any) -> None:
    assert "is no date. Write year-month-day" in str(only(lambda: person(birth_date=written)))


def test_excel_days_are_counted_as_excel_does() -> None:
    assert "2000-01-01" in str(only(lambda: person(birth_date="36526")))
    assert "2099-12-31" in str(only(lambda: person(birth_date="73050")))


# Many mistakes


def test_of_many_mistakes_the_first_are_listed_and_the_rest_told() -> None:
    many = [household(assets={"money": "x", "moeny": 5}) for _ in range(5_000)]
    found = problems(lambda: households_from(many))
    assert len(found) == MOST_PROBLEMS + 1
    assert {found[0].path, found[1].path} == {"[0].assets.money", "[0].assets.moeny"}
    assert "Only the first 1000 mistakes are listed, of 1002 or more." in str(found[-1])


def test_of_many_unknown_names_the_first_are_listed() -> None:
    found = problems(lambda: read_household({**household(), **{f"k{place}": 1 for place in range(100_000)}}))
    assert len(found) == MOST_PROBLEMS + 1


def test_every_mistake_of_a_full_household_is_listed() -> None:
    members = [{"absence": "x", "self_care": "y"} for _ in range(MOST_MEMBERS)]
    assert len(problems(lambda: read_household(household(*members)))) == 2 * MOST_MEMBERS


# What a problem shows


def test_a_problem_is_harmless_wherever_it_is_printed() -> None:
    problem = Problem("a\x1b[31m\n" + "x" * 10_000 + ".wages", "{value} is no number.", "Check {other}.", {"value": "\u202e", "other": 5})
    assert str(problem).isprintable()
    assert problem.path.startswith(r"a\x1b[31m\nxxx")
    assert problem.path.endswith("xxx.wages")
    assert len(problem.path) < 400
    assert (problem.values["value"], problem.values["other"]) == (r"\u202e", 5)
    assert Problem(problem.path, "", "").path == problem.path


def test_names_in_a_problem_are_listed_and_as_harmless() -> None:
    problem = Problem("", "Not published in {districts}.", "", {"districts": Names(("yuecheng", "a\x1b[31m"))})
    assert str(problem).startswith(r"Not published in yuecheng, a\x1b[31m.")


def test_an_error_of_many_problems_crosses_processes() -> None:
    with pytest.raises(InputError) as caught:
        households_from([household(assets={"money": "x"}) for _ in range(500)])
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


# Files and streams


def test_a_folder_and_a_missing_file_are_errors_of_the_system(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere", "x" * 10_000, '{"id": "H"}'):
        with pytest.raises(OSError):  # noqa: PT011 - which one it is depends on the system
            read_household(path)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert only(lambda: read_file("a\0b")).path == r"a\x00b"


@pytest.mark.parametrize("stream", [None, io.BytesIO(b"{}")], ids=["none", "closed"])
def test_a_closed_stream_is_refused(stream: io.BytesIO | None) -> None:
    if stream is not None:
        stream.close()
    assert "closed" in str(only(lambda: read_stream(stream, "-")))


def test_a_file_opened_as_text_is_refused() -> None:
    assert "binary mode" in str(only(lambda: read_household(io.StringIO("{}"))))  # type: ignore[arg-type]


class Endless(io.RawIOBase):
    """Gives blanks as long as it is asked for them, a few at a time."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.given += min(size, 1_000_000)
        return b" " * min(size, 1_000_000)


def test_no_more_is_taken_in_than_is_read() -> None:
    stream = Endless()
    assert "too large" in str(only(lambda: read_stream(stream, "-")))  # type: ignore[arg-type]
    assert stream.given < MOST_BYTES + 2_000_000


class Pieces(io.RawIOBase):
    """Gives seven bytes at a time, as an unbuffered pipe may."""

    def __init__(self, content: bytes) -> None:
        self.rest = content

    def read(self, size: int = -1) -> bytes:
        piece, self.rest = self.rest[:7], self.rest[7:]
        return piece


def test_what_comes_in_pieces_is_put_together() -> None:
    assert read_stream(Pieces(in_json()), "-") == household()  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [5, None, 1.5, [household()], Sly(), Income()])
def test_what_is_no_source_is_refused(source: Any) -> None:
    problems(lambda: read_household(source))
