"""Without the extra `batch`, the commands for whole populations say how to install it; where it is installed, it is hidden here."""

import sys

import pytest

from shaoxing_benefits.cli import main


@pytest.mark.parametrize("command", [("population", "h.csv", "m.csv", "--month", "2020-04", "--output", "o.csv"), ("schema", "population")])
@pytest.mark.parametrize("hidden", ["numba", "numpy", "platformdirs", "pyarrow"])
def test_without_the_extra_the_remedy_says_how_to_install_it(
    command: tuple[str, ...], hidden: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, hidden, None)
    for lang, says in (("en", "Whole populations need the extra `batch`"), ("zh", "计算全部人口需要附加组件batch")):
        assert main([*command, "--lang", lang]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(says)
        assert "pip install 'shaoxing-benefits[batch]'" in printed.err.replace("\n  ", " ")
