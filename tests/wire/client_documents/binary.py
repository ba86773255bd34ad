"""The documents in a Go binary, whose string constants lie side by side unseparated."""

import re
from pathlib import Path

from graphql import GraphQLSyntaxError, Source, TokenKind
from graphql.language import Lexer

from .document import ClientDocument
from .findings import Findings, UnresolvedOperation

# A keyword and a name are plain English or Go too ("query (", "x509.query(string)"), so an
# operation starts only where its selection `{` or its first variable `($` follows: nothing
# else may, by the grammar. What starts so and then reads as no document is reported.
_START = re.compile(rb"(?:query|mutation)(?:\s+[_A-Za-z]\w*)?\s*(?:\{|\(\s*\$)")
_FRAGMENT = re.compile(r"\s*fragment\s+\w+\s+on\b")
_LONGEST = 1 << 16

_OPEN = (TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L)
_CLOSE = (TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R)


def search_binary(binary: Path, source: str) -> Findings:
    """Find the documents in a file that the findings are to call `source`."""
    data = binary.read_bytes()
    findings = Findings((), ())
    for match in _START.finditer(data):
        start = match.start()
        text = data[start : start + _LONGEST].decode(errors="replace")
        findings += _finding(f"{source}@{start:#x}", text)
    return findings


def _finding(source: str, text: str) -> Findings:
    try:
        return Findings((_document(source, text),), ())
    except (ValueError, GraphQLSyntaxError) as error:
        return Findings((), (UnresolvedOperation(source, str(error)),))


def _document(source: str, text: str) -> ClientDocument:
    """Read the operation and as few of the fragments right behind it as make it whole."""
    end = _end_of_definition(text, 0)
    while True:
        try:
            return ClientDocument.read(source, text[:end])
        except ValueError:
            if not _FRAGMENT.match(text, end):
                raise
        end = _end_of_definition(text, end)


def _end_of_definition(text: str, start: int) -> int:
    """Find where the braces opened from `start` on close, looking at nothing behind that."""
    lexer = Lexer(Source(text[start:]))
    depth = 0
    while (token := lexer.advance()).kind != TokenKind.EOF:
        depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
        if token.kind == TokenKind.BRACE_R and depth == 0:
            return start + token.end
    raise ValueError("no closing brace")
