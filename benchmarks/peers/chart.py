"""A chart of bars over a scale of powers of ten, as SVG text."""

import math
from html import escape

WIDTH, LABELS, RIGHT, BAR, STEP, TOP, BOTTOM = 860, 210, 110, 16, 24, 34, 16
COLOURS = {"ours": "#c0392b", "peer": "#4a6fa5", "limit": "#9aa0a6"}
POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def power_of_ten(exponent: int) -> str:
    """In figures as long as they are short."""
    if -3 <= exponent <= 4:
        return f"{10.0**exponent:g}"
    return "10" + ("⁻" if exponent < 0 else "") + "".join(POWERS[int(digit)] for digit in str(abs(exponent)))


def chart(bars: list[tuple[str, float, str, str]]) -> str:
    """Bars of label, number, words at the end and kind, from top to bottom."""
    numbers = [number for _, number, _, _ in bars if number > 0] or [1.0]
    low, high = (
        math.floor(math.log10(min(numbers)) - 0.2),
        max(math.ceil(math.log10(max(numbers))), math.floor(math.log10(min(numbers))) + 1),
    )
    height = TOP + STEP * len(bars) + BOTTOM
    scale = (WIDTH - LABELS - RIGHT) / (high - low)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for exponent in range(low, high + 1):
        x = LABELS + (exponent - low) * scale
        lines.append(f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{height - BOTTOM}" stroke="#dddddd"/>')
        unit = " µs" if exponent == low else ""
        lines.append(f'<text x="{x:.1f}" y="{TOP - 12}" text-anchor="middle" fill="#555555">{power_of_ten(exponent)}{unit}</text>')
    for place, (label, number, said, kind) in enumerate(bars):
        y = TOP + place * STEP
        length = max(1.0, (math.log10(number) - low) * scale) if number > 0 else 1.0
        weight = ' font-weight="bold"' if kind == "ours" else ""
        lines.append(f'<text x="{LABELS - 8}" y="{y + BAR - 4}" text-anchor="end" fill="#222222"{weight}>{escape(label)}</text>')
        lines.append(f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{COLOURS[kind]}"/>')
        lines.append(f'<text x="{LABELS + length + 6:.1f}" y="{y + BAR - 4}" fill="#222222"{weight}>{escape(said)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
