"""Aliases and tags that come as texts where the schema declares objects: releases before 0.30 send them so."""

from __future__ import annotations

import pytest

from tests.wire.client import Caller

CREATE = """mutation Create($digest: String!, $aliases: [ArtifactAliasInput!], $tags: [TagInput!]) {
  createArtifact(input: {
    entityName: "runfake", projectName: "demo", runName: "a", artifactTypeName: "dataset", digest: $digest
    artifactCollectionNames: ["data"], digestAlgorithm: MANIFEST_MD5, aliases: $aliases, tags: $tags
  }) { artifact { id state tags { name } } } }"""


@pytest.mark.parametrize(
    ("aliases", "tags"),
    [
        (["gold"], ["checked"]),
        ([{"artifactCollectionName": "data", "alias": "gold"}], [{"tagName": "checked"}]),
    ],
)
def test_a_text_stands_for_its_object(caller: Caller, aliases: list[object], tags: list[object]) -> None:
    caller.world.run("demo/a")
    held = caller.world.artifact("demo/data", files={"x": "1"})
    data = caller.data(CREATE, digest=held.digest, aliases=aliases, tags=tags)
    assert data["createArtifact"]["artifact"]["state"] == "COMMITTED"
    assert "gold" in held.aliases
    assert [tag["name"] for tag in data["createArtifact"]["artifact"]["tags"]] == ["checked"]
    # The journal has what came.
    assert caller.tenant.journal[0].variables["aliases"] == aliases


def test_what_is_neither_is_refused(caller: Caller) -> None:
    held = caller.world.artifact("demo/data", files={"x": "1"})
    status, answer = caller.graphql(CREATE, {"digest": held.digest, "aliases": [7], "tags": None})
    assert status == 400
    assert "ArtifactAliasInput" in answer["errors"][0]["message"]
    assert held.aliases == ["latest"]
