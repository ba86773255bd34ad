"""What the team did: which run came when, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from runfake.demo.fates import Fate, fates
from runfake.demo.projects import PROJECTS, DemoProject

FEWEST_ROWS, MOST_ROWS = 100, 500


@dataclass(frozen=True, slots=True)
class Plan:
    """One run to be.

    Attributes:
        planned: the rows that it was to log.
        rows: those that it did log.
        pause: the time between the end of the run before it and its own beginning.
    """

    project: DemoProject
    fate: Fate
    planned: int
    rows: int
    pause: timedelta

    @property
    def duration(self) -> timedelta:
        """The time from its first to its last sign of life."""
        return timedelta(seconds=self.rows * self.project.seconds)


def plans(random: Random) -> list[Plan]:
    """Every run of the team, oldest first."""
    projects = [project for project in PROJECTS for _ in range(project.runs)]
    random.shuffle(projects)
    return [_plan(project, fate, random) for project, fate in zip(projects, fates(random, len(projects)), strict=True)]


def _plan(project: DemoProject, fate: Fate, random: Random) -> Plan:
    planned = random.randrange(250, MOST_ROWS + 1, 10)
    rows = max(FEWEST_ROWS, round(planned * random.uniform(*fate.reach)))
    return Plan(project, fate, planned, rows, timedelta(minutes=random.randint(5, 900)))


def time_taken(of: Iterable[Plan]) -> timedelta:
    """From the pause before the first to the last sign of life of the last."""
    return sum((plan.pause + plan.duration for plan in of), timedelta())
