"""The demo's world: a small machine-learning team, a few weeks of its runs."""

from __future__ import annotations

from typing import Any

from faker import Faker

from runfake.demo.consoles import console
from runfake.demo.documents import documents
from runfake.demo.histories import history, summary
from runfake.demo.machines import system_metrics
from runfake.demo.plans import Plan, plans, time_taken
from runfake.demo.projects import PROJECTS
from runfake.world import Clock, World


def demo_world(seed: int = 0, clock: Clock | None = None) -> World:
    """A world with a team's runs in it, the last of which still runs.

    Args:
        seed: everything is invented from it; the same seed gives the same world.
        clock: the world's, real time by default; the runs end at what it shows, and their times follow it.
    """
    fake = Faker()
    fake.seed_instance(seed)
    team = plans(fake.random)
    after = clock or Clock()
    world = World(seed, clock=Clock(after.now() - time_taken(team)))
    for project in PROJECTS:
        world.project(project.name).description = project.description
    for plan in team:
        _add_run(world, plan, fake)
    world.clock = after
    return world


def _add_run(world: World, plan: Plan, fake: Faker) -> None:
    """The run as it begins and as it leaves off, for the clock moves on between the two."""
    world.clock.advance(plan.pause)
    path = f"{plan.project.name}/{world.ids.run_id()}"
    config = plan.project.configure(fake.random)
    _begin(world, path, config, plan, fake)
    rows = history(plan, config, world.clock.now(), fake.random)
    world.clock.advance(plan.duration)
    totals = summary(plan, rows)
    world.run(
        path,
        history=rows,
        summary=totals,
        system_metrics=system_metrics(rows, fake.random),
        console=console(plan, rows),
        files=documents(plan, config, totals, fake),
        state=plan.fate.state,
    )


def _begin(world: World, path: str, config: dict[str, Any], plan: Plan, fake: Faker) -> None:
    project, random = plan.project, fake.random
    world.run(
        path,
        config=config,
        tags=random.sample(project.tags, k=random.randint(0, 2)),
        notes=f"For {fake.first_name()}: {fake.bs()}." if random.random() < 0.6 else None,
        group=random.choice(project.groups) if random.random() < 0.7 else None,
        job_type="train",
        state="running",
    )
