"""The real ``wandb``, of whatever release, as a program that the kit drives: a line of JSON in, one out.

It runs in the environment of that release, which need not have runfake. What a release does not have, its public
classes lack, and is not offered.
"""

from __future__ import annotations

import base64
import importlib.util
import inspect
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import wandb
from wandb.apis import public

Run: Any = public.Run

# Verbs that are methods of the public ``Run`` by the same names.
OF_RUN = (
    "create delete display file files history load log_artifact logged_artifacts scan_history snake_to_camel to_html "
    "update upload_file use_artifact used_artifacts wait_until_finished"
).split()
# Arguments that came later than their verbs.
ADDED = {"log_artifact": ["tags"]}
ITEMS = ("files", "logged_artifacts", "used_artifacts", "scan_history", "runs")
ATTRIBUTES = {"notes": "notes", "name": "name", "tags": "tags", "group": "group", "job_type": "job_type"}


class Wandb:
    """A client of one server."""

    claims = ("big_integers", "retries")

    def __init__(self, base_url: str, api_key: str, entity: str) -> None:
        if importlib.util.find_spec("wandb.apis.internal"):
            # Releases with an API of their own in Python keep the key that they first had.
            wandb.teardown()
        os.environ.update(WANDB_BASE_URL=base_url, WANDB_API_KEY=api_key, WANDB_ENTITY=entity)
        self.api: Any = wandb.Api(overrides={"base_url": base_url, "entity": entity}, api_key=api_key, timeout=60)
        self.downloads = tempfile.mkdtemp()

    def verbs(self) -> list[str]:
        """What this release offers."""
        own = [name for name in OF_RUN if hasattr(Run, name)]
        return [*own, "runs", "download_file", "delete_file"]

    def lacks(self) -> list[str]:
        """Which arguments its methods do not take."""
        return [
            f"{verb}.{name}"
            for verb, names in ADDED.items()
            for name in names
            if name not in inspect.signature(getattr(Run, verb)).parameters
        ]

    def run(self, path: str) -> Any:
        """The run object, which the client keeps."""
        return self.api.run(path)

    def load(self, run: str) -> dict[str, Any]:
        """The attributes."""
        held = self.run(run)
        held.load(force=True)
        user = getattr(held, "user", None)
        keys = getattr(held, "history_keys", None) or {}
        return {
            "id": held.id,
            "name": held.name,
            "entity": held.entity,
            "project": held.project,
            "state": held.state,
            "config": dict(held.config),
            "summary": dict(held.summary._json_dict),
            "tags": list(held.tags),
            "notes": held.notes,
            "group": held.group,
            "job_type": held.job_type,
            "url": held.url,
            "created_at": held.created_at,
            "user": user.get("username") if isinstance(user, dict) else getattr(user, "username", None),
            "last_history_step": held.lastHistoryStep,
            "history_keys": list(keys.get("keys") or ()),
            "system_metrics": dict(held.system_metrics or {}),
        }

    def create(self, **arguments: Any) -> str:
        """The path of the new run."""
        return "/".join(Run.create(self.api, **arguments).path)

    def update(self, run: str, changes: dict[str, Any]) -> None:
        """Sets what is changed on the object, and persists it."""
        held = self.run(run)
        for name, attribute in ATTRIBUTES.items():
            if name in changes:
                setattr(held, attribute, changes[name])
        held.config.update(changes.get("config", {}))
        for key, value in changes.get("summary", {}).items():
            held.summary[key] = value
        held.update()

    def delete(self, run: str, **arguments: Any) -> None:
        """Deletes it."""
        self.run(run).delete(**arguments)

    def history(self, run: str, **arguments: Any) -> list[Any]:
        """The rows."""
        return list(self.run(run).history(pandas=False, **arguments))

    def scan_history(self, run: str, **arguments: Any) -> Iterator[Any]:
        """The rows, one by one."""
        return iter(self.run(run).scan_history(**arguments))

    def files(self, run: str, **arguments: Any) -> Iterator[Any]:
        """Names and sizes."""
        return (shown_file(file) for file in self.run(run).files(**arguments))

    def file(self, run: str, name: str) -> dict[str, Any]:
        """Name and size."""
        return shown_file(self.run(run).file(name))

    def download_file(self, run: str, name: str) -> str:
        """The content."""
        with self.run(run).file(name).download(root=self.downloads, replace=True) as copy:
            path = copy.name
        with open(path, "rb") as held:
            return base64.b64encode(held.read()).decode()

    def delete_file(self, run: str, name: str) -> None:
        """Deletes it."""
        self.run(run).file(name).delete()

    def upload_file(self, run: str, path: str, **arguments: Any) -> dict[str, Any]:
        """Name and size of what is there then."""
        return shown_file(self.run(run).upload_file(path, **arguments))

    def logged_artifacts(self, run: str, **arguments: Any) -> Iterator[Any]:
        """Outputs."""
        return map(shown_artifact, self.run(run).logged_artifacts(**arguments))

    def used_artifacts(self, run: str, **arguments: Any) -> Iterator[Any]:
        """Inputs."""
        return map(shown_artifact, self.run(run).used_artifacts(**arguments))

    def log_artifact(self, run: str, artifact: str, **arguments: Any) -> dict[str, Any]:
        """One more output."""
        return shown_artifact(self.run(run).log_artifact(self.api.artifact(artifact), **arguments))

    def use_artifact(self, run: str, artifact: str, **arguments: Any) -> dict[str, Any]:
        """One more input."""
        return shown_artifact(self.run(run).use_artifact(self.api.artifact(artifact), **arguments))

    def wait_until_finished(self, run: str) -> Any:
        """The state at the end."""
        held = self.run(run)
        held.wait_until_finished()
        held.load(force=True)
        return held.state

    def snake_to_camel(self, string: str) -> Any:
        """In camelCase."""
        return Run.snake_to_camel(None, string)

    def to_html(self, run: str, **arguments: Any) -> Any:
        """The frame."""
        return self.run(run).to_html(**arguments)

    def display(self, run: str, **arguments: Any) -> Any:
        """Whether it could."""
        return self.run(run).display(**arguments)

    def runs(self, path: str, filters: Any = None, order: str | None = None, per_page: int = 50) -> Iterator[str]:
        """Paths, one by one."""
        self.api.flush()
        chosen = {"order": order} if order else {}
        return ("/".join(run.path) for run in self.api.runs(path, filters=filters or {}, per_page=per_page, **chosen))


def shown_file(file: Any) -> dict[str, Any]:
    return {"name": file.name, "size": int(file.size)}


def shown_artifact(artifact: Any) -> dict[str, Any]:
    return {"name": artifact.name.split("/")[-1], "type": artifact.type, "aliases": list(artifact.aliases)}


def main() -> None:
    # What the client prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    client: Wandb | None = None
    for line in sys.stdin:
        asked = json.loads(line)
        verb, arguments, take = asked["verb"], asked["arguments"], asked.get("take")
        try:
            result: Any
            if verb == "open":
                client = Wandb(**arguments)
                result = {"verbs": client.verbs(), "claims": client.claims, "lacks": client.lacks()}
            else:
                result = getattr(client, verb)(**arguments)
                if verb in ITEMS:
                    result = list(islice(result, take))
            reply: dict[str, Any] = {"result": result}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": asked["id"], **reply}, default=bare), file=answers, flush=True)


def bare(value: Any) -> Any:
    """A scalar of numpy, or whatever else is no JSON, as what is."""
    return value.item() if hasattr(value, "item") else dict(value) if hasattr(value, "keys") else str(value)


if __name__ == "__main__":
    main()
