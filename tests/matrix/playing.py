"""Plays the scenarios with the ``wandb`` of the interpreter that runs it, and writes down what came of each.

``main(WAY, FILE)``: the way as in :class:`tests.matrix.ways.Way`, and where to write.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from runfake.world.server_side import FLAGS
from tests.matrix.rows import SCENARIOS
from tests.matrix.ways import Way

OPTIONS = (
    *("-c", os.devnull, "--rootdir", str(SCENARIOS), "-q", "-p", "no:cacheprovider"),
    *("--tb", "short", "-o", "python_files=*.py", "-W", "ignore"),
)


class Player:
    """A plugin of pytest: gives scenarios their world, and keeps what came of them.

    Attributes:
        failures: what each scenario failed with, as pytest shows it; empty for one that passed.
    """

    def __init__(self, way: Way) -> None:
        self._way = way
        self.failures: dict[str, str] = {}

    @pytest.fixture
    def backend(self, request: pytest.FixtureRequest) -> Any:
        """The world of the scenario."""
        return request.getfixturevalue(self._way.fixture)

    @pytest.fixture(autouse=True)
    def _service(self, request: pytest.FixtureRequest) -> None:
        if self._way.requirement:
            request.getfixturevalue(self._way.fixture)
            import wandb

            wandb.require(self._way.requirement)

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Leaves out what cannot go this way, or goes no other way for it."""
        items[:] = [item for item in items if self._way.plays(logs="runfake" in item.fixturenames)]
        if self._way is Way.FALLBACK:
            for item in items:
                item.add_marker(pytest.mark.runfake(disabled_features=FLAGS))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes down one phase of a scenario."""
        name = report.nodeid.replace(".py::", "::")
        self.failures.setdefault(name, "")
        if not report.passed:
            self.failures[name] += report.longreprtext


def main(way: str, file: str) -> None:
    """Plays all; ends with pytest's own code where they could not be played at all."""
    player = Player(Way(way))
    code = pytest.main([*OPTIONS, str(SCENARIOS)], plugins=[player])
    Path(file).write_text(json.dumps(player.failures))
    sys.exit(code if code > pytest.ExitCode.TESTS_FAILED else 0)
