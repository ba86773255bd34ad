"""A stage on runfake's own server, which can be looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

from runfake.contract.port import Json, Session
from runfake.contract.stage import DATASET, GivenArtifact, GivenRun, Stage
from runfake.wire import which as requests
from runfake.wire.entry import Entry
from runfake.wire.faults.fault import Fault
from runfake.wire.journal import Entries
from runfake.wire.messages import Response
from runfake.wire.sinks import Handling
from runfake.wire.tenants import Tenant
from runfake.wire.when import When, always
from runfake.wire.which import Which
from runfake.world.artifacts.artifact import Artifact
from runfake.world.world import World

PROJECT = "contract"


class LocalStage(Stage):
    """One example in a world of its own."""

    def __init__(self, client: Session, tenant: Tenant) -> None:
        super().__init__(client, tenant.world.entity.name, PROJECT)
        self._tenant = tenant

    # -- arranging -----------------------------------------------------------------------------

    def run(self, run_id: str = "a", *, state: str = "finished", **given: Unpack[GivenRun]) -> str:
        made = self.world.run(
            self.path(run_id),
            history=list(given.get("history", ())),
            config=given.get("config"),
            summary=given.get("summary"),
            tags=list(given.get("tags", ())) or None,
            notes=given.get("notes"),
            display_name=given.get("name"),
            group=given.get("group"),
            job_type=given.get("job_type"),
            files=given.get("files", {}),
            system_metrics=list(given.get("system_metrics", ())),
            state=state,
        )
        return made.path

    def artifact(self, name: str, *, project: str | None = None, **given: Unpack[GivenArtifact]) -> str:
        home, maker = f"{self.entity}/{project or self.project}", given.get("logged_by")
        made = self.world.artifact(
            f"{home}/{name}",
            type=given.get("type", DATASET),
            files=given.get("files", {}),
            aliases=list(given.get("aliases", ())),
            logged_by=self.world.get_run(maker) if maker else None,
            used_by=[self.world.get_run(path) for path in given.get("used_by", ())],
        )
        return f"{home}/{made.name}"

    # -- looking -------------------------------------------------------------------------------

    def truth(self, run: str) -> dict[str, Json] | None:
        found = self.world.find_run(run)
        if found is None:
            return None
        return {
            "id": found.id,
            "name": found.display_name,
            "entity": found.project.entity.name,
            "project": found.project.name,
            "state": found.state,
            "config": found.config,
            "summary": found.summary,
            "tags": found.tags,
            "notes": found.notes,
            "group": found.group,
            "job_type": found.job_type,
            "created_at": found.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "user": found.user.username if found.user else None,
        }

    def rows(self, run: str) -> list[dict[str, Json]]:
        return list(self.world.get_run(run).history)

    def contents(self, run: str) -> dict[str, bytes]:
        return {name: file.content for name, file in self.world.get_run(run).files.items()}

    def outputs(self, run: str) -> list[str]:
        return _names(self.world.artifacts.lineage.outputs(self.world.get_run(run)))

    def inputs(self, run: str) -> list[str]:
        return _names(self.world.artifacts.lineage.inputs(self.world.get_run(run)))

    def aliases(self, artifact: str) -> list[str] | None:
        found = self._version(artifact)
        return sorted(found.aliases) if found else None

    def runs(self) -> list[str]:
        return [run.path for run in self.world.runs() if run.project.name == self.project]

    def _version(self, artifact: str) -> Artifact | None:
        entity, project, name = artifact.split("/")
        place = self.world.artifacts.membership(self.world.project(f"{entity}/{project}"), name)
        return place.artifact if place else None

    # -- looking inside ------------------------------------------------------------------------

    @property
    def world(self) -> World:
        return self._tenant.world

    @property
    def journal(self) -> Entries:
        return self._tenant.journal.freeze()

    def fault(self, which: Which, what: Any, when: When | None = None) -> None:
        self._tenant.faults.add(which, what, when)

    def after(self, which: Which, do: Callable[[], None], when: When | None = None) -> None:
        def strike(handle: Handling) -> Response:
            answer = handle()
            do()
            return answer

        self._tenant.faults.add(which, Fault("something happens meanwhile", strike), when)

    def after_page(self, field: str, do: Callable[[], None]) -> None:
        fault = _AfterPage(f"something happens after a page of {field}", lambda handle: handle(), [do], field)
        self._tenant.faults.add(requests.anything(), fault, always())


@dataclass(frozen=True, slots=True)
class _AfterPage(Fault):
    """Lets something happen after a page of a list; once it has, there is no fault any more."""

    waiting: list[Callable[[], None]]
    page_of: str

    def choose(self, entry: Entry, number: int) -> Fault | None:
        del number
        return Fault(self.text, partial(self._watch, entry)) if self.waiting else None

    def _watch(self, entry: Entry, handle: Handling) -> Response:
        answer = handle()
        if self.waiting and any(page.field == self.page_of for page in entry.pages):
            self.waiting.pop()()
        return answer


def _names(artifacts: Iterable[Artifact]) -> list[str]:
    return [artifact.name for artifact in artifacts]
