"""``runfake serve``: a server for other programs to use."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from runfake.cli.ending import Ending
from runfake.cli.options import add_server_options, port_number

if TYPE_CHECKING:
    from runfake.transports.server import Server


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = commands.add_parser("serve", help="serve an empty world until told to end")
    add_server_options(parser)
    parser.add_argument(
        "--fixture-port", type=port_number, help="port on which test suites make users and teams (default: none)"
    )
    parser.add_argument(
        "--world", metavar="FOLDER", help="start with the world in a folder, or one that comes with runfake"
    )
    parser.add_argument("--export-on-exit", metavar="FOLDER", help="write the world to a folder at the end")
    parser.add_argument("--server-version", metavar="VERSION", help="what the server says that it is, as 0.60.0")
    parser.add_argument(
        "--disable-feature", metavar="NAME", action="append", default=[], help="have the server lack it; repeatable"
    )
    parser.add_argument("--json", action="store_true", help="say where it is as one line of JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT."""
    from runfake.transports.server import serve
    from runfake.world import World

    world = World.load(chosen.world) if chosen.world else World(seed=chosen.seed)
    world.set_server(chosen.server_version, chosen.disable_feature)
    ending = Ending()
    ports = {"port": chosen.port, "fixture_port": chosen.fixture_port}
    with serve(world, host=chosen.host, base_url=chosen.base_url, **ports) as server:
        print(ready_line(server) if chosen.json else instructions(server), flush=True)
        ending.wait()
    if chosen.export_on_exit:
        world.export(chosen.export_on_exit)
    return 0


def ready_line(server: Server) -> str:
    """Where the server is, for programs: one JSON object; ``fixture_url`` is null where that port is not open."""
    told = {
        "base_url": server.url,
        "api_key": server.api_key,
        "entity": server.entity,
        "fixture_url": server.fixture_url,
    }
    return json.dumps(told)


def instructions(server: Server) -> str:
    """Where the server is, for people."""
    lines = [
        f"runfake serves at {server.url}, entity {server.entity!r}. Point wandb at it:",
        "",
        f"  export WANDB_BASE_URL={server.url}",
        f"  export WANDB_API_KEY={server.api_key}",
        "",
    ]
    if server.fixture_url:
        lines += [f"Test suites make users, organizations and teams at {server.fixture_url}/db/user and so on.", ""]
    return "\n".join([*lines, "Ctrl-C ends it."])
