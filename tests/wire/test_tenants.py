"""Many worlds behind one backend."""

from __future__ import annotations

import json

from runfake import World
from runfake.wire import Backend, Head, Request
from runfake.wire.graphql.engine import Engine
from runfake.wire.tenants import Tenant
from tests.wire.client import basic, whole

VIEWER = json.dumps({"query": "{ viewer { entity } }"}).encode()


def ask(backend: Backend, key: str) -> tuple[int, str]:
    """Status and answer of a request with this key."""
    response = backend.handle(Request(Head("POST", "/graphql", {"authorization": basic(key)}), [VIEWER]))
    return response.status, whole(response).decode()


def test_the_key_chooses_the_world(engine: Engine) -> None:
    backend = Backend("http://runfake.test", engine)
    tenants = [backend.add(World(seed=i, entity=f"team{i}")) for i in range(3)]
    for i, tenant in enumerate(tenants):
        assert ask(backend, tenant.api_key) == (200, f'{{"data":{{"viewer":{{"entity":"team{i}"}}}}}}')
        assert len(tenant.journal) == 1


def test_worlds_of_the_same_seed_are_told_apart(engine: Engine) -> None:
    backend = Backend("http://runfake.test", engine)
    tenants = [backend.add(World(seed=7, entity=f"team{i}")) for i in range(3)]
    assert len({tenant.api_key for tenant in tenants}) == len({tenant.token for tenant in tenants}) == 3
    for i, tenant in enumerate(tenants):
        assert f"team{i}" in ask(backend, tenant.api_key)[1]


def test_a_key_that_was_issued_later_is_known(engine: Engine) -> None:
    backend = Backend("http://runfake.test", engine)
    world = World()
    backend.add(world)
    assert ask(backend, "late" * 10)[0] == 401
    world.issue_key(world.default_user, "late" * 10)
    assert ask(backend, "late" * 10)[0] == 200


def test_a_key_that_was_taken_back_is_unknown_at_once(engine: Engine) -> None:
    backend = Backend("http://runfake.test", engine)
    first, second = World(seed=1), World(seed=2)
    backend.add(first)
    first.user("ada", api_key="ada")
    assert ask(backend, "ada") == (200, '{"data":{"viewer":{"entity":"ada"}}}')
    first.remove_user("ada")
    assert ask(backend, "ada")[0] == 401
    backend.add(second)
    second.user("eve", api_key="ada")
    assert ask(backend, "ada") == (200, '{"data":{"viewer":{"entity":"eve"}}}')
    first.people.keys.replace(first.default_user, "new")
    assert [ask(backend, key)[0] for key in ("new", World(seed=1).api_key)] == [200, 401]


def test_a_world_that_was_taken_away_is_out_of_reach(engine: Engine) -> None:
    backend = Backend("http://runfake.test", engine)
    gone, kept = (backend.add(World(seed=i)) for i in range(2))
    assert ask(backend, gone.api_key)[0] == 200
    backend.remove(gone)
    assert ask(backend, gone.api_key)[0] == 401
    assert ask(backend, kept.api_key)[0] == 200
    assert get(backend, gone) == 404


def get(backend: Backend, tenant: Tenant) -> int:
    """The status of a storage request that carries the tenant's token."""
    return backend.handle(Request(Head("GET", f"/storage/{tenant.token}/runs/a/b/c/d"))).status
