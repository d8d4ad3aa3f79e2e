"""Every engine of this folder on the same households, one after another: `make peers`.

What is measured, and how, stands in README.md. The figures go to docs/peer-comparison.json, the pages and the chart are made of them
(`page.py`; `--page` makes them anew). With `--engines` or `--sizes` they go to build/peers/, since figures of several runs do not compare.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import common_set
import page

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENGINES, BUILD, DOCS = HERE / "engines", ROOT / "build" / "peers", ROOT / "docs"
SIZES = (100_000, 1_000_000)
FEW = 1_000
"""Households in the population from which the first ones are asked one at a time."""
STARTS = 5
AT_ONCE = 50_000
Row = dict[str, Any]


def said(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def population(households: int) -> Path:
    """The file with so many households."""
    file = BUILD / f"population-{households}.npz"
    if not is_current(file):
        common_set.save(file, common_set.population(households))
    return file


def reference(households: int) -> Path:
    """The results of the hand-written loop for them."""
    file = BUILD / f"reference-{households}.npz"
    if not is_current(file):
        said(f"the hand-written loop over {households} households")
        found = common_set.load(population(households))
        table = np.empty((households, len(common_set.RESULTS)), dtype=np.int64)
        for start in range(0, households, AT_ONCE):
            table[start : start + AT_ONCE] = common_set.by_hand(found, slice(start, start + AT_ONCE))
        np.savez(file, **{name: table[:, place] for place, name in enumerate(common_set.RESULTS)})
    return file


def is_current(file: Path) -> bool:
    """Made after the rules and the households were last changed."""
    return file.exists() and file.stat().st_mtime > Path(common_set.__file__).stat().st_mtime


def wrong(results: Path, households: int) -> Row:
    """How many households have any result that is off by a fen or more, and by how much the worst one is."""
    is_off, furthest = np.zeros(households, dtype=bool), 0
    with np.load(results) as found, np.load(reference(households)) as expected:
        for name in common_set.RESULTS:
            if name not in found or found[name].shape != (households,) or found[name].dtype != np.int64:
                raise ValueError(f"{name} is not an array of {households} whole numbers")
            difference = np.abs(found[name] - expected[name])
            is_off |= difference != 0
            furthest = max(furthest, int(difference.max()))
    return {"wrong": int(is_off.sum()), "furthest": furthest}


def interpreter(engine: str) -> str:
    """The engine's own environment, made if its requirements are new; this one if it has none of its own."""
    requirements = ENGINES / engine / "requirements.txt"
    if not requirements.exists():
        return sys.executable
    python, stamp = BUILD / engine / "bin" / "python", BUILD / engine / ".installed"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != requirements.read_text(encoding="utf-8"):
        said(f"{engine}: environment")
        subprocess.run([sys.executable, "-m", "venv", BUILD / engine], check=True)
        # From the top of the repository: requirements may name the project itself.
        command = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--requirement", requirements]
        subprocess.run(command, check=True, cwd=ROOT)
        stamp.write_text(requirements.read_text(encoding="utf-8"), encoding="utf-8")
    return str(python)


class FailedError(Exception):
    """An engine that gave no figures, and why."""


def run(engine: str, variant: str, limit: int, *options: Any) -> Row:
    """What `run.py` printed, with the time and the memory of its process."""
    command = [interpreter(engine), str(ENGINES / engine / "run.py"), *map(str, options), *(["--variant", variant] if variant else [])]
    measured = [sys.executable, str(HERE / "measured.py"), str(limit), *command]
    done = subprocess.run(measured, check=True, capture_output=True, text=True)
    *printed, last = done.stdout.strip().splitlines()
    process = json.loads(last)
    if process["code"]:
        if process["seconds"] >= limit:
            raise FailedError(f"not done within {limit} seconds")
        errors = done.stderr.strip().splitlines()
        raise FailedError(f"ended with {process['code']}: {errors[-1][:200] if errors else ''}")
    answer: Row = json.loads(printed[-1]) if printed else {}
    if "skipped" in answer:
        raise FailedError(answer["skipped"])
    return answer | {"process_seconds": process["seconds"], "peak_megabytes": process["peak_megabytes"]}


def batch(engine: str, variant: str, households: int, asked: argparse.Namespace) -> Row:
    """Figures of one engine over one population."""
    results = BUILD / "results.npz"
    results.unlink(missing_ok=True)
    options = ("--population", population(households), "--rounds", asked.rounds, "--results", results)
    found = run(engine, variant, asked.limit, *options)
    wrongs = wrong(results, households)
    results.unlink()
    kept = {name: found[name] for name in ("seconds", "first", "loading", "threads", "peak_megabytes")}
    return {"version": found["version"], **kept, **wrongs}


def figures(engine: str, variant: str, asked: argparse.Namespace) -> Row:
    """All figures of one engine; what fails is told by its reason."""
    row: Row = {"engine": engine, "variant": variant, "version": "", "batch": {}, "failed": {}}
    said(f"{engine} {variant}")
    for households in asked.sizes:
        try:
            found = batch(engine, variant, households, asked)
            row["version"] = found.pop("version")
            row["batch"][str(households)] = found
        except (FailedError, subprocess.CalledProcessError, ValueError, KeyError, FileNotFoundError) as error:
            row["failed"][str(households)] = str(error)
            said(f"  {households}: {error}")
    try:
        one = run(engine, variant, asked.limit, "--one", population(FEW), "--rounds", asked.rounds)
        row["one"] = one["microseconds"]
    except (FailedError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        row["failed"]["one"] = str(error)
    try:
        row["start"] = min(run(engine, variant, asked.limit, "--start")["process_seconds"] for _ in range(STARTS))
    except (FailedError, subprocess.CalledProcessError, ValueError) as error:
        row["failed"]["start"] = str(error)
    return row


def variants(engine: str) -> list[str]:
    """As the engine lists them; one without a name if it lists none."""
    file = ENGINES / engine / "variants.txt"
    return file.read_text(encoding="utf-8").split() if file.exists() else [""]


def compared(asked: argparse.Namespace) -> Row:
    """All figures of one run."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for households in (*asked.sizes, FEW):
        population(households)
    for households in asked.sizes:
        reference(households)
    rows = [figures(engine, variant, asked) for engine in asked.engines for variant in variants(engine)]
    found: Row = {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "rounds": asked.rounds,
        "limit": asked.limit,
        "sizes": list(asked.sizes),
        "rows": rows,
    }
    try:
        bandwidth = run("hand_tuned", "", asked.limit, "--bandwidth")
        found["bandwidth"] = {name: bandwidth[name] for name in ("gigabytes_a_second", "threads", "stated", "narrow")}
    except (FailedError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        found["bandwidth"] = {"failed": str(error)}
    return found


def main() -> None:
    engines = sorted(each.name for each in ENGINES.iterdir() if (each / "run.py").exists())
    options = argparse.ArgumentParser()
    options.add_argument("--engines", type=lambda names: names.split(","), default=engines)
    options.add_argument("--sizes", type=lambda sizes: tuple(map(int, sizes.split(","))), default=SIZES)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--limit", type=int, default=1_800, help="seconds that one process may take")
    options.add_argument("--page", action="store_true", help="make the pages anew from the figures in docs")
    asked = options.parse_args()
    if asked.page:
        page.write(DOCS)
        return
    target = DOCS if (asked.engines, asked.sizes) == (engines, SIZES) else BUILD
    found = compared(asked)
    (target / page.FIGURES).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    page.write(target)
    said(f"written to {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
