"""Has a release play the scenarios, and judges what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.matrix import borrowing
from tests.matrix.deviations import Deviation
from tests.matrix.ways import Way


def play(version: str, way: Way) -> dict[str, str]:
    """What each scenario failed with; empty for one that passed.

    Raises:
        AssertionError: they could not be played.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "failures.json"
        source = "from tests.matrix.playing import main; main(*sys.argv[1:])"
        borrowing.run(version, source, way.value, str(file), folder=Path(folder))
        failures: dict[str, str] = json.loads(file.read_text())
        return failures


def complaints(version: str, way: Way, failures: Mapping[str, str], deviations: Iterable[Deviation]) -> Iterator[str]:
    """What is not as it should be: failures that no deviation explains, and deviations that were not seen."""
    known = [deviation for deviation in deviations if deviation.concerns(version, way)]
    for scenario, failure in failures.items():
        named = [deviation for deviation in known if deviation.names(scenario)]
        if failure and not any(deviation.explains(failure) for deviation in named):
            yield f"wandb {version} ({way.value}) fails in {scenario}:\n{failure}"
        if named and not failure:
            yield f"wandb {version} ({way.value}) passes {scenario}, against the deviation {named[0].example!r}"
    for deviation in known:
        # By way of the server, all are played.
        if way is deviation.ways[0] and not any(map(deviation.names, failures)):
            yield f"wandb {version} ({way.value}) did not play {deviation.scenarios}"
