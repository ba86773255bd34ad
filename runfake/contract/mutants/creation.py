"""Clients that make runs wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference, documents
from runfake.contract.reference.http import ServerError


@mutant("creation.with-an-id", "an id of its own is made in any case")
class OwnIdAlways(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        del run_id
        return super().create(project, entity)


@mutant("creation.with-an-id", "ids are written in lower case")
class IdsInLowerCase(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        return super().create(project, entity, run_id and run_id.lower())


@mutant("creation.generates-ids", "the id is made once and for all")
class OneIdForAll(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        return super().create(project, entity, run_id or "new")


@mutant("creation.in-another-project", "the project has to be there already")
class ProjectHasToBeThere(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        next(self.runs(f"{entity}/{project}"), None)
        return super().create(project, entity, run_id)


@mutant("creation.default-entity", "no entity is written as None")
class EntityNeeded(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        super().create(project, entity, run_id)
        return f"{entity}/{project}/{run_id}"


@mutant("creation.in-another-entity", "the entity is not passed on")
class EntityForgotten(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        del entity
        return super().create(project, None, run_id)


@mutant("creation.of-what-is-there", "a run that is there is begun anew")
class BeginsAnew(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        return super()._upsert(**edit, **({"config": "{}", "notes": ""} if "name" in edit else {}))


@mutant("creation.of-what-is-there", "an id that is taken is an error")
class IdsAreNew(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        if run_id and f"{entity}/{project}/{run_id}" in list(self._runs_of(entity, project)):
            raise ServerError(409, f"there is a run {run_id}")
        return super().create(project, entity, run_id)

    def _runs_of(self, entity: str | None, project: str) -> list[str]:
        try:
            return list(self.runs(f"{entity}/{project}"))
        except LookupError:
            return []


@mutant("creation.can-be-loaded", "the GraphQL id is given instead of the run id")
class GivesTheStorageId(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        path = super().create(project, entity, run_id)
        return f"{path.rpartition('/')[0]}/{self._run(path, documents.RUN)['id']}"


@mutant("creation.running", "the run is ended as soon as it is made")
class EndsAtOnce(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        path = super().create(project, entity, run_id)
        body = b'{"complete": true, "exitcode": 0}'
        self.http.send("POST", f"{self.http.base_url}/files/{path}/file_stream", body)
        return path


@mutant("creation.leaves-others", "what was left in the config of the last run is set on all")
class SetsOnAll(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        made = super().create(project, entity, run_id)
        for run in list(self.runs(made.rpartition("/")[0])):
            self.update(run, self._defaults())
        return made

    def _defaults(self) -> Mapping[str, Any]:
        return {"config": {"n": 0, "created": True}}
