"""Users, entities, and whose key it is."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.connections import connection, connection_fields, paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.entities import Entity
from runfake.world.projects import Project
from runfake.world.users import User

query = Fields("Query")
user = Fields("User")
entity = Fields("Entity")
member = Fields("Member")
api_key = Fields("ApiKey")
FIELDS = (
    query,
    user,
    entity,
    member,
    api_key,
    *connection_fields("User"),
    *connection_fields("ApiKey"),
    *connection_fields("Entity"),
    *paged_fields("Project"),
)

user.attributes(id="id", name="name", username="username", email="email", admin="admin", entity="default_entity")
user.constants(flags="{}", deletedAt=None, photoUrl=None, userInfo=None, organizations=[])
entity.attributes(id="id", name="name", isTeam="is_team", entityType="kind", storageBytes="storage_bytes", user="owner")
entity.constants(
    available=False,
    photoUrl=None,
    limits=None,
    readOnly=False,
    readOnlyAdmin=False,
    privateOnly=False,
    codeSavingEnabled=False,
    defaultAccess="PRIVATE",
    isPaid=False,
    xxhashDigestsEnabled=False,
    organization=None,
)
api_key.attributes(id="id", name="name", description="description")
member.attributes(id="id", email="email", username="username", name="name", admin="admin")
member.constants(pending=False, photoUrl=None, accountType="USER", apiKey=None)


@query("viewer")
def viewer(_: None, context: Context) -> User:
    return context.user


@query("users")
def users(_: None, context: Context, query: str | None = None) -> Any:
    wanted = (query or "").lower()
    found = [
        u for u in context.world.people.users.values() if wanted in u.username.lower() or wanted in u.email.lower()
    ]
    return {"edges": [{"node": u} for u in found]}


@query("entity")
def entity_by_name(_: None, context: Context, name: str | None = None) -> Entity | None:
    return context.world.people.entities.get(name or context.user.default_entity)


@query("organization")
def organization(_: None, _context: Context, name: str) -> None:  # noqa: ARG001 - a world has no organizations yet
    return None


@user("apiKeys")
def user_keys(source: User, _: Context) -> Any:
    return {"edges": [{"node": key} for key in source.keys]}


@user("teams")
def user_teams(source: User, context: Context) -> Any:
    return {"edges": [{"node": team} for team in context.world.people.teams_of(source)]}


@user("projects")
def user_projects(source: User, context: Context, after: str | None = None, first: int | None = None) -> Any:
    projects = [p for team in context.world.people.teams_of(source) for p in team.projects.values()]
    return project_page(projects, first, after)


def project_page(projects: list[Project], first: int | None, after: str | None) -> Any:
    """A page of projects, in the order they were made."""
    return connection(sorted(projects, key=lambda p: p.number), first, after, key=lambda p: p.number)


@entity("members")
def entity_members(source: Entity, _: Context) -> list[User]:
    return source.members


@member("role")
def member_role(source: User, _: Context) -> str:
    return "admin" if source.admin else "member"


@entity("project")
def entity_project(source: Entity, _: Context, name: str | None = None) -> Project | None:
    return source.projects.get(name or "")
