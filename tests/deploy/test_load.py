"""The load of a working day, on an application that does nothing: who asks is answered and counted."""

import pytest

from bench.load import (
    ALL,
    SLOW,
    UPLOAD,
    UPLOADS,
    Answers,
    Loaded,
    Person,
    Upload,
    load_table,
    percentiles,
    together,
)
from bench.pages import Page
from bench.progress import Progress
from bench.proxied import proxied


@pytest.mark.kills
def test_people_are_answered_beside_slow_ones_and_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.load.READS", (0.05, 0.1))
    people = [Person("session=x", [Page("start", "staff", "/"), Page("list", "staff", "/liste/")])] * 8
    upload = Upload("/nachweis/", bytes(2 * 1024 * 1024), {"Content-Type": "application/pdf"})
    with proxied("tests.deploy.echo") as running:
        answers = together(running, people, upload, 3, Progress(quiet=True))
    assert set(answers.seconds) == {"start (staff)", "list (staff)", UPLOAD}
    assert len(answers.seconds[UPLOAD]) == UPLOADS
    assert not answers.errors
    table = load_table([Loaded(12, 3, answers, 0.5)])
    assert f"{SLOW} connections" in table


def test_the_table_names_what_is_slow_and_what_failed() -> None:
    answers = Answers()
    answers.seconds["list (admin)"] += [0.1] * 18 + [0.9] * 2
    answers.seconds["rare (admin)"] += [2.0]
    answers.errors["list (admin)"].append("500")
    lines = load_table([Loaded(1200, 10, answers, 2.1)]).splitlines()
    assert [words.split() for words in lines if words.startswith("list")] == [
        ["list", "(admin)", "1,200", "20", "2.00", "100", "900", "900", "1"]
    ]
    assert f"1,200 districts: p95 above 300 ms: {ALL} 900, list (admin) 900" in lines
    assert "1,200 districts: errors: list (admin): 500" in lines
    assert "1,200 districts: the workers computed 100 ms for an answer, 2 s in all" in lines
    assert percentiles([]) == (0, 0, 0)
