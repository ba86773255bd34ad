"""What the aliases of a version are."""

from __future__ import annotations

from tests.wire.client import Caller

ALIASES = """{ project(name: "p") { artifact(name: "ds:v1") { aliases { alias artifactCollection { name } } } } }"""


def test_the_number_in_each_collection_is_an_alias(caller: Caller) -> None:
    world = caller.world
    for content in "ab":
        version = world.artifact("p/ds", files={"f.txt": content}, aliases=[content])
    world.artifacts.link(version, world.project("p"), "picks", ["gold"])
    shown = caller.data(ALIASES)["project"]["artifact"]["aliases"]
    assert [(alias["artifactCollection"]["name"], alias["alias"]) for alias in shown] == [
        ("ds", "latest"), ("ds", "b"), ("ds", "v1"), ("picks", "latest"), ("picks", "gold"), ("picks", "v0")
    ]  # fmt: skip
    assert version.aliases == ["latest", "b"]
