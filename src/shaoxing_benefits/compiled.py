"""What is slow to make and rests on our own files alone, kept from one process to the next.

It lies where Python keeps compiled modules, and is as much trusted as they are. It is used only if it is whole and was made of these very
files by this very Python; whatever goes wrong, the thing is made as if nothing had been kept. The point is to load less: what is needed
here is imported when it is needed, and paths are text, for loading `pathlib` takes as long as reading what is kept.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from . import numbers
from .places import PACKAGE, folder_of

Made = TypeVar("Made")
MOST_KEPT = 40
"""So many files are kept; then the one written longest ago gives way."""
_SEAL = 32  # bytes of a SHA-256
_STARTED = time.time()


def vouches_for(file: str) -> bool:
    """Whether what is kept is made anew when this file changes."""
    return os.path.abspath(file).startswith(PACKAGE + os.sep)


def kept(name: str, make: Callable[[], Made], about: str = "") -> Made:
    """What `make` gives, or the same as an earlier process kept it; the name is of letters and digits.

    It may rest on our own files and on what `about` says, and on nothing else.
    """
    files = _digest_at_first()
    if files is None:
        return make()
    key = files + about.encode()
    with suppress(Exception):  # no such file, nowhere to look for it, or something else in it
        found = _read(_path(name, about), key)
        if found is not None:
            return found  # type: ignore[no-any-return]  # the key says that `make` made it
    made = make()
    # Had a file been changed meanwhile, what was made of the old one would be kept for the new one.
    if not sys.dont_write_bytecode and _digest() == files:
        with suppress(Exception):  # nowhere to write it, or it cannot be written down
            _write(_path(name, about), key, made)
    return made


def _digest() -> bytes | None:
    """SHA-256 over our code, the tables and the fact sheets, and over which Python this is.

    None if a file is not at hand, or younger than this process: what runs need not be what stands in it.
    """
    from hashlib import sha256

    together = sha256(sys.version.encode())
    try:
        for path in _files():
            with open(path, "rb") as file:
                if os.fstat(file.fileno()).st_mtime > _STARTED:
                    return None
                content = file.read()
            together.update(f"{path} {len(content)}\n".encode())
            together.update(content)
    except OSError:
        return None
    return together.digest()


_digest_at_first = cache(_digest)


def _files() -> Iterator[str]:
    for top in (PACKAGE, folder_of("rules"), folder_of("seeds")):
        for folder, inside, names in os.walk(top):
            inside[:] = sorted(name for name in inside if name not in ("__pycache__", "_data"))
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith((".py", ".pyc", ".toml")))


def _path(name: str, about: str) -> str:
    """Where Python would keep this module if that were a way of compiling it."""
    from hashlib import sha256
    from importlib.util import cache_from_source

    return cache_from_source(__file__, optimization=name + (sha256(about.encode()).hexdigest()[:16] if about else ""))


def _read(path: str, key: bytes) -> Any:
    """What was kept; None where it was made of something else, or is not as it was written."""
    import pickle
    from hashlib import sha256

    with open(path, "rb") as file:
        seal, content = file.read(_SEAL), file.read()
    return pickle.loads(content) if sha256(key + content).digest() == seal else None


def _write(path: str, key: bytes, made: object) -> None:
    """Others may be reading and writing the same: what stands under its name is always whole."""
    from hashlib import sha256

    content = _pickled(made)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    unfinished = f"{path}.{os.getpid()}.{id(content)}"
    try:
        with open(unfinished, "xb") as file:
            file.write(sha256(key + content).digest() + content)
        os.replace(unfinished, path)
    finally:
        with suppress(OSError):
            os.unlink(unfinished)
    _make_room(os.path.dirname(path))


def _pickled(made: object) -> bytes:
    import pickle
    from io import BytesIO

    content = BytesIO()
    pickler = pickle.Pickler(content, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {MappingProxyType: _read_only, numbers.Unit: _unit}
    pickler.dump(made)
    return content.getvalue()


def _read_only(mapping: Mapping[Any, Any]) -> tuple[Callable[..., Any], tuple[Any]]:
    return _read_only_again, (dict(mapping),)


def _read_only_again(content: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(content)


def _unit(unit: numbers.Unit) -> str:
    """There is one of each unit, in `numbers`: its name there."""
    return next(name for name, each in vars(numbers).items() if each is unit)


def _make_room(folder: str) -> None:
    stem = os.path.basename(_path("x", "")).removesuffix("x.pyc")
    ours = [each for each in os.scandir(folder) if each.name.startswith(stem)]
    for each in sorted(ours, key=lambda each: each.stat().st_mtime)[:-MOST_KEPT]:
        os.unlink(each)
