"""What was asked that nobody knows or that runfake lacks, and how it is told."""

from __future__ import annotations

import pytest

from runfake import which
from runfake.wire.strictness import complaints
from tests.wire.client import Caller


def test_all_well_is_no_complaint(caller: Caller) -> None:
    caller.data("query Mine { viewer { id } }")
    # A refusal of something that is known is the client's business.
    assert caller.stream("runfake/shop/nowhere", {})[0] == 404
    assert caller.send("POST", "/graphql", b"no json").status == 400
    assert complaints(caller.tenant.journal) == []


@pytest.mark.parametrize(
    ("document", "told", "allowed_by"),
    [
        (
            "query Mine { viewr { id } }",
            "Cannot query field 'viewr' on type 'Query'. Did you mean 'view' or 'viewer'?",
            "which.operation('Mine', own=True)",
        ),
        (
            "query Viewer { viewer { idd } }",
            "Cannot query field 'idd' on type 'User'. Did you mean 'id'",
            "which.operation('Viewer')",
        ),
        (
            "query Mine { project(nam: 1) { id } }",
            "Unknown argument 'nam' on field 'Query.project'. Did you mean 'name'?",
            "which.operation('Mine', own=True)",
        ),
        (
            'query Mine { view(id: "x") { id } }',
            "runfake does not implement the GraphQL field Query.view yet",
            "which.operation('Mine', own=True)",
        ),
        ("{ viewr { id } }", "Did you mean 'view' or 'viewer'?", "which.operation('')"),
        ("query Mine {", "Syntax Error", "which.path('/graphql')"),
    ],
)
def test_a_document_that_asks_too_much_is_told(caller: Caller, document: str, told: str, allowed_by: str) -> None:
    assert caller.graphql(document)[0] == 400
    (text,) = complaints(caller.tenant.journal)
    assert told in text
    assert text.endswith(f"journal.allow({allowed_by})")
    caller.tenant.journal.allow(eval(allowed_by, {"which": which}))
    assert complaints(caller.tenant.journal) == []


def test_an_operation_that_the_document_lacks_is_told(caller: Caller) -> None:
    status, answer = caller.graphql("query Mine { viewer { id } }", operationName="Mien")
    assert status == 400
    message = "'operationName' is 'Mien', which the document lacks. Did you mean 'Mine'? It has: 'Mine'."
    assert answer["errors"][0]["message"] == message
    (text,) = complaints(caller.tenant.journal)
    assert message in text


@pytest.mark.parametrize(
    ("method", "path", "told", "allowed_by"),
    [
        ("POST", "/graphq", "runfake has no POST /graphq. Did you mean 'POST /graphql'?", "which.path('/graphq')"),
        ("GET", "/graphql", "Did you mean 'POST /graphql'?", "which.path('/graphql')"),
        ("POST", "/files/e/p/r/file_strem", "Did you mean 'POST /files/{}/{}/{}/file_stream'?", "which.path("),
    ],
)
def test_a_path_that_is_not_there_is_told_to_the_world_of_the_key(
    caller: Caller, method: str, path: str, told: str, allowed_by: str
) -> None:
    assert caller.send(method, path).status == 404
    (text,) = complaints(caller.tenant.journal)
    assert text.startswith(f"{method} {path}: ")
    assert told in text
    assert allowed_by in text
    assert len(caller.backend.journal) == 0


def test_a_path_that_is_not_there_concerns_no_world_without_a_key(caller: Caller) -> None:
    for key in ("", "Basic eDp5"):
        assert caller.send("POST", "/graphq", authorization=key).status == 404
    assert complaints(caller.tenant.journal) == []
    assert [entry.unknown for entry in caller.backend.journal] == [True, True]


def test_the_same_is_told_once(caller: Caller) -> None:
    for _ in range(3):
        caller.graphql("query Mine { viewr { id } }")
    caller.graphql("query Other { viewr { id } }")
    first, second = complaints(caller.tenant.journal)
    assert first.startswith("Mine (3 times): Cannot query field 'viewr'")
    assert second.startswith("Other: ")


def test_what_is_allowed_is_not_told_but_the_rest_is(caller: Caller) -> None:
    caller.tenant.journal.allow(which.operation("Mine", own=True))
    caller.graphql("query Mine { viewr { id } }")
    caller.graphql("query Other { viewr { id } }")
    (text,) = complaints(caller.tenant.journal)
    assert text.startswith("Other: ")
