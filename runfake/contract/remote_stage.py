"""A stage on any server that is compatible with W&B, arranged and looked at by a trusted client."""

from __future__ import annotations

from typing import Unpack

from runfake.contract.port import CHANGES, Json, Session
from runfake.contract.reference.author import Author
from runfake.contract.stage import DATASET, CannotArrange, GivenArtifact, GivenRun, Stage

# What the other stage tells too.
TOLD = "id name entity project state config summary tags notes group job_type created_at user".split()


class RemoteStage(Stage):
    """One example in a project of its own."""

    def __init__(self, client: Session, author: Author, entity: str, project: str) -> None:
        super().__init__(client, entity, project)
        self._author = author

    # -- arranging -----------------------------------------------------------------------------

    def run(self, run_id: str = "a", *, state: str = "finished", **given: Unpack[GivenRun]) -> str:
        if state not in ("running", "finished", "failed"):
            raise CannotArrange(f"no client can bring a run to the state {state!r}")
        path = self._author.create(self.project, self.entity, run_id)
        changes = {key: value for key, value in given.items() if key in CHANGES and value not in (None, [], ())}
        if changes:
            self._author.update(path, changes)
        self._author.log(path, given.get("history", ()))
        self._author.log(path, given.get("system_metrics", ()), "wandb-events.jsonl")
        for file, content in given.get("files", {}).items():
            self._author.put(path, file, content.encode() if isinstance(content, str) else content)
        if state != "running":
            self._author.finish(path, state)
        return path

    def artifact(self, name: str, *, project: str | None = None, **given: Unpack[GivenArtifact]) -> str:
        contents = {file: content.encode() for file, content in given.get("files", {}).items()}
        path = f"{self.entity}/{project or self.project}/{name}"
        type, aliases = given.get("type", DATASET), given.get("aliases", ())
        made = self._author.make_artifact(path, given.get("logged_by"), type, contents, aliases)
        for run in given.get("used_by", ()):
            self._author.use_artifact(run, made)
        return made

    # -- looking -------------------------------------------------------------------------------

    def truth(self, run: str) -> dict[str, Json] | None:
        try:
            found = self._author.load(run)
        except LookupError:
            return None
        return {name: found[name] for name in TOLD}

    def rows(self, run: str) -> list[dict[str, Json]]:
        return list(self._author.scan_history(run))

    def contents(self, run: str) -> dict[str, bytes]:
        names = [file["name"] for file in self._author.files(run)]
        return {name: self._author.download_file(run, name) for name in names}

    def outputs(self, run: str) -> list[str]:
        return [found["name"] for found in self._author.logged_artifacts(run)]

    def inputs(self, run: str) -> list[str]:
        return [found["name"] for found in self._author.used_artifacts(run)]

    def aliases(self, artifact: str) -> list[str] | None:
        found = self._author.find_aliases(artifact)
        return sorted(found) if found is not None else None

    def runs(self) -> list[str]:
        try:
            return list(self._author.runs(f"{self.entity}/{self.project}", order="+created_at"))
        except LookupError:  # There is no project before there is something in it.
            return []
