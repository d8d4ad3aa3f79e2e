"""What the tests of the guides share: the project's tables, code and examples in a folder of their own, and what a page does there."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import shaoxing_benefits
from shaoxing_benefits.places import data_folder

from .commands import Done

SNIPPET = re.compile(r"^# (New file|Add to|Change in) (\S+)\n", re.MULTILINE)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CUT = re.compile(r"^…\n", re.MULTILINE)


class Copy:
    """Code, tables, fact sheets and examples in a folder where anything may be changed; commands there see nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The installed package has its tables inside; here they stand where they do in the project.
        without = shutil.ignore_patterns("__pycache__", "_data")
        shutil.copytree(Path(shaoxing_benefits.__file__).parent, folder / "src" / "shaoxing_benefits", ignore=without)
        for name in ("rules", "seeds", "examples"):
            shutil.copytree(data_folder(name), folder / name)

    @classmethod
    def of(cls, other: "Copy", folder: Path) -> "Copy":
        """Another one like it."""
        copy = cls.__new__(cls)
        copy.folder = Path(shutil.copytree(other.folder, folder))
        return copy

    def python(self, *arguments: str) -> Done:
        """What Python prints there."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONIOENCODING": "utf-8"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the same is run many times, and goes with the folder
        done = subprocess.run([sys.executable, *arguments], cwd=self.folder, env=environment, capture_output=True, check=False, timeout=120)
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def run(self, *arguments: str) -> Done:
        """What a command of ours prints there, in English."""
        return self.python("-m", "shaoxing_benefits", *arguments, "--lang", "en")

    def follow(self, snippet: str) -> None:
        """Do what the first line of a snippet says, with the lines after it."""
        told = SNIPPET.match(snippet)
        assert told is not None, snippet
        path, content = self.folder / told[2], snippet[told.end() :]
        if told[1] == "New file":
            assert not path.exists(), path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        path.write_text((_added if told[1] == "Add to" else _changed)(before, content), encoding="utf-8")


def _added(before: str, entry: str) -> str:
    """The entry below the last one of its name, or else at the end."""
    assert list(tomllib.loads(entry)), entry
    header = f"\n{entry.partition(chr(10))[0]}\n"
    start = f"\n{before}".rfind(header)
    if start < 0:
        return f"{before.rstrip()}\n\n{entry}"
    end = before.find("\n[", start + 1)
    return f"{before}\n{entry}" if end < 0 else f"{before[:end]}\n{entry}{before[end:]}"


def _changed(before: str, lines: str) -> str:
    """The lines in place of those of the same keys; what stands beside the value goes too."""
    for line in lines.splitlines():
        key = line.partition(" = ")[0]
        before, found = re.subn(rf"^{key} = .*$", line, before, flags=re.MULTILINE)
        assert found == 1, line
    return before


def blocks_of(text: str) -> list[tuple[str, str]]:
    """The blocks of a page in their order, each with its language."""
    return BLOCK.findall(text)


def shows(found: str, shown: str) -> bool:
    """Whether the output is as the page shows it; digests, and what stands at a mark of what is cut, may be anything."""
    pieces = [re.escape(_tidy(piece)) for piece in CUT.split(shown)]
    return re.fullmatch("(?:.*\n)*".join(pieces), _tidy(found)) is not None


def _tidy(text: str) -> str:
    """Without what a reader does not see, spaces at ends of lines and which kind of space it is, and without digests."""
    lines = text.replace("\N{NO-BREAK SPACE}", " ").strip("\n").splitlines()
    return re.sub("sha256:[0-9a-f]*", "sha256:", "".join(f"{line.rstrip()}\n" for line in lines))
