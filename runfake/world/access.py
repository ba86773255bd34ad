"""Who may read, write and administer what: the one place where that is decided."""

from __future__ import annotations

from typing import Literal, get_args

from runfake.world import errors
from runfake.world.entities import Entity
from runfake.world.projects import Project
from runfake.world.roles import PROJECT_ROLES, ProjectRole
from runfake.world.users import User

# PRIVATE and ENTITY_WRITE: the members of the entity. ENTITY_READ: they read, its admins write. USER_READ and
# USER_WRITE: everyone who can log in reads, and writes. RESTRICTED: who was invited, and the admins of the entity.
# Who is invited to a project is in it whatever its access.
AccessLevel = Literal["PRIVATE", "RESTRICTED", "ENTITY_READ", "ENTITY_WRITE", "USER_READ", "USER_WRITE"]
ACCESS_LEVELS: tuple[str, ...] = get_args(AccessLevel)

REGISTRY_ACCESS = ("PRIVATE", "RESTRICTED")
_PUBLIC = ("USER_READ", "USER_WRITE")


def check_access_level(level: str) -> str:
    """``level`` itself, if a project can have it.

    Raises:
        Invalid: there is no such level.
    """
    if level not in ACCESS_LEVELS:
        raise errors.bad_access_level(level, ACCESS_LEVELS)
    return level


def may_read(user: User, place: Project | Entity) -> bool:
    """Whether ``user`` may see a project, or what is inside of an entity, such as its members.

    That there is an entity of some name is no secret.
    """
    if user.admin:
        return True
    if isinstance(place, Entity):
        return user in place.roles or (place.organization is not None and user in place.organization.roles)
    return place.access in _PUBLIC or _role(user, place) is not None


def may_write(user: User, place: Project | Entity) -> bool:
    """Whether ``user`` may change what is in a project, or make projects in an entity."""
    if user.admin:
        return True
    if isinstance(place, Entity):
        return place.roles.get(user) in ("admin", "member")
    role = _role(user, place)
    if place.access == "ENTITY_READ":
        return role == "admin"
    return place.access == "USER_WRITE" or role in ("admin", "member")


def may_administer(user: User, place: Project | Entity) -> bool:
    """Whether ``user`` may say who reads and writes, and remove the place.

    That is for admins of the entity, for those of its organization, and for who made the project.
    """
    if user.admin:
        return True
    if isinstance(place, Entity):
        above = place.organization
        return place.roles.get(user) == "admin" or (above is not None and above.roles.get(user) == "admin")
    return _role(user, place) == "admin" or (place.user is user and may_write(user, place))


def _role(user: User, project: Project) -> ProjectRole | None:
    """The most that a user is in a project: by the entity, unless only invited ones are let in, or by invitation."""
    role: ProjectRole | None = project.entity.roles.get(user)
    if project.access == "RESTRICTED" and role != "admin":
        role = None
    if project.roles or project.team_roles:
        invited = [project.roles.get(user), *(r for team, r in project.team_roles.items() if user in team.roles)]
        return min((r for r in (role, *invited) if r), key=PROJECT_ROLES.index, default=None)
    return role


def check_write(user: User, place: Project | Entity) -> None:
    """Raises Forbidden unless ``user`` may write there; what it may not see has to be ruled out before."""
    if not may_write(user, place):
        raise errors.may_not(user.username, "write to", _named(place))


def check_administer(user: User, place: Project | Entity) -> None:
    """Raises Forbidden unless ``user`` may administer the place; see :func:`check_write`."""
    if not may_administer(user, place):
        raise errors.may_not(user.username, "administer", _named(place))


def _named(place: Project | Entity) -> str:
    return f"entity {place.name!r}" if isinstance(place, Entity) else f"project {place.path!r} ({place.access})"
