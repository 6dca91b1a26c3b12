"""Every page of the house: well built, readable by machines and people, and no slower with more rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from agreements.choices import ObligationKind, Progress, Status
from agreements.drafting.actions.text import add_clause
from agreements.drafting.comments.suggestions import suggest
from agreements.models import Obligation
from agreements.spreadsheet_choices import TableKind
from agreements.tracking.actions import report_occasion
from agreements.tracking.staff_release.shortfall import Filling
from agreements.verification_code import verification_code
from tests import factories
from tests.accounts.pages import account_pages
from tests.dossier.agreement_pages.pages import agreement_pages
from tests.dossier.termination_notices import decided, noticed, retracted
from tests.drafting.amending.pages import amendment_pages
from tests.drafting.comments.conversation import comment_scenario
from tests.page import Page, page_queries, read
from tests.permissions.arguments import ARGUMENTS
from tests.permissions.rooms import room_pages
from tests.recording.pages import recorded_pages
from tests.reminders.pages import reminder_pages
from tests.scenario import Scenario, version_of
from tests.search.indexed import index_all, index_what_is_due
from tests.signing.ceremonies import photo_of, shown_photo
from tests.signing.examined import examined_file
from tests.tracking.report_factories import answer_report, make_report, obligation_of
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    Q3,
    answer_quarter_report,
    make_quarter_report,
)

# who opens it, and the address: a name, or a name with the contract's status and further parts


def addresses(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield every page that can be opened, with somebody who may."""
    for name in ("imprint", "privacy", "accessibility", "verify", "link_recover"):
        yield "stranger", reverse(name)
    yield from account_pages(scenario)
    for contract in (scenario.signing, scenario.signed):
        yield "stranger", reverse("verify_code", args=[verification_code(version_of(contract).fingerprint)])
    for who in ("coordinator", "staff", "lead", "neighbour", "observer", "admin"):
        for name in (
            "overview",
            "agreement_list",
            "search",
            "obligation_list",
            "release_list",
            "district_list",
        ):
            yield who, reverse(name)
    for name in ("agreement_new", "agreement_import"):
        yield "coordinator", reverse(name)
    following = f"vertrag={scenario.signed.pk}&nachfolge={scenario.signed.agreement_id}"
    for way in ("leer=1", "vertrag=", f"vertrag={scenario.signed.pk}", following):
        yield "coordinator", f"{reverse('agreement_new')}?{way}"
    yield "coordinator", reverse("draft_import", args=[scenario.draft.pk])
    for who in ("coordinator", "staff", "observer", "admin"):
        for status, contract in scenario.contracts.items():
            seen = {"staff": "review signing signed", "observer": "signed"}.get(who, " ".join(Status.values))
            if status.value in seen.split():
                yield from agreement_pages(who, contract)
    yield from search_pages(scenario)
    yield from recorded_pages(scenario)
    yield "observer", reverse("district_detail", args=[scenario.place.slug])
    yield from report_pages(scenario)
    yield from release_pages(scenario)
    for who in ("coordinator", "staff"):
        yield who, reverse("clearance_list")
        yield who, reverse("clearance_detail", args=[scenario.contracts[Status.REVIEW].pk])
    yield from table_pages(scenario)
    yield "admin", reverse("seal_list")
    yield from reminder_pages(scenario)
    yield "coordinator", reverse("clearance_new", args=[scenario.contracts[Status.REVIEW].pk])
    yield from fact_pages(scenario)
    duty = Obligation.objects.get(agreement=scenario.signed.agreement_id, code="O-06")
    for who in ("staff", "coordinator", "observer"):
        yield who, reverse("obligation_detail", args=[duty.pk])
    yield "staff", reverse("obligation_report", args=[duty.pk])
    for who in ("staff", "lead", "neighbour"):
        yield who, reverse("whats_due")
    yield from [(who, reverse("work")) for who in ("coordinator", "observer")]
    rooms = (draft_pages, talk_pages, signed_files, ceremony_pages, room_pages)
    yield from (page for pages in rooms for page in pages(scenario))


def search_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages of the search: with hits, of one kind, and without."""
    index_all()
    for who in ("coordinator", "staff", "observer"):
        for query in ("Freistellung", "Kooperationsvertrag&art=vertraege", "und", "Xylofon"):
            yield who, f"{reverse('search')}?q={query}"
    for who in ("coordinator", "staff"):
        yield who, reverse("clause_elsewhere", args=[scenario.signed.pk, "p15-1"])


def table_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages on which tables are downloaded and read in."""
    yield "coordinator", reverse("table_import", args=ARGUMENTS["table_import"](scenario, "-"))
    yield "coordinator", reverse("table_list")
    yield "staff", reverse("table_list")
    for kind in TableKind:
        yield "coordinator", reverse("table_detail", args=[kind.value])
    yield (
        "coordinator",
        f"{reverse('table_detail', args=['kontakte'])}?vertrag={scenario.draft.agreement.reference}",
    )


def fact_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages of resolutions and milestones, and of the association."""
    for name in ("resolution_new", "milestone_new", "resolution_edit", "resolution_remove", "milestone_edit"):
        yield "coordinator", reverse(name, args=ARGUMENTS[name](scenario, "signed"))
    for who in ("coordinator", "admin"):
        yield who, reverse("association")


def draft_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages on which a draft is written and goes on its way."""
    draft, signing = scenario.draft.pk, scenario.signing
    yield "coordinator", reverse("draft_edit", args=[draft])
    for name in ("head_edit", "signatory_new"):
        yield "coordinator", reverse(name, args=[draft])
    person = scenario.draft.signatories.all()[0].key
    for name, *parts in (
        ("party_edit", "district"),
        ("section_new", "annex"),
        ("section_edit", "p03"),
        ("clause_new", "p03"),
        ("clause_edit", "p03-1"),
        ("signatory_edit", person),
        ("signatory_document_edit", person),
        *(("obligation_new", kind) for kind in ObligationKind.values),
        ("obligation_edit", "O-01"),
        ("obligation_edit", "O-09"),
        ("obligation_edit", "O-11"),
        *(("field_edit", "O-01", value) for value in ("menge", "frist", "stelle-1")),
        ("take_step", "open_review"),
        ("take_step", "freeze"),
        ("take_step", "withdraw"),
        ("discrepancy_list",),
    ):
        yield "coordinator", reverse(name, args=[draft, *parts])
    yield "coordinator", reverse("take_step", args=[signing.pk, "unfreeze"])
    yield "coordinator", reverse("link_list", args=[signing.pk])
    yield "coordinator", reverse("link_address", args=[signing.pk, signing.signatories.all()[0].key])
    for name in ("declining_new", "delegation_new"):
        yield "coordinator", reverse(name, args=[signing.pk, signing.signatories.all()[0].key])
    yield "coordinator", reverse("signature_new", args=[signing.pk, signing.signatories.all()[0].key])


def talk_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages on which people talk about a draft."""
    review, thread = scenario.contracts[Status.REVIEW].pk, comment_scenario(scenario).district
    offer = suggest(thread, text="Andere Worte.", by=scenario.people["staff"], at=factories.FROZEN_AT)
    for who in ("coordinator", "staff", "admin"):
        yield who, reverse("pending_comments")
        yield who, reverse("thread_list", args=[review])
        yield who, reverse("thread_detail", args=[review, thread.key])
    for who in ("coordinator", "staff"):
        yield who, reverse("thread_new", args=[review, "p06-2"])
        yield who, reverse("thread_new_duty", args=[review, "O-06"])
    yield "staff", reverse("suggestion_new", args=[review, thread.key])
    yield "coordinator", reverse("suggestion_decline", args=[review, thread.key, offer.pk])
    yield "coordinator", reverse("draft_edit", args=[review])


def ceremony_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages about photos, shown or waiting for consent, and about the Landesarchiv."""
    contract = scenario.contracts[Status.SIGNED]
    shown = shown_photo(contract, scenario.amira)
    waiting = photo_of(shown.signing_event, scenario.amira, "Gast", colour="#335577")
    for photo in (shown, waiting):
        yield "coordinator", reverse("photo_detail", args=[contract.pk, photo.pk])
    yield "coordinator", reverse("photo_new", args=[contract.pk, shown.signing_event_id])
    yield "coordinator", reverse("ceremony_new", args=[contract.pk])
    yield "coordinator", reverse("ceremony_edit", args=[contract.pk, shown.signing_event_id])
    for who in ("coordinator", "staff"):
        yield from agreement_pages(who, contract)
    yield "coordinator", reverse("extension_decide", args=[contract.agreement_id])
    yield from amendment_pages(scenario)
    decided(contract.agreement, scenario.amira)
    notice = noticed(contract.agreement, scenario.amira)
    yield "coordinator", reverse("termination_new", args=[contract.agreement_id])
    yield "coordinator", reverse("termination_retract", args=[contract.agreement_id, notice.pk])
    retracted(notice, scenario.amira)
    for who in ("coordinator", "observer"):
        yield who, reverse("agreement_detail", args=[contract.agreement_id])
    yield "admin", reverse("archive_new", args=[contract.agreement_id])


def report_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages on which people report, with forms open in the list, something waiting and something asked back."""
    bogdan, moment = scenario.people["staff"], factories.SIGNED_AT + timedelta(days=90)
    duty, asked, triggered = (obligation_of(scenario.signed, code) for code in ("O-06", "O-25", "O-27"))
    make_report(duty, Progress.PARTLY, bogdan, moment, remark="Es fehlt Zeit.")
    answer_report(
        make_report(asked, Progress.FULFILLED, bogdan, moment), scenario.amira, moment, question="Wann?"
    )
    occasion = report_occasion(triggered, happened_on=moment.date(), note="Plakat", by=bogdan, at=moment)
    for who in ("staff", "coordinator"):
        for one in (duty, asked, triggered):
            yield who, reverse("obligation_detail", args=[one.pk])
    yield "staff", f"{reverse('obligation_report', args=[duty.pk])}?liste=1&termin=2025-10-01"
    yield "staff", f"{reverse('obligation_report', args=[triggered.pk])}?liste=1&termin=anlass-{occasion.pk}"
    yield "staff", f"{reverse('occasion_new', args=[triggered.pk])}?liste=1"
    yield "staff", f"{reverse('obligation_report', args=[duty.pk])}?liste=start&termin=2025-10-01"
    yield "coordinator", reverse("obligation_list")


def release_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages about staff release: a quarter with a vacancy, corrected and asked back, and the next one."""
    agreement, bogdan = scenario.signed.agreement, scenario.people["staff"]
    at = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    make_quarter_report(agreement, Q3, bogdan, at)
    gone = Filling(filled=Decimal("0.5"), vacated_on=date(2025, 8, 1), remark="Ausgeschrieben")
    made = make_quarter_report(agreement, Q3, bogdan, at, but={COORDINATION: gone})
    for who in ("staff", "coordinator", "observer"):
        yield who, reverse("release_detail", args=[agreement.pk])
    answer_quarter_report(made, scenario.amira, at, question="Seit wann?")
    yield "coordinator", reverse("release_list")
    for quarter in (3, 4, 1):  # to correct, to go on from, and before anything was agreed
        yield "staff", reverse("release_report", args=[agreement.pk, 2025, quarter])


def signed_files(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages about signed files: none yet, one that counts, one that does not."""
    contract = scenario.signing
    yield "admin", reverse("signed_files", args=[scenario.signed.pk])
    for check in (examined_file(contract, scenario.amira, accepted=counts) for counts in (False, True)):
        yield "coordinator", reverse("signed_file", args=[contract.pk, check.pk])
        yield "admin", reverse("signed_file", args=[contract.pk, check.pk])
    yield "coordinator", reverse("signed_files", args=[contract.pk])
    yield "coordinator", reverse("signed_file_new", args=[contract.pk])
    yield "staff", reverse("agreement_detail", args=[contract.agreement_id])


def faults(page: Page) -> list[str]:
    """Return what is wrong with how a page is built."""
    found = []
    names = dict(page.tags)
    if names.get("html", {}).get("lang") != "de":
        found.append("the language is missing")
    if not page.title.strip() or "MitWirkung" not in page.title:
        found.append(f"the title says nothing: {page.title!r}")
    levels = [level for level, _ in page.headings]
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} main headings")
    found += [
        f"a heading skips from {above} to {below}" for above, below in pairwise(levels) if below > above + 1
    ]
    found += [f"an empty heading h{level}" for level, words in page.headings if not words.strip()]
    for field in page.unlabelled:
        if field.get("id") not in page.labelled:
            found.append(f"a field without a label: {field}")
    ids = [said["id"] for _, said in page.tags if "id" in said]
    found += [f"two elements with the id {name}" for name in {name for name in ids if ids.count(name) > 1}]
    for tag, said in page.tags:
        if tag == "style" or "style" in said or (tag == "script" and "src" not in said):
            found.append(f"something inline: {tag} {said}")
        if any(name.startswith("on") for name in said):
            found.append(f"an event handler: {tag} {said}")
        if (
            tag == "a"
            and said.get("href", "").startswith("#")
            and said["href"] != "#"
            and said["href"][1:] not in ids
        ):
            found.append(f"a way to nowhere: {said['href']}")
        if tag == "label" and said.get("for") and said["for"] not in ids:
            found.append(f"a label for nothing: {said['for']}")
        if tag == "img" and "alt" not in said:
            found.append(f"a picture without words: {said}")
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            found += [
                f"{name} names nothing: {part}" for part in said.get(name, "").split() if part not in ids
            ]
    return found


def test_every_page_is_well_built(scenario: Scenario) -> None:
    trouble = {}
    browsers: dict[str, Client] = {}
    for who, address in addresses(scenario):
        browser = browsers.setdefault(who, scenario.browser(who))
        answer_report = browser.get(address)
        assert answer_report.status_code == 200, (who, address)
        policy = answer_report.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer_report.headers["X-Content-Type-Options"] == "nosniff"
        if found := faults(read(answer_report)):
            trouble[f"{who} {address}"] = found
    assert not trouble


def test_pages_that_say_no_are_well_built_too(scenario: Scenario) -> None:
    staff = scenario.browser("staff")
    for status, address in (
        (403, reverse("draft_edit", args=[scenario.signed.pk])),
        (404, reverse("draft_edit", args=[scenario.draft.pk])),
        (404, "/gibt/es/nicht/"),
    ):
        answer_report = staff.get(address)
        assert answer_report.status_code == status
        assert faults(read(answer_report)) == []


def test_a_form_with_faults_is_well_built_too(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    person = scenario.signing.signatories.all()[0].key
    duty = obligation_of(scenario.signed, "O-25")
    for address in (
        reverse("agreement_new"),
        reverse("agreement_import"),
        reverse("draft_import", args=[scenario.draft.pk]),
        reverse("clause_edit", args=[scenario.draft.pk, "p03-1"]),
        reverse("obligation_new", args=[scenario.draft.pk, "staff_release"]),
        reverse("obligation_edit", args=[scenario.draft.pk, "O-11"]),
        reverse("signatory_new", args=[scenario.draft.pk]),
        reverse("head_edit", args=[scenario.draft.pk]),
        reverse("thread_new", args=[scenario.draft.pk, "p03-1"]),
        reverse("link_address", args=[scenario.signing.pk, person]),
        reverse("signature_new", args=[scenario.signing.pk, person]),
        reverse("declining_new", args=[scenario.signing.pk, person]),
        reverse("delegation_new", args=[scenario.signing.pk, person]),
        reverse("signed_file_new", args=[scenario.signing.pk]),
        reverse("take_step", args=[scenario.draft.pk, "withdraw"]),
        reverse("resolution_new", args=[scenario.signed.agreement_id]),
        reverse("clearance_new", args=[scenario.contracts[Status.REVIEW].pk]),
        reverse("report_several"),
        *(f"{reverse('obligation_report', args=[duty.pk])}{where}" for where in ("", "?liste=1")),
        f"{reverse('occasion_new', args=[obligation_of(scenario.signed, 'O-27').pk])}?liste=1",
        reverse("release_answer", args=ARGUMENTS["release_answer"](scenario, "signed")),
    ):
        answer_report = browser.post(address, {"sent": "1"})
        page = read(answer_report)
        assert answer_report.status_code == 422, address
        assert page.title.startswith("Fehler: "), address
        assert faults(page) == [], address
        summaries = [said for _, said in page.tags if "error-summary" in said.get("class", "")]
        assert [(said["tabindex"], "autofocus" in said) for said in summaries] == [("-1", True)], address


# --- as fast with many rows as with one ---------------------------------------------------------------------------

QUERIES = {
    "agreement_list": 12,  # two of them for the line of time, whatever its length
    "overview": 8,
    "agreement_detail": 31,
    "district_list": 5,
    "district_detail": 8,
    "draft_edit": 30,
    "search": 9,
}


def grow(scenario: Scenario) -> None:
    """Write more contracts, clauses and entries."""
    for number in ("01", "02"):
        factories.draft(factories.district(number), scenario.amira)
    for contract in (scenario.draft, scenario.contracts[Status.REVIEW]):
        for _ in range(5):
            add_clause(
                contract,
                section_key="p03",
                text="Noch ein Absatz.",
                by=scenario.amira,
                at=factories.FROZEN_AT,
            )


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_as_often_with_many_rows_as_with_few(name: str, scenario: Scenario) -> None:
    arguments = {
        "agreement_detail": [scenario.draft.agreement_id],
        "district_detail": [scenario.place.slug],
        "draft_edit": [scenario.draft.pk],
    }
    address = reverse(name, args=arguments.get(name, []))
    if name == "search":
        index_all()
        address += "?q=Freistellung"
    browser = scenario.browser("coordinator")
    _, known = (page_queries(browser, address) for _ in range(2))  # where agreements stand is remembered
    grow(scenario)
    index_what_is_due()
    assert (known, [page_queries(browser, address) for _ in range(2)][1]) == (QUERIES[name], QUERIES[name])
