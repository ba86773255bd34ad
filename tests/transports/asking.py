"""What programs ask with ``requests``, of a world that is reached whichever way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import requests

from runfake import Clock, World
from runfake.transports.hosting import Hosting

RUN = "runfake/demo/a"
CONTENT = b"hello " * 50
TIMEOUT = 20.0


def small_world() -> World:
    """A world that is always the same: one run, with rows and a file."""
    world = World(seed=3, clock=Clock(datetime(2026, 1, 31, 12, tzinfo=UTC)))
    world.run("demo/a", config={"lr": 0.1}, history=[{"loss": 0.5}, {"loss": 0.25}], files={"notes.txt": CONTENT})
    return world


class Asking:
    """Asks as a program does that knows where the world is, and its key.

    Args:
        session: sends the requests.
    """

    def __init__(self, hosting: Hosting, session: requests.Session | None = None) -> None:
        self._hosting = hosting
        self._session = session or requests.Session()
        self._session.auth = ("api", hosting.api_key)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """The answer to one request; ``path`` may be a whole address."""
        address = path if path.startswith("http") else self._hosting.url + path
        return self._session.request(method, address, **{"timeout": TIMEOUT, **options})

    def graphql(self, query: str, **variables: Any) -> Any:
        """The data of an operation that succeeds."""
        answer = self.ask("POST", "/graphql", json={"query": query, "variables": variables})
        answer.raise_for_status()
        return answer.json()["data"]

    def log(self, *lines: str, offset: int = 0) -> requests.Response:
        """Sends lines of history."""
        files = {"wandb-history.jsonl": {"offset": offset, "content": list(lines)}}
        return self.ask("POST", f"/files/{RUN}/file_stream", json={"files": files})

    def place(self, name: str) -> str:
        """Where a file is uploaded to, and downloaded from."""
        made = self.graphql(
            "mutation M($f: [String!]!) { createRunFiles(input: {entityName: "
            '"runfake", projectName: "demo", runName: "a", files: $f}) { files { uploadUrl } } }',
            f=[name],
        )
        return str(made["createRunFiles"]["files"][0]["uploadUrl"])
