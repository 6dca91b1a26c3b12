"""People write at two nodes while parts of the set-up die: nothing is lost, nothing twice, errors are sentences."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import cycle
from threading import Event, Lock
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.choices import ResolutionKind
from agreements.fact_states import ResolutionState
from agreements.files import store
from agreements.models import Agreement, Resolution, StoredFile
from mitwirkung.templatetags.ui import ONE_TIME_KEY
from tests import factories
from tests.files.samples import pdf
from tests.nodes.conftest import NOBODY_ANSWERS, Browser, Node, Town

pytestmark = pytest.mark.kills
PEOPLE, EACH, LAST = 4, 6, 2
SAID = "Die Ablage der Dateien antwortet gerade nicht"
TIMES_OUT = 60  # seconds in which a person must get through
BREATH = 0.05  # seconds until somebody asks again; leaves the processor to those who write


class Progress:
    """How many letters were counted by the application, and what was said meanwhile."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.done = 0
        self.errors: list[tuple[int, str]] = []
        self.storage_is_away = Event()  # before that nobody writes the last letters

    def note(self, status: int, text: str) -> None:
        with self.lock:
            if status == 302:
                self.done += 1
            else:
                self.errors.append((status, text))

    def reach(self, number: int) -> None:
        """Wait until everybody has written so many letters, or some have written more."""
        end = time.monotonic() + TIMES_OUT
        while self.done < PEOPLE * number:
            assert time.monotonic() < end, self.errors
            time.sleep(BREATH)

    def said(self, words: str) -> bool:
        return any(words in text for _, text in self.errors)


def resolution(number: int, key: str) -> dict[str, Any]:
    """Return a form with a document of its own."""
    return {
        "kind": ResolutionKind.BA_RESOLUTION.value,
        "state": ResolutionState.TAKEN.value,
        "dated": "10.03.2025",
        "number": f"BA {number}",
        "source": "Protokoll",
        "document": SimpleUploadedFile("beschluss.pdf", pdf(1) + b"%%%d\n" % number),
        ONE_TIME_KEY: key,
    }


def write(town: Town, person: int, progress: Progress) -> None:
    """Record resolutions, each until it is counted; whoever got no answer sends the same form again, to the other node."""
    browser, nodes = Browser(town.scene.amira), cycle(town.nodes[person % 2 :] + town.nodes[: person % 2])
    path = reverse("resolution_new", args=[town.scene.signed.agreement_id])
    try:
        for number in range(person * 100, person * 100 + EACH):
            if number % 100 == EACH - LAST:
                assert progress.storage_is_away.wait(2 * TIMES_OUT)
            fields: dict[str, str] = {}
            end = time.monotonic() + TIMES_OUT
            while time.monotonic() < end:
                try:
                    if not fields:
                        _, page = browser.get(next(nodes), path)
                        fields = page.fields
                        continue
                    hidden = {name: fields[name] for name in ("csrfmiddlewaretoken",) if name in fields}
                    form = resolution(number, fields.get(ONE_TIME_KEY, ""))
                    status, page = browser.post(next(nodes), path, {**hidden, **form})
                except NOBODY_ANSWERS:  # the node has just died
                    time.sleep(BREATH)
                    continue
                progress.note(status, page.text)
                if status == 302:
                    break
            else:
                raise AssertionError(f"{number} was never counted: {progress.errors}")
    finally:
        connections.close_all()


def test_parts_die_while_people_write(town: Town) -> None:
    scene, progress, draft = town.scene, Progress(), town.scene.draft()
    scene.queue_mail()
    first, second = town.nodes
    with ThreadPoolExecutor(PEOPLE) as desks:
        writing = [desks.submit(write, town, person, progress) for person in range(PEOPLE)]
        progress.reach(1)
        first.kill()
        town.workers[0].kill()
        progress.reach(3)
        first.start()
        second.kill()
        progress.reach(EACH - LAST)
        second.start()
        town.s3.refuse()
        progress.storage_is_away.set()
        end = time.monotonic() + TIMES_OUT
        while not progress.said(SAID) and time.monotonic() < end:
            time.sleep(BREATH)
        town.s3.resume()
        for one in writing:
            one.result()
    assert progress.said(SAID)
    assert {status for status, _ in progress.errors} <= {422, 503}, progress.errors
    assert all(text for _, text in progress.errors)
    numbers = sorted(Resolution.objects.values_list("number", flat=True))
    assert numbers == sorted(f"BA {person * 100 + n}" for person in range(PEOPLE) for n in range(EACH))
    assert len({row.document_id for row in Resolution.objects.all()}) == PEOPLE * EACH
    wait_for(lambda: scene.frozen(draft) and scene.sealed() and scene.all_sent())
    scene.assert_done_once(draft)
    for agreement in Agreement.objects.all():
        assert history.verify(agreement) == []
    store.sweep(before=timezone.now() + timedelta(hours=1))
    assert town.bucket.names() == sorted(StoredFile.objects.values_list("pk", flat=True))


def wait_for(condition: Any) -> None:
    end = time.monotonic() + 2 * TIMES_OUT
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


def test_what_one_node_knows_the_other_knows(town: Town) -> None:
    """Sessions, forms that count once, and who has a text open."""
    scene, (first, second) = town.scene, town.nodes
    browser = Browser(scene.amira)
    path = reverse("resolution_new", args=[scene.signed.agreement_id])
    _, page = browser.get(first, path)
    form = {
        **resolution(1, page.fields[ONE_TIME_KEY]),
        "csrfmiddlewaretoken": page.fields["csrfmiddlewaretoken"],
    }
    for node in (first, second):
        form["document"].seek(0)
        assert browser.post(node, path, form)[0] == 302
    assert Resolution.objects.count() == 1
    assert "Das Formular kam zweimal an" in browser.get(first, path)[1].text
    document = reverse("resolution_document", args=[scene.signed.agreement_id, Resolution.objects.get().pk])
    assert [browser.get(node, document)[0] for node in (first, second)] == [200, 200]
    assert seen_open(browser, first, second, scene)


def seen_open(browser: Browser, first: Node, second: Node, scene: Any) -> bool:
    """Whether a draft that one window has open at one node is told to another at the other."""
    draft = factories.draft(scene.place, scene.amira, begins_on=date(2026, 4, 1))
    address = reverse("presence_report", args=[draft.pk])
    token = browser.cookies["csrftoken"]
    for node, window in ((first, "fenster1-eins"), (second, "fenster2-zwei")):
        status, page = browser.post(
            node, address, {"window": window, "place": "p06-2", "since": "0", "csrfmiddlewaretoken": token}
        )
        assert status in {200, 204}
    return "anderen Fenster" in page.text
