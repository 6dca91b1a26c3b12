"""The stores of files, each empty for each test."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import override_settings

from tests.files.places import BucketPlace, FolderPlace, Place
from tests.files.s3_server import client, s3_server, settings_for
from tests.jobs.proxy import Proxy


@pytest.fixture(scope="session")
def s3() -> Iterator[Proxy]:
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(s3: Proxy) -> Iterator[BucketPlace]:
    """Keep the files of a test on S3, below a prefix of its own."""
    with override_settings(**settings_for(s3, prefix=f"{uuid4()}/")):
        yield BucketPlace(client(s3.port))


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path, db: None) -> Iterator[Place]:
    """Keep the files of a test in a folder, and again on S3."""
    if request.param == "s3":
        yield request.getfixturevalue("bucket")
    else:
        with override_settings(FILES_ROOT=tmp_path):
            yield FolderPlace()
