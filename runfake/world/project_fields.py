"""What projects can be filtered and ordered by."""

from __future__ import annotations

from operator import attrgetter

from runfake.world.filters.fields import FieldTable, column
from runfake.world.projects import Project

PROJECT_FIELDS: FieldTable[Project] = FieldTable(
    "projects",
    (
        column("id", attrgetter("id")),
        column("name", attrgetter("name")),
        column("description", attrgetter("description")),
        column("access", attrgetter("access")),
        column("created_at", attrgetter("created_at"), is_time=True),
        column("updated_at", attrgetter("updated_at"), is_time=True),
        column("entity_id", attrgetter("entity.id")),
        column("entity entity_name", attrgetter("entity.name")),
    ),
)
