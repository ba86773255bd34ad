"""Invitations, service accounts, and users made of email addresses."""

from __future__ import annotations

from base64 import b64decode

import pytest

from runfake.world import Clock, World
from runfake.world.entities import Entity
from runfake.world.errors import Conflict, Forbidden, Invalid, NotFound

from .snapshot import view
from .values import NOON


@pytest.fixture
def world() -> World:
    made = World(clock=Clock(NOON))
    for name in ("ada", "bob"):
        made.user(name)
    return made


@pytest.fixture
def team(world: World) -> Entity:
    return world.people.add_team("vision", {"ada": "admin"})


def vision(world: World) -> Entity:
    return world.people.team("vision")


def test_a_user_is_in_at_once_whether_named_or_by_email(world: World, team: Entity) -> None:
    by_name = world.people.invite(team, username="bob", admin=True)
    world.user("cy", email="cy@example.org")
    by_email = world.people.invite(team, email="cy@example.org")
    assert team.roles == {world.user("ada"): "admin", world.user("bob"): "admin", world.user("cy"): "member"}
    assert [(i.user, i.name, i.email, i.role) for i in (by_name, by_email)] == [
        (world.user("bob"), "bob", "bob@example.com", "admin"), (world.user("cy"), "cy", "cy@example.org", "member"),
    ]  # fmt: skip
    assert world.people.invites_to(team) == []


def test_an_invitation_waits_for_a_user_of_that_address(world: World, team: Entity) -> None:
    invite = world.people.invite(team, email="new@example.org", admin=True)
    other = world.people.invite(world.team("other"), email="new@example.org")
    assert (invite.name, invite.user, invite.created_at, b64decode(invite.id)) == (
        "new@example.org", None, NOON, b"Invite:1",
    )  # fmt: skip
    assert world.people.invites_to(team) == [invite]
    new = world.user("new", email="new@example.org")
    assert (team.roles[new], other.entity.roles[new]) == ("admin", "member")
    assert world.people.invites_to(team) == world.people.invites_to(other.entity) == []


def test_a_user_who_changes_to_that_address_takes_it_up_too(world: World, team: Entity) -> None:
    world.people.invite(team, email="new@example.org")
    world.user("bob", email="new@example.org")
    assert team.roles[world.user("bob")] == "member"


def test_invitations_can_be_taken_back_and_go_with_the_team(world: World, team: Entity) -> None:
    first, second = (world.people.invite(team, email=f"{name}@example.org") for name in ("x", "y"))
    world.people.uninvite(team, first.id)
    assert world.people.invites_to(team) == [second]
    world.remove_team("vision")
    world.people.add_team("vision", ["bob"])
    assert world.user("y", email="y@example.org") not in world.team("vision").roles


def test_members_can_be_taken_out_by_id(world: World, team: Entity) -> None:
    world.people.uninvite(team, world.user("ada").id)
    assert team.roles == {}
    assert world.people.teams_of(world.user("ada")) == [world.people.entity("ada")]


@pytest.mark.parametrize(
    ("error", "text", "act"),
    [
        (Conflict, "'ada' is a member of 'vision' already", lambda w: w.people.invite(vision(w), username="ada")),
        (Conflict, "'ada@example.com' is a member of", lambda w: w.people.invite(vision(w), email="ada@example.com")),
        (Conflict, "or was invited before", lambda w: w.people.invite(vision(w), email="waiting@example.com")),
        (NotFound, "user 'bbo' not found. Did you mean 'bob'", lambda w: w.people.invite(vision(w), username="bbo")),
        (Invalid, "whom to invite", lambda w: w.people.invite(vision(w))),
        (Invalid, "'bob' is a personal entity", lambda w: w.people.invite(w.people.entity("bob"), username="ada")),
        (NotFound, "member of 'vision' with id", lambda w: w.people.uninvite(vision(w), w.user("bob").id)),
        (Forbidden, "may not make a team for 'bob'", lambda w: w.people.found_team(w.user("ada"), "new", "bob")),
        (NotFound, "user 'nobody'", lambda w: w.people.found_team(w.user("ada"), "new", "nobody")),
        (Conflict, "entity 'vision' exists", lambda w: w.people.found_team(w.user("ada"), "vision")),
        (Invalid, "only teams have service", lambda w: w.people.add_service_account(w.people.entity("bob"), "d")),
        (Conflict, "has the email address", lambda w: w.user("new", email="bob@example.com")),
        (Conflict, "has the email address", lambda w: w.user("ada", admin=True, email="bob@example.com")),
        (Conflict, "has the email address", lambda w: w.people.add_user_of_email("bob@example.com")),
        (Invalid, "bad email address '@x'", lambda w: w.people.add_user_of_email("@x")),
        (Invalid, "bad email address 'x@'", lambda w: w.people.add_user_of_email("x@")),
        (Conflict, "entity 'vision-service' exists", lambda w: w.people.add_user("vision-service")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_changes_nothing(
    world: World, team: Entity, error: type[Exception], text: str, act: object
) -> None:
    world.people.invite(team, email="waiting@example.com")
    world.people.add_service_account(team, "d")
    before = view(world), world.people.invites_to(team)
    with pytest.raises(error, match=text):
        act(world)  # type: ignore[operator]
    assert (view(world), world.people.invites_to(team)) == before


def test_service_accounts_belong_to_their_team_and_go_with_it(world: World, team: Entity) -> None:
    first, second = (world.people.add_service_account(team, text) for text in ("builds", ""))
    assert [(u.username, u.name, u.default_entity, u.account_type) for u in (first, second)] == [
        ("vision-service", "builds", "vision", "SERVICE"),
        ("vision-service-2", "vision-service-2", "vision", "SERVICE"),
    ]  # fmt: skip
    assert world.people.owner_of_key(first.api_key) is first
    assert world.people.teams_of(first) == [team]
    world.remove_user("vision-service-2")
    assert world.people.entities["vision"] is team
    key = first.api_key
    world.remove_team("vision")
    assert world.people.owner_of_key(key) is None
    assert list(world.people.users) == ["runfake", "ada", "bob"]


@pytest.mark.parametrize(
    ("email", "username"),
    [
        ("grace.hopper@example.com", "grace.hopper"), ("a b/c@example.com", "a-b-c"), ("ada@x.org", "ada-2"),
        ("vision@x.org", "vision-2"), ("Ä@x.org", "Ä"),
    ],
)  # fmt: skip
def test_a_user_is_named_after_the_front_of_the_address(world: World, team: Entity, email: str, username: str) -> None:
    made = world.people.add_user_of_email(email)
    assert (made.username, made.email, made.keys) == (username, email, [])
    assert team.name == "vision"


def test_fellows_share_a_team_or_an_organization(world: World, team: Entity) -> None:
    cy = world.user("cy")
    world.organization("acme", members=["bob", "cy"])
    assert world.people.fellows_of(world.user("ada")) == [world.user("ada")]
    assert world.people.fellows_of(cy) == [world.default_user, world.user("bob"), cy]
    assert world.people.are_fellows(cy, world.user("bob"))
    assert not world.people.are_fellows(cy, world.user("ada"))
    assert team.members == [world.user("ada")]
