"""One process of a test suite that makes its own people: ``fixture_child.py COMMAND ARGUMENTS``.

Where things are: ``FIXTURE_URL``, and what clients read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import wandb
from wandb.errors import CommError
from wandb.sdk.lib.service.service_connection import WandbApiFailedError


class Names:
    """What the process of that number calls its things; user names are as long as those of real suites."""

    def __init__(self, number: int) -> None:
        self.writer, self.reader = (
            f"user_gw{number}-{sha1(f'{who} {number}'.encode()).hexdigest()}" for who in ("writer", "reader")
        )
        self.organization, self.team = f"org-gw{number}-0123456789ab", f"team-gw{number}-0123456789ab"
        self.runs = [f"{self.team}/shared/run", f"{self.writer}/private/run"]
        self.artifact = f"{self.team}/shared/data:latest"


def command(kind: str, **fields: Any) -> None:
    """Sends a command twice, for commands may repeat."""
    url = f"{os.environ['FIXTURE_URL']}/db/{kind}"
    for _ in range(2):
        with urlopen(Request(url, json.dumps(fields).encode(), method="POST"), timeout=60) as answer:
            assert answer.status == 200


def user(name: str, admin: bool = False) -> None:
    """Makes a user whose key is the name."""
    command("user", command="up", username=name, password=None, admin=admin)
    command("user", command="password", username=name, password=name, admin=admin)


def people(names: Names) -> None:
    """Makes two users, an organization that has both, and a team that has the one who writes."""
    user(names.writer)
    user(names.reader)
    command("organization", command="up", orgName=names.organization, username=names.writer, fixtureData=None)
    members = [{"username": names.reader, "role": "member"}]
    command(
        "organization", command="add_members", orgName=names.organization, username=None,
        fixtureData={"members": members},
    )  # fmt: skip
    team = {"planName": "team", "team": {"name": names.team}, "organization": {"name": names.organization}}
    command("team", command="up", username=names.writer, fixtureData=team)


def write(names: Names) -> None:
    """Logs a run with an artifact in the team, and a run in a private project."""
    os.environ["WANDB_API_KEY"] = names.writer
    data = wandb.Artifact("data", type="dataset")
    with data.new_file("owner.txt") as file:
        file.write(names.writer)
    with wandb.init(entity=names.team, project="shared", id="run", config={"owner": names.writer}) as run:
        for step in range(3):
            run.log({"step": step})
        run.log_artifact(data)
    with wandb.init(project="private", id="run", config={"owner": names.writer}) as run:
        run.log({"secret": 1})


def seen(names: list[Names], key: str) -> dict[str, Any]:
    """What the owner of that key sees of all this, by path; what it is refused is not there."""
    api = wandb.Api(api_key=key)
    looks: dict[str, Callable[[], Any]] = {}
    for name in names:
        looks |= {path: partial(owner, api, path) for path in name.runs}
        looks |= {entity: partial(projects, api, entity) for entity in (name.team, name.writer)}
        looks[name.artifact] = partial(content, api, name.artifact)
    found = {path: what for path, look in looks.items() if (what := attempt(look))}
    return {"user": api.viewer.username, "entities": sorted(api.viewer.teams), "seen": found}


def attempt(look: Callable[[], Any]) -> Any:
    """What is seen, None if it is refused."""
    try:
        return look()
    except (CommError, ValueError, WandbApiFailedError):
        return None


def owner(api: wandb.Api, path: str) -> list[str]:
    """Who logged a run, by its config, found alone and in the list of its project."""
    listed = api.runs(path.rpartition("/")[0])
    return [run.config["owner"] for run in (api.run(path), *listed)]


def projects(api: wandb.Api, entity: str) -> list[str]:
    """The projects of an entity."""
    return [project.name for project in api.projects(entity)]


def content(api: wandb.Api, artifact: str) -> str:
    """What is in the one file of an artifact."""
    return Path(api.artifact(artifact).download(), "owner.txt").read_text()


def suite(number: str, count: str) -> None:
    """Makes people and logs; once told to, prints what the writer and the reader see of all processes' things."""
    names = [Names(n) for n in range(int(count))]
    mine = names[int(number)]
    people(mine)
    write(mine)
    print("ready", flush=True)
    sys.stdin.readline()
    for key in (mine.writer, mine.reader):
        print(json.dumps(seen(names, key)), flush=True)


def admin(count: str) -> None:
    """Prints what an admin of the instance sees."""
    root = f"root-{'0' * 40}"
    user(root, admin=True)
    os.environ["WANDB_API_KEY"] = root
    print(json.dumps(seen([Names(n) for n in range(int(count))], root)), flush=True)


COMMANDS: dict[str, Callable[..., None]] = {"suite": suite, "admin": admin}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
