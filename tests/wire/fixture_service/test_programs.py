"""Any commands in any order, against a model; each of them twice, as suites with several processes send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runfake import World
from tests.wire.fixture_service.controller import Controller
from tests.world.snapshot import view

USERS = ("ada", "bob")
KEYS = ("ada", "bob", "key")
NAMES = ("one", "two")
Command = tuple[str, dict[str, Any]]


@dataclass
class Model:
    """What the world should hold: keys that commands set, roles in organizations and teams."""

    keys: dict[str, str | None] = field(default_factory=dict)
    organizations: dict[str, dict[str, str]] = field(default_factory=dict)
    teams: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def obey(self, kind: str, fields: dict[str, Any]) -> int:
        """Does a command; returns the status that is due."""
        return int(getattr(self, f"{kind}_{fields['command']}")(**fields))

    def user_up(self, username: str, **_: Any) -> int:
        self.keys.setdefault(username, None)
        return 200

    def user_password(self, username: str, password: str, **_: Any) -> int:
        if username not in self.keys:
            return 404
        if any(key == password for name, key in self.keys.items() if name != username):
            return 409
        self.keys[username] = password
        return 200

    def user_down(self, username: str, **_: Any) -> int:
        self.keys.pop(username, None)
        for roles in (*self.organizations.values(), *(roles for _, roles in self.teams.values())):
            roles.pop(username, None)
        return 200

    def user_down_all(self, **_: Any) -> int:
        for name in list(self.keys):
            self.user_down(name)
        return 200

    def organization_up(self, orgName: str, username: str, **_: Any) -> int:
        if username not in self.keys:
            return 404
        self.organizations.setdefault(orgName, {})[username] = "admin"
        return 200

    def organization_add_members(self, orgName: str, fixtureData: dict[str, Any], **_: Any) -> int:
        roles = {member["username"]: member["role"] for member in fixtureData["members"]}
        if orgName not in self.organizations or not set(roles) <= set(self.keys):
            return 404
        self.organizations[orgName] |= roles
        return 200

    def organization_down(self, orgName: str, **_: Any) -> int:
        self.organizations.pop(orgName, None)
        self.teams = {name: team for name, team in self.teams.items() if team[0] != orgName}
        return 200

    def team_up(self, username: str, fixtureData: dict[str, Any], **_: Any) -> int:
        name, home = fixtureData["team"]["name"], fixtureData["organization"]["name"]
        if username not in self.keys or home not in self.organizations:
            return 404
        if self.teams.get(name, (home,))[0] != home:
            return 409
        self.teams.setdefault(name, (home, {}))[1][username] = "admin"
        self.organizations[home].setdefault(username, "member")
        return 200

    def team_down(self, fixtureData: dict[str, Any], **_: Any) -> int:
        self.teams.pop(fixtureData["team"]["name"], None)
        return 200


def held(world: World) -> Model:
    """What the world holds."""
    people = world.people
    keys = {name: user.api_key for name, user in people.users.items() if name != "runfake"}
    return Model(
        {name: key if key in KEYS else None for name, key in keys.items()},
        {name: {m.username: r for m, r in o.roles.items()} for name, o in people.organizations.items()},
        {
            name: (team.organization.name, {m.username: r for m, r in team.roles.items()})
            for name, team in people.entities.items()
            if team.is_team and team.organization
        },
    )


users = st.sampled_from(USERS)
teams = st.fixed_dictionaries(
    {"team": st.fixed_dictionaries({"name": st.sampled_from([f"team {n}" for n in NAMES])}),
     "organization": st.fixed_dictionaries({"name": st.sampled_from(NAMES)})}
)  # fmt: skip
members = st.fixed_dictionaries({"username": users, "role": st.sampled_from(["admin", "member", "viewer"])})
memberships = st.fixed_dictionaries({"members": st.lists(members, max_size=3)})


def commands(kind: str, *names: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Command]:
    """Commands of these names, with these fields."""
    return st.tuples(st.just(kind), st.fixed_dictionaries({"command": st.sampled_from(names), **fields}))


programs = st.lists(
    st.one_of(
        commands("user", "up", "down", "down_all", username=users),
        commands("user", "password", username=users, password=st.sampled_from(KEYS)),
        commands("organization", "up", "down", orgName=st.sampled_from(NAMES), username=users),
        commands("organization", "add_members", orgName=st.sampled_from(NAMES), fixtureData=memberships),
        commands("team", "up", "down", username=users, fixtureData=teams),
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(program=programs)
def test_any_program_leaves_what_the_model_says_and_repeating_changes_nothing(program: list[Command]) -> None:
    controller, model = Controller(World()), Model()
    for kind, fields in program:
        due = model.obey(kind, fields)
        assert controller.post(kind, **fields)[0] == due, (kind, fields)
        assert held(controller.world) == model
        before = view(controller.world)
        assert controller.post(kind, **fields)[0] == due
        assert view(controller.world) == before
