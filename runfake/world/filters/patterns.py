"""Regular expressions in RE2's syntax, which W&B documents for ``$regex``.

They are run by Python's ``re``; what the two read differently is rewritten, and what RE2 refuses is
refused here.
"""

from __future__ import annotations

import re

from runfake.world.errors import Invalid
from runfake.world.filters.pattern_classes import Unreadable, character, read_class, shorthand

_REPEAT = re.compile(r"[*+?]|\{(\d+)(?:,(\d*))?\}")
_GROUP = re.compile(r"\(\?(?:P?<\w+>|(?P<flags>[imsU]*(?:-[imsU]+)?)(?P<end>[:)]))")
# As in RE2.
_MOST_REPEATS = 1000
_LACKING = "RE2 has no lookaround, backreferences, atomic groups, conditions or comments"


def compile_pattern(pattern: str, options: str, field: str) -> re.Pattern[str]:
    """``pattern`` ready to search with; ``options`` are flags (``i``, ``m``, ``s``) for the whole of it.

    Raises:
        Invalid: RE2 would not take it.
    """
    try:
        return re.compile(_Translation(f"(?{options}){pattern}" if options else pattern).python())
    except (Unreadable, re.error, OverflowError, RecursionError) as problem:
        raise Invalid(
            f"the $regex {pattern!r} on {field!r} is no regular expression that RE2 takes: {problem}."
        ) from None


class _Group:
    """A group that is being read: the flags that were set inside of it, each of which opened a group of Python's."""

    def __init__(self, multiline: bool) -> None:
        self.flags: list[str] = []
        self.multiline = multiline

    @property
    def opening(self) -> str:
        return "".join(f"(?{flags}:" for flags in self.flags)

    @property
    def closing(self) -> str:
        return ")" * len(self.flags)


class _Translation:
    """One pattern on its way from RE2's syntax to Python's, read from the left."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._groups = [_Group(multiline=False)]

    def python(self) -> str:
        """The pattern in Python's syntax."""
        pieces = []
        while self._at < len(self._text):
            pieces.append(self._piece())
        if len(self._groups) > 1:
            raise Unreadable("a ( is not closed")
        return "".join([*pieces, self._groups[-1].closing])

    def _piece(self) -> str:
        c = self._text[self._at]
        if c in "*+?{" and (found := _REPEAT.match(self._text, self._at)):
            return self._repeat(found)
        if c == "\\":
            return self._escape()
        if c == "[":
            piece, self._at = read_class(self._text, self._at)
            return piece
        if c == "(":
            return self._open()
        self._at += 1
        return self._single(c)

    def _single(self, c: str) -> str:
        group = self._groups[-1]
        if c == ")":
            if len(self._groups) == 1:
                raise Unreadable("a ) closes nothing")
            return self._groups.pop().closing + ")"
        if c == "|":
            return f"{group.closing}|{group.opening}"
        if c == "$":
            return "(?:$)" if group.multiline else _ASSERTIONS["z"]
        return {".": ".", "^": "(?:^)"}.get(c) or re.escape(c)

    def _repeat(self, found: re.Match[str]) -> str:
        if any(int(bound) > _MOST_REPEATS for bound in found.groups() if bound):
            raise Unreadable(f"{found[0]} repeats more than {_MOST_REPEATS} times")
        self._at = found.end()
        lazy = "?" if self._text.startswith("?", self._at) else ""
        self._at += len(lazy)
        if again := _REPEAT.match(self._text, self._at):
            raise Unreadable(f"{found[0]}{lazy}{again[0]} repeats a repetition")
        return found[0] + lazy

    def _open(self) -> str:
        group = self._groups[-1]
        found = _GROUP.match(self._text, self._at)
        if found is None and self._text.startswith("(?", self._at):
            raise Unreadable(f"{self._text[self._at : self._at + 4]!r}: {_LACKING}")
        self._at = found.end() if found else self._at + 1
        flags = (found["flags"] if found else None) or ""
        on, _, off = flags.partition("-")
        multiline = (group.multiline or "m" in on) and "m" not in off
        # Greed, which U turns round, does not change whether there is a match.
        flags = flags.replace("U", "").removesuffix("-")
        if found and found["end"] == ")":
            group.multiline = multiline
            group.flags += [flags] if flags else []
            return f"(?{flags}:" if flags else ""
        self._groups.append(_Group(multiline))
        return f"(?{flags}:" if found and found["end"] == ":" else "("

    def _escape(self) -> str:
        c = self._text[self._at + 1 : self._at + 2]
        if c == "Q":
            quoted, _, _ = self._text[self._at + 2 :].partition(r"\E")
            self._at += 2 + len(quoted) + 2
            return re.escape(quoted)
        if c in _ASSERTIONS:
            self._at += 2
            return _ASSERTIONS[c]
        if inside := shorthand(c):
            self._at += 2
            return f"[{inside}]"
        literal, self._at = character(self._text, self._at)
        return re.escape(literal)


# In groups, for RE2 lets them be repeated. Word boundaries are those of ASCII; nothing is no boundary.
_ASSERTIONS = {"A": r"(?:\A)", "z": r"(?:\Z)", "b": r"(?a:\b)", "B": r"(?:(?!(?a:\b)))"}
