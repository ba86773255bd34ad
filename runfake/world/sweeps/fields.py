"""What sweeps can be filtered by."""

from __future__ import annotations

from operator import attrgetter

from runfake.world.filters.fields import FieldTable, column, document
from runfake.world.sweeps.sweep import Sweep


def _username(sweep: Sweep) -> str | None:
    return sweep.user.username if sweep.user else None


SWEEP_FIELDS: FieldTable[Sweep] = FieldTable(
    "sweeps",
    (
        column("name sweep", attrgetter("id")),
        column("display_name", attrgetter("name")),
        column("description", attrgetter("description")),
        column("state", attrgetter("state")),
        column("method", attrgetter("method")),
        column("created_at", attrgetter("created_at"), is_time=True),
        column("updated_at", attrgetter("updated_at"), is_time=True),
        column("heartbeat_at", attrgetter("heartbeat_at"), is_time=True),
        column("run_count", attrgetter("run_count")),
        column("best_loss", attrgetter("best_loss")),
        column("username user", _username),
        column("entity", attrgetter("project.entity.name")),
        column("project", attrgetter("project.name")),
        document("config", attrgetter("setup.values")),
    ),
    hint=" What its configuration says is config.<key>.",
)
