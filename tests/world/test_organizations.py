"""Organizations, and the teams in them."""

from __future__ import annotations

from base64 import b64decode

import pytest

from runfake.world import World
from runfake.world.errors import Conflict, Invalid, NotFound

from .snapshot import view


@pytest.fixture
def world() -> World:
    return World()


def test_an_organization_has_an_entity_of_its_own_and_the_default_user_as_admin(world: World) -> None:
    acme = world.organization("acme")
    assert (acme.name, acme.entity.name, acme.entity.kind) == ("acme", "acme-org", "organization")
    assert (acme.entity.is_team, acme.entity.owner, acme.entity.organization) == (False, None, acme)
    assert acme.roles == {world.default_user: "admin"}
    assert b64decode(acme.id) == b"Organization:1"
    assert repr(acme) == "<organization acme>"


def test_making_it_again_finds_it_and_takes_in_members(world: World) -> None:
    ada, bob = world.user("ada"), world.user("bob")
    acme = world.organization("acme", members=["ada"])
    assert world.organization("acme", members={"bob": "viewer", ada: "admin"}) is acme
    assert acme.roles == {world.default_user: "admin", ada: "admin", bob: "viewer"}
    assert acme.members == [world.default_user, ada, bob]


def test_who_joins_a_team_joins_its_organization_and_keeps_the_role_there(world: World) -> None:
    ada, bob = world.user("ada"), world.user("bob")
    acme = world.organization("acme", members={"ada": "viewer"})
    team = world.team("vision", organization="acme", members={"ada": "admin", "bob": "viewer"})
    assert (team.organization, acme.teams) == (acme, {"vision": team})
    assert team.roles == {world.default_user: "admin", ada: "admin", bob: "viewer"}
    assert (acme.roles[ada], acme.roles[bob]) == ("viewer", "viewer")
    world.team("vision", members=[world.user("cy")])
    assert acme.roles[world.user("cy")] == "member"


def test_a_team_may_make_its_organization(world: World) -> None:
    team = world.team("vision", organization="acme")
    assert team.organization is world.people.organization("acme")


def test_who_leaves_an_organization_leaves_its_teams(world: World) -> None:
    ada = world.user("ada")
    team = world.team("vision", organization="acme", members=["ada"])
    other = world.team("other", members=["ada"])
    world.people.leave(world.organization("acme").entity, ada)
    assert ada not in team.roles
    assert ada not in world.organization("acme").roles
    assert ada in other.roles
    assert world.people.organizations_of(ada) == []


def test_an_organization_may_be_called_like_a_team_but_not_twice(world: World) -> None:
    world.team("acme")
    acme = world.people.add_organization("acme")
    before = view(world)
    with pytest.raises(Conflict, match="organization 'acme' exists already"):
        world.people.add_organization("acme")
    assert view(world) == before
    assert world.people.organizations_of(world.default_user) == []
    assert acme.members == []


def test_removing_it_takes_its_teams_and_their_projects_along(world: World) -> None:
    ada = world.user("ada")
    world.team("vision", organization="acme", members=["ada"])
    world.team("other")
    world.run("vision/p/r")
    world.project("acme-org/wandb-registry-models")
    kept = world.run("other/p/r")
    world.remove_organization("acme")
    assert list(world.people.entities) == ["runfake", "ada", "other"]
    assert world.people.organizations == {}
    assert world.runs() == [kept]
    assert world.people.users["ada"] is ada
    world.organization("acme")
    assert world.team("vision", organization="acme").projects == {}


@pytest.mark.parametrize(
    ("error", "text", "act"),
    [
        (NotFound, "organization 'acem' not found. Did you mean 'acme'", lambda w: w.remove_organization("acem")),
        (NotFound, "organization 'acem' not found", lambda w: w.team("vision", organization="acem")),
        (NotFound, "user 'nobody' not found", lambda w: w.organization("new", members=["nobody"])),
        (NotFound, "user 'bbo' not found. Did you mean 'bob'", lambda w: w.team("new", members=["bbo"])),
        (Invalid, "unknown role 'amdin': expected one of admin, member, viewer. Did you mean 'admin'",
         lambda w: w.team("new", members={"bob": "amdin"})),
        (Invalid, "not the text 'bob'", lambda w: w.team("new", members="bob")),
        (Invalid, "bad organization 'a/b'", lambda w: w.organization("a/b")),
        (Invalid, "bad entity 'a/b'", lambda w: w.team("a/b", organization="new")),
        (Invalid, "bad organization", lambda w: w.team("new", organization="a/b")),
        (Conflict, "team 'vision' is not in the organization 'other'",
         lambda w: w.team("vision", organization="other")),
        (Conflict, "'bob' is the entity of a user", lambda w: w.team("bob", members=["bob"])),
        (Conflict, "'acme-org' is the entity of an organization",
         lambda w: w.team("acme-org", organization="acme")),
        (Conflict, "entity 'taken-org' exists already", lambda w: w.organization("taken")),
        (Conflict, "entity 'vision' exists already", lambda w: w.user("vision")),
        (Conflict, "this API key exists already", lambda w: w.user("new", api_key=w.api_key)),
        (NotFound, "team 'bob' not found", lambda w: w.remove_team("bob")),
        (NotFound, "user 'vision' not found", lambda w: w.remove_user("vision")),
        (Invalid, "'runfake' is the default user", lambda w: w.remove_user("runfake")),
        (Invalid, "'bob' is a personal entity", lambda w: w.people.join(w.people.entity("bob"), {})),
        (Invalid, "'bob' is a personal entity", lambda w: w.people.leave(w.people.entity("bob"), w.user("bob"))),
        (NotFound, "user 'bob' is no member of 'vision'",
         lambda w: w.people.leave(w.people.entity("vision"), w.user("bob"))),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_changes_nothing(world: World, error: type, text: str, act: object) -> None:
    world.user("bob")
    world.team("vision", organization="acme")
    world.team("taken-org")
    world.organization("other")
    before = view(world)
    with pytest.raises(error, match=text.replace(".", r"\.")):
        act(world)  # type: ignore[operator]
    assert view(world) == before
