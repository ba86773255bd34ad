"""Regular expressions: RE2's syntax, on Python's machine. The expectations are what RE2 itself answers."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.filters.patterns import compile_pattern


def matches(pattern: str, text: str, options: str = "") -> bool:
    return compile_pattern(pattern, options, "name").search(text) is not None


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("b", ["abc", "b"], ["", "B"]),
        ("^b.*c$", ["bc", "bxc"], ["abc", "bcd"]),
        ("a$", ["a"], ["a\n", "a\nb"]),
        ("(?m)a$", ["a", "a\nb"], ["ab"]),
        ("(?m:^b$)$", ["a\nb"], ["b\na"]),
        ("a.c", ["abc"], ["a\nc"]),
        ("(?s)a.c", ["abc", "a\nc"], ["ac"]),
        ("(?i)aB", ["Ab", "aB"], ["ac"]),
        ("a(?i)b|c", ["aB", "C", "ab"], ["AB", "Ax"]),
        ("(a(?i)b)c", ["aBc"], ["aBC"]),
        ("(?i:a)(?-i)b", ["Ab"], ["AB"]),
        ("(?U)a+", ["a"], [""]),
        ("(?P<x>a)(?<y>b)(?:c)", ["abc"], ["ab"]),
        (r"^\d+\s\w+$", ["1 a_B9"], ["٣ a", "1\vé", "1 é"]),
        (r"^[\d\s]+$", ["1 2"], ["1a"]),
        (r"^[^\W_]+$", ["ab9"], ["a_b", "é"]),
        (r"^[\D]$", ["a", "٣"], ["1"]),
        (r"^\S\D\W$", ["aa-", "é٣é"], [" a-", "a1-", "aaa"]),
        (r"\bcat\b", ["a cat"], ["cats", "_cat"]),
        (r"é\b", ["éa"], ["é"]),
        (r"\B", ["", "aa", "-"], ["a"]),
        (r"\Aa\z", ["a"], ["a\n", "ba"]),
        ("^*a", ["a", "ba"], ["b"]),
        (r"\Qa.b(\E+", ["a.b(("], ["axb("]),
        (r"\Q(.", ["(."], ["()"]),
        (r"\x41\x{e9}\101\07", ["AéA\x07"], ["A"]),
        (r"[\x41-\x43]\-\.\_", ["B-._"], ["D-._"]),
        (r"\t\n\a", ["\t\n\a"], [""]),
        ("[]a]", ["]", "a"], ["["]),
        ("[^]a]", ["["], ["]", "a"]),
        ("[a-]", ["a", "-"], ["b"]),
        ("[[a&&b~~c||e-]", ["[", "&", "~", "|", "-", "e"], ["f", "!"]),
        ("^[[:alpha:]_]+$", ["a_Z"], ["a1"]),
        ("[[:digit:][:punct:]]", ["1", "!"], ["a", " "]),
        ("x{2}y{1,}z{,2}{", ["xxyz{,2}{"], ["xxyzz{"]),
        ("a}]", ["a}]"], ["a"]),
        ("a*?b+?c??", ["b"], ["c"]),
        ("a#b c", ["a#b c"], ["abc"]),
        ("", ["", "a"], []),
    ],
)
def test_a_pattern_matches_what_re2_matches(pattern: str, fitting: list[str], others: list[str]) -> None:
    assert [text for text in fitting + others if matches(pattern, text)] == fitting


@pytest.mark.parametrize(
    ("options", "pattern", "text"),
    [("i", "^ABC", "abc"), ("m", "^b$", "a\nb"), ("s", "a.b", "a\nb"), ("ims", "^B.C$", "a\nb\nc")],
)
def test_options_hold_for_the_whole_pattern(options: str, pattern: str, text: str) -> None:
    assert matches(pattern, text, options)
    assert not matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "a ( is not closed"),
        ("(?i)(a", "a ( is not closed"),
        ("a)", "a ) closes nothing"),
        ("[a", "the class '[a' is not closed"),
        ("[]", "the class '[]' is not closed"),
        ("[b-a]", "the range b-a runs backwards"),
        (r"[a-\d]", "is no escape"),
        ("[[:alphabet:]]", "[:alphabet:] is no class"),
        ("[[:^alpha:]]", "[:^alpha:] is no class"),
        ("a\\", "it ends with a \\"),
        ("(?=a)", "RE2 has no lookaround"),
        ("(?<!a)", "RE2 has no lookaround"),
        ("(?>a)", "RE2 has no lookaround"),
        ("(?#a)", "RE2 has no lookaround"),
        ("(?P=x)", "RE2 has no lookaround"),
        (r"(a)\1", r"\1 is no escape of RE2's"),
        (r"a\Z", r"\Z is no escape of RE2's"),
        (r"\é", r"\é is no escape of RE2's"),
        (r"\pL", "a class of Unicode"),
        (r"\x{110000}", "is no character"),
        ("a**", "a repetition"),
        ("a++", "a repetition"),
        ("a{2}{3}", "a repetition"),
        ("a{1001}", "more than 1000 times"),
        ("a{2,1}", "min repeat greater than max repeat"),
        ("*a", "nothing to repeat"),
    ],
)
def test_a_pattern_that_cannot_be_taken_is_refused_with_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(Invalid, match=re.escape(f"the $regex {pattern!r} on 'name'")) as refused:
        compile_pattern(pattern, "", "name")
    assert why in str(refused.value)


@given(st.text())
def test_quoted_text_matches_itself(text: str) -> None:
    text = text.replace(r"\E", "")
    assert matches(rf"\A\Q{text}\E\z", text)


@given(st.text(st.sampled_from("ab()[]{}|?*+^$\\.:-imsUPQEdDwWbBzZx1&~# \né<>=!"), max_size=8))
def test_any_text_is_a_pattern_or_is_refused(text: str) -> None:
    with contextlib.suppress(Invalid):
        matches(text, "ab")
