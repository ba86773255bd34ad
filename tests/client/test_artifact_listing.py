"""Collections and versions of artifacts by filter and order, with the real client."""

from __future__ import annotations

from typing import Any

import pytest
import wandb
from wandb.apis.public import ArtifactType

from runfake.pytest_plugin.fixture import Runfake


@pytest.fixture
def shelves(runfake: Runfake, api: wandb.Api) -> ArtifactType:
    """Three collections of one type, made an hour after one another; ``blue`` has three versions."""
    for name in ("red", "blue", "green"):
        runfake.artifact(f"shop/{name}", files={"a": name}, tags=["first"], metadata={"rows": 10})
        runfake.world.clock.advance(3600)
    runfake.artifact("shop/blue", files={"a": "xx", "b": "y"}, tags=["big"], metadata={"rows": 20, "by": {"who": "me"}})
    runfake.artifact("shop/blue", files={"a": "z"}, aliases=["best"])
    runfake.artifact("shop/model", type="model")
    return api.artifact_type("dataset", "shop")


COLLECTIONS: list[tuple[dict[str, Any] | None, str | None, str]] = [
    (None, None, "green blue red"),
    (None, "+name", "blue green red"),
    (None, "-name", "red green blue"),
    (None, "+created_at", "red blue green"),
    (None, "+updated_at", "red blue green"),
    ({"name": {"$regex": "e$"}}, None, "blue"),
    ({"name": {"$in": ["red", "green"]}}, "+name", "green red"),
    ({"alias": "best"}, None, "blue"),
    ({"type": "model"}, None, ""),
]


def test_collections_come_by_filter_and_order(shelves: ArtifactType) -> None:
    got = [
        (filters, order, " ".join(found.name for found in shelves.collections(filters, order, per_page=1)))
        for filters, order, _ in COLLECTIONS
    ]
    assert got == COLLECTIONS
    assert len(shelves.collections({"name": {"$ne": "red"}}, per_page=1)) == 2


VERSIONS: list[tuple[dict[str, Any] | None, str | None, str]] = [
    (None, None, "v2 v1 v0"),
    ({}, "+version_index", "v0 v1 v2"),
    (None, "-version_index", "v2 v1 v0"),
    (None, "+created_at", "v0 v1 v2"),
    (None, "-size", "v0 v1 v2"),
    ({"tag": "big"}, None, "v1"),
    ({"tags": {"$exists": True}, "alias": {"$in": ["best", "v9"]}}, None, "v2"),
    ({"metadata.rows": {"$gte": 10}}, "+version", "v0 v1"),
    ({"metadata.by.who": "me"}, None, "v1"),
    ({"version": {"$lt": 2}}, None, "v1 v0"),
    ({"state": "PENDING"}, None, ""),
]


@pytest.mark.usefixtures("shelves")
def test_versions_come_by_filter_and_order(api: wandb.Api) -> None:
    (blue,) = (found for found in api.artifact_collections("shop", "dataset") if found.name == "blue")
    got = [
        (filters, order, " ".join(found.version for found in versions(blue, filters, order)))
        for filters, order, _ in VERSIONS
    ]
    assert got == VERSIONS
    assert len(versions(blue, {"tag": "big"}, None)) == 1


def versions(collection: Any, filters: dict[str, Any] | None, order: str | None) -> Any:
    return wandb.apis.public.Artifacts(
        collection._service_api, "runfake", "shop", collection.name, "dataset", filters, order, per_page=1
    )


def test_an_unknown_field_of_a_collection_is_refused(shelves: ArtifactType) -> None:
    with pytest.raises(Exception, match=r"unknown field 'nam' of artifact collections.*Did you mean 'name'"):
        list(shelves.collections({"nam": "red"}))
    with pytest.raises(Exception, match=r"unknown order 'speed' of artifact collections"):
        list(shelves.collections(order="+speed"))
