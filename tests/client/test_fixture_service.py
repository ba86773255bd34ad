"""A suite of many processes, each with people of its own, which the fixture service makes."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from runfake.transports.environment import client_variables, private_folders
from tests.client.fixture_child import Names
from tests.client.processes import Child, Served, client, served

PROCESSES = 8


def suite_process(server: Served, folder: Path, *arguments: str) -> Any:
    """A process of the suite; it gets no key, for it makes its own."""
    private = folder.with_name(f"{folder.name}-private")
    private.mkdir()
    variables = client_variables(server.base_url, "", "") | private_folders(private)
    variables["FIXTURE_URL"] = server.fixture_url or ""
    return client(folder, *arguments, env=variables, script="fixture_child.py")


def told(child: Child) -> list[dict[str, Any]]:
    """What the process says that its users see."""
    return [json.loads(line) for line in child.done() if line != "ready"]


def things_of_the_team(names: Names) -> dict[str, Any]:
    """What the members of a team see of it."""
    return {
        names.team: ["shared"],
        names.runs[0]: [names.writer, names.writer],
        names.artifact: names.writer,
    }


def private_things(names: Names) -> dict[str, Any]:
    """What the writer alone sees."""
    return {names.writer: ["private"], names.runs[1]: [names.writer, names.writer]}


@pytest.mark.slow
def test_each_of_eight_processes_sees_its_own_and_nobody_elses(tmp_path: Path) -> None:
    with served(tmp_path / "server", "--fixture-port", "0") as server, ExitStack() as stack:
        children = [
            stack.enter_context(suite_process(server, tmp_path / f"{n}", "suite", f"{n}", f"{PROCESSES}"))
            for n in range(PROCESSES)
        ]
        for child in children:
            child.says("ready")
        for child in children:
            child.tell("go")
        seen = [told(child) for child in children]
        (everything,) = told(stack.enter_context(suite_process(server, tmp_path / "root", "admin", f"{PROCESSES}")))

    everybody = [Names(n) for n in range(PROCESSES)]
    for names, (writer, reader) in zip(everybody, seen, strict=True):
        assert (writer["user"], writer["entities"]) == (names.writer, sorted([names.writer, names.team]))
        assert (reader["user"], reader["entities"]) == (names.reader, [names.reader])
        assert writer["seen"].items() >= (things_of_the_team(names) | private_things(names)).items()
    assert everything["seen"] == {
        path: what for names in everybody for path, what in (things_of_the_team(names) | private_things(names)).items()
    }
