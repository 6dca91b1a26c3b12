"""Frozen texts as HTML are made once: never one text for another, never by code of yesterday, never with a reader's marks."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.urls import reverse

from agreements.choices import Status
from agreements.content import Content
from agreements.drafting.comments.counts import CommentCounts
from agreements.policy import YES, Verdict
from agreements.rendering import frozen_html
from agreements.rendering.document_view import document_view
from agreements.rendering.frozen_html import code_version, frozen_view, hash_of, key_of
from agreements.templatetags.contract import contract_section
from tests.rendering.sample import full_content
from tests.scenario import Scenario

NO = Verdict(allowed=False)


@pytest.fixture(autouse=True)
def _empty() -> None:
    caches[frozen_html.STORE].clear()


def html_of(content: Content) -> str:
    view = frozen_view(content)
    return "".join(str(section.html) for section in (*view.sections, *view.annexes))


def test_it_is_made_once_and_is_what_would_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    content = full_content()
    first = frozen_view(content)

    def never(content: Content) -> None:
        raise AssertionError("made twice")

    monkeypatch.setattr(frozen_html, "document_view", never)
    assert frozen_view(content) == first
    monkeypatch.undo()
    plain = document_view(content)
    assert replace(first, sections=plain.sections, annexes=plain.annexes) == plain
    for kept, fresh in zip((*first.sections, *first.annexes), (*plain.sections, *plain.annexes), strict=True):
        assert contract_section(kept) == contract_section(fresh)


def test_two_contents_never_share_one() -> None:
    content = full_content()
    section = content.sections[0]
    clause = replace(section.clauses[0], text=section.clauses[0].text + " Und.")
    other = replace(
        content, sections=(replace(section, clauses=(clause, *section.clauses[1:])), *content.sections[1:])
    )
    assert html_of(content) != html_of(other)
    assert html_of(content) == html_of(replace(content))
    variants = [content, other, replace(content, note="x"), replace(content, version=content.version + 1)]
    assert len({key_of(one.fingerprint, code_version()) for one in variants}) == len(variants)


def test_other_code_or_another_template_gives_another_key(tmp_path: Path) -> None:
    assert {Path(settings.BASE_DIR, name).is_dir() for name in frozen_html.CODE} == {True}
    code, templates = tmp_path / "agreements", tmp_path / "templates"
    shutil.copytree(
        Path(settings.BASE_DIR, "agreements", "rendering"), code, ignore=shutil.ignore_patterns("fonts")
    )
    shutil.copytree(Path(settings.BASE_DIR, "templates", "dossier"), templates)
    seen = {hash_of([code, templates])}
    assert hash_of([code, templates]) in seen
    for path in (code / "clause_text.py", templates / "section.html"):
        path.write_text(path.read_text() + "\n")
        seen.add(hash_of([code, templates]))
    (templates / "new.html").write_text("")
    seen.add(hash_of([code, templates]))
    (templates / "new.html").rename(templates / "moved.html")
    seen.add(hash_of([code, templates]))
    assert len(seen) == 5
    assert len({key_of("f", version) for version in seen}) == 5


def test_marks_of_a_reader_are_never_kept() -> None:
    view = frozen_view(full_content())
    section = next(one for one in view.sections if one.clauses)
    key = section.clauses[0].key
    marked = contract_section(section, CommentCounts(instrument_id=1, write=NO, clauses={key: 2}))
    assert "2 offene Anmerkungen" in marked
    assert "Weil es so ist." in contract_section(section, None, {key: "Weil es so ist."})
    assert "Anmerken" in contract_section(section, CommentCounts(instrument_id=1, write=YES))
    for nobody in (
        None,
        CommentCounts(instrument_id=1, write=NO),
        CommentCounts(instrument_id=1, write=NO, clauses={"anders": 1}),
    ):
        assert contract_section(section, nobody, {}) == section.html
    assert "Anmerkung" not in str(section.html)


def test_who_may_not_see_a_text_does_not_see_it_from_the_cache(scenario: Scenario) -> None:
    address = reverse("agreement_text", args=[scenario.contracts[Status.SIGNED].agreement_id])
    assert 'class="contract"' in scenario.browser("coordinator").get(address).content.decode()
    assert scenario.browser("neighbour").get(address).status_code == 404
