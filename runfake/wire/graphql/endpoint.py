"""``POST /graphql``: a document and its variables in, data or errors out."""

from __future__ import annotations

from functools import partial
from typing import Any

from graphql import ExecutionResult, GraphQLError

from runfake.wire.calls import Call
from runfake.wire.graphql.context import Context
from runfake.wire.graphql.documents import Document
from runfake.wire.graphql.engine import Engine
from runfake.wire.messages import Response, json_response
from runfake.wire.refusals import Refusal, Unbuilt, status_of
from runfake.wire.rules import Taken
from runfake.wire.sinks import Handling, ReadBuffer
from runfake.wire.stubs import Answer
from runfake.world.errors import WorldError
from runfake.world.jsontext import load_object


def open_graphql(engine: Engine, call: Call) -> ReadBuffer:
    """Takes a GraphQL request."""
    fitting = engine.without(call.tenant.world.server.lacking)
    return ReadBuffer(call.head, lambda body: _understand(fitting, call, body))


def _understand(engine: Engine, call: Call, body: bytes) -> Handling:
    query, variables, operation = _read(body)
    document = engine.document(query)
    chosen = document.chosen(operation)
    entry = call.entry
    entry.operations = tuple(o.name for o in ([chosen] if chosen else document.operations))
    entry.variables = variables
    if chosen:
        entry.fields = chosen.fields
        entry.run = chosen.about.run_of(variables, call.user.default_entity) if chosen.about else ""
    return partial(_answer, engine, call, document, variables, operation)


def _answer(
    engine: Engine, call: Call, document: Document, variables: dict[str, Any], operation: str | None
) -> Response:
    tenant = call.tenant
    # Falsy where there are no stubs.
    stubbed = tenant.stubs.take(call.entry) if tenant.stubs else None
    if stubbed is not None:
        return _stubbed(stubbed, engine.pretend(document, variables, operation, stubbed.given.data))
    context = Context(tenant.world, call.user, tenant.urls, call.head.writes_beside_others)
    result = engine.run(document, variables, operation, context)
    call.entry.pages = tuple(context.pages)
    if result.errors:
        return _failed(call, result)
    return json_response(200, {"data": result.data})


def _stubbed(taken: Taken[Answer], result: ExecutionResult) -> Response:
    if not result.errors:
        return json_response(200, {"data": result.data})
    wrong = "; ".join(
        f"at {'.'.join(map(str, error.path or ())) or 'the root'}: {error.message}" for error in result.errors
    )
    raise taken.rule.failure(f"does not fit what the client asks for: {wrong}")


def _read(body: bytes) -> tuple[str, dict[str, Any], str | None]:
    fields = load_object(body, "the GraphQL request")
    query = fields.get("query")
    if not isinstance(query, str) or not query.strip():
        raise Refusal(400, f"the GraphQL request needs a 'query' that is a document, not {query!r}.")
    variables = fields.get("variables")
    if variables is not None and not isinstance(variables, dict):
        raise Refusal(400, f"'variables' must be an object or null, not {type(variables).__name__}.")
    operation = fields.get("operationName")
    if operation is not None and not isinstance(operation, str):
        raise Refusal(400, f"'operationName' must be a string or null, not {operation!r}.")
    # The newest clients send "" for no name.
    return query, variables or {}, operation or None


def _failed(call: Call, result: ExecutionResult) -> Response:
    errors = result.errors or []
    causes = [error.original_error for error in errors]
    for cause in causes:
        if cause is not None and not isinstance(cause, (WorldError, Refusal, GraphQLError)):
            raise cause
    statuses = [status_of(cause) for cause in causes if isinstance(cause, (WorldError, Refusal))]
    call.entry.error = " ".join(error.message for error in errors)
    call.entry.unbuilt = any(isinstance(cause, Unbuilt) for cause in causes)
    shown = [{"message": error.message, "path": list(error.path or ())} for error in errors]
    return json_response(statuses[0] if statuses else 400, {"errors": shown, "data": result.data})
