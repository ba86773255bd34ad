"""``runfake serve``: a server for other programs to use."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from runfake.cli.ending import Ending
from runfake.cli.options import add_server_options

if TYPE_CHECKING:
    from runfake.transports.server import Server


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = commands.add_parser("serve", help="serve an empty world until told to end")
    add_server_options(parser)
    parser.add_argument("--json", action="store_true", help="say where it is as one line of JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT."""
    from runfake.transports.server import serve
    from runfake.world import World

    ending = Ending()
    with serve(World(seed=chosen.seed), port=chosen.port, host=chosen.host) as server:
        print(ready_line(server) if chosen.json else instructions(server), flush=True)
        ending.wait()
    return 0


def ready_line(server: Server) -> str:
    """Where the server is, for programs: one JSON object."""
    return json.dumps({"base_url": server.url, "api_key": server.api_key, "entity": server.entity})


def instructions(server: Server) -> str:
    """Where the server is, for people."""
    return "\n".join(
        [
            f"runfake serves at {server.url}, entity {server.entity!r}. Point wandb at it:",
            "",
            f"  export WANDB_BASE_URL={server.url}",
            f"  export WANDB_API_KEY={server.api_key}",
            "",
            "Ctrl-C ends it.",
        ]
    )
