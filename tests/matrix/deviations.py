"""What releases lack, and what they get wrong by themselves: each with its symptom, and its cause."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.matrix.numbers import number
from tests.matrix.ways import Way

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """Scenarios that fail with some releases, as is the releases' own doing.

    Attributes:
        scenarios: their names, ``row::function`` or with parameters ``row::function[...]``; a row stands for all.
        kind: ``"lacks"`` where the release does not have what is asked for, ``"bug"`` where it has it, and errs,
            ``"runfake"`` where runfake cannot do better.
        symptom: a regular expression that is found in what each fails with.
        example: what is called, and what it gives.
        cause: why, as seen in the release.
        since, until: the first and the last release, both included; without, all from or up to there.
        ways: on which it is seen; on all without.
    """

    scenarios: tuple[str, ...]
    kind: str
    symptom: str
    example: str
    cause: str
    since: str = "0"
    until: str = "1"
    ways: tuple[Way, ...] = tuple(Way)

    def concerns(self, version: str, way: Way) -> bool:
        """Whether it is one of this release on this way."""
        return way in self.ways and number(self.since) <= number(version) <= number(self.until)

    def names(self, scenario: str) -> bool:
        """Whether a scenario is one that fails."""
        function = scenario.partition("[")[0]
        return not {scenario, function, function.partition("::")[0]}.isdisjoint(self.scenarios)

    def explains(self, failure: str) -> bool:
        """Whether a scenario failed in this way."""
        return re.search(self.symptom, failure) is not None


def read() -> tuple[Deviation, ...]:
    """All of them, in their order."""
    entries = tomllib.loads(FILE.read_text())["deviation"]
    return tuple(
        Deviation(
            **entry
            | {"scenarios": tuple(entry["scenarios"])}
            | ({"ways": tuple(map(Way, entry["ways"]))} if "ways" in entry else {})
        )
        for entry in entries
    )
