"""The page that shows the matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.matrix.deviations import Deviation, read
from tests.matrix.numbers import RELEASES
from tests.matrix.rows import Row, rows
from tests.matrix.ways import Way

PAGE = Path(__file__).parents[2] / "docs" / "matrix.md"

_HEAD = """# Releases of `wandb`, row by row

The newest release of each minor line plays one suite of scenarios, in an environment of its own: `make matrix` does it,
and writes this page if nothing was otherwise than it says. CI does it with {sample}.

| sign | |
|---|---|
| yes | all scenarios of the row pass |
| most, with a number | all but those of the [deviation](#deviations) of that number, each of which fails just so |
| no, with a number | likewise, and no scenario of the row is left |
| | nothing of the row can go this way |
"""

_WAYS = {
    Way.SERVER: """## By way of the server

With the fixture `runfake`: unmodified clients, over a socket.""",
    Way.INTERCEPTION: """## By interception

With the fixture `runfake_intercept`, without a socket: releases before 0.27, and what needs no service process. A
row that has scenarios which do is played without them.""",
    Way.FALLBACK: """## From a server without features

With `@pytest.mark.runfake(disabled_features=FLAGS)`: the server lacks every feature that clients ask for by name, so
each takes its ways around them.""",
    Way.LEGACY: """## By another service process

What logs, by way of the server, with the service process that is not the release's own choice:
`wandb.require("core")` with 0.17, `wandb.require("legacy-service")` from 0.18 to 0.20.""",
}


def page(sample: Sequence[str]) -> str:
    """The whole page.

    Args:
        sample: the releases that CI plays.
    """
    deviations = read()
    named = ", ".join(sample[:-1]) + f" and {sample[-1]}"
    parts = [_HEAD.format(sample=named).rstrip()]
    for way, text in _WAYS.items():
        parts += [text, "\n".join(_table(_columns(way), deviations))]
    parts += ["## Deviations", "\n".join(_listed(deviations))]
    return "\n\n".join(parts) + "\n"


def _columns(way: Way) -> list[tuple[str, Way]]:
    ways = (Way.CORE, Way.LEGACY) if way is Way.LEGACY else (way,)
    return [(version, each) for version in RELEASES for each in ways if each.open_to(version)]


def _table(columns: list[tuple[str, Way]], deviations: Sequence[Deviation]) -> Iterator[str]:
    yield "| | " + " | ".join(version for version, _ in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for row in rows():
        cells = [_cell(row, version, way, deviations) for version, way in columns]
        if any(cells):
            yield f"| {row.title} | " + " | ".join(cells) + " |"


def _cell(row: Row, version: str, way: Way, deviations: Sequence[Deviation]) -> str:
    played = {f"{row.name}::{name}" for name, logs in row.scenarios.items() if way.plays(logs=logs)}
    if not played:
        return ""
    numbers, failing = [], set[str]()
    for place, deviation in enumerate(deviations, 1):
        concerned = (
            {name for name in played if _concerns(deviation, name)} if deviation.concerns(version, way) else set()
        )
        if concerned:
            numbers.append(str(place))
            failing |= {name for name in concerned if deviation.names(name)}
    if not numbers:
        return "yes"
    return f"{'no' if failing == played else 'most'} ({', '.join(numbers)})"


def _concerns(deviation: Deviation, function: str) -> bool:
    """Whether a function fails, be it with some parameters alone."""
    return deviation.names(function) or any(name.startswith(f"{function}[") for name in deviation.scenarios)


def _listed(deviations: Sequence[Deviation]) -> Iterator[str]:
    yield "| | releases | what is called, and what comes | whose | cause |"
    yield "|---|---|---|---|---|"
    for place, deviation in enumerate(deviations, 1):
        kind = {"lacks": "the release lacks it", "bug": "the release errs", "runfake": "runfake's"}[deviation.kind]
        yield f"| {place} | {_releases(deviation)} | {deviation.example} | {kind} | {deviation.cause} |"


def _releases(deviation: Deviation) -> str:
    concerned = [version for version in RELEASES if any(deviation.concerns(version, way) for way in Way)]
    text = concerned[0] if len(concerned) == 1 else f"{concerned[0]} to {concerned[-1]}"
    ways = [way for way in deviation.ways if any(way.open_to(version) for version in concerned)]
    everywhere = {way for way in Way if any(way.open_to(version) for version in concerned)}
    return text if set(ways) == everywhere else f"{text} ({', '.join(way.value for way in ways)})"
