"""Operations that are answered with something given."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from runfake import faults, when, which
from tests.wire.client import Caller

VIEWER = "query Viewer { viewer { entity } }"
REAL = {"viewer": {"entity": "runfake"}}
ANN = {"viewer": {"entity": "ann"}}
MAKE = 'mutation Make { upsertBucket(input: {modelName: "shop", name: "a"}) { inserted bucket { id name } } }'


def test_an_operation_is_answered_with_what_is_given_and_others_are_real(caller: Caller) -> None:
    rule = caller.tenant.stubs.answer(which.operation("Viewer"), ANN)
    assert caller.data("query Other { viewer { entity } }") == REAL
    assert [caller.data(VIEWER) for _ in range(3)] == [ANN] * 3
    assert (rule.matched, rule.fired) == (3, 3)


def test_the_journal_marks_it(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.operation("Viewer"), ANN, when.next())
    caller.data(VIEWER)
    caller.data(VIEWER)
    assert [e.stub for e in caller.tenant.journal] == ["stubs.answer({'viewer': {'entity': 'ann'}})", None]


def test_a_stub_may_hold_once_or_for_a_sequence(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.operation("Viewer"), ANN, when.next())
    assert [caller.data(VIEWER) for _ in range(2)] == [ANN, REAL]
    caller.tenant.stubs.clear()
    sequence = [{"viewer": {"entity": name}} for name in ("a", "b")]
    caller.tenant.stubs.sequence(which.operation("Viewer"), sequence)
    assert [caller.data(VIEWER) for _ in range(3)] == [*sequence, REAL]


def test_a_stubbed_mutation_changes_nothing(caller: Caller) -> None:
    caller.tenant.stubs.answer(
        which.operation("Make", own=True), {"upsertBucket": {"inserted": True, "bucket": {"id": "x", "name": "a"}}}
    )
    assert caller.data(MAKE) == {"upsertBucket": {"inserted": True, "bucket": {"id": "x", "name": "a"}}}
    assert caller.world.runs() == []


def test_what_runfake_lacks_can_be_stubbed(caller: Caller) -> None:
    query = 'query Lacking { view(id: "x") { name } }'
    assert caller.graphql(query)[0] == 400
    caller.tenant.stubs.answer(which.field("view"), {"view": {"name": "report"}})
    assert caller.data(query) == {"view": {"name": "report"}}


def test_fields_are_named_as_in_the_schema_or_as_the_document_does(caller: Caller) -> None:
    stubs = caller.tenant.stubs
    query = "query { me: viewer { who: username entity } }"
    stubs.answer(which.anything(), {"me": {"who": "ann", "entity": "team"}}, when.next())
    stubs.answer(which.anything(), {"viewer": {"username": "ann", "entity": "team"}}, when.next())
    assert [caller.data(query) for _ in range(2)] == [{"me": {"who": "ann", "entity": "team"}}] * 2


def test_what_is_left_out_is_null_and_what_is_not_asked_for_is_left_out(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.anything(), {"viewer": {"username": "ann", "email": "ann@example.org"}})
    assert caller.data("{ viewer { username entity } serverInfo { cliVersionInfo } }") == {
        "viewer": {"username": "ann", "entity": None},
        "serverInfo": None,
    }


def test_conditions_of_the_document_hold(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.anything(), ANN)
    query = "query Q($yes: Boolean!) { viewer { entity @include(if: $yes) __typename } }"
    assert caller.data(query, yes=False) == {"viewer": {"__typename": "User"}}
    assert caller.data(query, yes=True) == {"viewer": {"entity": "ann", "__typename": "User"}}


ARTIFACT = """query Q { project(name: "p") { artifact(name: "a:v0") { id createdBy { __typename
    ... on Run { name } ... on User { username } } } } }"""


@pytest.mark.parametrize("creator", [{"__typename": "Run", "name": "r"}, {"__typename": "User", "username": "ann"}])
def test_an_object_of_several_types_says_which_it_is(caller: Caller, creator: dict[str, Any]) -> None:
    data = {"project": {"artifact": {"id": "x", "createdBy": creator}}}
    caller.tenant.stubs.answer(which.anything(), data)
    assert caller.data(ARTIFACT) == data


@pytest.mark.parametrize(
    ("query", "data", "complaint"),
    [
        (VIEWER, {"veiwer": {}}, "at viewer: Query has no field 'veiwer'. Did you mean 'viewer'?"),
        (VIEWER, {"viewer": {"entitty": "x"}}, "at viewer.entity: User has no field 'entitty'. Did you mean 'entity'?"),
        (VIEWER, {"viewer": "ann"}, "at viewer.entity: expected a dict with fields of User, not 'ann'."),
        (VIEWER, {"viewer": {"entity": ["x"]}}, "at viewer.entity: String cannot represent value: ['x']"),
        ("query Viewer { viewer { id } }", ANN, "at viewer.id: Cannot return null for non-nullable field User.id."),
        (ARTIFACT, {"project": {"artifact": {"id": "x", "createdBy": {}}}},
         "at project.artifact.createdBy: ArtifactCreator needs a '__typename' that is one of Run, User, not None."),
        (ARTIFACT, {"project": {"artifact": [1]}}, "at project.artifact.id: expected a dict with fields of Artifact"),
    ],
)  # fmt: skip
def test_what_does_not_fit_names_the_field_and_is_remembered(
    caller: Caller, query: str, data: dict[str, Any], complaint: str
) -> None:
    caller.tenant.stubs.answer(which.anything(), data)
    status, answer = caller.graphql(query)
    (text,) = caller.tenant.stubs.complaints()
    assert (status, answer["errors"][0]["message"]) == (400, text)
    assert f"does not fit what the client asks for: {complaint}" in text
    assert not text.endswith(("..", "?."))


def test_a_document_that_is_wrong_is_refused_all_the_same(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.anything(), ANN, optional=True)
    status, answer = caller.graphql("query Viewer { viewer { entitty } }")
    assert (status, "entitty" in answer["errors"][0]["message"]) == (400, True)


def test_a_stub_is_no_fault_and_takes_them(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.operation("Viewer"), ANN)
    caller.tenant.faults.add(which.operation("Viewer"), faults.drop_after())
    assert caller.send("POST", "/graphql", json.dumps({"query": VIEWER}).encode()).status == 0
    assert caller.data(VIEWER) == ANN
    first, second = caller.tenant.journal
    assert (first.fault, first.stub) == ("faults.drop_after()", second.stub)


def test_what_is_given_is_given_then(caller: Caller) -> None:
    data = {"viewer": {"entity": "ann"}}
    caller.tenant.stubs.answer(which.operation("Viewer"), data)
    data["viewer"]["entity"] = "bob"
    assert caller.data(VIEWER) == ANN


def test_a_stub_that_is_not_used_is_complained_of(caller: Caller) -> None:
    caller.tenant.stubs.answer(which.operation("Run"), {"project": None})
    caller.tenant.stubs.answer(which.operation("Run"), {"project": None}, optional=True)
    (text,) = caller.tenant.stubs.complaints()
    assert text.startswith("stubs.answer({'project': None}) for which.operation('Run'), when.always() never fired")


@pytest.mark.parametrize(
    ("add", "error", "complaint"),
    [
        (lambda held: held.answer(which.anything(), "x"), TypeError, "expected data to answer with, like"),
        (lambda held: held.answer(which.anything(), {1: 2}), TypeError, "expected data to answer with, like"),
        (lambda held: held.answer("Viewer", {}), TypeError, "expected which requests"),
        (lambda held: held.answer(which.anything(), {}, "once"), TypeError, r"expected when, like when\.next\(\)"),
        (lambda held: held.sequence(which.anything(), []), ValueError, "at least one answer"),
    ],
)
def test_what_makes_no_stub_is_told(
    caller: Caller, add: Callable[[Any], Any], error: type[Exception], complaint: str
) -> None:
    with pytest.raises(error, match=complaint):
        add(caller.tenant.stubs)
    assert len(caller.tenant.stubs) == 0
