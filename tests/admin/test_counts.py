"""The pages of the admin ask the database as often for many rows as for one."""

from datetime import date

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from agreements import history
from agreements.choices import ObligationKind
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.model_agreement import read_model_agreement
from agreements.events import EventKind
from agreements.models import Association, IbsWork, IbsWorkSpace, ObligationTerms, StaffRelease
from districts.models import Membership, SocialSpace, User
from districts.roles import Role
from tests import factories
from tests.admin.conftest import (
    Story,
    asked_to_freeze,
    clearance,
    conversation,
    model_text,
    name_spaces,
    sealing,
    signed_after_all,
    surroundings,
    told_by_mail,
)
from tests.admin.test_pages import NOUNS, address
from tests.page import page_queries
from tests.signing.ceremonies import held, photo_of

# Six are those of every list: session, reader, her roles, two counts, the rows. The others are for filters that
# list rows, for the ways through the dates, and for the roles of people.
QUERIES = {
    "district": 6,
    "association": 6,
    "representative": 6,
    "membership": 7,
    "invitation": 8,
    "departure": 6,
    "office": 8,
    "socialspace": 7,
    "user": 9,
    "erasure": 6,
    "foureyesrequest": 8,
    "backuprun": 6,
    "restoreproof": 6,
    "healthreport": 6,
    "securityevent": 8,
    "securitychain": 6,
    "calendarfeed": 6,
    "schedulecache": 6,
    "dueday": 8,
    "reminder": 8,
    "digest": 8,
    "reminderrun": 8,
    "reminderleads": 6,
    "switchedoff": 6,
    "absence": 6,
    "bounce": 8,
    "agreement": 8,
    "agreementtemplate": 7,
    "instrument": 11,
    "signingevent": 9,
    "participant": 7,
    "storedfile": 7,
    "tableimport": 8,
    "version": 9,
    "edition": 9,
    "freezerequest": 9,
    "event": 10,
    "milestone": 9,
    "section": 7,
    "thread": 9,
    "comment": 9,
    "mention": 7,
    "suggestion": 9,
    "clearanceround": 9,
    "clearancerequest": 7,
    "clearance": 9,
    "clause": 7,
    "deviation": 9,
    "confirmeddiscrepancy": 9,
    "placeholderfield": 7,
    "obligation": 7,
    "obligationterms": 7,
    "staffrelease": 7,
    "ibswork": 7,
    "ibsworkspace": 7,
    "povertysensitivework": 7,
    "party": 7,
    "report": 9,
    "reportanswer": 9,
    "evidence": 9,
    "viruscheck": 8,
    "releasereport": 9,
    "releaseline": 7,
    "releaseanswer": 9,
    "occasion": 9,
    "resolution": 9,
    "signatory": 7,
    "signature": 9,
    "proofcheck": 9,
    "seal": 9,
    "sealattempt": 9,
    "sealrequest": 9,
    "seallease": 7,
    "heartbeat": 6,
    "servicecheck": 6,
    "recurringjob": 6,
    "backgroundjob": 6,
    "mail": 8,
    "signatoryaddress": 9,
    "signinglink": 9,
    "linkcode": 9,
    "declining": 9,
    "delegation": 9,
    "photo": 9,
    "consent": 7,
    "archiverecord": 9,
    "terminationnotice": 9,
    "amendment": 7,
    "original": 9,
    "originalday": 9,
    "pagecheck": 9,
    "transcripttext": 9,
    "noticeretraction": 9,
    "extensiondecision": 9,
}


def lists(dana: Client) -> dict[str, int]:
    return {str(model._meta.model_name): page_queries(dana, address(model, "changelist")) for model in NOUNS}


def lists_of_one(dana: Client, bogdan: User) -> dict[str, int]:
    counts = {}
    for model in NOUNS:
        row: Model = bogdan if model is User else model._default_manager.order_by("pk")[0]
        one = {f"{model._meta.pk.name}__exact": row.pk}
        counts[str(model._meta.model_name)] = page_queries(dana, address(model, "changelist"), one)
    return counts


def grow(story: Story) -> None:
    """Add at least one more of every noun, and of everything that a filter lists."""
    other = factories.coordinator()
    signed = signed_after_all(factories.district("08"), other)
    draft = factories.draft(factories.district("09"), other)
    name_spaces(draft)
    model_text(draft, other)
    surroundings(signed, other)
    conversation(signed, other)
    sealing(signed, other)
    told_by_mail(signed, other)
    asked_to_freeze(draft, other)
    clearance(signed, other)
    photo_of(held(draft, other), other, "Vorstand")
    publish_template(
        name="Kooperationsvertrag", version=2, content=read_model_agreement(1), published_on=date(2024, 1, 2)
    )
    said = {"name": "Verein", "address": "Straße 1", "recorded_at": factories.SIGNED_AT, "recorded_by": other}
    Association.objects.create(**said).representatives.create(name="Vera Verein", function="Vorstand")
    for number in ("01", "02", "04"):
        factories.staff(factories.district(number))


def test_lists_ask_as_often_for_many_rows_as_for_one(story: Story, dana: Client) -> None:
    assert lists_of_one(dana, story.bogdan) == QUERIES
    grow(story)
    assert lists(dana) == QUERIES


def one_page(dana: Client, row: Model) -> int:
    page = address(type(row), "change", row.pk)
    dana.get(page)  # Django asks once for the number of a noun and remembers it
    return page_queries(dana, page)


def test_the_page_of_an_obligation_does_not_grow_with_its_posts(story: Story, dana: Client) -> None:
    terms = ObligationTerms.objects.filter(instrument=story.draft, kind=ObligationKind.STAFF_RELEASE)[0]
    assert one_page(dana, terms) == 6
    office = story.draft.agreement.district.offices.all()[0]
    StaffRelease.objects.bulk_create(
        StaffRelease(terms=terms, position=9, office=office, unit="Amt", function="Leitung", share="0.1")
        for _ in range(5)
    )
    assert one_page(dana, terms) == 6


def test_the_page_of_ibs_work_does_not_grow_with_its_social_spaces(story: Story, dana: Client) -> None:
    work = IbsWork.objects.filter(terms__instrument=story.draft, spaces__isnull=False)[0]
    assert one_page(dana, work) == 6
    for number in ("0702", "0703", "0704"):
        space = SocialSpace.objects.create(
            district=factories.district("07"), key=number, level=SocialSpace.Level.PROGNOSERAUM, name="Süd"
        )
        IbsWorkSpace.objects.create(work=work, social_space=space)
    assert one_page(dana, work) == 6


def test_the_page_of_a_person_does_not_grow_with_her_roles(story: Story, dana: Client) -> None:
    assert one_page(dana, story.bogdan) == 11
    for number in ("01", "02", "04", "05"):
        Membership.objects.create(
            user=story.bogdan, role=Role.DISTRICT_STAFF, district=factories.district(number)
        )
    assert one_page(dana, story.bogdan) == 11


def test_the_page_of_an_agreement_does_not_grow_with_its_history(story: Story, dana: Client) -> None:
    assert one_page(dana, story.draft.agreement) == 8
    for number in range(20):
        history.record(
            story.draft.agreement,
            EventKind.ADMIN_CHANGED,
            by=story.dana,
            at=factories.SIGNED_AT,
            data={"n": number},
        )
    assert one_page(dana, story.draft.agreement) == 8


def test_autocompletion_does_not_grow_with_what_it_finds(story: Story, dana: Client) -> None:
    def searches() -> list[int]:
        return [
            page_queries(
                dana,
                reverse("admin:autocomplete"),
                {"app_label": "agreements", "model_name": model, "field_name": field, "term": ""},
            )
            for model, field in (
                ("resolution", "agreement"),
                ("signingevent", "instrument"),
                ("participant", "signing_event"),
            )
        ]

    assert searches() == [5, 5, 5]
    grow(story)
    assert searches() == [5, 5, 5]
