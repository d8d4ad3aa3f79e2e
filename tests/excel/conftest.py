"""The template, as it is written and as somebody has begun to fill it in."""

from pathlib import Path

import pytest

from shaoxing_benefits.batch.template import write_template

from .templates import HOUSEHOLD, LANGUAGES, PERSON, Filled


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The template in each language."""
    folder = tmp_path_factory.mktemp("templates")
    paths = {name: folder / f"{name}.xlsx" for name in LANGUAGES}
    for name, path in paths.items():
        write_template(path, language="en" if name == "en" else "zh")
    return paths


@pytest.fixture
def filled(written: dict[str, Path]) -> Filled:
    """The Chinese template with a household of one person."""
    found = Filled(written["zh"])
    found.add(found.households, 2, HOUSEHOLD)
    found.add(found.members, 2, PERSON)
    return found
