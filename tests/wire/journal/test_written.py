"""What the journal keeps."""

from __future__ import annotations

from datetime import UTC, datetime

from runfake import Clock, World
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller


def test_a_graphql_request_is_kept_with_what_it_asked(engine: Engine) -> None:
    caller = Caller(World(clock=Clock(datetime(2026, 1, 1, tzinfo=UTC))), engine)
    query = "query Who { me: viewer { id } serverInfo { features { name } } }"
    caller.graphql(query, {"undeclared": 1}, operationName="")
    (entry,) = caller.tenant.journal
    assert (entry.method, entry.path, entry.route, entry.status) == ("POST", "/graphql", "graphql", 200)
    assert (entry.operations, entry.fields) == (("Who",), ("viewer", "serverInfo"))
    assert entry.variables == {"undeclared": 1}
    assert entry.time == datetime(2026, 1, 1, tzinfo=UTC)
    assert (entry.error, entry.unbuilt) == (None, False)
    assert entry.bytes_in > len(query)
    assert entry.bytes_out > 0


def test_requests_are_kept_in_order(caller: Caller) -> None:
    caller.world.run("shop/a")
    caller.data("query A { viewer { id } }")
    caller.stream("runfake/shop/a", {})
    caller.data("query B { viewer { id } }")
    assert [entry.route for entry in caller.tenant.journal] == ["graphql", "file_stream", "graphql"]
    assert caller.tenant.journal.operations() == ["A", "B"]


def test_what_runfake_lacks_is_marked(caller: Caller) -> None:
    caller.graphql('query Lacking { view(id: "x") { id } }')
    (entry,) = caller.tenant.journal.refused()
    assert entry.unbuilt
    assert entry.operations == ("Lacking",)
    assert "Query.view" in (entry.error or "")


def test_several_operations_in_a_document_are_chosen_from_by_name(caller: Caller) -> None:
    document = "query A { viewer { id } } query B { viewer { entity } }"
    assert caller.graphql(document, operationName="B") == (200, {"data": {"viewer": {"entity": "runfake"}}})
    (entry,) = caller.tenant.journal
    assert (entry.operations, entry.fields) == (("B",), ("viewer",))
