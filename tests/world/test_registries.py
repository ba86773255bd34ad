"""Registries: what they accept, and who is invited to them and to other projects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.access import may_administer, may_read, may_write
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.projects import Project
from runfake.world.registries import Accepted
from runfake.world.roles import PROJECT_ROLES

from .snapshot import view


@pytest.fixture
def world() -> World:
    made = World()
    made.organization("acme", members={made.user("ada"): "admin", made.user("cy"): "member"})
    made.team("vision", organization="acme", members=[made.user("bob")])
    made.user("eve")
    return made


@pytest.fixture
def registry(world: World) -> Project:
    return world.projects.upsert(
        world.user("ada"), entity="acme-org", name="wandb-registry-models", access="RESTRICTED"
    )[0]


def test_a_registry_is_of_an_organization_and_has_an_access_of_its_own(world: World, registry: Project) -> None:
    assert (registry.is_registry, world.project("acme-org/other").is_registry) == (True, False)
    before = view(world)
    with pytest.raises(Invalid, match="'wandb-registry-x' would be a registry: make it in the entity of an organ"):
        world.project("vision/wandb-registry-x")
    with pytest.raises(Invalid, match=r"all of its organization \(PRIVATE\) or RESTRICTED, not USER_READ"):
        world.projects.upsert(world.user("ada"), entity="acme-org", name=registry.name, access="USER_READ")
    assert view(world) == before


def test_types_that_were_accepted_stay(world: World, registry: Project) -> None:
    world.registries.accept(registry, Accepted(all_types=False, types=("model",)))
    world.registries.accept(registry, Accepted(types=("dataset",)))
    assert (registry.accepts_all_types, list(registry.artifact_types)) == (False, ["model", "dataset"])
    world.registries.accept(registry, Accepted(all_types=True))
    assert (registry.accepts_all_types, list(registry.artifact_types)) == (True, ["model", "dataset"])
    with pytest.raises(Conflict, match="either some artifact types, or all"):
        Accepted(all_types=True, types=("model",))
    with pytest.raises(Invalid, match="bad artifact type 'a/b'"):
        Accepted(types=("a/b",))


def test_versions_of_other_types_cannot_be_linked_and_none_logged(world: World, registry: Project) -> None:
    world.registries.accept(registry, Accepted(all_types=False, types=("model",)))
    net, data = (world.artifact(f"vision/p/{kind}", type=kind, files={"f": kind}) for kind in ("model", "dataset"))
    world.artifacts.link(net, registry, "best", [])
    with pytest.raises(Invalid, match="accepts the types model, so 'dataset' cannot be linked"):
        world.artifacts.link(data, registry, "data", [])
    with pytest.raises(Invalid, match="is a registry: log elsewhere, and link to it"):
        world.artifact("acme-org/wandb-registry-models/new", type="model", files={"f": "1"})
    assert list(registry.collections) == ["best"]


def test_who_is_invited_is_a_viewer_unless_an_admin_of_the_organization(world: World, registry: Project) -> None:
    cy, vision = world.user("cy"), world.team("vision")
    world.registries.invite(registry, [cy.id, world.default_user.id], [vision.id])
    assert registry.roles == {world.user("ada"): "admin", cy: "viewer", world.default_user: "admin"}
    assert registry.team_roles == {vision: "viewer"}
    world.registries.give_role(registry, cy.id, "member")
    world.registries.give_role(registry, vision.id, "restricted_viewer")
    world.registries.invite(registry, [cy.id], [vision.id])
    assert (registry.roles[cy], registry.team_roles[vision]) == ("member", "restricted_viewer")
    world.registries.dismiss(registry, [cy.id], [vision.id])
    assert (cy in registry.roles, registry.team_roles) == (False, {})


def test_what_ends_a_membership_ends_the_invitation(world: World, registry: Project) -> None:
    cy, vision = world.user("cy"), world.team("vision")
    world.registries.invite(registry, [cy.id, world.user("bob").id], [vision.id])
    world.people.leave(world.organization("acme").entity, cy)
    assert not may_read(cy, registry)
    world.remove_user("bob")
    world.remove_team("vision")
    assert (list(registry.roles), registry.team_roles) == ([world.user("ada")], {})


@pytest.mark.parametrize("verb", ["invite", "dismiss"])
def test_one_who_is_unknown_changes_nothing(world: World, registry: Project, verb: str) -> None:
    act = getattr(world.registries, verb)
    before = dict(registry.roles), dict(registry.team_roles)
    known = world.user("cy" if verb == "invite" else "ada").id
    for users, teams in (([known, world.user("eve").id], []), ([known], [world.team("elsewhere").id])):
        with pytest.raises(NotFound, match=r"of 'acme-org.*' with id .* not found"):
            act(registry, users, teams)
    assert (registry.roles, registry.team_roles) == before
    with pytest.raises(NotFound):
        world.registries.give_role(registry, world.user("eve").id, "member")
    with pytest.raises(Invalid, match="unknown role 'owner': expected one of admin, member, viewer, restricted_viewer"):
        world.registries.give_role(registry, world.user("ada").id, "owner")


@given(
    entity=st.sampled_from([None, "member", "viewer"]),
    invited=st.sampled_from([None, *PROJECT_ROLES]),
    team=st.sampled_from([None, *PROJECT_ROLES]),
    restricted=st.booleans(),
)
def test_the_most_of_what_one_is_counts(
    entity: str | None, invited: str | None, team: str | None, restricted: bool
) -> None:
    world = World()
    bob = world.user("bob")
    world.organization("acme", members={bob: entity} if entity else {})
    project = world.project("acme-org/p", access="RESTRICTED" if restricted else "PRIVATE")
    crew = world.people.add_team("crew", [bob])
    project.roles |= {bob: invited} if invited else {}  # type: ignore[dict-item]
    project.team_roles |= {crew: team} if team else {}  # type: ignore[dict-item]
    held = {None if restricted else entity, invited, team} - {None}
    assert may_read(bob, project) == bool(held)
    assert may_write(bob, project) == bool(held & {"admin", "member"})
    assert may_administer(bob, project) == ("admin" in held)
