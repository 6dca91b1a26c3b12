"""Stored files in a bucket of S3, which several machines reach."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import lru_cache
from typing import IO, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from agreements.errors import FilesUnreachable
from agreements.files.folder import full_disk_refused

MISSING = {"404", "NoSuchKey"}
EXISTS, CONFLICT = "PreconditionFailed", "ConditionalRequestConflict"
UNCONDITIONAL = "NotImplemented"  # of a vendor that knows no conditions
TRIES = 5  # when others write the same bytes in the same moment
IN_MEMORY = 8 * 1024 * 1024
CHUNK = 1024 * 1024
CONFIG = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    # other vendors refuse the checksums that newer versions of boto3 add; we compare our own hash
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
logger = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str, key: str, secret: str) -> Any:
    """Return a client; it may be used by all threads."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=CONFIG,
    )


class S3Bucket:
    """A `Backend` whose keys are a prefix and the SHA-256. What S3 has confirmed is on disk."""

    def __init__(self) -> None:
        self.client = _client(settings.S3_ENDPOINT, settings.S3_REGION, settings.S3_KEY, settings.S3_SECRET)
        self.prefix = settings.S3_PREFIX

    def add(self, sha256: str, data: bytes) -> bool:
        with _refusing():
            for _ in range(TRIES):
                try:
                    self._put(sha256, data, IfNoneMatch="*")
                except ClientError as error:
                    code = _code(error)
                    if code == EXISTS:
                        return False
                    if code == UNCONDITIONAL:
                        break
                    if code != CONFLICT:
                        raise
                else:
                    return True
        if self.exists(sha256):
            return False
        self.replace(sha256, data)
        return True

    def replace(self, sha256: str, data: bytes) -> None:
        with _refusing():
            self._put(sha256, data)

    def open(self, sha256: str) -> IO[bytes]:
        with ExitStack() as on_failure, _refusing(), full_disk_refused():
            file = on_failure.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
            for chunk in self.client.get_object(**self._at(sha256))["Body"].iter_chunks(CHUNK):
                file.write(chunk)
            file.seek(0)
            on_failure.pop_all()  # the caller closes it
        return file

    def exists(self, sha256: str) -> bool:
        try:
            with _refusing():
                self.client.head_object(**self._at(sha256))
        except FileNotFoundError:
            return False
        return True

    def remove(self, sha256: str) -> None:
        with _refusing():
            self.client.delete_object(**self._at(sha256))

    def written(self) -> Iterator[tuple[str, datetime]]:
        pages = self.client.get_paginator("list_objects_v2")
        with _refusing():
            for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=self.prefix):
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(self.prefix), found["LastModified"]

    def _put(self, sha256: str, data: bytes, **condition: str) -> None:
        self.client.put_object(
            **self._at(sha256), Body=data, ContentType="application/octet-stream", **condition
        )

    def _at(self, sha256: str) -> dict[str, str]:
        return {"Bucket": settings.S3_BUCKET, "Key": f"{self.prefix}{sha256}"}


@contextmanager
def _refusing() -> Iterator[None]:
    """Raise FileNotFoundError for a key that is not there, FilesUnreachable for everything else."""
    try:
        yield
    except ClientError as error:
        if _code(error) in MISSING:
            raise FileNotFoundError(str(error)) from error
        raise _unreachable(error) from error
    except BotoCoreError as error:
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> FilesUnreachable:
    logger.error("The store of files on S3 fails: %s", error)
    return FilesUnreachable()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
