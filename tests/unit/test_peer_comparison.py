"""The pages about the peers say what was measured."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("place", "ending"), [(0, ""), (1, ".zh")])
def test_the_pages_are_made_of_the_figures(place: int, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "peers"))
    for name in ("page", "chart", "words"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import page

    found = json.loads((ROOT / "docs" / "peer-comparison.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs" / f"peer-comparison{ending}.md").read_text(encoding="utf-8") == page.page(found, place)
    for name in ("page", "chart", "words"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_ours_is_wrong_for_nobody() -> None:
    found = json.loads((ROOT / "docs" / "peer-comparison.json").read_text(encoding="utf-8"))
    ours = [row for row in found["rows"] if row["engine"] == "ours"]
    assert [row["batch"][size]["wrong"] for row in ours for size in ("100000", "1000000")] == [0] * 4
