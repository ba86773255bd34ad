"""Programs: what a client and others do to the runs of a project, beside a model of what there should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from runfake.contract.clauses.files import content_of, same_bytes
from runfake.contract.judging import same
from runfake.contract.machine import Step
from runfake.contract.port import Json
from runfake.contract.stage import Stage

BEST = "data:best"
# What a look at each run is.
LOOKS = ("load", "files", "scan_history", "logged_artifacts", "used_artifacts")


@dataclass
class Run:
    """What there should be of one run."""

    config: dict[str, Json] = field(default_factory=dict)
    summary: dict[str, Json] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    notes: str | None = None
    files: dict[str, str] = field(default_factory=dict)
    losses: list[int] = field(default_factory=list)
    outputs: set[str] = field(default_factory=set)
    inputs: set[str] = field(default_factory=set)


class Program:
    """Plays steps, and compares what comes of them with its own model.

    A step is named like a verb where the client is asked, and ``someone_...`` where it is not.

    Attributes:
        runs: what there should be, by run id.
        gone: the ids of the runs that were deleted.
        versions: the artifact versions that there are, ``data:v0`` and so on.
        best: which of them has the alias ``best``.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.runs: dict[str, Run] = {}
        self.gone: list[str] = []
        self.versions: list[str] = []
        self.best: str | None = None
        self._made = 0

    def play(self, step: Step) -> None:
        """One step."""
        name, arguments = step
        getattr(self, f"_{name}")(**arguments)

    # -- what others do ------------------------------------------------------------------------

    def _someone_makes_a_run(self, run: str) -> None:
        self._stage.run(run, state="running")
        self.runs[run] = Run()

    def _someone_logs(self, run: str, losses: list[int]) -> None:
        self._stage.run(run, history=[{"loss": loss} for loss in losses], state="running")
        self.runs[run].losses += losses

    def _someone_writes_notes(self, run: str, notes: str) -> None:
        self._stage.run(run, notes=notes, state="running")
        self.runs[run].notes = notes

    def _someone_puts_a_file(self, run: str, name: str, content: str) -> None:
        self._stage.run(run, files={name: content}, state="running")
        self.runs[run].files[name] = content

    def _someone_makes_an_artifact(self) -> None:
        path = self._stage.artifact("data", files={"n.txt": str(self._made)})
        self._made += 1
        self.versions.append(path.rsplit("/", maxsplit=1)[-1])

    # -- what the client changes ---------------------------------------------------------------

    def _create(self, run: str) -> None:
        came = self._stage.call("create", project=self._stage.project, entity=self._stage.entity, run_id=run)
        self.runs[run] = Run()
        same("the path that create gave", came, self._stage.path(run))
        self._compare(run)

    def _update(self, run: str, changes: Mapping[str, Any]) -> None:
        self._stage.call("update", run=self._stage.path(run), changes=changes)
        kept = self.runs[run]
        kept.config |= changes.get("config", {})
        kept.summary |= changes.get("summary", {})
        kept.tags = changes.get("tags", kept.tags)
        kept.notes = changes.get("notes", kept.notes)
        self._compare(run)

    def _delete(self, run: str, delete_artifacts: bool) -> None:
        self._stage.call("delete", run=self._stage.path(run), delete_artifacts=delete_artifacts)
        logged = self.runs.pop(run).outputs
        deleted = logged if delete_artifacts else set()
        self.gone.append(run)
        self.versions = [version for version in self.versions if version not in deleted]
        self.best = None if self.best in deleted else self.best
        for kept in self.runs.values():
            kept.inputs -= deleted
        self._compare_runs()
        for other in self.runs:
            self._compare(other)

    def _upload_file(self, run: str, name: str, content: str) -> None:
        with TemporaryDirectory() as root:
            path = Path(root).resolve() / name
            path.write_text(content)
            self._stage.call("upload_file", run=self._stage.path(run), path=str(path), root=str(path.parent))
        self.runs[run].files[name] = content
        self._compare(run)

    def _delete_file(self, run: str, name: str) -> None:
        self._stage.call("delete_file", run=self._stage.path(run), name=name)
        del self.runs[run].files[name]
        self._compare(run)

    def _log_artifact(self, run: str, artifact: str, best: bool) -> None:
        aliases = {"aliases": ["best"]} if best else {}
        asked: dict[str, Any] = {"run": self._stage.path(run), "artifact": self._stage.path(artifact), **aliases}
        self._stage.call("log_artifact", **asked)
        self.best = artifact if best else self.best
        self.runs[run].outputs.add(artifact)
        self._compare(run)

    def _use_artifact(self, run: str, artifact: str) -> None:
        self._stage.call("use_artifact", run=self._stage.path(run), artifact=self._stage.path(artifact))
        meant = self.best if artifact == BEST else artifact
        assert meant is not None
        self.runs[run].inputs.add(meant)
        self._compare(run)

    # -- what the client sees ------------------------------------------------------------------

    def _look(self) -> None:
        for run in self.runs:
            for verb in LOOKS:
                if self._stage.offers(verb):
                    self.play([verb, {"run": run}])
        if self._stage.offers("runs"):
            self._runs()

    def _load(self, run: str) -> None:
        if run in self.gone:
            self._stage.refused("load", f"of {run}, which was deleted", run=self._stage.path(run))
            return
        came, kept = self._stage.call("load", run=self._stage.path(run)), self.runs[run]
        expected = {"config": kept.config, "tags": kept.tags, "last_history_step": len(kept.losses) - 1}
        same(f"what load gave of {run}", {name: came[name] for name in expected}, expected)
        same(f"the notes that load gave of {run}", came["notes"] or None, kept.notes)

    def _files(self, run: str) -> None:
        came = self._stage.call("files", run=self._stage.path(run), per_page=2)
        expected = {name: len(content.encode()) for name, content in self.runs[run].files.items()}
        same(f"the files of {run} with their sizes", {file["name"]: file["size"] for file in came}, expected)

    def _download_file(self, run: str, name: str) -> None:
        came = content_of(self._stage.call("download_file", run=self._stage.path(run), name=name))
        same_bytes(f"the content of {name} of {run}", came, self.runs[run].files[name].encode())

    def _scan_history(self, run: str) -> None:
        came = self._stage.call("scan_history", run=self._stage.path(run), page_size=3)
        same(f"the losses that scan_history gave of {run}", [row.get("loss") for row in came], self.runs[run].losses)

    def _logged_artifacts(self, run: str) -> None:
        self._artifacts("logged_artifacts", run, self.runs[run].outputs)

    def _used_artifacts(self, run: str) -> None:
        self._artifacts("used_artifacts", run, self.runs[run].inputs)

    def _artifacts(self, verb: str, run: str, expected: set[str]) -> None:
        came = self._stage.call(verb, run=self._stage.path(run), per_page=2)
        same(f"what {verb} gave of {run}", sorted(artifact["name"] for artifact in came), sorted(expected))

    def _runs(self) -> None:
        came = self._stage.call("runs", path=f"{self._stage.entity}/{self._stage.project}", per_page=2)
        same("the runs of the project", sorted(came), sorted(map(self._stage.path, self.runs)))

    # -- what is really there ------------------------------------------------------------------

    def _compare(self, run: str) -> None:
        there, kept = self._stage.whole(self._stage.path(run)) or {}, self.runs[run]
        came = {name: there.get(name) for name in ("config", "tags", "notes")}
        same(f"what there is of {run}", came, {"config": kept.config, "tags": kept.tags, "notes": kept.notes})
        contents = {name: content.encode() for name, content in kept.files.items()}
        same(f"the files of {run}", there["files"], contents)
        same(f"the history of {run}", [row["loss"] for row in there["history"]], kept.losses)
        same(f"the outputs of {run}", sorted(there["outputs"]), sorted(kept.outputs))
        same(f"the inputs of {run}", sorted(there["inputs"]), sorted(kept.inputs))
        summary = {name: there["summary"].get(name) for name in kept.summary}
        same(f"what the client wrote into the summary of {run}", summary, kept.summary)

    def _compare_runs(self) -> None:
        same("the runs that are left", sorted(self._stage.runs()), sorted(map(self._stage.path, self.runs)))
