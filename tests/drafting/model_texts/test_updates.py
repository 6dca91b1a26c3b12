"""Changes of a newer model text in a draft: list, apply, decline, switch."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import history
from agreements.drafting.actions.obligations import TERM_FIELDS, Particulars, add_obligation, edit_obligation
from agreements.drafting.actions.obligations import remove_obligation as remove_duty
from agreements.drafting.actions.text import add_clause, edit_section, remove_clause
from agreements.drafting.edit_transaction import values
from agreements.drafting.model_texts.apply_update import (
    apply_all_changes,
    apply_change,
    decline_change,
    switch_template,
)
from agreements.drafting.model_texts.deviations import deviations_of
from agreements.drafting.model_texts.queries import latest_template
from agreements.drafting.model_texts.updates import ChangedPart, UpdateState, model_changes, newer_template
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clause, Instrument, Section
from agreements.texts.assembly import raw_copy
from tests.drafting.form_bundles import buttons, form_with
from tests.drafting.model_texts.writing_models import AT, clause, publish, rule, version_2, write
from tests.page import read
from tests.scenario import Scenario

NAME = "Kooperationsvertrag"


def changes(draft: Instrument) -> dict[tuple[ChangedPart, str], UpdateState]:
    draft.refresh_from_db()
    return {(change.part, change.key): change.state for change in model_changes(draft, latest_template(NAME))}


def take(scenario: Scenario, part: ChangedPart, key: str, **more: Any) -> None:
    change = next(
        change
        for change in model_changes(scenario.draft, latest_template(NAME))
        if (change.part, change.key) == (part, key)
    )
    arguments = {"version": 2, "revision": change.revision, **more}
    apply_change(scenario.draft, part=part, key=key, by=scenario.amira, at=AT, **arguments)


def heading(instrument: Instrument, key: str, words: str, scenario: Scenario) -> None:
    section = Section.objects.get(instrument=instrument, key=key)
    edit_section(instrument, key=key, heading=words, revision=section.revision, by=scenario.amira, at=AT)


def retitle(instrument: Instrument, code: str, title: str, scenario: Scenario) -> None:
    row = instrument.terms.select_related("clause").get(obligation__code=code)
    edit_obligation(
        instrument,
        code=code,
        terms={**values(row, TERM_FIELDS), "title": title},
        clause_key=row.clause.key if row.clause else "",
        particulars=Particulars(),
        revision=row.revision,
        by=scenario.amira,
        at=AT,
    )


def test_without_a_newer_version_there_are_no_changes(model: Instrument, scenario: Scenario) -> None:
    assert newer_template(scenario.draft) is None
    assert newer_template(model) is None
    with pytest.raises(ActionRefused, match="keinen neueren"):
        apply_all_changes(scenario.draft, version=2, by=scenario.amira, at=AT)
    reply = scenario.browser("coordinator").get(reverse("model_update", args=[scenario.draft.pk]))
    assert reply.headers["Location"] == reverse("block_list", args=[scenario.draft.pk])


def test_every_change_is_listed_with_its_state(model: Instrument, scenario: Scenario) -> None:
    amira, draft = scenario.amira, scenario.draft
    write(model, "p03-1", "Neu im Muster.", amira)
    write(model, "p03-2", "Auch neu.", amira)
    write(draft, "p03-2", "Im Entwurf eigens geschrieben.", amira)
    write(model, "p03-3", "Gleich geschrieben.", amira)
    write(draft, "p03-3", "Gleich geschrieben.", amira)
    remove_clause(model, key="p16-4", revision=1, by=amira, at=AT)
    added = add_clause(model, section_key="p02", text="Dazugekommen.", after="p02-1", by=amira, at=AT)
    heading(model, "p02", "Ziele und Wege", scenario)
    retitle(model, "O-22", "Fachtag gemeinsam vorbereiten", scenario)
    remove_duty(model, code="O-30", revision=1, by=amira, at=AT)
    before = raw_copy(draft)
    publish(model, amira)
    assert raw_copy(scenario.fresh().draft) == before
    assert changes(draft) == {
        (ChangedPart.HEADING, "p02"): UpdateState.OPEN,
        (ChangedPart.CLAUSE, "p03-1"): UpdateState.OPEN,
        (ChangedPart.CLAUSE, "p03-2"): UpdateState.CLASH,
        (ChangedPart.CLAUSE, "p03-3"): UpdateState.TAKEN,
        (ChangedPart.CLAUSE, added.key): UpdateState.OPEN,
        (ChangedPart.CLAUSE, "p16-4"): UpdateState.OPEN,
        (ChangedPart.DUTY, "O-22"): UpdateState.OPEN,
        (ChangedPart.DUTY, "O-30"): UpdateState.OPEN,
    }


def test_all_changes_are_applied_and_the_template_is_switched(model: Instrument, scenario: Scenario) -> None:
    amira, draft = scenario.amira, scenario.draft
    add_clause(model, section_key="p02", text="Dazugekommen.", after="p02-1", by=amira, at=AT)
    heading(model, "p02", "Ziele und Wege", scenario)
    remove_duty(model, code="O-30", revision=1, by=amira, at=AT)
    remove_clause(model, key="p15-1", revision=1, by=amira, at=AT)
    retitle(model, "O-22", "Fachtag gemeinsam vorbereiten", scenario)
    rule(model, "p03-1", amira, locked=True)
    rule(model, "p03-2", amira, optional=True)
    template = version_2(model, amira, p03_1="Neu und gesperrt.")
    write(draft, "p01-1", "Nur hier.", amira)

    with pytest.raises(ActionRefused, match="Noch zu entscheiden"):
        switch_template(draft, version=2, by=amira, at=AT)
    assert apply_all_changes(draft, version=2, by=amira, at=AT) == 6
    switch_template(draft, version=2, by=amira, at=AT)

    draft = scenario.fresh().draft
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


def test_a_conflicting_clause_is_merged_by_hand(model: Instrument, scenario: Scenario) -> None:
    base = clause(scenario.draft, "p05-4").text
    assert base == "Er sorgt für Räume und die übliche technische Ausstattung bei bezirklichen Terminen."
    write(scenario.draft, "p05-4", base.replace("Räume", "barrierefreie Räume"), scenario.amira)
    version_2(model, scenario.amira, p05_4=base.replace("bezirklichen Terminen", "allen Terminen"))
    with pytest.raises(ActionRefused, match="Führen Sie beide Fassungen zusammen"):
        take(scenario, ChangedPart.CLAUSE, "p05-4")
    browser, address = (
        scenario.browser("coordinator"),
        reverse("model_update_merge", args=[scenario.draft.pk, "p05-4"]),
    )
    page = browser.get(address)
    sent = form_with(page, "Speichern")
    both = "Er sorgt für barrierefreie Räume und die übliche technische Ausstattung bei allen Terminen."
    assert sent["text"] == [both]
    reply = browser.post(address, sent)
    assert reply.headers["Location"] == reverse("model_update", args=[scenario.draft.pk])
    assert clause(scenario.draft, "p05-4").text == both
    assert changes(scenario.draft)[ChangedPart.CLAUSE, "p05-4"] == UpdateState.TAKEN
    late = browser.post(address, {**sent, "text": "Zu spät geschrieben."})
    assert late.status_code in {409, 422}
    assert "Zu spät geschrieben." in read(late).text


def test_an_undecided_merge_is_not_saved(model: Instrument, scenario: Scenario) -> None:
    write(scenario.draft, "p05-4", "Er sorgt für helle Räume.", scenario.amira)
    version_2(model, scenario.amira, p05_4="Er sorgt für große Räume.")
    browser, address = (
        scenario.browser("coordinator"),
        reverse("model_update_merge", args=[scenario.draft.pk, "p05-4"]),
    )
    sent = form_with(browser.get(address), "Speichern")
    assert "⟦Entwurf: " in sent["text"][0]
    assert "⟦Mustertext: " in sent["text"][0]
    reply = browser.post(address, sent)
    assert reply.status_code == 422
    assert read(reply).fields["text"] == sent["text"][0]
    assert clause(scenario.draft, "p05-4").text == "Er sorgt für helle Räume."
    assert browser.post(address, {**sent, "text": "Große, helle Räume."}).status_code == 302


def test_a_declined_change_stays_declined(model: Instrument, scenario: Scenario) -> None:
    version_2(model, scenario.amira, p03_1="Neu.", p03_2="Neu.")
    before = clause(scenario.draft, "p03-1").text
    decline_change(scenario.draft, version=2, part=ChangedPart.CLAUSE, key="p03-1", by=scenario.amira, at=AT)
    assert changes(scenario.draft)[ChangedPart.CLAUSE, "p03-1"] == UpdateState.DECLINED
    with pytest.raises(ActionRefused, match="schon entschieden"):
        take(scenario, ChangedPart.CLAUSE, "p03-1")
    take(scenario, ChangedPart.CLAUSE, "p03-2")
    switch_template(scenario.draft, version=2, by=scenario.amira, at=AT)
    assert clause(scenario.draft, "p03-1").text == before


def test_a_change_of_a_locked_clause_cannot_be_declined(model: Instrument, scenario: Scenario) -> None:
    write(scenario.draft, "p03-1", "Hier eigens.", scenario.amira)
    rule(model, "p03-1", scenario.amira, locked=True)
    version_2(model, scenario.amira, p03_1="Überall gleich.", p11_1="Neue Finanzierung.")
    for key in ("p03-1", "p11-1"):
        with pytest.raises(ActionRefused, match="sperrt der neue Mustertext"):
            decline_change(
                scenario.draft, version=2, part=ChangedPart.CLAUSE, key=key, by=scenario.amira, at=AT
            )
        take(scenario, ChangedPart.CLAUSE, key)
    rows = [clause(scenario.draft, key) for key in ("p03-1", "p11-1")]
    assert [(row.text, row.locked) for row in rows] == [
        ("Überall gleich.", True),
        ("Neue Finanzierung.", True),
    ]


def test_clauses_unlocked_by_the_newer_version_are_unlocked_or_removed(
    model: Instrument, scenario: Scenario
) -> None:
    rule(model, "p16-1", scenario.amira)
    remove_clause(model, key="p16-2", revision=1, by=scenario.amira, at=AT)
    publish(model, scenario.amira)
    assert apply_all_changes(scenario.draft, version=2, by=scenario.amira, at=AT) == 2
    switch_template(scenario.draft, version=2, by=scenario.amira, at=AT)
    draft = scenario.fresh().draft
    assert not clause(draft, "p16-1").locked
    assert not Clause.objects.filter(section__instrument=draft, key="p16-2").exists()
    assert deviations_of(draft) == {}, "the newer version locks no deviating clause"


def test_an_outdated_version_or_revision_is_refused(model: Instrument, scenario: Scenario) -> None:
    version_2(model, scenario.amira, p03_1="Zwei.")
    version_2(model, scenario.amira, p03_1="Drei.")
    with pytest.raises(ActionRefused, match="Inzwischen ist Version 3 veröffentlicht"):
        take(scenario, ChangedPart.CLAUSE, "p03-1", version=2)
    with pytest.raises(Outdated):
        take(scenario, ChangedPart.CLAUSE, "p03-1", version=3, revision=7)


def test_excluded_clauses_have_no_changes(model: Instrument, scenario: Scenario) -> None:
    version_2(model, scenario.amira, p09_1b="Der Beschluss [BA_BESCHLUSS_NR] vom [BA_BESCHLUSS_DATUM] gilt.")
    assert changes(scenario.draft) == {}


def test_an_own_obligation_of_the_draft_keeps_its_code(model: Instrument, scenario: Scenario) -> None:
    terms = {
        "kind": "report",
        "owed_by": "district",
        "title": "Eigener Bericht",
        "shape": "event",
        "trigger": "wenn",
    }
    for instrument, title in ((scenario.draft, "Eigener Bericht"), (model, "Neuer Bericht")):
        add_obligation(
            instrument,
            terms={**terms, "title": title},
            clause_key="p10-1",
            particulars=Particulars(),
            by=scenario.amira,
            at=AT,
        )
    publish(model, scenario.amira)
    assert changes(scenario.draft) == {(ChangedPart.DUTY, "O-31"): UpdateState.OPEN}
    apply_all_changes(scenario.draft, version=2, by=scenario.amira, at=AT)
    titles = dict(scenario.draft.terms.values_list("obligation__code", "title"))
    assert (titles["O-31"], titles["O-32"]) == ("Eigener Bericht", "Neuer Bericht")
    assert changes(scenario.draft) == {(ChangedPart.DUTY, "O-31"): UpdateState.TAKEN}


def test_a_clause_with_obligations_of_the_draft_does_not_go_by_itself(
    model: Instrument, scenario: Scenario
) -> None:
    row = model.terms.get(obligation__code="O-30")
    edit_obligation(
        model,
        code="O-30",
        terms=values(row, TERM_FIELDS),
        clause_key="p15-2",
        particulars=Particulars(),
        revision=row.revision,
        by=scenario.amira,
        at=AT,
    )
    remove_clause(model, key="p15-1", revision=1, by=scenario.amira, at=AT)
    publish(model, scenario.amira)
    assert changes(scenario.draft)[ChangedPart.CLAUSE, "p15-1"] == UpdateState.CLASH
    with pytest.raises(ActionRefused, match="O-30"):
        take(scenario, ChangedPart.CLAUSE, "p15-1")
    take(scenario, ChangedPart.DUTY, "O-30")
    take(scenario, ChangedPart.CLAUSE, "p15-1")


def test_the_page_of_updates(model: Instrument, scenario: Scenario) -> None:
    rule(model, "p03-3", scenario.amira, locked=True)
    write(scenario.draft, "p03-2", "Hier eigens.", scenario.amira)
    retitle(model, "O-22", "Fachtag gemeinsam vorbereiten", scenario)
    version_2(model, scenario.amira, p03_1="Neu.", p03_2="Neu.")
    browser, address = scenario.browser("coordinator"), reverse("model_update", args=[scenario.draft.pk])
    assert (
        "Version 2 mit diesem Entwurf vergleichen"
        in read(browser.get(reverse("draft_edit", args=[scenario.draft.pk]))).text
    )
    page = browser.get(address)
    assert "Alle 3 Änderungen ohne Widerspruch übernehmen" in buttons(page)
    assert "Fachtag gemeinsam vorbereiten" in read(page).text
    browser.post(
        reverse("model_update_apply", args=[scenario.draft.pk, "absatz", "p03-1"]),
        {"version": "2", "revision": "1"},
    )
    assert clause(scenario.draft, "p03-1").text == "Neu."
    browser.post(
        reverse("model_update_decline", args=[scenario.draft.pk, "absatz", "p03-2"]), {"version": "2"}
    )
    browser.post(reverse("model_update_apply_all", args=[scenario.draft.pk]), {"version": "2"})
    assert "Auf Version 2 umstellen" in buttons(browser.get(address))
    browser.post(reverse("model_update_switch", args=[scenario.draft.pk]), {"version": "2"})
    assert scenario.fresh().draft.template.version == 2
    for name in ("model_update_apply_all", "model_update_switch"):
        reply = browser.post(reverse(name, args=[scenario.draft.pk]), {})
        assert reply.status_code == 302, "an incomplete button does nothing"


KEYS = ["p02-1", "p02-2", "p05-1", "p05-4", "p07-3", "p12-2"]
SOME = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["Eins.", "Zwei.", "Drei und mehr."]))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=SOME, theirs=SOME.filter(bool))
def test_conflicting_text_of_a_draft_never_changes_by_itself(
    ours: dict[str, str], theirs: dict[str, str], model: Instrument, scenario: Scenario
) -> None:
    """Changes of the model text alone are applied; conflicting text stays until it is decided."""
    before = {key: clause(scenario.draft, key).text for key in KEYS}
    last = latest_template(NAME)
    version = version_after(model, scenario, theirs, last.version)
    for key, words in ours.items():
        write(scenario.draft, key, words, scenario.amira)
    own = {**before, **ours}
    found = changes(scenario.draft)
    undecided = {key: found.get((ChangedPart.CLAUSE, key)) for key in KEYS}
    if version == last.version:
        return
    apply_all_changes(scenario.draft, version=version, by=scenario.amira, at=AT)
    new = {key: clause(model, key).text for key in KEYS}
    for key in KEYS:
        now = clause(scenario.draft, key).text
        assert now == (new[key] if undecided[key] in {UpdateState.OPEN, UpdateState.TAKEN} else own[key]), key


def version_after(model: Instrument, scenario: Scenario, texts: dict[str, str], last: int) -> int:
    """Publish the texts if they differ; return the latest version number."""
    for key, words in texts.items():
        write(model, key, words, scenario.amira)
    try:
        return publish(model, scenario.amira).version
    except ActionRefused:  # they were the same as before
        return last


def test_the_days_of_a_draft_are_not_published(model: Instrument, scenario: Scenario) -> None:
    Instrument.objects.filter(pk=model.pk).update(begins_on=date(2030, 1, 1))
    model.refresh_from_db()
    assert version_2(model, scenario.amira, p03_1="Neu.").read().term.begins_on is None
