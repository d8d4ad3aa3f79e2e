"""Writes the pages of this folder that are made from tables and fact sheets: `make docs`."""

from pathlib import Path

from shaoxing_benefits.report.pages import pages

HERE = Path(__file__).parent


def main() -> None:
    """Write every page that is not as it should be."""
    for name, content in pages().items():
        path = HERE / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
