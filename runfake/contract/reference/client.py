"""The verbs of the port, over HTTP: a method each."""

from __future__ import annotations

import json
import os
import re
import secrets
import string
import time
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from runfake.contract.reference import documents, history, pages
from runfake.contract.reference.history import Row, Window
from runfake.contract.reference.http import Http
from runfake.contract.reference.pages import Connection, Fetch

ENDED = frozenset({"finished", "crashed", "failed", "killed", "preempted"})
SECONDS_BETWEEN_LOOKS = 0.02


class Reference:
    """A client of W&B that reads and changes runs.

    Args:
        base_url: where the server is, as in ``WANDB_BASE_URL``.
        api_key: of the user whose runs these are.
    """

    claims = ("big_integers", "retries")

    def __init__(self, base_url: str, api_key: str) -> None:
        self.http = self._http(base_url, api_key)

    def _http(self, base_url: str, api_key: str) -> Http:
        return Http(base_url, api_key)

    def close(self) -> None:
        """Closes its connections."""
        self.http.close()

    # -- the run and its attributes ------------------------------------------------------------

    def load(self, run: str) -> dict[str, Any]:
        """The attributes of a run."""
        found = self._run(run, documents.RUN)
        entity, project, run_id = run.split("/")
        config = json.loads(found["config"] or "{}")
        return {
            "id": found["name"],
            "name": found["displayName"],
            "entity": entity,
            "project": project,
            "state": found["state"],
            # What starts with an underscore, clients keep for themselves; each value is wrapped.
            "config": {key: entry["value"] for key, entry in config.items() if key != "_wandb"},
            "summary": json.loads(found["summaryMetrics"] or "{}", strict=False),
            "tags": found["tags"],
            "notes": found["notes"],
            "group": found["group"],
            "job_type": found["jobType"],
            "url": self._url(entity, project, run_id),
            "created_at": found["createdAt"],
            "user": found["user"] and found["user"]["username"],
            "last_history_step": last_step(found["historyKeys"]),
            "history_keys": list((found["historyKeys"] or {}).get("keys") or ()),
            "system_metrics": json.loads(found["systemMetrics"] or "{}", strict=False),
        }

    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        """Makes a run; without an id of yours, it has one of eight letters and digits."""
        # The id is made here, so that a request whose answer was lost can be sent again.
        made = self._upsert(entityName=entity, modelName=project, name=run_id or _new_id())
        home = made["project"]
        return f"{home['entity']['name']}/{home['name']}/{made['name']}"

    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        """Changes attributes; ``config`` and ``summary`` hold the entries to set, the others stay."""
        held = self._run(run, documents.RUN)
        edit = {
            wire: changes[name]
            for name, wire in (
                ("tags", "tags"),
                ("notes", "notes"),
                ("name", "displayName"),
                ("group", "groupName"),
                ("job_type", "jobType"),
            )
            if name in changes
        }
        if "config" in changes:
            entries = {key: {"value": value} for key, value in changes["config"].items()}
            edit["config"] = json.dumps(json.loads(held["config"] or "{}") | entries)
        if "summary" in changes:
            edit["summaryMetrics"] = json.dumps(json.loads(held["summaryMetrics"] or "{}") | changes["summary"])
        self._upsert(id=held["id"], **edit)

    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        """Deletes a run, and if asked to the artifacts that it logged."""
        found = self._run(run, documents.RUN)
        self.http.graphql(documents.DELETE_RUN, {"id": found["id"], "deleteArtifacts": delete_artifacts})

    def wait_until_finished(self, run: str) -> str:
        """Returns once the run has ended, with the state that it ended in."""
        while (state := self._run(run, documents.RUN_STATE)["state"]) not in ENDED:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return str(state)

    def runs(
        self, path: str, filters: Mapping[str, Any] | None = None, order: str | None = None, per_page: int = 50
    ) -> Iterator[str]:
        """The paths of the runs of a project."""
        entity, project = path.split("/")
        chosen = {"filters": json.dumps(filters or {}), "order": order}
        fetch = self._fetch(documents.RUNS, ("project", "runs"), entity=entity, project=project, **chosen)
        for node in self._every(fetch, per_page):
            yield f"{path}/{node['name']}"

    # -- history -------------------------------------------------------------------------------

    def history(
        self,
        run: str,
        samples: int = 500,
        keys: Sequence[str] | None = None,
        x_axis: str = "_step",
        stream: str = "default",
    ) -> list[Row]:
        """A sample of the history, evenly spread; with ``keys``, of the rows that have all of them and the x axis."""
        if stream == "system":
            return self._parsed(self._run(run, documents.SYSTEM_METRICS, samples=samples)["events"])
        if not keys:
            return self._parsed(self._run(run, documents.FULL_HISTORY, samples=samples)["history"])
        wanted = [x_axis, *(key for key in keys if key != x_axis)]
        return self._sampled(run, self._spec(wanted, samples))

    def scan_history(
        self,
        run: str,
        keys: Sequence[str] | None = None,
        page_size: int = 1000,
        min_step: int | None = None,
        max_step: int | None = None,
    ) -> Iterator[Row]:
        """Every row; with ``keys``, those that have all of them, reduced to these. ``max_step`` is not included."""
        begin, end = self._bounds(run, min_step, max_step)
        window = self._keyed_window(run, keys) if keys else self._window(run)
        return self._scan(window, begin, end, page_size)

    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> tuple[int, int]:
        """The first step of a scan, and the one that it ends before."""
        after_last = last_step(self._run(run, documents.HISTORY_KEYS)["historyKeys"]) + 1
        return min_step or 0, after_last if max_step is None else min(max_step, after_last)

    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return history.scan(window, begin, end, page_size)

    def _window(self, run: str) -> Window:
        def window(begin: int, end: int, most: int) -> list[Row]:
            found = self._run(run, documents.HISTORY_PAGE, minStep=begin, maxStep=end, samples=most)
            return self._parsed(found["history"])

        return window

    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        def window(begin: int, end: int, most: int) -> list[Row]:
            return self._sampled(run, self._spec(keys, most, begin, end))

        return window

    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        return history.spec(keys, samples, begin, end)

    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return history.parsed(lines)

    def _sampled(self, run: str, spec: str) -> list[Row]:
        rows: list[Row] = self._run(run, documents.SAMPLED_HISTORY, specs=[spec])["sampledHistory"][0]
        return rows

    # -- files ---------------------------------------------------------------------------------

    def file(self, run: str, name: str) -> dict[str, Any]:
        """The file with exactly that name."""
        return _shown_file(self._file(run, name))

    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        """The files of a run; those with these names, if any are given."""
        for node in self._every(self._files(run, list(names or ())), per_page):
            yield _shown_file(node)

    def download_file(self, run: str, name: str) -> bytes:
        """The content of a file."""
        return self.http.send("GET", self._file(run, name)["directUrl"])

    def delete_file(self, run: str, name: str) -> None:
        """Deletes a file."""
        self.http.graphql(documents.DELETE_FILES, {"files": [self._file(run, name)["id"]]})

    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        """Uploads a file, whose name in the run is its path as seen from ``root``."""
        name = self._name_of(path, root)
        self._put_file(run, name, self._content_of(path))
        return self.file(run, name)

    def _put_file(self, run: str, name: str, content: bytes) -> None:
        made = self.http.graphql(documents.CREATE_FILES, _named(run) | {"files": [name]})["createRunFiles"]
        (slot,) = made["files"]
        self._put(slot["uploadUrl"], content, made["uploadHeaders"])

    def _put(self, url: str, content: bytes, headers: Sequence[str] | None) -> None:
        """Uploads to where the server says, with the headers that it wants, ``"Name:value"``."""
        self.http.send("PUT", url, content, dict(header.split(":", 1) for header in headers or ()))

    def _name_of(self, path: str, root: str) -> str:
        return Path(os.path.relpath(path, root)).as_posix()

    def _content_of(self, path: str) -> bytes:
        return Path(path).read_bytes()

    def _file(self, run: str, name: str) -> dict[str, Any]:
        found = next(self._every(self._files(run, [name]), 1), None)
        # The server answers for any name, with a file that was never updated where there is none.
        if found is None or found["updatedAt"] is None:
            raise FileNotFoundError(f"the run {run} has no file {name!r}")
        return found

    def _files(self, run: str, names: list[str]) -> Fetch:
        return self._fetch(documents.FILES, ("project", "run", "files"), **_named(run), names=names)

    # -- artifacts -----------------------------------------------------------------------------

    def logged_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        """The artifacts that a run logged."""
        return self._artifacts(run, documents.OUTPUT_ARTIFACTS, "outputArtifacts", per_page)

    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        """The artifacts that a run declared as its inputs."""
        return self._artifacts(run, documents.INPUT_ARTIFACTS, "inputArtifacts", per_page)

    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Declares an existing version an output of the run, and gives it aliases and tags."""
        found = self._artifact(artifact)
        collection = found["artifactSequence"]["name"]
        alias = [{"artifactCollectionName": collection, "alias": alias} for alias in aliases or ()]
        asked = {
            **_named_in_inputs(run),
            "artifactTypeName": found["artifactType"]["name"],
            "artifactCollectionNames": [collection],
            "digest": found["digest"],
            "digestAlgorithm": "MANIFEST_MD5",
            "aliases": alias,
            "tags": [{"tagName": tag} for tag in tags or ()],
        }
        self.http.graphql(documents.CREATE_ARTIFACT, {"input": asked})
        return shown_artifact(found)

    def use_artifact(self, run: str, artifact: str, use_as: str | None = None) -> dict[str, Any]:
        """Declares an existing version an input of the run."""
        found = self._artifact(artifact)
        asked = {
            **_named_in_inputs(run),
            "artifactID": found["id"],
            "usedAs": use_as or artifact.rsplit("/", maxsplit=1)[-1],
        }
        self.http.graphql(documents.USE_ARTIFACT, {"input": asked})
        return shown_artifact(found)

    def _artifacts(self, run: str, document: str, field: str, per_page: int) -> Iterator[dict[str, Any]]:
        for node in self._every(self._fetch(document, ("project", "run", field), **_named(run)), per_page):
            yield shown_artifact(node)

    def _artifact(self, path: str) -> dict[str, Any]:
        entity, project, name = path.split("/")
        variables = {"entity": entity, "project": project, "name": name}
        answer = self.http.graphql(documents.ARTIFACT_BY_NAME, variables)
        found = (answer["project"] or {}).get("artifact")
        if found is None:
            raise LookupError(f"there is no artifact {path}")
        return dict(found)

    # -- what needs no server ------------------------------------------------------------------

    def snake_to_camel(self, string: str) -> str:
        """``lower_case`` to ``lowerCase``."""
        return re.sub(r"_(\w)", lambda match: match[1].upper(), string)

    def to_html(self, run: str, height: int = 420, hidden: bool = False) -> str:
        """HTML that shows the run's page in a frame."""
        style = f"border:none;width:100%;height:{height}px;{'display:none;' if hidden else ''}"
        source = escape(f"{self._url(*run.split('/'))}?jupyter=true")
        toggle = "this.nextSibling.style.display = 'block'"
        button = f'<button onclick="{toggle}">Display W&amp;B run</button>' if hidden else ""
        return f'{button}<iframe src="{source}" style="{style}"></iframe>'

    def display(self, run: str, height: int = 420, hidden: bool = False) -> bool:
        """Shows the run in a notebook cell; this client knows none."""
        del run, height, hidden
        return False

    def _url(self, entity: str, project: str, run_id: str) -> str:
        return "/".join([self.http.base_url, quote(entity), quote(project), "runs", quote(run_id)])

    # -- asking --------------------------------------------------------------------------------

    def _run(self, run: str, document: str, **variables: Any) -> dict[str, Any]:
        answer = self.http.graphql(document, _named(run) | variables)
        found = (answer["project"] or {}).get("run")
        if found is None:
            raise LookupError(f"there is no run {run}")
        return dict(found)

    def _upsert(self, **edit: Any) -> dict[str, Any]:
        bucket: dict[str, Any] = self.http.graphql(documents.UPSERT, {"input": edit})["upsertBucket"]["bucket"]
        return bucket

    def _fetch(self, document: str, path: Sequence[str], **variables: Any) -> Fetch:
        def fetch(first: int, after: str | None) -> dict[str, Any]:
            found: Any = self.http.graphql(document, {**variables, "first": first, "after": after})
            for name in path:
                found = found[name]
                if found is None:
                    raise LookupError(f"there is no {name} for {variables}")
            connection: dict[str, Any] = found
            return connection

        return fetch

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[dict[str, Any]]:
        return pages.every(fetch, per_page, self._after_page)

    def _after_page(self, connection: Connection) -> str | None:
        return pages.next_cursor(connection)


def _named(run: str) -> dict[str, str]:
    entity, project, run_id = run.split("/")
    return {"entity": entity, "project": project, "run": run_id}


def _named_in_inputs(run: str) -> dict[str, str]:
    return dict(zip(("entityName", "projectName", "runName"), run.split("/"), strict=True))


def last_step(history_keys: Mapping[str, Any] | None) -> int:
    """The last step of a history, -1 without one."""
    return int((history_keys or {}).get("lastStep", -1))


def _shown_file(node: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": node["name"], "size": int(node["sizeBytes"])}


def shown_artifact(node: Mapping[str, Any]) -> dict[str, Any]:
    """A version as results have it, with the aliases of its own collection, but for the one that is its number."""
    collection, version = node["artifactSequence"]["name"], f"v{node['versionIndex']}"
    own = [alias["alias"] for alias in node["aliases"] if alias["artifactCollectionName"] == collection]
    return {
        "name": f"{collection}:{version}",
        "type": node["artifactType"]["name"],
        "aliases": [alias for alias in own if alias != version],
    }


def _new_id() -> str:
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))
