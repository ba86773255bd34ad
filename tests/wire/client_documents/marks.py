"""The marks that a text carries within itself while it is put together.

An origin mark says at which literal an operation starts, and a hole stands for a part whose
value is unknown. Both are made of characters that no source has, so that plain string
operations carry them along.
"""

import re

_ORIGIN = re.compile("\ue000([^\ue001]*)\ue001")
_HOLE = re.compile("\ue002([^\ue003]*)\ue003")


def origin(source: str) -> str:
    """Make the mark of an operation whose literal is at `source`."""
    return f"\ue000{source}\ue001"


PARAMETER = "parameter "


class HoleError(ValueError):
    """A text has a hole; `excused` if only for want of the arguments of a call.

    A function that is walked by itself has no arguments. Where it is called in a way that
    shapes a document, that call is walked as well.
    """

    def __init__(self, label: str) -> None:
        super().__init__(f"the value of `{label}` is unknown")
        self.excused = label.startswith(PARAMETER)


def hole(label: str) -> str:
    """Make the hole left by an expression."""
    return f"\ue002{label}\ue003"


def origins(text: str) -> list[str]:
    """List the sources of all the operations in a text."""
    return _ORIGIN.findall(text)


def plain(text: str) -> str:
    """Take the origin marks off a text; HoleError if it has a hole."""
    holes = [HoleError(label) for label in _HOLE.findall(text)]
    for worst in sorted(holes, key=lambda error: error.excused):
        raise worst
    return _ORIGIN.sub("", text)
