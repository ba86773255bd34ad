"""Registries, as the real client makes and shows them, and links to them."""

from __future__ import annotations

from pathlib import Path

import pytest
import wandb
from wandb.apis.public import Registry

from runfake import which
from runfake.pytest_plugin.fixture import Runfake


@pytest.fixture
def ada(runfake: Runfake) -> wandb.Api:
    """The client of an admin of the organization ``acme``, which has the team ``vision``, with bob in it, and cy."""
    world = runfake.world
    for name in ("ada", "bob", "cy", "eve"):
        world.user(name)
    world.organization("acme", members={"ada": "admin", "cy": "viewer"})
    world.team("vision", organization="acme", members=["bob"])
    return api_of(runfake, "ada")


def api_of(runfake: Runfake, name: str) -> wandb.Api:
    """The public API with the key of a user."""
    return wandb.Api(api_key=runfake.world.user(name).api_key, overrides={"entity": name})


def roles(registry: Registry) -> dict[str, str]:
    """The members of a registry, users and teams, and their roles."""
    users = {member.user.username: str(member.role) for member in registry.user_members()}
    return users | {member.team.name: str(member.role) for member in registry.team_members()}


def test_a_registry_is_made_once_and_found_again(ada: wandb.Api) -> None:
    made = ada.create_registry("models", visibility="organization", organization="acme", description="ours")
    found = ada.registry("models", "acme")
    for registry in (made, found):
        assert (registry.name, registry.full_name) == ("models", "wandb-registry-models")
        assert (registry.entity, registry.organization) == ("acme-org", "acme")
        assert (registry.description, registry.visibility) == ("ours", "organization")
        assert (registry.allow_all_artifact_types, list(registry.artifact_types)) == (True, [])
    assert made.id == found.id
    with pytest.raises(ValueError, match="already exists"):
        ada.create_registry("models", visibility="organization", organization="acme")
    with pytest.raises(ValueError, match="Failed to load registry"):
        ada.registry("other", "acme")


def test_registries_are_listed_by_filter_and_order(ada: wandb.Api) -> None:
    for name in ("models", "data", "old-models"):
        ada.create_registry(name, visibility="organization", organization="acme")
    assert [r.name for r in ada.registries("acme")] == ["models", "data", "old-models"]
    assert [r.name for r in ada.registries("acme", filter={"name": {"$regex": "models"}})] == ["models", "old-models"]
    assert [r.name for r in ada.registries("acme", order="-name", per_page=1)] == ["old-models", "models", "data"]


def test_a_registry_is_edited_renamed_and_deleted(runfake: Runfake, ada: wandb.Api) -> None:
    registry = ada.create_registry("models", visibility="restricted", organization="acme", artifact_types=["model"])
    registry.description = "new"
    registry.visibility = "organization"
    registry.artifact_types.append("dataset")
    registry.name = "shelf"
    registry.save()
    found = ada.registry("shelf", "acme")
    assert (found.description, found.visibility, sorted(found.artifact_types)) == (
        "new", "organization", ["dataset", "model"],
    )  # fmt: skip
    assert list(runfake.world.organization("acme").entity.projects) == ["wandb-registry-shelf"]
    found.delete()
    with pytest.raises(ValueError, match="Failed to load registry"):
        ada.registry("shelf", "acme")


def test_versions_are_linked_and_read_through_a_registry(runfake: Runfake, ada: wandb.Api, tmp_path: Path) -> None:
    ada.create_registry("models", visibility="organization", organization="acme", artifact_types=["model"])
    runfake.world.artifact("vision/p/net", type="model", files={"w.txt": "1"})
    runfake.world.artifact("vision/p/data", type="dataset", files={"d.txt": "1"})
    bob = wandb.Api(api_key=runfake.world.user("bob").api_key, overrides={"entity": "vision"})
    bob.artifact("vision/p/net:v0").link("wandb-registry-models/best", aliases=["production"])
    linked = api_of(runfake, "cy").artifact("acme/wandb-registry-models/best:production")
    assert (linked.qualified_name, linked.version) == ("acme-org/wandb-registry-models/best:production", "v0")
    assert (Path(linked.download(str(tmp_path))) / "w.txt").read_text() == "1"
    with pytest.raises(wandb.errors.CommError, match="accepts the types model, so 'dataset' cannot be linked"):
        bob.artifact("vision/p/data:v0").link("wandb-registry-models/data")
    with pytest.raises(wandb.errors.CommError, match="project 'p' not found under entity 'vision'"):
        api_of(runfake, "cy").artifact("vision/p/net:v0")


def test_who_makes_a_registry_is_its_admin_and_others_are_invited(runfake: Runfake, ada: wandb.Api) -> None:
    registry = ada.create_registry("models", visibility="restricted", organization="acme")
    vision = api_of(runfake, "bob").team("vision")
    registry.add_members(ada.users("cy")[0], vision)
    assert roles(registry) == {"ada": "admin", "cy": "viewer", "vision": "viewer"}
    registry.update_member(vision, "member")
    registry.update_member(ada.users("cy")[0], "restricted_viewer")
    assert roles(registry) == {"ada": "admin", "cy": "restricted_viewer", "vision": "member"}
    registry.remove_members(ada.users("cy")[0])
    assert roles(registry) == {"ada": "admin", "vision": "member"}
    with pytest.raises(Exception, match="unknown role 'owner': expected one of admin, member, viewer"):
        registry.update_member(vision, "owner")
    with pytest.raises(Exception, match=r"member of 'acme-org' with id .* not found"):
        registry.add_members(runfake.world.user("eve").id)


def test_only_the_invited_see_a_restricted_registry(runfake: Runfake, ada: wandb.Api) -> None:
    registry = ada.create_registry("secret", visibility="restricted", organization="acme")
    with pytest.raises(ValueError, match="Failed to load registry"):
        api_of(runfake, "bob").registry("secret", "acme")
    registry.add_members(api_of(runfake, "bob").team("vision"))
    assert api_of(runfake, "bob").registry("secret", "acme").id == registry.id
    assert [r.name for r in api_of(runfake, "cy").registries("acme")] == []
    with pytest.raises(ValueError, match="Failed to save registry"):
        api_of(runfake, "bob").registry("secret", "acme").save()
    runfake.world.people.leave(runfake.world.team("vision"), runfake.world.user("bob"))
    with pytest.raises(ValueError, match="Failed to load registry"):
        api_of(runfake, "bob").registry("secret", "acme")


def test_searching_in_registries_is_refused_loudly(runfake: Runfake, ada: wandb.Api) -> None:
    runfake.journal.allow(which.operation("RegistryCollections"))
    runfake.journal.allow(which.operation("RegistryVersions"))
    registry = ada.create_registry("models", visibility="organization", organization="acme")
    for search in (registry.collections(), registry.versions()):
        with pytest.raises(Exception, match=r"runfake does not implement the GraphQL field Entity\.artifact"):
            list(search)
