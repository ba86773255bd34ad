"""Clients that do not recover from what passes, or recover wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPResponse
from typing import Any

from runfake.contract.mutant import Mutant, mutant
from runfake.contract.reference import Reference
from runfake.contract.reference.history import Row
from runfake.contract.reference.http import Http, ServerError
from runfake.contract.reference.pages import Fetch


class Over(Reference):
    """The reference client over another way of sending."""

    http_class: type[Http]

    def _http(self, base_url: str, api_key: str) -> Http:
        return self.http_class(base_url, api_key)


class _Never429(Http):
    def retries(self, status: int) -> bool:
        return status >= 500


@mutant("faults.a-query-is-sent-again", "429 is taken for a refusal, as the other statuses with a 4 in front")
class TooManyIsFinal(Over):
    http_class = _Never429


class _Only503(Http):
    def retries(self, status: int) -> bool:
        return status in (429, 503)


@mutant("faults.a-query-is-sent-again", "500 and 502 are taken for final")
class OnlyBusyPasses(Over):
    http_class = _Only503


class _Lost(Http):
    def retries_lost(self) -> bool:
        return False


@mutant("faults.a-lost-query-is-sent-again", "only answers are looked at, not lost connections")
class LostIsLost(Over):
    http_class = _Lost


class _Never(_Lost):
    def retries(self, status: int) -> bool:
        del status
        return False


class _OnlyQueries(Http):
    """Sends mutations once."""

    asks = True

    def graphql(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        self.asks = "mutation" not in document
        try:
            return super().graphql(document, variables)
        finally:
            self.asks = True

    def retries(self, status: int) -> bool:
        return self.asks and super().retries(status)


class _OnlyQueriesLost(_OnlyQueries):
    def retries(self, status: int) -> bool:
        return Http.retries(self, status)

    def retries_lost(self) -> bool:
        return self.asks


class ChangesSentOnce(Over):
    http_class = _OnlyQueries


def _sent_once(verb: str) -> Mutant:
    client = type(f"{verb.title().replace('-', '')}SentOnce", (ChangesSentOnce,), {})
    return mutant(f"faults.{verb}-is-sent-again", "changes are sent once, whatever comes of it")(client)


VERBS = ("create", "update", "delete", "delete-file", "log-artifact", "use-artifact", "upload-file")
SENT_ONCE = tuple(map(_sent_once, VERBS))


@mutant("faults.create-is-done-once", "the server is left to make the id, another each time")
class ServerMakesIds(Reference):
    def create(self, project: str, entity: str | None = None, run_id: str | None = None) -> str:
        made = self._upsert(entityName=entity, modelName=project, name=run_id)
        home = made["project"]
        return f"{home['entity']['name']}/{home['name']}/{made['name']}"


@mutant("faults.update-is-done-once", "a change whose answer was lost is taken for done")
class LostIsDone(Over):
    http_class = _OnlyQueriesLost

    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        with suppress(OSError):
            super().update(run, changes)


@mutant("faults.delete-is-done-once", "the run is looked up again before it is deleted again")
class LooksUpAgain(Over):
    http_class = _OnlyQueriesLost

    def delete(self, run: str, delete_artifacts: bool = False) -> None:
        try:
            super().delete(run, delete_artifacts)
        except OSError:
            super().delete(run, delete_artifacts)


@mutant("faults.delete-file-is-done-once", "the file is looked up again, and the next best is deleted")
class DeletesTheNextBestFile(Over):
    http_class = _OnlyQueriesLost

    def delete_file(self, run: str, name: str) -> None:
        try:
            super().delete_file(run, name)
        except OSError:
            super().delete_file(run, next(self.files(run))["name"])


@mutant("faults.log-artifact-is-done-once", "what is sent again has the aliases left out")
class AliasesSentOnce(Over):
    http_class = _OnlyQueriesLost

    def log_artifact(
        self, run: str, artifact: str, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> dict[str, Any]:
        try:
            return super().log_artifact(run, artifact, aliases, tags)
        except OSError:
            return super().log_artifact(run, artifact, None, tags)


@mutant("faults.use-artifact-is-done-once", "a lost answer is an error")
class LostUses(Over):
    http_class = _OnlyQueriesLost


@mutant("faults.upload-file-is-done-once", "what was announced and lost is announced under another name")
class AnnouncesAnotherName(Over):
    http_class = _OnlyQueriesLost
    tries = 0

    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        try:
            return super().upload_file(run, path, root)
        except OSError:
            self.tries += 1
            return super().upload_file(run, path, root)

    def _name_of(self, path: str, root: str) -> str:
        return super()._name_of(path, root) + (f"-{self.tries}" if self.tries else "")


class _SendsOnce(Http):
    read = False

    def send(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
        self.read = False
        return super().send(method, url, body, headers)

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[HTTPResponse, bytes]:
        left, self.read = (b"" if self.read and method == "PUT" else body), True
        return super()._once(method, url, left, headers)


@mutant("faults.content-is-sent-again", "the content is read once, and is empty the second time")
class ContentReadOnce(Over):
    http_class = _SendsOnce


class _DownloadsOnce(Http):
    asked = "POST"

    def send(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
        self.asked = method
        return super().send(method, url, body, headers)

    def retries(self, status: int) -> bool:
        return self.asked != "GET" and super().retries(status)


@mutant("faults.a-download-is-sent-again", "downloads are asked for once")
class DownloadsAskedOnce(Over):
    http_class = _DownloadsOnce


@mutant("faults.no-page-twice", "a list begins again where a page failed, and gives what came before once more")
class BeginsListsAgain(Over):
    http_class = _Never

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._every(fetch, per_page)
        except (ServerError, OSError):
            yield from super()._every(fetch, per_page)


@mutant("faults.a-scan-goes-on", "a page that fails is passed over")
class PassesOverPages(Over):
    http_class = _Never

    def _window(self, run: str) -> Any:
        window = super()._window(run)

        def patient(begin: int, end: int, most: int) -> list[Row]:
            try:
                return window(begin, end, most)
            except (ServerError, OSError):
                return []

        return patient
