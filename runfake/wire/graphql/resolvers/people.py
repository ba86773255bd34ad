"""Users, entities, and whose key it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runfake.wire.graphql.connections import connection, connection_fields, filtered, paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.access import may_read
from runfake.world.entities import Entity
from runfake.world.organizations import Organization
from runfake.world.project_fields import PROJECT_FIELDS
from runfake.world.projects import Project
from runfake.world.users import User

query = Fields("Query")
user = Fields("User")
entity = Fields("Entity")
api_key = Fields("ApiKey")
FIELDS = (
    query,
    user,
    entity,
    api_key,
    *connection_fields("User"),
    *connection_fields("ApiKey"),
    *connection_fields("Entity"),
    *paged_fields("Project"),
)

user.attributes(id="id", name="name", username="username", admin="admin", entity="default_entity")
user.constants(flags="{}", deletedAt=None, photoUrl=None, userInfo=None)
entity.attributes(id="id", name="name", isTeam="is_team", entityType="kind", user="owner")
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
)
api_key.attributes(id="id", name="name", description="description")


@query("viewer")
def viewer(_: None, context: Context) -> User:
    return context.user


@query("users")
def users(_: None, context: Context, query: str | None = None) -> Any:
    """Among all for an admin of the instance, else among those that share a team or an organization."""
    people = context.world.people
    known = people.users.values() if context.user.admin else people.fellows_of(context.user)
    wanted = (query or "").lower()
    found = [u for u in known if wanted in u.username.lower() or wanted in u.email.lower()]
    return {"edges": [{"node": u} for u in found]}


@query("entity")
def entity_by_name(_: None, context: Context, name: str | None = None) -> Entity | None:
    return context.reach.find_entity(name)


# -- users -----------------------------------------------------------------------------------------


@user("email")
def user_email(source: User, context: Context) -> str | None:
    """For the user's fellows, and admins of the instance."""
    told = context.user.admin or context.world.people.are_fellows(context.user, source)
    return source.email if told else None


@user("apiKeys")
def user_keys(source: User, context: Context) -> Any:
    """For the user itself, and admins of the instance."""
    told = source.keys if source is context.user or context.user.admin else []
    return {"edges": [{"node": key} for key in told]}


@user("teams")
def user_teams(source: User, context: Context) -> Any:
    return {"edges": [{"node": team} for team in _shared_teams(source, context)]}


@user("organizations")
def user_organizations(source: User, context: Context) -> list[Organization]:
    found = context.world.people.organizations_of(source)
    return [organization for organization in found if may_read(context.user, organization.entity)]


@user("projects")
def user_projects(source: User, context: Context, after: str | None = None, first: int | None = None) -> Any:
    projects = [p for team in context.world.people.teams_of(source) for p in team.projects.values()]
    return project_page(context, projects, first, after)


def _shared_teams(source: User, context: Context) -> list[Entity]:
    """The user's entities, as far as the viewer may look into them."""
    return [team for team in context.world.people.teams_of(source) if may_read(context.user, team)]


def project_page(context: Context, projects: Iterable[Project], first: int | None, after: str | None) -> Any:
    """A page of those projects that the viewer may see, in the order they were made."""
    seen = sorted(context.reach.seen(projects), key=lambda p: p.number)
    return connection(seen, first, after, key=lambda p: p.number)


# -- entities --------------------------------------------------------------------------------------


@entity("storageBytes")
def entity_storage(source: Entity, context: Context) -> int:
    return source.storage_bytes if may_read(context.user, source) else 0


@entity("organization")
def entity_organization(source: Entity, context: Context) -> Organization | None:
    found = source.organization
    return found if found and may_read(context.user, found.entity) else None


@entity("projects")
def entity_projects(source: Entity, context: Context, **asked: Any) -> Any:
    projects = sorted(context.reach.seen(source.projects.values()), key=lambda p: p.number)
    return filtered(context, projects, PROJECT_FIELDS, "+created_at", **asked)


@entity("project")
def entity_project(source: Entity, context: Context, name: str | None = None) -> Project | None:
    return context.reach.find_project(source.name, name)
