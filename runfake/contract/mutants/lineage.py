"""Clients that get the lists of inputs and outputs wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference
from runfake.contract.reference.http import ServerError


@mutant("lineage.logged-are-the-outputs", "all artifacts that a run has to do with count as its outputs")
class OutputsWithInputs(Reference):
    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        return chain(super().logged_artifacts(run, per_page), self.used_artifacts(run, per_page))


@mutant("lineage.used-are-the-inputs", "inputs and outputs are mixed up")
class InputsSwapped(Reference):
    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        return self.logged_artifacts(run, per_page)


@mutant("lineage.logged-by-this-run", "the artifacts of every run of the project are given")
class OutputsOfTheProject(Reference):
    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        home = run.rpartition("/")[0]
        own = super().logged_artifacts
        return chain.from_iterable(own(found, per_page) for found in self.runs(home))


@mutant("lineage.used-by-this-run", "the newest run of the project is taken")
class InputsOfTheNewestRun(Reference):
    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        return super().used_artifacts(next(self.runs(run.rpartition("/")[0])), per_page)


@mutant("lineage.logging-is-no-use", "what is logged is declared as used as well")
class LoggingUses(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        self.use_artifact(run, artifact)
        return super().log_artifact(run, artifact, aliases, tags)


@mutant("lineage.logged-and-used", "what is an output is left out of the inputs")
class InputsWithoutOutputs(Reference):
    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        logged = [artifact["name"] for artifact in self.logged_artifacts(run)]
        return (artifact for artifact in super().used_artifacts(run, per_page) if artifact["name"] not in logged)


@mutant("lineage.versions", "versions of one collection are taken for one artifact")
class OneOfACollection(Reference):
    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        found = {artifact["name"].partition(":")[0]: artifact for artifact in super().logged_artifacts(run, per_page)}
        return iter(found.values())


@mutant("lineage.types", "every artifact is said to be a dataset")
class TypeGuessed(Reference):
    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        return (artifact | {"type": "dataset"} for artifact in super().logged_artifacts(run, per_page))


@mutant("lineage.aliases", "the first alias alone is shown")
class FirstAliasAlone(Reference):
    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        for artifact in super().used_artifacts(run, per_page):
            yield artifact | {"aliases": artifact["aliases"][:1]}


@mutant("lineage.log-declares-an-output", "the newest version is declared instead of the one that is named")
class LogsTheNewest(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        return super().log_artifact(run, f"{artifact.partition(':')[0]}:latest", aliases, tags)


@mutant("lineage.log-is-of-this-run", "the artifact is declared for the newest run of the project")
class LogsForTheNewestRun(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        return super().log_artifact(next(self.runs(run.rpartition("/")[0])), artifact, aliases, tags)


@mutant("lineage.log-applies-aliases", "of several aliases the first is applied alone")
class LogsOneAlias(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        return super().log_artifact(run, artifact, (aliases or [])[:1], tags)


@mutant("lineage.log-moves-an-alias", "an alias that another version has is left there")
class LeavesTakenAliases(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        return super().log_artifact(run, artifact, [a for a in aliases or () if self._free(artifact, a)], tags)

    def _free(self, artifact: str, alias: str) -> bool:
        try:
            self._artifact(f"{artifact.partition(':')[0]}:{alias}")
        except LookupError:
            return True
        return False


@mutant("lineage.log-without-aliases", "latest is applied by itself, as when something new is logged")
class LogsAsLatest(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        return super().log_artifact(run, artifact, [*(aliases or ()), "latest"], tags)


@mutant("lineage.log-applies-tags", "tags are not passed on")
class LogsWithoutTags(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        del tags
        return super().log_artifact(run, artifact, aliases)


@mutant("lineage.log-makes-no-version", "a digest is made up, so that the server takes it for something new")
class DigestMadeUp(Reference):
    def _artifact(self, path: str) -> dict[str, Any]:
        return super()._artifact(path) | {"digest": "0123456789abcdef0123456789abcdef"}


@mutant("lineage.log-returns-the-artifact", "the version is cut off the name of what is returned")
class ReturnsTheCollection(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        logged = super().log_artifact(run, artifact, aliases, tags)
        return logged | {"name": logged["name"].partition(":")[0]}


@mutant("lineage.log-of-nothing", "an artifact that is not there is passed over in silence")
class LogsNothing(Reference):
    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        try:
            return super().log_artifact(run, artifact, aliases, tags)
        except LookupError:
            return {"name": artifact.rsplit("/", maxsplit=1)[-1], "type": "dataset"}


@mutant("lineage.log-is-listed", "lists of outputs are kept, and not asked for again")
class OutputsKept(Reference):
    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        kept: dict[str, list[dict[str, Any]]] = self.__dict__.setdefault("kept", {})
        if run not in kept:
            kept[run] = list(super().logged_artifacts(run, per_page))
        return iter(kept[run])


@mutant("lineage.use-declares-an-input", "what is used is declared as an output")
class UsesAsOutput(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        del use_as
        return self.log_artifact(run, artifact)


@mutant("lineage.use-adds", "a run that has inputs already is left as it is")
class UsesOnceForAll(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        held = list(self.used_artifacts(run))
        return held[0] if held else super().use_artifact(run, artifact, use_as)


@mutant("lineage.use-by-alias", "every alias is taken for the newest version")
class AliasIsLatest(Reference):
    def _artifact(self, path: str) -> dict[str, Any]:
        name, _, alias = path.partition(":")
        return super()._artifact(path if alias[1:].isdigit() else f"{name}:latest")


@mutant("lineage.use-as", "use_as is not passed on")
class UseAsForgotten(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        del use_as
        return super().use_artifact(run, artifact)


@mutant("lineage.use-twice", "using again is taken for a mistake")
class UsesOnlyOnce(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        if self._artifact(artifact)["versionIndex"] in [self._index(used) for used in self.used_artifacts(run)]:
            raise ServerError(409, f"{artifact} is used already")
        return super().use_artifact(run, artifact, use_as)

    def _index(self, used: dict[str, Any]) -> int:
        return int(used["name"].rpartition(":v")[2])


@mutant("lineage.use-from-another-project", "artifacts are looked for in the project of the run alone")
class UsesFromHome(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        home, name = run.rpartition("/")[0], artifact.rpartition("/")[2]
        return super().use_artifact(run, f"{home}/{name}", use_as)


@mutant("lineage.use-is-seen-from-the-artifact", "every run of the project is declared a user")
class UsesForEveryRun(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        for other in list(self.runs(run.rpartition("/")[0])):
            super().use_artifact(other, artifact, use_as)
        return super().use_artifact(run, artifact, use_as)


@mutant("lineage.use-returns-the-artifact", "the answer of the mutation is returned, which holds an id")
class ReturnsTheId(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        used = super().use_artifact(run, artifact, use_as)
        return used | {"name": self._artifact(artifact)["id"]}


@mutant("lineage.use-of-nothing", "an artifact that is not there is passed over in silence")
class UsesNothing(Reference):
    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        try:
            return super().use_artifact(run, artifact, use_as)
        except LookupError:
            return {"name": artifact.rsplit("/", maxsplit=1)[-1], "type": "dataset"}


@mutant("lineage.use-is-listed", "lists of inputs are kept, and not asked for again")
class InputsKept(Reference):
    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        kept: dict[str, list[dict[str, Any]]] = self.__dict__.setdefault("kept", {})
        if run not in kept:
            kept[run] = list(super().used_artifacts(run, per_page))
        return iter(kept[run])
