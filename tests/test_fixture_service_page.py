"""The page on the fixture service says what it does."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from runfake import World
from runfake.wire.fixture_service.commands import COMMANDS
from tests.wire.fixture_service.controller import Controller

PAGE = (Path(__file__).parent.parent / "docs" / "fixture-service.md").read_text("utf-8")


def test_its_table_names_every_command_and_no_other() -> None:
    rows = re.findall(r"^\| `/db/(\w+)` \| (`[^|]*`) \|", PAGE, re.MULTILINE)
    named = {(kind, name) for kind, names in rows for name in re.findall(r"\w+", names)}
    assert named == {(kind, name) for kind, commands in COMMANDS.items() for name in commands}


def test_its_example_works_and_the_key_logs_in() -> None:
    controller = Controller(World())
    lines = [shlex.split(line) for line in PAGE.splitlines() if line.startswith("curl ")]
    for _, url, _, body in lines:
        assert controller.post(url.removeprefix("$FIXTURE/db/"), **json.loads(body)) == (200, "")
    people = controller.world.people
    assert len(lines) == 6
    assert people.owner_of_key(re.findall(r"WANDB_API_KEY=([\w-]+)", PAGE)[0]) is people.user("ada")
    assert people.team("vision").roles == {people.user("ada"): "admin"}
    assert people.organization("acme").roles == {people.user("ada"): "admin", people.user("bob"): "member"}


def test_its_errors_are_those_that_come() -> None:
    controller = Controller(World())
    controller.user("up", "ada")
    controller.organization("up", "acme", "ada")
    controller.team("up", "vision", "acme", "ada")
    came = [
        controller.post("user", command="downall"),
        controller.post("user", command="password", username="adda", password="k"),
        controller.post("user", command="up", username="vision"),
    ]
    assert came == [
        (int(status), text) for status, text in re.findall(r"^\| (4\d\d) \|.*\| `(.*)` \|$", PAGE, re.MULTILINE)
    ]
