"""The part of the page on the client: its methods, and its operations."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.reference.code import Code, Item
from tests.reference.judge import PARTLY, YES, Judge, Verdict, together
from tests.reference.links import Links, Sent
from tests.wire.client_documents import ClientDocument

UNTOLD = "not told"
_PUBLIC = "apis/public/__init__.py"
_ARTIFACT = "sdk/artifacts/artifact.py"


def method_tables(package_dir: Path, documents: Iterable[ClientDocument], judge: Judge) -> Iterator[str]:
    """For each class of the public API: its methods that send something."""
    code = Code(package_dir)
    links = Links(code, list(documents))
    for owner in _classes(code):
        rows = []
        for name, method in sorted(code.members(owner).items()):
            sent = links.sent_by(method, owner)
            if not name.startswith("_") and (sent.documents or sent.by_core):
                rows.append(_method_row(name, sent, judge))
        if rows:
            yield from (
                "",
                f"### {owner.name}",
                "",
                "| method | supported | sends | lacks |",
                "|---|---|---|---|",
                *rows,
            )


def operation_rows(documents: Iterable[ClientDocument], judge: Judge) -> Iterator[str]:
    """For each operation of the client, where it is written, and whether it is answered."""
    by_name: dict[tuple[str, str], list[ClientDocument]] = defaultdict(list)
    for document in documents:
        by_name[document.name, document.kind].append(document)
    for (name, kind), same in sorted(by_name.items(), key=lambda entry: (entry[0][0].lower(), entry[0])):
        verdict = together(map(judge.document, same))
        places = sorted({_place(document) for document in same})
        yield f"| `{name}` | {kind} | {_codes(places)} | {verdict.supported} | {_codes(verdict.lacking)} |"


def _classes(code: Code) -> Iterator[Item]:
    public = code.module(_PUBLIC)
    found = [code.meant(name, public) for name in _exported(public.tree)]
    found.append(code.meant("Artifact", code.module(_ARTIFACT)))
    yield from sorted((i for i in found if i and isinstance(i.node, ast.ClassDef)), key=lambda item: item.name)


def _exported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from ast.literal_eval(node.value)


def _method_row(name: str, sent: Sent, judge: Judge) -> str:
    verdict = together(map(judge.document, sent.documents)) if sent.documents else Verdict(YES)
    supported = UNTOLD if sent.by_core and verdict.supported == YES else verdict.supported
    if sent.by_core and verdict.supported != YES:
        supported = PARTLY
    names = sorted({document.name for document in sent.documents}) + ["(core)"] * sent.by_core
    return f"| `{name}` | {supported} | {_codes(names)} | {_codes(verdict.lacking)} |"


def _place(document: ClientDocument) -> str:
    """The file alone: lines move, and offsets in the binary differ by platform."""
    return document.source.partition("@")[0].rpartition(":")[0] or document.source.partition("@")[0]


def _codes(names: Iterable[str]) -> str:
    return ", ".join(name if name.startswith("(") else f"`{name}`" for name in names)
