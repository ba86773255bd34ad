"""Users, their keys, and the entities that they belong to."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.ids import Ids
from runfake.world.people import People
from runfake.world.runs import RunEdit

from .snapshot import view


def test_a_world_has_a_default_user_with_a_personal_entity_and_a_key() -> None:
    world = World(entity="ada")
    assert world.default_user.username == world.default_user.default_entity == world.entity.name == "ada"
    assert world.entity.owner is world.default_user
    assert not world.entity.is_team
    assert world.people.owner_of_key(world.api_key) is world.default_user


def test_the_key_may_be_given() -> None:
    world = World(api_key="k" * 40)
    assert world.api_key == "k" * 40
    assert world.people.owner_of_key("k" * 40) is world.default_user
    assert world.people.owner_of_key("x" * 40) is None


def test_every_user_has_an_entity_of_his_name() -> None:
    people = People(Ids(0))
    ada, bob = people.add_user("ada"), people.add_user("bob")
    assert people.entity("ada").members == [ada]
    assert people.entity("bob").owner is bob
    assert list(people.users) == list(people.entities) == ["ada", "bob"]


def test_the_entities_of_a_user_are_the_personal_one_and_the_teams() -> None:
    people = People(Ids(0))
    ada, bob = people.add_user("ada"), people.add_user("bob")
    people.add_team("both", [ada, bob])
    people.add_team("hers", [ada])
    assert [entity.name for entity in people.teams_of(ada)] == ["ada", "both", "hers"]
    assert [entity.name for entity in people.teams_of(bob)] == ["bob", "both"]
    assert people.entity("both").owner is None


def test_ids_decode_to_numbers() -> None:
    people = People(Ids(0))
    people.add_user("ada")
    bob = people.add_user("bob")
    assert b64decode(bob.id) == b"User:2"
    assert b64decode(people.entity("bob").id) == b"Entity:2"
    assert b64decode(people.keys.issue(bob).id) == b"ApiKey:1"


@pytest.mark.parametrize("name", ["ada", "team"])
def test_a_name_is_taken_once_among_users_and_teams(name: str) -> None:
    world = World(entity="ada")
    world.team("team")
    before = view(world)
    with pytest.raises(Conflict, match=f"entity '{name}' exists already"):
        world.people.add_user(name)
    with pytest.raises(Conflict, match=f"entity '{name}' exists already"):
        world.people.add_team(name, [world.default_user])
    assert view(world) == before


@pytest.mark.parametrize("name", ["", "a/b", " a"])
def test_what_is_no_name_makes_nobody(name: str) -> None:
    world = World()
    before = view(world)
    for make in (world.people.add_user, world.team, lambda name: World(entity=name)):
        with pytest.raises(Invalid, match="bad entity"):
            make(name)
    assert view(world) == before


def test_a_team_is_made_once_and_found_again() -> None:
    world = World()
    team = world.team("vision")
    assert (team.name, team.kind, team.members) == ("vision", "team", [world.default_user])
    assert world.team("vision") is team
    assert world.team(world.default_user.username) is world.entity


def test_every_key_finds_its_owner() -> None:
    world = World()
    bob = world.people.add_user("bob")
    keys = [world.issue_key(bob), world.issue_key(bob, "s" * 40), world.issue_key(world.default_user)]
    assert [world.people.owner_of_key(key.secret) for key in keys] == [bob, bob, world.default_user]
    assert bob.keys == keys[:2]
    assert world.default_user.keys[1:] == keys[2:]
    assert len({key.number for key in [*bob.keys, *world.default_user.keys]}) == 4


def test_a_key_belongs_to_one_user() -> None:
    world = World()
    bob = world.people.add_user("bob")
    before = view(world)
    with pytest.raises(Conflict, match="this API key exists already"):
        world.issue_key(bob, world.api_key)
    assert view(world) == before
    assert world.people.owner_of_key(world.api_key) is world.default_user


def test_the_error_for_a_taken_key_keeps_the_secret() -> None:
    world = World()
    with pytest.raises(Conflict) as caught:
        world.issue_key(world.default_user, world.api_key)
    assert world.api_key not in str(caught.value)


@given(st.text("0123456789abcdef", min_size=40, max_size=90))
def test_the_name_of_a_key_is_its_start_and_not_the_whole(secret: str) -> None:
    key = World(api_key=secret).default_user.keys[0]
    assert secret.startswith(key.name)
    assert 0 < len(key.name) <= 20


def test_a_missing_entity_is_told_with_all_there_are_and_the_nearest() -> None:
    world = World(entity="ada")
    world.team("vision")
    with pytest.raises(NotFound) as caught:
        world.people.entity("visoin")
    assert "this world has 'ada', 'vision'. Did you mean 'vision'?" in str(caught.value)
    assert "world.team('visoin')" in str(caught.value)


def test_a_user_is_made_once_and_found_again() -> None:
    world = World()
    ada = world.user("ada")
    assert (ada.admin, ada.email, len(ada.keys)) == (False, "ada@example.com", 1)
    assert world.user("ada") is ada
    assert world.user("ada", admin=True, email="ada@example.org", api_key="ada") is ada
    world.user("ada", api_key="ada")
    assert (ada.admin, ada.email) == (True, "ada@example.org")
    assert [key.secret for key in ada.keys[1:]] == ["ada"]
    assert world.user(world.default_user.username) is world.default_user


def test_a_removed_user_takes_along_what_is_its_own_and_leaves_the_rest() -> None:
    world = World()
    ada = world.user("ada", api_key="ada")
    team = world.team("both", members=["ada"])
    world.run("ada/p/r")
    world.artifact("ada/p/data", files={"f": "1"})
    logged = world.run_writes.upsert(ada, entity="both", project="p", run_id="r", edit=RunEdit())[0]
    world.run_writes.delete(world.run("ada/p/gone").storage_id)
    world.remove_user("ada")
    assert world.people.owner_of_key("ada") is None
    assert "ada" not in world.people.users.keys() | world.people.entities.keys()
    assert team.members == [world.default_user]
    assert world.runs() == [logged]
    assert logged.user is ada
    anew = world.user("ada")
    assert anew is not ada
    assert world.people.entity("ada").projects == {}
    for run_id in ("r", "gone"):
        assert world.run_writes.upsert(anew, entity="ada", project="p", run_id=run_id, edit=RunEdit())[1]


def test_a_removed_team_takes_its_projects_along() -> None:
    world = World()
    world.team("vision", organization="acme")
    data = world.artifact("vision/p/data", files={"f": "1"})
    user_of_it = world.run("kept/p/r")
    world.artifacts.lineage.record_input(user_of_it, data, None)
    world.remove_team("vision")
    assert world.organization("acme").teams == {}
    assert world.artifacts.lineage.inputs(user_of_it) == []
    assert data.state == "DELETED"
    assert [project.path for project in world.team("kept").projects.values()] == ["kept/p"]
