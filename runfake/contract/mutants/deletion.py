"""Clients that delete too little, or too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.mutants.slips import KeepsFiles
from runfake.contract.reference import Reference


@mutant("deletion.the-run-is-gone", "runs that have not ended are not deleted")
class DeletesEndedRuns(Reference):
    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        if self.load(run)["state"] != "running":
            super().delete(run, delete_artifacts)


@mutant("deletion.not-loaded-again", "a run that was loaded before is remembered beyond its end")
class LoadedRunsKept(Reference):
    def load(self, run: str) -> dict[str, Any]:
        kept: dict[str, dict[str, Any]] = self.__dict__.setdefault("kept", {})
        try:
            kept[run] = super().load(run)
        except LookupError:
            if run not in kept:
                raise
        return kept[run]


@mutant("deletion.not-listed", "the list of runs is kept, and not asked for again")
class RunsKept(Reference):
    def runs(self, path: str, *args: Any, **options: Any) -> Iterator[str]:
        kept: dict[str, list[str]] = self.__dict__.setdefault("kept", {})
        if path not in kept:
            kept[path] = list(super().runs(path, *args, **options))
        return iter(kept[path])


@mutant("deletion.nothing-of-it-comes", "artifacts that were listed before are remembered beyond the run")
class ListedArtifactsKept(Reference):
    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        kept: dict[str, list[dict[str, Any]]] = self.__dict__.setdefault("kept", {})
        try:
            kept[run] = list(super().logged_artifacts(run, per_page))
        except LookupError:
            if run not in kept:
                raise
        return iter(kept[run])


@mutant("deletion.others-stay", "runs are deleted whose id begins alike")
class DeletesByPrefix(Reference):
    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        for found in list(self.runs(run.rpartition("/")[0])):
            if found.startswith(run):
                super().delete(found, delete_artifacts)


@mutant("deletion.artifacts-stay", "artifacts are deleted along, unless told otherwise")
class DeletesArtifactsByDefault(Reference):
    def delete(self, run: str, delete_artifacts: bool = True) -> None:
        super().delete(run, delete_artifacts)


@mutant("deletion.artifacts-go", "whether to delete artifacts is not passed on")
class DeleteArtifactsForgotten(Reference):
    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        del delete_artifacts
        super().delete(run)


DELETE_ARTIFACT = """
mutation DeleteArtifact($id: ID!) {
  deleteArtifact(input: { artifactID: $id, deleteAliases: true }) { artifact { id } }
}
"""


@mutant("deletion.inputs-stay", "what the run only used is deleted along")
class DeletesInputs(Reference):
    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        used = [f"{run.rpartition('/')[0]}/{artifact['name']}" for artifact in self.used_artifacts(run)]
        for path in used if delete_artifacts else ():
            self.http.graphql(DELETE_ARTIFACT, {"id": self._artifact(path)["id"]})
        super().delete(run, delete_artifacts)


@mutant("deletion.twice", "where the run is not found, the next best is deleted")
class DeletesTheNextBest(Reference):
    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        found = list(self.runs(run.rpartition("/")[0]))
        super().delete(run if run in found else found[0], delete_artifacts)


@mutant("deletion.forgotten-by-artifacts", "a run is only marked as deleted")
class MarksAsDeleted(Reference):
    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        del delete_artifacts
        self.update(run, {"tags": ["deleted"]})


@mutant("deletion.one-file", "every file is deleted whose name begins alike")
class DeletesFilesByPrefix(Reference):
    def delete_file(self, run: str, name: str) -> None:
        for file in list(self.files(run)):
            if file["name"].startswith(name):
                super().delete_file(run, file["name"])


@mutant("deletion.file-not-downloaded-again", "what was downloaded is kept by its name")
class DownloadsKept(Reference):
    def download_file(self, run: str, name: str) -> bytes:
        kept: dict[tuple[str, str], bytes] = self.__dict__.setdefault("kept", {})
        if (run, name) not in kept:
            kept[run, name] = super().download_file(run, name)
        return kept[run, name]


@mutant("deletion.file-not-listed", "the list of files is kept, and not asked for again")
class FilesKept(KeepsFiles):
    pass
