"""Which rules an answer rests on: the digest of tables and rule code."""

import hashlib
from functools import cache
from pathlib import Path

from .places import data_folder


@cache
def digest() -> str:
    """SHA-256 over the tables and the rule code: the same digest means the same rules."""
    package = Path(__file__).parent
    files = [*data_folder("rules").rglob("*.toml"), *(package / "programmes").glob("*.py"), package / "numbers.py"]
    together = hashlib.sha256()
    for path in sorted(files, key=lambda path: (path.parent.name, path.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        together.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode())
        together.update(content)
    return f"sha256:{together.hexdigest()}"
