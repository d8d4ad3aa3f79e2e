"""The pages about the peers, and their chart, from the figures of one run."""

import json
from pathlib import Path
from typing import Any

from chart import chart
from words import ENGINES, FAIRNESS, WORDS

FIGURES = "peer-comparison.json"
LANGUAGES = ("en", "zh")
Row = dict[str, Any]


def rounded(number: float | None) -> str:
    """Three digits, or a dash for nothing."""
    if number is None:
        return "—"
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.{2 if number >= 1 else 3 if number >= 0.1 else 4}f}" if number < 10 else f"{number:.1f}"


def name(row: Row) -> str:
    return f"{row['engine']} ({row['variant']})" if row["variant"] else row["engine"]


def each(row: Row, households: int) -> float | None:
    """Microseconds a household."""
    found = row["batch"].get(str(households))
    return found["seconds"] / households * 1e6 if found else None


def largest(row: Row, sizes: list[int]) -> int | None:
    """The largest population that the engine was run on."""
    return max((size for size in sizes if str(size) in row["batch"]), default=None)


def order(row: Row, sizes: list[int]) -> float:
    """Fast ones first, those without figures last."""
    size = largest(row, sizes)
    found = each(row, size) if size else None
    return found if found is not None else float("inf")


def ours(rows: list[Row], households: int | None) -> float | None:
    return next((each(row, households) for row in rows if row["engine"] == "ours"), None) if households else None


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1), *("| " + " | ".join(row) + " |" for row in rows)]


def page(found: Row, language: int) -> str:
    """The page in a language, by its place."""
    words = {key: both[language] for key, both in WORDS.items()}
    sizes: list[int] = found["sizes"]
    rows = sorted(found["rows"], key=lambda row: order(row, sizes))
    batches, singles = [], []
    for row in rows:
        size = largest(row, sizes)
        if size is None:
            continue
        best = each(row, size)
        measured, base = row["batch"][str(size)], ours(rows, size)
        wrongs = [str(row["batch"][str(each_size)]["wrong"]) if str(each_size) in row["batch"] else "—" for each_size in sizes]
        batches.append(
            [
                name(row), row["version"], str(measured["threads"]),
                *(rounded(each(row, each_size)) for each_size in sizes),
                f"{1e6 / best:,.0f}" if best else "—",
                rounded(best / base if best and base else None),
                *wrongs,
                f"{measured['furthest']:,}",
            ]
        )  # fmt: skip
        singles.append(
            [
                name(row), rounded(measured["first"]), rounded(measured["loading"]), rounded(row.get("one")), rounded(row.get("start")),
                rounded(measured["peak_megabytes"]),
            ]
        )  # fmt: skip
    lines = [
        f"# {words['title']}",
        "",
        words["other"],
        "",
        words["made"],
        "",
        words["what"],
        "",
        f"![{words['chart']}](peer-comparison.svg)",
    ]
    lines += ["", words["chart"], "", f"## {words['batch']}", ""]
    heads = [words["engine"], words["version"], words["threads"], *(words["each"].format(f"{size:,}") for size in sizes)]
    lines += table(
        [*heads, words["a_second"], words["ratio"], *(words["wrong"].format(f"{size:,}") for size in sizes), words["furthest"]], batches
    )
    lines += ["", f"## {words['single']}", ""]
    lines += table([words[key] for key in ("engine", "first", "loading", "one", "start", "peak")], singles)
    lines += ["", f"## {words['ways']}", ""]
    lines += [f"- {name(row)}: {ENGINES[key][language]}" for row in rows if (key := (row["engine"], row["variant"])) in ENGINES]
    lines += ["", f"## {words['memory']}", "", memory(found["bandwidth"], words["bandwidth"]), "", f"## {words['fair']}", ""]
    lines += [f"- {both[language].format(**found)}" for both in FAIRNESS]
    failed = [
        f"- {name(row)}, {words[f'{what}_failed'] if what in ('one', 'start') else words['households'].format(f'{int(what):,}')}: {reason}"
        for row in rows
        for what, reason in row["failed"].items()
    ]
    if failed:
        lines += ["", f"## {words['left_out']}", "", *failed]
    return "\n".join(lines) + "\n"


def memory(bandwidth: Row, text: str) -> str:
    """What the machine's memory gives."""
    if "failed" in bandwidth:
        return str(bandwidth["failed"])
    return text.format(
        rate=rounded(bandwidth["gigabytes_a_second"]),
        threads=bandwidth["threads"],
        **{f"{key}_bytes": bandwidth[key]["bytes"] for key in ("stated", "narrow")},
        **{key: rounded(bandwidth[key]["microseconds"]) for key in ("stated", "narrow")},
    )


def bars(found: Row) -> list[tuple[str, float, str, str]]:
    """Label, microseconds, what is said at the end, kind."""
    sizes: list[int] = found["sizes"]
    drawn = []
    for row in found["rows"]:
        size = largest(row, sizes)
        if size is None:
            continue
        number = each(row, size) or 0.0
        is_smaller = size < max(sizes)
        said = rounded(number) + (f" ({size:,})" if is_smaller else "")
        kind = "ours" if row["engine"] == "ours" else "limit" if row["engine"] == "hand_tuned" else "peer"
        drawn.append((name(row), number, said, kind))
    for key in ("stated", "narrow"):
        if key in found["bandwidth"]:
            number = found["bandwidth"][key]["microseconds"]
            drawn.append((f"memory alone ({key})", number, rounded(number), "limit"))
    return sorted(drawn, key=lambda bar: bar[1])


def write(folder: Path) -> None:
    """The pages and the chart beside the figures."""
    found = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    for place, language in enumerate(LANGUAGES):
        ending = "" if language == "en" else f".{language}"
        (folder / f"peer-comparison{ending}.md").write_text(page(found, place), encoding="utf-8", newline="\n")
    (folder / "peer-comparison.svg").write_text(chart(bars(found)), encoding="utf-8", newline="\n")
