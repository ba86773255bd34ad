"""``runfake export`` and ``runfake import``: worlds as folders."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runfake.world import World

_WHICH = "a folder that a world was exported to, or the name of a world that comes with runfake"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds both commands."""
    export = commands.add_parser("export", help="write a world to a folder, in the order and form of a new export")
    export.add_argument("world", help=_WHICH)
    export.add_argument("folder", help="where to; a world that is there is replaced")
    export.set_defaults(run=run_export)
    check = commands.add_parser("import", help="see whether a folder holds a whole world, and what is in it")
    check.add_argument("world", help=_WHICH)
    check.set_defaults(run=run_import)


def run_export(chosen: argparse.Namespace) -> int:
    """Reads one and writes the other."""
    from runfake.world import World

    World.load(chosen.world).export(chosen.folder)
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Says what is in a folder; ``runfake serve --world`` serves it."""
    from runfake.world import World

    print(contents(World.load(chosen.world)))
    return 0


def contents(world: World) -> str:
    """What a world holds, a line for each project."""
    lines = [f"{len(world.runs())} runs of {len(world.people.users)} users; default entity {world.entity.name!r}"]
    for entity in world.people.entities.values():
        for project in entity.projects.values():
            counts = (
                (len(project.runs), "runs"),
                (len(project.sweeps), "sweeps"),
                (len(project.collections), "artifacts"),
            )
            lines.append(f"{project.path}: " + ", ".join(f"{count} {what}" for count, what in counts))
    return "\n".join(lines)
