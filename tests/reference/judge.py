"""What runfake lacks of what a document asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    parse,
)

from runfake.wire.graphql.schema import UNBUILT
from tests.wire.client_documents import ClientDocument

YES, PARTLY, NO = "yes", "partly", "no"


@dataclass(frozen=True)
class Verdict:
    """Whether runfake answers, and which fields, as `Type.field`, it lacks for that."""

    supported: str
    lacking: tuple[str, ...] = ()


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Of several: yes or no where all of them agree."""
    verdicts = list(verdicts)
    answers = {verdict.supported for verdict in verdicts}
    lacking = sorted({field for verdict in verdicts for field in verdict.lacking})
    return Verdict(answers.pop() if len(answers) == 1 else PARTLY, tuple(lacking))


class Judge:
    """Judges documents by a schema in which what is unbuilt is marked."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema

    def document(self, document: ClientDocument) -> Verdict:
        """No, if what it starts from is unbuilt or a mutation is refused; partly, if something deeper is."""
        definitions = parse(document.text).definitions
        fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        (operation,) = (d for d in definitions if isinstance(d, OperationDefinitionNode))
        root = self._schema.get_root_type(operation.operation)
        assert root is not None
        lacking = tuple(sorted(set(self._unbuilt(operation.selection_set, root, fragments))))
        if not lacking:
            return Verdict(YES)
        refused = document.kind == "mutation" or any(field.startswith("Query.") for field in lacking)
        return Verdict(NO if refused else PARTLY, lacking)

    def _unbuilt(
        self, node: SelectionSetNode, kind: GraphQLNamedType, fragments: dict[str, FragmentDefinitionNode]
    ) -> Iterator[str]:
        """The unbuilt fields that are reached by way of built ones."""
        for selection in node.selections:
            if isinstance(selection, FieldNode):
                field = getattr(kind, "fields", {}).get(selection.name.value)
                if field and UNBUILT in (field.extensions or {}):
                    yield f"{kind.name}.{selection.name.value}"
                elif field and selection.selection_set:
                    yield from self._unbuilt(selection.selection_set, get_named_type(field.type), fragments)
                continue
            assert isinstance(selection, FragmentSpreadNode | InlineFragmentNode)
            fragment = fragments[selection.name.value] if isinstance(selection, FragmentSpreadNode) else selection
            inner = self._schema.type_map[fragment.type_condition.name.value] if fragment.type_condition else kind
            yield from self._unbuilt(fragment.selection_set, inner, fragments)
