"""A draft against a newer version: changed only where somebody takes a change over, and asked once."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import history
from agreements.documents.assemble import raw_copy
from agreements.drafting.actions.obligations import TERM_FIELDS, Particulars, add_obligation, edit_obligation
from agreements.drafting.actions.obligations import remove_obligation as remove_duty
from agreements.drafting.actions.text import add_clause, edit_section, remove_clause
from agreements.drafting.model_texts.deviating import deviations_of
from agreements.drafting.model_texts.model import newest
from agreements.drafting.model_texts.newer import Part, State, model_changes, newer_version
from agreements.drafting.model_texts.taking_over import decline, switch, take_over, take_over_all
from agreements.drafting.writing import values
from agreements.models import Clause, Instrument, Section
from agreements.refusals import Outdated, Refused
from tests.drafting.model_texts.writing_models import AT, clause, publish, rule, version_2, write
from tests.drafting.sheets_on_page import buttons, form_with
from tests.page import read
from tests.stage import Stage

NAME = "Kooperationsvertrag"


def changes(draft: Instrument) -> dict[tuple[Part, str], State]:
    draft.refresh_from_db()
    return {(one.part, one.key): one.state for one in model_changes(draft, newest(NAME))}


def take(stage: Stage, part: Part, key: str, **more: Any) -> None:
    found = next(
        one for one in model_changes(stage.draft, newest(NAME)) if (one.part, one.key) == (part, key)
    )
    said = {"version": 2, "revision": found.revision, **more}
    take_over(stage.draft, part=part, key=key, by=stage.amira, at=AT, **said)


def heading(instrument: Instrument, key: str, words: str, stage: Stage) -> None:
    section = Section.objects.get(instrument=instrument, key=key)
    edit_section(instrument, key=key, heading=words, revision=section.revision, by=stage.amira, at=AT)


def retitle(instrument: Instrument, code: str, title: str, stage: Stage) -> None:
    row = instrument.terms.select_related("clause").get(obligation__code=code)
    edit_obligation(
        instrument,
        code=code,
        terms={**values(row, TERM_FIELDS), "title": title},
        clause_key=row.clause.key if row.clause else "",
        particulars=Particulars(),
        revision=row.revision,
        by=stage.amira,
        at=AT,
    )


def test_without_a_newer_version_there_is_nothing_to_take(model: Instrument, stage: Stage) -> None:
    assert newer_version(stage.draft) is None
    assert newer_version(model) is None
    with pytest.raises(Refused, match="keinen neueren"):
        take_over_all(stage.draft, version=2, by=stage.amira, at=AT)
    reply = stage.browser("coordinator").get(reverse("newer_model", args=[stage.draft.pk]))
    assert reply.headers["Location"] == reverse("block_list", args=[stage.draft.pk])


def test_every_change_is_listed_with_what_the_draft_says(model: Instrument, stage: Stage) -> None:
    amira, draft = stage.amira, stage.draft
    write(model, "p03-1", "Neu im Muster.", amira)
    write(model, "p03-2", "Auch neu.", amira)
    write(draft, "p03-2", "Im Entwurf eigens geschrieben.", amira)
    write(model, "p03-3", "Gleich geschrieben.", amira)
    write(draft, "p03-3", "Gleich geschrieben.", amira)
    remove_clause(model, key="p16-4", revision=1, by=amira, at=AT)
    added = add_clause(model, section_key="p02", text="Dazugekommen.", after="p02-1", by=amira, at=AT)
    heading(model, "p02", "Ziele und Wege", stage)
    retitle(model, "O-22", "Fachtag gemeinsam vorbereiten", stage)
    remove_duty(model, code="O-30", revision=1, by=amira, at=AT)
    before = raw_copy(draft)
    publish(model, amira)
    assert raw_copy(stage.fresh().draft) == before
    assert changes(draft) == {
        (Part.HEADING, "p02"): State.OPEN,
        (Part.CLAUSE, "p03-1"): State.OPEN,
        (Part.CLAUSE, "p03-2"): State.CLASH,
        (Part.CLAUSE, "p03-3"): State.TAKEN,
        (Part.CLAUSE, added.key): State.OPEN,
        (Part.CLAUSE, "p16-4"): State.OPEN,
        (Part.DUTY, "O-22"): State.OPEN,
        (Part.DUTY, "O-30"): State.OPEN,
    }


def test_all_that_fits_is_taken_at_once_and_then_the_draft_moves_over(
    model: Instrument, stage: Stage
) -> None:
    amira, draft = stage.amira, stage.draft
    add_clause(model, section_key="p02", text="Dazugekommen.", after="p02-1", by=amira, at=AT)
    heading(model, "p02", "Ziele und Wege", stage)
    remove_duty(model, code="O-30", revision=1, by=amira, at=AT)
    remove_clause(model, key="p15-1", revision=1, by=amira, at=AT)
    retitle(model, "O-22", "Fachtag gemeinsam vorbereiten", stage)
    rule(model, "p03-1", amira, locked=True)
    rule(model, "p03-2", amira, optional=True)
    template = version_2(model, amira, p03_1="Neu und gesperrt.")
    write(draft, "p01-1", "Nur hier.", amira)

    with pytest.raises(Refused, match="Noch zu entscheiden"):
        switch(draft, version=2, by=amira, at=AT)
    assert take_over_all(draft, version=2, by=amira, at=AT) == 6
    switch(draft, version=2, by=amira, at=AT)

    draft = stage.fresh().draft
    assert draft.template == template
    row = clause(draft, "p03-1")
    assert (row.text, row.locked) == ("Neu und gesperrt.", True)
    assert clause(draft, "p03-2").optional
    assert clause(draft, "p01-1").text == "Nur hier."
    assert not Clause.objects.filter(section__instrument=draft, key="p15-1").exists()
    second = draft.sections.get(key="p02")
    assert second.heading == "Ziele und Wege"
    assert [c.text[:14] for c in second.clauses.all()][1] == "Dazugekommen."
    codes = set(draft.terms.values_list("obligation__code", flat=True))
    assert "O-30" not in codes
    assert draft.terms.get(obligation__code="O-22").title == "Fachtag gemeinsam vorbereiten"
    assert history.verify(draft.agreement) == []


def test_what_was_changed_here_is_merged_by_hand(model: Instrument, stage: Stage) -> None:
    base = clause(stage.draft, "p05-4").text
    assert base == "Er sorgt für Räume und die übliche technische Ausstattung bei bezirklichen Terminen."
    write(stage.draft, "p05-4", base.replace("Räume", "barrierefreie Räume"), stage.amira)
    version_2(model, stage.amira, p05_4=base.replace("bezirklichen Terminen", "allen Terminen"))
    with pytest.raises(Refused, match="Führen Sie beide Fassungen zusammen"):
        take(stage, Part.CLAUSE, "p05-4")
    browser, address = stage.browser("coordinator"), reverse("newer_merge", args=[stage.draft.pk, "p05-4"])
    page = browser.get(address)
    sent = form_with(page, "Speichern")
    both = "Er sorgt für barrierefreie Räume und die übliche technische Ausstattung bei allen Terminen."
    assert sent["text"] == [both]
    reply = browser.post(address, sent)
    assert reply.headers["Location"] == reverse("newer_model", args=[stage.draft.pk])
    assert clause(stage.draft, "p05-4").text == both
    assert changes(stage.draft)[Part.CLAUSE, "p05-4"] == State.TAKEN
    late = browser.post(address, {**sent, "text": "Zu spät geschrieben."})
    assert late.status_code in {409, 422}
    assert "Zu spät geschrieben." in read(late).text


def test_words_that_both_changed_cannot_be_saved_undecided(model: Instrument, stage: Stage) -> None:
    write(stage.draft, "p05-4", "Er sorgt für helle Räume.", stage.amira)
    version_2(model, stage.amira, p05_4="Er sorgt für große Räume.")
    browser, address = stage.browser("coordinator"), reverse("newer_merge", args=[stage.draft.pk, "p05-4"])
    sent = form_with(browser.get(address), "Speichern")
    assert "⟦Entwurf: " in sent["text"][0]
    assert "⟦Mustertext: " in sent["text"][0]
    reply = browser.post(address, sent)
    assert reply.status_code == 422
    assert read(reply).fields["text"] == sent["text"][0]
    assert clause(stage.draft, "p05-4").text == "Er sorgt für helle Räume."
    assert browser.post(address, {**sent, "text": "Große, helle Räume."}).status_code == 302


def test_what_is_not_taken_is_not_asked_again(model: Instrument, stage: Stage) -> None:
    version_2(model, stage.amira, p03_1="Neu.", p03_2="Neu.")
    before = clause(stage.draft, "p03-1").text
    decline(stage.draft, version=2, part=Part.CLAUSE, key="p03-1", by=stage.amira, at=AT)
    assert changes(stage.draft)[Part.CLAUSE, "p03-1"] == State.DECLINED
    with pytest.raises(Refused, match="schon entschieden"):
        take(stage, Part.CLAUSE, "p03-1")
    take(stage, Part.CLAUSE, "p03-2")
    switch(stage.draft, version=2, by=stage.amira, at=AT)
    assert clause(stage.draft, "p03-1").text == before


def test_locked_words_of_the_newer_version_are_taken_and_stay_locked(model: Instrument, stage: Stage) -> None:
    write(stage.draft, "p03-1", "Hier eigens.", stage.amira)
    rule(model, "p03-1", stage.amira, locked=True)
    version_2(model, stage.amira, p03_1="Überall gleich.", p11_1="Neue Finanzierung.")
    for key in ("p03-1", "p11-1"):
        with pytest.raises(Refused, match="sperrt der neue Mustertext"):
            decline(stage.draft, version=2, part=Part.CLAUSE, key=key, by=stage.amira, at=AT)
        take(stage, Part.CLAUSE, key)
    rows = [clause(stage.draft, key) for key in ("p03-1", "p11-1")]
    assert [(row.text, row.locked) for row in rows] == [
        ("Überall gleich.", True),
        ("Neue Finanzierung.", True),
    ]


def test_what_the_newer_version_frees_can_be_changed_or_goes(model: Instrument, stage: Stage) -> None:
    rule(model, "p16-1", stage.amira)
    remove_clause(model, key="p16-2", revision=1, by=stage.amira, at=AT)
    publish(model, stage.amira)
    assert take_over_all(stage.draft, version=2, by=stage.amira, at=AT) == 2
    switch(stage.draft, version=2, by=stage.amira, at=AT)
    draft = stage.fresh().draft
    assert not clause(draft, "p16-1").locked
    assert not Clause.objects.filter(section__instrument=draft, key="p16-2").exists()
    assert deviations_of(draft) == {}, "nothing departs from what the new version locks"


def test_a_newer_page_than_the_one_that_was_seen_is_refused(model: Instrument, stage: Stage) -> None:
    version_2(model, stage.amira, p03_1="Zwei.")
    version_2(model, stage.amira, p03_1="Drei.")
    with pytest.raises(Refused, match="Inzwischen ist Version 3 veröffentlicht"):
        take(stage, Part.CLAUSE, "p03-1", version=2)
    with pytest.raises(Outdated):
        take(stage, Part.CLAUSE, "p03-1", version=3, revision=7)


def test_what_the_draft_did_without_is_not_pressed_on_it(model: Instrument, stage: Stage) -> None:
    version_2(model, stage.amira, p09_1b="Der Beschluss [BA_BESCHLUSS_NR] vom [BA_BESCHLUSS_DATUM] gilt.")
    assert changes(stage.draft) == {}


def test_an_obligation_of_its_own_keeps_its_code(model: Instrument, stage: Stage) -> None:
    terms = {
        "kind": "report",
        "owed_by": "district",
        "title": "Eigener Bericht",
        "shape": "event",
        "trigger": "wenn",
    }
    for instrument, title in ((stage.draft, "Eigener Bericht"), (model, "Neuer Bericht")):
        add_obligation(
            instrument,
            terms={**terms, "title": title},
            clause_key="p10-1",
            particulars=Particulars(),
            by=stage.amira,
            at=AT,
        )
    publish(model, stage.amira)
    assert changes(stage.draft) == {(Part.DUTY, "O-31"): State.OPEN}
    take_over_all(stage.draft, version=2, by=stage.amira, at=AT)
    titles = dict(stage.draft.terms.values_list("obligation__code", "title"))
    assert (titles["O-31"], titles["O-32"]) == ("Eigener Bericht", "Neuer Bericht")
    assert changes(stage.draft) == {(Part.DUTY, "O-31"): State.TAKEN}


def test_a_clause_with_obligations_of_the_draft_does_not_go_by_itself(
    model: Instrument, stage: Stage
) -> None:
    row = model.terms.get(obligation__code="O-30")
    edit_obligation(
        model,
        code="O-30",
        terms=values(row, TERM_FIELDS),
        clause_key="p15-2",
        particulars=Particulars(),
        revision=row.revision,
        by=stage.amira,
        at=AT,
    )
    remove_clause(model, key="p15-1", revision=1, by=stage.amira, at=AT)
    publish(model, stage.amira)
    assert changes(stage.draft)[Part.CLAUSE, "p15-1"] == State.CLASH
    with pytest.raises(Refused, match="O-30"):
        take(stage, Part.CLAUSE, "p15-1")
    take(stage, Part.DUTY, "O-30")
    take(stage, Part.CLAUSE, "p15-1")


def test_the_page_leads_through_it(model: Instrument, stage: Stage) -> None:
    rule(model, "p03-3", stage.amira, locked=True)
    write(stage.draft, "p03-2", "Hier eigens.", stage.amira)
    retitle(model, "O-22", "Fachtag gemeinsam vorbereiten", stage)
    version_2(model, stage.amira, p03_1="Neu.", p03_2="Neu.")
    browser, address = stage.browser("coordinator"), reverse("newer_model", args=[stage.draft.pk])
    assert (
        "Version 2 mit diesem Entwurf vergleichen"
        in read(browser.get(reverse("draft_edit", args=[stage.draft.pk]))).text
    )
    page = browser.get(address)
    assert "Alle 3 Änderungen ohne Widerspruch übernehmen" in buttons(page)
    assert "Fachtag gemeinsam vorbereiten" in read(page).text
    browser.post(
        reverse("newer_take", args=[stage.draft.pk, "absatz", "p03-1"]), {"version": "2", "revision": "1"}
    )
    assert clause(stage.draft, "p03-1").text == "Neu."
    browser.post(reverse("newer_decline", args=[stage.draft.pk, "absatz", "p03-2"]), {"version": "2"})
    browser.post(reverse("newer_take_all", args=[stage.draft.pk]), {"version": "2"})
    assert "Auf Version 2 umstellen" in buttons(browser.get(address))
    browser.post(reverse("newer_switch", args=[stage.draft.pk]), {"version": "2"})
    assert stage.fresh().draft.template.version == 2
    for name in ("newer_take_all", "newer_switch"):
        reply = browser.post(reverse(name, args=[stage.draft.pk]), {})
        assert reply.status_code == 302, "an incomplete button does nothing"


KEYS = ["p02-1", "p02-2", "p05-1", "p05-4", "p07-3", "p12-2"]
SOME = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["Eins.", "Zwei.", "Drei und mehr."]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=SOME, theirs=SOME.filter(bool))
def test_whatever_both_wrote_a_draft_never_changes_by_itself(
    ours: dict[str, str], theirs: dict[str, str], model: Instrument, stage: Stage
) -> None:
    """What only the model changed is taken at once; what the draft says otherwise stays until somebody decides."""
    before = {key: clause(stage.draft, key).text for key in KEYS}
    last = newest(NAME)
    version = version_after(model, stage, theirs, last.version)
    for key, words in ours.items():
        write(stage.draft, key, words, stage.amira)
    said = {**before, **ours}
    found = changes(stage.draft)
    undecided = {key: found.get((Part.CLAUSE, key)) for key in KEYS}
    if version == last.version:
        return
    take_over_all(stage.draft, version=version, by=stage.amira, at=AT)
    new = {key: clause(model, key).text for key in KEYS}
    for key in KEYS:
        now = clause(stage.draft, key).text
        assert now == (new[key] if undecided[key] in {State.OPEN, State.TAKEN} else said[key]), key


def version_after(model: Instrument, stage: Stage, texts: dict[str, str], last: int) -> int:
    """Publish other words if they are other words; return the number of the newest version."""
    for key, words in texts.items():
        write(model, key, words, stage.amira)
    try:
        return publish(model, stage.amira).version
    except Refused:  # they were the same as before
        return last


def test_dates_of_a_model_text_are_left_out(model: Instrument, stage: Stage) -> None:
    Instrument.objects.filter(pk=model.pk).update(begins_on=date(2030, 1, 1))
    model.refresh_from_db()
    assert version_2(model, stage.amira, p03_1="Neu.").read().term.begins_on is None
