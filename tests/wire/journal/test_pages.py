"""What an entry tells of the lists that a request asked for."""

from __future__ import annotations

import json

from runfake.wire.pages import Page
from tests.wire.client import Caller

FILES = """query Files($after: String, $first: Int) {
  project(name: "demo") { bucket: run(name: "a") { all: files(first: $first, after: $after) {
    edges { node { name } } pageInfo { hasNextPage endCursor } } } } }"""


def test_a_page_of_a_connection(caller: Caller) -> None:
    caller.world.run("demo/a", files={"1": "", "2": "", "3": ""})
    page = caller.data(FILES, first=2)["project"]["bucket"]["all"]
    caller.data(FILES, first=2, after=page["pageInfo"]["endCursor"])
    first, second = (entry.pages for entry in caller.tenant.journal)
    end = page["pageInfo"]["endCursor"]
    assert first == (Page("Run.files", {"first": 2}, 2, end, True),)
    assert [(p.given, p.arguments["after"], p.more) for p in second] == [(1, end, False)]
    assert str(first[0]) == "Run.files(first=2) gave 2, and there are more"


def test_windows_and_samples_of_a_history(caller: Caller) -> None:
    caller.world.run("demo/a", history=[{"x": 1}, {"x": 2}, {"y": 3}])
    spec = json.dumps({"keys": ["x"], "samples": 10})
    caller.data(
        """query H($spec: JSONString!) { project(name: "demo") { run(name: "a") {
        history(minStep: 1, maxStep: 9, samples: 5) sampledHistory(specs: [$spec]) } } }""",
        spec=spec,
    )
    assert caller.tenant.journal[0].pages == (
        Page("Run.history", {"min_step": 1, "max_step": 9, "samples": 5}, 2),
        Page("Run.sampledHistory", {"specs": [spec]}, 2),
    )


def test_what_is_no_list_or_is_not_there(caller: Caller) -> None:
    caller.data(
        'query { viewer { username } project(name: "demo") { run(name: "a") { files { edges { node { id } } } } } }'
    )
    assert caller.tenant.journal[0].pages == ()
