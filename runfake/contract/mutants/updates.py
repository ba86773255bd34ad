"""Clients that change too little of a run, or too much."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference, documents


@mutant("updates.arrive", "the job type is forgotten")
class JobTypeForgotten(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        edit.pop("jobType", None)
        return super()._upsert(**edit)


@mutant("updates.together", "of several changes the first is persisted alone")
class FirstChangeAlone(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        super().update(run, dict(list(changes.items())[:1]))


@mutant("updates.the-rest-stays", "what is not changed is sent as empty")
class EmptiesTheRest(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        return super()._upsert(**({"notes": "", "tags": []} | edit))


@mutant("updates.the-rest-stays", "the run is said to run again")
class UpdateRevives(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        super().update(run, changes)
        self.http.send("POST", f"{self.http.base_url}/files/{run}/file_stream", b"{}")


@mutant("updates.config-entries-stay", "the config is replaced by what is changed")
class ConfigReplaced(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        super().update(run, {name: value for name, value in changes.items() if name != "config"})
        if "config" in changes:
            entries = {key: {"value": value} for key, value in changes["config"].items()}
            self._upsert(id=self._run(run, documents.RUN)["id"], config=json.dumps(entries))


@mutant("updates.config-of-clients-stays", "the config is written back as users see it")
class ConfigOfUsersAlone(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        super().update(run, changes)
        entries = {key: {"value": value} for key, value in self.load(run)["config"].items()}
        self._upsert(id=self._run(run, documents.RUN)["id"], config=json.dumps(entries))


@mutant("updates.summary-entries-stay", "the summary is replaced by what is changed")
class SummaryReplaced(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        if "summaryMetrics" in edit:
            *_, (key, value) = json.loads(edit["summaryMetrics"]).items()
            edit["summaryMetrics"] = json.dumps({key: value})
        return super()._upsert(**edit)


@mutant("updates.summary-entries-stay", "numbers that are none become null")
class NumbersThatAreNoneLost(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        if "summaryMetrics" in edit:
            edit["summaryMetrics"] = json.dumps(json.loads(edit["summaryMetrics"], parse_constant=lambda _: None))
        return super()._upsert(**edit)


@mutant("updates.tags-are-replaced", "tags are added to those that there are")
class TagsAdded(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        if "tags" in changes:
            changes = {**changes, "tags": [*self.load(run)["tags"], *changes["tags"]]}
        super().update(run, changes)


@mutant("updates.tags-are-replaced", "an empty list counts as no change")
class EmptyTagsForgotten(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        super().update(run, {name: value for name, value in changes.items() if value})


@mutant("updates.texts", "white space in texts is put in order")
class WhiteSpaceOrdered(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        if "notes" in edit:
            edit["notes"] = " ".join(edit["notes"].split())
        return super()._upsert(**edit)


@mutant("updates.texts", "texts are escaped as HTML and URLs have it")
class TextsEscaped(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        if "groupName" in edit:
            edit["groupName"] = edit["groupName"].replace("&", "&amp;")
        return super()._upsert(**edit)


@mutant("updates.nested-config", "nested values are merged with those that there are")
class NestedMerged(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        held = self.load(run)["config"]
        config = {key: self._merged(held.get(key), value) for key, value in changes.get("config", {}).items()}
        super().update(run, {**changes, "config": config})

    def _merged(self, held: Any, value: Any) -> Any:
        return held | value if isinstance(held, dict) and isinstance(value, dict) else value


@mutant("updates.big-integers", "numbers are read as floating point, as JavaScript does")
class IntegersAreFloats(Reference):
    def _upsert(self, **edit: Any) -> dict[str, Any]:
        for name in ("config", "summaryMetrics"):
            if name in edit:
                edit[name] = json.dumps(json.loads(edit[name], parse_int=float))
        return super()._upsert(**edit)


@mutant("updates.after-others", "the run as it was first loaded is written back whole")
class WritesBackTheFirst(Reference):
    def load(self, run: str) -> dict[str, Any]:
        loaded = super().load(run)
        self.__dict__.setdefault("first", {}).setdefault(run, loaded)
        return loaded

    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        first = self.__dict__.get("first", {}).get(run, {})
        held = {name: first[name] for name in ("tags", "notes", "group") if first.get(name)}
        super().update(run, {**held, **changes})


@mutant("updates.of-nothing", "a run that is not there is made")
class UpdateMakesRuns(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        entity, project, run_id = run.split("/")
        self._upsert(entityName=entity, modelName=project, name=run_id)
        super().update(run, changes)
