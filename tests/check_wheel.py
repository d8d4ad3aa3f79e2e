"""Builds the wheel, installs it with its core dependencies alone, runs the demo there, and then the tests against it."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORE = {"attrs", "babel", "python-dateutil", "six"}  # six comes with python-dateutil
TEST_TOOLS = ("pytest>=8", "hypothesis>=6.100", "jsonschema>=4.20")


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(str(part) for part in command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        run(sys.executable, "-m", "build", "--outdir", there / "dist", ROOT, cwd=there)
        (wheel,) = (there / "dist").glob("*.whl")
        venv.create(there / "venv", with_pip=True)
        python = there / "venv" / "bin" / "python"
        pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet")
        run(*pip, "install", wheel, cwd=there)
        listed = run(*pip, "list", "--format=freeze", cwd=there)
        installed = {line.partition("==")[0].lower() for line in listed.splitlines()}
        extra = installed - CORE - {"pip", "setuptools", "shaoxing-benefits", "shaoxing_benefits"}
        if extra:
            sys.exit(f"the core needs more than it says: {sorted(extra)}")
        demo = run(there / "venv" / "bin" / "shaoxing-benefits", "demo", "--lang", "en", cwd=there)
        if "1,996.67" not in demo:
            sys.exit(f"the demo of the installed wheel is wrong:\n{demo}")
        print("the wheel with its core dependencies alone runs the demo")
        run(*pip, "install", *TEST_TOOLS, cwd=there)
        # The tests are taken alone, without src/, so that they see the installed package.
        (there / "project").mkdir()
        for name in ("tests", "README.md", "README.zh.md", "Makefile", "docs", "examples", "benchmarks", "pyproject.toml"):
            (there / "project" / name).symlink_to(ROOT / name)
        # Those that need an extra run in the other session, where it is installed.
        left_out = [f"--ignore=tests/{extra}" for extra in ("batch", "charts", "excel")]
        tested = run(python, "-m", "pytest", "-p", "no:cacheprovider", *left_out, "tests", cwd=there / "project")
        print(tested.strip().splitlines()[-1])


if __name__ == "__main__":
    main()
