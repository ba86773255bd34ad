"""Uploads in parts, as clients send files of 2 GiB and more."""

from __future__ import annotations

from dataclasses import dataclass, field

from runfake.world.artifacts.artifact import Artifact
from runfake.world.blobs import Blob, BlobStore
from runfake.world.errors import Invalid
from runfake.world.ids import node_id

PARTS = "parts"


@dataclass(eq=False, slots=True)
class MultipartUpload:
    """One file that comes in parts.

    Attributes:
        expected: MD5 of each part in hexadecimal, by its number.
        received: the parts that came.
    """

    number: int
    artifact: Artifact
    md5: str
    expected: dict[int, str]
    received: dict[int, Blob] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the upload."""
        return node_id("MultipartUpload", self.number)

    @property
    def numbers(self) -> list[int]:
        """The numbers of its parts, ascending."""
        return sorted(self.expected)

    def key_of_part(self, number: int) -> tuple[str, ...]:
        """The place of a part in storage URLs."""
        return (PARTS, str(self.number), str(number))

    def put(self, number: int, blob: Blob) -> None:
        """Takes a part.

        Raises:
            Invalid: there is no part of that number.
        """
        if number not in self.expected:
            raise Invalid(f"the upload has no part {number}: expected one of {self.numbers}.")
        self.received[number] = blob

    def join(self, blobs: BlobStore) -> Blob:
        """The whole file.

        Raises:
            Invalid: a part is missing.
        """
        missing = [number for number in self.numbers if number not in self.received]
        if missing:
            raise Invalid(f"parts {missing} of the upload were never sent.")
        writer = blobs.writer()
        for number in self.numbers:
            for chunk in self.received[number].chunks():
                writer.write(chunk)
        return writer.commit()
