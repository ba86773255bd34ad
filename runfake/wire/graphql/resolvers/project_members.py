"""Who is invited to a project or a registry, and how that changes."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.world.projects import Project

project = Fields("Project")
mutation = Fields("Mutation")
FIELDS = (
    project,
    mutation,
    Fields("ProjectMember").items("id", "name", "username", "email", "role"),
    Fields("ProjectTeamMember").items("team", "role"),
    Fields("Role").items("name"),
)


@project("members")
def members_of_project(source: Project, _: Context) -> list[dict[str, Any]]:
    return [
        {"id": user.id, "name": user.name, "username": user.username, "email": user.email, "role": {"name": role}}
        for user, role in source.roles.items()
    ]


@project("teamMembers")
def teams_of_project(source: Project, _: Context) -> list[dict[str, Any]]:
    return [{"team": team, "role": {"name": role}} for team, role in source.team_roles.items()]


@mutation("createProjectMembers")
def invite(_: None, context: Context, input: dict[str, Any]) -> Any:
    users, teams = input.get("user_ids") or (), input.get("team_ids") or ()
    context.world.registries.invite(_project(context, input), users, teams)
    return {"success": True}


@mutation("deleteProjectMembers")
def dismiss(_: None, context: Context, input: dict[str, Any]) -> Any:
    users, teams = input.get("user_ids") or (), input.get("team_ids") or ()
    context.world.registries.dismiss(_project(context, input), users, teams)
    return {"success": True}


@mutation("updateProjectMember")
def give_user_role(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.world.registries.give_role(_project(context, input), input["user_id"], input["user_project_role"])
    return {"success": True}


@mutation("updateProjectTeamMember")
def give_team_role(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.world.registries.give_role(_project(context, input), input["team_id"], input["team_project_role"])
    return {"success": True}


def _project(context: Context, input: dict[str, Any]) -> Project:
    found = context.world.projects.find_by_id(input["project_id"])
    return context.reach.project_to_administer(found, input["project_id"])
