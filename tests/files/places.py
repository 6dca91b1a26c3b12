"""The places where stored files may lie, and how to damage what lies there behind the back of the application."""

from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from agreements.files.folder import path_of
from tests.files.s3_server import BUCKET


class Place(Protocol):
    """Somebody who can reach the files without the application."""

    def put(self, sha256: str, data: bytes) -> None: ...

    def lose(self, sha256: str) -> None: ...

    def names(self) -> list[str]: ...


class FolderPlace:
    """The folder."""

    def put(self, sha256: str, data: bytes) -> None:
        path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
        path_of(sha256).write_bytes(data)

    def lose(self, sha256: str) -> None:
        path_of(sha256).unlink()

    def names(self) -> list[str]:
        return sorted(path.name for path in Path(settings.FILES_ROOT).glob("??/*"))


class BucketPlace:
    """The bucket."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def put(self, sha256: str, data: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=f"{settings.S3_PREFIX}{sha256}", Body=data)

    def lose(self, sha256: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=f"{settings.S3_PREFIX}{sha256}")

    def names(self) -> list[str]:
        listed = self.client.list_objects_v2(Bucket=BUCKET, Prefix=settings.S3_PREFIX).get("Contents", [])
        return sorted(one["Key"].removeprefix(settings.S3_PREFIX) for one in listed)
