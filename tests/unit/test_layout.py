"""Lines on a terminal: wide characters, padding, wrapping, tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits.report.layout import grid, hanging, indented, padded, table, width, wrapped

WORDS = st.lists(st.text("低保标准，。（）abc019.-", min_size=1, max_size=9), max_size=40)
STANDARD = "最低生活保障标准按当地人均消费支出的一定比例确定，并随物价变动适时调整。"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("诸暨", 4), ("P1 诸暨", 7), ("，。", 4), ("１", 2), ("¥1.00", 5), ("e\u0301", 1), ("ｱ", 1), ("─✓…", 3)],
)
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_text_is_filled_up_to_its_columns() -> None:
    assert padded("诸暨", 6) == "诸暨  "
    assert padded("诸暨", 6, right=True) == "  诸暨"
    assert padded("ab", 6, right=True) == "    ab"


def test_what_is_too_long_is_left_as_it_is() -> None:
    assert padded("诸暨市", 5) == "诸暨市"


def test_english_is_broken_at_blanks() -> None:
    assert list(wrapped("the income is below the limit", 10)) == ["the income", "is below", "the limit"]


def test_chinese_is_broken_between_characters() -> None:
    assert list(wrapped("收入低于标准", 4)) == ["收入", "低于", "标准"]
    assert list(wrapped("收入低于标准", 5)) == ["收入", "低于", "标准"]


def test_a_mark_never_begins_a_line() -> None:
    assert list(wrapped("收入，标准。", 4)) == ["收", "入，", "标", "准。"]
    assert not any(line[0] in "，。；：、）" for columns in range(4, 40) for line in wrapped(STANDARD, columns))


def test_words_among_chinese_stay_whole() -> None:
    assert list(wrapped("标准850元each", 6)) == ["标准", "850元", "each"]


def test_a_word_wider_than_the_line_stands_alone() -> None:
    assert list(wrapped("an unbreakable word", 5)) == ["an", "unbreakable", "word"]


@pytest.mark.parametrize("text", ["", " ", "   "])
def test_nothing_makes_no_line(text: str) -> None:
    assert list(wrapped(text, 10)) == []


def test_a_no_break_blank_keeps_words_together() -> None:
    assert list(wrapped("P1\N{NO-BREAK SPACE}¥850.00, P2\N{NO-BREAK SPACE}¥573.34", 12)) == [
        "P1\N{NO-BREAK SPACE}¥850.00,",
        "P2\N{NO-BREAK SPACE}¥573.34",
    ]


@given(WORDS, st.integers(30, 80))
def test_no_line_is_too_wide_and_no_sign_is_lost(words: list[str], columns: int) -> None:
    text = " ".join(words)
    lines = list(wrapped(text, columns))
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_table_aligns_its_columns() -> None:
    rows = [("项目", "金额", "成员"), ("dibao", "¥1.00", "P1"), ("tekun", "–", "")]
    assert list(table(rows)) == ["项目   金额   成员", "dibao  ¥1.00  P1", "tekun  –"]


def test_a_column_may_stand_on_the_right() -> None:
    assert list(table([("a", "1", "x"), ("b", "100", "y")], right=frozenset({1}))) == ["a    1  x", "b  100  y"]


def test_the_last_column_is_wrapped_under_itself() -> None:
    assert list(table([("✓", "the income is below the limit")], most=23)) == ["✓  the income is below", "   the limit"]


@given(st.lists(st.tuples(st.text("低保ab", max_size=9), st.text("¥1.00", max_size=20), WORDS.map(" ".join)), min_size=1, max_size=5))
def test_no_line_of_a_table_is_wider_than_eighty_columns(rows: list[tuple[str, str, str]]) -> None:
    lines = list(table(rows))
    assert all(width(line) <= 80 for line in lines)
    assert all(line == line.rstrip() for line in lines)


def test_each_cell_of_a_grid_is_wrapped_in_its_own_column() -> None:
    rows = [("", "before", "after"), ("Medical aid", "¥0.00 to ¥30,000.00", "¥12,250.00"), ("低保", "¥810.00", "")]
    assert list(grid(rows, (11, 12, 12), right=frozenset({1, 2}))) == [
        "                 before       after",
        "Medical aid    ¥0.00 to  ¥12,250.00",
        "             ¥30,000.00",
        "低保            ¥810.00",
    ]


def test_lines_are_moved_but_not_empty_ones() -> None:
    assert list(indented(["a", "", "b"], 2)) == ["  a", "", "  b"]


def test_all_lines_but_the_first_hang() -> None:
    assert list(hanging(["a", "b", "c"], 2)) == ["a", "  b", "  c"]
