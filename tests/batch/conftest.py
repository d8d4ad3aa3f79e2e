"""Kernels compiled by these tests are kept for the session and no longer: no test sees what another session has compiled."""

from collections.abc import Iterator

import pytest

from shaoxing_benefits.engine.columns import FOLDER


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(FOLDER, str(tmp_path_factory.mktemp("kernels")))
        yield
