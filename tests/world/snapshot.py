"""All that can be seen of a world, as plain values that compare with ``==``."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from runfake.world import World
from runfake.world.entities import Entity
from runfake.world.history import History
from runfake.world.projects import Project
from runfake.world.runs import Run, RunEdit
from runfake.world.sweeps.sweep import Sweep

_WRITTEN_BY_PEOPLE = [field.name for field in fields(RunEdit) if field.name not in ("config", "summary")]


def view_of_history(history: History) -> dict[str, Any]:
    """The lines and everything that is derived from them."""
    return {
        "lines": history.sample(len(history)),
        "by step": history.window(None, None, None),
        "steps": history.steps(),
        "last step": history.last_step,
        "keys": json.dumps(history.describe_keys()),
    }


def view_of_run(run: Run) -> dict[str, Any]:
    """A run with all that was logged to it."""
    return {
        "path": run.path,
        "ids": (run.number, run.storage_id),
        "user": run.user and run.user.username,
        "state": (run.state, run.exit_code, run.stop_requested, run.sweep_id),
        "times": (run.created_at, run.heartbeat_at),
        "config": run.wire_config.text,
        "summary": run.wire_summary.text,
        "edits": json.dumps({name: getattr(run, name) for name in _WRITTEN_BY_PEOPLE}),
        "history": view_of_history(run.history),
        "events": run.events.sample(len(run.events)),
        "console": list(run.console),
        "files": [(f.name, f.id, f.size, f.mimetype, f.content, f.updated_at) for f in run.files.values()],
    }


def view_of_sweep(sweep: Sweep) -> dict[str, Any]:
    """A sweep with its runs and agents."""
    return {
        "path": sweep.path,
        "ids": (sweep.number, sweep.storage_id),
        "user": sweep.user and sweep.user.username,
        "times": (sweep.created_at, sweep.updated_at, sweep.heartbeat_at),
        "edits": (sweep.display_name, sweep.description, sweep.setup.text, sweep.controller),
        "state": (sweep.state, sweep.exhausted, sweep.best_loss),
        "runs": [[run.path for run in runs] for runs in (sweep.runs, sweep.prior_runs, sweep.waiting)],
        "agents": [(a.id, a.name, a.host, a.state, a.heartbeat_at, [run.id for run in a.runs]) for a in sweep.agents],
        "scheduled": dict(sweep.scheduled),
    }


def view_of_project(project: Project) -> dict[str, Any]:
    """A project with its runs and sweeps."""
    return {
        "path": project.path,
        "ids": (project.number, project.id, project.internal_id),
        "user": project.user and project.user.username,
        "times": (project.created_at, project.updated_at),
        "edits": (project.description, project.access, project.accepts_all_types),
        "roles": {user.id: role for user, role in project.roles.items()}
        | {team.id: role for team, role in project.team_roles.items()},
        "made": project.runs_made,
        "runs": {id: view_of_run(run) for id, run in project.runs.items()},
        "sweeps": {id: view_of_sweep(sweep) for id, sweep in project.sweeps.items()},
    }


def _view_of_entity(entity: Entity) -> dict[str, Any]:
    return {
        "ids": (entity.number, entity.id, entity.name, entity.kind),
        "members": {member.username: role for member, role in entity.roles.items()},
        "organization": entity.organization and entity.organization.name,
        "projects": {name: view_of_project(project) for name, project in entity.projects.items()},
    }


def view(world: World) -> dict[str, Any]:
    """Everything; takes no lock, so that it may look at a world in the midst of a call."""
    return {
        "users": [
            (user.id, username, user.name, user.email, user.admin, [(k.number, k.secret) for k in user.keys])
            for username, user in world.people.users.items()
        ],
        "organizations": {
            name: (organization.id, organization.entity.name, list(organization.teams))
            for name, organization in world.people.organizations.items()
        },
        "entities": {name: _view_of_entity(entity) for name, entity in world.people.entities.items()},
    }
