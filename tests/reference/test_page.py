"""The reference page is what the code gives."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from runfake.wire.graphql.schema import executable_schema
from tests.reference.code import Code
from tests.reference.judge import NO, PARTLY, YES, Judge
from tests.reference.links import Links, Sent
from tests.reference.page import CLIENT, PAGE, client_part, graphql_part
from tests.wire.client_documents import ClientDocument, documents
from tests.wire.client_documents.installed import found_in_wandb, installed_wandb

STALE = "docs/reference.md is not what the code gives: run `make reference`"
PINS = PAGE.parents[1] / "requirements-dev.txt"


def written() -> tuple[str, str]:
    head, _, tail = PAGE.read_text("utf-8").partition(CLIENT)
    return head, CLIENT + tail


def test_the_part_on_graphql_is_what_the_code_gives() -> None:
    assert written()[0] == graphql_part(), STALE


def test_the_part_on_the_client_is_what_the_code_gives() -> None:
    package_dir = installed_wandb()
    if not package_dir or f"wandb=={version('wandb')}" not in PINS.read_text("utf-8").splitlines():
        pytest.skip("the page is about the pinned wandb, which is not the one installed")
    assert written()[1] == client_part(package_dir, found_in_wandb().documents, version("wandb")), STALE


@pytest.mark.parametrize(
    ("text", "supported", "lacking"),
    [
        ("query A { viewer { id } }", YES, ()),
        ('query A { view(id: "x") { id } }', NO, ("Query.view",)),
        ("query A { project { ...F } } fragment F on Project { runQueues { id } }", PARTLY, ("Project.runQueues",)),
        (
            'mutation A { upsertBucket(input: {name: "a"}) { bucket { project { ... { runQueues { id } } } } } }',
            NO,
            ("Project.runQueues",),
        ),
    ],
)
def test_a_document_is_judged_by_what_it_asks_for(text: str, supported: str, lacking: tuple[str, ...]) -> None:
    verdict = Judge(executable_schema()).document(ClientDocument.read("m.py:1", text))
    assert (verdict.supported, verdict.lacking) == (supported, lacking)


CLIENT_CODE = {
    "texts.py": 'ONE = "query One { a }"\nTWO = "query Two { a }"\nTHREE = "query Three { a }"\n',
    "base.py": """
class Pages:
    def __iter__(self): return self._load()
    def _load(self): send(self.QUERY)
""",
    "m.py": """
from texts import ONE
from pkg import texts
from pkg.base import Pages
class Things(Pages):
    QUERY = ONE
class Api:
    def direct(self):
        from pkg.texts import TWO as text
        send(text)
    def by_own_method(self): self.direct()
    def by_object(self): return Things()
    def annotated(self, text: "THREE") -> Things: pass
    def core(self): self._service_api.send_api_request(1)
    def nothing(self, other): other.direct()
""",
}


@pytest.mark.parametrize(
    ("method", "names", "by_core"),
    [
        ("direct", {"Two"}, False),
        ("by_own_method", {"Two"}, False),
        ("by_object", {"One"}, False),
        ("annotated", set(), False),
        ("core", set(), True),
        ("nothing", set(), False),
    ],
)
def test_a_method_is_linked_to_what_it_sends(method: str, names: set[str], by_core: bool, tmp_path: Path) -> None:
    for name, text in CLIENT_CODE.items():
        (tmp_path / name).write_text(text)
    code = Code(tmp_path)
    api = code.meant("Api", code.module("m.py"))
    assert api
    sent: Sent = Links(code, documents(tmp_path)).sent_by(code.members(api)[method], api)
    assert ({document.name for document in sent.documents}, sent.by_core) == (names, by_core)


def test_the_page_has_no_lines_or_offsets_that_move() -> None:
    assert re.findall(r"\.py:\d|@0x", PAGE.read_text("utf-8")) == []
