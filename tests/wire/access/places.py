"""A world with a private project full of things to find, and the same world without it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from runfake import World
from runfake.wire.graphql.engine import Engine
from runfake.world.artifacts.new_artifact import NewArtifact
from runfake.world.clock import Clock
from runfake.world.projects import Project
from tests.wire.client import Caller, basic, whole

# Is in every private name and text, and nowhere else.
MARK = "hush"
MD5_OF_ONE = hashlib.md5(b"1", usedforsecurity=False)

SEARCH = {"method": "random", "name": MARK, "parameters": {MARK: {"values": [1, 2]}}}


@dataclass
class Place:
    """The world behind a caller, and what of it is private.

    Attributes:
        ids: the GraphQL ids of private things.
        names: their names.
        shown: ids of what everyone may see and that has to do with them.
    """

    caller: Caller
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.caller.world

    def ask(self, key: str, query: str, chosen: str = "") -> tuple[int, str]:
        """Status and body of the answer to a request with that key, with ``chosen`` for its variables."""
        body = json.dumps({"query": query, "variables": {"text": chosen, "id": chosen}}).encode()
        response = self.caller.send("POST", "/graphql", body, authorization=basic(key))
        return response.status, whole(response).decode()


def place(engine: Engine, *, private: bool) -> Place:
    """Ada administers the team ``vision``, vic is a viewer in it, eve is a stranger, and boss an admin of all.

    ``vision/shown`` and ``eve/own`` are there for everyone, and made before anything private.
    """
    made = Place(Caller(World(clock=Clock(datetime(2026, 1, 1, tzinfo=UTC))), engine))
    world = made.world
    for name in ("ada", "vic", "eve"):
        world.user(name, api_key=name)
    world.user("boss", api_key="boss", admin=True)
    world.team("vision", members={"ada": "admin", "vic": "viewer"}, organization="acme")
    world.projects.upsert(world.user("ada"), entity="vision", name="shown", access="USER_READ")
    user_of_it = world.run("vision/shown/r", history=[{"loss": 1}])
    logged = world.artifact("vision/shown/data", files={"f": "public"}, logged_by=user_of_it)
    own = world.run("eve/own/r")
    made.shown = [
        user_of_it.storage_id,
        logged.id,
        logged.sequence.id,
        own.storage_id,
        world.project("vision/shown").id,
    ]
    if private:
        _hide_things(made, user_of_it, logged, own)
    return made


def _hide_things(made: Place, shown_run: Any, shown: Any, own: Any) -> None:
    world = made.world
    project = world.project(f"vision/{MARK}-project")
    project.description = f"{MARK} text"
    run = world.run(
        f"vision/{project.name}/{MARK}-run",
        config={MARK: MARK}, history=[{MARK: 1}, {MARK: 2}], summary={MARK: 1}, tags=[MARK],
        display_name=f"{MARK} name", notes=MARK, group=MARK, job_type=MARK, system_metrics=[{MARK: 1}], console=[MARK],
        files={f"{MARK}.txt": MARK}, state="running",
    )  # fmt: skip
    data = world.artifact(
        f"vision/{project.name}/{MARK}-data", type=f"{MARK}-type", files={f"{MARK}.bin": MARK},
        aliases=[MARK], tags=[MARK], description=MARK, metadata={MARK: 1}, logged_by=run, used_by=[shown_run, own],
    )  # fmt: skip
    lineage = world.artifacts.lineage
    lineage.record_input(run, shown, None)
    lineage.record_output(run, shown)
    picks = world.artifacts.link(shown, project, f"{MARK}-picks", [f"{MARK}-alias"])
    picked = world.artifacts.link(data, project, f"{MARK}-typed", [])
    pending = _pending(world, project)
    manifest = world.artifacts.announce_manifest(pending, "FULL", "", None)
    upload = world.artifacts.begin_multipart(
        pending, b64encode(MD5_OF_ONE.digest()).decode(), {1: MD5_OF_ONE.hexdigest()}
    )
    upload.put(1, world.blobs.put(b"1"))
    sweep = world.sweep(f"vision/{project.name}/{MARK}-sweep", config=SEARCH)
    agent = world.sweeps.register(world.user("ada"), sweep, f"{MARK}-host")
    ada, team = world.user("ada"), world.team("vision")
    ada.email = f"{MARK}@ada.example"
    world.registries.invite(project, [ada.id], [team.id])
    invite = world.people.invite(team, email=f"{MARK}@invited.example")
    machine = world.people.add_service_account(team, f"{MARK} machine")
    key = world.people.keys.issue(ada, description=MARK)
    made.ids = [
        run.storage_id, project.id, project.internal_id, data.id, pending.id, manifest.id, upload.id,
        data.sequence.id, data.sequence.type.id, picks.id, picks.collection.id, picked.id, picked.collection.id,
        run.files[f"{MARK}.txt"].id, invite.id, key.id, machine.id, sweep.storage_id, agent.id,
    ]  # fmt: skip
    made.names = [
        project.name, run.id, f"{MARK}-data", f"{MARK}-picks", f"{MARK}-data:v0", f"{MARK}.txt", f"{MARK}-client",
        sweep.id,
    ]  # fmt: skip


def _pending(world: World, project: Project) -> Any:
    new = NewArtifact(
        type_name=f"{MARK}-type", collection_name=f"{MARK}-data", digest=f"{MARK}digest", client_id=f"{MARK}-client"
    )
    return world.artifacts.create(project, new, None, world.user("ada"))
