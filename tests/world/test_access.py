"""Who may read, write and administer what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.access import ACCESS_LEVELS, may_administer, may_read, may_write
from runfake.world.errors import Forbidden, Invalid, NotFound
from runfake.world.roles import ROLES
from runfake.world.runs import RunEdit

from .snapshot import view

# Who may what in a project, written out: by its access, what each role in its entity may do. "none" is a stranger.
MAY = {
    "PRIVATE": {"admin": "read write administer", "member": "read write", "viewer": "read", "none": ""},
    "ENTITY_WRITE": {"admin": "read write administer", "member": "read write", "viewer": "read", "none": ""},
    "ENTITY_READ": {"admin": "read write administer", "member": "read", "viewer": "read", "none": ""},
    "USER_READ": {"admin": "read write administer", "member": "read write", "viewer": "read", "none": "read"},
    "USER_WRITE": {
        "admin": "read write administer", "member": "read write", "viewer": "read write", "none": "read write",
    },
    "RESTRICTED": {"admin": "read write administer", "member": "", "viewer": "", "none": ""},
}  # fmt: skip


def verbs(world: World, name: str, place: object) -> str:
    """What the user may do there."""
    rules = {"read": may_read, "write": may_write, "administer": may_administer}
    return " ".join(verb for verb, may in rules.items() if may(world.user(name), place))  # type: ignore[arg-type]


def test_every_level_is_in_the_table() -> None:
    assert set(MAY) == set(ACCESS_LEVELS)
    assert all(set(row) == {*ROLES, "none"} for row in MAY.values())


@pytest.mark.parametrize("level", ACCESS_LEVELS)
def test_what_a_role_may_do_in_a_project(level: str) -> None:
    world = World()
    team = world.team("vision", members={world.user(role): role for role in ROLES})
    project = world.projects.upsert(world.default_user, entity="vision", name="p", access=level)[0]
    assert {name: verbs(world, name, project) for name in (*ROLES, "none")} == MAY[level]
    world.user("boss", admin=True)
    assert verbs(world, "boss", project) == verbs(world, "boss", team) == "read write administer"


def test_what_a_role_may_do_in_a_team_and_in_an_organization_above_it() -> None:
    world = World()
    team = world.team("vision", organization="acme", members={world.user(role): role for role in ROLES})
    world.organization("acme", members={world.user(f"o-{role}"): role for role in ROLES})
    expected = {
        "admin": "read write administer", "member": "read write", "viewer": "read", "none": "",
        "o-admin": "read administer", "o-member": "read", "o-viewer": "read",
    }  # fmt: skip
    assert {name: verbs(world, name, team) for name in expected} == expected
    assert [verbs(world, f"o-{role}", world.project("vision/p")) for role in ROLES] == ["", "", ""]


def test_who_made_a_project_administers_it_as_long_as_it_may_write() -> None:
    world = World()
    ada = world.user("ada")
    team = world.team("vision", members=["ada"])
    project = world.projects.to_write(ada, "vision", "hers")
    assert verbs(world, "ada", project) == "read write administer"
    world.people.join(team, {ada: "viewer"})
    assert verbs(world, "ada", project) == "read"
    world.people.leave(team, ada)
    assert verbs(world, "ada", project) == ""


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("join"), st.sampled_from(["t", "u"]), st.sampled_from("abc"), st.sampled_from(ROLES)),
            st.tuples(st.just("leave"), st.sampled_from(["t", "u"]), st.sampled_from("abc"), st.none()),
            st.tuples(st.just("access"), st.sampled_from(["t", "u"]), st.none(), st.sampled_from(ACCESS_LEVELS)),
            st.tuples(st.just("remove"), st.none(), st.sampled_from("abc"), st.none()),
        ),
        max_size=12,
    )
)
def test_rights_follow_what_happens_to_members_and_projects(steps: list[tuple[str, str, str, str]]) -> None:
    world = World()
    roles: dict[tuple[str, str], str] = {}
    access = dict.fromkeys("tu", "PRIVATE")
    for team in "tu":
        world.project(f"{team}/p")
    for verb, team, name, what in steps:
        if verb == "join":
            world.team(team, members={world.user(name): what})
            roles[team, name] = what
        elif verb == "leave" and (team, name) in roles:
            world.people.leave(world.team(team), world.user(name))
            del roles[team, name]
        elif verb == "access":
            world.projects.upsert(world.default_user, entity=team, name="p", access=what)
            access[team] = what
        elif verb == "remove" and name in world.people.users:
            world.remove_user(name)
            roles = {key: role for key, role in roles.items() if key[1] != name}
    for team in "tu":
        for name in "abc":
            assert verbs(world, name, world.project(f"{team}/p")) == MAY[access[team]][roles.get((team, name), "none")]
        for name in "abc":
            teams = world.people.teams_of(world.user(name))
            assert {entity.name for entity in teams} == {name} | {t for t, who in roles if who == name}


def test_an_unknown_level_is_refused_and_changes_nothing() -> None:
    world = World()
    world.project("p")
    before = view(world)
    for name in ("p", "new"):
        with pytest.raises(Invalid, match="unknown project access 'PUBLIC': expected one of PRIVATE, RESTRICTED"):
            world.projects.upsert(world.default_user, entity=None, name=name, access="PUBLIC")
    assert view(world) == before


def test_who_may_not_write_makes_neither_projects_nor_runs_and_changes_nobodys_access() -> None:
    world = World()
    eve, bob = world.user("eve"), world.user("bob")
    world.team("vision", members={bob: "member"})
    world.run("vision/hidden/r")
    world.projects.upsert(world.default_user, entity="vision", name="shown", access="USER_READ")
    before = view(world)
    for project in ("hidden", "new"):
        with pytest.raises(Forbidden, match=r"user 'eve' may not write to the entity 'vision': log in with the key"):
            world.run_writes.upsert(eve, entity="vision", project=project, run_id="r", edit=RunEdit())
    with pytest.raises(Forbidden, match=r"may not write to the project 'vision/shown' \(USER_READ\)"):
        world.projects.upsert(eve, entity="vision", name="shown", description="mine")
    with pytest.raises(Forbidden, match="user 'bob' may not administer the project 'vision/shown'"):
        world.projects.upsert(bob, entity="vision", name="shown", access="USER_WRITE")
    with pytest.raises(NotFound, match="entity 'visoin' not found"):
        world.projects.to_write(eve, "visoin", "p")
    assert view(world) == before
