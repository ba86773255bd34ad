"""Users, keys, teams and organizations, as the real client shows and changes them."""

from __future__ import annotations

from base64 import b64decode

import pytest
import wandb
from wandb.apis.public import Team, User
from wandb.sdk.lib.service.service_connection import WandbApiFailedError

from runfake.pytest_plugin.fixture import Runfake


def api_of(runfake: Runfake, name: str, admin: bool | None = None) -> wandb.Api:
    """The public API with the key of a user, who is made if need be."""
    return wandb.Api(api_key=runfake.world.user(name, admin=admin).api_key)


def found(api: wandb.Api, name: str) -> User:
    """The user that the API finds."""
    user = api.user(name)
    assert user
    return user


def number(gql_id: str) -> tuple[str, int]:
    """What the client decodes an id to."""
    kind, _, index = b64decode(gql_id).decode().partition(":")
    return kind, int(index)


# -- users and keys --------------------------------------------------------------------------------


def test_the_viewer_is_whose_key_it_is(runfake: Runfake) -> None:
    runfake.world.team("vision", members=[runfake.world.user("ada", email="ada@example.org")])
    viewer = api_of(runfake, "ada").viewer
    assert (viewer.username, viewer.name, viewer.entity, viewer.email) == ("ada", "ada", "ada", "ada@example.org")
    assert viewer.teams == ["ada", "vision"]
    assert viewer.admin is False
    assert number(viewer.id) == ("User", runfake.world.user("ada").number)
    assert repr(viewer) == "<User ada@example.org>"
    assert viewer.user_api
    assert viewer.user_api.default_entity == "ada"


def test_the_names_of_keys_are_the_start_of_them(runfake: Runfake) -> None:
    viewer = api_of(runfake, "ada").viewer
    (name,) = viewer.api_keys
    assert runfake.world.user("ada").api_key.startswith(name)
    assert name not in (runfake.world.user("ada").api_key, "")


def test_a_generated_key_works_at_once_and_a_deleted_one_no_longer(runfake: Runfake) -> None:
    viewer = api_of(runfake, "ada").viewer
    secret = viewer.generate_api_key("for the laptop")
    assert secret
    assert wandb.Api(api_key=secret).viewer.username == "ada"
    assert runfake.world.user("ada").keys[1].description == "for the laptop"
    assert viewer.api_keys[1] == secret
    assert viewer.delete_api_key(secret) is True
    with pytest.raises(Exception, match=r"not known here|API key"):
        wandb.Api(api_key=secret)
    assert len(runfake.world.user("ada").keys) == 1
    assert viewer.delete_api_key(secret) is False


def test_a_username_may_be_the_key_and_works_until_the_user_is_removed(runfake: Runfake) -> None:
    name = "user_gw0-" + "5" * 40
    runfake.world.user(name, api_key=name)
    api = wandb.Api(api_key=name)
    assert (api.default_entity, api.viewer.api_keys) == (name, [name[:20]])
    runfake.world.remove_user(name)
    with pytest.raises(WandbApiFailedError, match="not known here"):
        list(api.projects(name))


def test_only_the_user_and_admins_see_and_delete_keys(runfake: Runfake) -> None:
    runfake.world.team("vision", members=[runfake.world.user("ada"), runfake.world.user("bob")])
    assert found(api_of(runfake, "bob"), "ada").api_keys == []
    boss = api_of(runfake, "boss", admin=True)
    seen = found(boss, "ada")
    assert len(seen.api_keys) == 1
    assert seen.delete_api_key(seen.api_keys[0]) is True
    assert runfake.world.user("ada", api_key="new").keys[0].secret == "new"


def test_users_are_found_by_name_and_email_among_ones_own_and_by_admins_among_all(runfake: Runfake) -> None:
    for name in ("ada", "adam", "eve"):
        runfake.world.user(name)
    runfake.world.team("vision", members=["ada", "adam"])
    ada = api_of(runfake, "ada")
    assert [user.username for user in ada.users("ada")] == ["ada", "adam"]
    assert found(ada, "adam@example.com").username == "adam"
    assert ada.user("eve") is None
    assert ada.users("eve") == []
    boss = api_of(runfake, "boss", admin=True)
    assert [user.username for user in boss.users("@example.com")] == ["runfake", "ada", "adam", "eve", "boss"]


def test_an_admin_makes_users_and_nobody_else(runfake: Runfake) -> None:
    boss, ada = api_of(runfake, "boss", admin=True), api_of(runfake, "ada")
    made = boss.create_user("grace.hopper@example.com", admin=True)
    assert (made.username, made.email, made.admin) == ("grace.hopper", "grace.hopper@example.com", True)
    assert runfake.world.people.entity("grace.hopper").owner is runfake.world.user("grace.hopper")
    assert boss.create_user("grace.hopper@example.org").username == "grace.hopper-2"
    for api, email, text in (
        (boss, "grace.hopper@example.com", "has the email address 'grace.hopper@example.com' already"),
        (boss, "nothing", "bad email address 'nothing'"),
        (ada, "x@example.com", "only admins of the instance"),
    ):
        with pytest.raises(WandbApiFailedError, match=text):
            api.create_user(email)
    assert isinstance(made, User)


# -- teams -----------------------------------------------------------------------------------------


def test_a_team_shows_its_members_with_their_roles(runfake: Runfake, api: wandb.Api) -> None:
    runfake.world.team("vision", members={runfake.world.user("ada"): "admin", runfake.world.user("vic"): "viewer"})
    team = api.team("vision")
    assert (team.name, team.is_team, team.entity_type, team.available) == ("vision", True, "team", False)
    assert number(team.id)[0] == "Entity"
    assert [(m.username, m.admin, m.pending, m.account_type, m.api_key) for m in team.members] == [
        ("runfake", True, False, "USER", None), ("ada", True, False, "USER", None), ("vic", False, False, "USER", None),
    ]  # fmt: skip
    assert [number(member.id)[0] for member in team.members] == ["User"] * 3
    assert repr(team.members[1]) == "<Member ada (USER)>"


def test_a_personal_entity_is_a_team_of_one(api: wandb.Api) -> None:
    team = api.team("runfake")
    assert (team.is_team, team.entity_type) == (False, "user")
    assert [(member.username, member.account_type) for member in team.members] == [("runfake", "USER")]
    assert team.invite("nobody") is False


def test_who_makes_a_team_administers_it(runfake: Runfake) -> None:
    ada, boss = api_of(runfake, "ada"), api_of(runfake, "boss", admin=True)
    assert [(m.username, m.admin) for m in ada.create_team("vision").members] == [("ada", True)]
    assert [(m.username, m.admin) for m in boss.create_team("speech", "ada").members] == [("ada", True)]
    assert ada.viewer.teams == ["ada", "vision", "speech"]


def test_a_team_that_cannot_be_made_leaves_things_as_they_are(runfake: Runfake) -> None:
    runfake.world.team("vision", members=[runfake.world.user("eve")])
    ada, eve = api_of(runfake, "ada"), api_of(runfake, "eve")
    assert ada.create_team("vision").members == []
    assert [member.username for member in eve.create_team("vision").members] == ["runfake", "eve"]
    with pytest.raises(KeyError):
        ada.create_team("others", "eve")
    assert "others" not in runfake.world.people.entities
    refused = [entry.error for entry in runfake.journal.refused()]
    assert any("user 'ada' may not make a team for 'eve'" in (text or "") for text in refused)


def test_a_team_is_in_the_organization_of_who_makes_it(runfake: Runfake) -> None:
    runfake.world.organization("acme", members={runfake.world.user("ada"): "member"})
    api_of(runfake, "ada").create_team("vision")
    assert list(runfake.world.organization("acme").teams) == ["vision"]
    runfake.world.organization("other", members=["ada"])
    api_of(runfake, "ada").create_team("speech")
    assert runfake.world.team("speech").organization is None


def test_invited_users_are_in_the_team_at_once(runfake: Runfake) -> None:
    ada, bob = api_of(runfake, "ada"), api_of(runfake, "bob")
    runfake.world.user("cy", email="cy@example.org")
    team = ada.create_team("vision")
    assert [team.invite("bob"), team.invite("cy@example.org", admin=True)] == [True, True]
    assert [team.invite("bob"), team.invite("cy"), team.invite("nobody")] == [False, False, False]
    assert [(m.username, m.admin) for m in ada.team("vision").members] == [
        ("ada", True), ("bob", False), ("cy", True),
    ]  # fmt: skip
    assert bob.viewer.teams == ["bob", "vision"]


def test_who_has_no_user_yet_is_pending_until_there_is_one(runfake: Runfake) -> None:
    ada = api_of(runfake, "ada")
    team = ada.create_team("vision")
    assert [team.invite("new@example.com", admin=True), team.invite("late@example.com")] == [True, True]
    assert team.invite("new@example.com") is False
    pending = ada.team("vision").members[1:]
    assert [(m.email, m.name, m.username, m.pending, m.admin) for m in pending] == [
        ("new@example.com", "new@example.com", None, True, True), ("late@example.com",) * 2 + (None, True, False),
    ]  # fmt: skip
    assert pending[1].delete() is True
    new = api_of(runfake, "boss", admin=True).create_user("new@example.com")
    assert [(m.username, m.admin, m.pending) for m in ada.team("vision").members] == [
        ("ada", True, False), (new.username, True, False),
    ]  # fmt: skip


def test_members_go_by_themselves_or_by_an_admin(runfake: Runfake) -> None:
    runfake.world.team("vision", members=[runfake.world.user(name) for name in ("ada", "bob", "cy")])
    _, ada, bob, cy = api_of(runfake, "ada").team("vision").members
    assert [bob.delete(), ada.delete()] == [False, True]
    owner = wandb.Api().team("vision")
    assert owner.members[2].delete() is True
    assert cy.delete() is False
    assert [member.username for member in wandb.Api().team("vision").members] == ["runfake", "bob"]


def test_a_service_account_logs_with_the_key_that_admins_see(runfake: Runfake) -> None:
    ada, bob = api_of(runfake, "ada"), api_of(runfake, "bob")
    team = ada.create_team("vision")
    team.invite("new@example.com")
    machine = team.create_service_account("nightly builds")
    assert machine
    assert (machine.name, machine.account_type, machine.username) == ("nightly builds", "SERVICE", "vision-service")
    team.invite("bob")
    assert bob.team("vision").members[-1].api_key is None
    assert bob.team("vision").create_service_account("mine") is None
    api = wandb.Api(api_key=machine.api_key)
    assert (api.default_entity, api.viewer.teams) == ("vision", ["vision"])
    api.create_run(run_id="a", project="p", entity="vision")
    assert runfake.get_run("vision/p/a").user is runfake.world.people.users["vision-service"]
    runfake.world.remove_team("vision")
    assert "vision-service" not in runfake.world.people.users


def test_a_missing_team_is_no_team(runfake: Runfake, api: wandb.Api) -> None:
    with pytest.raises(KeyError):
        Team(api._service_api, "nobody")
    assert "nobody" not in runfake.world.people.entities


# -- organizations ---------------------------------------------------------------------------------


def test_an_organization_is_found_by_name_and_by_default(runfake: Runfake) -> None:
    acme = runfake.world.organization("acme", members=[runfake.world.user("ada")])
    runfake.world.team("vision", organization="acme", members=["ada"])
    ada = api_of(runfake, "ada")
    for shown in (ada.organization("acme"), ada.organization()):
        assert (shown.name, shown.id, shown.org_entity.name) == ("acme", acme.id, "acme-org")
    by_team = wandb.Api(api_key=runfake.world.user("ada").api_key, overrides={"entity": "vision"})
    assert by_team.organization().name == "acme"


def test_an_organization_is_nobody_elses_business(runfake: Runfake) -> None:
    runfake.world.organization("acme")
    eve = api_of(runfake, "eve")
    with pytest.raises(Exception, match="Organization 'acme' not found"):
        eve.organization("acme")
    with pytest.raises(Exception, match="Unable to find organization for entity"):
        eve.organization()
