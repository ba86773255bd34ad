"""Whatever GraphQL the installed wandb can send is valid by the schema, and none of it is overlooked."""

import re
import textwrap
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, parse, strip_ignored_characters, validate

from runfake.wire.which.known import operations
from tests.wire.client_documents import (
    ClientDocument,
    UnresolvedOperationsError,
    documents,
    search,
)
from tests.wire.client_documents.installed import found_in_wandb, installed_wandb

SCHEMA = Path(__file__).parents[2] / "runfake/wire/graphql/schema"
WITHOUT_WANDB = "wandb is not installed: there are no documents of it to look at"


@pytest.fixture
def wandb_dir() -> Path:
    package_dir = installed_wandb()
    if not package_dir:
        pytest.skip(WITHOUT_WANDB)
    return package_dir


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema("\n".join(path.read_text() for path in sorted(SCHEMA.glob("*.graphql"))))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "document" in metafunc.fixturenames:
        nothing = pytest.param(None, marks=pytest.mark.skip(reason=WITHOUT_WANDB), id="no wandb")
        found = [pytest.param(d, id=f"{d.name} {d.source}") for d in found_in_wandb().documents]
        metafunc.parametrize("document", found or [nothing])


def flaws(schema: GraphQLSchema, document: ClientDocument) -> list[str]:
    return [error.message for error in validate(schema, parse(document.text))]


def test_the_schema_accepts_the_document(schema: GraphQLSchema, document: ClientDocument) -> None:
    assert flaws(schema, document) == []


def test_the_schema_does_not_accept_an_unknown_field(schema: GraphQLSchema) -> None:
    broken = ClientDocument.read("nowhere.py:1", "query Broken { viewer { id shoeSize } }")
    assert flaws(schema, broken) == ["Cannot query field 'shoeSize' on type 'User'."]


# --- Nothing in the installed wandb is overlooked.


@pytest.mark.usefixtures("wandb_dir")
def test_no_operation_of_wandb_is_left_without_a_document() -> None:
    assert [str(operation) for operation in found_in_wandb().unresolved] == []


def test_both_halves_of_wandb_have_documents(wandb_dir: Path) -> None:
    in_binary = {d.source.startswith("bin/wandb-core@0x") for d in found_in_wandb().documents}
    has_binary = any(wandb_dir.glob("bin/wandb-core*"))
    assert in_binary == ({True, False} if has_binary else {False})


def test_every_name_that_a_crude_grep_sees_is_found(wandb_dir: Path) -> None:
    names = {d.name for d in found_in_wandb().documents}
    seen = set(crudely_seen(wandb_dir))
    assert len(seen) > 50
    assert seen - names == set()


def test_every_operation_of_wandb_has_a_name_that_is_known() -> None:
    assert {d.name for d in found_in_wandb().documents if d.name} - operations() == set()


CRUDE = re.compile(rb"(?:query|mutation)\s+(\w+)\s*[({]")


def crudely_seen(package_dir: Path) -> Iterator[str]:
    """Walk the names of operations in the strings of a package, docstrings excepted."""
    for binary in package_dir.glob("bin/wandb-core*"):
        yield from (name.decode() for name in CRUDE.findall(binary.read_bytes()))
    for path in package_dir.rglob("*.py"):
        if package_dir / "vendor" not in path.parents and CRUDE.search(path.read_bytes()):
            for text in strings(path):
                yield from (name.decode() for name in CRUDE.findall(text.encode()))


def strings(path: Path) -> Iterator[str]:
    """Walk the strings of a module; one at the start of a statement is a docstring."""
    kinds = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    blank = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT, tokenize.NL, tokenize.ENCODING}
    starting = True
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type in kinds and not starting:
                yield token.string
            starting = token.type in blank if token.type not in (tokenize.NL, tokenize.COMMENT) else starting


# --- The finder is shown one trap of each kind.

PYTHON_TRAPS = {
    "a constant": (
        {
            "m.py": '''
            """Send `query Doc { a }` or so."""
            # query Comment { a }
            ONE = "query One { a }"
            class Some:
                """Like query Doc (of a class)."""
                TWO = """
                    mutation Two($x: [Int] = [1]) { a(b: {c: $x}) }
                """
            '''
        },
        {"query One { a }", "mutation Two($x: [Int] = [1]) { a(b: {c: $x}) }"},
    ),
    "an operation without a name": (
        {"m.py": 'send(gql("query { a }"))'},
        {"query { a }"},
    ),
    "an f-string with two pieces that go together": (
        {
            "m.py": '''
            SMALL = "fragment Small on T { a }"
            LARGE = "fragment Large on T { a b }"
            def make(lazy):
                fragment = SMALL if lazy else LARGE
                name = "Small" if lazy else "Large"
                return f"""#graphql
                    query Some {{ ...{name} }}
                    {fragment}
                """
            '''
        },
        {
            "query Some { ...Small } fragment Small on T { a }",
            "query Some { ...Large } fragment Large on T { a b }",
        },
    ),
    "a fragment from another module": (
        {
            "texts.py": 'HEAD = "query Some { ...F }"\nFRAGMENT = "fragment F on T { a }"',
            "sub/m.py": "from ..texts import FRAGMENT, HEAD as START\nDOCUMENT = START + FRAGMENT",
        },
        {"query Some { ...F } fragment F on T { a }"},
    ),
    "all ways to format": (
        {
            "m.py": '''
            from string import Template
            from textwrap import dedent
            F = "fragment F on T { a }"
            def percent():
                return "query Percent { ...F } %s" % F
            def brackets(old):
                node = "a" if old else "b"
                return "query Brackets {{ {}(x: {number}) }}".format(node, number=1)
            def template(old):
                return Template("query Template$args { a }").substitute(args="" if old else "($x: Int)")
            def replaced(old):
                text = dedent("""
                    query Replaced { _FIELD_ _MORE_ }
                """)
                return text.replace("_FIELD_", "a").replace("_MORE_", "b" if old else "")
            '''
        },
        {
            "query Percent { ...F } fragment F on T { a }",
            "query Brackets { a(x: 1) }",
            "query Brackets { b(x: 1) }",
            "query Template { a }",
            "query Template($x: Int) { a }",
            "query Replaced { a b }",
            "query Replaced { a }",
        },
    ),
    "a helper that makes a fragment": (
        {
            "m.py": """
            class Artifact:
                @staticmethod
                def _fragment(api):
                    fields = api.introspect()
                    fragment = "fragment F on T { a new }"
                    if "new" not in fields:
                        return fragment.replace("new", "")
                    return fragment
            """,
            "n.py": 'query = gql("query Some { ...F }" + wandb.Artifact._fragment(api))',
        },
        {
            "query Some { ...F } fragment F on T { a new }",
            "query Some { ...F } fragment F on T { a }",
        },
    ),
    "lists and texts that grow": (
        {
            "m.py": """
            def use(use_as, priority, unrelated):
                variables, arguments = ["$a: Int"], ["a: $a"]
                if unrelated:
                    count = 1
                if use_as:
                    variables.append("$b: Int")
                    arguments.extend(["b: $b"])
                    variables += ["$c: Int"]
                    arguments.insert(0, "c: $c")
                send(f"mutation Use({', '.join(variables)}) {{ use(input: {{{', '.join(arguments)}}}) }}", count)
            def push(priority):
                params = "$a: Int"
                inputs = "a: $a"
                if priority is not None:
                    params += ", $p: Int"
                    inputs += ", p: $p"
                mutation = gql("mutation Push(" + params + ") { push(input: {" + inputs + "}) }")
            """
        },
        {
            "mutation Use($a: Int) { use(input: {a: $a}) }",
            "mutation Use($a: Int, $b: Int, $c: Int) { use(input: {c: $c, a: $a, b: $b}) }",
            "mutation Push($a: Int) { push(input: {a: $a}) }",
            "mutation Push($a: Int, $p: Int) { push(input: {a: $a, p: $p}) }",
        },
    ),
    "pieces that are arguments": (
        {
            "m.py": """
            A = "fragment A on T { a }"
            B = "fragment B on T { b }"
            class Run:
                def _load(self, fragment, name, force=False):
                    query = f"query Run {{ ...{name} }} {fragment}"
                    return self._exec(query)
                def load(self, force):
                    if self._lazy:
                        return self._load(A, "A", force)
                    return self._load(name="B", fragment=B)
            """
        },
        {
            "query Run { ...A } fragment A on T { a }",
            "query Run { ...B } fragment B on T { b }",
        },
    ),
    "a nested function that changes the text": (
        {
            "m.py": """
            def link(server_id, client_id):
                template = "mutation Link(ID_TYPE) { link(ID_VALUE) }"
                def replace(a, b):
                    nonlocal template
                    template = template.replace(a, b)
                if server_id:
                    replace("ID_TYPE", "$s: ID")
                    replace("ID_VALUE", "s: $s")
                elif client_id:
                    replace("ID_TYPE", "$c: ID")
                    replace("ID_VALUE", "c: $c")
                gql(template)
            def later(field):
                kind = "a" if field else "b"
                def fetch():
                    return send("query Later { %s }" % kind)
                return retry(fetch)
            """
        },
        {
            "mutation Link($s: ID) { link(s: $s) }",
            "mutation Link($c: ID) { link(c: $c) }",
            "query Later { a }",
            "query Later { b }",
        },
    ),
    "one document that is a step towards another": (
        {
            "m.py": """
            def upsert():
                text = "mutation Upsert { upsert { _PROJECT_ warnings } }"
                newest = text.replace("_PROJECT_", "project")
                oldest = text.replace("_PROJECT_", "project").replace("warnings", "")
                for mutation in [newest, oldest]:
                    send(mutation)
            def once_more():
                query = "query Before { a }"
                send(query)
                send(query.replace("Before", "After"))
            def fall_back():
                query = gql("query Fall { new old }")
                try:
                    return send(query)
                except Exception:
                    return send("query Back { new old }".replace("new", ""))
            """
        },
        {
            "mutation Upsert { upsert { project warnings } }",
            "mutation Upsert { upsert { project } }",
            "query Before { a }",
            "query After { a }",
            "query Fall { new old }",
            "query Back { old }",
        },
    ),
    "pieces out of collections": (
        {
            "m.py": """
            FIELDS = {"logged": "outputs", "used": "inputs"}
            def items(mode):
                return f"query Items {{ {FIELDS[mode]} }}"
            def each():
                for name in ("a", "b"):
                    send("query Each { %s }" % name)
            def matched(kind):
                match kind:
                    case "a":
                        field = "a"
                    case _:
                        field = "b"
                return "query Matched { " + field + " }"
            """
        },
        {
            "query Items { outputs }",
            "query Items { inputs }",
            "query Each { a }",
            "query Each { b }",
            "query Matched { a }",
            "query Matched { b }",
        },
    ),
}


def write_package(package_dir: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = package_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return package_dir


def texts(found: list[ClientDocument]) -> list[str]:
    """List the texts as they are compared: blanks do not count, but repetitions do."""
    return sorted(strip_ignored_characters(document.text) for document in found)


@pytest.mark.parametrize("trap", PYTHON_TRAPS)
def test_python_trap(trap: str, tmp_path: Path) -> None:
    files, expected = PYTHON_TRAPS[trap]
    found = documents(write_package(tmp_path, files))
    assert texts(found) == sorted(map(strip_ignored_characters, expected))


def test_a_document_knows_what_and_where_it_is(tmp_path: Path) -> None:
    write_package(tmp_path, {"apis/m.py": 'x = 1\nY = gql(\n    "mutation Some { a }"\n)\n'})
    assert documents(tmp_path) == [ClientDocument("apis/m.py:3", "Some", "mutation", "mutation Some { a }")]


def test_vendored_code_is_left_out(tmp_path: Path) -> None:
    write_package(tmp_path, {"vendor/gql/test_m.py": 'X = "query StarWars { hero }"'})
    assert documents(tmp_path) == []


UNRESOLVED = {
    "a piece that only running tells": ('def f():\n    return f"query A {{ {os.environ[0]} }}"', "m.py:2"),
    "a piece from an argument that nobody gives": ('def f(x):\n    return "query A { %s }" % x', "m.py:2"),
    "a piece known in one call only": (
        'F = "fragment F on T { a }"\ndef f(x):\n    return "query A { ...F } %s" % x\n'
        "def g():\n    return f(F)\ndef h():\n    return f(F + load())",
        "m.py:3",
    ),
    "a fragment that is missing": ('\nX = "query A { ...Nowhere }"', "m.py:2"),
    "a fragment too many": ('X = "query A { a } fragment F on T { a }"', "m.py:1"),
    "a syntax error": ('X = "query A { a"', "m.py:1"),
    "a literal where none is looked for": ('def f(x: "query A { a }"):\n    pass', "m.py:1"),
}


@pytest.mark.parametrize("trap", UNRESOLVED)
def test_what_cannot_be_put_together_is_reported(trap: str, tmp_path: Path) -> None:
    source, place = UNRESOLVED[trap]
    write_package(tmp_path, {"m.py": source, "n.py": 'Y = "query Fine { a }"'})
    with pytest.raises(UnresolvedOperationsError) as raised:
        documents(tmp_path)
    assert [operation.source for operation in raised.value.unresolved] == [place]
    assert texts(list(search(tmp_path).documents)) == ["query Fine{a}"]


# --- The same for the binary.

BINARY_TRAPS = {
    "neighbours glued on at both ends": (
        b"too late\nmutation A ($x: T! = {y: 1}) {\n\ta\n}\nfoo \xff\x00",
        "mutation A",
    ),
    "one document right after another": (b"query A { a }query B { b }mutation C {c}\n", "query A|query B|mutation C"),
    "a name right after another word": (b"%vquery A{a}", "query A"),
    "fragments": (b"query A { ...F } fragment F on T { ...G } fragment G on T { g }fragment H on T { h }", "query A"),
    "braces in texts and comments": (b'query A { a(b: "}") # }\n c }{', "query A"),
    "no name": (b"\x00query { a }mutation($x: Int) { b }", "query |mutation "),
    "no GraphQL": (b"func(x509.query(string) bool) the query (or mutation) of a query", ""),
}
"""The bytes of a binary, and `kind name` of the documents in it."""


def write_binary(package_dir: Path, content: bytes) -> Path:
    binary = package_dir / "bin/wandb-core"
    binary.parent.mkdir()
    binary.write_bytes(b"\x7fELF" + content)
    return package_dir


@pytest.mark.parametrize("trap", BINARY_TRAPS)
def test_binary_trap(trap: str, tmp_path: Path) -> None:
    content, expected = BINARY_TRAPS[trap]
    found = documents(write_binary(tmp_path, content))
    assert "|".join(f"{d.kind} {d.name}" for d in found) == expected


def test_the_text_of_a_document_in_a_binary_is_exact(tmp_path: Path) -> None:
    text = "query A ($x: Int!) {\n\t...F\n}\nfragment F on T {\n\ta(x: $x)\n}"
    write_binary(tmp_path, b"proto3\n" + text.encode() + b"\nfragment G on T { b }")
    assert documents(tmp_path) == [ClientDocument("bin/wandb-core@0xb", "A", "query", text)]


@pytest.mark.parametrize(
    "content", [b"query A { a ", b"query A { ...F }", b'query A { a(b: "', b"query { 1 }", b"query A ($a: Int)The {}"]
)
def test_what_looks_like_an_operation_in_a_binary_is_reported(content: bytes, tmp_path: Path) -> None:
    write_binary(tmp_path, content + b"\x00" * 8)
    with pytest.raises(UnresolvedOperationsError, match=r"^bin/wandb-core@0x4: "):
        documents(tmp_path)
