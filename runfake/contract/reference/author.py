"""The reference client with what logging takes: histories, states, and new versions of artifacts."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from runfake.contract.reference import documents
from runfake.contract.reference.client import Reference, last_step, shown_artifact

MANIFEST = "wandb_manifest.json"


class Author(Reference):
    """Makes what clients find: runs that logged something, and artifacts."""

    @property
    def entity(self) -> str:
        """The default entity of who asks."""
        return str(self.http.graphql(documents.VIEWER, {})["viewer"]["entity"])

    def log(self, run: str, rows: Iterable[Mapping[str, Any]], file: str = "wandb-history.jsonl") -> None:
        """Appends rows to a history, or to the machine's metrics; a row without ``_step`` comes one after the last."""
        counts = self._run(run, documents.LINE_COUNTS)
        history = file == "wandb-history.jsonl"
        last = last_step(counts["historyKeys"])
        lines = []
        for row in rows:
            last = int(row.get("_step", last + 1))
            lines.append(json.dumps({**row, "_step": last} if history else row))
        offset = counts["historyLineCount" if history else "eventsLineCount"] or 0
        if lines:
            self._stream(run, {"files": {file: {"offset": offset, "content": lines}}})

    def finish(self, run: str, state: str) -> None:
        """Ends a run that logged: ``"finished"`` or ``"failed"``."""
        self._stream(run, {"complete": True, "exitcode": int(state == "failed")})

    def put(self, run: str, name: str, content: bytes) -> None:
        """Uploads a file from memory."""
        self._put_file(run, name, content)

    def make_artifact(
        self, path: str, run: str | None, type: str, files: Mapping[str, bytes], aliases: Iterable[str]
    ) -> str:
        """A committed version of the artifact at ``entity/project/name``; the path of it.

        ``run`` is who logs it; every version needs one here.
        """
        entity, project, name = path.split("/")
        entries = {key: {"digest": _md5(content), "size": len(content)} for key, content in files.items()}
        manifest = json.dumps(
            {
                "version": 1,
                "storagePolicy": "wandb-storage-policy-v1",
                "storagePolicyConfig": {"storageLayout": "V2"},
                "contents": entries,
            }
        ).encode()
        run_id = run.split("/")[-1] if run else None
        home = {"entityName": entity, "projectName": project, "runName": run_id}
        made = self.http.graphql(
            documents.CREATE_ARTIFACT,
            {
                "input": {
                    **home,
                    "artifactTypeName": type,
                    "artifactCollectionNames": [name],
                    "digest": hashlib.md5(json.dumps(entries, sort_keys=True).encode()).hexdigest(),
                    "digestAlgorithm": "MANIFEST_MD5",
                    "aliases": [{"artifactCollectionName": name, "alias": a} for a in ["latest", *aliases]],
                    "enableDigestDeduplication": True,
                }
            },
        )["createArtifact"]["artifact"]
        if made["state"] != "COMMITTED":
            self._upload(made["id"], {**home, "runName": run_id or ""}, files, manifest)
        return f"{entity}/{project}/{shown_artifact(self._artifact(f'{path}:latest'))['name']}"

    def _upload(self, id: str, home: Mapping[str, Any], files: Mapping[str, bytes], manifest: bytes) -> None:
        asked = {"artifactID": id, "name": MANIFEST, "type": "FULL", **home}
        announced = self._manifest({**asked, "digest": ""})
        if files:
            specs = [
                {"artifactID": id, "name": name, "md5": _md5(content), "artifactManifestID": announced["id"]}
                for name, content in files.items()
            ]
            slots = self.http.graphql(documents.CREATE_ARTIFACT_FILES, {"files": specs})["createArtifactFiles"]
            for edge, content in zip(slots["files"]["edges"], files.values(), strict=True):
                if edge["node"]["uploadUrl"]:
                    self._put(edge["node"]["uploadUrl"], content, edge["node"]["uploadHeaders"])
        slot = self._manifest({**asked, "digest": _md5(manifest)})["file"]
        self._put(slot["uploadUrl"], manifest, slot["uploadHeaders"])
        self.http.graphql(documents.COMMIT_ARTIFACT, {"id": id})

    def _manifest(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.http.graphql(documents.CREATE_MANIFEST, {"input": asked})
        manifest: dict[str, Any] = answer["createArtifactManifest"]["artifactManifest"]
        return manifest

    def find_aliases(self, artifact: str) -> list[str] | None:
        """The aliases of a version; None if there is no such version."""
        try:
            return list(shown_artifact(self._artifact(artifact))["aliases"])
        except LookupError:
            return None

    def delete_project(self, entity: str, project: str) -> None:
        """Deletes a project with all that is in it; no effect if there is none."""
        found = self.http.graphql(documents.PROJECT, {"entity": entity, "project": project})["project"]
        if found:
            self.http.graphql(documents.DELETE_PROJECT, {"id": found["id"]})

    def _stream(self, run: str, chunk: Mapping[str, Any]) -> None:
        url = f"{self.http.base_url}/files/{quote(run)}/file_stream"
        self.http.send("POST", url, json.dumps(chunk).encode(), {"Content-Type": "application/json"})


def _md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content).digest()).decode()
