"""``runfake demo``: a world that looks alive."""

from __future__ import annotations

import argparse
import sys

from runfake.cli.ending import Ending
from runfake.cli.options import add_server_options


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = commands.add_parser("demo", help="serve a world full of invented runs")
    add_server_options(parser)
    parser.add_argument("--once", action="store_true", help="log and read a run with the real client, then end")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serves the demo world until SIGTERM or SIGINT; with ``--once``, runs the real client against it."""
    try:
        import faker  # noqa: F401 - only to see that it is there
    except ImportError:
        print("runfake demo needs Faker: pip install 'runfake[demo]'", file=sys.stderr)
        return 1
    from runfake.demo.once import run_once

    return run_once(chosen.seed) if chosen.once else _serve(chosen)


def _serve(chosen: argparse.Namespace) -> int:
    from runfake.demo.serve import instructions
    from runfake.demo.worlds import demo_world
    from runfake.transports.server import serve

    ending = Ending()
    with serve(demo_world(chosen.seed), chosen.port, chosen.host, base_url=chosen.base_url) as server:
        print(instructions(server), flush=True)
        ending.wait()
    return 0
