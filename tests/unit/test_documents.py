"""Documents of every shape: read whole, or refused with what is wrong and where."""

import re
from decimal import Decimal
from typing import Any

import pytest

from shaoxing_benefits import InputError, Problem
from shaoxing_benefits.documents import parse
from shaoxing_benefits.report.language import language

BOM = b"\xef\xbb\xbf"


def refused(content: bytes, name: str = "-") -> Problem:
    with pytest.raises(InputError) as caught:
        parse(content, name)
    (problem,) = caught.value.problems
    assert problem.path == name
    assert problem.remedy
    return problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'{"id": "A"}'),
        ("A.JSON", b'{"id": "A"}'),
        ("a.toml", b'id = "A"'),
        ("-", b' \n{"id": "A"}'),
        ("-", b'id = "A"'),
        ("household", b'# a comment\nid = "A"'),
        ("-", b'\n"id" = "A"'),
    ],
)
def test_the_ending_or_else_the_content_tells_the_format(name: str, content: bytes) -> None:
    assert parse(content, name) == {"id": "A"}


@pytest.mark.parametrize(
    ("name", "content"), [("a.json", b'{"id": "A"}'), ("a.toml", b'id = "A"'), ("-", b'{"id": "A"}'), ("-", b'id = "A"')]
)
def test_a_byte_order_mark_is_passed_over(name: str, content: bytes) -> None:
    assert parse(BOM + content, name) == {"id": "A"}


@pytest.mark.parametrize("content", [b'[[households]]\nid = "A"', b'[[ households ]]  # one\nid = "A"', b'households = [{ id = "A" }]'])
def test_toml_from_standard_input_may_begin_with_a_table(content: bytes) -> None:
    assert parse(content, "-") == {"households": [{"id": "A"}]}


@pytest.mark.parametrize("content", [b'[{"id": "A"}]', b'[\n {"id": "A"}\n]'])
def test_a_json_list_is_not_taken_for_toml(content: bytes) -> None:
    assert parse(content, "-") == [{"id": "A"}]


@pytest.mark.parametrize(("name", "content"), [("a.json", b'{"x": 0.1}'), ("a.toml", b"x = 0.1")])
def test_amounts_stay_decimal(name: str, content: bytes) -> None:
    value: Any = parse(content, name)["x"]
    assert type(value) is Decimal
    assert value == Decimal("0.1")


@pytest.mark.parametrize("content", ["越城区".encode("gb18030"), b'{"id": "\xff"}', '{"id": "A"}'.encode("utf-16")])
def test_a_file_that_is_not_utf_8_is_refused(content: bytes) -> None:
    assert "not UTF-8" in str(refused(content))


def test_the_first_wrong_byte_is_named() -> None:
    problem = refused(b'{"id": "\xff"}', "h.json")
    assert str(problem) == "h.json: The file is not UTF-8 (byte 0xff at position 8). Save it as UTF-8."


@pytest.mark.parametrize("content", [b"", b" \n\t ", BOM])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "empty" in str(refused(content))


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.json", b'{"id": "A",}', "line 1"),
        ("a.json", b'{\n "id" "A"\n}', "line 2 column 7"),
        ("a.json", b'id = "A"', "line 1 column 1"),
        ("a.toml", b'district = "yuecheng"\nid = \n', "line 2"),
        ("a.toml", b'{"id": "A"}', "line 1"),
    ],
)
def test_what_does_not_parse_is_refused_with_format_and_place(name: str, content: bytes, place: str) -> None:
    text = str(refused(content, name))
    assert f"This is no {name.partition('.')[2].upper()}" in text
    assert place in text


@pytest.mark.parametrize(
    "content", [b'{"id": "A", "id": "B"}', b'{"members": [{"id": "A", "id": "A"}]}', b'{"assets": {"x": 1, "id": 1, "id": 1}}']
)
def test_a_name_given_twice_in_a_json_object_is_refused(content: bytes) -> None:
    assert "name id is given twice" in str(refused(content))


TWICE = "Keep the one that is right."
SEVERAL = "Keep the one that is right; if several are meant, head each of them with [[…]]."


@pytest.mark.parametrize(
    ("content", "line", "found", "remedy"),
    [
        (b'id = "A"\nid = "B"\nx = 1\n', 2, "'id = \"B\"'", TWICE),
        (b'id = "A"\nid = "B"', 2, "'id = \"B\"'", TWICE),
        (b"a = 1\na.b = 2\n", 2, "'a.b = 2'", TWICE),
        (b"a = { x = 1 }\na.y = 2\n", 2, "'a.y = 2'", TWICE),
        (b"a = { x = 1, x = 2, y = 3 }\n", 1, "'a = { x = 1, x = 2'", TWICE),
        (b"a = [\n  1,\n]\n\na = 2\n", 5, "'a = 2'", TWICE),
        (b"[a.b]\nx = 1\n[a]\nb.c = 1\n", 4, "'b.c = 1'", TWICE),
        (b"[a]\nx = 1\n[b]\n[a]\ny = 1\n", 4, "'[a]'", SEVERAL),
        (b"[a]\nx = 1\n[a]", 3, "'[a]'", SEVERAL),
        (b"[a]\n[[a]]\n", 2, "'[[a]]'", SEVERAL),
        (b"[[a]]\n[a]\n", 2, "'[a]'", SEVERAL),
    ],
)
def test_a_key_or_table_given_twice_in_toml_is_refused_with_its_line(content: bytes, line: int, found: str, remedy: str) -> None:
    assert str(refused(content, "h.toml")) == f"h.toml: What stands at line {line} is given twice: {found}. {remedy}"


@pytest.mark.parametrize("content", [b"[[a]]\nx = 1\n[[a]]\nx = 1\n", b"[a.b]\nx = 1\n[a]\nx = 1\n", b"a = [{ x = 1 }, { x = 1 }]"])
def test_what_only_looks_as_if_given_twice_is_read(content: bytes) -> None:
    assert parse(content, "h.toml")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", b""),
        ("a.toml", b"a = " + b"[" * 100_000),
        ("a.toml", b'x = "%s"' % (b"y" * 500_000)),
        ("a.json", b'["%s"]' % (b"y" * 10_000_000)),
    ],
)
def test_what_is_said_of_any_file_speaks_of_no_household(name: str, content: bytes) -> None:
    """Overlays are read here too."""
    problem = refused(content, name)
    for each in ("en", "zh"):
        assert not re.search("household|户|家庭", language(each).problem(problem))


def test_a_file_that_is_too_large_is_to_be_divided() -> None:
    assert refused(b"#" * 500_001, "a.toml").remedy == "Divide it into several files, or write it as JSON."
    assert refused(b"#" * 10_000_001, "a.toml").remedy == "Divide it into several files."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"[" * 100_000 + b"]" * 100_000),
        ("a.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        ("a.json", b"[" * 100_000),
        ("a.toml", b"a = " + b"[" * 100_000 + b"]" * 100_000),
        ("a.toml", b"a = " + b"{a=" * 100_000 + b"1" + b"}" * 100_000),
        ("-", b"[" * 100_000),
    ],
)
def test_brackets_nested_a_hundred_thousand_deep_are_refused(name: str, content: bytes) -> None:
    refused(content, name)


@pytest.mark.parametrize(("name", "content"), [("a.json", b'{"x": %s}'), ("a.toml", b"x = %s")])
def test_a_whole_number_of_five_thousand_digits_is_refused(name: str, content: bytes) -> None:
    assert "far too long" in str(refused(content % (b"1" * 5_000), name))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("h.json", b'{"id": 1 "x": 2}', "This is no JSON at line 1 column 10: '\"x\": 2}'."),
        ("h.json", b"[1,2", "This is no JSON: it breaks off at line 1 column 5."),
        ("h.toml", b"id = 1\nx = y z\n", "This is no TOML at line 2 column 5: 'y z'."),
        ("h.toml", b"id = 1\nx = [1,\n", "This is no TOML: it breaks off at line 3 column 1."),
        ("h.toml", b"id = 1\nx =\n", "This is no TOML: it breaks off at line 2 column 4."),
        ("h.toml", b"x =\nid = 1\n", "This is no TOML at line 1 column 4: 'x ='."),
        ("h.toml", b"x\nid = 1\n", "This is no TOML at line 1 column 2: 'x'."),
        ("h.toml", b'x = "abc\nid = 1\n', "This is no TOML at line 1 column 9: 'x = \"abc'."),
        ("h.json", b'{"x": "abc\n"}', 'This is no JSON at line 1 column 11: \'{"x": "abc\'.'),
        ("h.json", b'{"x": 1\n\n', "This is no JSON: it breaks off at line 3 column 1."),
    ],
)
def test_what_stands_at_the_wrong_place_is_shown(name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(content, name)
    assert said in str(caught.value)
