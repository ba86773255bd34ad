"""API keys: how they come, and how they stop working."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.users import User

from .snapshot import view


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ada(world: World) -> User:
    return world.user("ada")


@given(st.text(min_size=1, max_size=200))
def test_a_key_is_any_text_of_any_length(secret: str) -> None:
    world = World()
    ada = world.user("ada", api_key=secret)
    assert world.people.owner_of_key(secret) is ada
    assert ada.api_key == secret
    assert secret.startswith(ada.keys[0].name)
    assert len(ada.keys[0].name) == max(1, min(20, len(secret) // 2))


@pytest.mark.parametrize("secret", ["", 5, b"key"])
def test_what_is_no_key_is_refused(world: World, ada: User, secret: object) -> None:
    before = view(world)
    for act in (world.people.keys.issue, world.people.keys.give, world.people.keys.replace):
        with pytest.raises(Invalid, match="a string of at least one character"):
            act(ada, secret)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="a string of at least one character"):
        world.user("new", api_key=secret)  # type: ignore[arg-type]
    assert view(world) == before


def test_a_key_given_again_is_the_same_key(world: World, ada: User) -> None:
    assert world.people.keys.give(ada, "ada") is world.people.keys.give(ada, "ada")
    assert [key.secret for key in ada.keys[1:]] == ["ada"]


def test_a_replaced_key_stops_working_and_repeating_it_changes_nothing(world: World, ada: User) -> None:
    old = [ada.api_key, world.issue_key(ada).secret]
    kept = world.people.keys.replace(ada, "ada")
    assert world.people.keys.replace(ada, "ada") is kept
    assert ada.keys == [kept]
    assert [world.people.owner_of_key(secret) for secret in (*old, "ada")] == [None, None, ada]


def test_a_key_of_somebody_else_replaces_none(world: World, ada: User) -> None:
    world.user("bob", api_key="bob")
    before = view(world)
    with pytest.raises(Conflict, match="this API key exists already"):
        world.people.keys.replace(ada, "bob")
    assert view(world) == before


def test_a_revoked_key_may_be_issued_to_another(world: World, ada: User) -> None:
    key = ada.keys[0]
    world.people.keys.revoke(ada, key)
    assert world.people.owner_of_key(key.secret) is None
    with pytest.raises(NotFound, match="has no API key"):
        world.people.keys.revoke(ada, key)
    with pytest.raises(NotFound, match=r"has no API key: make one with world\.issue_key"):
        _ = ada.api_key
    bob = world.user("bob", api_key=key.secret)
    assert world.people.owner_of_key(key.secret) is bob


def test_what_is_printed_of_a_key_does_not_tell_it(world: World) -> None:
    assert world.api_key not in repr(world.default_user.keys[0])


def keys(world: World) -> list[str]:
    return [world.api_key, world.user("ada").api_key, world.user("bob").api_key]


def test_the_same_seed_invents_the_same_keys() -> None:
    assert keys(World(3)) == keys(World(3))
    assert len({*keys(World(3)), *keys(World(4))}) == 6


def test_no_key_opens_two_worlds_of_one_seed_that_were_given_keys() -> None:
    first, second = keys(World(api_key="a" * 40)), keys(World(api_key="b" * 40))
    assert first[0] == "a" * 40
    assert set(first).isdisjoint(second)
    assert keys(World(api_key="a" * 40)) == first


def test_one_that_all_were_given_changes_nothing_of_that() -> None:
    made = []
    for key in ("a" * 40, "b" * 40):
        world = World(api_key=key)
        world.user("eve", api_key="eve's, in every world")
        made += keys(world)
    assert len(set(made)) == 6
