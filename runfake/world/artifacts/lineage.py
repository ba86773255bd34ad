"""Lineage: which run made a version, which runs used it and as what, and what came of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from runfake.world.artifacts.artifact import Artifact
from runfake.world.runs import Run

Node = Run | Artifact


class Lineage:
    """A graph of runs and artifacts; both kinds of edges can be followed both ways."""

    def __init__(self) -> None:
        self._maker: dict[Artifact, Run] = {}
        self._logged: set[Artifact] = set()
        self._outputs: dict[Run, dict[Artifact, None]] = {}
        self._loggers: dict[Artifact, dict[Run, None]] = {}
        self._inputs: dict[Run, dict[Artifact, str | None]] = {}
        self._users: dict[Artifact, dict[Run, str | None]] = {}

    def record_output(self, run: Run, artifact: Artifact) -> None:
        """Notes that ``run`` logged ``artifact``; the first to do so made it."""
        if artifact not in self._logged:
            self._maker[artifact] = run
        self._logged.add(artifact)
        self._outputs.setdefault(run, {})[artifact] = None
        self._loggers.setdefault(artifact, {})[run] = None

    def record_input(self, run: Run, artifact: Artifact, used_as: str | None) -> None:
        """Notes that ``run`` used ``artifact``; of several uses, the last says as what."""
        self._inputs.setdefault(run, {})[artifact] = used_as
        self._users.setdefault(artifact, {})[run] = used_as

    def maker(self, artifact: Artifact) -> Run | None:
        """The run that made a version; None for one made by a person, or by a run that was deleted."""
        return self._maker.get(artifact)

    def loggers(self, artifact: Artifact) -> list[Run]:
        """The runs that logged a version, in order."""
        return list(self._loggers.get(artifact, ()))

    def was_logged(self, artifact: Artifact) -> bool:
        """Whether a run ever logged the version, also if it was deleted since."""
        return artifact in self._logged

    def outputs(self, run: Run) -> list[Artifact]:
        """What the run logged, in order; committed versions only."""
        return _committed(self._outputs.get(run, ()))

    def inputs(self, run: Run) -> list[Artifact]:
        """What the run used, in order; committed versions only."""
        return _committed(self._inputs.get(run, ()))

    def users(self, artifact: Artifact) -> list[Run]:
        """The runs that used a version, in order."""
        return list(self._users.get(artifact, ()))

    def used_as(self, run: Run, artifact: Artifact) -> str | None:
        """As what the run used the version."""
        return self._inputs.get(run, {}).get(artifact)

    def upstream(self, node: Node) -> list[Node]:
        """All that ``node`` came from, nearest first."""
        return _reach(node, lambda n: self.inputs(n) if isinstance(n, Run) else self.loggers(n))

    def downstream(self, node: Node) -> list[Node]:
        """All that came of ``node``, nearest first."""
        return _reach(node, lambda n: self.outputs(n) if isinstance(n, Run) else self.users(n))

    def forget_run(self, run: Run) -> None:
        """Drops a deleted run: nothing was made or used by it any more."""
        for artifact in self._outputs.pop(run, {}):
            self._loggers[artifact].pop(run, None)
            if self._maker.get(artifact) is run:
                del self._maker[artifact]
        for artifact in self._inputs.pop(run, {}):
            self._users[artifact].pop(run, None)

    def forget_artifact(self, artifact: Artifact) -> None:
        """Drops a deleted version from its runs."""
        self._maker.pop(artifact, None)
        self._logged.discard(artifact)
        for run in self._loggers.pop(artifact, {}):
            self._outputs[run].pop(artifact, None)
        for run in self._users.pop(artifact, {}):
            self._inputs[run].pop(artifact, None)


def _committed(artifacts: Iterable[Artifact]) -> list[Artifact]:
    return [artifact for artifact in artifacts if artifact.state == "COMMITTED"]


def _reach(start: Node, neighbours: Callable[[Node], Iterable[Node]]) -> list[Node]:
    found: dict[Node, None] = {}
    edge = [start]
    while edge:
        edge = [near for node in edge for near in neighbours(node) if near not in found and near is not start]
        found |= dict.fromkeys(edge)
    return list(found)
