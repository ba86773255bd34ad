"""Registries: the projects of an organization that versions of its teams are linked to, and who is invited to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import RLock
from typing import Protocol, TypeVar

from runfake.world import errors
from runfake.world.artifacts.holdings import Holdings
from runfake.world.entities import Entity
from runfake.world.errors import Conflict
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.projects import Project
from runfake.world.roles import ProjectRole, check_project_role
from runfake.world.users import User


@dataclass(frozen=True, slots=True)
class Accepted:
    """The artifact types that may be linked to a registry: all, or some; None leaves it as it is.

    Raises:
        Invalid: one of them is no name.
        Conflict: some are given, and all.
    """

    all_types: bool | None = None
    types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.types:
            check_name("artifact type", name)
        if self.types and self.all_types:
            raise Conflict("a registry accepts either some artifact types, or all: give one of both.")


class Registries:
    """Says what goes into a registry, and who is in it."""

    def __init__(self, artifacts: Holdings, lock: RLock) -> None:
        self.lock = lock
        self._artifacts = artifacts

    @atomic
    def accept(self, registry: Project, accepted: Accepted) -> None:
        """Says which artifact types may be linked to a registry; types that it has taken in stay."""
        for name in accepted.types:
            self._artifacts.type(registry, name)
        if accepted.all_types is not None:
            registry.accepts_all_types = accepted.all_types

    # -- members -------------------------------------------------------------------------------

    @atomic
    def invite(self, project: Project, user_ids: Iterable[str], team_ids: Iterable[str]) -> None:
        """Takes users and teams in, by their GraphQL ids, as viewers; admins of the organization as admins.

        Who is in it already stays what it is.

        Raises:
            NotFound: one of them is no member, or no team, of the organization.
        """
        users, teams = self._users(project, user_ids), self._teams(project, team_ids)
        for user in users:
            project.roles.setdefault(user, "admin" if project.entity.roles[user] == "admin" else "viewer")
        for team in teams:
            project.team_roles.setdefault(team, "viewer")

    @atomic
    def dismiss(self, project: Project, user_ids: Iterable[str], team_ids: Iterable[str]) -> None:
        """Takes users and teams out, by their GraphQL ids.

        Raises:
            NotFound: one of them is not in it.
        """
        users = [_in(project.roles, user_id, project) for user_id in user_ids]
        teams = [_in(project.team_roles, team_id, project) for team_id in team_ids]
        for user in users:
            del project.roles[user]
        for team in teams:
            del project.team_roles[team]

    @atomic
    def give_role(self, project: Project, member_id: str, role: str) -> None:
        """Gives a user or a team in it, by its GraphQL id, another role.

        Raises:
            NotFound: it is not in it.
            Invalid: there is no such role.
        """
        checked = check_project_role(role)
        if any(user.id == member_id for user in project.roles):
            project.roles[_in(project.roles, member_id, project)] = checked
        else:
            project.team_roles[_in(project.team_roles, member_id, project)] = checked

    def _users(self, project: Project, user_ids: Iterable[str]) -> list[User]:
        known = {user.id: user for user in project.entity.roles}
        return [_known(known, user_id, f"member of {project.entity.name!r}") for user_id in user_ids]

    def _teams(self, project: Project, team_ids: Iterable[str]) -> list[Entity]:
        organization = project.entity.organization
        known = {team.id: team for team in (organization.teams.values() if organization else ())}
        return [_known(known, team_id, f"team of {project.entity.name!r}") for team_id in team_ids]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Member = TypeVar("_Member", bound=_HasId)
_Thing = TypeVar("_Thing")


def _in(roles: Mapping[_Member, ProjectRole], member_id: str, project: Project) -> _Member:
    return _known({member.id: member for member in roles}, member_id, f"member of {project.path!r}")


def _known(things: Mapping[str, _Thing], its_id: str, kind: str) -> _Thing:
    if its_id not in things:
        raise errors.id_not_found(kind, its_id)
    return things[its_id]
