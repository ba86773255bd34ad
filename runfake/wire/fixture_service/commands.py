"""What each command means for the world. The same command again changes nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from runfake.wire.fixture_service.fields import Fields
from runfake.world.world import World

# Runs under the world's lock; reads all its fields before it changes anything.
Command = Callable[[World, Fields], object]


def user_up(world: World, fields: Fields) -> None:
    """There is such a user, an admin of the instance or not; with ``password``, that is its key."""
    name, admin, password = fields.text("username"), fields.flag_or_none("admin"), fields.text_or_none("password")
    user = world.user(name, admin=admin, api_key=password)
    if password is not None:
        world.people.keys.replace(user, password)


def user_password(world: World, fields: Fields) -> None:
    """``password`` is the user's key, its only one. ``admin`` comes along in this command, and says nothing."""
    name, password = fields.text("username"), fields.text("password")
    world.people.keys.replace(world.people.user(name), password)


def user_down(world: World, fields: Fields) -> None:
    """There is no such user (any more)."""
    name = fields.text("username")
    if name in world.people.users:
        world.remove_user(name)


def all_users_down(world: World, _: Fields) -> None:
    """There is nobody but the default user."""
    for name in list(world.people.users):
        if name != world.default_user.username:
            world.remove_user(name)


def user_known(world: World, fields: Fields) -> None:
    """There is such a user, whom logging in or out does not change: clients come with a key each time."""
    world.people.user(fields.text("username"))


def organization_up(world: World, fields: Fields) -> None:
    """There is such an organization, and the user is an admin of it."""
    name, admin = fields.text("orgName"), fields.text("username")
    world.people.make_organization(name, {admin: "admin"})


def organization_members(world: World, fields: Fields) -> None:
    """The members are in the organization, in the roles that they are given; others stay as they are."""
    name, members = fields.text("orgName"), fields.object("fixtureData").objects("members")
    roles = {member.text("username"): member.text("role") for member in members}
    world.people.make_organization(world.people.organization(name).name, roles)


def organization_down(world: World, fields: Fields) -> None:
    """There is no such organization (any more), none of its teams, and nothing that it shared."""
    name = fields.text("orgName")
    if name in world.people.organizations:
        world.remove_organization(name)


def team_up(world: World, fields: Fields) -> None:
    """There is such a team in the organization, which is there already, and the user is an admin of it."""
    admin, data = fields.text("username"), fields.object("fixtureData")
    name, organization = data.object("team").text("name"), data.object("organization").text("name")
    world.people.make_team(name, {admin: "admin"}, world.people.organization(organization))


def team_down(world: World, fields: Fields) -> None:
    """There is no such team (any more)."""
    name = fields.object("fixtureData").object("team").text("name")
    entity = world.people.entities.get(name)
    if entity is not None and entity.is_team:
        world.remove_team(name)


# By what they are about, which is the last part of their path, and their names.
COMMANDS: Mapping[str, Mapping[str, Command]] = {
    "user": {
        "up": user_up,
        "down": user_down,
        "down_all": all_users_down,
        "password": user_password,
        "login": user_known,
        "logout": user_known,
    },
    "organization": {"up": organization_up, "add_members": organization_members, "down": organization_down},
    "team": {"up": team_up, "down": team_down},
}
