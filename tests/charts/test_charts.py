"""The chart of a profile: an SVG with its text as text, in Chinese and English, always the same for the same profile."""

import logging
import re
import tomllib
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest

from shaoxing_benefits import Household, Profile, UsageError, profile, read_household, save_chart
from shaoxing_benefits.charts import COLOURS, FONTS, chart_svg, figure
from shaoxing_benefits.cli import main
from shaoxing_benefits.report.language import language

from ..guides import blocks_of

DOCS = Path(__file__).parents[2] / "docs"
MONTH = "2020-04"
SVG = "{http://www.w3.org/2000/svg}"


def family(**facts: Any) -> Household:
    """A pensioner with a severe disability and a son with wages; they can be assessed for every programme drawn here."""
    members = [
        {"id": "P1", "name": "张秀英", "birth_date": "1948-05-10", "disability": {"kind": "physical", "grade": 1}},
        {"id": "P2", "name": "李大明", "birth_date": "1975-02-11", "medical": {"year": 2020, "in_scope": 60_000, "basic_paid": 20_000}},
    ]
    return read_household({"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": members, **facts})


def wages(**options: Any) -> Profile:
    return profile(family(), MONTH, vary="members[1].income.wages", **{"price_index": "7.8", **options})


def texts(drawn: bytes) -> list[str]:
    """Every text in the picture."""
    return ["".join(each.itertext()) for each in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def drawn(found: Profile, lang: str) -> list[str]:
    return texts(chart_svg(found, language(lang)))


def test_what_is_drawn_is_said_in_chinese() -> None:
    found = drawn(wages(), "zh")
    assert "家庭H，2020年4月" in found
    assert "李大明：工资性收入：¥0.00至¥5,000.00" in found
    assert "李大明：工资性收入（元/月）" in found
    assert "元/月" in found
    assert {"低保", "低保边缘", "单人户", "价格临时补贴", "医疗救助", "爱满绍兴购物卡", "变动的收入", "合计"} <= set(found)
    assert any(text.startswith("依据：") and "绍兴年鉴" in text for text in found)


def test_what_is_drawn_is_said_in_english() -> None:
    found = drawn(wages(), "en")
    assert "Household H, April 2020" in found
    assert "李大明: wages (yuan a month)" in found
    assert {"Dibao", "Dibao edge", "Single-person case", "Shopping card", "income that varies", "together"} <= set(found)
    assert any(text.startswith("Rules: edition ") for text in found)
    assert any(text.startswith("Sources: ") for text in found)


def test_each_cliff_is_marked_and_told() -> None:
    """Of two, one severely disabled: dibao ends at 1700.00, and the edge after 2550."""
    found = drawn(wages(), "en")
    assert [text for text in found if text in ("1", "2", "3")] == ["1", "2"]
    assert any(text.startswith("1  ¥1,699.99 → ¥1,700.00: ¥265.21 a month less; lost: Dibao; less: Price subsidy") for text in found)
    assert any(text.startswith("2  ¥2,550.00 → ¥2,550.01: ¥1,370.20 a month less") for text in found)


def test_a_programme_that_is_never_given_is_not_drawn() -> None:
    assert not {"Tekun", "Orphan allowance"} & set(drawn(wages(), "en"))


def test_what_depends_on_something_unknown_is_hatched_and_told() -> None:
    found = profile(family(), MONTH, vary="assets.money", high=200_000)
    said = drawn(found, "en")
    assert "more, depending on what is not known" in said
    assert "Not drawn, since no upper limit is known: Price subsidy" in said
    assert "money (yuan)" in said
    assert "more, depending on what is not known" not in drawn(wages(), "en")


@pytest.mark.parametrize(
    ("vary", "label", "amounts"),
    [
        ("members[1].medical.in_scope", "李大明: in-scope medical cost (yuan a year)", "yuan a year"),
        ("assets.vehicles", "vehicles (number)", "yuan a month"),
        ("assets.floor_area", "floor area of all homes (square metres)", "yuan a month"),
        ("members[0].disability.grade", "张秀英: grade of disability (grade)", "yuan a month"),
    ],
)
def test_the_axes_have_their_units(vary: str, label: str, amounts: str) -> None:
    said = drawn(profile(family(), MONTH, vary=vary, high=100_000 if "medical" in vary else 4, price_index="7.8"), "en")
    assert label in said
    assert amounts in said


def test_overlays_are_named() -> None:
    card = {"from": "2020-01-01", "value": 400, "source": "made up"}
    found = wages(overlays={"overlay": {"name": "cards"}, "shopping_card": {"value": card}})
    assert any(text.startswith("Overlay: cards, sha256:") for text in drawn(found, "en"))


def test_nothing_given_can_be_drawn_too() -> None:
    found = profile(family(), MONTH, vary="members[1].income.wages", programmes=["orphan"])
    assert "Household H, April 2020" in drawn(found, "en")


def test_the_same_profile_gives_the_same_bytes() -> None:
    one, other = (chart_svg(wages(), language("zh")) for _ in range(2))
    assert one == other
    assert b"<dc:date>" not in one


def test_text_is_text_in_fonts_with_chinese_first() -> None:
    svg = chart_svg(wages(), language("zh")).decode()
    families = set(re.findall(r"font(?:-family)?: ?[^;\"]*", svg))
    assert families
    assert all("Noto Sans CJK SC" in each and each.rstrip().endswith("sans-serif") for each in families if "'" in each)
    assert FONTS.index("DejaVu Sans") > FONTS.index("SimHei")


def test_a_programme_has_one_colour_whatever_is_asked_for() -> None:
    def colours(found: Profile) -> set[str]:
        return set(re.findall(r"#[0-9a-f]{6}", chart_svg(found, language("en")).decode()))

    assert COLOURS[0] in colours(wages(programmes=["dibao"]))
    assert COLOURS[0] in colours(wages(programmes=["dibao", "price_subsidy"]))
    assert COLOURS[0] not in colours(wages(programmes=["price_subsidy"]))
    assert len(set(COLOURS)) == len(COLOURS)


def test_no_setting_of_matplotlib_is_changed(caplog: pytest.LogCaptureFixture) -> None:
    before = dict(matplotlib.rcParams)
    level = logging.getLogger("matplotlib.font_manager").level
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart_svg(wages(), language("zh"))
    assert dict(matplotlib.rcParams) == before
    assert logging.getLogger("matplotlib.font_manager").level == level
    assert [record for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_the_figure_is_there_for_other_forms() -> None:
    made = figure(wages(), language("en"))
    amounts, given = made.axes
    assert amounts.get_ylabel() == "yuan a month"
    assert given.get_xlim() == (0, 5000)
    (line,) = [each for each in amounts.get_lines() if len(each.get_xdata()) > 2]  # type: ignore[arg-type]  # an array
    points = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))  # type: ignore[arg-type]  # arrays
    # Dibao of 1700, two price subsidies of 265.20 and the allowance of 255, and no wages yet.
    assert points[0.0] == pytest.approx(2485.40)
    assert points[2550.0] == pytest.approx(2550 + 850 + 265.20 + 255)
    assert points[5000.0] == pytest.approx(5000)


# Files


def test_a_chart_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    save_chart(wages(), path)
    assert "家庭H，2020年4月" in texts(path.read_bytes())
    save_chart(wages(), str(path), "en")
    assert path.read_bytes() == chart_svg(wages(), language("en"))


@pytest.mark.parametrize("name", ["chart.png", "chart", "chart.svg.txt"])
def test_another_form_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"is no name for a chart. Write one that ends in .svg"):
        save_chart(wages(), tmp_path / name)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        save_chart(wages(), tmp_path / "none" / "chart.svg")


def test_the_command_draws_beside_its_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("h.toml").write_text(
        'district = "yuecheng"\nregistration = "rural"\nunstated = "none"\n[[members]]\nid = "P1"\nbirth_date = 1975-01-01\n',
        encoding="utf-8",
    )
    vary = ["--vary", "members[0].income.wages", "--month", MONTH, "--lang", "zh"]
    assert main(["profile", "h.toml", *vary, "--chart", "out.svg"]) == 0
    assert "福利悬崖" in capsys.readouterr().out
    assert "低保" in texts(Path("out.svg").read_bytes())
    assert main(["profile", "h.toml", *vary, "--chart", "none/out.svg"]) == 2
    assert capsys.readouterr().err.startswith("--chart：")


def test_what_is_counted_takes_up_the_place_of_one() -> None:
    """Without a vehicle dibao of 1700, and with one the edge: each number of them is as wide as any other."""
    found = profile(family(), MONTH, vary="assets.vehicles", high=3, price_index="7.8")
    amounts, given = figure(found, language("en")).axes
    assert given.get_xlim() == (-0.5, 3.5)
    bars = {(each.get_x(), each.get_x() + each.get_width()) for each in given.patches}  # type: ignore[attr-defined]  # bars are rectangles
    assert {(-0.5, 0.5), (0.5, 3.5)} <= bars
    (line,) = [each for each in amounts.get_lines() if len(each.get_xdata()) > 2]  # type: ignore[arg-type]  # an array
    assert list(line.get_xdata()) == [-0.5, 0.5, 0.5, 3.5]  # type: ignore[arg-type]  # an array


@pytest.mark.parametrize(("lang", "end"), [("en", ""), ("zh", ".zh")])
def test_the_picture_in_the_guide_says_what_would_be_drawn_today(lang: str, end: str) -> None:
    """But for the digest of the rules."""
    page = (DOCS / f"what-would-change{end}.md").read_text(encoding="utf-8")
    (household,) = [block for kind, block in blocks_of(page) if kind == "toml"]
    found = profile(tomllib.loads(household), MONTH, vary="members[1].income.wages", price_index="7.8")
    shown = texts((DOCS / f"what-would-change{end}.svg").read_bytes())
    assert without_digest(shown) == without_digest(drawn(found, lang))


def without_digest(said: list[str]) -> list[str]:
    return [re.sub(r"sha256:[0-9a-f]*", "sha256:", text) for text in said]
