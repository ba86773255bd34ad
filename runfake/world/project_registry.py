"""Every project of a world: found, made and edited by entity and name."""

from __future__ import annotations

from threading import RLock

from runfake.world.clock import Clock
from runfake.world.entities import Entity
from runfake.world.ids import Ids
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.people import People
from runfake.world.projects import Project
from runfake.world.users import User


class ProjectRegistry:
    """Makes, finds and edits projects."""

    def __init__(self, people: People, ids: Ids, clock: Clock, lock: RLock) -> None:
        self.lock = lock
        self._people = people
        self._ids = ids
        self._clock = clock

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
            found = Project(self._ids.number("Project"), name, entity, user, self._clock.now())
            entity.projects[name] = found
        return found

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
            Invalid: that is no name.
        """
        owner = self._people.entity(entity or user.default_entity)
        inserted = name not in owner.projects
        project = self.named(owner, name or "", user)
        if description is not None:
            project.description = description
        if access is not None:
            project.access = access
        project.updated_at = self._clock.now()
        return project, inserted
