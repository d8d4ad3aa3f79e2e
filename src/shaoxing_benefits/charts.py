"""A profile as a picture: what is paid a month along the values, for which values what is given, and the cliffs.

It is drawn with matplotlib (the extra `charts`), which is loaded only here. The picture is SVG with its text as text: whoever opens it
sees the Chinese in a font of their own.
"""

import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .asking import rule_set
from .errors import Problem, UsageError
from .numbers import FEN_PER_YUAN
from .piecewise import Piece, TotalPiece, unit_name
from .profiles import Profile, ProgrammeProfile
from .report.language import Language, language
from .report.layout import wrapped
from .report.solving_text import cliff_lines, fact_text, interval_text
from .shipped import shipped_facts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "DejaVu Sans",
    "sans-serif",
]
"""The first that whoever looks has is taken; those with Chinese stand first."""
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a500", "#8c6bb1", "#7f5539")
"""Colours that are told apart by those who do not tell red from green; a programme has the same in every chart."""
_UNITS = {
    "yuan": "yuan",
    "yuan a month": "yuan a month",
    "yuan a year": "yuan a year",
    "square metres": "square metres",
    "count": "number",
    "grade": "grade",
    "year": "year",
}
INCOME, OTHER, OPEN = "#d9d9d9", "#555555", "#bbbbbb"
"""Income itself; programmes that pay by the year, once, or nothing; and what depends on something that is not known."""
WIDTH, LEFT, RIGHT = 10.5, 2.6, 0.4
"""Of the whole and of its margins, in inches."""
TITLE, PLOT, GAP, ROW, AXIS, LINE = 0.8, 3.6, 0.15, 0.26, 0.65, 0.2
"""How high each part is, in inches: the title, the amounts, what lies between, a programme's row, the axis below, and a line of text."""
_VISIBLE = 0.5
"""Half a yuan is thinner than a line."""
_COLUMNS = 150
"""So many letters fit into a line below the chart; a Chinese sign takes two."""


def check_drawable(name: str | Path) -> None:
    """Hold a file's name to what can be drawn.

    Raises:
        UsageError: it does not end in .svg, or matplotlib is not installed.
    """
    if Path(name).suffix.lower() != ".svg":
        raise UsageError(Problem("chart", "{name} is no name for a chart.", "Write one that ends in .svg.", {"name": str(name)}))
    try:
        import matplotlib  # noqa: F401, PLC0415 - slow to load, and an extra
    except ImportError:
        remedy = "Install it: pip install 'shaoxing-benefits[charts]'"
        raise UsageError(Problem("chart", "A chart is drawn with matplotlib, which is not installed.", remedy)) from None


def save_chart(profile: Profile, path: str | Path, lang: str = "zh") -> None:
    """Draw a profile into a file, in Chinese (`zh`) or English (`en`).

    Raises:
        UsageError: the name does not end in .svg, matplotlib is not installed, or the file cannot be written.
    """
    check_drawable(path)
    drawn = chart_svg(profile, language(lang))
    try:
        Path(path).write_bytes(drawn)
    except OSError as error:
        say = {"name": str(path)}
        raise UsageError(Problem("chart", "{name} cannot be written.", "Name a file in a folder that is yours.", say)) from error


def chart_svg(profile: Profile, spoken: Language) -> bytes:
    """The chart as SVG; the same profile always gives the same bytes."""
    from matplotlib import rc_context  # noqa: PLC0415 - see above

    drawn = io.BytesIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "shaoxing-benefits"}), _quietly():
        figure(profile, spoken).savefig(drawn, format="svg", metadata={"Date": None, "Creator": "shaoxing-benefits"})
    return drawn.getvalue()


@contextmanager
def _quietly() -> Iterator[None]:
    """Without what matplotlib says of fonts that are not on this machine: whoever looks at the picture has others."""
    told = logging.getLogger("matplotlib.font_manager")
    before = told.level
    told.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            yield
    finally:
        told.setLevel(before)


def figure(profile: Profile, spoken: Language) -> "Figure":
    """The chart as a figure of matplotlib, for those who want it in another form."""
    from matplotlib import rc_context  # noqa: PLC0415 - see above
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    below = list(_below(profile, spoken))
    rows = [each for each in profile.programmes.values() if each.matters]
    parts = (TITLE, PLOT, GAP, ROW * max(1, len(rows)), AXIS, LINE * (len(below) + 1))
    high = sum(parts)
    with rc_context({"font.family": FONTS, "font.size": 9, "axes.unicode_minus": False}):
        made = Figure(figsize=(WIDTH, high))
        left, wide = LEFT / WIDTH, (WIDTH - LEFT - RIGHT) / WIDTH
        bottoms = [1 - sum(parts[: place + 1]) / high for place in range(len(parts))]
        amounts = made.add_axes((left, bottoms[1], wide, PLOT / high))
        given = made.add_axes((left, bottoms[3], wide, parts[3] / high), sharex=amounts)
        _amounts(profile, spoken, amounts)
        _given(profile, rows, spoken, given)
        for number, cliff in enumerate(profile.cliffs, 1):
            at = float(cliff.next) - (0.5 if profile.varied.scale == 1 else 0.0)
            for axes in (amounts, given):
                axes.axvline(at, color="black", linestyle=(0, (4, 3)), linewidth=0.9)
            amounts.text(at, 1.01, str(number), transform=amounts.get_xaxis_transform(), ha="center", va="bottom")
        say = spoken.say
        title = say("Household {household}, {month}", household=profile.household or "–", month=spoken.month(profile.month))
        made.text(LEFT / WIDTH, 1 - 0.25 / high, title, size=12, weight="bold", va="center")
        values = interval_text(profile.interval, profile, spoken)
        varies = say("{name}: {text}", name=fact_text(profile, spoken), text=values)
        made.text(LEFT / WIDTH, 1 - 0.48 / high, varies, va="center")
        for place, line in enumerate(below):
            made.text(0.25 / WIDTH, (LINE * (len(below) - place) - 0.05) / high, line, size=8, va="center")
    return made


def _period(profile: Profile) -> str:
    """What is drawn: what is paid in the period of the fact that varies; a month where it has none."""
    return profile.varied.unit.period or "month"


def _amounts(profile: Profile, spoken: Language, axes: "Axes") -> None:
    """What is paid, one above the other; of income the income below it."""
    say, period = spoken.say, _period(profile)
    paid = [each for each in profile.programmes.values() if each.period == period and each.matters and not each.ceiling]
    paid = [each for each in paid if each.programme not in profile.unbounded]
    pieces: list[Piece | TotalPiece] = [*profile.bounded[period], *(piece for each in paid for piece in each.pieces)]
    points = sorted({point for piece in pieces for point in zip(_sides(piece, profile), (piece.first, piece.last), strict=True)})
    values, inner = [value for value, _ in points], [each for _, each in points]
    heights = [[_drawn(_least(one, each), FEN_PER_YUAN) for each in inner] for one in paid]
    colours = [_colour(one) for one in paid]
    names = [""] * len(paid)
    if profile.is_income:
        heights, colours, names = [values, *heights], [INCOME, *colours], [say("income that varies"), *names]
    told: list[tuple[Any, str]] = []
    if heights:
        areas = axes.stackplot(values, *heights, colors=colours, linewidth=0)
        told += [(areas[0], names[0])] if names[0] else []
    # Of programmes that exclude each other one is paid in any case, though neither need be: the whole may be more than its parts.
    own = values if profile.is_income else [0.0] * len(values)
    least, most = ([low + more for low, more in zip(own, each, strict=True)] for each in _together(profile, inner))
    (line,) = axes.plot(values, least, color="black", linewidth=1.4)
    told.append((line, say("together")))
    stacked = [sum(column) for column in zip(*heights, strict=True)] if heights else own
    if any(high - low > _VISIBLE for low, high in zip(stacked, most, strict=True)):
        band = axes.fill_between(values, stacked, most, facecolor="none", edgecolor=OPEN, hatch="////", linewidth=0)
        told.append((band, say("more, depending on what is not known")))
    # Above the amounts, which may fill all of their space.
    where: dict[str, Any] = {"bbox_to_anchor": (1, 1.06), "borderaxespad": 0, "frameon": False, "ncols": len(told)}
    axes.legend([each for each, _ in told], [text for _, text in told], loc="lower right", **where)
    axes.set_ylabel(say(_UNITS[f"yuan a {period}"]))
    axes.set_ylim(0, None if max(most) > 0 else 1)
    axes.yaxis.set_major_formatter(_written(spoken))
    axes.tick_params(axis="x", labelbottom=False)
    axes.grid(visible=True, axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _together(profile: Profile, inner: Sequence[int]) -> tuple[list[float], list[float]]:
    """What is paid together, at the least and at the most; without what has no known upper limit, which is told below."""
    ends = []
    for each in inner:
        piece = next(piece for piece in profile.bounded[_period(profile)] if piece.first <= each <= piece.last)
        ends.append((piece.least.fen(each), piece.most.fen(each) if piece.most else 0))
    return [_drawn(low, FEN_PER_YUAN) for low, _ in ends], [_drawn(high, FEN_PER_YUAN) for _, high in ends]


def _given(profile: Profile, rows: Sequence[ProgrammeProfile], spoken: Language, axes: "Axes") -> None:
    """For which values each programme is given (filled), or may be (hatched)."""
    for place, each in enumerate(rows):
        colour = _colour(each) if each.period == _period(profile) else OTHER
        for piece in each.pieces:
            first, last = _sides(piece, profile)
            if piece.status == "eligible":
                axes.barh(place, last - first, 0.62, first, color=colour, linewidth=0)
            elif piece.status == "undetermined":
                axes.barh(place, last - first, 0.62, first, facecolor="none", edgecolor=colour, hatch="////", linewidth=0)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [spoken.say(each.title) for each in rows])
    axes.tick_params(axis="y", length=0)
    pieces = rows[0].pieces if rows else profile.totals["month"]
    axes.set_xlim(_sides(pieces[0], profile)[0], _sides(pieces[-1], profile)[1])
    axes.xaxis.set_major_formatter(_written(spoken))
    if profile.varied.scale == 1:
        axes.xaxis.set_major_locator(_whole_numbers())
    unit = spoken.say(_UNITS[unit_name(profile.varied.unit)])
    axes.set_xlabel(spoken.say("{text} ({compared})", text=fact_text(profile, spoken), compared=unit))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _below(profile: Profile, spoken: Language) -> Iterator[str]:
    """The cliffs in words, what has no upper limit, and the sources."""
    say = spoken.say
    for number, cliff in enumerate(profile.cliffs, 1):
        first, *rest = cliff_lines(cliff, profile, spoken)
        lines = wrapped(say("{name}: {text}", name=f"{number}  {first}", text=say("; ").join(rest)), _COLUMNS)
        yield from (line if place == 0 else f"    {line}" for place, line in enumerate(lines))
    if profile.unbounded:
        names = spoken.listed(say(profile[name].title) for name in profile.unbounded)
        yield from wrapped(say("Not drawn, since no upper limit is known: {names}", names=names), _COLUMNS)
    facts = shipped_facts()
    documents = dict.fromkeys(facts[cite].document.title[spoken.name] for cite in profile.sources if cite in facts)
    rules = say("Rules: edition {edition}, {digest}…", edition=profile.rules.edition, digest=profile.rules.digest[:23])
    yield from wrapped(rules, _COLUMNS)
    for overlay in profile.rules.overlays:
        yield from wrapped(say("Overlay: {name}, {digest}…", name=overlay.name, digest=overlay.digest[:23]), _COLUMNS)
    yield from wrapped(say("{name}: {text}", name=say("Sources"), text=say("; ").join(documents)), _COLUMNS)


def _least(programme: ProgrammeProfile, inner: int) -> int:
    """The least of an amount at a value, in fen."""
    piece = next(each for each in programme.pieces if each.first <= inner <= each.last)
    return piece.least.fen(inner) if piece.least else 0


def _sides(piece: Piece | TotalPiece, profile: Profile) -> tuple[float, float]:
    """Where a piece begins and ends; what is counted takes up the place of one."""
    scale = profile.varied.scale
    beside = 0.5 if scale == 1 else 0.0
    return _drawn(piece.first, scale) - beside, _drawn(piece.last, scale) + beside


def _drawn(whole: int, scale: int) -> float:
    """A number as matplotlib takes it: the one place where it may lose something."""
    return whole / scale


def _colour(programme: ProgrammeProfile) -> str:
    """The programme's own among those that pay by the same period."""
    alike = [each.id for each in rule_set().programmes if each.period == programme.period]
    return COLOURS[alike.index(programme.programme) % len(COLOURS)]


def _whole_numbers() -> Any:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - see above

    return MaxNLocator(integer=True)


def _written(spoken: Language) -> Any:
    from matplotlib.ticker import FuncFormatter  # noqa: PLC0415 - see above

    return FuncFormatter(lambda value, _: spoken.number(Decimal(f"{value:.2f}")))
