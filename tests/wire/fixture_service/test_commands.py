"""What the commands of the fixture service leave behind."""

from __future__ import annotations

from typing import Any

import pytest

from runfake import World
from tests.wire.fixture_service.controller import Controller
from tests.world.snapshot import view

ADA = f"user_gw0-{'ada0' * 10}"
BOB = f"user_gw0-{'b0b0' * 10}"


@pytest.fixture
def controller() -> Controller:
    """The fixture service of an empty world."""
    return Controller(World())


@pytest.fixture
def peopled(controller: Controller) -> Controller:
    """With two users and an organization that has a team."""
    controller.user("up", ADA)
    controller.user("up", BOB)
    controller.organization("up", "org", ADA)
    controller.team("up", "team", "org", ADA)
    return controller


def test_a_user_comes_with_an_entity_and_is_an_admin_if_it_says_so(controller: Controller) -> None:
    controller.user("up", ADA)
    controller.user("up", BOB, admin=True)
    ada, bob = controller.world.people.user(ADA), controller.world.people.user(BOB)
    assert (len(ADA), ada.default_entity, ada.admin, bob.admin) == (49, ADA, False, True)
    assert controller.world.people.entity(ADA).owner is ada


def test_up_makes_and_unmakes_an_admin_but_null_leaves_it(controller: Controller) -> None:
    for admin, then in ((True, True), (None, True), (False, False), (None, False)):
        controller.does("user", command="up", username=ADA, admin=admin)
        assert controller.world.people.user(ADA).admin is then


@pytest.mark.parametrize("key", [ADA, "k", "local-" + "x" * 200, "a:b:c"])
def test_the_password_is_the_users_only_key(peopled: Controller, key: str) -> None:
    people = peopled.world.people
    first = people.user(ADA).api_key
    for command in ("password", "up"):
        peopled.user(command, ADA, password="another")
        peopled.user(command, ADA, password=key)
        assert [held.secret for held in people.user(ADA).keys] == [key]
        assert people.owner_of_key(key) is people.user(ADA)
        assert people.owner_of_key(first) is people.owner_of_key("another") is None


def test_the_default_user_has_one_password_too(controller: Controller) -> None:
    first = controller.world.api_key
    controller.user("password", "runfake", password="k")
    assert controller.world.api_key == "k"
    assert controller.world.people.owner_of_key(first) is None


def test_a_password_command_makes_nobody_an_admin_and_unmakes_none(peopled: Controller) -> None:
    peopled.user("up", ADA, admin=True)
    peopled.user("password", ADA, password=ADA, admin=False)
    peopled.user("password", BOB, password=BOB, admin=True)
    assert peopled.world.people.user(ADA).admin
    assert not peopled.world.people.user(BOB).admin


def test_a_user_that_goes_takes_keys_memberships_and_projects_along(peopled: Controller) -> None:
    peopled.user("password", ADA, password=ADA)
    peopled.world.run(f"{ADA}/private/r")
    peopled.user("down", ADA)
    people = peopled.world.people
    assert ADA not in people.users
    assert ADA not in people.entities
    assert people.owner_of_key(ADA) is None
    assert people.entity("team").members == []
    peopled.user("down", ADA)
    peopled.user("up", ADA)
    assert people.entity(ADA).projects == {}


def test_down_all_leaves_the_default_user_alone(peopled: Controller) -> None:
    peopled.user("down_all", None)
    assert list(peopled.world.people.users) == ["runfake"]
    assert peopled.world.people.owner_of_key(peopled.world.api_key) is peopled.world.default_user
    assert list(peopled.world.people.organizations) == ["org"]


@pytest.mark.parametrize("command", ["login", "logout"])
def test_logging_in_and_out_changes_nothing(peopled: Controller, command: str) -> None:
    before = view(peopled.world)
    peopled.user(command, ADA)
    assert view(peopled.world) == before
    assert peopled.post("user", command=command, username="nobody")[0] == 404


def test_an_organization_has_an_entity_and_whom_it_was_made_for_as_its_admin(peopled: Controller) -> None:
    organization = peopled.world.people.organization("org")
    assert organization.entity.kind == "organization"
    assert organization.roles == {peopled.world.people.user(ADA): "admin"}


def test_members_come_in_the_roles_that_they_are_given(peopled: Controller) -> None:
    peopled.organization("add_members", "org", **{BOB: "viewer"})
    people = peopled.world.people
    assert people.organization("org").roles == {people.user(ADA): "admin", people.user(BOB): "viewer"}
    peopled.organization("add_members", "org", **{BOB: "member"})
    assert people.organization("org").roles[people.user(BOB)] == "member"
    peopled.does("organization", command="add_members", orgName="org", fixtureData={"members": []})


def test_a_team_is_in_its_organization_and_has_an_admin(peopled: Controller) -> None:
    people = peopled.world.people
    assert people.team("team").organization is people.organization("org")
    assert people.team("team").roles == {people.user(ADA): "admin"}
    peopled.team("up", "team", "org", BOB)
    assert people.team("team").roles == {people.user(ADA): "admin", people.user(BOB): "admin"}
    assert people.organization("org").roles[people.user(BOB)] == "member"


def test_an_organization_that_goes_takes_its_teams_along(peopled: Controller) -> None:
    peopled.world.run("team/p/r")
    for _ in range(2):
        peopled.organization("down", "org")
        assert (list(peopled.world.people.organizations), "team" in peopled.world.people.entities) == ([], False)
    assert peopled.world.runs() == []


def test_a_team_goes_alone(peopled: Controller) -> None:
    for _ in range(2):
        peopled.team("down", "team", "org", ADA)
        assert "team" not in peopled.world.people.entities
        assert peopled.world.people.organization("org").teams == {}


def data(team: Any = None, organization: Any = None) -> dict[str, Any]:
    """The ``fixtureData`` of a team."""
    return {"planName": "p", "team": team or {"name": "new"}, "organization": organization or {"name": "org"}}


def members(*items: Any) -> dict[str, Any]:
    """The ``fixtureData`` of members."""
    return {"members": list(items)}


REFUSED: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "no command": ("user", {"username": ADA}, 400,
                   "POST /db/user: expected 'command', a string; there came 'username'."),
    "a command of another kind": ("user", {"command": 1}, 400, "POST /db/user: 'command' must be a string, not 1."),
    "an unknown command": ("user", {"command": "downall"}, 400,
                           "POST /db/user knows no command 'downall': expected one of up, down, down_all, password, "
                           "login, logout. Did you mean 'down_all'?"),
    "another path's command": ("team", {"command": "add_members"}, 400,
                               "POST /db/team knows no command 'add_members': expected one of up, down."),
    "no user name": ("user", {"command": "up", "userName": "x"}, 400,
                     "POST /db/user up: expected 'username', a string; there came 'command', 'userName'. "
                     "Did you mean 'userName'?"),
    "an empty name": ("user", {"command": "up", "username": ""}, 400, "bad entity ''"),
    "an admin that is no flag": ("user", {"command": "up", "username": "x", "admin": "yes"}, 400,
                                 "'admin' must be true, false or null, not \"yes\"."),
    "no password": ("user", {"command": "password", "username": ADA, "password": None}, 400,
                    "'password' must be a string, not null."),
    "an empty password": ("user", {"command": "password", "username": ADA, "password": ""}, 400, "at least one char"),
    "a password for nobody": ("user", {"command": "password", "username": ADA[:-1], "password": "k"}, 404,
                              f"user '{ADA[:-1]}' not found. Did you mean '{ADA}'?"),
    "somebody else's key": ("user", {"command": "password", "username": BOB, "password": "ada's"}, 409,
                            "this API key exists already"),
    "somebody else's key for a new user": ("user", {"command": "up", "username": "x", "password": "ada's"}, 409,
                                           "this API key exists already"),
    "a user called like a team": ("user", {"command": "up", "username": "team"}, 409, "entity 'team' exists already"),
    "the default user's end": ("user", {"command": "down", "username": "runfake"}, 400, "is the default user"),
    "an organization for nobody": ("organization", {"command": "up", "orgName": "new", "username": "x"}, 404,
                                   "user 'x' not found"),
    "no organization": ("organization", {"command": "add_members", "orgName": "ogr", "fixtureData": {"members": []}},
                        404, "organization 'ogr' not found. Did you mean 'org'?"),
    "no members": ("organization", {"command": "add_members", "orgName": "org", "fixtureData": None}, 400,
                   "'fixtureData' must be an object, not null."),
    "members that are no list": ("organization",
                                 {"command": "add_members", "orgName": "org", "fixtureData": {"members": {}}}, 400,
                                 "add_members, fixtureData: 'members' must be a list of objects, not {}."),
    "a member that is none": ("organization",
                              {"command": "add_members", "orgName": "org", "fixtureData": members("x")}, 400,
                              "fixtureData: 'members[0]' must be an object, not \"x\"."),
    "a second member that is unknown": (
        "organization",
        {"command": "add_members", "orgName": "org",
         "fixtureData": members({"username": BOB, "role": "admin"}, {"username": "x", "role": "admin"})},
        404, "user 'x' not found",
    ),
    "an unknown role": (
        "organization",
        {"command": "add_members", "orgName": "org", "fixtureData": members({"username": BOB, "role": "memer"})},
        400, "unknown role 'memer': expected one of admin, member, viewer. Did you mean 'member'?",
    ),
    "a member without a role": (
        "organization", {"command": "add_members", "orgName": "org", "fixtureData": members({"username": BOB})},
        400, "fixtureData, members[0]: expected 'role', a string; there came 'username'.",
    ),
    "a team in no organization": (
        "team", {"command": "up", "username": ADA, "fixtureData": data(organization={"name": "og"})}, 404,
        "organization 'og' not found. Did you mean 'org'?",
    ),
    "a team without a name": (
        "team", {"command": "up", "username": ADA, "fixtureData": data(team={"nam": "x"})}, 400,
        "POST /db/team up, fixtureData, team: expected 'name', a string; there came 'nam'. Did you mean 'nam'?",
    ),
    "a team of nobody": ("team", {"command": "up", "username": "x", "fixtureData": data()}, 404, "user 'x' not found"),
    "a team called like a user": (
        "team", {"command": "up", "username": ADA, "fixtureData": data(team={"name": BOB})}, 409, "the entity of a user"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_told_and_changes_nothing(peopled: Controller, case: str) -> None:
    peopled.user("password", ADA, password="ada's")
    kind, fields, status, text = REFUSED[case]
    before = view(peopled.world)
    answer = peopled.post(kind, **fields)
    assert answer[0] == status
    assert text in answer[1]
    assert view(peopled.world) == before
    assert peopled.service.journal.refused()[-1].error == answer[1]


@pytest.mark.parametrize(
    ("line", "body", "status", "text"),
    [
        ("POST /db/user", b"command=up", 400, "the body of POST /db/user is not valid JSON"),
        ("POST /db/user", b"[]", 400, "the body of POST /db/user must be a JSON object, not list."),
        ("POST /db/users", b"{}", 404, "runfake has no POST /db/users. Did you mean 'POST /db/user'?"),
        ("GET /db/team", b"", 404, "It has: POST /db/user, POST /db/organization, POST /db/team, GET|HEAD /ready"),
        ("POST /graphql", b"{}", 404, "runfake has no POST /graphql."),
    ],
)
def test_what_is_no_command_is_told(controller: Controller, line: str, body: bytes, status: int, text: str) -> None:
    method, path = line.split()
    came, answer = controller.send(method, path, body)
    assert came == status
    assert text in answer["errors"][0]["message"]


def test_it_tells_its_health_and_keeps_what_was_asked(peopled: Controller) -> None:
    assert peopled.send("GET", "/health") == (200, {"status": "ready"})
    asked = [(entry.route, entry.operations) for entry in peopled.service.journal]
    commands = ("user up", "user up", "organization up", "team up")
    assert asked == [*(("fixture_service", (command,)) for command in commands), ("health", ())]
