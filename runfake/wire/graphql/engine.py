"""Runs GraphQL documents against a world."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeGuard

from graphql import ExecutionResult, execute

from runfake.wire.graphql.context import Context
from runfake.wire.graphql.documents import Document, Operation, read_document
from runfake.wire.graphql.given import GivenData
from runfake.wire.graphql.schema import executable_schema
from runfake.wire.refusals import Refusal, Unbuilt, Unknown, unknown_operation

DOCUMENTS_KEPT = 1024
ENGINES_KEPT = 16


class Engine:
    """The schema, and the documents that it has checked already.

    Args:
        lacking: what the schema is to be without, see :func:`executable_schema`.
        whole: the engine that lacks nothing, if this one does.
    """

    def __init__(self, lacking: frozenset[str] = frozenset(), whole: Engine | None = None) -> None:
        self._schema = executable_schema(lacking=lacking)
        self._given = GivenData()
        self._whole = whole
        self.document = lru_cache(DOCUMENTS_KEPT)(self._read)
        # What servers lack is the same in many tests, and such an engine takes some 50 ms to make.
        self._without = lru_cache(ENGINES_KEPT)(lambda lacking: Engine(lacking, whole=self))

    def without(self, lacking: frozenset[str]) -> Engine:
        """This engine, or the one for a server that lacks so much of the schema."""
        return self._without(lacking) if lacking else self

    def _read(self, text: str) -> Document:
        document = read_document(self._schema, text)
        if document.errors and self._whole is not None:
            # In the quotes of the servers that clients know: some look for the whole text.
            errors = tuple(error.replace("'", '"') for error in document.errors)
            return replace(document, errors=errors, unknown=bool(self._whole.document(text).errors))
        return document

    def run(
        self, document: Document, variables: Mapping[str, Any], operation: str | None, context: Context
    ) -> ExecutionResult:
        """The result of one operation, whole: no other request of the world comes between its steps.

        Raises:
            Unknown: the document is wrong, or has no such operation; nothing was run then.
            Refusal: the document is wrong for what the server lacks.
            Unbuilt: it asks for what runfake lacks; likewise.
        """
        chosen = _chosen(document, operation)
        if chosen is not None and (lacking := chosen.lacking(variables)):
            raise Unbuilt(f"what the operation {chosen.name or 'anonymous'!r} asks for ({', '.join(lacking)})")
        if chosen is not None and not chosen.mutates:
            context.selections.keep()
        try:
            with context.world.lock:
                result = execute(
                    self._schema,
                    document.node,
                    context_value=context,
                    variable_values=dict(chosen.understood(variables) if chosen else variables),
                    operation_name=operation,
                    is_awaitable=_never,
                )
        except RecursionError:
            raise Refusal(400, "the document is nested too deeply.") from None
        assert isinstance(result, ExecutionResult)
        return result

    def pretend(
        self, document: Document, variables: Mapping[str, Any], operation: str | None, data: Mapping[str, Any]
    ) -> ExecutionResult:
        """The result of one operation if ``data`` were so; its errors say where that does not fit.

        Raises:
            Unknown: the document is wrong, or has no such operation.
        """
        _chosen(document, operation)
        return self._given.answer(document, variables, operation, data)


def _chosen(document: Document, operation: str | None) -> Operation | None:
    if document.errors:
        # Clients up to 0.25 read what such a server says only where the status is no error.
        raise Unknown(400, " ".join(document.errors)) if document.unknown else Refusal(200, " ".join(document.errors))
    chosen = document.chosen(operation)
    if operation and chosen is None:
        raise unknown_operation(operation, [known.name for known in document.operations])
    return chosen


def _never(_: Any) -> TypeGuard[Awaitable[Any]]:
    return False
