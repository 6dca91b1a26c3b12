"""Every page of the admin opens for admins and is German; tests/test_permissions.py says that it opens for nobody else."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Event, Presence, SearchRow, SearchState, SearchWord
from mitwirkung.admin_site import GROUPS
from tests.admin.conftest import Story
from tests.admin.page import foreign_words
from tests.page import signed_in, unrendered

# who has a text open at this minute is for those who write it, and gone before anybody could look it up; the index of the search
# repeats what stands elsewhere
ELSEWHERE = {Presence, SearchRow, SearchState, SearchWord}
NOUNS = [
    model
    for label in ("districts", "agreements", "mitwirkung")
    for model in apps.get_app_config(label).get_models()
    if model not in ELSEWHERE
]
KEPT_HERE = {"association", "user"}  # every change is a new row; nobody erases alone
ADDED_HERE = KEPT_HERE | {
    "district",
    "office",
    "socialspace",
    "user",
    "membership",
    "resolution",
    "milestone",
    "signingevent",
    "participant",
}


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_all_nouns_are_registered_and_nothing_else() -> None:
    assert set(admin.site._registry) == set(NOUNS)
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.model_name)
def test_an_admin_opens_every_page_and_filter_and_reads_german(
    model: type[Model], story: Story, dana: Client
) -> None:
    row = model._default_manager.order_by("pk")[0]
    pages = [dana.get(address(model, page, *args)) for page, *args in (("changelist",), ("change", row.pk))]
    pages += [
        dana.get(address(model, "changelist"), {"q": "Pankow"}),
        dana.get(
            address(model, "changelist"), {"o": "1.2.3.4.5.6.7.8"}
        ),  # sorted by every column that can be
        dana.get(address(model, "history", row.pk)),
    ]
    adding, deleting = dana.get(address(model, "add")), dana.get(address(model, "delete", row.pk))
    added, kept = model._meta.model_name in ADDED_HERE, model._meta.model_name in KEPT_HERE
    assert (adding.status_code, deleting.status_code) == (
        200 if added else 403,
        200 if added and not kept else 403,
    )
    pages += [adding, dana.post(address(model, "add"), {})] if added else []
    pages += [deleting] if added and not kept else []
    for page in pages:
        assert page.status_code == 200
        assert foreign_words(page) == []
    listed = pages[0].context
    assert listed["action_form"] is None, "rights, and no bulk action"
    assert not listed["cl"].list_editable
    with unrendered():
        for spec in listed["cl"].filter_specs:
            for choice in list(spec.choices(listed["cl"]))[1:3]:  # the first is all
                filtered = dana.get(address(model, "changelist") + choice["query_string"])
                assert filtered.status_code == 200, spec.title
                assert list(filtered.context_data["cl"].result_list) is not None


def test_access_is_spoken_of_in_german(story: Story, dana: Client) -> None:
    page = reverse("admin:districts_user_access", args=[story.bogdan.pk])
    for answer in (dana.get(page), dana.post(page, {}, follow=True)):
        assert foreign_words(answer) == []


def test_the_landing_page_has_groups_and_the_technical_tables_closed_at_the_end(
    story: Story, dana: Client
) -> None:
    page = dana.get(reverse("admin:index"))
    groups = page.context["app_list"]
    assert [group["name"] for group in groups] == [
        "Personen",
        "Bezirke",
        "Verein",
        "Verträge",
        "Betrieb",
        "Technisches",
    ]
    assert all(group["models"] for group in groups)
    assert sum(len(group["models"]) for group in groups) == len(admin.site._registry)
    technical = {table["model"] for table in groups[-1]["models"]}
    assert all(admin.site.get_model_admin(model).writes == frozenset() for model in technical)  # type: ignore[attr-defined]
    html = page.content.decode()
    assert '<details class="module technical">' in html
    assert html.index("Urkunden") < html.index("<summary>Technisches</summary>") < html.index("Fassungen")
    assert foreign_words(page) == []


def test_every_table_that_a_group_names_exists() -> None:
    named = [label for labels in GROUPS.values() for label in labels]
    assert len(named) == len(set(named))
    assert set(named) <= {model._meta.label for model in admin.site._registry}


def test_the_technical_tables_stand_open_beside_one_of_them(story: Story, dana: Client) -> None:
    assert (
        '<details class="module technical" open>' in dana.get(address(Event, "changelist")).content.decode()
    )
    assert '<details class="module technical">' in dana.get(address(Agreement, "changelist")).content.decode()


@pytest.mark.parametrize(
    ("model", "field", "word"),
    [
        ("districts.office", "district", "Pankow"),
        ("districts.membership", "user", "Dana"),
        ("agreements.resolution", "agreement", "Pankow"),
        ("agreements.signingevent", "instrument", "Pankow"),
        ("agreements.participant", "signing_event", "Rathaus"),
    ],
)
def test_autocompletion_finds(model: str, field: str, word: str, story: Story, dana: Client) -> None:
    app, name = model.split(".")
    found = dana.get(
        reverse("admin:autocomplete"),
        {"app_label": app, "model_name": name, "field_name": field, "term": word},
    )
    assert found.status_code == 200
    assert found.json()["results"]


def test_a_frozen_row_says_why_it_cannot_be_changed(story: Story, dana: Client) -> None:
    clause = story.signed.sections.all()[1].clauses.all()[0]
    page = dana.get(reverse("admin:agreements_clause_change", args=[clause.pk])).content.decode()
    assert "Diese Urkunde hat den Stand „unterzeichnet“, ihr Text steht fest." in page
    assert 'name="text"' not in page
    assert 'name="_save"' not in page


def test_the_history_of_an_agreement_is_shown_and_checked(story: Story, dana: Client) -> None:
    agreement = story.signed.agreement
    page = dana.get(reverse("admin:agreements_agreement_change", args=[agreement.pk])).content.decode()
    check = reverse("admin:agreements_agreement_verify", args=[agreement.pk])
    assert check in page
    count = agreement.events.count()
    assert f"Die Geschichte ist unversehrt: {count} Einträge geprüft" in dana.get(check).content.decode()
    everything = dana.get(
        reverse("admin:agreements_event_changelist"), {"agreement__id__exact": agreement.pk}
    )
    assert everything.context["cl"].result_count == count
    sequences = [event.sequence for event in everything.context["cl"].result_list]
    assert sequences[0] == count


def test_an_altered_history_is_found(story: Story, dana: Client) -> None:
    agreement = Agreement.objects.get(pk=story.draft.agreement_id)
    last = agreement.events.order_by("-sequence")[0]
    Event.objects.create(
        agreement=agreement,
        sequence=last.sequence + 1,
        at=last.at,
        actor="Niemand",
        kind="frozen",
        previous_hash=last.hash,
        hash="0" * 64,
    )
    page = dana.get(reverse("admin:agreements_agreement_verify", args=[agreement.pk])).content.decode()
    assert f"Nr. {last.sequence + 1}: Der Eintrag wurde verändert." in page


def test_only_admins_check_the_history(story: Story) -> None:
    check = reverse("admin:agreements_agreement_verify", args=[story.signed.agreement_id])
    assert Client().get(check).status_code == 302
    assert signed_in(story.amira).get(check, follow=True).status_code == 403
