"""Every project of a world: found, made and edited by entity and name."""

from __future__ import annotations

from threading import RLock

from runfake.world.access import REGISTRY_ACCESS, check_access_level, check_administer, check_write, may_read
from runfake.world.clock import Clock
from runfake.world.entities import Entity
from runfake.world.errors import Invalid
from runfake.world.ids import Ids, split_node_id
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.people import People
from runfake.world.projects import REGISTRY_PREFIX, Project
from runfake.world.users import User


class ProjectRegistry:
    """Makes, finds and edits projects."""

    def __init__(self, people: People, ids: Ids, clock: Clock, lock: RLock) -> None:
        self.lock = lock
        self._people = people
        self._ids = ids
        self._clock = clock
        self._by_number: dict[str, Project] = {}

    def find_by_id(self, project_id: str) -> Project | None:
        """The project with that GraphQL id, or internal id; None if there is none."""
        kind, number = split_node_id(project_id, 2) or ("", "")
        return self._by_number.get(number) if kind in ("Project", "ProjectInternalId") else None

    def find(self, entity: str, name: str) -> Project | None:
        """The project, None if there is none."""
        owner = self._people.entities.get(entity)
        return owner.projects.get(name) if owner else None

    @atomic
    def named(self, entity: Entity, name: str, user: User | None) -> Project:
        """The project of that name, made if need be; ``user`` made it then.

        Raises:
            Invalid: that is no name.
        """
        found = entity.projects.get(name)
        if found is None:
            check_name("project", name)
            if name.startswith(REGISTRY_PREFIX) and entity.kind != "organization":
                raise Invalid(f"{name!r} would be a registry: make it in the entity of an organization.")
            found = Project(self._ids.number("Project"), name, entity, user, self._clock.now())
            entity.projects[name] = found
            self._by_number[str(found.number)] = found
        return found

    def forget(self, project: Project) -> None:
        """Drops a project; what is in it is for the caller to drop."""
        del project.entity.projects[project.name]
        del self._by_number[str(project.number)]

    @atomic
    def to_write(self, user: User, entity: str | None, name: str | None) -> Project:
        """The project that ``user`` writes to, made if need be.

        Raises:
            NotFound: no such entity.
            Invalid: that is no name.
            Forbidden: the user may not write there.
        """
        owner = self.owner_to_write(user, entity, name)
        return self.named(owner, name or "", user)

    def owner_to_write(self, user: User, entity: str | None, name: str | None) -> Entity:
        """The entity of a project that ``user`` may write to, or make; raises what :meth:`to_write` does."""
        owner = self._people.entity(entity or user.default_entity)
        project = owner.projects.get(name or "")
        # Of a project that the user may not see, no word: the entity is what it may not write to.
        check_write(user, project if project is not None and may_read(user, project) else owner)
        return owner

    @atomic
    def upsert(
        self,
        user: User,
        *,
        entity: str | None,
        name: str | None,
        description: str | None = None,
        access: str | None = None,
    ) -> tuple[Project, bool]:
        """Makes or edits a project, as ``upsertModel`` does; also says whether it was made.

        Raises:
            NotFound: no such entity.
            Invalid: that is no name, or no access level.
            Forbidden: the user may not write there, or not say who may.
        """
        owner = self.owner_to_write(user, entity, name)
        inserted = name not in owner.projects
        if access is not None:
            check_access_level(access)
            if (name or "").startswith(REGISTRY_PREFIX) and access not in REGISTRY_ACCESS:
                raise Invalid(f"a registry is for all of its organization (PRIVATE) or RESTRICTED, not {access}.")
            if not inserted and access != owner.projects[name or ""].access:
                check_administer(user, owner.projects[name or ""])
        project = self.named(owner, name or "", user)
        if description is not None:
            project.description = description
        project.access = access or project.access
        if (inserted and project.is_registry) or access == "RESTRICTED":
            project.roles.setdefault(user, "admin")
        project.updated_at = self._clock.now()
        return project, inserted
