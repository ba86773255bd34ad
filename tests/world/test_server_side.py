"""What the server of a world is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from runfake import World
from runfake.world.errors import Invalid
from runfake.world.server_side import FLAGS, MEMBERS, NEWEST


def test_it_has_all_and_says_no_version() -> None:
    server = World().server
    assert (server.version, server.flags, server.lacking, server.out_of_date) == (None, list(FLAGS), frozenset(), False)


def test_it_lacks_what_it_is_told_to() -> None:
    server = World(server_version="0.60.0", disabled_features={"CLIENT_IDS", "Run.projectId"}).server
    assert (server.version, server.out_of_date) == ("0.60.0", True)
    assert set(FLAGS) - set(server.flags) == {"CLIENT_IDS"}
    assert server.lacking == {"Run.projectId"}


@pytest.mark.parametrize(("version", "old"), [("0.9.1", True), (NEWEST, False), ("0.100", False), ("1.0.0", False)])
def test_versions_are_compared_as_numbers(version: str, old: bool) -> None:
    assert World(server_version=version).server.out_of_date is old


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"disabled_features": {"CLIENT_ID"}}, "unknown feature 'CLIENT_ID'. Did you mean 'CLIENT_IDS'?"),
        ({"disabled_features": ["run.projectid"]}, "Did you mean 'Run.projectId'?"),
        ({"disabled_features": {"zzz"}}, "unknown feature 'zzz'. See FLAGS and MEMBERS in runfake.world.server_side."),
        ({"disabled_features": [3]}, "unknown feature 3."),
        ({"disabled_features": "CLIENT_IDS"}, "takes several names, like {'CLIENT_IDS'}, not one text"),
        ({"server_version": "new"}, "the version of a server is like '0.60.0', not 'new'"),
        ({"server_version": 0.6}, "is like '0.60.0', not 0.6"),
    ],
)
def test_what_cannot_be_is_told(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid) as told:
        World(**wrong)
    assert said in str(told.value)


def test_a_snapshot_restores_it() -> None:
    world = World()
    with world.snapshot():
        world.set_server("0.60.0", MEMBERS)
    assert world.server == World().server


def test_it_is_no_part_of_what_is_exported(tmp_path: Path) -> None:
    world = World(server_version="0.60.0", disabled_features=FLAGS)
    assert World.load(world.export(tmp_path / "w")).server == World().server
