"""Clients that read attributes wrongly."""

from __future__ import annotations

import json
import re
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference, documents


class Loading(Reference):
    """Makes something else of what was loaded."""

    def load(self, run: str) -> dict[str, Any]:
        loaded = super().load(run)
        return loaded | self._changed(loaded)

    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


@mutant("attributes.where-it-is", "the display name is taken for the id")
class NameIsId(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"id": loaded["name"]}


@mutant("attributes.name", "the id is taken for the display name")
class IdIsName(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"name": loaded["id"]}


@mutant("attributes.state", "what does not run has finished")
class TwoStates(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"state": loaded["state"] if loaded["state"] == "running" else "finished"}


@mutant("attributes.config", "every object with a value in it is unwrapped")
class UnwrapsTwice(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"config": {key: self._unwrapped(value) for key, value in loaded["config"].items()}}

    def _unwrapped(self, value: Any) -> Any:
        return value["value"] if isinstance(value, dict) and "value" in value else value


@mutant("attributes.config", "keys that begin with an underscore are taken for the client's own")
class UnderscoresAreOwn(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"config": {key: value for key, value in loaded["config"].items() if key[0] != "_"}}


@mutant("attributes.config-of-users-alone", "the client's own entries are shown too")
class OwnConfigShown(Reference):
    def load(self, run: str) -> dict[str, Any]:
        entries = json.loads(self._run(run, documents.RUN)["config"] or "{}")
        return super().load(run) | {"config": {key: entry["value"] for key, entry in entries.items()}}


@mutant("attributes.summary", "the summary is read as strict JSON, where NaN is null")
class SummaryWithoutNaN(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"summary": json.loads(json.dumps(loaded["summary"]), parse_constant=lambda _: None)}


@mutant("attributes.summary", "nested values of the summary are left out")
class FlatSummary(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"summary": {key: value for key, value in loaded["summary"].items() if not isinstance(value, dict)}}


@mutant("attributes.big-integers", "numbers are read as floating point, as JavaScript does")
class ReadsFloats(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"config": json.loads(json.dumps(loaded["config"]), parse_int=float)}


@mutant("attributes.tags", "no tags are null")
class NoTagsAreNull(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"tags": loaded["tags"] or None}


@mutant("attributes.texts", "group and job type are mixed up")
class GroupIsJobType(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"group": loaded["job_type"], "job_type": loaded["group"]}


@mutant("attributes.texts", "what is null becomes text")
class NullIsText(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"notes": str(loaded["notes"])}


@mutant("attributes.created-at", "the time is cut down to the day")
class DayAlone(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"created_at": loaded["created_at"][:10] + "T00:00:00"}


@mutant("attributes.user", "the whole user is given instead of its name")
class WholeUser(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"user": {"username": loaded["user"]}}


@mutant("attributes.last-history-step", "rows are counted instead of steps")
class CountsRows(Reference):
    def load(self, run: str) -> dict[str, Any]:
        return super().load(run) | {"last_history_step": len(list(self.scan_history(run))) - 1}


@mutant("attributes.last-history-step", "without a history the last step is 0")
class NoStepIsZero(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"last_history_step": max(loaded["last_history_step"], 0)}


@mutant("attributes.history-keys", "the keys of the first row are taken for all")
class KeysOfTheFirstRow(Reference):
    def load(self, run: str) -> dict[str, Any]:
        return super().load(run) | {"history_keys": list(next(self.scan_history(run), {}))}


@mutant("attributes.system-metrics", "the first values are given instead of the latest")
class FirstSystemMetrics(Reference):
    def load(self, run: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for row in reversed(self.history(run, stream="system")):
            merged |= row
        return super().load(run) | {"system_metrics": merged}


@mutant("attributes.url", "the address is put together as it is")
class UrlUnquoted(Reference):
    def _url(self, entity: str, project: str, run_id: str) -> str:
        return f"{self.http.base_url}/{entity}/{project}/runs/{run_id}"


@mutant("attributes.url", "the page of the project is given")
class UrlOfTheProject(Loading):
    def _changed(self, loaded: dict[str, Any]) -> dict[str, Any]:
        return {"url": loaded["url"].rpartition("/runs/")[0]}


@mutant("attributes.fresh", "what was loaded once is not asked for again")
class LoadsOnce(Reference):
    def load(self, run: str) -> dict[str, Any]:
        kept: dict[str, dict[str, Any]] = self.__dict__.setdefault("loaded", {})
        if run not in kept:
            kept[run] = super().load(run)
        return kept[run]


@mutant("attributes.of-this-run", "what is kept is not told apart by run")
class LoadsOneForAll(Reference):
    def load(self, run: str) -> dict[str, Any]:
        kept: dict[str, dict[str, Any]] = self.__dict__.setdefault("loaded", {})
        return kept.setdefault("run", super().load(run))


@mutant("attributes.loading-changes-nothing", "a sign of life is sent along, which revives the run")
class LoadingRevives(Reference):
    def load(self, run: str) -> dict[str, Any]:
        loaded = super().load(run)
        self.http.send("POST", f"{self.http.base_url}/files/{run}/file_stream", b"{}")
        return loaded


@mutant("attributes.of-nothing", "a run that is not there is made")
class LoadingMakesRuns(Reference):
    def load(self, run: str) -> dict[str, Any]:
        entity, project, run_id = run.split("/")
        self.create(project, entity, run_id)
        return super().load(run)


@mutant("attributes.snake-to-camel", "every word is written large, the first too")
class PascalCase(Reference):
    def snake_to_camel(self, string: str) -> str:
        return "".join(word.capitalize() for word in string.split("_"))


@mutant("attributes.to-html", "the height is not passed on")
class HeightForgotten(Reference):
    def to_html(self, run: str, height: int = 420, hidden: bool = False) -> str:
        del height
        return super().to_html(run, hidden=hidden)


@mutant("attributes.to-html", "the page of the project is shown")
class FrameOfTheProject(Reference):
    def to_html(self, run: str, height: int = 420, hidden: bool = False) -> str:
        return re.sub(r"/runs/[^?]*", "", super().to_html(run, height, hidden))


@mutant("attributes.to-html-hidden", "the frame is never hidden")
class NeverHidden(Reference):
    def to_html(self, run: str, height: int = 420, hidden: bool = False) -> str:
        del hidden
        return super().to_html(run, height)


@mutant("attributes.display", "it is taken for granted that the run is shown")
class DisplaysAnywhere(Reference):
    def display(self, run: str, height: int = 420, hidden: bool = False) -> bool:
        return bool(self.to_html(run, height, hidden))
