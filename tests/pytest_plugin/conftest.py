"""What the tests of the plugin share."""

from __future__ import annotations

import pytest

# What else is installed here for pytest; some of it takes longer to import than a test takes.
OTHERS = "hypothesispytest faker anyio platformdirs xdist xdist.looponfail".split()


@pytest.fixture(autouse=True)
def no_other_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inner sessions find the plugin as it is installed, and load no other."""
    monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(f"-p no:{name}" for name in OTHERS))
