"""A batch that is killed at any point goes on where it stood: the files are those of a run that nobody disturbed, byte for byte."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shaoxing_benefits import UsageError
from shaoxing_benefits.batch import job
from shaoxing_benefits.batch.journal import folder_of
from shaoxing_benefits.errors import InputError

HOUSEHOLDS = 800
KILLS = 4
OFTEN = 40
"""So many households a part, here: there are twenty parts to be killed in."""


def write_people(path: Path) -> None:
    """A row for each person, two a household; every hundredth household has a mistake in it."""
    lines = ["household,id,district,registration,unstated,birth_date,income.wages"]
    for number in range(HOUSEHOLDS):
        wages = "?x" if number % 100 == 99 else str(number % 7 * 150)
        lines += [f"H{number},P1,yuecheng,urban,none,1960-01-01,{wages}", f"H{number},P2,yuecheng,urban,none,1990-05-01,0"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def start(folder: Path, output: str, *more: str) -> subprocess.Popen[bytes]:
    code = (
        f"from shaoxing_benefits.batch import job; job.AT_ONCE = {OFTEN}; from shaoxing_benefits.cli import main; raise SystemExit(main())"
    )
    options = ["--month", "2020-04", "--price-index", "7.8", "--processes", "1", "--output", output, "--lang", "en", *more]
    command = [sys.executable, "-c", code, "batch", "people.csv", *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finished(process: subprocess.Popen[bytes]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    return out.decode()


def contents(folder: Path, output: str) -> dict[str, bytes]:
    stem = Path(output).stem
    return {each.name.replace(stem, "", 1): each.read_bytes() for each in folder.glob(f"{stem}.*") if each.is_file()}


@pytest.mark.parametrize("end", [".xlsx", ".csv"])
def test_killed_and_resumed_it_writes_what_an_undisturbed_run_writes(tmp_path: Path, end: str) -> None:
    write_people(tmp_path / "people.csv")
    begun = time.monotonic()
    finished(start(tmp_path, f"calm{end}"))
    takes = time.monotonic() - begun
    dice = random.Random(1)
    kills = 0
    while kills < KILLS:
        killed = start(tmp_path, f"killed{end}", *(["--resume"] if kills else []))
        time.sleep(dice.uniform(0.1, 1.0) * takes)
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
        if (tmp_path / f"killed{end}").exists():
            break
        kills += 1
    if folder_of(tmp_path / f"killed{end}").exists():
        told = finished(start(tmp_path, f"killed{end}", "--resume"))
        assert "Rows read: 1,600; answered: 1,584; given back: 16." in told
    assert contents(tmp_path, f"killed{end}") == contents(tmp_path, f"calm{end}")
    assert not folder_of(tmp_path / f"killed{end}").exists()


class StoppedError(Exception):
    """Somebody stops a run."""


def stop_after(parts: int) -> job.Progress:
    told: list[int] = []

    def progress(done: int, _: int) -> None:
        told.append(done)
        if len(told) == parts:
            raise StoppedError

    return progress


@pytest.fixture
def broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run that was stopped after ten of its twenty parts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(job, "AT_ONCE", OFTEN)
    write_people(tmp_path / "people.csv")
    with pytest.raises(StoppedError):
        job.run_batch(["people.csv"], "2020-04", "out.csv", progress=stop_after(10))
    return tmp_path


def test_a_line_that_is_cut_short_is_done_again(broken_off: Path) -> None:
    parts = folder_of(Path("out.csv")) / "parts.jsonl"
    whole = parts.read_bytes()
    parts.write_bytes(whole[:-7])
    done = job.run_batch(["people.csv"], "2020-04", "out.csv", resume=True)
    assert done.resumed == 9 * OFTEN
    job.run_batch(["people.csv"], "2020-04", "calm.csv")
    assert contents(broken_off, "out.csv") == contents(broken_off, "calm.csv")


def test_it_goes_on_only_with_the_same_question_and_files(broken_off: Path) -> None:
    with pytest.raises(UsageError, match=r"asked something else: month, price_index"):
        job.run_batch(["people.csv"], "2020-05", "out.csv", price_index="1", resume=True)
    with (broken_off / "people.csv").open("a") as file:
        file.write("H9999,P1,yuecheng,urban,none,1960-01-01,0\n")
    with pytest.raises(UsageError, match=r"asked something else: files"):
        job.run_batch(["people.csv"], "2020-04", "out.csv", resume=True)


def test_what_was_broken_off_is_not_begun_anew_unasked(broken_off: Path) -> None:
    with pytest.raises(UsageError, match="--resume"):
        job.run_batch(["people.csv"], "2020-04", "out.csv")
    assert job.run_batch(["people.csv"], "2020-04", "out.csv", overwrite=True).resumed == 0


def test_an_output_is_not_overwritten_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_people(tmp_path / "people.csv")
    (tmp_path / "out.csv").write_text("last month's")
    (tmp_path / "out.returned.csv").write_text("last month's too")
    with pytest.raises(UsageError) as caught:
        job.run_batch(["people.csv"], "2020-04", "out.csv")
    assert [each.path for each in caught.value.problems] == ["out.csv", "out.returned.csv"]
    assert (tmp_path / "out.csv").read_text() == "last month's"
    job.run_batch(["people.csv"], "2020-04", "out.csv", overwrite=True)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith("household,")


def test_a_file_without_households_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("household,id,district,registration,birth_date\n,,,,\n")
    with pytest.raises(InputError, match="There are no households in it"):
        job.run_batch(["people.csv"], "2020-04", "out.csv")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["people.csv"]
