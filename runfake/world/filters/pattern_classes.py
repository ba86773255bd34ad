"""The parts of RE2's syntax that stand for characters: escapes, and classes in brackets."""

from __future__ import annotations

import re

# The insides of Python classes. RE2's shorthands know ASCII alone; each has its complement.
_SHORTHANDS = {
    "d": r"0-9",
    "s": r"\t\n\f\r\ ",
    "w": r"0-9A-Z_a-z",
    "D": r"\x00-/:-\U0010ffff",
    "S": r"\x00-\x08\x0b\x0e-\x1f!-\U0010ffff",
    "W": r"\x00-/:-@\[-\^`\{-\U0010ffff",
}
_POSIX = {
    "alnum": r"0-9A-Za-z",
    "alpha": r"A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t\ ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": r"0-9",
    "graph": r"!-\~",
    "lower": r"a-z",
    "print": r"\ -\~",
    "punct": r"!-/:-@\[-`\{-\~",
    "space": r"\t-\r\ ",
    "upper": r"A-Z",
    "word": r"0-9A-Z_a-z",
    "xdigit": r"0-9A-Fa-f",
}
_POSIX_NAME = re.compile(r"\[:(\^?[a-z]+):\]")
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CODE = re.compile(r"\\(?:x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))|(0[0-7]{0,2}|[1-7][0-7]{1,2}))")


class Unreadable(Exception):
    """What is wrong with a pattern."""


def shorthand(letter: str) -> str:
    """The inside of the class that the escaped ``letter`` stands for; ``""`` if for none."""
    return _SHORTHANDS.get(letter, "")


def character(text: str, at: int) -> tuple[str, int]:
    """The character that the escape at ``at`` stands for, and where the text goes on.

    Raises:
        Unreadable: RE2 has no such escape.
    """
    if found := _CODE.match(text, at):
        code = int(found[3], 8) if found[3] else int(found[1] or found[2], 16)
        if code > 0x10FFFF:
            raise Unreadable(f"{found[0]} is no character")
        return chr(code), found.end()
    c = text[at + 1 : at + 2]
    if c in _CONTROLS and c:
        return _CONTROLS[c], at + 2
    if not c:
        raise Unreadable("it ends with a \\")
    if c in "pP":
        raise Unreadable(f"\\{c}, a class of Unicode, is not built here: write the characters in brackets")
    if not c.isascii() or c.isalnum():
        raise Unreadable(f"\\{c} is no escape of RE2's, which has no backreferences either")
    return c, at + 2


def read_class(text: str, at: int) -> tuple[str, int]:
    """The class in brackets at ``at`` in Python's syntax, and where the text goes on.

    Raises:
        Unreadable: RE2 would not take it.
    """
    begin = at
    at += 1
    inside = ""
    if text.startswith("^", at):
        inside, at = "^", at + 1
    first = at
    while not text.startswith("]", at) or at == first:
        if at >= len(text):
            raise Unreadable(f"the class {text[begin:]!r} is not closed")
        piece, at = _item(text, at)
        inside += piece
    return f"[{inside}]", at + 1


def _item(text: str, at: int) -> tuple[str, int]:
    if found := _POSIX_NAME.match(text, at):
        if found[1] not in _POSIX:
            raise Unreadable(f"{found[0]} is no class that is built here")
        return _POSIX[found[1]], found.end()
    if text[at] == "\\" and (piece := shorthand(text[at + 1 : at + 2])):
        return piece, at + 2
    low, after = _one(text, at)
    if not text.startswith("-", after) or text[after + 1 : after + 2] in ("]", ""):
        return re.escape(low), after
    high, end = _one(text, after + 1)
    if high < low:
        raise Unreadable(f"the range {text[at:end]} runs backwards")
    return f"{re.escape(low)}-{re.escape(high)}", end


def _one(text: str, at: int) -> tuple[str, int]:
    return character(text, at) if text[at] == "\\" else (text[at], at + 1)
