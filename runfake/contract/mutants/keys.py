"""Clients that get keys wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.mutants.sampling import Sampler
from runfake.contract.mutants.slips import StopsAtEmptyPages
from runfake.contract.reference import Reference, documents
from runfake.contract.reference.history import Row, Window

# -- which rows ------------------------------------------------------------------------------------


@mutant("keys.all-of-them", "rows that have any of the keys come")
class AnyKey(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        whole = self._window(run)

        def window(begin: int, end: int, most: int) -> list[Row]:
            rows = [{key: row[key] for key in keys if key in row} for row in whole(begin, end, most)]
            return [row for row in rows if row]

        return window


@mutant("keys.all-of-them", "each key is asked for by itself, and the last one counts")
class LastKeyCounts(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        return super()._keyed_window(run, keys[-1:])


@mutant("keys.nothing-else", "all that was logged comes along with the keys")
class WholeRows(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        whole = self._window(run)
        return lambda begin, end, most: [row for row in whole(begin, end, most) if all(key in row for key in keys)]


@mutant("keys.nothing-else", "the step comes along, unasked")
class StepAlong(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        return super()._keyed_window(run, [*keys, "_step"])


@mutant("keys.step-among-them", "names that begin with an underscore are taken for the client's own, and left out")
class UnderscoresHidden(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        rows = super()._sampled(run, spec)
        return [{key: value for key, value in row.items() if not key.startswith("_")} for row in rows]


@mutant("keys.null-counts", "null is taken for a key that is not there")
class NullIsMissing(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        return [row for row in super()._sampled(run, spec) if None not in row.values()]


@mutant("keys.falsy-counts", "what is false, 0 or empty is taken for a key that is not there")
class FalsyIsMissing(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        return [row for row in super()._sampled(run, spec) if all(value or value is None for value in row.values())]


@mutant("keys.unknown", "keys that the run does not have are left out, as they cannot be found")
class UnknownKeysIgnored(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        known = (self._run(run, documents.HISTORY_KEYS)["historyKeys"] or {}).get("keys", {})
        held = [key for key in keys if key in known]
        return super()._keyed_window(run, held) if held else self._window(run)


@mutant("keys.unknown", "rows are filled up with null for keys that they lack")
class FilledWithNull(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        whole = self._window(run)
        return lambda begin, end, most: [{key: row.get(key) for key in keys} for row in whole(begin, end, most)]


@mutant("keys.any-order", "values are given out by the place of their key among the sorted ones")
class ByPlace(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        asked = super()._keyed_window(run, sorted(keys))
        return lambda begin, end, most: [
            dict(zip(keys, (row[key] for key in sorted(keys)), strict=True)) for row in asked(begin, end, most)
        ]


@mutant("keys.named-twice", "a row has to have as many metrics as keys were given")
class CountsKeys(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        asked = super()._keyed_window(run, keys)
        return lambda begin, end, most: [row for row in asked(begin, end, most) if len(row) == len(keys)]


# -- values and names ------------------------------------------------------------------------------


@mutant("keys.values", "values are made numbers where they can be, and texts else")
class NumbersOrTexts(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        return [{key: _scalar(value) for key, value in row.items()} for row in super()._sampled(run, spec)]


def _scalar(value: Any) -> Any:
    return value if isinstance(value, (int, float, str)) or value is None else json.dumps(value)


@mutant("keys.non-finite", "the texts that stand for NaN and infinities are no numbers, and dropped")
class NonFiniteDropped(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        named = {"NaN", "Infinity", "-Infinity"}
        return [row for row in super()._sampled(run, spec) if not any(str(value) in named for value in row.values())]


@mutant("keys.odd-names", "keys are written into a text by hand")
class KeysByHand(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        spec = json.loads(super()._spec(["k"], samples, begin, end))
        names = ", ".join(f'"{key}"' for key in keys)
        return json.dumps(spec).replace('"k"', names)


@mutant("keys.odd-names", "keys are quoted as parts of an address are")
class KeysQuoted(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        return super()._spec([key.replace(" ", "%20") for key in keys], samples, begin, end)


@mutant("keys.nested", "dots are escaped, as in the names of defined metrics")
class DotsEscaped(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        return super()._spec([key.replace(".", "\\.") for key in keys], samples, begin, end)


# -- pages -----------------------------------------------------------------------------------------


@mutant("keys.page-edges", "the last step of a page with keys is taken for exclusive")
class MaxStepExclusive(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        return super()._spec(keys, samples, begin, end if end is None else end - 1)


@mutant("keys.page-edges", "the end of a page with keys is passed on as its last step")
class EndIsLastStep(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        return super()._spec(keys, samples + 2, begin, end if end is None else end + 1)


@mutant("keys.sparse", "a page without rows is taken for the end")
class EmptyKeyedWindowEnds(StopsAtEmptyPages):
    pass


@mutant("keys.repeated-steps", "of rows with the same step the first is kept")
class FirstOfEqualSteps(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        asked = super()._keyed_window(run, [*keys, "_step"])

        def window(begin: int, end: int, most: int) -> list[Row]:
            first: dict[int, Row] = {}
            for row in asked(begin, end, most):
                first.setdefault(row["_step"], row)
            return list(first.values())

        return window


# -- the sampled history ---------------------------------------------------------------------------


@mutant("keys.history-all-of-them", "the whole sample is taken, and rows are reduced to the keys that they have")
class AnyKeySampled(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        keys, x_axis = asked["keys"], asked["x_axis"]
        rows = super()._taken(run, samples, **{**asked, "keys": None})
        wanted = {x_axis, *keys} if keys else None
        return [{key: row[key] for key in row if wanted is None or key in wanted} for row in rows]


@mutant("keys.history-nothing-else", "the time comes along, unasked")
class TimeAlong(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        return super()._spec([*keys, "_timestamp"], samples, begin, end)


@mutant("keys.history-steps", "rows are numbered, instead of their steps")
class RowsNumbered(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        return [row | {"_step": number} for number, row in enumerate(super()._sampled(run, spec))]


# -- large integers --------------------------------------------------------------------------------


def _floats(value: Any) -> Any:
    """The value as a language has it whose only numbers are doubles."""
    if isinstance(value, dict):
        return {key: _floats(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_floats(entry) for entry in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


SLIP = "integers are read as doubles"


@mutant("keys.big-integers-scan", SLIP)
class DoublesInScan(Reference):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [_floats(row) for row in super()._parsed(lines)]


@mutant("keys.big-integers-history", SLIP)
class DoublesInHistory(Reference):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [_floats(row) for row in super()._parsed(lines)]


@mutant("keys.big-integers-scan-keyed", SLIP)
class DoublesInKeyedScan(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        return [_floats(row) for row in super()._sampled(run, spec)]


@mutant("keys.big-integers-history-keyed", SLIP)
class DoublesInKeyedHistory(Reference):
    def _sampled(self, run: str, spec: str) -> list[Row]:
        return [_floats(row) for row in super()._sampled(run, spec)]


@mutant("keys.big-integers-summary", SLIP)
class DoublesInSummary(Reference):
    def load(self, run: str) -> dict[str, Any]:
        found = super().load(run)
        return found | {"summary": _floats(found["summary"])}


@mutant("keys.big-integers-config", SLIP)
class DoublesInConfig(Reference):
    def load(self, run: str) -> dict[str, Any]:
        found = super().load(run)
        return found | {"config": _floats(found["config"])}
