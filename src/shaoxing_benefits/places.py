"""Where the rule tables, fact sheets and examples stand: inside the installed package, or at the top of a checkout.

Paths are text here: loading `pathlib` takes longer than all that an answer does with them.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.abspath(__file__))
"""The folder of the package itself."""


def folder_of(name: str) -> str:
    """The folder `rules`, `seeds` or `examples`, as text."""
    installed = os.path.join(PACKAGE, "_data", name)
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(os.path.dirname(PACKAGE)), name)


def data_folder(name: str) -> "Path":
    """The same as a path."""
    from pathlib import Path

    return Path(folder_of(name))
