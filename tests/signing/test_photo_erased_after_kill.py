"""A crash between removing a photo and erasing its file: the sweep completes it."""

import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from agreements.files import store
from agreements.files.folder import path_of
from agreements.models import Photo, StoredFile
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.http_sessions import until, waits
from tests.sealing.test_worker import kill, worker_environment
from tests.signing.ceremonies import GUEST, OTHER, held, photo_of

pytestmark = pytest.mark.kills

REMOVE = """
from django.utils import timezone
from agreements.models import Photo
from agreements.signing.photos.actions import remove_photo
photo = Photo.objects.get(pk={pk})
remove_photo(photo, reason="falsche Datei", by=photo.added_by, at=timezone.now())
"""


def run_sweep() -> str:
    output = StringIO()
    call_command("sweep_files", stdout=output)
    return output.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_sweep_erases_a_removed_photo_after_a_crash() -> None:
    amira = factories.coordinator()
    ceremony = held(factories.draft(factories.district("03"), amira), amira)
    photo, other = photo_of(ceremony, amira, GUEST), photo_of(ceremony, amira, OTHER, colour="#335577")
    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=photo.file_id)  # the erasing waits here
        remover = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-c", REMOVE.format(pk=photo.pk)],
            cwd=BASE_DIR,
            env=worker_environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        until(waits)
        kill(remover)
    assert Photo.objects.get(pk=photo.pk).removed_at is not None
    assert path_of(photo.file_id).exists(), "it died in between"
    assert run_sweep() == "Entfernte Dateien: 0.\nZu Ende gelöschte Fotos: 1.\n"
    assert not path_of(photo.file_id).exists()
    assert store.read(other.file)
    assert run_sweep() == "Entfernte Dateien: 0.\n"
